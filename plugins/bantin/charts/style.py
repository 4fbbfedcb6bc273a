"""How charts are drawn: the two forms, the inks, and the sheet that painters draw on.

One unit is one CSS pixel at the drawing's own size; x grows to the right and y downwards, as in SVG.
matplotlib is imported only when a sheet is made: most builds draw nothing.

What the theme's CSS has to give each class (`style` attributes are forbidden by the site's policy); `color` is that of
the drawing, for the series after the first that of `s2`, `s3`, `s4`:

| class | on | property |
| --- | --- | --- |
| `ink`, `muted`, `paper` | text | fill |
| `muted`, `grid` | path | stroke (`fill="none"` is in the drawing) |
| `bar`, `dot` | path, circle | fill: currentColor |
| `line` | path | stroke: currentColor |
| `p2`, `p3`, `p4` | path | stroke: currentColor; the fill is a pattern or `none`, in the drawing |
| `open` | circle | fill in the paper's colour, stroke: currentColor |
| `t0` to `t4` | path | fill: currentColor, ever stronger; stroke in the edge's colour |
| `halo` | text, beside `ink` | stroke in the paper's colour, `stroke-width: 4px`, `paint-order: stroke` |
"""

# ruff: noqa: PLC0415 - matplotlib takes half a second to import, and most builds draw nothing

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from io import BytesIO
from itertools import pairwise
from math import ceil, floor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.figure import Figure

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]


class Ink(StrEnum):
    """The CSS classes of a drawing; each is drawn in a colour of its own that only stands for the class."""

    TEXT = "ink"
    MUTED = "muted"
    HALO = "ink halo"
    PAPER = "paper"
    GRID = "grid"
    BAR_1, BAR_2, BAR_3, BAR_4 = "bar", "p2", "p3", "p4"
    LINE_1, LINE_2, LINE_3, LINE_4 = "line", "line s2", "line s3", "line s4"
    DOT_1, DOT_2, DOT_3, DOT_4 = "dot", "dot s2", "dot s3", "dot s4"
    OPEN_1, OPEN_2, OPEN_3, OPEN_4 = "open", "open s2", "open s3", "open s4"
    TILE_0, TILE_1, TILE_2, TILE_3, TILE_4 = "t0", "t1", "t2", "t3", "t4"

    @property
    def sentinel(self) -> str:
        """The colour that stands for the class: none that matplotlib would choose by itself."""
        return f"#fe01{list(Ink).index(self):02x}"


@dataclass(frozen=True, slots=True)
class Form:
    """One of the two forms of a chart: its class, its width and its one font size, in units."""

    name: str
    width: int
    size: int

    @property
    def pitch(self) -> int:
        """From one line of text to the next: stacked capitals (Ế, Ậ) collide under 1.3."""
        return ceil(self.size * 1.3)

    @property
    def drop(self) -> float:
        """From the middle of a line of text down to its baseline."""
        return round(self.size * 0.36)


WIDE = Form("wide", 640, 14)
NARROW = Form("narrow", 320, 15)  # shown on the smallest phones at nine tenths

BARS = (Ink.BAR_1, Ink.BAR_2, Ink.BAR_3, Ink.BAR_4)
LINES = (Ink.LINE_1, Ink.LINE_2, Ink.LINE_3, Ink.LINE_4)
DOTS = (Ink.DOT_1, Ink.DOT_2, Ink.DOT_3, Ink.DOT_4)
OPENS = (Ink.OPEN_1, Ink.OPEN_2, Ink.OPEN_3, Ink.OPEN_4)
TILES = (Ink.TILE_0, Ink.TILE_1, Ink.TILE_2, Ink.TILE_3, Ink.TILE_4)

Dash = tuple[float, ...]
DASHES: tuple[Dash, ...] = ((), (9, 3), (6, 2, 1, 2), (3, 2))
"""Of the series' lines."""
NOT_FINAL: Dash = (1, 3)
"""Of a line to a value that is not final."""
FAINT: Dash = (2, 4)
"""Of an axis that is not at zero."""
SHAPES: tuple[tuple[Point, ...], ...] = (
    (),
    ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    ((0, -1.3), (1.2, 0.9), (-1.2, 0.9)),
    ((0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0)),
)
"""Of the series' points, about the origin: a disc, a square, a triangle, a diamond."""

_ANCHORS = {"start": "left", "middle": "center", "end": "right"}


@cache
def font(*, bold: bool = False) -> Path:
    """Matplotlib's own copy, since another version of the font may be installed on the machine."""
    import matplotlib as mpl

    return Path(mpl.get_data_path()) / "fonts" / "ttf" / f"DejaVuSans{'-Bold' if bold else ''}.ttf"


@cache
def _advance(letter: str) -> float:
    """How far a letter moves the next, at size 1. matplotlib's own measuring of a text takes 0.4 ms."""
    from matplotlib.font_manager import get_font
    from matplotlib.ft2font import LoadFlags

    face = get_font(font())
    face.set_size(100, 72)
    return face.load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 100


def _breaks(widths: Sequence[float], room: float) -> list[int]:
    """Before which words a line ends, each line as full as the room allows."""
    breaks, filled = [], 0.0
    for i, width in enumerate(widths):
        if i and filled + width > room:
            breaks.append(i)
            filled = 0.0
        filled += width
    return breaks


class Sheet:
    """An empty drawing of one form: painters put marks on it, and `svg` gives what matplotlib makes of it.

    `hints` are attributes of the drawing for scripts, `said` the texts written so far. `colours` are real ones for
    the inks, where the drawing is a part of a picture: then it lies with its top left corner at `at` of `figure`,
    enlarged `scale` times.
    """

    def __init__(
        self,
        form: Form,
        colours: Mapping[Ink, str] | None = None,
        figure: Figure | None = None,
        at: Point = (0, 0),
        scale: float = 1,
    ) -> None:
        from matplotlib.figure import Figure
        from matplotlib.font_manager import FontProperties
        from matplotlib.transforms import Affine2D

        self.form, self.hints, self.said = form, dict[str, str](), list[str]()
        self._colours, self._scale = colours, scale
        self._face = FontProperties(fname=font(), size=form.size * scale)
        self._figure = figure or Figure(dpi=72, frameon=False)  # 72: a point is a unit
        self._turn = Affine2D().scale(scale, -scale).translate(*at)
        self._texts = 0

    def _common(self, ink: Ink) -> dict[str, Any]:
        colour = self._colours[ink] if self._colours else ink.sentinel
        return {"transform": self._turn, "clip_on": False, "color": colour}

    def measure(self, text: str) -> int:
        """The width of one line of text in units, rounded up; DejaVu Sans is wider than most system fonts."""
        return ceil(self.width(text))

    def width(self, text: str) -> float:
        """The width of one line of text in units."""
        return self.form.size * sum(map(_advance, text))

    def wrap(self, text: str, room: float) -> list[str]:
        """The text in lines no wider than `room` units, even in length, broken at spaces only.

        A single word wider than the room keeps a line to itself. Joined by spaces the lines are the text.
        """
        words = text.split(" ")
        widths = [self.form.size * sum(map(_advance, f"{word} ")) for word in words]
        breaks = _breaks(widths, room)
        if breaks:  # the narrowest room that needs no more lines, so that no widow stands on the last
            rooms = range(floor(room / 2), ceil(room), 4)
            breaks = next((even for r in rooms if len(even := _breaks(widths, r)) == len(breaks)), breaks)
        return [" ".join(words[a:b]) for a, b in pairwise([0, *breaks, len(words)])]

    def text(self, x: float, y: float, lines: Sequence[str], ink: Ink, anchor: Anchor = "start") -> None:
        """Write one label, in lines, the first one's baseline at `y`."""
        from matplotlib.patheffects import withStroke
        from matplotlib.text import Text

        self._texts += 1
        self.said.append(" ".join(lines))
        for line in lines:
            label = Text(
                x, y, line,
                fontproperties=self._face, ha=_ANCHORS[anchor], va="baseline",
                parse_math=False,  # else "$" starts a formula
                **self._common(ink),
            )  # fmt: skip
            label.set_gid(f"text{self._texts}")  # tells `svg.translate` which lines are one label
            if self._colours and ink is Ink.HALO:
                label.set_path_effects([withStroke(linewidth=4 * self._scale, foreground=self._colours[Ink.PAPER])])
            self._figure.add_artist(label)
            y += self.form.pitch

    def path(self, points: Sequence[Point], ink: Ink, width: float, dash: Dash = ()) -> None:
        """Draw straight lines through the points, `width` units thick."""
        from matplotlib.lines import Line2D

        xs, ys = zip(*points, strict=True)
        dashes: Any = (0, tuple(length * self._scale for length in dash)) if dash else "-"
        line = Line2D(xs, ys, linewidth=width * self._scale, linestyle=dashes, **self._common(ink))
        self._figure.add_artist(line)

    def box(self, left: float, top: float, width: float, height: float, ink: Ink) -> None:
        """Fill a rectangle."""
        from matplotlib.patches import Rectangle

        common = self._common(ink)
        colour = common.pop("color")
        looks: dict[str, Any] = {"facecolor": colour, "linewidth": 0}
        if self._colours and ink in _HATCHES:
            looks = {"facecolor": "none", "edgecolor": colour, "linewidth": 1, "hatch": _HATCHES[ink]}
        self._figure.add_artist(Rectangle((left, top), width, height, **looks, **common))

    def dots(self, points: Sequence[Point], radius: float, ink: Ink) -> None:
        """Draw a disc at each point."""
        from matplotlib.lines import Line2D

        xs, ys = zip(*points, strict=True)
        marker: dict[str, Any] = {"marker": "o", "markersize": radius * 2 * self._scale, "markeredgewidth": 0}
        if self._colours and ink in OPENS:
            marker |= {"markerfacecolor": self._colours[Ink.PAPER], "markeredgewidth": 2 * self._scale}
        self._figure.add_artist(Line2D(xs, ys, linestyle="", **marker, **self._common(ink)))

    def shapes(self, points: Sequence[Point], radius: float, series: int) -> None:
        """Mark each point by the shape of its series."""
        from matplotlib.patches import Polygon

        if not SHAPES[series]:
            self.dots(points, radius, DOTS[series])
            return
        for x, y in points:
            around = [(x + radius * dx, y + radius * dy) for dx, dy in SHAPES[series]]
            self._figure.add_artist(Polygon(around, linewidth=0, **self._common(DOTS[series])))

    def svg(self, height: float) -> bytes:
        """What matplotlib makes of the sheet, `height` units high: a whole SVG file, in sentinel colours."""
        self._figure.set_size_inches(self.form.width / 72, height / 72)
        self._turn.translate(0, height)
        file = BytesIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        self._figure.savefig(file, format="svg", metadata=nothing)
        return file.getvalue()


_HATCHES = {Ink.BAR_2: "////", Ink.BAR_3: "", Ink.BAR_4: "..."}
"""How the fills that are patterns in a page look in a picture."""
