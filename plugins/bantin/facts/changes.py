"""How a value stands to another: to an earlier period's, to an average, to a plan; and for how long it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bantin.facts.bases import Base, Why
from bantin.facts.facts import Facts
from bantin.model import Cell, Figure, Observation, Period, Status
from bantin.vietnamese import NBSP, number, percent_text, rounded, within_sentence

PERCENT_DECIMALS = 1
FEWEST_FOR_A_RECORD = 4
HIGHEST, LOWEST = "cao nhất", "thấp nhất"


@dataclass(frozen=True, slots=True)
class Change:
    """By how much an indicator moved against a base: `figure` is the size, `sign` the direction (-1, 0, 1).

    `percent` is the size in parts of the base, None where that has no sense or rounds to nothing; `was` is the base's
    own value. All follow from the figures as printed. `label` is what moved, as it is called within a sentence: the
    indicator, and the item if it is one's.
    """

    base: Base
    figure: Figure
    percent: Figure | None
    was: Figure
    sign: int
    label: str


def change(
    facts: Facts, indicator: str, code: str = "", base: Base | None = None, decimals: int = PERCENT_DECIMALS
) -> Change | None:
    """The change against the base, the period just before unless another is given; None where none may be stated."""
    found = compare(facts, indicator, code, base or facts.base(), decimals)
    return found if isinstance(found, Change) else None


def compare(facts: Facts, indicator: str, code: str, base: Base, decimals: int = PERCENT_DECIMALS) -> Change | Why:
    """The change against the base, when both values are known and mean the same; else why it is not stated.

    A percentage has so many decimals.
    """
    code = code or facts.release.area
    pair = both(facts, indicator, code, base)
    return pair if isinstance(pair, Why) else _change(facts, (indicator, code), pair, base, decimals)


def both(facts: Facts, indicator: str, code: str, base: Base) -> tuple[Observation, Observation] | Why:
    """The value and the base's, each known and both of one meaning; else why they may not be compared."""
    now = facts.observation(indicator, code)
    if now.value is None:
        return Why.MISSING
    then = (_planned if base.indicator else _then)(facts, indicator, code, base)
    return then if isinstance(then, Why) else (now, then)


def _planned(facts: Facts, indicator: str, code: str, base: Base) -> Observation | Why:
    if any(facts.is_partial(name, code, facts.release) for name in (indicator, base.indicator)):
        return Why.PARTIAL
    seen = facts.observation(base.indicator, code)
    return seen if seen.value is not None else Why.MISSING_BASE


def _then(facts: Facts, indicator: str, code: str, base: Base) -> Observation | Why:
    """The base's value: the one period's, or the average of several, as it is printed."""
    if not base.days:
        return Why.FIRST
    found: list[Observation] = []
    for last in base.days:
        seen = facts.was(indicator, code, last)
        if isinstance(seen, Why):
            return seen
        found.append(seen)
    if len(found) == 1:
        return found[0]
    mean = sum((seen.value or Decimal(0) for seen in found), Decimal(0)) / len(found)
    cells = tuple(cell for seen in found for cell in seen.cells)
    status = Status.PROVISIONAL if any(seen.status is Status.PROVISIONAL for seen in found) else Status.REPORTED
    return Observation(rounded(mean, max(facts.dataset.indicators[indicator].decimals, 1)), status, cells)


def _change(
    facts: Facts, what: tuple[str, str], pair: tuple[Observation, Observation], base: Base, decimals: int
) -> Change:
    (indicator, code), (now, then) = what, pair
    rule = facts.dataset.indicators[indicator]
    new, old = now.value or Decimal(0), then.value or Decimal(0)
    difference, cells = new - old, (*now.cells, *then.cells)
    called = f"{rule.label}, {facts.called(indicator, code)}"
    was = _was(facts, what, old, then, base)
    shown = f"{facts.text(indicator, new)} ({facts.dated(facts.period.last)})"
    against = _named(facts, was.text, base)
    unit = "điểm phần trăm" if rule.unit == "%" else facts.unit(indicator, code)
    other = facts.dataset.indicators[base.indicator].decimals if base.indicator else 0
    text = number(abs(difference), max(rule.decimals, other, _places(difference)))
    size = facts.figure(what, "change", abs(difference), text, f"{called}: {shown} trừ {against}.", cells)
    size = replace(size, unit=unit, unit_first=False, against=base.key)
    percent = None
    if new >= 0 < old and rule.unit != "%" and not rule.unit_first:
        value = rounded(abs(difference) * 100 / old, decimals)
        text = percent_text(value, decimals)
        computation = f"{called}: chênh lệch giữa {shown} và {against}, chia cho {was.text}."
        if value or not difference:
            percent = facts.figure(what, "percent", value, text, computation, cells)
            percent = replace(percent, unit="%", against=base.key)
    whose = "" if code == facts.release.area else f" {facts.called(indicator, code)}"
    return Change(
        base, size, percent, was, (difference > 0) - (difference < 0), f"{within_sentence(rule.label)}{whose}"
    )


def _was(facts: Facts, what: tuple[str, str], old: Decimal, then: Observation, base: Base) -> Figure:
    indicator, code = what
    if len(base.days) == 1 or base.indicator:
        own, last = (base.indicator or indicator), (base.days[0] if base.days else facts.period.last)
        figure = facts.leveled(own, code, then, last)
        if figure:
            return figure
    label = facts.dataset.indicators[indicator].label
    periods = f"{facts.dated(base.days[-1])} đến {facts.dated(base.days[0])}"
    computation = f"{label}, {facts.called(indicator, code)}: trung bình {len(base.days)} kỳ, từ {periods}."
    text = facts.text(indicator, old, max(facts.dataset.indicators[indicator].decimals, _places(old)))
    made = facts.figure(what, "average", old, text, computation, then.cells)
    return replace(made, against=base.key, provisional=then.status is Status.PROVISIONAL)


def _places(value: Decimal) -> int:
    """How many decimals a value needs."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def _named(facts: Facts, text: str, base: Base) -> str:
    if base.indicator:
        return f"{text} ({facts.dataset.indicators[base.indicator].label})"
    return f"{text} ({facts.dated(base.days[0])})" if len(base.days) == 1 else f"{text} ({base.word})"


# Over many periods ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Streak:
    """For how many periods running, this one counted, an indicator has moved one way (`sign`: -1, 0, 1)."""

    sign: int
    figure: Figure


def streak(facts: Facts, indicator: str, code: str = "") -> Streak | None:
    """The streak that this period stands at the end of; None where it cannot be compared with the one before.

    What adds up over periods only ever rises, which says nothing.
    """
    if _adds_up_over_periods(facts, indicator):
        return None
    code = code or facts.release.area
    signs: list[int] = []
    cells: list[Cell] = []
    release, seen = facts.release, facts.observation(indicator, code)
    while seen.value is not None:
        earlier = facts.before(release.period.last)
        then = facts.was(indicator, code, earlier, upto=release)
        before = facts.at(earlier)
        if isinstance(then, Why) or then.value is None or before is None:
            break
        sign = (seen.value > then.value) - (seen.value < then.value)
        if signs and sign != signs[0]:
            break
        signs.append(sign)
        cells += [*(() if cells else seen.cells), *then.cells]
        release, seen = before, then
    if not signs:
        return None
    called, count = facts.called(indicator, code), Decimal(len(signs))
    label = facts.dataset.indicators[indicator].label
    computation = f"{label}, {called}: số kỳ liên tiếp cùng một chiều, đến {facts.dated(facts.period.last)}."
    noun = facts.dataset.period.noun
    figure = facts.figure((indicator, code), "streak", count, number(count, 0), computation, tuple(cells))
    return Streak(signs[0], replace(figure, unit=noun, unit_first=False))


@dataclass(frozen=True, slots=True)
class Record:
    """That a value is the highest or lowest of all known periods; `figure` counts those."""

    which: str
    figure: Figure


def record(facts: Facts, indicator: str, code: str = "") -> Record | None:
    """Whether the value stands alone above or below all before it that mean the same, if there are a few."""
    if _adds_up_over_periods(facts, indicator):
        return None
    code = code or facts.release.area
    now = facts.observation(indicator, code).value
    if now is None or facts.is_partial(indicator, code, facts.release):
        return None
    known: list[Observation] = []
    highest = lowest = True
    for release in reversed(facts.history[:-1]):  # the nearest settle it, as a rule
        then = facts.was(indicator, code, release.period.last)
        if isinstance(then, Why) or then.value is None:
            continue
        highest, lowest = highest and then.value < now, lowest and then.value > now
        if not highest and not lowest:
            return None
        known.insert(0, then)
    if len(known) + 1 < FEWEST_FOR_A_RECORD:
        return None
    which = HIGHEST if highest else LOWEST
    label = facts.dataset.indicators[indicator].label
    computation = f"{label}, {facts.called(indicator, code)}: {which} trong mọi kỳ có số liệu so sánh được."
    cells = (*facts.observation(indicator, code).cells, *(cell for one in known for cell in one.cells))
    count = Decimal(len(known) + 1)
    everything = [facts.observation(indicator, code, release).value for release in facts.history]
    other = sum(value is not None for value in everything) > len(known) + 1
    noun = f"{facts.dataset.period.noun} có{NBSP}số{NBSP}liệu{' so sánh được' if other else ''}"
    figure = facts.figure((indicator, code), "record", count, number(count, 0), computation, cells)
    return Record(which, replace(figure, unit=noun, unit_first=False, against=(which,)))


def _adds_up_over_periods(facts: Facts, indicator: str) -> bool:
    rule = facts.dataset.indicators[indicator]
    return bool(rule.cumulative) or rule.grows


def series(
    facts: Facts, indicator: str, code: str = "", most: int | None = None
) -> list[tuple[Period, Figure | None, Status]]:
    """The value of every period from the first release to this one, with its status; gaps are not reported.

    Of the last `most` periods only, if that is given.
    """
    rule, last = facts.dataset.period, facts.period.last
    row: list[tuple[Period, Figure | None, Status]] = []
    while last >= facts.history[0].period.last and (most is None or len(row) < most):
        period, release = rule.ending(last), facts.at(last)
        if period is None:
            raise ValueError(f"no period ends on {last}")
        own = code or (release.area if release else "")
        figure = facts.level(indicator, own, release) if release else None
        status = facts.observation(indicator, own, release).status if release else Status.NOT_REPORTED
        row.append((period, figure, status))
        last = facts.before(last)
    return row[::-1]


def peaks(facts: Facts, indicator: str, known: Sequence[Figure], since: date) -> tuple[Figure, Figure] | None:
    """The highest and the lowest of an item's levels in the periods since a day; the earliest of equal ones.

    None where all are equal, or where the definition changed in between, so that they cannot be compared.
    """
    names = (indicator, *facts.dataset.indicators[indicator].sources)
    days = [day for name in names for day in facts.dataset.indicators[name].redefined]
    if len({figure.value for figure in known}) < 2 or any(since < day <= facts.period.last for day in days):
        return None
    ends = ((HIGHEST, max(known, key=lambda f: f.value)), (LOWEST, min(known, key=lambda f: f.value)))
    high, low = (replace(figure, operation="peak", against=(word, since.isoformat())) for word, figure in ends)
    return high, low
