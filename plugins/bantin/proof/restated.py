"""Releases read back from a dataset's published history, held against its rows by a reader of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from bantin.ingest.dataset import Dataset
from bantin.ingest.published import COLUMNS
from bantin.model import Cell, Observation, Release
from bantin.proof.raw import Files, csv_rows

NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
VALUED = {"reported", "zero", "nil", "provisional"}


class _Row(NamedTuple):
    """What matters of a row, and its number from 1."""

    number: int
    first: str
    value: str
    status: str
    rank: str


class Restated:
    """The rows of one published history, by period, and by the indicator and code that each is of."""

    def __init__(self, files: Files, file: str) -> None:
        self.file = file
        self.heads, *rows = csv_rows(files.path(file).read_bytes(), COLUMNS)
        self.rows: dict[str, dict[tuple[str, str], list[_Row]]] = {}
        needed = ("period_last", "indicator", "code", "period_first", "value", "status", "rank")
        places = [self.heads.index(column) for column in needed]
        for number, texts in enumerate(rows, start=2):
            if any(texts):
                last, indicator, code, *said = (texts[place] for place in places)
                own = self.rows.setdefault(last, {})
                own.setdefault((indicator, code.removeprefix("'")), []).append(_Row(number, *said))

    def faults(self, release: Release, dataset: Dataset) -> Iterator[tuple[Cell, str]]:
        """Where a release is not what the rows of its period say, all of them and nothing else."""
        rows = self.rows.get(release.period.last.isoformat(), {})
        stated = {key: found for key, found in rows.items() if not dataset.indicators[key[0]].sources}
        read = {key: seen for key, seen in release.observations.items() if not dataset.indicators[key[0]].sources}
        for name, code in stated.keys() - {(name, code.removeprefix("'")) for name, code in read}:
            yield self._cell(stated[name, code][0], "value"), f"dòng của {name}, {code} đã không được đọc."
        for (name, code), seen in read.items():
            found = stated.get((name, code.removeprefix("'")), [])
            if len(found) != 1:
                yield seen.cells[0], f"{name}, {code}: có {len(found)} dòng."
                continue
            wrong, rank = self._wrong(found[0], release.period.first, seen), release.ranks.get((name, code))
            if wrong:
                yield seen.cells[0], f"{name}, {code}: {wrong}."
            if rank and (_number(found[0].rank) != rank.value or rank.cells != (self._cell(found[0], "rank"),)):
                yield rank.cells[0], f"{name}, {code}: ô ghi “{found[0].rank}”, nhưng đã đọc là {rank.value}."

    def _wrong(self, row: _Row, first: date, seen: Observation) -> str:
        if row.first != first.isoformat() or seen.cells != (self._cell(row, "value"),):
            return "đọc từ dòng khác, hoặc kỳ khác"
        value = _number(row.value)
        if value != seen.value or row.status != seen.status or (value is None) == (row.status in VALUED):
            return f"dòng ghi “{row.value}” ({row.status}), nhưng đã đọc là {seen.value} ({seen.status})"
        return ""

    def _cell(self, row: _Row, column: str) -> Cell:
        return Cell(self.file, row.number, self.heads.index(column) + 1)


def _number(text: str) -> Decimal | None:
    """The number that a whole text is, with a decimal point."""
    return Decimal(text) if NUMBER.fullmatch(text) else None
