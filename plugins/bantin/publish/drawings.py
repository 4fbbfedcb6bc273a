"""Charts and pictures drawn once: kept in a folder by their content, the missing ones drawn in several processes.

The folder may be thrown away at any time. What was drawn by another version of the program is not used.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import tempfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import bantin.charts
from bantin.charts.draw import Drawing
from bantin.charts.poster import Poster
from bantin.charts.several import Job, draw_all
from bantin.charts.sketch import Sketch

logger = logging.getLogger("bantin")

DRAWN_BY = ("matplotlib", "pillow", "lxml", "numpy")
_TOLD_EVERY = 25


class Drawings:
    """The drawings of one build. `folder` keeps those of all builds."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.folder, self.workers = folder / _style(), workers
        self._unkept: dict[str, bytes] = {}

    def prepare(self, jobs: Iterable[Job]) -> None:
        """Draw what is not kept yet, and tell how far it is."""
        missing = list({job.key: job for job in jobs if self._kept(job) is None}.values())
        if not missing:
            return
        self._drop_others()
        logger.info("Vẽ %d biểu đồ và ảnh, bằng %d tiến trình", len(missing), self.workers)
        for number, (job, content) in enumerate(zip(missing, draw_all(missing, self.workers), strict=True), start=1):
            self._keep(job, content)
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
        kept = self._kept(job)
        if kept is None:
            self.prepare([job])
            kept = self._kept(job) or b""
        return kept

    def _path(self, job: Job) -> Path:
        return self.folder / job.key[:2] / job.key

    def _kept(self, job: Job) -> bytes | None:
        """What is kept of a job; what was damaged on the way is not."""
        if job.key in self._unkept:
            return self._unkept[job.key]
        try:
            seal, _, content = self._path(job).read_bytes().partition(b"\n")
        except OSError:
            return None
        return content if seal == _seal(content) else None

    def _keep(self, job: Job, content: bytes) -> None:
        """Keep a drawing, whole or not at all, whoever else is keeping it at the same time; if need be in memory."""
        path = self._path(job)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(_seal(content) + b"\n" + content)
            Path(name).replace(path)
        except OSError as fault:
            if not self._unkept:  # told, but no reason to stop a publication
                logger.info("Không giữ lại được biểu đồ đã vẽ trong %s (%s); lần sau phải vẽ lại.", path.parent, fault)
            self._unkept[job.key] = content

    def _drop_others(self) -> None:
        """Drawings of another version will not be asked for again."""
        for other in self.folder.parent.glob("*"):
            if other != self.folder:
                shutil.rmtree(other, ignore_errors=True)


def _seal(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _style() -> str:
    """What besides the job a drawing follows from: our code, and the libraries that draw."""
    sources = sorted(file for folder in bantin.charts.__path__ for file in Path(folder).glob("*.py"))
    digest = hashlib.sha256(repr([version(name) for name in DRAWN_BY]).encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
