"""Where work is done beside this process: in processes of this machine, or on a Dask cluster; one small interface.

What goes out and comes back are values that can be pickled, and functions of modules; what comes back is the same, and
in the same order, wherever it was made.
"""

from __future__ import annotations

import gc
import multiprocessing
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from importlib import import_module
from typing import Any, TypeVar

from bantin.errors import BuildError
from bantin.memo import program

T = TypeVar("T")
R = TypeVar("R")
FEWEST = 6
"""For fewer pieces of work starting a process costs more than it saves."""
REMEDY = (
    "Cách sửa: bật cụm máy, cài trên mọi máy đúng bản này của chương trình và thư viện; "
    "hoặc bỏ BANTIN_EXECUTOR để dựng trên máy này."
)
BATCHES = 20
"""Into how many pieces the work of a process is cut, so that none waits long for the others at the end."""


class Engine:
    """Works in `workers` processes, or on the cluster whose scheduler has this address, such as `tcp://10.0.0.5:8786`.

    Nothing is started before it is needed; `close` ends what was.
    """

    def __init__(self, workers: int = 1, address: str = "") -> None:
        self.workers, self.address = max(1, workers), address
        self._executor: Executor | None = None
        self._client: Any = None

    def map(self, function: Callable[[T], R], tasks: Sequence[T], chunk: int = 1) -> Iterator[R]:
        """What the function makes of each task, in their order.

        Raises:
            BuildError: when the cluster cannot be used.
        """
        if not self.is_used(len(tasks)):
            yield from map(function, tasks)
            return
        yield from self.executor.map(function, tasks, **({} if self.address else {"chunksize": chunk}))

    def is_used(self, tasks: int) -> bool:
        """Whether so many tasks are done elsewhere than in this process."""
        return bool(self.address) or (self.workers > 1 and tasks >= FEWEST)

    @property
    def executor(self) -> Executor:
        """What does the work."""
        if self._executor is None:
            self._executor = self._cluster() if self.address else _drawing(self.workers)
        return self._executor

    def close(self) -> None:
        """Let go of processes and cluster; what is not begun is not done any more."""
        if self._executor is not None and not self.address:
            self._executor.shutdown(cancel_futures=True)
        if self._client is not None:
            self._client.close()
        self._executor = self._client = None

    def _cluster(self) -> Executor:
        from distributed import Client  # noqa: PLC0415 - half a second, for those who have a cluster

        try:
            self._client = Client(self.address, timeout="10s", set_as_default=False)  # type: ignore[no-untyped-call] # its own
            programs = self._client.run(_there)
        except Exception as fault:
            self.close()
            what = f"Không dùng được cụm máy {self.address} (BANTIN_EXECUTOR): {fault}."
            raise BuildError(f"{what}\n{REMEDY}") from fault
        others = sorted(name for name, own in programs.items() if own != program())
        if others or not programs:
            self.close()
            told = f"có bản khác của chương trình ở {', '.join(others)}" if others else "chưa có máy nào làm việc"
            raise BuildError(f"Cụm máy {self.address} (BANTIN_EXECUTOR) {told}.\n{REMEDY}")
        executor: Executor = self._client.get_executor(pure=False)
        return executor


def _there() -> str:
    """Which program a machine of the cluster has."""
    return program()


def _drawing(workers: int) -> Executor:
    """Processes that have the drawing library loaded."""
    import_module("matplotlib.figure")  # once, before the processes part
    import_module("matplotlib.backends.backend_svg")
    return _processes(workers)


def _processes(workers: int) -> Executor:
    """Processes that are forked where that is safe, else started anew."""
    if sys.platform != "linux":
        return ProcessPoolExecutor(workers)
    with warnings.catch_warnings():
        # Python warns of forking beside threads; numpy's own sleep, and know of forks.
        warnings.simplefilter("ignore", DeprecationWarning)
        pool = ProcessPoolExecutor(workers, multiprocessing.get_context("fork"))
        gc.freeze()  # else each process copies the pages that its first collection looks at
        for started in [pool.submit(int) for _ in range(workers)]:
            started.result()
        gc.unfreeze()
    return pool


_inherited: list[Callable[[Any], Any]] = []


def apart(function: Callable[[T], R], tasks: Sequence[T], workers: int) -> list[R]:
    """What the function makes of each task, in their order, in processes that are forked for it.

    It may be any function with whatever it holds, for nothing of it is sent; what comes back must be picklable. Where
    processes cannot be forked, or are not worth it, this process does all.
    """
    if sys.platform != "linux" or workers < 2 or len(tasks) < workers * BATCHES:
        return [*map(function, tasks)]
    _inherited.append(function)
    try:
        with _processes(workers) as pool:
            return [*pool.map(_call, tasks, chunksize=max(1, len(tasks) // (workers * BATCHES)))]
    finally:
        _inherited.pop()


def _call(task: Any) -> Any:  # noqa: ANN401 - whatever the function takes and gives
    return _inherited[-1](task)
