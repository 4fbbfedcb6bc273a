"""Where bulletins are made for a site: those that are kept are not made again, the others in several processes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bantin.editorial import Byline
from bantin.engine import BATCHES, Engine
from bantin.errors import Problem, ProblemsFound
from bantin.ingest.archive import Folder
from bantin.later import Kept, LaterLine, LaterTuple
from bantin.memo import Memo, fingerprint, written
from bantin.model import Bulletin, plain
from bantin.pipeline import Batch, Made, Series, make_batch, trends_of

BULLETIN, LIGHT, TRENDS = "bulletin", "light", "trends"
MOST_IN_A_BATCH = 25
LARGE = ("body", "charts", "headlines", "words")


@dataclass(frozen=True, slots=True)
class Written:
    """A bulletin as the memo keeps it; what is at hand without that; and what is wrong with its editor's words."""

    content: bytes
    title: str
    lead: str
    rest: Bulletin
    problems: tuple[Problem, ...]


class Workshop:
    """Makes what the memo does not have, by the engine."""

    def __init__(self, memo: Memo, engine: Engine) -> None:
        self.memo, self.engine = memo, engine

    def series(self, folder: Folder, signers: Sequence[tuple[Byline, ...]]) -> Series:
        """A dataset's bulletins, whose texts and charts are read when they are asked for.

        Raises:
            ProblemsFound: when a story cannot be told.
        """
        marks = marks_of(folder, signers)
        light: dict[str, tuple[Bulletin, tuple[Problem, ...]]] = {}
        for mark in marks:
            found = self.memo.load(LIGHT, mark)
            if found:
                light[mark] = found
        missing = [number for number, mark in enumerate(marks) if mark not in light]
        for number, own in zip(missing, self._made(folder, tuple(signers), missing), strict=True):
            mark = marks[number]
            found = later(own, self.memo.later(BULLETIN, mark)), own.problems
            self.memo.keep_all([(BULLETIN, mark, own.content), (LIGHT, mark, written(found))])
            light[mark] = found
        trends, small = self.memo.made(TRENDS, marks[-1], lambda: trends_of(folder)) if marks else ((), "")
        made = [light[mark] for mark in marks]
        problems = tuple(problem for _, own in made for problem in own)
        return Series(folder, tuple(bulletin for bulletin, _ in made), trends, small, problems)

    def _made(
        self, folder: Folder, signers: tuple[tuple[Byline, ...], ...], missing: Sequence[int]
    ) -> Iterator[Written]:
        batches = [Batch(folder, run.start, run.stop, signers) for run in runs(missing, self._size(len(missing)))]
        sent = (batch.alone for batch in batches) if self.engine.is_used(len(batches)) else iter(batches)
        for made in self.engine.map(write_batch, [*sent]):
            if isinstance(made, ProblemsFound):
                raise made
            yield from made

    def _size(self, missing: int) -> int:
        return max(1, min(MOST_IN_A_BATCH, missing // (self.engine.workers * BATCHES)))


def marks_of(folder: Folder, signers: Sequence[tuple[Byline, ...]]) -> list[str]:
    """What tells each bulletin apart: its data and all before it, what is declared, its story, editor and signers."""
    base = fingerprint(folder.dataset.model_dump_json(), repr(folder.codelists), folder.story, folder.story_file)
    found = []
    for release, own, signed in zip(folder.releases, folder.prints, signers, strict=True):
        editor, now = folder.editor_files.get(release.period.last), folder.audience.now
        held = bool(editor and now and editor.embargo and editor.embargo > now)
        dated = bool(editor and now and editor.published and editor.published > now)
        found.append(fingerprint(base, own, editor, signed, held, dated))
    return found


def write_batch(batch: Batch) -> list[Written] | ProblemsFound:
    """A batch made and written. What a story lacks is given back, as not every engine brings errors home whole."""
    try:
        return [_written(own) for own in make_batch(batch)]
    except ProblemsFound as found:
        return found


def _written(own: Made) -> Written:
    bulletin = own.bulletin
    bare = replace(bulletin, title=(), lead=(), body=(), charts=(), headlines=(), words=())
    return Written(written(bulletin), plain(bulletin.title), plain(bulletin.lead), bare, own.problems)


def later(own: Written, kept: Kept) -> Bulletin:
    """The bulletin whose large parts are read when they are asked for."""
    parts: dict[str, Any] = {name: LaterTuple(kept, name) for name in LARGE}
    parts |= {"title": LaterLine(kept, "title", own.title), "lead": LaterLine(kept, "lead", own.lead)}
    return replace(own.rest, **parts)


def runs(numbers: Sequence[int], most: int) -> Iterator[range]:
    """Numbers in ascending order as runs of neighbours, none longer than so many."""
    start = 0
    for end in range(1, len(numbers) + 1):
        if end == len(numbers) or numbers[end] != numbers[end - 1] + 1 or end - start == most:
            yield range(numbers[start], numbers[end - 1] + 1)
            start = end
