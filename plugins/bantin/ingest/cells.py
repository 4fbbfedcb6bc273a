"""A worksheet's XML → its cells, row by row, in one pass that holds one row; and the workbook's table of strings.

openpyxl reads all else of a workbook. Cells it would give either with formulas or with their values, in memory
whole or without the merged ones, at addresses it does not check; and of text in runs it keeps the fonts only
at a hundred times the text's size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO

from bantin.errors import CellError
from bantin.ingest.package import CHUNK, LAST, MAIN, SAVE_AS, plain_parser

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
LONGEST_NODE = 1_000_000
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")

ROW, CELL, VALUE, FORMULA, STRING, TEXT, FONT, RUN, PHONETIC, MERGED = (
    MAIN + name for name in ("row", "c", "v", "f", "si", "t", "rFont", "r", "rPh", "mergeCell")
)
TEXTS = frozenset({VALUE, FORMULA, TEXT})

Area = tuple[int, int, int, int]
Text = str | tuple[tuple[str, str], ...]
"""A text, or its runs with the font of each, "" where it is the cell's, if any run has a font of its own."""


@dataclass(slots=True)
class RawCell:
    """A cell as stored, at 0-based row and column; `inline` is the text that stands within it."""

    row: int
    column: int
    kind: str
    style: int
    value: str | None = None
    formula: str | None = None
    inline: Text | None = None


class _Handlers:
    """Follows the parser. What another reader could see otherwise is refused, not resolved."""

    def __init__(self, take_row: Callable[[list[RawCell]], None], take_string: Callable[[Text], None]) -> None:
        self.take_row = take_row
        self.take_string = take_string
        self.row = self.column = -1
        self.cells: list[RawCell] | None = None
        self.cell: RawCell | None = None
        self.text: list[str] | None = None
        self.size = 0
        self.runs: list[tuple[str, str]] = []
        self.font = ""
        self.phonetic = False
        self.merged: list[Area] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == CELL:
            self._start_cell(attributes)
        elif name == ROW:
            self._start_row(attributes)
        elif name in TEXTS:
            self.text, self.size = [], 0
        elif name == STRING:
            self.runs, self.font = [], ""
        elif name == RUN:
            self.font = ""
        elif name == FONT:
            self.font = attributes["val"]
        elif name == PHONETIC:
            self.phonetic = True
        elif name == MERGED:
            self.merged.append(_area(attributes["ref"]))

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        row = whole(attributes["r"]) - 1 if "r" in attributes else self.row + 1
        if self.cells is not None or not self.row < row < LAST_ROW:
            raise _broken()
        self.row, self.column, self.cells = row, -1, []

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        row, column = place(attributes["r"]) if "r" in attributes else (self.row, self.column + 1)
        if self.cells is None or self.cell or row != self.row or not self.column < column < LAST_COLUMN:
            raise _broken()
        self.column = column
        self.cell = RawCell(row, column, attributes.get("t", "n"), whole(attributes.get("s", "0")))
        self.runs, self.font = [], ""

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)
            self.size += len(text)
            if self.size > LONGEST_NODE:
                raise _broken()

    def end(self, name: str) -> None:
        if name in TEXTS:
            self._end_text(name)
        elif name == CELL:
            self._end_cell()
        elif name == ROW:
            self.take_row(self.cells or [])
            self.cells = None
        elif name == STRING:
            self.take_string(self._whole())
        elif name == PHONETIC:
            self.phonetic = False

    def _end_text(self, name: str) -> None:
        text, self.text = "".join(self.text or ()), None
        if name == TEXT:
            if not self.phonetic:
                self.runs.append((unescaped(text), self.font))
        elif self.cell and name == VALUE:
            self.cell.value = text
        elif self.cell:
            self.cell.formula = text

    def _end_cell(self) -> None:
        cell, self.cell = self.cell, None
        if cell is None or self.cells is None:
            raise _broken()
        if self.runs:
            cell.inline = self._whole()
        if self.runs or cell.value is not None or cell.formula is not None:
            self.cells.append(cell)

    def _whole(self) -> Text:
        if any(font for _, font in self.runs):
            return tuple(self.runs)
        return "".join(text for text, _ in self.runs)


def read_cells(stream: IO[bytes], take: Callable[[list[RawCell]], None]) -> list[Area]:
    """Give `take` the cells that hold something, a row at a time from the top; returns the merged areas.

    Raises:
        CellError: when the sheet is not as spreadsheets write them.
        ValueError, KeyError, expat.ExpatError: the same.
    """
    handlers = _Handlers(take, lambda _: None)
    _parse(stream, handlers)
    return handlers.merged


def read_strings(stream: IO[bytes]) -> list[Text]:
    """The workbook's table of strings. Raises as `read_cells` does."""
    strings: list[Text] = []
    _parse(stream, _Handlers(lambda _: None, strings.append))
    return strings


def _parse(stream: IO[bytes], handlers: _Handlers) -> None:
    parser = plain_parser()
    parser.buffer_text = True
    parser.StartElementHandler = handlers.start
    parser.EndElementHandler = handlers.end
    parser.CharacterDataHandler = handlers.characters
    while chunk := stream.read(CHUNK):
        parser.Parse(chunk)
    parser.Parse(b"", LAST)


def unescaped(text: str) -> str:
    """The text with the characters that XML has no room for: `_x000D_` is a carriage return."""
    return ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def whole(text: str) -> int:
    """An index as files write it; `int` would take more, such as `1_0` and `-1`."""
    if not (text.isascii() and text.isdigit()):
        raise _broken()
    return int(text)


def place(reference: str) -> tuple[int, int]:
    """The 0-based row and column of a reference such as `B3`."""
    match = REFERENCE.fullmatch(reference)
    if not match:
        raise _broken()
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _area(reference: str) -> tuple[int, int, int, int]:
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = place(first), place(last or first)
    if top > bottom or left > right:
        raise _broken()
    return top, left, bottom, right


def _broken() -> CellError:
    return CellError("trang tính trong tệp bị hỏng.", SAVE_AS)
