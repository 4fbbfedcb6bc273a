"""Small datasets for the tests of units: what is declared, and the files that are read by it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from bantin.errors import Problem, ProblemsFound
from bantin.facts.facts import Facts
from bantin.ingest.codelist import Codelist
from bantin.ingest.dataset import Dataset
from bantin.ingest.release import read_release
from bantin.model import Cell, Item, Line, Observation, Release, Status, plain
from bantin.story.story import read_story, tell

AREAS = Codelist(
    {
        code: Item(code, name, parent, kind)
        for code, parent, kind, name in [
            ("06", "", "tỉnh", "Bắc Kạn"),
            ("058", "06", "thành phố", "Bắc Kạn"),
            ("061", "06", "huyện", "Ba Bể"),
            ("066", "06", "huyện", "Na Rì"),
        ]
    }
)
WEEK = {"every": "week", "from": "friday", "to": "friday", "due": "friday 17:00"}
FRIDAY = date(2021, 11, 12)


def dataset(indicators: Mapping[str, Mapping[str, Any]], **parts: object) -> Dataset:
    """A weekly dataset of one table of areas with these indicators, other parts as given."""
    content: dict[str, Any] = {
        "slug": "thu",
        "title": "Thử",
        "source": "Sở",
        "category": "Thử",
        "area": "06",
        "period": WEEK,
        "indicators": {name: {"label": name, "unit": "điểm", **own} for name, own in indicators.items()},
    }
    if "tables" not in parts:
        content["table"] = {"rows": "area"}
    return Dataset.model_validate({**content, **parts})


def read(own: Dataset, files: Mapping[str, Path], **codelists: Codelist) -> tuple[Release | None, list[Problem]]:
    """The release to the Friday of the files, by table."""
    period = own.period.ending(FRIDAY)
    assert period
    named = {table: (path, f"data/thu/{path.name}") for table, path in files.items()}
    return read_release(named, own, {"area": AREAS, **codelists}, period)


def told(problems: list[Problem]) -> list[tuple[str, str]]:
    """Where each problem is, and what it is."""
    return [(problem.cell.reference if problem.cell else "", problem.what) for problem in problems]


# Facts without files, and what stories tell of them -----------------------------------------------------

WHOLE = "06"
UNITS = Codelist(
    {
        code: Item(code, name, parent, kind, "UBND")
        for code, parent, kind, name in [
            (WHOLE, "", "tỉnh", "Bắc Kạn"),
            ("058", WHOLE, "thành phố", "Bắc Kạn"),
            ("061", WHOLE, "huyện", "Ba Bể"),
            ("065", WHOLE, "huyện", "Chợ Mới"),
            ("066", WHOLE, "huyện", "Na Rì"),
        ]
    }
)
Value = str | Status
Values = Mapping[str, Value | Mapping[str, Value]]
"""A period's values by indicator: of the whole, or by the code of the item."""


def seen(value: Value, row: int = 1) -> Observation:
    """An observation as a file has it: `5`, `5 (sơ bộ)`, or a status."""
    cells = (Cell("x.csv", row, 2),)
    if isinstance(value, Status):
        return Observation(Decimal(0) if value in {Status.NIL, Status.ZERO} else None, value, cells)
    number = Decimal(value.removesuffix(" (sơ bộ)"))
    status = Status.PROVISIONAL if value.endswith(")") else Status.REPORTED if number else Status.ZERO
    return Observation(number, status, cells)


def released(own: Dataset, last: date, values: Values, area: str = WHOLE) -> Release:
    """The release of the period that ends on the day; a value without a code is the whole's."""
    period = own.period.ending(last)
    assert period, f"no period ends on {last}"
    listed = {name: given if isinstance(given, Mapping) else {area: given} for name, given in values.items()}
    pairs = [((name, code), value) for name, row in listed.items() for code, value in row.items()]
    observations = {key: seen(value, row) for row, (key, value) in enumerate(pairs, start=2)}
    return Release(own.slug, period, area, ("x.csv",), observations, {})


def facts_of(own: Dataset, *periods: Values | None, last: date = FRIDAY, **codelists: Codelist) -> Facts:
    """The facts of the last of periods that run up to the day; None leaves a gap."""
    day, releases = last, list[Release]()
    for values in reversed(periods):
        period = own.period.ending(day)
        assert period, f"no period ends on {day}"
        if values is not None:
            releases.insert(0, released(own, day, values))
        day = own.period.previous(period)
    return Facts(own, {"area": UNITS, **codelists}, releases[-1], releases)


def lines(body: str, of: Facts, *, title: str = "Thử", phrases: tuple[str, ...] = ()) -> tuple[Line, ...]:
    """Title and paragraphs that a story tells of the facts."""
    story = read_story(f"Tiêu đề: {title}\n---\n{body}", "story.md", tuple(of.dataset.indicators), phrases)
    head, lead, rest = tell(story, of)
    return (head, lead, *rest)


def say(body: str, of: Facts, *, phrases: tuple[str, ...] = ()) -> str:
    """The paragraphs as one text, with plain spaces."""
    return "\n".join(map(plain, lines(body, of, phrases=phrases)[1:])).replace("\u00a0", " ")


def refused(body: str, of: Facts, *, phrases: tuple[str, ...] = ()) -> list[tuple[int | None, str]]:
    """The line and the words of each fault that a story is refused for, none when it is told."""
    try:
        lines(body, of, phrases=phrases)
    except ProblemsFound as found:
        return [(problem.line, problem.what) for problem in found.problems]
    return []
