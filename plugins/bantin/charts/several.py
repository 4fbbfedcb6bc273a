"""Many drawings at once, in several processes: the same bytes in any number of them."""

from __future__ import annotations

import gc
import multiprocessing
import sys
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from importlib import import_module

from bantin.charts.draw import draw
from bantin.charts.poster import Poster, draw_poster
from bantin.charts.sketch import Sketch

Job = Sketch | Poster
FEWEST = 6
"""For fewer jobs starting a process costs more than it saves."""
_BATCHES = 20  # for each process, so that none waits long for the others at the end


def made(job: Job) -> bytes:
    """What a job comes to: a picture as PNG, or a chart's two forms, each on a line."""
    if isinstance(job, Poster):
        return draw_poster(job)
    drawing = draw(job)
    return f"{drawing.wide}\n{drawing.narrow}".encode()


def draw_all(jobs: Sequence[Job], workers: int) -> Iterator[bytes]:
    """What each job comes to, in their order, drawn by so many processes. Raises `ChartError` as `draw` does."""
    if workers < 2 or len(jobs) < FEWEST:
        yield from map(made, jobs)
        return
    with _processes(workers) as pool:
        yield from pool.map(made, jobs, chunksize=max(1, len(jobs) // (workers * _BATCHES)))


def _processes(workers: int) -> Executor:
    """Processes to draw in: forked with the library loaded where that is safe, else started anew."""
    if sys.platform != "linux":
        return ProcessPoolExecutor(workers)
    import_module("matplotlib.figure")  # loaded once, before the processes part
    import_module("matplotlib.backends.backend_svg")

    with warnings.catch_warnings():
        # Python warns of forking beside threads; numpy's own sleep, and know of forks.
        warnings.simplefilter("ignore", DeprecationWarning)
        pool = ProcessPoolExecutor(workers, multiprocessing.get_context("fork"))
        gc.freeze()  # else each process copies the pages that its first collection looks at
        for started in [pool.submit(int) for _ in range(workers)]:
            started.result()
        gc.unfreeze()
    return pool
