"""Vietnamese text, numbers and dates. Formatting is Babel's; nothing here depends on the machine's locale."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

from bantin.model import Figure, Line, Moment, Period, Segment, Status

TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NBSP = "\u00a0"
ALL = 100
NOT_FINAL = f" (sơ{NBSP}bộ)"  # not broken over two lines
ABSENCE = {
    Status.NOT_REPORTED: "không có số liệu",
    Status.NOT_PUBLISHED: "không công bố",
    Status.NOT_APPLICABLE: "không áp dụng",
}
"""How a value that is not there is called, each kind of absence by its own words."""

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def clean(text: str) -> str:
    """The text in NFC with runs of white space (no-break spaces too) as one space, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """The text without marks, in lower case, `đ` as `d`: for field names and search."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return clean("".join(letter for letter in decomposed if not unicodedata.combining(letter)))


def sought(text: str) -> str:
    """The words of a text as search compares them: folded, `1.393` as `1393`, `20,94` as `20phay94`, no punctuation."""
    whole = re.sub(r"(?<=[0-9])\.(?=[0-9]{3}(?![0-9]))", "", fold(text))
    return re.sub(r"[\W_]+", " ", re.sub(r"(?<=[0-9])[.,](?=[0-9])", "phay", whole)).strip()


@lru_cache(maxsize=65536)
def slug(text: str) -> str:
    """A name as addresses have it: `Chuyển đổi số` as `chuyen-doi-so`."""
    return "-".join(re.findall("[a-z0-9]+", fold(text)))


@lru_cache(maxsize=65536)
def spelling(text: str) -> str:
    """A key that is equal for spellings of the same words: case, spaces, and the tone's place (òa, oà) aside."""
    syllables = unicodedata.normalize("NFD", clean(text).casefold()).split()
    return " ".join(
        "".join(c for c in syllable if c not in TONES) + "".join(c for c in syllable if c in TONES)
        for syllable in syllables
    )


def rounded(value: Decimal, decimals: int) -> Decimal:
    """The value with so many decimals; halves go away from zero, as Vietnamese bulletins do."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0  # + 0: no “-0”


def rounded_shares(exact: Mapping[str, Decimal], decimals: int) -> dict[str, Decimal]:
    """Percentages of the parts of one whole, rounded; never more than all of it together.

    What rounding adds above 100 is taken, one last place each, from those that were rounded up the most.
    """
    made = {name: rounded(value, decimals) for name, value in exact.items()}
    surplus = (sum(made.values(), Decimal(0)) - 100).scaleb(decimals)
    if sum(exact.values(), Decimal(0)) > 100 or surplus <= 0:
        return made
    for name in sorted(exact, key=lambda name: (exact[name] - made[name], -exact[name]))[: int(surplus)]:
        made[name] -= Decimal(1).scaleb(-decimals)
    return made


@lru_cache(maxsize=65536)
def number(value: Decimal, decimals: int) -> str:
    """`1393` as `1.393`, `20.94` with two decimals as `20,94`; the sign is kept."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(rounded(value, decimals), format=pattern, locale="vi"))


def percent_text(value: Decimal, decimals: int) -> str:
    """A percentage that is computed: `19,4%`; of all, `100%`."""
    return f"{number(value, 0 if value == ALL else decimals)}%"


@lru_cache(maxsize=65536)
def day(value: date, pattern: str = "d/M/yyyy") -> str:
    """A civil day in prose, `17/11/2021`, or by another pattern of Unicode's."""
    return str(format_date(value, pattern, locale="vi"))


def hour(at: datetime, pattern: str = "d/M/yyyy") -> Moment:
    """A moment of a day: `17 giờ ngày 17/11/2021`, with minutes where they are not nought."""
    minutes = f"{NBSP}{at.minute}{NBSP}phút" if at.minute else ""
    return Moment(at.date(), f"{at.hour}{NBSP}giờ{minutes} ngày {day(at.date(), pattern)}", f"{at:%Y-%m-%dT%H:%M}")


def clock(at: datetime) -> Moment:
    """A moment by itself, as a list of them has it: `19/11/2021 09:00`; at midnight the day alone."""
    if not at.hour and not at.minute:
        return Moment(at.date(), day(at.date()))
    return Moment(at.date(), f"{day(at.date())} {at:%H:%M}", f"{at:%Y-%m-%dT%H:%M}")


def span(period: Period, last: str = "d/M/yyyy") -> Line:
    """The period's two days, the year said once: `5/11 - 12/11/2021`; the last one by another pattern, if given."""
    first = "d/M" if period.first.year == period.last.year else last
    return (Moment(period.first, day(period.first, first)), f"{NBSP}- ", Moment(period.last, day(period.last, last)))


def counted(figure: Figure) -> Line:
    """A figure and its unit or noun, kept on one line of print; a percentage carries its sign already."""
    if figure.noun is not None:
        return (figure, f"{NBSP}{figure.noun}") if figure.noun else (figure,)
    if figure.unit in {"%", ""}:
        return (figure,)
    return (f"{figure.unit}{NBSP}", figure) if figure.unit_first else (figure, f"{NBSP}{figure.unit}")


def marked(figure: Figure) -> Line:
    """A figure and its unit, and that it is not final, where it is not."""
    return (*counted(figure), NOT_FINAL) if figure.provisional else counted(figure)


def enumeration(items: Sequence[Line]) -> Line:
    """`A`, `A và B`, `A, B và C`."""
    joined: list[Segment] = []
    for position, item in enumerate(items):
        if position:
            joined.append(" và " if position == len(items) - 1 else ", ")
        joined.extend(item)
    return tuple(joined)


def names(words: Iterable[str]) -> str:
    """An enumeration of plain words."""
    return "".join(part for part in enumeration([(word,) for word in words]) if isinstance(part, str))


def within_sentence(name: str) -> str:
    """A name that begins with a capital, as it stands within a sentence; an abbreviation stays as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def capitalised(line: Line) -> Line:
    """The line with its first letter as a capital, unless it starts with a number or a date."""
    if not line:
        return line
    first = line[0]
    if isinstance(first, str):
        return (first[:1].upper() + first[1:], *line[1:])
    if isinstance(first, Figure):  # a word for it, such as “tăng”; digits stay as they are
        return (replace(first, text=first.text[:1].upper() + first.text[1:]), *line[1:])
    return line
