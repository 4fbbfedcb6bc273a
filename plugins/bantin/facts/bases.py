"""What a value may be compared with, by the words that stories use: earlier periods, averages of them, a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice, takewhile

from bantin.errors import CellError, suggestion
from bantin.ingest.dataset import Dataset
from bantin.ingest.period import PERIOD_NOUNS, PREVIOUS_WORDS, SAME_LAST_YEAR_WORDS
from bantin.model import Period

IRREGULAR = "irregular"
LAST_TIME = "lần trước"
YEAR_START = "đầu năm"
YEAR_BEFORE = "cuối năm trước"
AVERAGE = re.compile(r"trung bình ([1-9][0-9]?) (\S+) trước")


class Why(StrEnum):
    """Why something may not be stated."""

    FIRST = "chưa có kỳ nào trước để so sánh"
    GAP = "thiếu số liệu của kỳ cần so sánh"
    MISSING = "chưa có số liệu kỳ này"
    MISSING_BASE = "kỳ cần so sánh không có số liệu"
    PARTIAL = "chưa đủ số liệu của các đơn vị"
    REDEFINED = "cách tính đã thay đổi"
    RESET = "số cộng dồn tính lại từ đầu năm"
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


def find_base(word: str, dataset: Dataset, period: Period, earlier: Sequence[date]) -> Base:
    """The base that a word means for the period; `earlier` are the last days of the releases before, in time order.

    Raises:
        CellError: when the dataset has no such base.
    """
    every, rule = dataset.period.every, dataset.period
    average = AVERAGE.fullmatch(word)
    if word == LAST_TIME or (word in PREVIOUS_WORDS[every] and every == IRREGULAR):
        return Base(word, tuple(earlier[-1:]))
    if word in PREVIOUS_WORDS[every]:
        return Base(word, (rule.previous(period),))
    if word in SAME_LAST_YEAR_WORDS:
        day = rule.same_last_year(period)
        return Base(word, (day,) if day else ())
    if word in {YEAR_START, YEAR_BEFORE}:
        back = list(earlier[::-1]) if every == IRREGULAR else _back(dataset, period)
        days = list(takewhile(lambda last: last.year >= period.last.year - 1, back))
        own = [last for last in days if last.year == period.last.year]
        return Base(word, tuple(own[-1:] if word == YEAR_START else days[len(own) : len(own) + 1]))
    if average and average[2] in {PERIOD_NOUNS[every], "kỳ"} and int(average[1]) > 1:
        wanted = int(average[1])
        days = list(earlier[::-1] if every == IRREGULAR else islice(_back(dataset, period), wanted))
        return Base(word, tuple(days[:wanted]) if len(days) >= wanted else ())
    if word in dataset.bases:
        day = dataset.bases[word]
        return Base(word, (day,) if day < period.last else ())
    known = words_of(dataset)
    raise CellError(f"không so được với “{word}”.{suggestion(word, known)}", f"dùng: {', '.join(known)}.")


def words_of(dataset: Dataset) -> tuple[str, ...]:
    """Every base that the dataset has, the usual first; of averages one as an example."""
    every = dataset.period.every
    fixed = (LAST_TIME, YEAR_START, YEAR_BEFORE, f"trung bình 4 {PERIOD_NOUNS[every]} trước")
    return tuple(dict.fromkeys((*PREVIOUS_WORDS[every], *SAME_LAST_YEAR_WORDS, *fixed, *dataset.bases)))


def _back(dataset: Dataset, period: Period) -> Iterator[date]:
    """The last days of the periods before, the nearest first, for as long as is asked; at most for a year or so."""
    for _ in range(400):
        last = dataset.period.previous(period)
        yield last
        before = dataset.period.ending(last)
        if before is None:
            return
        period = before
