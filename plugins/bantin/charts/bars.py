"""Bars lying down, one a mark, in the order given: the label left of the bar; in the narrow form above it."""

from __future__ import annotations

from dataclasses import dataclass

from bantin.charts.style import WIDE, Ink, Sheet
from bantin.errors import ChartError
from bantin.model import Chart, Mark

_LABEL_ROOM = 210  # about 28 characters
_GAP = 7  # between a bar and its value, and between a label and the axis
_HAIRLINE = 1  # what is drawn of a zero, at the axis
_LEAST = 2  # of any bar


@dataclass(frozen=True, slots=True)
class _Row:
    """A mark ready to be drawn; `room` is what its words need beyond the end of its bar, in units."""

    label: list[str]
    words: str
    value: float | None
    room: int


def paint(chart: Chart, sheet: Sheet) -> float:
    """Draw the chart and return its height in units. Raises `ChartError` for a mark that says nothing."""
    form = sheet.form
    beside = form is WIDE
    rows = [_row(mark, chart, sheet) for mark in chart.marks]
    left = 1.0  # half of the axis is left of the zero
    if beside:
        left += max(sheet.measure(line) for row in rows for line in row.label) + 2 * _GAP
    scale, zero = _scale(rows, form.width - left)
    zero += left
    thickness, space = (16, 10) if beside else (14, 13)
    y = 0.0
    for row in rows:
        label = len(row.label) * form.pitch
        if beside:
            height = max(thickness, label) + space
            middle, baseline = y + height / 2, y + (height - label) / 2
            axis = (y, y + height)  # one line from the first row to the last
        else:
            height = label + 4 + thickness + space
            middle, baseline = y + label + 4 + thickness / 2, y
            axis = (middle - thickness / 2 - 2, middle + thickness / 2 + 2)  # not through the labels
        sheet.text(0, baseline + form.pitch / 2 + form.drop, row.label, Ink.TEXT)
        sheet.path([(zero - 0.5, axis[0]), (zero - 0.5, axis[1])], Ink.GRID, 1)
        _bar(row, sheet, (zero, middle), scale, thickness)
        y += height
    return y


def _row(mark: Mark, chart: Chart, sheet: Sheet) -> _Row:
    words = mark.figure.text if mark.figure else mark.absence
    if not words:
        raise ChartError(f"chart {chart.name}: {mark.label} has no figure; say why in the mark's absence")
    room = _LABEL_ROOM if sheet.form is WIDE else sheet.form.width
    value = float(mark.figure.value) if mark.figure else None
    return _Row(sheet.wrap(mark.label, room), words, value, sheet.measure(words) + _GAP)


def _scale(rows: list[_Row], width: float) -> tuple[float, float]:
    """Units per one of value, and where zero lies, for every bar and its words to fit in `width` units.

    Each bar to the left together with each to the right must fit; an absence has words but no length.
    """
    ends = [(row.value or 0.0, row.room) for row in rows]
    lefts = [(0.0, 0), *((-value, room) for value, room in ends if value < 0)]
    rights = [(0.0, 0), *((value, room) for value, room in ends if value >= 0)]
    scale = min(
        ((width - a_room - b_room) / (a + b) for a, a_room in lefts for b, b_room in rights if a + b > 0),
        default=0.0,
    )
    if scale < 0:
        raise ChartError(f"words of {max(row.room for row in rows)} units beside bars: make them shorter")
    return scale, max(a * scale + room for a, room in lefts)


def _bar(row: _Row, sheet: Sheet, start: tuple[float, float], scale: float, thickness: float) -> None:
    """Draw one bar from the zero line and its value at its outer end; of an absence its words alone."""
    zero, middle = start
    baseline = middle + sheet.form.drop
    if row.value is None:
        sheet.text(zero + _GAP, baseline, [row.words], Ink.MUTED)
        return
    length = max(abs(row.value) * scale, _LEAST) if row.value else _HAIRLINE
    side = -1 if row.value < 0 else 1
    sheet.box(min(zero, zero + side * length), middle - thickness / 2, length, thickness, Ink.BAR)
    end = zero + side * (length + _GAP - 1)
    sheet.text(end, baseline, [row.words], Ink.TEXT, "end" if side < 0 else "start")
