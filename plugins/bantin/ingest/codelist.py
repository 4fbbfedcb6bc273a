"""Codelists (`data/areas.csv`, a dataset's `products.csv`): items by code, and how a name in a file leads to one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from bantin.errors import CellError, Problem, ProblemsFound, suggestion
from bantin.ingest.number import parse_number
from bantin.model import Cell, Item
from bantin.vietnamese import clean, names, spelling

NEEDED = ("code", "name")
OPTIONAL = ("parent", "kind", "authority", "aliases", "unit", "valid_from", "valid_to", "formed_from", "tile")
AUTHORITIES = tuple(spelling(name) + " " for name in ("UBND", "Ủy ban nhân dân"))
SHORT_KINDS = {"tp": "thành phố", "h": "huyện", "tx": "thị xã", "tt": "thị trấn", "p": "phường", "x": "xã", "t": "tỉnh"}


@dataclass(frozen=True, slots=True)
class Population:
    """How many lived in an area on a day, and where that is written."""

    day: date
    number: Decimal
    cell: Cell


@dataclass(frozen=True, slots=True)
class Codelist:
    """The items by code, in the file's order; of areas also the populations, in time order."""

    items: Mapping[str, Item]
    populations: Mapping[str, tuple[Population, ...]] = field(default_factory=dict)

    def bounds(self) -> list[date]:
        """The days after which other items are valid, in order: between two of them nothing changes."""
        ends = {item.valid_to for item in self.items.values() if item.valid_to}
        starts = {item.valid_from - timedelta(days=1) for item in self.items.values() if item.valid_from}
        return sorted(ends | starts)

    def parts(self, code: str, day: date) -> tuple[Item, ...]:
        """The items directly under a code that were valid on the day; under the empty code, those at the top."""
        return tuple(item for item in self.items.values() if item.parent == code and item.valid_on(day))

    def below(self, code: str, kinds: tuple[str, ...], day: date) -> tuple[Item, ...]:
        """The items of some kinds anywhere under a code that were valid on the day; without kinds, its parts."""
        if not kinds:
            return self.parts(code, day)
        found, open_codes = set[str](), [code]
        while open_codes:
            parent = open_codes.pop()
            inside = [item.code for item in self.items.values() if item.parent == parent and item.code not in found]
            found.update(inside)
            open_codes += inside
        return tuple(i for i in self.items.values() if i.code in found and i.kind in kinds and i.valid_on(day))

    def on(self, code: str, day: date) -> Item | None:
        """What a code stands for on a day: itself, the one item that wholly continues it, or the one it continues."""
        item = self.items.get(code)
        if item is None or item.valid_on(day):
            return item
        kin = [other for other in self.items.values() if other.formed_from == (code,)]
        kin += [self.items[part] for part in item.formed_from if len(item.formed_from) == 1]
        return next((other for other in kin if other.valid_on(day)), None)

    def population(self, code: str, day: date) -> Population | None:
        """The latest known population of an area on or before the day."""
        known = [one for one in self.populations.get(code, ()) if one.day <= day]
        return known[-1] if known else None


def find_item(text: str, among: Iterable[Item]) -> Item:
    """The one item that a name means: by its name, an alias or its code, its kind before it or not.

    Raises:
        CellError: when none or more than one is meant.
    """
    candidates = tuple(among)
    kinds = {spelling(item.kind): item.kind for item in candidates if item.kind}
    kinds |= {key: kind for key, kind in SHORT_KINDS.items() if kind in kinds.values()}
    words = spelling(text)
    for office in AUTHORITIES:
        words = words.removeprefix(office)
    found = [item for item in candidates if words in _spellings(item)]
    pattern = "|".join(sorted(map(re.escape, kinds), key=len, reverse=True))
    parted = re.fullmatch(rf"({pattern})(?:\.\s*|\s+)(.+)", words) if pattern else None
    if not found and parted:
        found = [item for item in candidates if item.kind == kinds[parted[1]] and parted[2] in _spellings(item)]
    if len(found) == 1:
        return found[0]
    full = [item.full_name for item in (found or candidates)]
    if found:
        raise CellError(f"“{text}” có thể là {names(full)}.", "ghi đủ cả cấp đơn vị.")
    close = suggestion(clean(text), [*full, *(item.name for item in candidates)])
    listed = ", ".join(full[:12]) + (" …" if len(full) > 12 else "")
    remedy = f"ghi đúng một trong: {listed}; hoặc thêm tên gọi khác vào danh mục."
    raise CellError(f"danh mục không có “{text}”.{close}", remedy)


def _spellings(item: Item) -> set[str]:
    return {spelling(name) for name in (item.full_name, item.name, item.code, *item.aliases)}


def read_codelist(path: Path, file: str) -> Codelist:
    """The codelist at `path`, called `file` in messages.

    Raises:
        ProblemsFound: with every fault of the file.
    """
    problems: list[Problem] = []
    items: dict[str, Item] = {}
    for row, fields in _rows(path, file, NEEDED, OPTIONAL):
        days: dict[str, date | None] = {"valid_from": None, "valid_to": None}
        for bound in days:
            try:
                days[bound] = date.fromisoformat(fields[bound]) if fields[bound] else None
            except ValueError:
                what = f"“{fields[bound]}” ở cột {bound} không phải là ngày."
                problems.append(Problem(file, what, "ghi như 2025-06-30, hoặc để trống.", line=row))
        if not fields["code"] or not fields["name"] or fields["code"] in items:
            what = "thiếu mã hoặc tên, hoặc mã đã có ở dòng trên."
            problems.append(Problem(file, what, "mỗi mục một mã riêng và một tên.", line=row))
        tile = re.fullmatch(r"([1-9]\d?)\.([1-9]\d?)", fields["tile"])
        if fields["tile"] and not tile:
            what = f"“{fields['tile']}” ở cột tile không phải là một vị trí."
            problems.append(Problem(file, what, "ghi số cột và số hàng, như 2.1, hoặc để trống.", line=row))
        place = (int(tile[1]), int(tile[2])) if tile else None
        lists = {key: tuple(filter(None, map(clean, fields[key].split("|")))) for key in ("aliases", "formed_from")}
        plain = {key: fields[key] for key in ("code", "name", "parent", "kind", "authority", "unit")}
        items[fields["code"]] = Item(**plain, **lists, **days, tile=place)  # type: ignore[arg-type] # the keys choose the types
    for item in items.values():
        for code in (item.parent, *item.formed_from):
            if code and code not in items:
                what = f"mã “{code}”, được nhắc ở dòng của “{item.name}”, không có trong danh mục."
                problems.append(Problem(file, what, "thêm mã ấy, hoặc sửa lại."))
    if problems:
        raise ProblemsFound(problems)
    return Codelist(items)


def read_populations(path: Path, file: str, codelist: Codelist) -> Codelist:
    """The codelist with the populations of `data/populations.csv`.

    Raises:
        ProblemsFound: with every fault of the file.
    """
    problems: list[Problem] = []
    read: dict[str, list[Population]] = {}
    for row, fields in _rows(path, file, ("area", "date", "population"), ("source",)):
        try:
            day, number = date.fromisoformat(fields["date"]), parse_number(fields["population"])
        except CellError as fault:
            problems.append(Problem(file, fault.what, fault.remedy, line=row))
        except ValueError:
            problems.append(Problem(file, f"“{fields['date']}” không phải là ngày.", "ghi như 2019-04-01.", line=row))
        else:
            if fields["area"] not in codelist.items:
                what = f"không có mã đơn vị “{fields['area']}”."
                problems.append(Problem(file, what, "ghi mã có trong data/areas.csv.", line=row))
            read.setdefault(fields["area"], []).append(Population(day, number, Cell(file, row, 3)))
    if problems:
        raise ProblemsFound(problems)
    ordered = {area: tuple(sorted(rows, key=lambda one: one.day)) for area, rows in read.items()}
    return Codelist(codelist.items, ordered)


def _rows(
    path: Path, file: str, needed: tuple[str, ...], optional: tuple[str, ...]
) -> list[tuple[int, dict[str, str]]]:
    """The rows with their numbers, each field under its head; fields of optional columns may be empty.

    The project's own tables are plain: UTF-8, commas, heads in the first row.
    """
    try:
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise ProblemsFound([Problem(file, "không đọc được tệp.", "cần tệp CSV, mã UTF-8.")]) from fault
    heads = [clean(head) for head in rows[0]] if rows else []
    strange = [head for head in heads if head not in (*needed, *optional)]
    if strange or len(set(heads)) < len(heads) or not set(needed) <= set(heads):
        remedy = f"cần các cột {', '.join(needed)}; được thêm {', '.join(optional)}."
        raise ProblemsFound([Problem(file, "hàng tiêu đề không đúng.", remedy, line=1)])
    empty = dict.fromkeys((*needed, *optional), "")
    return [
        (number, {**empty, **dict(zip(heads, map(clean, row), strict=False))})
        for number, row in enumerate(rows[1:], start=2)
        if any(row)
    ]
