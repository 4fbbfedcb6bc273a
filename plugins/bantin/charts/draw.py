"""The door of this room: a chart in, its two drawings out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bantin.charts import bars, lines, svg
from bantin.charts.style import NARROW, WIDE, Form, Sheet
from bantin.errors import ChartError
from bantin.model import Chart

Painter = Callable[[Chart, Sheet], float]
"""Draws the chart on the sheet and returns the height used, in units."""

PAINTERS: dict[str, Painter] = {"bars": bars.paint, "lines": lines.paint}

_RC = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "bantin",  # else ids are random
    "path.simplify": False,  # every given point is drawn
    "lines.scale_dashes": False,  # dashes are given in units
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """Two inline SVG strings of one chart: `wide` is 640 units wide, `narrow` 320, for a small screen."""

    wide: str
    narrow: str


def draw(chart: Chart) -> Drawing:
    """Draw the chart in both forms: the same chart gives the same bytes on any machine and in any process.

    Raises `ChartError` for a kind without a painter, and for marks that the painter cannot show.
    """
    painter = PAINTERS.get(chart.kind)
    if painter is None:
        known = ", ".join(sorted(PAINTERS))
        raise ChartError(f"chart {chart.name}: no painter for the kind {chart.kind!r}; there are {known}")
    if not chart.marks:
        raise ChartError(f"chart {chart.name} has no marks: leave the chart out of the bulletin")
    with _defaults():
        return Drawing(wide=_form(chart, painter, WIDE), narrow=_form(chart, painter, NARROW))


@contextmanager
def _defaults() -> Iterator[None]:
    """Draw by matplotlib's own defaults and ours, whatever the machine's matplotlibrc or the caller set."""
    import matplotlib as mpl  # noqa: PLC0415 - it takes half a second, and most builds draw nothing

    # Backends are left out: choosing one imports it.
    own: Any = {key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith("backend")}
    with mpl.rc_context(own | _RC):
        yield


def _form(chart: Chart, painter: Painter, form: Form) -> str:
    sheet = Sheet(form)
    height = painter(chart, sheet)
    return svg.translate(sheet.svg(height), chart, form)
