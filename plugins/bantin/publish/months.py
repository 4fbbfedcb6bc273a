"""A month of the archive as a calendar: its days in weeks, and which of them have bulletins."""

from __future__ import annotations

from calendar import Calendar
from collections import Counter
from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton, get_day_names

WEEK = Calendar(0)
"""Weeks begin on Monday."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day, how many bulletins were published on it, and where on the same page they are listed."""

    date: date
    count: int
    url: str | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another month with bulletins: its name, and where its page is, below the archive's."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Month:
    """`heads` are the weekdays as (short, whole) words; in `weeks` there is no day outside of the month."""

    name: str
    heads: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[Day | None, ...], ...]
    previous: Neighbour | None
    next: Neighbour | None


def month_of(counts: Counter[date], year: int, month: int, language: str) -> Month:
    """A month, of how many of the site's bulletins were published on which days; its words by Babel."""
    months = sorted({(day.year, day.month) for day in counts})
    short, whole = (get_day_names(width, locale=language) for width in ("short", "wide"))
    weeks = tuple(
        tuple(_day(day, counts[day]) if day.month == month else None for day in week)
        for week in WEEK.monthdatescalendar(year, month)
    )
    before, after = ([own for own in months if own < (year, month)], [own for own in months if own > (year, month)])
    return Month(
        _name(year, month, language),
        tuple((short[weekday], whole[weekday]) for weekday in WEEK.iterweekdays()),
        weeks,
        _neighbour(*before[-1], language) if before else None,
        _neighbour(*after[0], language) if after else None,
    )


def _day(day: date, count: int) -> Day:
    return Day(day, count, f"#ngay-{day.day}" if count else None)


def _neighbour(year: int, month: int, language: str) -> Neighbour:
    return Neighbour(_name(year, month, language), f"{year}/{month:02d}/")


def _name(year: int, month: int, language: str) -> str:
    name = str(format_skeleton("yMMMM", date(year, month, 1), locale=language))
    return name[:1].upper() + name[1:]
