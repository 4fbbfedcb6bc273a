"""Many drawings at once, in several processes: the same bytes in any number of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bantin.charts.draw import draw
from bantin.charts.poster import Poster, draw_poster
from bantin.charts.sketch import Sketch
from bantin.engine import BATCHES, Engine

Job = Sketch | Poster


def made(job: Job) -> bytes:
    """What a job comes to: a picture as PNG, or a chart's two forms, each on a line."""
    if isinstance(job, Poster):
        return draw_poster(job)
    drawing = draw(job)
    return f"{drawing.wide}\n{drawing.narrow}".encode()


def draw_all(jobs: Sequence[Job], engine: Engine) -> Iterator[bytes]:
    """What each job comes to, in their order. Raises `ChartError` as `draw` does."""
    return engine.map(made, jobs, chunk=max(1, len(jobs) // (engine.workers * BATCHES)))
