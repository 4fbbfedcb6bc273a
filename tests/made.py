"""Small datasets for the tests of units: what is declared, and the files that are read by it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bantin.errors import Problem
from bantin.ingest.codelist import Codelist
from bantin.ingest.dataset import Dataset
from bantin.ingest.release import read_release
from bantin.model import Item, Release

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
