"""A map of tiles: each unit a box at its place, the darker the higher its value, which is written in it."""

from __future__ import annotations

from bantin.charts import bars
from bantin.charts.sketch import Row, Sketch
from bantin.charts.style import FAINT, TILES, WIDE, Ink, Sheet

_GUTTER = 6
_LEAST = {"wide": 90, "narrow": 88}
"""Of a tile's width: with narrower ones the map gives way to bars."""
_MOST = 150
_DARK = 3
"""From which shade on words are in the paper's colour."""


def paint(sketch: Sketch, sheet: Sheet) -> float:
    """Draw the chart and return its height in units."""
    form = sheet.form
    columns = [row.place[0] for row in sketch.rows]
    first, across = min(columns), max(columns) - min(columns) + 1
    size = min(_MOST, (form.width - 2 - (across - 1) * _GUTTER) / across)
    room = size - 12
    words = {row: (sheet.wrap(row.label, room), sheet.wrap(row.cells[0].text, room)) for row in sketch.rows}
    fits = all(sheet.measure(line) <= room for own in words.values() for lines in own for line in lines)
    if size < _LEAST[form.name] or not fits:
        return bars.paint(sketch, sheet)
    most = max(len(label) + len(value) for label, value in words.values())
    height = most * form.pitch + (16 if form is WIDE else 12)
    top, highest = min(row.place[1] for row in sketch.rows), _highest(sketch)
    for row in sketch.rows:
        x = 1 + (row.place[0] - first) * (size + _GUTTER)
        y = 1 + (row.place[1] - top) * (height + _GUTTER)
        shade = _shade(row, highest)
        if shade is None:
            corners = [(x, y), (x + size, y), (x + size, y + height), (x, y + height), (x, y)]
            sheet.path(corners, Ink.MUTED, 1, FAINT)
        else:
            sheet.box(x, y, size, height, TILES[shade])
        ink = Ink.MUTED if shade is None else Ink.PAPER if shade >= _DARK else Ink.TEXT
        label, value = words[row]
        sheet.text(x + 6, y + 6 + form.pitch / 2 + form.drop, label, ink)
        below = y + height - 6 - len(value) * form.pitch + form.pitch / 2 + form.drop
        sheet.text(x + 6, below, value, ink)
    rows = max(row.place[1] for row in sketch.rows) - top + 1
    return rows * (height + _GUTTER) - _GUTTER + 2


def _highest(sketch: Sketch) -> float:
    return max((row.cells[0].value or 0.0 for row in sketch.rows), default=0.0)


def _shade(row: Row, highest: float) -> int | None:
    """A quarter of the highest value a shade; nought is empty, and an absence has none."""
    value = row.cells[0].value
    if value is None:
        return None
    return min(4, int(4 * value / highest) + 1) if value > 0 else 0
