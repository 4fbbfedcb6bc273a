"""The offices' files read a second time, by other means than ingest's: what a cell says, and what number that is."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from bantin.model import Item
from bantin.vietnamese import clean, spelling

NUMBER = re.compile(r"([-\u2212]?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))? ?%?", re.ASCII)
DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
OFFICES = tuple(map(spelling, ("UBND ", "Ủy ban nhân dân ")))

Rows = list[list[str]]


def number_of(text: str) -> Decimal | None:
    """The number that a cell's whole text is, by the Vietnamese notation."""
    match = NUMBER.fullmatch(text)
    if not match:
        return None
    value = Decimal(f"{match[2].replace('.', '')}.{match[3] or 0}")
    return -value if match[1] else value


def half_up(value: Fraction | Decimal, decimals: int) -> Decimal:
    """The value with so many decimals, halves away from nought: by whole numbers only."""
    exact = Fraction(value) * 10**decimals
    whole = int(abs(exact) + Fraction(1, 2))
    return Decimal(-whole if exact < 0 else whole).scaleb(-decimals)


def day_of(text: str) -> date | None:
    """The day that a cell's whole text is."""
    match = DAY.fullmatch(text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(text[:10])
    except ValueError:
        return None


def bare(text: str, marks: Collection[str]) -> str:
    """The text without the marks behind it."""
    for mark in marks:
        if mark and text.casefold().endswith(mark.casefold()):
            text = text[: -len(mark)].rstrip()
    return text


def names(text: str, item: Item) -> bool:
    """Whether a cell's text names the item: by name, alias or code, an office or a kind before it, also shortened."""
    words = spelling(text)
    for office in OFFICES:
        words = words.removeprefix(spelling(office) + " ")
    kind = spelling(item.kind)
    short = "".join(word[0] for word in kind.split())
    for name in map(spelling, (item.full_name, item.name, item.code, *item.aliases)):
        if words.endswith(name) and words[: -len(name)].strip(" .") in {"", kind, short}:
            return True
    return False


class Files:
    """The files under `data/`, each read once; rows of cleaned texts."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._read: dict[tuple[str, str], Rows] = {}

    def path(self, file: str) -> Path:
        """Where the file that provenance calls `data/…` lies."""
        return self.data / file.removeprefix("data/")

    def rows(self, file: str, sheet: str, heads: Collection[str]) -> Rows:
        """A sheet's rows; of a CSV file those under the separator that finds most of the `heads`."""
        key = (file, sheet)
        if key not in self._read:
            path = self.path(file)
            table = workbook_rows(path, sheet) if path.suffix.lower() == ".xlsx" else csv_rows(path.read_bytes(), heads)
            self._read[key] = table
        return self._read[key]


def csv_rows(content: bytes, heads: Collection[str]) -> Rows:
    """A CSV file's rows, its encoding and separator found anew."""
    text, wanted = decoded(content), {spelling(part) for head in heads for part in head.split(" / ")}
    tries = [list(csv.reader(io.StringIO(text, newline=""), delimiter=separator)) for separator in ",;\t"]
    best = max(tries, key=lambda rows: len(wanted & {spelling(cell) for row in rows[:200] for cell in row}))
    return [[clean(cell) for cell in row] for row in best]


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1258."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16")
    if content[1::2].count(0) != content[::2].count(0):
        return content.decode("utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1258")


def workbook_rows(path: Path, sheet: str) -> Rows:
    """A worksheet's rows as texts; of a merged area only the first cell has one."""
    from openpyxl import load_workbook  # noqa: PLC0415 - most builds have no workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        found = book[sheet] if sheet in book.sheetnames else book.worksheets[0]
        found.reset_dimensions()
        rows = [[clean(_shown(cell)) for cell in row] for row in found.iter_rows()]
    finally:
        book.close()
    return rows


def _shown(cell: Any) -> str:  # noqa: ANN401 - openpyxl's cells have several types
    value, form = cell.value, str(cell.number_format or "").partition(";")[0]
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value).upper()
    if isinstance(value, (int, float)):
        exact = Fraction(Decimal(f"{value:.15g}")) * (100 if "%" in form else 1)
        decimals = re.search(r"\.([0#?]+)", form)
        number = half_up(exact, len(decimals[1]) if decimals else 12)
        text = f"{number:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return text.replace(".", ",") + ("%" if "%" in form else "")
    return value.isoformat()[:10] if isinstance(value, (date, datetime)) else str(value)
