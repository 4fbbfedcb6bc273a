"""Release → bulletin. Pure: no clock, no randomness, no files; all that goes in and comes out can be pickled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bantin.charts.plan import plan_charts, plan_trends
from bantin.charts.sparkline import sparkline
from bantin.editorial import EditorFile
from bantin.errors import Problem, ProblemsFound
from bantin.facts.facts import Facts
from bantin.ingest.archive import Archive, Folder
from bantin.ingest.authors import People
from bantin.model import Bulletin, Chart
from bantin.story.default import story_for
from bantin.story.story import Story, tell
from bantin.story.wording import headlines
from bantin.vietnamese import slug

NOBODY = People()


@dataclass(frozen=True, slots=True)
class Series:
    """One dataset's folder, its bulletins in time order, charts of its whole history, and its newest periods as SVG."""

    folder: Folder
    bulletins: tuple[Bulletin, ...]
    trends: tuple[Chart, ...] = ()
    sparkline: str = ""


def make_bulletin(story: Story, facts: Facts, editor: EditorFile | None, people: People = NOBODY) -> Bulletin:
    """The bulletin of the facts' release, with what the editor added; signed by the source if by nobody who wrote it.

    Raises:
        ProblemsFound: when the story cannot be told of these facts.
    """
    dataset, release = facts.dataset, facts.release
    title, lead, body = tell(story, facts)
    return Bulletin(
        dataset=dataset.slug,
        period=release.period,
        files=release.files,
        source=dataset.source,
        category=dataset.category,
        published=(editor and editor.published) or dataset.period.due_at(release.period),
        title=title,
        lead=lead,
        body=body,
        charts=plan_charts(facts),
        headlines=headlines(facts),
        bylines=people.signed(editor.bylines if editor else (), dataset.source),
        photo=editor.photo if editor else None,
        before=editor.before if editor else "",
        after=editor.after if editor else "",
        tags=_once((*dataset.tags, *(editor.tags if editor else ()))),
        corrections=editor.corrections if editor else (),
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
        except ProblemsFound as found:
            problems.extend(found.problems)
    if any(problem.is_error for problem in problems):
        raise ProblemsFound(problems)
    return tuple(made)


def problems_of(archive: Archive) -> tuple[Problem, ...]:
    """All problems of data, editors' files and stories, warnings too."""
    try:
        make_all(archive)
    except ProblemsFound as found:
        return found.problems
    return archive.problems


def _series(folder: Folder, people: People) -> Series:
    story_of = story_for(folder)
    shared: dict[object, object] = {}
    bulletins: list[Bulletin] = []
    trends: tuple[Chart, ...] = ()
    small = ""
    for end, release in enumerate(folder.releases, start=1):
        facts = Facts(folder.dataset, folder.codelists, release, folder.releases[:end], shared)
        editor = folder.editor_files.get(release.period.last)
        bulletins.append(make_bulletin(story_of(facts), facts, editor, people))
        if end == len(folder.releases):
            trends = plan_trends(facts)
            small = "".join(sparkline(facts, *headline.of) for headline in bulletins[-1].headlines[:1])
    return Series(folder, tuple(bulletins), trends, small)
