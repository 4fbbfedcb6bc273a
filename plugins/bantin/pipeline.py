"""Release → bulletin. Pure: no clock, no randomness, no files; all that goes in and comes out can be pickled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bantin.charts.plan import plan_charts, plan_trends
from bantin.charts.sparkline import sparkline
from bantin.editorial import Byline, EditorFile, Standing
from bantin.errors import Problem, ProblemsFound
from bantin.facts.facts import Facts
from bantin.ingest.archive import Archive, Folder
from bantin.ingest.authors import People
from bantin.ingest.phrases import phrases_of
from bantin.ingest.standing import held_until
from bantin.model import Bulletin, Chart, Words, figures_in
from bantin.story.default import story_for
from bantin.story.story import Story, noted, told
from bantin.story.wording import headlines
from bantin.story.words import Placing
from bantin.vietnamese import slug

NOBODY = People()


@dataclass(frozen=True, slots=True)
class Series:
    """One dataset's folder, its bulletins in time order, charts of its whole history, and its newest periods as SVG.

    `problems` are those of editors' words.
    """

    folder: Folder
    bulletins: tuple[Bulletin, ...]
    trends: tuple[Chart, ...] = ()
    sparkline: str = ""
    problems: tuple[Problem, ...] = ()


class Workshop(Protocol):
    """Where bulletins are made: in several processes, or not again."""

    def series(self, folder: Folder, signers: tuple[tuple[Byline, ...], ...]) -> Series:
        """A dataset's; `signers` sign each of its bulletins.

        Raises:
            ProblemsFound: when a story cannot be told.
        """


def make_bulletin(
    story: Story,
    facts: Facts,
    editor: EditorFile | None,
    problems: list[Problem],
    signers: tuple[Byline, ...] | None = None,
    now: datetime | None = None,
) -> Bulletin:
    """The bulletin of the facts' release, with what the editor added; signed as the editor says, unless told by whom.

    What is wrong with the editor's words is added to the problems. `now` says what is still held back.

    Raises:
        ProblemsFound: when the story cannot be told of these facts.
    """
    dataset, release = facts.dataset, facts.release
    telling, charts, glance = told(story, facts), plan_charts(facts), headlines(facts)
    words: tuple[Words, ...] = ()
    if editor:
        lines = (
            telling.title,
            telling.lead,
            *telling.body,
            *(line for row in glance for line in (row.value, row.change)),
        )
        printed = (*figures_in(lines), *(figure for chart in charts for figure in chart.printed))
        placing = Placing(editor, facts, printed, phrases_of(dataset, facts.codelists), problems)
        telling, words = placing.telling(telling), placing.words(telling)
        for text in (editor.photo.caption, editor.photo.alt) if editor.photo else ():
            placing.look(text)
    telling = noted(telling, facts)
    return Bulletin(
        dataset=dataset.slug,
        period=release.period,
        files=release.files,
        source=dataset.source,
        category=dataset.category,
        published=(editor and editor.published) or dataset.period.due_at(release.period),
        title=telling.title,
        lead=telling.lead,
        body=telling.body,
        charts=charts,
        headlines=glance,
        bylines=NOBODY.signed(editor.bylines if editor else (), dataset.source) if signers is None else signers,
        photo=editor.photo if editor else None,
        words=words,
        tags=_once((*dataset.tags, *(editor.tags if editor else ()))),
        corrections=editor.corrections if editor else (),
        is_draft=editor is not None and editor.standing is Standing.DRAFT,
        held_until=held_until(editor, now) if editor else None,
    )


def _once(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags without those that are another one's in a different spelling."""
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(slug(tag), tag)
    return tuple(found.values())


def make_all(archive: Archive, workshop: Workshop | None = None) -> tuple[Series, ...]:
    """Every bulletin of the archive; with a workshop only those that it does not have are made.

    Raises:
        ProblemsFound: with all problems of data, editors' files and stories, when one is an error.
    """
    problems = list(archive.problems)
    made, people = [], archive.people
    for folder in archive.folders:
        try:
            made.append(make_series(folder, people, workshop))
            problems.extend(made[-1].problems)
        except ProblemsFound as found:
            problems.extend(found.problems)
    if any(problem.is_error for problem in problems):
        raise ProblemsFound(problems)
    return tuple(made)


def problems_of(archive: Archive) -> tuple[Problem, ...]:
    """All problems of data, editors' files and stories, warnings too."""
    try:
        made = make_all(archive)
    except ProblemsFound as found:
        return found.problems
    return (*archive.problems, *(problem for series in made for problem in series.problems))


def make_series(folder: Folder, people: People, workshop: Workshop | None = None) -> Series:
    """A dataset's bulletins and what its own page draws.

    Raises:
        ProblemsFound: with the faults of its story.
    """
    if workshop is None:
        whole = Batch(folder, 0, len(folder.releases), tuple(_signers(folder, people)))
        made, ends = make_batch(whole), trends_of(folder)
        problems = tuple(problem for own in made for problem in own.problems)
        return Series(folder, tuple(own.bulletin for own in made), *ends, problems)
    story_for(folder)  # what is wrong with it is told even if no bulletin has to be made
    return workshop.series(folder, tuple(_signers(folder, people)))


@dataclass(frozen=True, slots=True)
class Made:
    """A bulletin, and what is wrong with its editor's words."""

    bulletin: Bulletin
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """The bulletins of a folder from number `start` up to `end`; `signers` sign those of all its releases."""

    folder: Folder
    start: int
    end: int
    signers: tuple[tuple[Byline, ...], ...]

    @property
    def alone(self) -> Batch:
        """The same, with no more of the folder than it takes, and with that read: to be sent elsewhere."""
        own, needed = self.folder, self.folder.releases[: self.end]
        days = {release.period.last for release in needed[self.start :]}
        editors = {last: file for last, file in own.editor_files.items() if last in days}
        read = tuple(replace(one, observations={**one.observations}, ranks={**one.ranks}) for one in needed)
        return replace(self, folder=replace(own, releases=read, editor_files=editors, issues={}, prints=()))


def make_batch(batch: Batch) -> list[Made]:
    """The bulletins of a batch, in time order.

    Raises:
        ProblemsFound: when a story cannot be told.
    """
    folder, found = batch.folder, []
    story_of, shared = story_for(folder), dict[object, object]()
    for number in range(batch.start, batch.end):
        release, problems = folder.releases[number], list[Problem]()
        facts = Facts(folder.dataset, folder.codelists, release, folder.releases[: number + 1], shared)
        editor = folder.editor_files.get(release.period.last)
        bulletin = make_bulletin(story_of(facts), facts, editor, problems, batch.signers[number], folder.audience.now)
        found.append(Made(bulletin, tuple(problems)))
    return found


def trends_of(folder: Folder) -> tuple[tuple[Chart, ...], str]:
    """The charts of a dataset's whole history, and its first indicator's newest periods drawn small."""
    if not folder.releases:
        return (), ""
    facts = Facts(folder.dataset, folder.codelists, folder.releases[-1], folder.releases)
    return plan_trends(facts), "".join(sparkline(facts, *headline.of) for headline in headlines(facts)[:1])


def _signers(folder: Folder, people: People) -> Iterator[tuple[Byline, ...]]:
    """Who signs each bulletin."""
    for release in folder.releases:
        editor = folder.editor_files.get(release.period.last)
        yield people.signed(editor.bylines if editor else (), folder.dataset.source)
