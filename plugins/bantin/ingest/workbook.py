"""An XLSX workbook → the rows of one of its sheets, as text that people see there. Nothing in it is run or followed."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import Stylesheet
from openpyxl.xml.constants import ARC_WORKBOOK, SHARED_STRINGS, STYLES_TYPE
from openpyxl.xml.functions import fromstring

from bantin.errors import CellError, Problem, ProblemsFound, suggestion
from bantin.ingest.cell_text import LEGACY_FONT, Book, Style, read_rows
from bantin.ingest.cells import Area, Text, read_strings
from bantin.ingest.grid import Grid
from bantin.ingest.heads import HEAD_ROWS, Heads
from bantin.ingest.package import LARGEST, SAVE_AS, STRINGS, WORKSHEET, open_package
from bantin.vietnamese import clean, spelling

SHEET = "worksheet+xml"
LARGE_KINDS = (SHEET, "sharedStrings+xml")


class _Worksheet(NamedTuple):
    name: str
    path: str
    is_visible: bool


class _Contents(NamedTuple):
    archive: ZipFile
    sheets: list[_Worksheet]
    book: Book


def workbook_rows(
    data: bytes, file: str, heads: Collection[str], sheet: str, faults: list[Problem] | None = None
) -> tuple[str, tuple[tuple[str, ...], ...], tuple[Area, ...]]:
    """Of a workbook's bytes, the chosen sheet's name, its rows, cleaned, and its merged areas.

    Raises:
        ProblemsFound: with every fault of the file and of its cells' form.
    """
    with _told(file):
        contents = _open(data)
        chosen = _named(contents.sheets, sheet) if sheet else _only(contents, heads)
        name = chosen.name
        grid = Grid(file, name)
        with contents.archive.open(chosen.path) as stream:
            merged = _within(read_rows(stream, contents.book, grid), grid)
        return name, grid.finish(faults), merged


@contextmanager
def _told(file: str) -> Iterator[None]:
    """Whatever a damaged file raises becomes a problem; openpyxl's warnings concern what is not read here."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except ProblemsFound:
        raise
    except CellError as fault:
        raise ProblemsFound([Problem(file, fault.what, fault.remedy)]) from fault
    except Exception as fault:  # readers of ZIP, XML and workbooks raise whatever they stumble over
        raise ProblemsFound([Problem(file, "tệp hỏng hoặc không phải là tệp .xlsx.", SAVE_AS)]) from fault


def _open(data: bytes) -> _Contents:
    archive, roots = open_package(data)
    reader = ExcelReader(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read_manifest()
    types = {part.PartName.removeprefix("/"): part.ContentType for part in reader.package.Override}
    if any("macroEnabled" in kind for kind in types.values()):
        raise CellError("tệp có macro.", "lưu lại kiểu Excel Workbook (.xlsx), không kèm macro.")
    big = {path: root for path, root in roots.items() if root in LARGEST}
    # What is large by leave of its root may not be read into a tree by another name.
    if ARC_WORKBOOK in big or any(not types.get(path, SHEET).endswith(LARGE_KINDS) for path in big):
        raise _broken()
    reader.read_workbook()
    sheets = []
    for sheet, relation in reader.parser.find_sheets():
        if str(relation.Type).endswith("/worksheet"):
            if roots.get(relation.target) != WORKSHEET:
                raise _broken()
            sheets.append(_Worksheet(sheet.name, relation.target, sheet.state == "visible"))
    strings, styles = _part(types, SHARED_STRINGS), _part(types, STYLES_TYPE)
    texts: list[Text] = []
    if strings:
        if roots.get(strings) != STRINGS:
            raise _broken()
        with archive.open(strings) as stream:
            texts = read_strings(stream)
    book = Book(texts, _styles(archive.read(styles)) if styles else [Style()], reader.wb.epoch)
    return _Contents(archive, sheets, book)


def _part(types: Mapping[str, str], kind: str) -> str:
    """The one part of the kind, or nothing; of several, it could not be told which people see."""
    found = [path for path, its_kind in types.items() if its_kind == kind]
    if len(found) > 1:
        raise _broken()
    return found[0] if found else ""


def _styles(xml: bytes) -> list[Style]:
    sheet = Stylesheet.from_tree(fromstring(xml))  # type: ignore[arg-type] # the stubs want a type nobody has
    styles = []
    for style in sheet.cell_styles:
        number = style.numFmtId
        if number < BUILTIN_FORMATS_MAX_SIZE:
            code = BUILTIN_FORMATS.get(number, "General")
        else:
            code = sheet.number_formats[number - BUILTIN_FORMATS_MAX_SIZE]
        font = sheet.fonts[style.fontId].name or ""
        styles.append(Style(code, font if LEGACY_FONT.match(font) else ""))
    return styles or [Style()]


def _named(sheets: Sequence[_Worksheet], wanted: str) -> _Worksheet:
    found = [sheet for sheet in sheets if sheet.name == wanted] or [
        sheet for sheet in sheets if spelling(sheet.name) == spelling(wanted)
    ]
    if len(found) == 1:
        return found[0]
    known = [sheet.name for sheet in sheets]
    what = f"không có trang tính “{wanted}”.{suggestion(wanted, known)}"
    if found:
        what = f"có {len(found)} trang tính tên “{wanted}”."
    raise CellError(what, f"tệp có các trang: {_listed(known)}; sửa tên trang, hoặc sửa trong dataset.toml.")


def _only(contents: _Contents, heads: Collection[str]) -> _Worksheet:
    """The only visible sheet, or the only one of them in which more than half of the heads are found in a row."""
    visible = [sheet for sheet in contents.sheets if sheet.is_visible]
    if len(visible) == 1:
        return visible[0]
    wanted = Heads(heads)
    found = [sheet for sheet in visible if 2 * _heads_found(contents, sheet, wanted) > len(heads)]
    if len(found) == 1:
        return found[0]
    if found:
        what = f"có {len(found)} trang tính cùng có các tiêu đề cột: {_listed(sheet.name for sheet in found)}."
        raise CellError(what, "ghi tên trang cần đọc trong dataset.toml, hoặc ẩn các trang khác.")
    what = "không trang tính nào có hàng tiêu đề cột."
    listed = f"; tệp có các trang: {_listed(sheet.name for sheet in contents.sheets)}" if contents.sheets else ""
    raise CellError(what, f"{wanted.remedy}{listed}.")


def _heads_found(contents: _Contents, sheet: _Worksheet, wanted: Heads) -> int:
    grid = Grid("", sheet.name)
    with suppress(ProblemsFound), contents.archive.open(sheet.path) as stream:  # of the chosen sheet they will be told
        read_rows(stream, contents.book, grid, HEAD_ROWS)
    return max((found for found, _ in wanted.counts(grid.rows)), default=0)


def _within(merged: Collection[Area], grid: Grid) -> tuple[Area, ...]:
    """The merged areas as far as there is text; a text beneath one, which nobody sees, is a fault."""
    rows, areas, covered = grid.rows, [], 0
    last_column = max(map(len, rows), default=0) - 1
    for top, left, bottom, right in sorted(merged):
        area = top, left, min(bottom, len(rows) - 1), min(right, last_column)
        height, width = area[2] - top + 1, area[3] - left + 1
        if height < 1 or width < 1:
            continue
        covered += height * width
        if covered > len(rows) * (last_column + 1):
            raise _broken()  # they overlap, which spreadsheets do not let them
        own = rows[top][left] if left < len(rows[top]) else ""
        for row in range(top, area[2] + 1):
            for column, text in enumerate(rows[row][left : area[3] + 1], left):
                if text and text != own:
                    what = f"ô gộp che mất chữ “{text[:40]}” trong ô này."
                    grid.fault(row, column, what, "bỏ gộp ô, xóa chữ thừa rồi gộp lại.")
        if height * width > 1:
            areas.append(area)
    return tuple(areas)


def _listed(sheets: Iterable[str]) -> str:
    return ", ".join(f"“{clean(name)}”" for name in sheets)


def _broken() -> CellError:
    return CellError("tệp bị hỏng: các phần trong tệp không khớp nhau.", SAVE_AS)
