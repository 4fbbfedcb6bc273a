"""One line over time: true distances between days, a break and a small cross where a figure is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from bantin.charts.style import WIDE, Ink, Point, Sheet
from bantin.errors import ChartError
from bantin.model import Chart

Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a label, in units."""

_RADIUS = 3.5
_AIR = 8  # between a point and its value
_APART = 12  # dots nearer than this run into a string of beads: then only the points with a value get one
_CROSS = 3


def paint(chart: Chart, sheet: Sheet) -> float:
    """Draw the chart and return its height in units. Raises `ChartError` for a mark without a day."""
    values = [float(mark.figure.value) if mark.figure else None for mark in chart.marks]
    present = {i: value for i, value in enumerate(values) if value is not None}
    told = _told(present, 6 if sheet.form is WIDE else 4)
    widths = [sheet.measure(mark.label) for mark in chart.marks]
    texts = {i: figure.text for i in told if (figure := chart.marks[i].figure)}
    rooms = {i: sheet.measure(text) for i, text in texts.items()}
    margin = max(*widths, *rooms.values(), 0) / 2 + 1
    if len(texts) < len(present):  # a crowded line: the values of its two ends stand outside it
        margin = max(margin, *(rooms[i] + _AIR + 1 for i in (min(present), max(present))))
    xs = _across(chart, margin, sheet.form.width - margin)
    axis = _axis(sheet, len(present))
    ys, zero = _up(list(present.values()), axis, sheet.form.pitch + _AIR)
    points = {i: (xs[i], y) for i, y in zip(present, ys, strict=True)}

    sheet.path([(0, axis), (sheet.form.width, axis)], Ink.GRID, 1, dashed=zero != axis)
    if zero is not None and zero != axis:
        sheet.path([(0, zero), (sheet.form.width, zero)], Ink.GRID, 1)
    runs = [list(run) for known, run in groupby(range(len(values)), present.__contains__) if known]
    for run in runs:
        if len(run) > 1:
            sheet.path([points[i] for i in run], Ink.LINE, 2)
    near = min((xs[b] - xs[a] for a, b in pairwise(points)), default=_APART) < _APART
    alone = {run[0] for run in runs if len(run) == 1}
    dots = [points[i] for i in points if not near or i in texts or i in alone]
    if dots:
        sheet.dots(dots, _RADIUS, Ink.DOT)
    segments = [(points[a], points[b]) for run in runs for a, b in pairwise(run)]
    _label(sheet, [(points[i], text) for i, text in texts.items()], segments, axis)
    return _foot(chart, sheet, xs, widths, axis)


def _told(present: dict[int, float], most: int) -> list[int]:
    """Which points get their value written, the most important first: of ties the earliest."""
    if not present:
        return []
    highest, lowest = (extreme(present, key=lambda i: present[i]) for extreme in (max, min))
    others = present if len(present) <= most else ()
    return list(dict.fromkeys((highest, lowest, max(present), min(present), *others)))


def _across(chart: Chart, left: float, right: float) -> list[float]:
    """The x of each mark, by its day; a chart of one day has it in the middle."""
    days = [mark.day.toordinal() for mark in chart.marks if mark.day]
    if len(days) < len(chart.marks) or any(b <= a for a, b in pairwise(days)):
        raise ChartError(f"chart {chart.name}: each mark of a line needs a day, later than the one before")
    first, span = days[0], days[-1] - days[0]
    return [left + (right - left) * ((day - first) / span if span else 0.5) for day in days]


def _axis(sheet: Sheet, present: int) -> float:
    """The y of the x axis: as high as there is something to compare."""
    tall = 200 if sheet.form is WIDE else 170
    return {0: 16, 1: 70}.get(present, tall)


def _up(values: Sequence[float], axis: float, air: float) -> tuple[list[float], float | None]:
    """The y of each value, and of zero where it is on the scale.

    Zero is on the scale unless the values are close together far from it; `air` is kept free above and below.
    """
    low, high = min(values, default=1.0), max(values, default=1.0)
    near, far = sorted((low, high), key=abs)
    zoomed = near * far > 0 and abs(near) > 0.4 * abs(far)
    if not zoomed:
        low, high = min(low, 0.0), max(high, 0.0)
    bottom = axis if low == 0 else axis - air
    unit = (bottom - air) / (high - low) if high > low else 0.0
    middle = 0.0 if unit or low == 0 else (bottom - air) / 2
    ys = [bottom - middle - (value - low) * unit for value in values]
    return ys, None if zoomed else bottom + low * unit


def _label(
    sheet: Sheet, labels: Sequence[tuple[Point, str]], segments: Sequence[tuple[Point, Point]], axis: float
) -> None:
    """Write each value by its point, where it covers no other; one that finds no such place is left out."""
    placed: list[Box] = []
    dots = [(x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS) for (x, y), _ in labels]
    xs = sorted(x for (x, _), _ in labels)
    sides = {xs[0]: -1, xs[-1]: 1} if len(xs) > 1 else {}
    for (x, y), text in labels:
        best: tuple[int, Box] | None = None
        size = (sheet.measure(text), sheet.form.size)
        for rank, box in enumerate(_boxes((x, y), size, segments, sides.get(x, 0), axis)):
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= sheet.form.width and box[3] <= axis
            if not inside or any(_meet(box, other) for other in placed):
                continue
            hidden = 10 * sum(_crosses(box, *s) for s in segments) + 100 * sum(_meet(box, d) for d in dots)
            cost = rank + hidden
            best = min(best or (cost, box), (cost, box))
        if best:
            box = best[1]
            placed.append(box)
            sheet.text((box[0] + box[2]) / 2, box[3] - 2, [text], Ink.HALO, "middle")


def _boxes(
    point: Point, size: tuple[float, float], segments: Iterable[tuple[Point, Point]], side: int, axis: float
) -> list[Box]:
    """Where a label may stand, the best place first.

    Beside an end of the whole line (`side` is -1 at the first point, 1 at the last, else 0), or above the
    point, or below it where its neighbours are higher.
    """
    width, height = size
    x, y = point
    neighbours = [b if a == point else a for a, b in segments if point in (a, b)]
    tops = [y - _AIR - height + 2, y + _AIR - 2]
    if neighbours and sum(b[1] for b in neighbours) / len(neighbours) < y:
        tops.reverse()
    places = [(left, top) for left in (x - width / 2, x - width + _RADIUS, x - _RADIUS) for top in tops]
    level = min(y - height / 2, axis - height)
    beside = [(x + _AIR, level), (x - _AIR - width, level)]
    places = [beside[side < 0], *places] if side else places + beside
    return [(left, top, left + width, top + height) for left, top in places]


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _crosses(box: Box, a: Point, b: Point) -> bool:
    """Whether the segment from `a` to `b`, which lies to its right, touches the box."""
    left, right = max(a[0], box[0]), min(b[0], box[2])
    if left > right:
        return False
    slope = (b[1] - a[1]) / (b[0] - a[0])
    ys = sorted(a[1] + slope * (x - a[0]) for x in (left, right))
    return ys[0] < box[3] and ys[1] > box[1]


def _foot(chart: Chart, sheet: Sheet, xs: list[float], widths: list[int], axis: float) -> float:
    """Below the axis: days, crosses for the gaps, and what a cross means, in words. Returns the bottom."""
    gaps = [i for i, mark in enumerate(chart.marks) if mark.figure is None]
    for i in gaps:
        _cross(sheet, xs[i], axis)
    y = axis + 8
    for i in _picked(xs, widths, 8 if sheet.form is WIDE else 4):
        sheet.path([(xs[i], axis + 4), (xs[i], axis + 8)], Ink.GRID, 1)
        sheet.text(xs[i], y + sheet.form.size + 1, [chart.marks[i].label], Ink.MUTED, "middle")
    y += sheet.form.pitch + 2
    for words in dict.fromkeys(chart.marks[i].absence for i in gaps):
        if not words:
            raise ChartError(f"chart {chart.name}: a mark has no figure; say why in the mark's absence")
        y += 4
        _cross(sheet, _CROSS + 1, y + sheet.form.pitch / 2)
        lines = sheet.wrap(words, sheet.form.width - 16)
        sheet.text(16, y + sheet.form.pitch / 2 + sheet.form.drop, lines, Ink.MUTED)
        y += len(lines) * sheet.form.pitch
    return y + 2


def _cross(sheet: Sheet, x: float, y: float) -> None:
    sheet.path([(x - _CROSS, y - _CROSS), (x + _CROSS, y + _CROSS)], Ink.MUTED, 1.5)
    sheet.path([(x - _CROSS, y + _CROSS), (x + _CROSS, y - _CROSS)], Ink.MUTED, 1.5)


def _picked(xs: list[float], widths: list[int], most: int) -> list[int]:
    """The marks whose label stands on the axis: evenly picked, as many as fit, the first and last always."""
    last = len(xs) - 1
    for count in range(min(most, last + 1), 2, -1):
        picked = [round(k * last / (count - 1)) for k in range(count)]
        steps = sorted(b - a for a, b in pairwise(picked))
        clear = all(xs[b] - xs[a] >= (widths[a] + widths[b]) / 2 + 10 for a, b in pairwise(picked))
        if clear and steps[-1] <= 1.5 * steps[0]:  # every week, then every second, looks like an error
            return picked
    return sorted({0, last})
