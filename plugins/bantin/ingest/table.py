"""A CSV file → rows of text, each cell still where the file has it. No value is understood here."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from bantin.errors import Problem, ProblemsFound
from bantin.model import Cell
from bantin.vietnamese import clean, spelling

SEPARATORS = (",", ";", "\t")
LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cleaned text; `header` is the index of the row of heads."""

    file: str
    rows: tuple[tuple[str, ...], ...]
    header: int

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of the columns."""
        return self.rows[self.header]

    def column(self, head: str) -> int | None:
        """The index of the column under the head, or None."""
        wanted = spelling(head)
        return next((index for index, text in enumerate(self.heads) if spelling(text) == wanted), None)

    def text(self, row: int, column: int) -> str:
        """A cell's text; a row that ends early has empty cells."""
        return self.rows[row][column] if column < len(self.rows[row]) else ""

    def cell(self, row: int, column: int) -> Cell:
        """A cell's address."""
        return Cell(self.file, row + 1, column + 1)


def read_table(path: Path, file: str, heads: Collection[str]) -> Table:
    """The table at `path`, called `file` in messages, whose row of heads has those of `heads`.

    The separator is the one under which most of the heads are found, so none is guessed from the data.

    Raises:
        ProblemsFound: when the file cannot be read as a table with such heads.
    """
    text = _text(path, file)
    wanted = {spelling(head) for head in heads}
    best: tuple[int, Table] | None = None
    for separator in SEPARATORS:
        try:
            rows = tuple(
                tuple(map(clean, row)) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
            )
        except csv.Error:
            continue
        for index, row in enumerate(rows):
            matches = len(wanted & {spelling(word) for word in row})
            if matches and (best is None or matches > best[0]):
                best = (matches, Table(file, rows, index))
    if best is None:
        raise ProblemsFound(
            [
                Problem(
                    file,
                    "không thấy hàng tiêu đề cột.",
                    f"cần một hàng có các tiêu đề: {', '.join(heads)}; các cột cách nhau bằng dấu phẩy, "
                    "dấu chấm phẩy hoặc dấu tab.",
                )
            ]
        )
    return best[1]


def _text(path: Path, file: str) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise ProblemsFound([Problem(file, "tệp quá lớn.", f"tệp không được quá {LARGEST >> 20} MB.")])
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise ProblemsFound(
            [Problem(file, "tệp không phải mã UTF-8.", "trong Excel chọn lưu kiểu “CSV UTF-8”.")]
        ) from fault
    if "\0" in text:
        raise ProblemsFound([Problem(file, "tệp không phải là tệp văn bản CSV.", "lưu lại bảng kiểu “CSV UTF-8”.")])
    return text
