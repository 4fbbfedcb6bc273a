"""A sheet → a table: where its heads are, and the text under each. No value is understood here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from bantin.errors import Problem, ProblemsFound
from bantin.ingest.heads import BETWEEN
from bantin.ingest.sheet import Sheet
from bantin.model import Cell
from bantin.vietnamese import spelling

DATE = re.compile(r"(?<![\d/])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
OF_A_PERIOD = re.compile(r"\b(?:từ|đến|tuần|kỳ)\b", re.IGNORECASE)
NAMED_PERIODS = {
    "month": re.compile(r"(?<!\d )tháng (?P<part>\d{1,2})(?:/| ?[-–] ?| năm )(?P<year>\d{4})", re.IGNORECASE),
    "quarter": re.compile(r"quý (?P<part>I{1,3}|IV|[1-4])(?:/| ?[-–] ?| năm )(?P<year>\d{4})", re.IGNORECASE),
    "year": re.compile(r"(?<!tháng \d )(?<!tháng \d\d )năm (?P<year>\d{4})", re.IGNORECASE),
}
ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
LONG_DATE = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """A sheet with its heads found: `heads` in the rows from `first` on, the data below them from row `start`."""

    sheet: Sheet
    heads: tuple[str, ...]
    first: int
    start: int

    @property
    def file(self) -> str:
        """The file as people name it."""
        return self.sheet.file

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {spelling(head): index for index, head in reversed(list(enumerate(self.heads))) if head}

    def column(self, head: str) -> int | None:
        """The index of the first column under the head, or None."""
        return self._columns.get(spelling(head))

    def head(self, column: int) -> str:
        """The head over a column, empty where there is none."""
        return self.heads[column] if column < len(self.heads) else ""

    def rows(self) -> Iterator[int]:
        """The indices of the data's rows that are not empty."""
        return (row for row in range(self.start, len(self.sheet.rows)) if any(self.sheet.rows[row]))

    def text(self, row: int, column: int) -> str:
        """A cell's text; a row that ends early has empty cells."""
        cells = self.sheet.rows[row]
        return cells[column] if column < len(cells) else ""

    def cell(self, row: int, column: int) -> Cell:
        """A cell's address."""
        return Cell(self.file, row + 1, column + 1, self.sheet.name)

    def periods_above(self, frequency: str) -> list[tuple[str, Cell]]:
        """The months, quarters or years, as the frequency is, that the title rows name: `tháng 10/2021`."""
        pattern = NAMED_PERIODS.get(frequency)
        return [
            (period_name(frequency, match), self.cell(row, column))
            for row in range(self.first if pattern else 0)
            for column, text in enumerate(self.sheet.rows[row])
            for match in (pattern.finditer(text) if pattern else ())
        ]

    def days_above(self) -> list[tuple[date, Cell]]:
        """The full dates in the title rows above the heads where a period is spoken of, in reading order.

        Other dates there are those of signatures and of papers that the table belongs to.
        """
        found = []
        for row in range(self.first):
            for column, text in enumerate(self.sheet.rows[row]):
                if not OF_A_PERIOD.search(text):
                    continue
                for day, month, year in (*LONG_DATE.findall(text), *DATE.findall(text)):
                    try:
                        found.append((date(int(year), int(month), int(day)), self.cell(row, column)))
                    except ValueError:
                        continue
        return found


def find_table(sheet: Sheet, heads: Collection[str], header_rows: int = 1, footnotes: tuple[str, ...] = ()) -> Table:
    """The table in a sheet: the rows of heads are those that have most of `heads`, the first such.

    Several rows of heads are read as one, `Trên / Dưới`; a head over several columns counts for each. The marks of
    `footnotes` behind a head are no part of it.

    Raises:
        ProblemsFound: when no row has any of the heads.
    """
    wanted = {spelling(head) for head in heads}
    best, found = 0, None
    bare = sheet
    if footnotes:
        bare = replace(sheet, rows=tuple(tuple(without(text, footnotes) for text in row) for row in sheet.rows))
    for first in range(len(sheet.rows)):
        last = first + header_rows
        simple = header_rows == 1 and not wanted & {spelling(text) for text in bare.rows[first]}
        if simple or last > len(sheet.rows):
            continue
        joined = _joined(bare, first, last)
        matches = len(wanted & {spelling(head) for head in joined})
        if matches > best:
            best, found = matches, Table(sheet, joined, first, last)
    if found is None:
        remedy = f"cần một hàng có các tiêu đề: {', '.join(heads)}."
        raise ProblemsFound([Problem(sheet.file, "không thấy hàng tiêu đề cột.", remedy)])
    return found


def period_name(frequency: str, match: re.Match[str]) -> str:
    """A period that was found by name, as `ingest.period.named` calls it."""
    if frequency == "year":
        return f"năm {match['year']}"
    part = match["part"].upper()
    return (
        f"tháng {int(part)}/{match['year']}" if frequency == "month" else f"quý {ROMAN.get(part, part)}/{match['year']}"
    )


def without(text: str, marks: tuple[str, ...]) -> str:
    """The text without the declared marks that stand behind it, in capitals or not."""
    for mark in marks:
        if mark and text.casefold().endswith(mark.casefold()):
            text = text[: -len(mark)].rstrip()
    return text


def _joined(sheet: Sheet, first: int, last: int) -> tuple[str, ...]:
    """The heads of each column, the rows' texts joined, each said once."""
    if last - first == 1:
        return sheet.rows[first]
    width = max(len(row) for row in sheet.rows[first:last])
    grid = [[*row, *[""] * (width - len(row))] for row in sheet.rows[first:last]]
    for top, left, bottom, right in sheet.merged:
        if first <= top < last:
            for row in range(top, min(bottom + 1, last)):
                grid[row - first][left : min(right + 1, width)] = [grid[top - first][left]] * (
                    min(right + 1, width) - left
                )
    if not sheet.merged:  # a CSV file keeps a wide head's text in its first column only
        for upper in range(len(grid) - 1):
            for column in range(1, width):
                if not grid[upper][column] and grid[-1][column] and any(row[column] == "" for row in grid[: upper + 1]):
                    grid[upper][column] = grid[upper][column - 1]
    return tuple(BETWEEN.join(dict.fromkeys(text for text in column if text)) for column in zip(*grid, strict=True))
