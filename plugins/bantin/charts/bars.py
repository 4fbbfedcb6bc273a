"""Bars lying down: one a row, several side by side, or parts end to end; the label left of them, or above if narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bantin.charts.legend import legend
from bantin.charts.sketch import Cell, Row, Sketch
from bantin.charts.style import BARS, WIDE, Ink, Sheet
from bantin.errors import ChartError

_LABEL_ROOM = 210  # about 28 characters
_GAP = 7  # between a bar and its value, and between a label and the axis
_HAIRLINE = 1  # what is drawn of a zero, at the axis
_LEAST = 2  # of any bar
_APART = 10  # the values of a row's parts
_ALL = 100.0


class _Body(Protocol):
    """What stands right of the axis: `zero` is how far the axis is from the left end."""

    zero: float

    def height(self, row: Row) -> float: ...

    def draw(self, row: Row, top: float, zero: float) -> None: ...


def paint(sketch: Sketch, sheet: Sheet) -> float:
    """Draw the chart and return its height in units. Raises `ChartError` for a cell that says nothing."""
    for row in sketch.rows:
        if any(not cell.text for cell in row.cells):
            raise ChartError(f"chart {sketch.name}: {row.label} has no figure; say why in the mark's absence")
    form, beside = sheet.form, sheet.form is WIDE
    labels = [sheet.wrap(row.label, _LABEL_ROOM if beside else form.width) for row in sketch.rows]
    left = 1.0  # half of the axis is left of the zero
    if beside:
        left += max(sheet.measure(line) for label in labels for line in label) + 2 * _GAP
    body: _Body = (_Stacked if sketch.kind == "stacked" else _Beside)(sketch, sheet, form.width - left)
    zero, space = left + body.zero, 10 if beside else 13
    y = legend(sketch, sheet, "bar")
    for row, label in zip(sketch.rows, labels, strict=True):
        own, words = body.height(row), len(label) * form.pitch
        if beside:
            height = max(own, words) + space
            top, baseline = y + (height - own) / 2, y + (height - words) / 2
            axis = (y, y + height)  # one line from the first row to the last
        else:
            height = words + 4 + own + space
            top, baseline = y + words + 4, y
            axis = (top - 2, top + own + 2)  # not through the labels
        sheet.text(0, baseline + form.pitch / 2 + form.drop, label, Ink.TEXT)
        sheet.path([(zero - 0.5, axis[0]), (zero - 0.5, axis[1])], Ink.GRID, 1)
        body.draw(row, top, zero)
        y += height
    return y


@dataclass(frozen=True, slots=True)
class _Need:
    """A bar's length in the chart's unit, and what its words need beyond its end, in units of the drawing."""

    length: float
    room: float


def _scale(needs: Sequence[_Need], width: float) -> tuple[float, float]:
    """Units per one of value, and where zero lies, for every bar and its words to fit in `width` units.

    Each bar to the left together with each to the right must fit; an absence has words but no length.
    """
    lefts = [_Need(0, 0), *(_Need(-need.length, need.room) for need in needs if need.length < 0)]
    rights = [_Need(0, 0), *(need for need in needs if need.length >= 0)]
    scale = min(
        ((width - a.room - b.room) / (a.length + b.length) for a in lefts for b in rights if a.length + b.length > 0),
        default=0.0,
    )
    if scale < 0:
        raise ChartError(f"words of {max(need.room for need in needs)} units beside bars: make them shorter")
    return scale, max(a.length * scale + a.room for a in lefts)


def _words(cell: Cell, sheet: Sheet) -> float:
    return sheet.measure(cell.text) + _GAP


class _Beside:
    """The bars of a row one below the other, each with its value at its outer end; shares lie on a track of all."""

    def __init__(self, sketch: Sketch, sheet: Sheet, width: float) -> None:
        self.sheet, self.track = sheet, sketch.kind == "shares"
        alone = len(sketch.heads) == 1
        self.thickness = (16 if sheet.form is WIDE else 14) if alone else 12
        self.pitch = self.thickness if alone else sheet.form.pitch - 2
        needs = [_Need(cell.value or 0.0, _words(cell, sheet)) for row in sketch.rows for cell in row.cells]
        if self.track:
            needs = [_Need(_ALL, max(need.room for need in needs))]
        self.scale, self.zero = _scale(needs, width)

    def height(self, row: Row) -> float:
        return (len(row.cells) - 1) * self.pitch + self.thickness

    def draw(self, row: Row, top: float, zero: float) -> None:
        for column, cell in enumerate(row.cells):
            self._bar(cell, column, zero, top + column * self.pitch)

    def _bar(self, cell: Cell, column: int, zero: float, top: float) -> None:
        baseline = top + self.thickness / 2 + self.sheet.form.drop
        if cell.value is None:
            self.sheet.text(zero + _GAP, baseline, [cell.text], Ink.MUTED)
            return
        if self.track:
            self.sheet.box(zero, top, _ALL * self.scale, self.thickness, Ink.TILE_1)
        length = max(abs(cell.value) * self.scale, _LEAST) if cell.value else _HAIRLINE
        side = -1 if cell.value < 0 else 1
        self.sheet.box(min(zero, zero + side * length), top, length, self.thickness, BARS[column])
        end = zero + side * (length + _GAP - 1)
        self.sheet.text(end, baseline, [cell.text], Ink.TEXT, "end" if side < 0 else "start")


class _Stacked:
    """The parts of a row end to end with their values below them, and the whole's value, the last cell, at the end.

    Of a row that lacks one of them no bar is drawn.
    """

    zero = 0.0

    def __init__(self, sketch: Sketch, sheet: Sheet, width: float) -> None:
        self.sheet, self.thickness = sheet, 16 if sheet.form is WIDE else 14
        needs = [_Need(self._length(row), _words(row.cells[-1], sheet)) for row in sketch.rows]
        self.scale, _ = _scale(needs, width)
        self.width = width

    @staticmethod
    def _length(row: Row) -> float:
        values = [cell.value for cell in row.cells]
        return 0.0 if None in values else sum(value or 0.0 for value in values[:-1])

    def height(self, row: Row) -> float:  # noqa: ARG002 - all rows are alike
        return self.thickness + self.sheet.form.pitch + 1

    def draw(self, row: Row, top: float, zero: float) -> None:
        *parts, whole = row.cells
        known, drop = None not in [cell.value for cell in row.cells], self.sheet.form.drop
        starts, x = [], zero
        for column, cell in enumerate(parts):
            starts.append(x)
            if known and cell.value:
                self.sheet.box(x, top, cell.value * self.scale, self.thickness, BARS[column])
                x += cell.value * self.scale
        below = top + self.thickness + 1 + self.sheet.form.pitch / 2 + drop
        for start, cell in zip(self._spread(starts, parts, zero), parts, strict=True):
            self.sheet.text(start, below, [cell.text], Ink.MUTED if cell.value is None else Ink.TEXT)
        ink = Ink.MUTED if whole.value is None else Ink.TEXT
        self.sheet.text(x + _GAP - 1, top + self.thickness / 2 + drop, [whole.text], ink)

    def _spread(self, starts: Sequence[float], parts: Sequence[Cell], zero: float) -> list[float]:
        """Where the parts' values begin: under their parts, moved apart, none beyond the right end."""
        widths = [self.sheet.measure(cell.text) for cell in parts]
        placed: list[float] = []
        end = zero
        for start, width in zip(starts, widths, strict=True):
            placed.append(max(start, end))
            end = placed[-1] + width + _APART
        right = zero + self.width
        for at in reversed(range(len(parts))):
            placed[at] = min(placed[at], right - widths[at])
            right = placed[at] - _APART
        if placed and placed[0] < zero - 1:
            raise ChartError(f"values of {len(parts)} parts do not fit beside each other: make them shorter")
        return placed
