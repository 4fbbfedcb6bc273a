"""How charts are drawn: the two forms, the inks, and the sheet that painters draw on.

One unit is one CSS pixel at the drawing's own size; x grows to the right and y downwards, as in SVG.
matplotlib is imported only when a sheet is made: most builds draw nothing.

What the theme's CSS has to give each class (`style` attributes are forbidden by the site's policy):

| class | on | property |
| --- | --- | --- |
| `ink`, `muted` | text | fill |
| `muted`, `grid`, `line` | path | stroke (`fill="none"` is in the drawing) |
| `bar`, `bar-now` | path | fill |
| `dot` | circle | fill |
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
    from collections.abc import Sequence

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]


class Ink(StrEnum):
    """The CSS classes of a drawing; each is drawn in a colour of its own that only stands for the class."""

    TEXT = "ink"
    MUTED = "muted"
    BAR = "bar"
    BAR_NOW = "bar-now"
    LINE = "line"
    DOT = "dot"
    HALO = "ink halo"
    GRID = "grid"

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

_ANCHORS = {"start": "left", "middle": "center", "end": "right"}


@cache
def _font() -> Path:
    """Matplotlib's own copy, since another version of the font may be installed on the machine."""
    import matplotlib as mpl

    return Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


@cache
def _advance(letter: str) -> float:
    """How far a letter moves the next, at size 1. matplotlib's own measuring of a text takes 0.4 ms."""
    from matplotlib.font_manager import get_font
    from matplotlib.ft2font import LoadFlags

    font = get_font(_font())
    font.set_size(100, 72)
    return font.load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 100


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
    """An empty drawing of one form: painters put marks on it, and `svg` gives what matplotlib makes of it."""

    def __init__(self, form: Form) -> None:
        from matplotlib.figure import Figure
        from matplotlib.font_manager import FontProperties
        from matplotlib.transforms import Affine2D

        self.form = form
        self._face = FontProperties(fname=_font(), size=form.size)
        self._figure = Figure(dpi=72, frameon=False)  # 72: a point is a unit
        self._turn = Affine2D().scale(1, -1)
        self._texts = 0

    @property
    def _common(self) -> dict[str, Any]:
        return {"transform": self._turn, "clip_on": False}

    def measure(self, text: str) -> int:
        """The width of one line of text in units, rounded up; DejaVu Sans is wider than most system fonts."""
        return ceil(self.form.size * sum(map(_advance, text)))

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
        from matplotlib.text import Text

        self._texts += 1
        for line in lines:
            label = Text(
                x, y, line,
                color=ink.sentinel, fontproperties=self._face, ha=_ANCHORS[anchor], va="baseline",
                parse_math=False,  # else "$" starts a formula
                **self._common,
            )  # fmt: skip
            label.set_gid(f"text{self._texts}")  # tells `svg.translate` which lines are one label
            self._figure.add_artist(label)
            y += self.form.pitch

    def path(self, points: Sequence[Point], ink: Ink, width: float, *, dashed: bool = False) -> None:
        """Draw straight lines through the points, `width` units thick."""
        from matplotlib.lines import Line2D

        xs, ys = zip(*points, strict=True)
        dashes: Any = (0, (2, 4)) if dashed else "-"
        line = Line2D(xs, ys, color=ink.sentinel, linewidth=width, linestyle=dashes, **self._common)
        self._figure.add_artist(line)

    def box(self, left: float, top: float, width: float, height: float, ink: Ink) -> None:
        """Fill a rectangle."""
        from matplotlib.patches import Rectangle

        self._figure.add_artist(
            Rectangle((left, top), width, height, facecolor=ink.sentinel, linewidth=0, **self._common)
        )

    def dots(self, points: Sequence[Point], radius: float, ink: Ink) -> None:
        """Draw a disc at each point."""
        from matplotlib.lines import Line2D

        xs, ys = zip(*points, strict=True)
        marker: dict[str, Any] = {"marker": "o", "markersize": radius * 2, "markeredgewidth": 0}
        self._figure.add_artist(Line2D(xs, ys, color=ink.sentinel, linestyle="", **marker, **self._common))

    def svg(self, height: float) -> bytes:
        """What matplotlib makes of the sheet, `height` units high: a whole SVG file, in sentinel colours."""
        self._figure.set_size_inches(self.form.width / 72, height / 72)
        self._turn.translate(0, height)
        file = BytesIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        self._figure.savefig(file, format="svg", metadata=nothing)
        return file.getvalue()
