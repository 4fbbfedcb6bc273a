"""Small multiples: a panel a column with its own line over the same time; one scale for all where the unit is one."""

from __future__ import annotations

from dataclasses import replace

from bantin.charts.sketch import Sketch
from bantin.charts.style import FAINT, WIDE, Ink, Point, Sheet
from bantin.charts.timeline import across, cross, events, extent, key, mark, runs, stroke

_GUTTER = 16
_HIGH = {"wide": 64, "narrow": 56}
_RADIUS = 3.0


def paint(sketch: Sketch, sheet: Sheet) -> float:
    """Draw the chart and return its height in units. Raises `ChartError` for a row without a day."""
    form = sheet.form
    side = 3 if form is WIDE else 2
    width = (form.width - (side - 1) * _GUTTER) / side
    labels = [sheet.wrap(head, width) for head in sketch.heads]
    lasts = [max((i for run in runs(sketch, c) for i in run), default=None) for c in sketch.columns]
    texts = [
        sketch.rows[-1 if last is None else last].cells[c].text for c, last in zip(sketch.columns, lasts, strict=True)
    ]
    room = max(map(sheet.measure, texts)) + 10
    label_high = max(map(len, labels)) * form.pitch
    high = label_high + _HIGH[form.name] + 14
    scales = _scales(sketch)
    for column, (label, last, text) in enumerate(zip(labels, lasts, texts, strict=True)):
        left, top = (column % side) * (width + _GUTTER), (column // side) * high
        sheet.text(left, top + form.pitch / 2 + form.drop, label, Ink.TEXT)
        upper, axis = top + label_high + 8, top + label_high + _HIGH[form.name]
        xs = across(sketch, left + 4, left + width - room)
        low, highest, from_zero = scales[column]
        floor = axis if low == 0 else axis - 8
        unit = (floor - upper) / (highest - low) if highest > low else 0.0
        points: dict[int, Point] = {
            i: (xs[i], floor - (cell.value - low) * unit)
            for i, row in enumerate(sketch.rows)
            if (cell := row.cells[column]).value is not None
        }
        sheet.path([(left, axis), (left + width, axis)], Ink.GRID, 1, () if low == 0 else FAINT)
        if from_zero and low < 0:
            sheet.path([(left, floor + low * unit), (left + width, floor + low * unit)], Ink.GRID, 1)
        events(sheet, sketch, (xs[0], xs[-1]), (upper - 4, axis))
        _line(sheet, sketch, column, points)
        for i, row in enumerate(sketch.rows):
            if row.cells[column].value is None:
                cross(sheet, xs[i], axis)
        if last is None:
            sheet.text(left + 4, axis - 10, [text], Ink.MUTED)
        else:
            sheet.text(points[last][0] + 8, min(points[last][1] + form.drop, axis - 1), [text], Ink.TEXT)
    rows = -(-len(sketch.heads) // side)
    y = rows * high
    ends = f"{sketch.rows[0].label} – {sketch.rows[-1].label}"
    sheet.text(0, y + form.pitch / 2 + form.drop, [ends], Ink.MUTED)
    sheet.hints["x"] = f"4 {width - room:.1f}"
    sheet.hints["grid"] = f"{side} {width + _GUTTER:.1f} {high}"
    return key(sheet, sketch, y + form.pitch + 6)


def _line(sheet: Sheet, sketch: Sketch, column: int, points: dict[int, Point]) -> None:
    """A column's line as the first series is drawn, for each has a panel of its own."""
    own = _only(sketch, column)
    stroke(sheet, own, 0, points)
    alone = {run[0] for run in runs(own, 0) if len(run) == 1}
    ends = {i: point for i, point in points.items() if i == max(points) or i in alone}
    mark(sheet, own, 0, ends, _RADIUS)


def _only(sketch: Sketch, column: int) -> Sketch:
    rows = tuple(replace(row, cells=(row.cells[column],)) for row in sketch.rows)
    return replace(sketch, heads=(sketch.heads[column],), rows=rows)


def _scales(sketch: Sketch) -> list[tuple[float, float, bool]]:
    """Each panel's scale: the same for all that count alike."""
    columns = [
        [cell.value for row in sketch.rows if (cell := row.cells[column]).value is not None]
        for column in sketch.columns
    ]
    if sketch.own_scales:
        return [extent(values) for values in columns]
    return [extent([value for values in columns for value in values])] * len(columns)
