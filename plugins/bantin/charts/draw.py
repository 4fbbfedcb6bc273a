"""The door of this room: a sketch of a chart in, its two drawings out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bantin.charts import bars, lines, panels, slope, svg, tiles
from bantin.charts.sketch import Sketch
from bantin.charts.style import NARROW, WIDE, Form, Sheet
from bantin.errors import ChartError

Painter = Callable[[Sketch, Sheet], float]
"""Draws the chart on the sheet and returns the height used, in units."""

PAINTERS: dict[str, Painter] = {
    **dict.fromkeys(("bars", "grouped", "stacked", "shares"), bars.paint),
    "slope": slope.paint,
    "tiles": tiles.paint,
    "lines": lines.paint,
    "multiples": panels.paint,
}

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


def draw(sketch: Sketch) -> Drawing:
    """Draw the chart in both forms: the same sketch gives the same bytes on any machine and in any process.

    Raises `ChartError` for a kind without a painter, and for rows that the painter cannot show.
    """
    with settings():
        return Drawing(wide=_form(sketch, WIDE), narrow=_form(sketch, NARROW))


def painter_of(sketch: Sketch) -> Painter:
    """What draws charts of the sketch's kind. Raises `ChartError` where nothing does, or nothing is to be drawn."""
    painter = PAINTERS.get(sketch.kind)
    if painter is None:
        known = ", ".join(sorted(PAINTERS))
        raise ChartError(f"chart {sketch.name}: no painter for the kind {sketch.kind!r}; there are {known}")
    if not sketch.rows:
        raise ChartError(f"chart {sketch.name} has no rows: leave the chart out of the bulletin")
    return painter


@contextmanager
def settings() -> Iterator[None]:
    """Draw by matplotlib's own defaults and ours, whatever the machine's matplotlibrc or the caller set."""
    import matplotlib as mpl  # noqa: PLC0415 - it takes half a second, and most builds draw nothing

    # Backends are left out: choosing one imports it.
    own: Any = {key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith("backend")}
    with mpl.rc_context(own | _RC):
        yield


def _form(sketch: Sketch, form: Form) -> str:
    sheet = Sheet(form)
    height = painter_of(sketch)(sketch, sheet)
    return svg.translate(sheet.svg(height), sketch, sheet)
