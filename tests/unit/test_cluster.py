"""On a real Dask cluster, a scheduler and two workers, the same bulletins and drawings are made as on one machine."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client

from bantin import engine as module
from bantin.charts.several import draw_all
from bantin.charts.sketch import sketch_of
from bantin.engine import Engine
from bantin.errors import BuildError
from bantin.ingest.archive import read_archive
from bantin.memo import Memo
from bantin.pipeline import make_all
from bantin.workshop import Workshop
from conftest import ROOT

TOGETHER = 60
"""Seconds within which a cluster must be there."""


class Cluster:
    """A scheduler and its workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file, self.workers = folder, folder / "scheduler.json", list[subprocess.Popen[bytes]]()
        self._scheduler = self._started("dask_scheduler", "--host=127.0.0.1", "--port=0", "--no-dashboard")
        end = time.monotonic() + TOGETHER
        while not self.address and time.monotonic() < end:
            time.sleep(0.1)

    @property
    def address(self) -> str:
        """Where the scheduler is."""
        try:
            return str(json.loads(self._file.read_text())["address"])
        except (OSError, ValueError):
            return ""

    def add(self, count: int) -> None:
        """Start more workers, and wait for them."""
        options = ("--nthreads=1", "--no-nanny", "--no-dashboard", f"--local-directory={self._folder}")
        self.workers += [self._started("dask_worker", *options) for _ in range(count)]
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(len(self.workers), timeout=TOGETHER)

    def _started(self, name: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{name}", f"--scheduler-file={self._file}", *options]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
        log = (self._folder / "log.txt").open("ab")
        with log:
            return subprocess.Popen(command, env=environment, cwd=self._folder, stdout=log, stderr=log)

    def stop(self) -> None:
        """End every process."""
        for process in (*self.workers, self._scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    own = Cluster(tmp_path_factory.mktemp("cluster"))
    yield own
    own.stop()


def test_a_cluster_without_workers_is_told_not_waited_for(cluster: Cluster) -> None:
    with pytest.raises(BuildError, match="chưa có máy nào làm việc"):
        [*Engine(2, cluster.address).map(len, ["a"])]


def test_the_same_is_made_on_a_cluster_one_of_whose_workers_dies(cluster: Cluster, tmp_path: Path) -> None:
    cluster.add(2)
    engine, memo = Engine(2, cluster.address), Memo(tmp_path / "memo.sqlite")
    workshop, made = Workshop(memo, engine), []
    try:
        for archive in [read_archive(ROOT / "data", ROOT / "content", memo=memo)]:
            made = [bulletin for series in make_all(archive, workshop) for bulletin in series.bulletins]
        plain = [
            bulletin
            for series in make_all(read_archive(ROOT / "data", ROOT / "content"))
            for bulletin in series.bulletins
        ]
        assert made == plain
        sketches = [sketch_of(chart) for bulletin in plain for chart in bulletin.charts]
        drawn = []
        for drawing in draw_all(sketches, engine):
            if len(drawn) == 3:
                cluster.workers[0].send_signal(signal.SIGKILL)
            drawn.append(drawing)
    finally:
        engine.close()
    assert cluster.workers[0].wait(10) == -signal.SIGKILL
    assert drawn == [*draw_all(sketches, Engine(1))]


def test_workers_of_another_version_are_refused(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(cluster.workers) == 2, "sau kiểm thử ở trên"
    monkeypatch.setattr(module, "program", lambda: "another")
    with pytest.raises(BuildError, match="có bản khác của chương trình"):
        [*Engine(2, cluster.address).map(len, ["a"])]


def test_a_cluster_that_is_not_there_is_told_with_its_remedy() -> None:
    with pytest.raises(BuildError, match=r"(?s)tcp://127\.0\.0\.1:1 .*bỏ BANTIN_EXECUTOR"):
        [*Engine(2, "tcp://127.0.0.1:1").map(len, ["a"])]
