"""Sources in which every dataset's history is the file that its site published, and nothing of the offices'."""

import shutil
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TypeVar

from bantin.ingest.archive import read_archive
from bantin.ingest.reading import PUBLISHED
from bantin.ingest.rules import RECORD
from bantin.model import Bulletin, Figure
from bantin.pipeline import Series, make_all
from bantin.publish.downloads import history_csv

T = TypeVar("T")


def restore(sources: Path, into: Path, histories: dict[str, str]) -> Path:
    """Write `data/` and `content/` into a folder: declarations, codelists, stories, and each dataset's history."""
    (into / "data").mkdir(parents=True)
    for path in (sources / "data").glob("*.csv"):
        shutil.copy(path, into / "data")
    for slug, history in histories.items():
        old, new = sources / "data" / slug, into / "data" / slug
        new.mkdir()
        lists = [path for path in old.glob("*.csv") if path.stem.isidentifier()]
        for path in (old / "dataset.toml", old / "story.md", *lists):
            if path.is_file():
                shutil.copy(path, new)
        (new / PUBLISHED).write_bytes(history.encode("utf-8"))
    if (sources / "content").is_dir():
        shutil.copytree(sources / "content", into / "content")
    (into / "content").mkdir(exist_ok=True)
    return into


def made(sources: Path) -> tuple[Series, ...]:
    """Every dataset with its bulletins."""
    return make_all(read_archive(sources / "data", sources / "content"))


def histories(series: Iterable[Series]) -> dict[str, str]:
    """What each dataset publishes of its history."""
    return {one.folder.dataset.slug: history_csv(one)[0] for one in series}


def counts_records(series: Series) -> bool:
    """Whether some of its figures were counted, the how of which a published figure does not say."""
    return any(rule.rows == RECORD for rule in series.folder.dataset.all_tables.values())


def said(bulletin: Bulletin, *, counted: bool = False) -> Bulletin:
    """All that a bulletin says and shows, without the files and cells; if `counted`, without the words for how."""
    return _bare(replace(bulletin, files=()), counted=counted)


def _bare(value: T, *, counted: bool) -> T:
    if isinstance(value, Figure):
        return replace(value, cells=(), computation="" if counted else value.computation)
    if isinstance(value, tuple):
        return tuple(_bare(one, counted=counted) for one in value)
    if is_dataclass(value):
        return replace(value, **{own.name: _bare(getattr(value, own.name), counted=counted) for own in fields(value)})
    return value
