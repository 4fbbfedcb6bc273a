"""`data/areas.csv`: administrative units by code, and how a name in a file leads to one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bantin.errors import CellError, Problem, ProblemsFound, suggestion
from bantin.model import Area, Cell
from bantin.vietnamese import clean, names, spelling

COLUMNS = ("code", "parent", "kind", "name", "authority", "aliases", "valid_from", "valid_to")
SHORT_KINDS = {"tp": "thành phố", "h": "huyện", "tx": "thị xã", "tt": "thị trấn", "p": "phường", "x": "xã", "t": "tỉnh"}


@dataclass(frozen=True, slots=True)
class Codelist:
    """The areas by code, in the file's order."""

    areas: dict[str, Area]

    def parts(self, code: str, day: date) -> tuple[Area, ...]:
        """The units directly under an area that were valid on the day."""
        return tuple(
            area
            for area in self.areas.values()
            if area.parent == code
            and (area.valid_from is None or area.valid_from <= day)
            and (area.valid_to is None or day <= area.valid_to)
        )


def find_area(text: str, among: Iterable[Area]) -> Area:
    """The one area that a name means: by its name or an alias, its kind before it or not.

    Raises:
        CellError: when none or more than one is meant.
    """
    candidates = tuple(among)
    kinds = {spelling(area.kind): area.kind for area in candidates}
    kinds |= {key: kind for key, kind in SHORT_KINDS.items() if kind in kinds.values()}
    words = re.sub(r"^(?:ubnd|ủy ban nhân dân)\s+", "", clean(text), flags=re.IGNORECASE)
    pattern = "|".join(sorted(map(re.escape, kinds), key=len, reverse=True))
    parted = re.fullmatch(rf"({pattern})(?:\.\s*|\s+)(.+)", spelling(words)) if pattern else None
    found = [area for area in candidates if spelling(words) in _spellings(area)]
    if not found and parted:
        found = [a for a in candidates if a.kind == kinds[parted[1]] and parted[2] in _spellings(a)]
    if len(found) == 1:
        return found[0]
    full = [area.full_name for area in (found or candidates)]
    if found:
        raise CellError(f"“{text}” có thể là {names(full)}.", "ghi đủ cả cấp đơn vị.")
    short = [area.name for area in candidates]
    raise CellError(
        f"không có đơn vị nào tên là “{text}”.{suggestion(clean(text), [*full, *short])}",
        f"ghi đúng một trong: {', '.join(full)}; hoặc thêm tên gọi khác vào data/areas.csv.",
    )


def _spellings(area: Area) -> set[str]:
    return {spelling(name) for name in (area.full_name, area.name, *area.aliases)}


def read_codelist(path: Path, file: str) -> Codelist:
    """The codelist at `path`, called `file` in messages.

    Raises:
        ProblemsFound: with every fault of the file.
    """
    problems: list[Problem] = []
    areas: dict[str, Area] = {}
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise ProblemsFound([Problem(file, "không đọc được tệp.", "cần tệp CSV, mã UTF-8.")]) from fault
    if not rows or tuple(map(clean, rows[0])) != COLUMNS:
        raise ProblemsFound([Problem(file, "hàng đầu không đúng.", f"cần các cột: {', '.join(COLUMNS)}.", line=1)])
    for row, texts in enumerate(rows[1:], start=2):
        if not any(texts):
            continue
        fields = dict(zip(COLUMNS, [*map(clean, texts), *[""] * len(COLUMNS)], strict=False))
        bounds: dict[str, date | None] = {}
        for bound in ("valid_from", "valid_to"):
            try:
                bounds[bound] = date.fromisoformat(fields[bound]) if fields[bound] else None
            except ValueError:
                cell = Cell(file, row, COLUMNS.index(bound) + 1)
                what = f"“{fields[bound]}” không phải là ngày."
                problems.append(Problem(file, what, "ghi như 2025-06-30, hoặc để trống.", cell, head=bound))
        if not fields["code"] or fields["code"] in areas:
            what = "thiếu mã, hoặc mã đã có ở dòng trên."
            problems.append(Problem(file, what, "mỗi đơn vị một mã riêng.", Cell(file, row, 1), head="code"))
        aliases = tuple(alias for alias in map(clean, fields["aliases"].split("|")) if alias)
        areas[fields["code"]] = Area(
            fields["code"],
            fields["parent"],
            fields["kind"],
            fields["name"],
            fields["authority"],
            aliases,
            bounds.get("valid_from"),
            bounds.get("valid_to"),
        )
    if problems:
        raise ProblemsFound(problems)
    return Codelist(areas)
