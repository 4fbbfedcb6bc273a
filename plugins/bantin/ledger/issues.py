"""A bulletin as the ledger keeps it: its figures by what they are, its texts, and what it was made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from bantin.ingest.archive import Folder
from bantin.ingest.ledger import Issue, Printed
from bantin.ingest.rules import AREA, RECORD
from bantin.model import Bulletin, Figure, Release, Words, figures_in, plain
from bantin.pipeline import Series
from bantin.vietnamese import NBSP, clean, clock, counted

OPERATIONS = {
    "change": "mức tăng, giảm",
    "direction": "chiều tăng, giảm",
    "percent": "mức tăng, giảm theo phần trăm",
    "average": "mức trung bình",
    "share": "tỷ lệ",
    "place": "thứ hạng",
    "items": "số đơn vị",
    "streak": "số kỳ liên tiếp",
    "record": "kỷ lục",
    "peak": "mức cao nhất hay thấp nhất",
    "rounded": "số tròn",
    "extent": "khoảng",
    "limit": "ngưỡng",
    "periods": "số kỳ",
}
"""What a figure is, beside a plain value."""


def key_of(figure: Figure) -> str:
    """What a figure is of: equal for the same quantity, whatever its value."""
    against = ",".join(figure.against)
    return f"{figure.indicator}|{figure.area}|{figure.operation}|{against}|{figure.period.isoformat()}"


def label_of(figure: Figure, folder: Folder) -> str:
    """A figure's name for people: its indicator, of which unit or product, and what of it."""
    rule = folder.dataset.indicators.get(figure.indicator)
    if rule is None:
        return OPERATIONS.get(figure.operation, figure.computation)
    rows = folder.dataset.table_of(figure.indicator).rows
    codelists = (folder.codelists[AREA if rows == RECORD else rows], folder.codelists[AREA])
    item = next((own.items[figure.area] for own in codelists if figure.area in own.items), None)
    of = OPERATIONS.get(figure.operation)
    return f"{rule.label}, {item.full_name if item else figure.area}{f' ({of})' if of else ''}"


def printed(bulletin: Bulletin) -> Iterator[Figure]:
    """The figures that a bulletin states: those of its texts, and those of its own period that its charts draw."""
    glance = (line for row in bulletin.headlines for line in (row.value, row.change))
    own = (line for words in bulletin.words for line in words.held)
    yield from figures_in((bulletin.title, bulletin.lead, *bulletin.body, *glance, *own))
    drawn = (figure for chart in bulletin.charts for figure in chart.printed)
    yield from (figure for figure in drawn if figure.period == bulletin.period.last)


def figures_of(bulletin: Bulletin, folder: Folder) -> dict[str, Printed]:
    """The figures that a bulletin states, by key; of one quantity told in several ways the first."""
    found: dict[str, Printed] = {}
    for figure in printed(bulletin):
        key = key_of(figure)
        if key not in found:
            text = plain(counted(replace(figure, noun=None))).replace(NBSP, " ")
            found[key] = Printed(label_of(figure, folder), f"{figure.value:f}", text)
    return found


def said_in(words: Words) -> list[str]:
    """An editor's paragraphs as they were typed, with what their figures say."""
    text = "".join(run if isinstance(run, str) else plain(run) for run in words.runs)
    return [clean(paragraph) for paragraph in re.split(r"\n[ \t]*\n", text) if paragraph.strip()]


def texts_of(bulletin: Bulletin) -> tuple[tuple[str, str], ...]:
    """What a bulletin says, with the kind of each text, in reading order."""
    size = len(bulletin.body)
    made: list[list[tuple[str, str]]] = [[] for _ in range(size + 2)]
    for words in bulletin.words:
        made[words.at] += [("words", text) for text in said_in(words)]
    for at, line in enumerate(bulletin.body):
        made[at].append(("paragraph", plain(line)))
    head = [("title", plain(bulletin.title)), ("lead", plain(bulletin.lead))]
    said = [*head, *(own for part in made for own in part), *_beside(bulletin)]
    return tuple((kind, text.replace(NBSP, " ")) for kind, text in said)


def _beside(bulletin: Bulletin) -> Iterator[tuple[str, str]]:
    """What stands beside the text: who signed, the photo with its words, topics, the day."""
    yield from (("byline", f"{own.name} ({own.role})" if own.role else own.name) for own in bulletin.bylines)
    if photo := bulletin.photo:
        yield "photo", "; ".join(filter(None, (photo.path, photo.caption, photo.credit, photo.alt)))
    if bulletin.tags:
        yield "tags", ", ".join(bulletin.tags)
    yield "date", clock(bulletin.published).text


def issues_of(series: Series) -> dict[date, Issue]:
    """Each bulletin of a dataset by its last day as it would be published now, its corrections aside."""
    folder, found, history = series.folder, {}, ""
    story = _hash(folder.story, folder.dataset.model_dump_json())
    for bulletin, release in zip(series.bulletins, folder.releases, strict=True):
        data, editor = _of_release(release), folder.editor_files.get(bulletin.period.last)
        of = {
            "data": data,
            "history": history,
            "story": story,
            "editor": _hash(repr(editor)) if editor else "",
            "code": _of_code(),
        }
        found[bulletin.period.last] = Issue(of, texts_of(bulletin), figures_of(bulletin, folder))
        history = _hash(history, data)
    return found


def _of_release(release: Release) -> str:
    """A fingerprint of what a release says, wherever in its files it stands."""
    rows = ((*key, seen.status, seen.value) for key, seen in sorted(release.observations.items()))
    ranks = ((*key, seen.value) for key, seen in sorted(release.ranks.items()))
    return _hash(*map(repr, (*rows, *ranks)))


@lru_cache(maxsize=1)
def _of_code() -> str:
    """A fingerprint of this plugin's own source."""
    root = Path(__file__).resolve().parent.parent
    return _hash(*(path.read_text("utf-8") for path in sorted(root.rglob("*.py"))))


def _hash(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:12]
