"""Two periods side by side: each row a line from its value in the one to its value in the other."""

from __future__ import annotations

from collections.abc import Sequence

from bantin.charts.sketch import Row, Sketch
from bantin.charts.style import WIDE, Ink, Sheet

_AIR = 6
_ELBOW = 12  # from the end of a line to its label
_RADIUS = 3.0
_LABEL_ROOM = 200


def paint(sketch: Sketch, sheet: Sheet) -> float:
    """Draw the chart and return its height in units; rows that lack a value stand below in words."""
    form, pitch = sheet.form, sheet.form.pitch
    drawn = [row for row in sketch.rows if all(cell.value is not None for cell in row.cells)]
    others = [row for row in sketch.rows if row not in drawn]
    values = max((sheet.measure(cell.text) for row in drawn for cell in row.cells), default=0)
    room: float = min(_LABEL_ROOM, max((sheet.measure(row.label) for row in drawn), default=0))
    across = sum(map(sheet.measure, sketch.heads)) / 2 + 2 * _AIR  # the two days above it do not touch
    left = float(values + _AIR + _ELBOW)
    right = max(form.width - room - values - 3 * _AIR - _ELBOW, left + across)
    room = form.width - (right + _ELBOW + values + 2 * _AIR)
    labels = {row: sheet.wrap(row.label, room) for row in drawn}
    for x, head in zip((left, right), sketch.heads, strict=True):
        half = sheet.measure(head) / 2
        sheet.text(min(max(x, half), form.width - half), pitch / 2 + form.drop, [head], Ink.MUTED, "middle")
    top = pitch + 8.0
    rows_high = max(sum(len(label) * pitch for label in labels.values()), 160 if form is WIDE else 140)
    ends = [[float(row.cells[side].value or 0.0) for row in drawn] for side in (0, 1)]
    low, high = min((*ends[0], *ends[1]), default=0.0), max((*ends[0], *ends[1]), default=1.0)
    unit = (rows_high - pitch) / (high - low) if high > low else 0.0
    points = [[top + pitch / 2 + (high - value) * unit for value in side] for side in ends]
    for x in (left, right):
        sheet.path([(x, top), (x, top + rows_high)], Ink.GRID, 1)
    heights = [[pitch] * len(drawn), [len(labels[row]) * pitch for row in drawn]]
    places = [_apart(points[side], heights[side], top) for side in (0, 1)]
    for i, row in enumerate(drawn):
        sheet.path([(left, points[0][i]), (right, points[1][i])], Ink.LINE_1, 2)
        sheet.dots([(left, points[0][i]), (right, points[1][i])], _RADIUS, Ink.DOT_1)
        for x, side, way in ((left, 0, -1), (right, 1, 1)):
            if abs(places[side][i] - points[side][i]) > 1:
                sheet.path([(x + way * 4, points[side][i]), (x + way * _ELBOW, places[side][i])], Ink.GRID, 1)
        before, after = (place[i] for place in places)
        first = after - (len(labels[row]) - 1) * pitch / 2
        name = right + _ELBOW + _AIR + values + _AIR
        sheet.text(name, first + form.drop, labels[row], Ink.TEXT)
        sheet.text(left - _ELBOW - 2, before + form.drop, [row.cells[0].text], Ink.TEXT, "end")
        sheet.text(right + _ELBOW + 2, after + form.drop, [row.cells[1].text], Ink.TEXT)
    ends_of_labels = [place + high / 2 for s in (0, 1) for place, high in zip(places[s], heights[s], strict=True)]
    return _below(others, sheet, max([top + rows_high, *ends_of_labels]))


def _apart(points: Sequence[float], heights: Sequence[float], top: float) -> list[float]:
    """The middles of labels at their points' heights, moved apart just as far as they need, in the points' order."""
    order = sorted(range(len(points)), key=lambda i: (points[i], i))
    groups: list[tuple[float, list[int]]] = []  # the group's top and its members: a group's labels touch
    for i in order:
        start, members = points[i] - heights[i] / 2, [i]
        while groups and groups[-1][0] + sum(heights[m] for m in groups[-1][1]) > start:
            members = [*groups.pop()[1], *members]
            above, wanted = 0.0, 0.0
            for m in members:
                wanted += points[m] - above - heights[m] / 2
                above += heights[m]
            start = max(top, wanted / len(members))
        groups.append((max(top, start), members))
    places = [0.0] * len(points)
    for start, members in groups:
        y = start
        for m in members:
            places[m] = y + heights[m] / 2
            y += heights[m]
    return places


def _below(rows: Sequence[Row], sheet: Sheet, y: float) -> float:
    """The rows that have no line: each one's label, and below it what is known of it."""
    form = sheet.form
    for row in rows:
        y += 8
        label = sheet.wrap(row.label, form.width)
        sheet.text(0, y + form.pitch / 2 + form.drop, label, Ink.TEXT)
        y += len(label) * form.pitch
        x = 0.0
        for cell in row.cells:
            sheet.text(x, y + form.pitch / 2 + form.drop, [cell.text], Ink.MUTED)
            x += sheet.measure(cell.text) + 16
        y += form.pitch
    return y + 2
