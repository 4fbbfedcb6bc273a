"""Numbers and days as Vietnamese files write them: `.` groups thousands, `,` begins the decimals; none is guessed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from bantin.errors import CellError

PLAIN = re.compile(r"(?P<sign>[-\u2212]?)(?P<whole>[1-9]\d{0,2}(?:\.\d{3})+|0|[1-9]\d*)(?:,(?P<part>\d+))?", re.ASCII)
LONGEST = 24
ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?: \d{2}:\d{2})?", re.ASCII)
DAY = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})", re.ASCII)


def parse_number(text: str, *, decimals: int = 0, percent: bool = False, negative: bool = False) -> Decimal:
    """The value of a cleaned cell text; of a percentage, the number before the sign (`20,94%` is 20.94).

    Raises:
        CellError: when the text is not a number of the kind, or could be read in two ways.
    """
    kind = "phần trăm" if percent else "số" if decimals else "số nguyên"
    example = {"phần trăm": "20,94%", "số": "1.393,5", "số nguyên": "1393 hoặc 1.393"}[kind]
    body = text.removesuffix("%").rstrip() if percent else text
    match = PLAIN.fullmatch(body) if len(body) <= LONGEST else None
    if not match:
        if re.fullmatch(r"[-\u2212]?\d+(?:[.,]\d+)+", body, re.ASCII):
            raise CellError(
                f"“{text}” có thể đọc theo hai cách; cần {kind}.",
                f"dùng dấu chấm ngăn cách hàng nghìn, dấu phẩy trước phần lẻ, như {example}.",
            )
        raise CellError(f"“{text}” không phải là {kind}.", f"ghi {kind} như {example}, hoặc từ chỉ tình trạng.")
    part = match["part"] or ""
    if percent and decimals and "." in match["whole"] and not part:
        raise CellError(f"“{text}” có thể đọc theo hai cách; cần {kind}.", f"ghi {kind} như {example}.")
    if part and not decimals:
        # 1,393 is one and a bit by the file's own rule, and one thousand and more to an English spreadsheet
        raise CellError(f"“{text}” có thể đọc theo hai cách; cần {kind}.", f"ghi {kind} như {example}.")
    if len(part) > decimals:
        raise CellError(
            f"“{text}” có {len(part)} chữ số lẻ, nhiều hơn {decimals} chữ số đã khai báo.",
            f"làm tròn còn {decimals} chữ số lẻ, hoặc sửa mục decimals trong dataset.toml.",
        )
    value = Decimal(match["whole"].replace(".", "") + (f".{part}" if part else ""))
    if match["sign"]:
        if not negative:
            raise CellError(f"“{text}” là số âm.", "kiểm tra lại; nếu đúng, khai báo negative = true.")
        value = -value
    return value


def parse_date(text: str) -> date:
    """The civil day of a cleaned cell text: `2021-11-12` as typed cells give it, or `12/11/2021`.

    Raises:
        CellError: when the text is not such a day.
    """
    match = ISO_DAY.fullmatch(text) or DAY.fullmatch(text)
    try:
        if match:
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        pass
    raise CellError(f"“{text}” không phải là ngày.", "ghi ngày/tháng/năm như 12/11/2021.")
