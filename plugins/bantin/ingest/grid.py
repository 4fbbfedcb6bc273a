"""Where the rows of a sheet are gathered: each text checked and cleaned, the limits kept, the faults addressed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NoReturn

from bantin.errors import Problem, ProblemsFound
from bantin.model import Cell
from bantin.vietnamese import clean

LARGEST = 64 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 500
LONGEST = 10_000
MOST_CELLS = 3_000_000
"""Of rows up to their last text, so that 200,000 rows of 500 columns of nothing do not fill the memory either."""
MOST_PROBLEMS = 100
MOST_NAMED = 30

REPLACED = "\ufffd"
# Control characters but tab and line breaks, the invisible ones that hide or turn text, surrogates, private use,
# and what stands where a letter was lost. By ranges, not by category, so that every Python finds the same.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\uffff"
    "\ue000-\uf8ff\ud800-\udfff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})


class Grid:
    """Takes the rows from the first to the last and the faults as they are met; `finish` gives the one or the other."""

    def __init__(self, file: str, sheet: str = "") -> None:
        self.file = file
        self.sheet = sheet
        self.rows: list[tuple[str, ...]] = []
        self.cells = 0
        self.problems: list[Problem] = []
        self.repeated: dict[str, list[Problem]] = {}

    def fault(self, row: int, column: int, what: str, remedy: str) -> None:
        """Note what is wrong with the cell, counted from zero; past so many faults, the reading ends."""
        self.problems.append(Problem(self.file, what, remedy, self._cell(row, column)))
        if len(self.problems) >= MOST_PROBLEMS:
            more = Problem(self.file, f"còn nữa: chỉ nêu {MOST_PROBLEMS} lỗi đầu.", "sửa các lỗi trên rồi thử lại.")
            raise ProblemsFound([*self.problems, *self._counted(), more])

    def repeated_fault(self, row: int, column: int, what: str, remedy: str) -> None:
        """Note what is mended in all such cells at once: told of the first, with the names of the others."""
        self.repeated.setdefault(what, []).append(Problem(self.file, what, remedy, self._cell(row, column)))

    def stop(self, what: str, remedy: str, row: int, column: int = 0) -> NoReturn:
        """End the reading with a fault after which nothing more can be told."""
        problem = Problem(self.file, what, remedy, self._cell(row, column))
        raise ProblemsFound([*self.problems, *self._counted(), problem])

    def cleaned(self, text: str, row: int, column: int) -> str:
        """The cell's text as all rooms have it; a fault when it holds what nobody sees or is too long."""
        problem = text_fault(text)
        if problem:
            self.fault(row, column, *problem)
            return ""
        return clean(text)

    def cleaned_row(self, texts: Sequence[str]) -> list[str]:
        """The texts of the next row, cleaned; most rows need one look for all their cells."""
        together = "".join(texts)
        if together.isprintable() and len(together) <= LONGEST and "#" not in together and REPLACED not in together:
            return [clean(text) for text in texts]
        row = len(self.rows)
        return [self.cleaned(text, row, column) for column, text in enumerate(texts)]

    def append(self, texts: list[str]) -> None:
        """The next row, of cleaned texts; what is empty at its end is left out."""
        row = len(self.rows)
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            what = f"dòng có {len(texts)} cột, nhiều hơn {MOST_COLUMNS} cột."
            self.stop(what, "xóa các cột thừa.", row, MOST_COLUMNS)
        self.cells += len(texts)
        if texts and row >= MOST_ROWS:
            self.stop(f"bảng có nhiều hơn {MOST_ROWS} dòng.", "chia bảng thành nhiều tệp.", row)
        if self.cells > MOST_CELLS:
            self.stop(f"bảng có nhiều hơn {MOST_CELLS} ô.", "chia bảng thành nhiều tệp.", row)
        self.rows.append(tuple(texts))

    def finish(self, faults: list[Problem] | None = None) -> tuple[tuple[str, ...], ...]:
        """The rows without the empty ones at their end; cells with faults are empty, and told to `faults` if given.

        Raises:
            ProblemsFound: when there are faults, and nowhere to tell them.
        """
        while self.rows and not self.rows[-1]:
            self.rows.pop()
        problems = [*self.problems, *self._counted()]
        if problems and faults is None:
            raise ProblemsFound(problems)
        if faults is not None:
            faults.extend(problems)
        return tuple(self.rows)

    def _cell(self, row: int, column: int) -> Cell:
        return Cell(self.file, row + 1, column + 1, self.sheet)

    def _counted(self) -> list[Problem]:
        return [_together(same) for same in self.repeated.values()]


def _together(same: list[Problem]) -> Problem:
    """The same fault in several cells as one problem that names them."""
    first = same[0]
    if len(same) == 1:
        return first
    named = ", ".join(f"{one.cell.letters}{one.cell.row}" for one in same[:MOST_NAMED] if one.cell)
    more = " …" if len(same) > MOST_NAMED else ""
    return Problem(first.file, f"{first.what} Có {len(same)} ô như vậy: {named}{more}.", first.remedy, first.cell)


def text_fault(text: str) -> tuple[str, str] | None:
    """What is wrong with the form of a cell's text, and the remedy; None for nearly all."""
    if len(text) > LONGEST:
        return f"ô dài {len(text)} ký tự, quá {LONGEST}.", "rút ngắn; hoặc kiểm tra dấu ngoặc kép bị thiếu."
    if text.startswith("#") and text.strip().upper() in ERRORS:
        return f"ô có lỗi {text.strip()}.", "sửa công thức cho ra kết quả, hoặc ghi từ chỉ tình trạng."
    found = None if text.isprintable() and REPLACED not in text else UNSEEN.search(text)
    if found is None:
        return None
    code = f"U+{ord(found[0]):04X}"
    if found[0] == REPLACED:
        return f"ô có ký tự thay chỗ cho chữ đã mất ({code}).", "gõ lại chữ trong ô."
    return f"ô có ký tự điều khiển hoặc ký tự riêng không nhìn thấy được ({code}).", "xóa hết rồi gõ lại chữ trong ô."
