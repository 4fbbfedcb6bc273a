"""Release → bulletin. Pure: no clock, no randomness, no files; all that goes in and comes out can be pickled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bantin.charts.plan import plan_charts, plan_trends
from bantin.charts.sparkline import sparkline
from bantin.editorial import EditorFile, Standing
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


def make_bulletin(
    story: Story,
    facts: Facts,
    editor: EditorFile | None,
    problems: list[Problem],
    people: People = NOBODY,
    now: datetime | None = None,
) -> Bulletin:
    """The bulletin of the facts' release, with what the editor added; signed by the source if by nobody who wrote it.

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
        bylines=people.signed(editor.bylines if editor else (), dataset.source),
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


def make_all(archive: Archive) -> tuple[Series, ...]:
    """Every bulletin of the archive.

    Raises:
        ProblemsFound: with all problems of data, editors' files and stories, when one is an error.
    """
    problems = list(archive.problems)
    made, people = [], archive.people
    for folder in archive.folders:
        try:
            made.append(_series(folder, people))
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


def _series(folder: Folder, people: People) -> Series:
    story_of = story_for(folder)
    shared: dict[object, object] = {}
    problems: list[Problem] = []
    bulletins: list[Bulletin] = []
    trends: tuple[Chart, ...] = ()
    small = ""
    for end, release in enumerate(folder.releases, start=1):
        facts = Facts(folder.dataset, folder.codelists, release, folder.releases[:end], shared)
        editor = folder.editor_files.get(release.period.last)
        bulletins.append(make_bulletin(story_of(facts), facts, editor, problems, people, folder.audience.now))
        if end == len(folder.releases):
            trends = plan_trends(facts)
            small = "".join(sparkline(facts, *headline.of) for headline in bulletins[-1].headlines[:1])
    return Series(folder, tuple(bulletins), trends, small, tuple(problems))
