"""What every case starts from: a dataset's last release, all its figures known, and one before it a little lower."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from bantin.facts.facts import Facts
from bantin.ingest.archive import Folder
from bantin.ingest.codelist import Codelist
from bantin.ingest.dataset import Dataset
from bantin.ingest.derive import derive
from bantin.ingest.rules import AREA
from bantin.model import Bulletin, Figure, Line, Period, Release, Status
from bantin.pipeline import make_bulletin
from bantin.review.draft import Draft, Key
from bantin.story.default import story_for
from bantin.story.story import Story, read_story, tell

CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
COMPARISONS = frozenset({"change", "percent", "direction", "streak"})
SIZES = frozenset({"change", "percent"})
FEW = 3
"""Counts that a story speaks of are at least so many to begin with: none is one, and none was nought before."""


@dataclass(frozen=True)
class Ground:
    """A dataset and its story, and the two releases that cases change: `now`, and `before`, all figures lower."""

    folder: Folder
    story_for: Callable[[Facts], Story]
    now: Release
    older: tuple[Release, ...]

    @property
    def dataset(self) -> Dataset:
        """The dataset's declaration."""
        return self.folder.dataset

    def draft(self) -> Draft:
        """The last release, to be changed."""
        return Draft(self.dataset, self.folder.codelists, self.now)

    def moved(self, ways: Mapping[Key, int]) -> Draft:
        """The release before, its figures higher (1), lower (-1) or the same as now; to be changed further."""
        made = self.draft()
        made.move({key: min(way, 0) if made.rules[key[0]].grows else way for key, way in ways.items()})
        made.settle()
        return made

    def all_moved(self, way: int) -> Draft:
        """The release before, every figure higher or lower than now."""
        return self.moved(dict.fromkeys(self.now.observations, way))

    @cached_property
    def before(self) -> Release:
        """The release before as it usually is: every figure a little lower."""
        return self.finished_before(self.all_moved(-1))

    def finished_before(self, draft: Draft) -> Release:
        """A changed release as that of the period before."""
        period = self.dataset.period.ending(self.dataset.period.previous(self.now.period))
        return draft.finish(period or self.now.period)

    def facts(
        self,
        history: tuple[Release, ...],
        dataset: Dataset | None = None,
        codelists: Mapping[str, Codelist] | None = None,
    ) -> Facts:
        """The facts of the last of these releases, what is computed being computed anew."""
        own, lists = dataset or self.dataset, codelists or self.folder.codelists
        derived = derive(history, own, lists[AREA])
        return Facts(own, lists, derived[-1], derived)

    def tell(self, facts: Facts) -> Bulletin:
        """The bulletin of the facts. Raises ProblemsFound when the story cannot be told of them."""
        return make_bulletin(self.story_for(facts), facts, None, [])

    def tell_nothing(self, facts: Facts) -> tuple[Line, Line]:
        """Title and lead of a story that says nothing: what stands in for the story's own."""
        title, lead, _ = tell(read_story("Tiêu đề:\n---\n", self.folder.story_file, ()), facts)
        return title, lead

    # What the story speaks of ---------------------------------------------------------------------------

    @cached_property
    def usual(self) -> Facts:
        """The facts of the last release, all known and a little higher than the one before."""
        return self.facts((*self.older, self.before, self.now))

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that the story prints then."""
        bulletin = self.tell(self.usual)
        lines = (bulletin.title, bulletin.lead, *bulletin.body)
        return tuple(part for line in lines for part in line if isinstance(part, Figure))

    @cached_property
    def subjects(self) -> tuple[Key, ...]:
        """What the story speaks of, as far as it stands in files: indicators of the whole, or of items."""
        draft = self.draft()
        words = set(re.findall(r"\w+", " ".join(CODE.findall(self.folder.story))))
        named = [name for name in self.dataset.indicators if name in words]
        printed = [(figure.indicator, figure.area) for figure in self.figures if figure.operation == "level"]
        wanted = [*((name, self.now.area) for name in named), *printed]
        keys = [
            (source, code)
            for name, code in wanted
            if name in self.dataset.indicators
            for source in self.dataset.indicators[name].sources or (name,)
        ]
        return tuple(key for key in dict.fromkeys(keys) if draft.value(*key) is not None)

    @cached_property
    def compared(self) -> tuple[Key, ...]:
        """Of the subjects those that the story compares with the period before."""
        said = {(figure.indicator, figure.area) for figure in self.figures if figure.operation in COMPARISONS}
        return tuple(key for key in self.subjects if key in said)

    @cached_property
    def measured(self) -> tuple[Key, ...]:
        """Of those the ones of which the story says by how much they moved."""
        said = {(figure.indicator, figure.area) for figure in self.figures if figure.operation in SIZES}
        return tuple(key for key in self.compared if key in said)

    @cached_property
    def ranked(self) -> dict[str, int]:
        """The indicators of which the story says who leads, and how many places it names."""
        found: dict[str, int] = {}
        for figure in self.figures:
            if figure.operation == "leader" and figure.against[0] == "cao nhất" and figure.value > 0:
                sources = self.dataset.indicators[figure.indicator].sources
                if not sources:
                    found[figure.indicator] = found.get(figure.indicator, 0) + 1
        return found


def make_ground(folder: Folder) -> Ground:
    """What the cases of a dataset start from; without a release, one is made of its declaration alone.

    Its charts are left out: no case is told by them.
    """
    folder = replace(folder, dataset=folder.dataset.model_copy(update={"charts": ()}))
    releases = folder.releases
    last = releases[-1] if releases else _invented(folder)
    draft = Draft(folder.dataset, folder.codelists, last)
    earlier = [Draft(folder.dataset, folder.codelists, release) for release in reversed(releases[:-1])]
    for name in draft.rules:
        is_nought = not any(draft.value(name, code) for code in draft.codes(name))
        for code in draft.codes(name):
            _complete(draft, earlier, (name, code), is_nought=is_nought)
    draft.settle()
    now = draft.finish()
    before = folder.dataset.period.previous(now.period)
    older = tuple(release for release in releases if release.period.last < before)
    return _with_enough(Ground(folder, story_for(folder), now, older))


def _with_enough(ground: Ground) -> Ground:
    """The same with no count so small that a case would hold of it to begin with."""
    draft = ground.draft()
    for key in ground.subjects:
        draft.lift(*key, FEW)
    draft.settle()
    if draft.seen == dict(ground.now.observations):
        return ground
    for name in draft.rules:
        draft.rank_anew(name)
    return replace(ground, now=draft.finish())


def _complete(draft: Draft, earlier: list[Draft], key: Key, *, is_nought: bool) -> None:
    """Make a figure known, final and, if all of the indicator are nought, above it: as it last was, or as it may be."""
    name, code = key
    seen, value = draft.seen.get(key), draft.value(*key)
    if seen and seen.status is Status.NOT_APPLICABLE:
        return
    if seen and seen.status is Status.PROVISIONAL:
        draft.seen[key] = replace(seen, status=Status.REPORTED if value else Status.ZERO)
    if value is None or is_nought:
        known = next((was for old in earlier if (was := old.value(*key)) or (was is not None and not is_nought)), None)
        if known is not None:
            draft.put(name, code, known)
        elif code == draft.release.area or (is_nought and value is not None and code in draft.codes(name)[:2]):
            draft.put(name, code, _usual_value(draft.dataset, name, 0))


def _invented(folder: Folder) -> Release:
    """A release for a dataset that has none: plausible figures for every row that it should have."""
    dataset, areas = folder.dataset, folder.codelists[AREA]
    area = areas.items[dataset.area]
    day = max(dataset.period.example(), area.valid_from or date.min)
    if area.valid_to and day > area.valid_to:
        day = area.valid_to - timedelta(days=400)
    period: Period | None = None
    while period is None:
        period, day = dataset.period.ending(day), day + timedelta(days=1)
    whole = areas.on(dataset.area, period.last) or area
    file = f"data/{dataset.slug}/{period.last}.csv"
    draft = Draft(dataset, folder.codelists, Release(dataset.slug, period, whole.code, (file,), {}, {}))
    for name in draft.rules:
        for position, code in enumerate(draft.codes(name)):
            draft.put(name, code, _usual_value(dataset, name, position))
    draft.settle()
    return draft.finish()


def _usual_value(dataset: Dataset, name: str, position: int) -> int:
    """A figure where none is known: a part is half of its whole, and each item has less than the one before it."""
    rule, depth = dataset.indicators[name], 0
    while rule.part_of and depth < len(dataset.indicators):
        rule, depth = dataset.indicators[rule.part_of], depth + 1
    if rule.unit_first:
        return 1 + position % 4
    return (90 - position % 50) // (depth + 1) if rule.unit == "%" else max(2, (1000 - 20 * position)) >> depth
