"""A data file, CSV or XLSX → one sheet of cleaned text, each cell where the file has it, or every fault of its form.

What the texts mean is not understood here; that a text is the one people see in the file is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from bantin.errors import Problem, ProblemsFound
from bantin.ingest.csv_text import csv_rows
from bantin.ingest.grid import LARGEST

CSV = frozenset({".csv", ".txt", ".tsv"})
XLSX = ".xlsx"
MACROS = frozenset({".xlsm", ".xltm", ".xlsb", ".xlam"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cleaned text as the file has them: row i is the spreadsheet's row i + 1, rows end at their last text.

    `file` is as people name it. `name` is the sheet's, empty for a CSV file.
    `merged` cells are 0-based and inclusive: top, left, bottom, right; none reaches beyond the text.
    """

    file: str
    name: str
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()


def read_sheet(
    path: Path, file: str, heads: Collection[str], *, sheet: str = "", faults: list[Problem] | None = None
) -> Sheet:
    """The sheet at `path`, called `file` in messages, in which the columns' `heads` are looked for.

    Of a workbook it is the sheet named `sheet`, or the only visible one, or the only one with the heads.
    A CSV file is its only sheet, whatever name is asked for. With `faults`, cells whose form is at fault are left
    empty and told there, so that what else is wrong can be told with them.

    Raises:
        ProblemsFound: with every fault of the file and of its cells' form.
    """
    suffix = path.suffix.casefold()
    if suffix not in CSV and suffix != XLSX:
        raise ProblemsFound([_refusal(file, suffix)])
    try:
        if path.stat().st_size > LARGEST:
            raise ProblemsFound([Problem(file, "tệp quá lớn.", f"tệp không được quá {LARGEST >> 20} MB.")])
        data = path.read_bytes()
    except OSError as fault:
        raise ProblemsFound([Problem(file, "không mở được tệp.", "kiểm tra tệp có còn đó và có quyền đọc.")]) from fault
    if suffix in CSV:
        return Sheet(file, "", csv_rows(data, file, heads, faults))
    from bantin.ingest.workbook import workbook_rows  # noqa: PLC0415 - openpyxl takes its time to load

    return Sheet(file, *workbook_rows(data, file, heads, sheet, faults))


def _refusal(file: str, suffix: str) -> Problem:
    remedy = "mở tệp bằng Excel hoặc LibreOffice rồi lưu thành .xlsx (Excel Workbook)"
    if suffix in MACROS:
        return Problem(file, f"không nhận tệp {suffix}, vì có thể chứa macro.", f"{remedy}, không kèm macro.")
    what = f"không đọc được tệp kiểu {suffix}." if suffix else "tên tệp không có đuôi .csv hay .xlsx."
    return Problem(file, what, f"{remedy}, hoặc “CSV UTF-8” (.csv).")
