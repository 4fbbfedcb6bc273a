"""Columns of records: texts by the hundred thousand, each different one understood once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from operator import eq, ge, gt, le, lt, ne
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bantin.errors import CellError, Problem, ProblemsFound, suggestion
from bantin.ingest.csv_text import Dialect
from bantin.ingest.number import parse_date, parse_number
from bantin.ingest.reading import Scope
from bantin.ingest.rules import CONDITION, FieldRule, Wanted
from bantin.ingest.table import Table
from bantin.model import Status
from bantin.vietnamese import day, spelling

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Ints = np.ndarray[Any, np.dtype[np.int64]]
    Flags = np.ndarray[Any, np.dtype[np.bool_]]

MARKS = {**dict.fromkeys(("x", "có", "v", "✓", "1"), 1), **dict.fromkeys(("", "không", "0"), 0)}
OPERATORS = {">=": ge, "<=": le, "!=": ne, ">": gt, "<": lt, "=": eq}
MOST = 10**12


@dataclass(frozen=True)
class Column:
    """A column of records: of each record the number of its text, and of each different text what it means.

    `values` are whole numbers: a number times ten to the decimals, a day's ordinal, 1 for a mark; of texts that
    mean no value (an absence, a fault) `known` is false.
    """

    codes: Ints
    texts: list[str]
    values: Ints
    known: Flags
    provisional: Flags
    silent: Flags

    @cached_property
    def value(self) -> Ints:
        """Each record's value."""
        return self.values[self.codes]

    @cached_property
    def is_known(self) -> Flags:
        """Whether each record has a value."""
        return self.known[self.codes]

    @cached_property
    def is_provisional(self) -> Flags:
        """Whether each record's value is marked as not final."""
        return self.provisional[self.codes]

    @cached_property
    def is_silent(self) -> Flags:
        """Whether each record says that nothing was reported, other than for another reason."""
        return self.silent[self.codes]


def meaning_of(text: str, rule: FieldRule, scope: Scope) -> int | None:
    """What a record's text means by its field's rule; None for an absence.

    Raises:
        CellError: when it means nothing that the rule allows.
    """
    if rule.type == "text":
        if text and rule.allowed and spelling(text) not in map(spelling, rule.allowed):
            close = suggestion(text, rule.allowed)
            raise CellError(f"“{text}” không thuộc các giá trị được phép.{close}", f"dùng: {', '.join(rule.allowed)}.")
        return 1 if text else None
    if rule.type == "mark":
        if text.casefold() not in MARKS:
            raise CellError(f"“{text}” không phải là dấu x hoặc để trống.", "ghi x, hoặc để trống.")
        return MARKS[text.casefold()]
    status = scope.dataset.marks.get(text.casefold())
    if status is not None:
        return 0 if status is Status.NIL else None
    if rule.type == "date":
        found, period = parse_date(text), scope.period
        if rule.in_period and not period.first <= found <= period.last:
            what = f"ngày “{text}” nằm ngoài kỳ {day(period.first)} - {day(period.last)}."
            raise CellError(what, "sửa ngày, hoặc chuyển bản ghi sang tệp của kỳ ấy.")
        return found.toordinal()
    value = parse_number(text, decimals=rule.decimals, negative=rule.negative)
    if abs(value) >= MOST:
        raise CellError(f"“{text}” quá lớn.", "kiểm tra lại số này.")
    return int(value.scaleb(rule.decimals))


def holds(column: Column, wanted: Wanted, rule: FieldRule) -> Flags:
    """Which records meet a condition of `where`."""
    import numpy as np  # noqa: PLC0415 - with pandas a third of a second, for datasets of records only

    operator, given = rule.condition(wanted)
    if isinstance(given, str):
        alike = np.array([spelling(text) == spelling(given) for text in column.texts], bool)
        return (alike if operator == "=" else ~alike)[column.codes]
    return np.asarray(column.is_known & OPERATORS[operator](column.value, given))


def condition_words(wanted: Wanted) -> str:
    """A condition of `where` as messages and computations say it."""
    if isinstance(wanted, bool):
        return "có" if wanted else "không"
    return str(wanted) if isinstance(wanted, str) and CONDITION.fullmatch(wanted) else f"= {wanted}"


def load_frame(path: Path, file: str, dialect: Dialect, skip: int, width: int) -> pd.DataFrame:
    """A CSV file's rows after its first `skip` ones as text, columns by number.

    Raises:
        ProblemsFound: when a row has more cells than `width`.
    """
    import pandas as pd  # noqa: PLC0415 - with pandas a third of a second, for datasets of records only

    try:
        return pd.read_csv(
            path,
            sep=dialect.separator,
            encoding=dialect.encoding,
            header=None,
            names=list(range(width)),
            index_col=False,
            skiprows=skip,
            dtype=str,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
        )
    except pd.errors.EmptyDataError:
        return pd.DataFrame(columns=range(width), dtype=str)
    except pd.errors.ParserError as fault:
        line = re.search(r"(?:line|row) (\d+)", str(fault))
        if "EOF inside string" in str(fault):
            what, remedy = "có ngoặc kép mở mà không đóng.", "đóng ngoặc kép, hoặc bỏ đi."
            raise ProblemsFound(
                [Problem(file, what, remedy, line=int(line[1]) + 1 + skip if line else None)]
            ) from fault
        what, remedy = "dòng có nhiều ô hơn hàng tiêu đề.", 'đặt số có dấu phẩy trong ngoặc kép: "20,94%".'
        raise ProblemsFound([Problem(file, what, remedy, line=int(line[1]) if line else None)]) from fault


def frame_of(table: Table) -> pd.DataFrame:
    """A sheet's rows below the heads, in the form of `load_frame`."""
    import pandas as pd  # noqa: PLC0415 - with pandas a third of a second, for datasets of records only

    width = len(table.heads)
    rows = [(*row, *[""] * (width - len(row)))[:width] for row in table.sheet.rows[table.start :]]
    return pd.DataFrame(rows, columns=range(width), dtype=str)
