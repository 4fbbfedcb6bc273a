"""The releases to come, counted day by day on the calendar, without the rule's own steps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bantin.ingest.period import ANNOUNCED, WEEKDAYS, PeriodRule
from bantin.model import Period
from bantin.vietnamese import TIME_ZONE

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Coming:
    """A period that has no release yet, and when that is due."""

    period: Period
    due: datetime


def coming(rule: PeriodRule, newest: Period) -> list[Coming]:
    """The releases that are announced after the newest one, in time order."""
    found: list[Coming] = []
    first, last = newest.first, newest.last
    while len(found) < ANNOUNCED[rule.every]:
        if rule.every == "week":
            first, last = first + WEEK, last + WEEK
        else:
            first = last = last + DAY
            while not _begins(rule, last + DAY):
                last += DAY
        found.append(Coming(Period(first, last, rule.every), _due(rule.due, last)))
    return found


def _begins(rule: PeriodRule, day: date) -> bool:
    """Whether a period may begin on the day."""
    if rule.every == "ten-days":
        return day.day in {1, 11, 21}
    return rule.every == "day" or (day.day == rule.start and day.month % MONTHS[rule.every] == 1 % MONTHS[rule.every])


def _due(said: str, last: date) -> datetime:
    """When a release is due, of a rule such as `3 days 17:00` or `friday 17:00`."""
    word, clock = re.sub(r" days?\b", "", said).split()
    on = last + int(word) * DAY if word.isdecimal() else last
    while not word.isdecimal() and WEEKDAYS[on.weekday()] != word:
        on += DAY
    return datetime.combine(on, time.fromisoformat(clock), TIME_ZONE)
