"""A dataset's newest periods as a small line without words, beside the figure and its change, which say it in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from bantin.facts.changes import series
from bantin.facts.facts import Facts

MOST_PERIODS = 26
FEWEST_POINTS = 3
WIDTH, HEIGHT, EDGE = 120, 32, 3

Spot = tuple[date, float | None, int]
"""The last day of a period, its value if it is known, and how often its definition had changed by then."""


def sparkline(facts: Facts, indicator: str, code: str) -> str:
    """An indicator's newest periods, of the whole unless a code is given, as SVG; nothing where few are known.

    The line breaks where a value is missing, where a whole lacks some of its parts, and where the definition changed.
    """
    rules = facts.dataset.indicators
    changed = [since for name in (indicator, *rules[indicator].sources) for since in rules[name].redefined]
    spots: list[Spot] = []
    for period, figure, _ in series(facts, indicator, code, MOST_PERIODS):
        release, last = facts.at(period.last), period.last
        whole = release is not None and not code and facts.is_partial(indicator, release.area, release)
        value = None if figure is None or whole else float(figure.value)
        spots += [(last, value, sum(since <= last for since in changed))]
    return _drawn(spots)


def _drawn(spots: Sequence[Spot]) -> str:
    """Distances are true to days; the lowest value stands on the lower edge, the highest on the upper one."""
    known = [(last, value) for last, value, _ in spots if value is not None]
    if len(known) < FEWEST_POINTS:
        return ""
    first, low, high = known[0][0], min(value for _, value in known), max(value for _, value in known)
    span = (spots[-1][0] - first).days

    def place(last: date, value: float) -> tuple[str, str]:
        up = (value - low) / (high - low) if high > low else 0.5
        x, y = EDGE + (WIDTH - 2 * EDGE) * (last - first).days / span, HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * up
        return _short(x), _short(y)

    d = ""
    for (there, _), run in groupby(spots, key=lambda spot: (spot[1] is not None, spot[2])):
        at = [" ".join(place(last, value)) for last, value, _ in run if value is not None]
        d += f"M{' '.join(at)}{'h0' if len(at) == 1 else ''}" if there else ""
    last, value, _ = spots[-1]
    x, y = place(last, value) if value is not None else ("", "")
    dot = f'<circle class="dot" cx="{x}" cy="{y}" r="3"/>' if x else ""
    return (
        f'<svg class="spark" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
        f'<path class="line" stroke-width="2" stroke-linecap="round" d="{d}"/>{dot}</svg>'
    )


def _short(length: float) -> str:
    return f"{round(length, 1):.1f}".removesuffix(".0")
