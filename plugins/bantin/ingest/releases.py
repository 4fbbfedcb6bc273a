"""The releases of one dataset while they are read; those that a memo has are not read again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path

from bantin.errors import Problem
from bantin.ingest.checks import Checker
from bantin.ingest.codelist import Codelist
from bantin.ingest.dataset import Dataset
from bantin.ingest.derive import derive
from bantin.ingest.reader import Reader
from bantin.ingest.release import read_release
from bantin.ingest.rules import AREA
from bantin.later import Kept, LaterMapping
from bantin.memo import Memo, fingerprint
from bantin.model import Period, Release

READ, DERIVED, BETWEEN = "read", "release", "between"
"""What the memo has of releases: as read, with what is computed, and what is wrong between one and the next."""


@dataclass(frozen=True, slots=True)
class Read:
    """What files came to: a release, or what is wrong with them, or a release and what is worth a look."""

    release: Release | None
    problems: tuple[Problem, ...]


class Releases:
    """Filled by `add` and `read`, then taken in time order.

    A release is told apart by what was read and by what was declared; in `derived`, also by all those before it.
    """

    def __init__(self, reader: Reader, dataset: Dataset, codelists: Mapping[str, Codelist]) -> None:
        self._reader, self._dataset, self._codelists = reader, dataset, codelists
        self._memo: Memo | None = reader.memo
        self._base = fingerprint(dataset.model_dump_json(), repr(codelists)) if self._memo else ""
        self._found: dict[date, tuple[Release, str]] = {}

    def add(self, release: Release) -> None:
        """Add one that was read otherwise."""
        mark = fingerprint(self._base, repr(release)) if self._memo else ""
        self._found[release.period.last] = release, mark

    def read(self, files: Mapping[str, Path], period: Period) -> None:
        """Read the files by table, unless the same ones have been; what is wrong is noted."""
        named = {table: (path, self._reader.named(path)) for table, path in files.items()}
        if self._memo is None:
            found, mark = self._read(named, period), ""
        else:
            marks = [(table, file, self._memo.files.print_of(path)) for table, (path, file) in sorted(named.items())]
            mark = fingerprint(self._base, period, marks)
            found = self._memo.made(READ, mark, lambda: self._read(named, period))
        self._reader.problems.extend(found.problems)
        if found.release:
            release = light(found.release, self._memo.later(READ, mark), "release.") if self._memo else found.release
            self._found[period.last] = release, mark

    def _read(self, named: Mapping[str, tuple[Path, str]], period: Period) -> Read:
        for file in dict.fromkeys(file for _, file in named.values()):
            self._reader.progress(f"Đọc {file}")
        release, problems = read_release(named, self._dataset, self._codelists, period)
        return Read(release, tuple(problems))

    def derived(self, without: Collection[date]) -> tuple[tuple[Release, ...], tuple[str, ...], tuple[Problem, ...]]:
        """The releases in time order with what is computed, but for those days; their marks; what is wrong between."""
        days = [last for last in sorted(self._found) if last not in without]
        raw, codelist = [self._found[last][0] for last in days], self._codelists[AREA]
        if self._memo is None:
            made = derive(raw, self._dataset, codelist)
            return made, (), tuple(problem for pair in pairwise(made) for problem in self._between(*pair))
        memo, marks, before = self._memo, list[str](), ""
        for last in days:
            marks.append(before := fingerprint(before, self._found[last][1]))
        if any(memo.content(DERIVED, mark) is None for mark in marks):
            for release, mark in zip(derive(raw, self._dataset, codelist), marks, strict=True):
                if memo.content(DERIVED, mark) is None:
                    full = replace(release, observations={**release.observations}, ranks={**release.ranks})
                    memo.keep(DERIVED, mark, full)
        found = tuple(light(release, memo.later(DERIVED, mark)) for release, mark in zip(raw, marks, strict=True))
        problems = list[Problem]()
        for pair, mark in zip(pairwise(found), marks[1:], strict=True):
            problems += memo.made(BETWEEN, mark, partial(self._between, *pair))
        return found, tuple(marks), tuple(problems)

    def _between(self, before: Release, after: Release) -> tuple[Problem, ...]:
        return tuple(Checker(self._dataset, {}).between(before, after))


def light(release: Release, kept: Kept, within: str = "") -> Release:
    """The release without its observations and ranks, which are read when they are asked for."""
    later = LaterMapping(kept, f"{within}observations"), LaterMapping(kept, f"{within}ranks")
    return replace(release, observations=later[0], ranks=later[1])
