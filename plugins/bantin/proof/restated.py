"""Releases read back from a dataset's published history, held against its rows by a reader of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from bantin.ingest.dataset import Dataset
from bantin.ingest.published import COLUMNS
from bantin.model import Cell, Observation, Release
from bantin.proof.raw import Files

NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
VALUED = {"reported", "zero", "nil", "provisional"}

Row = tuple[int, Mapping[str, str]]
"""The number of a row, from 1, and its texts by column."""


class Restated:
    """The rows of one published history, by period, and by the indicator and code that each is of."""

    def __init__(self, files: Files, file: str) -> None:
        self.file = file
        self.heads, *rows = files.rows(file, "", COLUMNS)
        self.rows: dict[str, dict[tuple[str, str], list[Row]]] = {}
        for number, texts in enumerate(rows, start=2):
            if any(texts):
                row = dict(zip(self.heads, texts, strict=False))
                own = self.rows.setdefault(row["period_last"], {})
                own.setdefault((row["indicator"], row["code"].removeprefix("'")), []).append((number, row))

    def faults(self, release: Release, dataset: Dataset) -> Iterator[tuple[Cell, str]]:
        """Where a release is not what the rows of its period say, all of them and nothing else."""
        rows = self.rows.get(release.period.last.isoformat(), {})
        stated = {key: found for key, found in rows.items() if not dataset.indicators[key[0]].sources}
        read = {key: seen for key, seen in release.observations.items() if not dataset.indicators[key[0]].sources}
        for name, code in stated.keys() - {(name, code.removeprefix("'")) for name, code in read}:
            yield self._cell(stated[name, code][0][0], "value"), f"dòng của {name}, {code} đã không được đọc."
        for (name, code), seen in read.items():
            found = stated.get((name, code.removeprefix("'")), [])
            number, row = found[0] if len(found) == 1 else (1, {})
            wrong = self._wrong(number, row, release.period.first, seen)
            if wrong:
                yield self._cell(number, "value"), f"{name}, {code}: {wrong}."
                continue
            rank = release.ranks.get((name, code))
            if rank and (_number(row["rank"]) != rank.value or rank.cells != (self._cell(number, "rank"),)):
                yield self._cell(number, "rank"), f"ô ghi “{row['rank']}”, nhưng đã đọc là {rank.value}."

    def _wrong(self, number: int, row: Mapping[str, str], first: date, seen: Observation) -> str:
        if not row:
            return "không có dòng nào, hoặc có hơn một"
        if row["period_first"] != first.isoformat() or seen.cells != (self._cell(number, "value"),):
            return "đọc từ dòng khác, hoặc kỳ khác"
        value, status = _number(row["value"]), row["status"]
        if value != seen.value or status != seen.status or (value is None) == (status in VALUED):
            return f"dòng ghi “{row['value']}” ({status}), nhưng đã đọc là {seen.value} ({seen.status})"
        return ""

    def _cell(self, number: int, column: str) -> Cell:
        return Cell(self.file, number, self.heads.index(column) + 1)


def _number(text: str) -> Decimal | None:
    """The number that a whole text is, with a decimal point."""
    return Decimal(text) if NUMBER.fullmatch(text) else None
