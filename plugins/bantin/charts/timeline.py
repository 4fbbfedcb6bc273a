"""What charts over time have in common: true distances between days, lines broken at gaps, and their key below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise

from bantin.charts.sketch import PROVISIONAL, Sketch
from bantin.charts.style import DASHES, LINES, NOT_FINAL, OPENS, Ink, Point, Sheet
from bantin.errors import ChartError

CROSS = 3
_SAMPLE = 26


def across(sketch: Sketch, left: float, right: float) -> list[float]:
    """The x of each row, by its day; a chart of one day has it in the middle."""
    days = [row.day for row in sketch.rows]
    if not all(days) or any(b <= a for a, b in pairwise(days)):
        raise ChartError(f"chart {sketch.name}: each row of a line needs a day, later than the one before")
    return [_x(day, days, left, right) for day in days]


def _x(day: int, days: Sequence[int], left: float, right: float) -> float:
    span = days[-1] - days[0]
    return left + (right - left) * ((day - days[0]) / span if span else 0.5)


def extent(values: Sequence[float]) -> tuple[float, float, bool]:
    """The lowest and the highest value of a scale, and whether zero is on it.

    It is, unless the values are close together far from it.
    """
    low, high = min(values, default=1.0), max(values, default=1.0)
    near, far = sorted((low, high), key=abs)
    if near * far > 0 and abs(near) > 0.4 * abs(far):
        return low, high, False
    return min(low, 0.0), max(high, 0.0), True


def runs(sketch: Sketch, column: int) -> list[list[int]]:
    """The rows that one line connects: it ends where a value is missing, and where values stop meaning the same."""
    days = [row.day for row in sketch.rows]
    breaks = [event.day for event in sketch.events if event.breaks]
    era = [sum(since <= day for since in breaks) for day in days]
    known = [row.cells[column].value is not None for row in sketch.rows]
    found = groupby(range(len(days)), key=lambda i: (known[i], era[i]))
    return [list(run) for (there, _), run in found if there]


def stroke(sheet: Sheet, sketch: Sketch, column: int, points: Mapping[int, Point]) -> None:
    """Draw a column's line; towards a value that is not final it is dotted."""
    final = [row.cells[column].final for row in sketch.rows]
    for run in runs(sketch, column):
        for is_final, steps in groupby(pairwise(run), key=lambda step: final[step[0]] and final[step[1]]):
            pieces = list(steps)
            at = [pieces[0][0], *(b for _, b in pieces)]
            dash = DASHES[column % len(DASHES)] if is_final else NOT_FINAL
            sheet.path([points[i] for i in at], LINES[column % len(LINES)], 2, dash)


def mark(sheet: Sheet, sketch: Sketch, column: int, points: Mapping[int, Point], radius: float) -> None:
    """Draw points by their column's shape; those that are not final are open."""
    cells = [row.cells[column] for row in sketch.rows]
    final = [point for i, point in points.items() if cells[i].final]
    others = [point for i, point in points.items() if not cells[i].final]
    if final:
        sheet.shapes(final, radius, column % len(LINES))
    if others:
        sheet.dots(others, radius, OPENS[column % len(OPENS)])


def events(sheet: Sheet, sketch: Sketch, ends: tuple[float, float], heights: tuple[float, float]) -> None:
    """Draw a line down at each event, between the x of the first and the last day."""
    days = [row.day for row in sketch.rows]
    for day in dict.fromkeys(event.day for event in sketch.events):
        x = _x(day, days, *ends)
        sheet.path([(x, heights[0]), (x, heights[1])], Ink.MUTED, 1, (4, 3))


def gaps(sketch: Sketch) -> list[int]:
    """The rows in which nothing is known."""
    return [i for i, row in enumerate(sketch.rows) if all(cell.value is None for cell in row.cells)]


def cross(sheet: Sheet, x: float, y: float) -> None:
    """Draw what stands for a missing value."""
    sheet.path([(x - CROSS, y - CROSS), (x + CROSS, y + CROSS)], Ink.MUTED, 1.5)
    sheet.path([(x - CROSS, y + CROSS), (x + CROSS, y - CROSS)], Ink.MUTED, 1.5)


def key(sheet: Sheet, sketch: Sketch, y: float) -> float:
    """Say below a chart what crosses, dots and lines down mean. Returns the bottom."""
    cells = [cell for row in sketch.rows for cell in row.cells]
    for words in dict.fromkeys(cell.text for i in gaps(sketch) for cell in sketch.rows[i].cells):
        if not words:
            raise ChartError(f"chart {sketch.name}: a row has no figure; say why in the mark's absence")
        cross(sheet, _SAMPLE / 2, y + sheet.form.pitch / 2)
        y = _entry(sheet, words, y)
    if not all(cell.final for cell in cells):
        middle = y + sheet.form.pitch / 2
        sheet.path([(0, middle), (_SAMPLE - 8, middle)], Ink.MUTED, 2, NOT_FINAL)
        y = _entry(sheet, PROVISIONAL, y)
    for event in sketch.events:
        sheet.path([(_SAMPLE / 2, y + 2), (_SAMPLE / 2, y + sheet.form.pitch - 2)], Ink.MUTED, 1, (4, 3))
        y = _entry(sheet, event.text, y)
    return y + 2


def _entry(sheet: Sheet, words: str, y: float) -> float:
    lines = sheet.wrap(words, sheet.form.width - _SAMPLE)
    sheet.text(_SAMPLE, y + sheet.form.pitch / 2 + sheet.form.drop, lines, Ink.MUTED)
    return y + len(lines) * sheet.form.pitch + 4
