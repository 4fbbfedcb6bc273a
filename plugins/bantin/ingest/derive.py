"""Observations computed from others: shares, rates per population, sums over periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bantin.ingest.codelist import Codelist
from bantin.ingest.dataset import Dataset
from bantin.ingest.rules import IndicatorRule
from bantin.model import ABSENT, Observation, Release, Status
from bantin.vietnamese import day, number, rounded, rounded_shares


def derive(releases: Sequence[Release], dataset: Dataset, codelist: Codelist) -> tuple[Release, ...]:
    """The releases, in time order, with their computed indicators; values have the decimals that are printed."""
    made: list[Release] = []
    for end, release in enumerate(releases, start=1):
        added: dict[tuple[str, str], Observation] = {}
        for name, rule in dataset.indicators.items():
            if not rule.sources:
                continue
            codes = [code for own, code in release.observations if own == rule.sources[0]]
            for code in codes:
                if rule.share:
                    added[name, code] = _share(release, rule, dataset, code)
                elif rule.rate:
                    added[name, code] = _rate(release, rule, dataset, codelist, code)
                else:
                    added[name, code] = _cumulative(releases[:end], rule, dataset, code)
        _keep_within_the_whole(release, added, dataset)
        made.append(replace(release, observations={**release.observations, **added}) if added else release)
    return tuple(made)


def _of(value: Decimal, cells: Observation, computation: str) -> Observation:
    status = cells.status if cells.status is Status.PROVISIONAL else Status.REPORTED if value else Status.ZERO
    return Observation(value, status, cells.cells, computation)


def _share(release: Release, rule: IndicatorRule, dataset: Dataset, code: str) -> Observation:
    pair = [(key, release.observations.get((key, code), ABSENT)) for key in rule.share or ()]
    (part_name, part), (base_name, base) = pair
    for seen in (part, base):
        if seen.value is None:
            return replace(seen, computation="thiếu số để tính")
    if not base.value or part.value is None:
        return Observation(None, Status.NOT_APPLICABLE, base.cells, "không chia được cho 0")
    labels = [dataset.indicators[name].label for name in (part_name, base_name)]
    shown = [number(seen.value or Decimal(0), dataset.indicators[key].decimals) for key, seen in pair]
    value = rounded(part.value * 100 / base.value, rule.decimals)
    status = base.status if base.status is Status.PROVISIONAL else part.status
    together = replace(part, status=status, cells=(*part.cells, *base.cells))
    return _of(value, together, f"{labels[0]} ({shown[0]}) chia cho {labels[1]} ({shown[1]})")


def _keep_within_the_whole(release: Release, added: dict[tuple[str, str], Observation], dataset: Dataset) -> None:
    """Where rounded shares of a whole's parts add up to more than 100%, take the surplus from those rounded up most."""
    for whole, rule in dataset.indicators.items():
        shares = [name for name, own in dataset.indicators.items() if own.share and own.share[1] == whole]
        shares = [name for name in shares if (dataset.indicators[name].share or ("",))[0] in rule.parts]
        if len({dataset.indicators[name].decimals for name in shares}) != 1:
            continue
        decimals = dataset.indicators[shares[0]].decimals
        for code in dict.fromkeys(code for name, code in added if name in shares):
            stated = {name: seen for name in shares if (seen := added.get((name, code), ABSENT)).value is not None}
            exact = {name: _exactly(release, dataset.indicators[name], code) for name in stated}
            for name, value in rounded_shares(exact, decimals).items():
                seen = stated[name]
                if value != seen.value:
                    how = f"{seen.computation}; làm tròn xuống để các tỷ lệ cộng lại không vượt quá 100%"
                    added[name, code] = replace(seen, value=value, computation=how)


def _exactly(release: Release, rule: IndicatorRule, code: str) -> Decimal:
    part, base = (release.observations[name, code].value or Decimal(0) for name in rule.share or ())
    return part * 100 / base


def _rate(release: Release, rule: IndicatorRule, dataset: Dataset, codelist: Codelist, code: str) -> Observation:
    seen = release.observations.get((rule.rate or "", code), ABSENT)
    people = codelist.population(code, release.period.last)
    if seen.value is None or people is None or not people.number:
        return ABSENT
    source = dataset.indicators[rule.rate or ""]
    value = rounded(seen.value * rule.per / people.number, rule.decimals)
    shown = number(seen.value, source.decimals)
    how = f"{source.label} ({shown}) chia cho dân số {number(people.number, 0)} ({day(people.day)})"
    return _of(value, replace(seen, cells=(*seen.cells, people.cell)), f"{how}, nhân {number(Decimal(rule.per), 0)}")


def _cumulative(releases: Sequence[Release], rule: IndicatorRule, dataset: Dataset, code: str) -> Observation:
    """The sum since the day, all of whose days are counted and none before it, or since the year's first period.

    None when a period in between is missing or has no value, or when one has days on both sides of the first.
    """
    last = releases[-1].period
    since = rule.since if isinstance(rule.since, date) else date(last.last.year, 1, 1)
    by_end = rule.since == "statistical-year"
    counted: list[Observation] = []
    expected, first = last.last, last.first
    for release in reversed(releases):
        if (release.period.last if by_end else release.period.first) < since:
            break
        seen = release.observations.get((rule.cumulative or "", code), ABSENT)
        if release.period.last != expected and dataset.period.every != "irregular":
            return ABSENT
        if seen.value is None:
            return replace(seen, computation="thiếu số của một kỳ để cộng")
        if any(release.period.first < day <= last.last for day in dataset.indicators[rule.cumulative or ""].redefined):
            return replace(ABSENT, computation="cách tính đã thay đổi trong khoảng được cộng")
        counted.append(seen)
        expected, first = dataset.period.previous(release.period), release.period.first
    # weeks from Friday to Friday share a day: the one before may end on the very day
    if not counted or expected > since or (expected == since and (by_end or first != since)):
        return ABSENT
    value = sum((seen.value or Decimal(0) for seen in counted), Decimal(0))
    provisional = any(seen.status is Status.PROVISIONAL for seen in counted)
    status = Status.PROVISIONAL if provisional else Status.REPORTED
    cells = tuple(cell for seen in reversed(counted) for cell in seen.cells)
    label = dataset.indicators[rule.cumulative or ""].label
    how = f"cộng {label} của {len(counted)} kỳ, từ {day(first)} đến {day(last.last)}"
    return _of(value, Observation(value, status, cells), how)
