"""The told cases → one page for editors: plain HTML that reads on paper and on screen, and needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bantin.ingest.archive import Folder
from bantin.model import Bulletin, plain
from bantin.review.reading import findings, sentences, story_text
from bantin.review.scenarios import Scenario

Marked = tuple[tuple[str, bool], ...]
"""A paragraph's sentences, each with whether it is new against the usual bulletin."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One form of a case as the page shows it; `like` names an earlier one that reads the same."""

    scenario: Scenario
    findings: tuple[str, ...]
    like: str
    title: Marked
    paragraphs: tuple[Marked, ...]
    headlines: tuple[str, ...]


def page(folder: Folder, told: tuple[Scenario, ...]) -> str:
    """The whole page as HTML."""
    tellings = list(_tellings(told))
    cases = [(name, list(members)) for name, members in groupby(tellings, key=lambda one: one.scenario.case)]
    return _template().render(dataset=folder.dataset, cases=cases, faults=sum(len(one.findings) for one in tellings))


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


def _tellings(told: tuple[Scenario, ...]) -> Iterator[Telling]:
    seen: dict[tuple[str, ...], str] = {}
    for scenario in told:
        bulletin, usual = scenario.bulletin, scenario.usual
        if bulletin is None or usual is None:
            yield Telling(scenario, findings(scenario), "", (), (), ())
            continue
        text = story_text(bulletin)
        like = seen.setdefault(text, scenario.name)
        known = {sentence for line in (usual.lead, *usual.body) for sentence in sentences(line)}
        is_first = len(seen) == 1
        lines = (bulletin.lead, *bulletin.body)
        yield Telling(
            scenario,
            findings(scenario),
            "" if like == scenario.name else like,
            ((plain(bulletin.title), is_first or bulletin.title != usual.title),),
            tuple(tuple((one, is_first or one not in known) for one in sentences(line)) for line in lines),
            tuple(_headlines(bulletin, None if is_first else usual)),
        )


def _headlines(bulletin: Bulletin, usual: Bulletin | None) -> Iterator[str]:
    """What is shown at a glance, as far as it is not as usual."""
    for headline in bulletin.headlines:
        if usual is None or headline not in usual.headlines:
            change = plain(headline.change)
            yield f"{headline.label}: {plain(headline.value)}" + (f"; {change}" if change else "")
