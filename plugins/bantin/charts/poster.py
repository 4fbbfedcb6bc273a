"""A bulletin as one picture to be shared: title, main figure, main chart and source, 1200 by 630 pixels, as PNG."""

# ruff: noqa: PLC0415 - matplotlib takes half a second to import, and most builds draw nothing

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from bantin.charts.draw import painter_of, settings
from bantin.charts.sketch import Sketch
from bantin.charts.style import BARS, DOTS, LINES, OPENS, TILES, WIDE, Ink, Point, Sheet, font

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 1200, 630
_MARGIN = 60
_LEFT = 400  # of the main figure's column
_DEEP, _TEXT, _MUTED, _PAPER = "#0d3459", "#1b2127", "#56616c", "#ffffff"
_SERIES = ("#0d3459", "#25946f", "#c459dd", "#54280f")
_SHADES = ("#ffffff", "#e2e7eb", "#b6c2cd", "#496783", "#0d3459")
_COLOURS = {
    Ink.TEXT: _TEXT, Ink.HALO: _TEXT, Ink.MUTED: _MUTED, Ink.PAPER: _PAPER, Ink.GRID: "#b9c3cb",
    **{ink: colour for inks in (BARS, LINES, DOTS, OPENS) for ink, colour in zip(inks, _SERIES, strict=True)},
    **dict(zip(TILES, _SHADES, strict=True)),
}  # fmt: skip
_LEAST_SCALE = 0.95
"""Of a chart: one that is higher loses its last rows, for smaller words could not be read."""
_FEWEST = 3
_LEAST_ROOM = 120
"""Of a chart, in pixels of height: a very long title leaves it none."""
_MOST_COLOURS = 64
_TRIMMED = frozenset({"bars", "grouped", "stacked", "shares", "slope"})


@dataclass(frozen=True, slots=True)
class Poster:
    """What the picture says: `value` is the main figure, `unit` and `label` what it is; all may be empty."""

    site: str
    title: str
    value: str
    unit: str
    label: str
    chart: Sketch | None
    source: str
    remark: str = ""

    @property
    def key(self) -> str:
        """A name for the content, the same on every machine."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def draw_poster(poster: Poster) -> bytes:
    """The picture as a PNG file, whose `Comment` has every text drawn, a line each."""
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    with settings():
        figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72, facecolor=_PAPER)
        figure.add_artist(Rectangle((0, HEIGHT - 14), WIDTH, 14, facecolor=_DEEP, linewidth=0, transform=None))
        words = _Words(figure)
        words.write((_MARGIN, 64), [poster.site], 22, _MUTED)
        head, size = words.fitted(poster.title, WIDTH - 2 * _MARGIN, (44, 38, 32), 3)
        top = words.write((_MARGIN, 124), head, size, _TEXT, bold=True) + 24
        value, size = words.fitted(poster.value, _LEFT - _MARGIN, (96, 80, 66, 52, 40, 32), 1)
        below = words.write((_MARGIN, top + size), value, size, _DEEP, bold=True) - size * 1.35 + 44
        for text, bold in ((poster.unit, True), (poster.label, False)):
            lines = words.wrap(text, _LEFT - _MARGIN, 26, bold=bold)
            below = words.write((_MARGIN, below), lines, 26, _DEEP if bold else _TEXT, bold=bold)
        words.write((_MARGIN, HEIGHT - 36), [poster.source], 20, _MUTED)
        words.write((WIDTH - _MARGIN - words.measure(poster.remark, 20), HEIGHT - 36), [poster.remark], 20, _MUTED)
        said = words.said
        if poster.chart:
            left = _LEFT + 40 if poster.value else _MARGIN
            title, room = words.wrap(poster.chart.title, WIDTH - left - _MARGIN, 20), WIDTH - left - _MARGIN
            start = words.write((left, top + 20), title, 20, _MUTED) - 4
            if HEIGHT - 84 - start >= _LEAST_ROOM:
                said += _chart(figure, poster.chart, (left, start), (room, HEIGHT - 84 - start))
        return _png(figure, {"Title": poster.title, "Comment": "\n".join(filter(None, said))})


def _png(figure: Figure, texts: Mapping[str, str]) -> bytes:
    """The figure in as few colours as it needs, a third of the bytes; a tenth more of them is five times as quick."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    raw = BytesIO()
    figure.savefig(raw, format="rgba")
    picture = Image.frombytes("RGBA", (WIDTH, HEIGHT), raw.getvalue()).convert("RGB")
    info, file = PngInfo(), BytesIO()
    for name, text in texts.items():
        info.add_itxt(name, text)
    few = picture.quantize(_MOST_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(file, "png", compress_level=6, pnginfo=info)
    return file.getvalue()


class _Words:
    """Writes on the picture; y grows downwards."""

    def __init__(self, figure: Figure) -> None:
        self.figure, self.said = figure, list[str]()

    def measure(self, text: str, size: float, *, bold: bool = False) -> float:
        return Sheet(replace(WIDE, size=1)).width(text) * size * (1.14 if bold else 1)

    def wrap(self, text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
        return Sheet(replace(WIDE, size=1)).wrap(text, room / size / (1.14 if bold else 1)) if text else []

    def fitted(self, text: str, room: float, sizes: Sequence[int], most: int) -> tuple[list[str], int]:
        """The text in lines at the largest size at which it fits; at the smallest it takes what it needs."""
        for size in sizes:
            lines = self.wrap(text, room, size, bold=True)
            if len(lines) <= most and all(self.measure(line, size, bold=True) <= room for line in lines):
                return lines, size
        return self.wrap(text, room, sizes[-1], bold=True), sizes[-1]

    def write(self, at: Point, lines: Sequence[str], size: float, colour: str, *, bold: bool = False) -> float:
        """Write lines down from a baseline, and give the baseline after the last."""
        from matplotlib.font_manager import FontProperties
        from matplotlib.text import Text

        x, y = at
        face = FontProperties(fname=font(bold=bold), size=size)
        for line in lines:
            own = Text(x, HEIGHT - y, line, color=colour, fontproperties=face, va="baseline", parse_math=False)
            own.set_transform(None)
            self.figure.add_artist(own)
            y += size * 1.35
        self.said.append(" ".join(lines))
        return y


def _chart(figure: Figure, sketch: Sketch, at: Point, room: Point) -> list[str]:
    """Draw a chart into a box and give its texts."""
    while True:
        trial = Sheet(WIDE)
        height = painter_of(sketch)(sketch, trial)
        scale = min(room[0] / WIDE.width, room[1] / height)
        less = _less(sketch)
        if scale >= _LEAST_SCALE or less is None:
            break
        sketch = less
    sheet = Sheet(WIDE, _COLOURS, figure, (at[0], HEIGHT - at[1]), scale)
    painter_of(sketch)(sketch, sheet)
    return trial.said


def _less(sketch: Sketch) -> Sketch | None:
    """The chart without its last row, or without its last panel; None where all of it is needed."""
    if sketch.kind == "multiples" and len(sketch.heads) > _FEWEST:
        rows = tuple(replace(row, cells=row.cells[:-1]) for row in sketch.rows)
        return replace(sketch, heads=sketch.heads[:-1], rows=rows)
    return replace(sketch, rows=sketch.rows[:-1]) if sketch.kind in _TRIMMED and len(sketch.rows) > _FEWEST else None
