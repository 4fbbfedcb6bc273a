"""What a value may be compared with, by the words that stories use: earlier periods, averages of them, a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import takewhile

from bantin.errors import CellError, suggestion
from bantin.ingest.dataset import Dataset
from bantin.ingest.period import PERIOD_NOUNS, PREVIOUS_WORDS, SAME_LAST_YEAR_WORDS
from bantin.model import Period

LAST_TIME = "lần trước"
YEAR_START = "đầu năm"
YEAR_BEFORE = "cuối năm trước"
AVERAGE = re.compile(r"trung bình (\d{1,2}) (\S+) trước")


class Why(StrEnum):
    """Why something may not be stated."""

    FIRST = "chưa có kỳ nào trước để so sánh"
    GAP = "thiếu số liệu của kỳ cần so sánh"
    MISSING = "chưa có số liệu kỳ này"
    MISSING_BASE = "kỳ cần so sánh không có số liệu"
    PARTIAL = "chưa đủ số liệu của các đơn vị"
    REDEFINED = "cách tính đã thay đổi"
    NEW = "đơn vị mới, không có số liệu trước đó"


@dataclass(frozen=True, slots=True)
class Base:
    """What is compared with: `word` follows “so với”; the periods that end on `days`, several are averaged.

    `indicator` is compared with instead where it is given, such as a plan, in the same period.
    """

    word: str
    days: tuple[date, ...] = ()
    indicator: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """The same to machines: days, or the indicator's name."""
        return (self.indicator,) if self.indicator else tuple(day.isoformat() for day in self.days)


def find_base(word: str, dataset: Dataset, period: Period, before: date | None) -> Base:
    """The base that a word means for the period; `before` is the last day of the release before, if any.

    Raises:
        CellError: when the dataset has no such base.
    """
    every, rule = dataset.period.every, dataset.period
    average = AVERAGE.fullmatch(word)
    if word in PREVIOUS_WORDS[every]:
        return Base(word, (rule.previous(period),))
    if word in SAME_LAST_YEAR_WORDS:
        day = rule.same_last_year(period)
        return Base(word, (day,) if day else ())
    if word == LAST_TIME:
        return Base(word, (before,) if before else ())
    if word in {YEAR_START, YEAR_BEFORE}:
        own = list(takewhile(lambda last: last.year == period.last.year, _back(dataset, period)))
        first = rule.ending(own[-1] if own else period.last)
        wanted = own[-1:] if word == YEAR_START else [rule.previous(first or period)]
        return Base(word, tuple(wanted))
    if average and average[2] in {PERIOD_NOUNS[every], "kỳ"} and int(average[1]) > 1:
        days = _back(dataset, period)
        return Base(word, tuple(next(days) for _ in range(int(average[1]))))
    if word in dataset.bases:
        day = dataset.bases[word]
        return Base(word, (day,) if day < period.last else ())
    known = words_of(dataset)
    raise CellError(f"không so được với “{word}”.{suggestion(word, known)}", f"dùng: {', '.join(known)}.")


def words_of(dataset: Dataset) -> tuple[str, ...]:
    """Every base that the dataset has, the usual first; of averages one as an example."""
    every = dataset.period.every
    fixed = (LAST_TIME, YEAR_START, YEAR_BEFORE, f"trung bình 4 {PERIOD_NOUNS[every]} trước")
    return (*PREVIOUS_WORDS[every], *SAME_LAST_YEAR_WORDS, *fixed, *dataset.bases)


def _back(dataset: Dataset, period: Period) -> Iterator[date]:
    """The last days of the periods before, the nearest first, for as long as is asked; at most for a year or so."""
    for _ in range(400):
        last = dataset.period.previous(period)
        yield last
        before = dataset.period.ending(last)
        if before is None:
            return
        period = before
