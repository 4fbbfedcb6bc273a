"""What the columns of a chart are called, above it: a sample of each one's fill or line, and its head."""

from __future__ import annotations

from bantin.charts.sketch import Sketch
from bantin.charts.style import BARS, DASHES, LINES, Ink, Sheet

_GAP = 18
_SAMPLE = {"bar": 14, "line": 30}


def legend(sketch: Sketch, sheet: Sheet, sample: str) -> float:
    """Draw the legend and return the height it takes, in units; nothing for a single column.

    The whole of stacked bars, their last column, has no fill of its own and is what the title names.
    """
    heads = sketch.heads[:-1] if sketch.kind == "stacked" else sketch.heads
    if len(heads) < 2:
        return 0.0
    form, start = sheet.form, _SAMPLE[sample] + 7
    x, y = 0.0, 0.0
    for column, head in enumerate(heads):
        lines = sheet.wrap(head, form.width - start)
        width = start + max(map(sheet.measure, lines))
        if x and x + width > form.width:
            x, y = 0.0, y + form.pitch + 2
        middle = y + form.pitch / 2
        if sample == "bar":
            sheet.box(x + 0.5, middle - 6, 13, 12, BARS[column])
        else:
            sheet.path([(x, middle), (x + 30, middle)], LINES[column], 2, DASHES[column])
            sheet.shapes([(x + 15, middle)], 3.5, column)
        sheet.text(x + start, middle + form.drop, lines, Ink.TEXT)
        y += (len(lines) - 1) * form.pitch
        x += width + _GAP
    return y + form.pitch + 8
