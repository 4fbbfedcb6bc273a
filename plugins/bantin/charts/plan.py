"""Facts → what each chart shows, in words and figures, before any drawing: the declared ones, or else by shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from bantin.charts.items import bars, grouped, shares, slope, stacked, tiles
from bantin.charts.periods import lines, multiples
from bantin.errors import CellError, Problem, ProblemsFound
from bantin.facts.facts import Facts
from bantin.ingest.rules import MOST_SERIES, ChartRule
from bantin.model import Chart

Planner = Callable[[Facts, ChartRule, str], Chart | None]

PLANNERS: Mapping[str, Planner] = MappingProxyType({
    "bars": bars, "grouped": grouped, "stacked": stacked, "shares": shares, "slope": slope, "tiles": tiles,
    "lines": lines, "multiples": multiples,
})  # fmt: skip
MOST_PANELS = 12


TRENDS: Mapping[str, Planner] = MappingProxyType(
    {"lines": partial(lines, most=None), "multiples": partial(multiples, most=None)}
)
"""The same over the whole history."""


def plan_charts(facts: Facts) -> tuple[Chart, ...]:
    """The charts that the release has enough figures for, in their order.

    Raises:
        ProblemsFound: for a chart that cannot be drawn as it is declared.
    """
    return _planned(facts, rules_of(facts), "bieu-do", PLANNERS)


def plan_trends(facts: Facts) -> tuple[Chart, ...]:
    """The lines over time with the whole history, as the dataset's own page shows them; small multiples if no lines."""
    rules = rules_of(facts)
    wholes = [ChartRule(kind="lines", of=name) for name in facts.dataset.indicators if facts.has_whole(name)]
    panels = [rule for rule in rules if rule.kind == "multiples"]
    chosen = [rule for rule in rules if rule.kind == "lines"] or wholes[:1] or panels
    return _planned(facts, chosen, "xu-huong", TRENDS)


def rules_of(facts: Facts) -> tuple[ChartRule, ...]:
    """The charts that the dataset declares, else those that fit the shape of its data."""
    return facts.dataset.charts or _by_shape(facts)


def _by_shape(facts: Facts) -> tuple[ChartRule, ...]:
    """Units or products of the first indicator beside each other, then its whole over time, or each item's own line."""
    main, rule = next(iter(facts.dataset.indicators.items()))
    items = facts.items(main)
    alike = len({facts.unit(main, item.code) for item in items}) == 1
    found = []
    if len(items) > 1 and alike:
        has_parts = 2 <= len(rule.parts) <= MOST_SERIES
        found.append(ChartRule(kind="stacked" if has_parts else "bars", of=main))
    if facts.has_whole(main):
        found.append(ChartRule(kind="lines", of=main))
    elif 1 < len(items) <= MOST_PANELS:
        found.append(ChartRule(kind="multiples", of=main))
    return tuple(found)


def _planned(facts: Facts, rules: Sequence[ChartRule], name: str, planners: Mapping[str, Planner]) -> tuple[Chart, ...]:
    found, problems = list[Chart](), list[Problem]()
    for number, rule in enumerate(rules, start=1):
        try:
            chart = planners[rule.kind](facts, rule, f"{name}-{number}")
        except CellError as fault:
            problems.append(Problem(f"data/{facts.dataset.slug}/dataset.toml", f"charts: {fault.what}", fault.remedy))
            continue
        if chart and chart.title in {other.title for other in found}:
            what, remedy = f"charts: hai biểu đồ cùng tên “{chart.title}”.", "đặt title khác nhau."
            problems.append(Problem(f"data/{facts.dataset.slug}/dataset.toml", what, remedy))
        found += [chart] if chart else []
    if problems:
        raise ProblemsFound(problems)
    return tuple(found)
