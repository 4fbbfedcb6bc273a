"""Charts and pictures drawn once: kept by what they show, the missing ones drawn in several processes."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

import bantin.charts
from bantin.charts.draw import Drawing
from bantin.charts.poster import Poster
from bantin.charts.several import Job, draw_all
from bantin.charts.sketch import Sketch
from bantin.engine import Engine
from bantin.publish.kept import Kept

logger = logging.getLogger("bantin")

DRAWN_BY = ("matplotlib", "pillow", "lxml", "numpy")
_TOLD_EVERY = 25


class Drawings:
    """The drawings of one build. `folder` keeps those of all builds."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        sources = sorted(file for own in bantin.charts.__path__ for file in Path(own).glob("*.py"))
        self.kept, self.engine = Kept(folder, "charts", "biểu đồ đã vẽ", DRAWN_BY, sources), engine

    def prepare(self, jobs: Iterable[Job]) -> None:
        """Draw what is not kept yet, and tell how far it is."""
        missing = list({job.key: job for job in jobs if self.kept.get(job.key) is None}.values())
        if not missing:
            return
        self.kept.drop_others()
        logger.info("Vẽ %d biểu đồ và ảnh, bằng %d tiến trình", len(missing), self.engine.workers)
        for number, (job, content) in enumerate(zip(missing, draw_all(missing, self.engine), strict=True), start=1):
            self.kept.put(job.key, content)
            if number % _TOLD_EVERY == 0 or number == len(missing):
                logger.info("Đã vẽ %d/%d", number, len(missing))

    def drawing(self, sketch: Sketch) -> Drawing:
        """A chart's drawing."""
        wide, narrow = self._of(sketch).decode().split("\n")
        return Drawing(wide, narrow)

    def picture(self, poster: Poster) -> bytes:
        """A picture, as PNG."""
        return self._of(poster)

    def _of(self, job: Job) -> bytes:
        kept = self.kept.get(job.key)
        if kept is None:
            self.prepare([job])
            kept = self.kept.get(job.key) or b""
        return kept
