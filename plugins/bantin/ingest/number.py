"""Numbers as Vietnamese files write them: `.` groups thousands, `,` begins the decimals. Nothing is guessed."""

from __future__ import annotations

import re
from decimal import Decimal

from bantin.errors import CellError

PLAIN = re.compile(r"(?P<sign>[-\u2212]?)(?P<whole>\d{1,3}(?:\.\d{3})+|0|[1-9]\d*)(?:,(?P<part>\d+))?", re.ASCII)
LONGEST = 24


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
