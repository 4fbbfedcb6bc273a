"""A number as a workbook stores it, and its format → the text an office sees, in Vietnamese notation.

The text is made so that `number.parse_number` reads back the value that is seen, or refuses it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import from_excel, from_ISO8601

from bantin.errors import CellError
from bantin.vietnamese import rounded

NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
SCALE = re.compile(r"[0#?],+(?![0#?,])")
DECIMALS = re.compile(r"\.([0#?]+)")
LONGEST = 400
"""More than any number takes that spreadsheets can hold."""
BROKEN = "chữ trong ô không đúng kiểu ghi trong tệp."
RETYPE = "gõ lại ô, rồi lưu lại tệp."


@dataclass(frozen=True, slots=True)
class Format:
    """What a number format does to a number: makes it a date, rounds it, shows it as a percentage, or scales it."""

    code: str
    is_date: bool
    is_span: bool
    decimals: int
    percent: bool
    scaled: bool


@lru_cache(maxsize=1024)
def number_format(code: str, *, negative: bool) -> Format:
    """The format of positive numbers and zero, or of negative ones, in a format code such as `#,##0.0;[Red]-#,##0`."""
    # A section may have a condition of its own ([>=1000]); then it cannot be told which is meant, and nothing is cut.
    conditional = re.search(r"\[[<>=]", code) is not None
    plain = LITERAL.sub("", code)
    sections = plain.split(";")
    section = sections[1] if negative and len(sections) > 1 and sections[1] else sections[0]
    found = DECIMALS.search(section)
    exact = conditional or found is None or re.search("[eE/]", section) is not None
    return Format(
        code,
        is_date_format(code),
        is_timedelta_format(code),
        0 if exact or found is None else len(found[1]),
        "%" in (plain if conditional else section),
        SCALE.search(plain if conditional else section) is not None,
    )


def number_text(stored: str, code: str, epoch: datetime) -> str:
    """A stored number as it is shown: `20,94%`, `1393`, `2021-11-12`. `epoch` is the workbook's day zero.

    It is rounded as the format says, to no more than the 15 digits that spreadsheets keep; where the format has no
    decimals nothing is rounded, so that what it hides can still be found too precise.

    Raises:
        CellError: when it is no number, no possible date, or shown as another number than is stored.
    """
    value = float(stored) if len(stored) <= LONGEST and NUMBER.fullmatch(stored) else float("nan")
    if not abs(value) < float("inf"):
        raise CellError(BROKEN, RETYPE)
    form = number_format(code, negative=value < 0)
    if form.is_date:
        try:
            # below zero there are no dates; Excel shows ####
            return moment_text(from_excel(value if value >= 0 else float("inf"), epoch, timedelta=form.is_span))
        except (OverflowError, ValueError) as fault:
            raise CellError(f"số {stored} không phải là ngày, mà ô có định dạng ngày.", "sửa định dạng ô.") from fault
    if form.scaled:
        what = f"ô hiện số đã chia cho nghìn (định dạng “{code}”), khác với số lưu trong ô."
        raise CellError(what, "bỏ dấu phẩy ở cuối định dạng số, hoặc ghi thẳng số cần công bố.")
    number = Decimal(f"{value:.15g}").scaleb(2 if form.percent else 0)
    if 0 < form.decimals < -int(number.as_tuple().exponent):
        number = rounded(number, form.decimals)
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text.replace(".", ",")
    return text + ("%" if form.percent else "")


def iso_text(stored: str) -> str:
    """A date that is stored as text, as strict workbooks do.

    Raises:
        CellError: when it is none.
    """
    try:
        return moment_text(from_ISO8601(stored))  # type: ignore[no-untyped-call] # the stubs forgot it
    except (ValueError, TypeError, OverflowError) as fault:
        raise CellError(BROKEN, RETYPE) from fault


def moment_text(moment: object) -> str:
    """`2021-11-12`, `2021-11-12 08:30`, `08:30`; seconds where there are any, and a span's hours beyond a day."""
    if isinstance(moment, timedelta):
        seconds = round(moment.total_seconds())
        text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
        return f"{text}:{seconds % 60:02}" if seconds % 60 else text
    if isinstance(moment, time):
        return moment.isoformat("seconds" if moment.second else "minutes")
    if isinstance(moment, datetime):
        moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
        if moment.time() == time():
            return moment.date().isoformat()
        return moment.isoformat(" ", "seconds" if moment.second else "minutes")
    if isinstance(moment, date):
        return moment.isoformat()
    raise CellError(BROKEN, RETYPE)
