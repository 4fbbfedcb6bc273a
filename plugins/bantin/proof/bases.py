"""What changes are compared with: the words after “so với” name the days that the figures were held against."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bantin.ingest.period import PREVIOUS_WORDS, SAME_LAST_YEAR_WORDS
from bantin.proof.marks import figure_of
from bantin.proof.outcome import operation_of
from bantin.proof.page import Day, Mark, Token
from bantin.proof.told import Told
from bantin.vietnamese import clean

COMPARED = frozenset({"change", "percent", "direction"})
AGAINST = re.compile("so với ", re.IGNORECASE)

Wrong = tuple[str, str]


def wrong_base(told: Told, run: list[Token]) -> Iterator[Wrong]:
    """The changes of a sentence whose “so với …”, after them or before them all, names another base than theirs."""
    unbound, ahead = list[tuple[str, ...]](), ""
    for at, token in enumerate(run):
        if isinstance(token, Mark) and (found := figure_of(token, told)):
            against: list[str] = list(found[0]["against"])
            if found[0]["operation"] == "rounded":
                against = against[2:]
            unbound += [tuple(against)] if operation_of(found[0]) in COMPARED else []
        if isinstance(token, str) and (match := AGAINST.search(token)):
            beside = [
                own.machine if isinstance(own, Day) else own.text
                for own in run[at + 1 : at + 4]
                if not isinstance(own, str)
            ]
            words = clean(token[match.end() :]) + "".join(
                f" {own.text}{run[at + 2] if at + 2 < len(run) else ''}"
                for own in run[at + 1 : at + 2]
                if isinstance(own, Mark)
            )
            yield from _held(told, unbound, words, beside)
            ahead, unbound = (words if not unbound else ""), []
            days = beside
    if ahead:
        yield from _held(told, unbound, ahead, days)


def _held(told: Told, unbound: list[tuple[str, ...]], words: str, days: list[str]) -> Iterator[Wrong]:
    named = base_of(told, words, days) if unbound else []
    for against in dict.fromkeys(unbound):
        if named is None or against not in named:
            yield f"so với {words}", f"con số được so với {', '.join(against)}."


def base_of(told: Told, words: str, days: list[str]) -> list[tuple[str, ...]] | None:
    """The bases that words may mean, as figures name them; None when they mean none."""
    rule, period, dataset = told.dataset.period, told.release.period, told.dataset
    back, earlier = told.back, [day for day in told.levels.releases if day < told.last]
    average = re.match(r"trung bình (\d+) \S+ trước", words)
    if average:
        return [tuple(last.isoformat() for last in back[: int(average[1])])]
    own_year = [last for last in back if last.year == told.last.year]
    for names, last in (
        (PREVIOUS_WORDS[rule.every], back[0] if back else None),
        (SAME_LAST_YEAR_WORDS, rule.same_last_year(period)),
        (("lần trước",), max(earlier, default=None)),
        (("đầu năm",), own_year[-1] if own_year else None),
        (("cuối năm trước",), next((last for last in back if last.year < told.last.year), None)),
        *(((name,), day) for name, day in dataset.bases.items()),
    ):
        if words.removeprefix("ngày ").startswith(tuple(names)) or words.startswith(tuple(names)):
            return [(last.isoformat(),)] if last else []
    for name, own in dataset.indicators.items():
        if words.casefold().startswith(own.label.casefold()):
            return [(name,)]
    ended = [last for last in earlier if any(last.isoformat().startswith(day[:10]) for day in days)]
    return [(last.isoformat(),) for last in ended[-1:]] or None
