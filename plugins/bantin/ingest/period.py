"""Periods: the days that a release covers, when it is due, and how a period is called in Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from bantin.errors import suggestion
from bantin.model import Line, Moment, Period
from bantin.vietnamese import NBSP, TIME_ZONE, capitalised, day, span

Frequency = Literal["day", "week", "ten-days", "month", "quarter", "half-year", "year", "irregular"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

WEEKDAYS: tuple[str, ...] = get_args(Weekday)
VIETNAMESE_DAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
TEN_DAYS = (1, 11, 21)
ONE_DAY = timedelta(days=1)
DUE = r"^([a-z]+|[0-9]{1,3} days?) ([01][0-9]|2[0-3]):[0-5][0-9]$"
LAST_DAYS = {
    "day": "ngày ấy là ngày của số liệu",
    "irregular": "ngày ấy là ngày của số liệu",
    "ten-days": "ngày ấy phải là ngày 10, 20 hoặc ngày cuối tháng",
    "month": "ngày ấy phải là ngày cuối tháng",
    "quarter": "ngày ấy phải là ngày 31/3, 30/6, 30/9 hoặc 31/12",
    "half-year": "ngày ấy phải là ngày 30/6 hoặc 31/12",
    "year": "ngày ấy phải là ngày 31/12",
}

# “10 ngày trước” and “6 tháng trước” also mean ten days or six months ago, and a yearly bulletin appears when its own
# year is already “năm ngoái”: such words are left out.
PREVIOUS_WORDS: dict[str, tuple[str, ...]] = {
    "day": ("ngày trước", "hôm trước", "kỳ trước"),
    "week": ("tuần trước", "kỳ trước"),
    "ten-days": ("kỳ trước",),
    "month": ("tháng trước", "kỳ trước"),
    "quarter": ("quý trước", "kỳ trước"),
    "half-year": ("kỳ trước",),
    "year": ("năm trước", "kỳ trước"),
    "irregular": ("kỳ trước", "lần trước"),
}
"""What the period just before is called, by frequency; the usual word first."""

PERIOD_NOUNS = {"day": "ngày", "week": "tuần", "month": "tháng", "quarter": "quý", "year": "năm"}
PERIOD_NOUNS |= dict.fromkeys(("ten-days", "half-year", "irregular"), "kỳ")
"""What a period is called when several are counted, by frequency."""

SAME_LAST_YEAR_WORDS = ("cùng kỳ năm trước", "cùng kỳ năm ngoái")
"""What the corresponding period a year earlier is called."""

ANNOUNCED = dict.fromkeys(get_args(Frequency), 12) | {"half-year": 6, "year": 3, "irregular": 0}
"""How many coming releases are announced, by frequency: twelve, but none more than three years ahead."""


class PeriodRule(BaseModel):
    """When periods begin and end, and when their release is due."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    every: Frequency = Field(
        description="độ dài của kỳ; ten-days: ngày 1 đến 10, 11 đến 20, 21 đến cuối tháng; half-year: sáu tháng; "
        "irregular: những ngày không theo lịch, kỳ trước là lần công bố trước"
    )
    first: Weekday | None = Field(None, alias="from", description="chỉ cho kỳ tuần, bắt buộc: ngày đầu")
    last: Weekday | None = Field(
        None,
        alias="to",
        description="chỉ cho kỳ tuần, bắt buộc: ngày cuối; từ friday đến friday là tám ngày, tính cả hai thứ sáu",
    )
    start: int = Field(1, ge=1, le=28, description="chỉ cho kỳ tháng: ngày đầu; 16 là từ ngày 16 đến ngày 15")
    week_one: Literal["iso", "january"] = Field(
        "iso",
        description="chỉ cho kỳ tuần, cách đánh số tuần: iso (tuần 1 có ngày 4/1) hoặc january (tuần 1 có ngày 1/1)",
    )
    cutoff: str = Field(
        "",
        pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$",
        description="giờ chốt số liệu của ngày cuối kỳ (hay giờ số liệu có hiệu lực), như `17:00`",
    )
    due: str = Field(
        "0 days 17:00",
        pattern=DUE,
        description="hạn có số liệu: số ngày sau ngày cuối kỳ, và giờ, như `3 days 17:00`; kỳ tuần còn viết được thứ "
        "đầu tiên kể từ ngày cuối, như `friday 17:00`",
    )

    @field_validator("every", "first", "last", mode="before")
    @classmethod
    def _word_is_known(cls, given: object, info: ValidationInfo) -> object:
        key, known = {"first": ("from", WEEKDAYS), "last": ("to", WEEKDAYS)}.get(
            info.field_name or "", ("every", get_args(Frequency))
        )
        if given not in known:
            close = suggestion(str(given), known)
            raise ValueError(f"period.{key} = “{given}” không dùng được.{close} Chọn một trong: {', '.join(known)}.")
        return given

    @field_validator("start", mode="before")
    @classmethod
    def _every_month_has_the_day(cls, given: object) -> object:
        if isinstance(given, int) and not 1 <= given <= 28:
            raise ValueError(f"period.start = {given}: phải từ 1 đến 28, là những ngày mà tháng nào cũng có.")
        return given

    @field_validator("due", mode="before")
    @classmethod
    def _due_has_its_form(cls, given: object) -> object:
        if isinstance(given, str) and not re.fullmatch(DUE, given):
            raise ValueError(f"period.due = “{given}” không đúng dạng: viết như “3 days 17:00” hoặc “friday 17:00”.")
        if isinstance(given, str) and (word := given.split()[0]).isalpha() and word not in WEEKDAYS:
            raise ValueError(f"period.due: “{word}” không phải là thứ trong tuần.{suggestion(word, WEEKDAYS)}")
        return given

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Self:
        if self.every == "week":
            if not (self.first and self.last):
                raise ValueError('period: kỳ tuần cần cả from và to, như from = "monday" và to = "sunday".')
        elif self.first or self.last:
            raise ValueError('period: from và to chỉ dùng khi every = "week"; hãy bỏ đi.')
        elif self.due.split()[0] in WEEKDAYS:
            raise ValueError('period.due: thứ trong tuần chỉ dùng khi every = "week"; viết như “3 days 17:00”.')
        if self.every != "month" and "start" in self.model_fields_set:
            raise ValueError('period.start: chỉ dùng khi every = "month"; hãy bỏ đi.')
        return self

    @property
    def noun(self) -> str:
        """What a period is called when several are counted."""
        return PERIOD_NOUNS[self.every]

    def number_of(self, period: Period) -> int | None:
        """A week's number in its year, as the dataset counts weeks; None for other periods."""
        if self.every != "week":
            return None
        for year in (period.last.year, period.last.year - 1):
            within = date(year, 1, 4 if self.week_one == "iso" else 1)
            first_end = within + timedelta(days=(period.last.weekday() - within.weekday()) % 7)
            if first_end <= period.last:
                return (period.last - first_end).days // 7 + 1
        raise ValueError("every day is after some first week")

    def ending(self, last: date) -> Period | None:
        """The period that ends on the day, or None when no period does."""
        first = self._first_of(last)
        return Period(first, last, self.every) if first else None

    def previous(self, period: Period) -> date:
        """The last day of the period before, by the calendar; irregular periods have none there, but in the archive."""
        return period.last - timedelta(weeks=1) if self.every == "week" else period.first - ONE_DAY

    def after(self, period: Period) -> Iterator[Period]:
        """The periods that end after this one, without end, by the calendar; irregular ones are not known before."""
        days = (period.last + timedelta(days=ahead) for ahead in count(1))
        return (own for last in days if (own := self.ending(last))) if self.every != "irregular" else iter(())

    def same_last_year(self, period: Period) -> date | None:
        """The last day of the corresponding period a year earlier; None for 29 February as a period of its own.

        Weeks go back 52 weeks: to the days nearest to the same dates, one or two off. By the weeks' numbers, a whole
        year after one of 53 weeks would be compared five or six days off, and week 53 with nothing.
        """
        if self.every == "week":
            return period.last - timedelta(weeks=52)
        if self.every in {"day", "irregular"}:
            is_leap_day = (period.last.month, period.last.day) == (2, 29)
            return None if is_leap_day else period.last.replace(year=period.last.year - 1)
        return _months_before(period.last + ONE_DAY, 12) - ONE_DAY

    def due_at(self, period: Period) -> datetime:
        """When the period's release is due."""
        word, *_, clock = self.due.split()
        wait = (WEEKDAYS.index(word) - period.last.weekday()) % 7 if word in WEEKDAYS else int(word)
        return datetime.combine(period.last + timedelta(days=wait), time.fromisoformat(clock), TIME_ZONE)

    def example(self) -> date:
        """The last day of some period, for messages."""
        days = (date(2021, 12, 31) - timedelta(days=back) for back in range(366))
        return next(last for last in days if self.ending(last))

    def describes(self) -> str:
        """Which day names a release file, as a clause: `ngày ấy phải là thứ sáu`."""
        if self.last:
            return f"ngày ấy phải là {VIETNAMESE_DAYS[WEEKDAYS.index(self.last)]}"
        return f"ngày ấy phải là ngày {self.start - 1}" if self.start > 1 else LAST_DAYS[self.every]

    def _first_of(self, last: date) -> date | None:
        """The first day of the period that ends on the day, if one does."""
        if self.first and self.last:  # a week: nothing else has them
            days = (WEEKDAYS.index(self.last) - WEEKDAYS.index(self.first)) % 7 or 7
            return last - timedelta(days=days) if last.weekday() == WEEKDAYS.index(self.last) else None
        if self.every in {"day", "irregular"}:
            return last
        following = last + ONE_DAY
        if self.every == "ten-days":
            begun = max(start for start in TEN_DAYS if start <= last.day)
            return last.replace(day=begun) if following.day in TEN_DAYS else None
        months = MONTHS[self.every]
        ends = following.day == self.start and (following.month - 1) % months == 0
        return _months_before(following, months) if ends else None


def said(period: Period) -> Line:
    """The period within a sentence, after a word such as `Trong`: `tuần từ ngày 5/11 - 12/11/2021`, `tháng 9/2021`.

    A month is called by its last day's month. The last days of a month, 8 to 11, are not called ten.
    """
    first, last = period.first, period.last
    month = Moment(last, day(last, "M/yyyy"), last.isoformat()[:7])
    year = Moment(last, str(last.year), last.isoformat()[:4])
    line: Line
    match period.frequency:
        case "day" | "irregular":
            line = ("ngày ", Moment(last, day(last)))
        case "week":
            line = ("tuần từ ngày ", *span(period))
        case "ten-days" if first.day in TEN_DAYS[:2]:
            line = (f"10 ngày {'đầu' if first.day == 1 else 'giữa'} tháng ", month)
        case "ten-days":
            line = ("kỳ từ ngày ", *_days(period, "d", "d/M/yyyy"))
        case "month" if first.day == 1:
            line = ("tháng ", month)
        case "month":
            pattern = "d/M" if first.year == last.year else "d/M/yyyy"
            line = ("tháng ", month, " (từ ngày ", *_days(period, pattern, pattern), ")")
        case "quarter":
            line = ("quý ", Moment(last, f"{('I', 'II', 'III', 'IV')[last.month // 3 - 1]}/{last.year}"))
        case "half-year":
            line = (f"6 tháng {'đầu' if first.month == 1 else 'cuối'} năm ", year)
        case _:
            line = ("năm ", year)
    return line


def _days(period: Period, first: str, last: str) -> Line:
    """The period's two days by patterns of Unicode's, joined as `span` joins them."""
    return (Moment(period.first, day(period.first, first)), f"{NBSP}- ", Moment(period.last, day(period.last, last)))


def _months_before(start: date, months: int) -> date:
    """The same day so many months earlier; it is one that every month has."""
    year, month = divmod(start.year * 12 + start.month - 1 - months, 12)
    return start.replace(year, month + 1)


def headed(period: Period) -> Line:
    """The period as the head of a table's row: its day, its month, quarter or year by name, or its two days."""
    if period.frequency in {"day", "irregular"}:
        return (Moment(period.last, day(period.last)),)
    return capitalised(said(period)) if period.frequency in {"month", "quarter", "year"} else span(period)


def named(period: Period) -> str:
    """A month, quarter or year by its name alone, as titles of tables write it; of other periods the last day."""
    last = period.last
    if period.frequency == "month":
        return f"tháng {last.month}/{last.year}"
    if period.frequency == "quarter":
        return f"quý {('I', 'II', 'III', 'IV')[(last.month - 1) // 3]}/{last.year}"
    return f"năm {last.year}" if period.frequency == "year" else day(last)
