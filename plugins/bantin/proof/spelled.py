"""Amounts written as words: what leads the “ba” of “ba huyện” to its cells, and is it still three next week?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bantin.proof.page import Token
from bantin.proof.told import Told
from bantin.vietnamese import clean

MORE_THAN_ONE = "hai|ba|bốn|sáu|bảy|tám|chín|mười"
ANY = f"{MORE_THAN_ONE}|một|tư|năm|lăm|mươi|mốt|linh|lẻ|trăm|nghìn|ngàn|vạn|triệu|tỷ"
AMOUNT = rf"(?<!thứ )(?<!tháng )(?:(?:{ANY}) )*?(?:{MORE_THAN_ONE})(?: (?:{ANY}))*"  # a lone “một”, “năm” is no number
PORTION = (
    rf"gấp (?:đôi|rưỡi|{AMOUNT})|(?:{ANY}) phần (?:{ANY})|(?:một|quá|hơn|gần) nửa(?! đầu| cuối| tháng| năm)"
    "|phần lớn|phần đông|đa số|hầu hết"
)
NOUNS = ("đơn vị", "địa phương", "nơi")


def spelled(told: Told, run: list[Token]) -> Iterator[tuple[str, str]]:
    """The amounts that a sentence has as plain words: numbers before a unit or an area's kind, portions of a whole."""
    pattern = amounts(told.counted)
    for token in run:
        if isinstance(token, str):
            for match in told.matches(pattern, clean(token)):
                yield match[0], "số lượng viết bằng chữ nên không có nguồn và không đổi theo kỳ."


@lru_cache
def amounts(counted: frozenset[str]) -> re.Pattern[str]:
    """What an amount in words is, where these nouns are counted."""
    nouns = sorted({*NOUNS, *map(clean, counted)}, key=lambda noun: (-len(noun), noun))
    counting = "|".join(map(re.escape, nouns))
    return re.compile(rf"(?<!\w)(?:{AMOUNT} (?:{counting})|{PORTION})(?!\w)", re.IGNORECASE)
