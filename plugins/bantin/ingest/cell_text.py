"""A worksheet's cells as stored → rows of the texts that people see in them, in a grid, with the cells' faults."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO

from bantin.errors import CellError
from bantin.ingest import grid as limits
from bantin.ingest.cells import Area, RawCell, Text, read_cells, unescaped, whole
from bantin.ingest.grid import Grid
from bantin.ingest.package import SAVE_AS
from bantin.ingest.shown import BROKEN, RETYPE, iso_text, number_text

LEGACY_FONT = re.compile(r"(\.vn)|vni-", re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"')
OTHER_WORKBOOK = re.compile(r"\[\d+\][^\[\]]*!")


@dataclass(frozen=True, slots=True)
class Style:
    """What matters of a cell's style: its number format, and its font where that stands for another encoding."""

    number_format: str = "General"
    font: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """What the cells of a workbook's sheets refer to."""

    strings: list[Text]
    styles: list[Style]
    epoch: datetime
    cleaned: dict[int, str] = field(default_factory=dict)
    """Of `strings`, by index: a long one in many cells is then one text in memory."""


class Enough(Exception):  # noqa: N818 - it is no error, only the way out of the parser
    """As many rows were read as were asked for."""


def read_rows(stream: IO[bytes], book: Book, grid: Grid, most: int | None = None) -> list[Area]:
    """Put the sheet's rows into the grid, or the first of them; returns its merged areas, as far as they were read.

    Raises:
        ProblemsFound: when the grid takes no more.
        CellError and others: when the sheet is damaged, as `read_cells` does.
    """

    def take(cells: list[RawCell]) -> None:
        if most is not None and cells and cells[0].row >= most:
            raise Enough
        texts: list[str] = []
        for cell in cells:
            text = _text(cell, book, grid)
            if text:
                texts.extend([""] * (cell.column - len(texts)))
                texts.append(text)
        if texts:
            row = cells[0].row
            while len(grid.rows) < min(row, limits.MOST_ROWS):
                grid.append([])
            grid.append(texts)

    try:
        return read_cells(stream, take)
    except Enough:
        return []


def _text(cell: RawCell, book: Book, grid: Grid) -> str:
    """The cell's text, or nothing after noting the fault."""
    if cell.formula is not None:
        if OTHER_WORKBOOK.search(QUOTED.sub("", cell.formula)):
            what, remedy = "ô có công thức lấy số từ tệp khác.", "chép rồi dán giá trị (Paste Values) vào ô."
            grid.repeated_fault(cell.row, cell.column, what, remedy)
            return ""
        # A formula's empty text is a result; a number or an error that is not there is none.
        if cell.value is None or (not cell.value and cell.kind != "str"):
            what, remedy = "ô có công thức chưa được tính.", "mở tệp bằng Excel hoặc LibreOffice rồi lưu lại."
            grid.repeated_fault(cell.row, cell.column, what, remedy)
            return ""
    try:
        return _read(cell, book, grid)
    except CellError as fault:
        grid.fault(cell.row, cell.column, fault.what, fault.remedy)
        return ""


def _read(cell: RawCell, book: Book, grid: Grid) -> str:
    style, value = book.styles[cell.style], cell.value
    if cell.kind == "s" and value is not None:
        return _shared(cell, whole(value), style, book, grid)
    if cell.kind in {"str", "inlineStr"}:
        text = unescaped(value or "") if cell.inline is None else cell.inline
        return _checked(cell, text, style, grid)
    if not value:
        return ""
    if cell.kind == "n":
        return number_text(value.strip(), style.number_format, book.epoch)
    if cell.kind == "b" and value in {"0", "1"}:
        return "TRUE" if value == "1" else "FALSE"
    if cell.kind == "e":
        raise CellError(f"ô có lỗi {value}.", "sửa công thức cho ra kết quả, hoặc ghi từ chỉ tình trạng.")
    if cell.kind == "d":
        return iso_text(value)
    raise CellError(BROKEN, RETYPE)


def _shared(cell: RawCell, index: int, style: Style, book: Book, grid: Grid) -> str:
    if index >= len(book.strings):
        raise CellError("chữ của ô không có trong tệp; tệp bị hỏng.", SAVE_AS)
    text = book.strings[index]
    if style.font or not isinstance(text, str):
        return _checked(cell, text, style, grid)
    if index not in book.cleaned:
        found = len(grid.problems)
        cleaned = grid.cleaned(text, cell.row, cell.column)
        if len(grid.problems) > found:
            return ""
        book.cleaned[index] = cleaned
    return book.cleaned[index]


def _checked(cell: RawCell, text: Text, style: Style, grid: Grid) -> str:
    """The cleaned text, unless one of its runs is in a font that shows its letters as others."""
    runs = ((text, ""),) if isinstance(text, str) else text
    for run, own in runs:
        font = own or style.font
        legacy = None if run.isascii() else LEGACY_FONT.match(font)
        if legacy:
            name = "TCVN3" if legacy[1] else "VNI"
            what = f"chữ trong ô dùng phông {font}, là phông của bảng mã cũ {name}."
            remedy = "chuyển mã sang Unicode, ví dụ bằng UniKey; nếu chữ đã là Unicode thì chỉ cần đổi phông."
            grid.repeated_fault(cell.row, cell.column, what, remedy)
            return ""
    return grid.cleaned("".join(run for run, _ in runs), cell.row, cell.column)
