"""Lines over time on one scale: true distances between days, a break and a small cross where a figure is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from bantin.charts.legend import legend
from bantin.charts.sketch import Sketch
from bantin.charts.style import FAINT, WIDE, Ink, Point, Sheet
from bantin.charts.timeline import across, cross, events, extent, gaps, key, mark, runs, stroke

Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a label, in units."""

At = tuple[int, int]
"""A column and a row."""

_RADIUS = 3.5
_AIR = 8  # between a point and its value
_APART = 12  # dots nearer than this run into a string of beads: then only the points with a value get one
_MARKED = 80  # how near the shapes that tell several lines apart stand, at least


def paint(sketch: Sketch, sheet: Sheet) -> float:
    """Draw the chart and return its height in units. Raises `ChartError` for a row without a day."""
    form = sheet.form
    present = {
        (c, i): cell.value
        for c in sketch.columns
        for i, row in enumerate(sketch.rows)
        if (cell := row.cells[c]).value is not None
    }
    told = _told(present, 0 if len(sketch.heads) > 1 else 6 if form is WIDE else 4)
    widths = [sheet.measure(row.label) for row in sketch.rows]
    texts = {at: sketch.rows[at[1]].cells[at[0]].text for at in told}
    rooms = {at: sheet.measure(text) for at, text in texts.items()}
    margin = max(*widths, *rooms.values(), 0) / 2 + 1
    if len(texts) < len(present):  # a crowded line: the values of its two ends stand outside it
        margin = max(margin, *(rooms[at] + _AIR + 1 for at in rooms if at[1] in _ends(present)))
    xs = across(sketch, margin, form.width - margin)
    start = legend(sketch, sheet, "line")
    axis = start + _axis(sheet, len(present))
    ys, zero = _up(list(present.values()), (start, axis), form.pitch + _AIR)
    points: dict[At, Point] = {at: (xs[at[1]], y) for at, y in zip(present, ys, strict=True)}

    sheet.path([(0, axis), (form.width, axis)], Ink.GRID, 1, () if zero == axis else FAINT)
    if zero is not None and zero != axis:
        sheet.path([(0, zero), (form.width, zero)], Ink.GRID, 1)
    events(sheet, sketch, (xs[0], xs[-1]), (start, axis))
    segments = []
    for column in sketch.columns:
        own = {i: points[column, i] for i in range(len(xs)) if (column, i) in points}
        stroke(sheet, sketch, column, own)
        mark(sheet, sketch, column, _marked(sketch, column, own, {i for c, i in texts if c == column}), _RADIUS)
        segments += [(own[a], own[b]) for run in runs(sketch, column) for a, b in pairwise(run)]
    _label(sheet, [(points[at], text) for at, text in texts.items()], segments, (start, axis))
    sheet.hints["x"] = f"{xs[0]:.1f} {xs[-1]:.1f}"
    return _foot(sketch, sheet, xs, widths, axis)


def _ends(present: dict[At, float]) -> set[int]:
    rows = [row for _, row in present]
    return {min(rows), max(rows)}


def _told(present: dict[At, float], most: int) -> list[At]:
    """Which points get their value written, the most important first: of ties the earliest.

    All of `most` or fewer; of several lines (`most` is 0) only the last point of each.
    """
    if not present:
        return []
    if not most:
        return [max(at for at in present if at[0] == column) for column in sorted({column for column, _ in present})]
    highest, lowest = (extreme(present, key=lambda at: present[at]) for extreme in (max, min))
    others = present if len(present) <= most else ()
    return list(dict.fromkeys((highest, lowest, max(present), min(present), *others)))


def _marked(sketch: Sketch, column: int, own: dict[int, Point], told: set[int]) -> dict[int, Point]:
    """The points that get a mark: all, unless they would run together; then the told and the lonely ones.

    Several lines are told apart by their marks, so they get some in any case.
    """
    several = len(sketch.heads) > 1
    apart = _MARKED if several else _APART
    if min((b[0] - a[0] for a, b in pairwise(own.values())), default=apart) >= apart:
        return own
    alone = {run[0] for run in runs(sketch, column) if len(run) == 1}
    picked: dict[int, Point] = {}
    for i, point in own.items():
        free = not picked or point[0] - max(x for x, _ in picked.values()) >= _MARKED
        if i in told or i in alone or (several and free):
            picked[i] = point
    return picked


def _axis(sheet: Sheet, present: int) -> float:
    """The y of the x axis: as high as there is something to compare."""
    tall = 200 if sheet.form is WIDE else 170
    return {0: 16, 1: 70}.get(present, tall)


def _up(values: Sequence[float], within: Point, air: float) -> tuple[list[float], float | None]:
    """The y of each value between a top and the axis, and of zero where it is on the scale.

    `air` is kept free above and below.
    """
    top, axis = within
    low, high, from_zero = extent(values)
    bottom = axis if low == 0 else axis - air
    unit = (bottom - top - air) / (high - low) if high > low else 0.0
    middle = 0.0 if unit or low == 0 else (bottom - top - air) / 2
    ys = [bottom - middle - (value - low) * unit for value in values]
    return ys, bottom + low * unit if from_zero else None


def _label(
    sheet: Sheet, labels: Sequence[tuple[Point, str]], segments: Sequence[tuple[Point, Point]], within: Point
) -> None:
    """Write each value by its point, where it covers no other; one that finds no such place is left out."""
    (top, axis), placed = within, list[Box]()
    dots = [(x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS) for (x, y), _ in labels]
    xs = sorted(x for (x, _), _ in labels)
    sides = {xs[0]: -1, xs[-1]: 1} if len(xs) > 1 else {}
    for (x, y), text in labels:
        best: tuple[int, Box] | None = None
        size = (sheet.measure(text), sheet.form.size)
        for rank, box in enumerate(_boxes((x, y), size, segments, sides.get(x, 0), axis)):
            inside = box[0] >= 0 and box[1] >= top - 2 and box[2] <= sheet.form.width and box[3] <= axis
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


def _foot(sketch: Sketch, sheet: Sheet, xs: list[float], widths: list[int], axis: float) -> float:
    """Below the axis: days, crosses for the gaps, and what marks mean, in words. Returns the bottom."""
    for i in gaps(sketch):
        cross(sheet, xs[i], axis)
    y = axis + 8
    for i in _picked(xs, widths, 8 if sheet.form is WIDE else 4):
        sheet.path([(xs[i], axis + 4), (xs[i], axis + 8)], Ink.GRID, 1)
        sheet.text(xs[i], y + sheet.form.size + 1, [sketch.rows[i].label], Ink.MUTED, "middle")
    return key(sheet, sketch, y + sheet.form.pitch + 6)


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
