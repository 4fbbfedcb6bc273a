"""Each case told: the bulletin that readers would get, what is altered for it, and what is wrong with its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bantin.errors import ProblemsFound
from bantin.facts.facts import Facts
from bantin.ingest.archive import Folder
from bantin.ingest.dataset import Dataset
from bantin.model import Bulletin, Line, Release, Status, plain
from bantin.review.cases import CASES, Case
from bantin.review.draft import Key
from bantin.review.ground import Ground, make_ground
from bantin.review.variant import Variant, called
from bantin.vietnamese import ABSENCE, marked


@dataclass(frozen=True, slots=True)
class Altered:
    """A figure that the case alters: what it is, and its text now and before; empty where it is as usual."""

    label: str
    now: str
    before: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A case of a dataset as readers would get it, or why they never will.

    `subject` says what it concerns, where it is one of several; `usual` is the bulletin without the case, and
    `fallback` the title and lead when a story says nothing. `concerned` says that the story should be heard to
    change, `written` that an editor wrote it.
    """

    dataset: Dataset
    case: str
    explanation: str
    subject: str = ""
    reason: str = ""
    facts: Facts | None = None
    bulletin: Bulletin | None = None
    fault: str = ""
    usual: Bulletin | None = None
    fallback: tuple[Line, Line] | None = None
    altered: tuple[Altered, ...] = ()
    concerned: bool = False
    written: bool = True

    @property
    def name(self) -> str:
        """The case, and what it concerns."""
        return f"{self.case}: {self.subject}" if self.subject else self.case


def scenarios(folder: Folder) -> tuple[Scenario, ...]:
    """The dataset's story under every case, in the order of the page; the first is what the others are held against.

    Raises:
        ProblemsFound: when the story is not written as the language wants.
    """
    ground = make_ground(folder)
    usual = ground.tell(ground.usual)
    return tuple(scenario for case in CASES for scenario in _scenarios(ground, case, usual))


def _scenarios(ground: Ground, case: Case, usual: Bulletin) -> Iterator[Scenario]:
    for made in case.make(ground):
        base = Scenario(ground.dataset, case.name, case.explanation)
        if isinstance(made, str):
            yield Scenario(ground.dataset, case.name, case.explanation, reason=made)
        else:
            yield _told(ground, base, made, usual)


def _told(ground: Ground, base: Scenario, made: Variant, usual: Bulletin) -> Scenario:
    bulletin, fault = None, ""
    try:
        bulletin = ground.tell(made.facts)
    except ProblemsFound as found:
        fault = " ".join(problem.what for problem in found.problems)
    return replace(
        base,
        subject=made.subject,
        facts=made.facts,
        bulletin=bulletin,
        fault=fault,
        usual=usual,
        fallback=ground.tell_nothing(made.facts),
        altered=tuple(_altered(ground, made.facts)),
        concerned=made.concerned and not _as_usual(ground, made.facts),
        written=bool(ground.folder.story),
    )


def _as_usual(ground: Ground, facts: Facts) -> bool:
    """Whether a case's data are what the others are held against, so that nothing else can be said of them."""
    usual = ground.usual
    releases = [(release.observations, release.ranks) for release in facts.history[-2:]]
    alike = facts.dataset is usual.dataset and facts.codelists is usual.codelists
    return alike and releases == [(release.observations, release.ranks) for release in usual.history[-2:]]


def _altered(ground: Ground, facts: Facts) -> Iterator[Altered]:
    """Of what the story speaks of and ranks, what stands otherwise than usual."""
    rows = [(name, code) for own, code in facts.release.observations for name in ground.ranked if own == name]
    for key in dict.fromkeys([*ground.subjects, *rows]):
        now, before = _text(facts, key, facts.release), _text(facts, key, facts.previous)
        as_usual = _text(ground.usual, key, ground.usual.release), _text(ground.usual, key, ground.usual.previous)
        if now != as_usual[0] or (facts.previous and before != as_usual[1]):
            yield Altered(called(facts, key), now, before)


def _text(facts: Facts, key: Key, release: Release | None) -> str:
    """A figure of a release as it is printed, or why there is none."""
    if release is None:
        return ABSENCE[Status.NOT_REPORTED]
    figure = facts.level(*key, release)
    return plain(marked(figure)) if figure else ABSENCE[facts.observation(*key, release).status]
