"""What changes are compared with: the words after “so với” name the days that the figures were held against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bantin.ingest.period import PREVIOUS_WORDS, SAME_LAST_YEAR_WORDS
from bantin.model import Period
from bantin.proof.marks import figure_of
from bantin.proof.page import Day, Mark, Token
from bantin.proof.told import Told
from bantin.vietnamese import clean

COMPARED = frozenset({"change", "percent", "direction"})
AGAINST = "so với "


def wrong_base(told: Told, run: list[Token]) -> Iterator[tuple[str, str]]:
    """The changes of a sentence whose “so với …” names another base than theirs."""
    open_figures: list[tuple[str, ...]] = []
    for at, token in enumerate(run):
        if isinstance(token, Mark) and (found := figure_of(token, told)) and found[0]["operation"] in COMPARED:
            open_figures.append(tuple(found[0]["against"]))
        if not isinstance(token, str) or AGAINST not in token or not open_figures:
            continue
        words = clean(token.partition(AGAINST)[2])
        days = [own.machine for own in run[at + 1 : at + 4] if isinstance(own, Day)]
        named = base_of(told, words, days)
        for against in dict.fromkeys(open_figures):
            if named is None or not any(against == base for base in named):
                yield f"{AGAINST}{words}", f"con số được so với {', '.join(against)}."
        open_figures = []


def base_of(told: Told, words: str, days: list[str]) -> list[tuple[str, ...]] | None:
    """The bases that words may mean, as figures name them; None when they mean none."""
    rule, period, dataset = told.dataset.period, told.release.period, told.dataset
    earlier = [day for day in told.levels.releases if day < told.last]
    average = re.match(r"trung bình (\d+) \S+ trước", words)
    if average:
        return [tuple(last.isoformat() for last in _back(told, period, int(average[1])))]
    for names, last in (
        (PREVIOUS_WORDS[rule.every], rule.previous(period)),
        (SAME_LAST_YEAR_WORDS, rule.same_last_year(period)),
        (("lần trước",), max(earlier, default=None)),
        *(((name,), day) for name, day in dataset.bases.items()),
    ):
        if words.startswith(tuple(names)):
            return [(last.isoformat(),)] if last else []
    for name, own in dataset.indicators.items():
        if words.casefold().startswith(own.label.casefold()):
            return [(name,)]
    if words.startswith(("đầu năm", "cuối năm trước")):
        own_year = [last for last in (told.last, *_back(told, period, 400)) if last.year == told.last.year]
        first = rule.ending(own_year[-1])
        wanted = own_year[-1] if words.startswith("đầu năm") or first is None else rule.previous(first)
        return [(wanted.isoformat(),)]
    ended = [last for last in earlier if any(last.isoformat().startswith(day) for day in days)]
    return [(last.isoformat(),) for last in ended[-1:]] or None


def _back(told: Told, period: Period, most: int) -> list[date]:
    """The last days of the periods before, the nearest first."""
    found: list[date] = []
    while len(found) < most:
        found.append(told.dataset.period.previous(period))
        before = told.dataset.period.ending(found[-1])
        if before is None:
            break
        period = before
    return found
