"""`content/published/<dataset>/<year>.csv`: what readers were given, a line a figure, a sentence, a correction."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bantin.editorial import Changed, Correction
from bantin.errors import Problem, ProblemsFound
from bantin.ingest.header import read_text

FOLDER = "published"
COLUMNS = ("bulletin", "what", "key", "label", "value", "text")
SAID = ("title", "lead", "paragraph", "words", "byline", "photo", "tags", "date")
KINDS: dict[str, Callable[[str, str], object]] = {
    **dict.fromkeys(("of", *SAID), lambda _key, _value: None),
    "figure": lambda _, value: Decimal(value),
    **dict.fromkeys(("correction", "changed"), lambda moment, _: datetime.fromisoformat(moment)),
    "note": lambda moment, origin: (datetime.fromisoformat(moment), date.fromisoformat(origin)),
}
"""What lines may be, and what their key and value must be readable as."""
WITHDRAWN = "withdrawn"
"""Among what an issue is of: that readers were told of its withdrawal."""
GIT = "lấy lại tệp như lần đăng trước (git checkout); sổ đăng do máy ghi, đừng sửa tay."


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as it was published: what it is of, its value as a decimal number, and its text with its unit."""

    label: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Issue:
    """A bulletin as it was last published.

    `of` are fingerprints of what it was made of, by kind: data, history, story, editor, code; of a withdrawn one also
    WITHDRAWN. `said` are its texts with their kind, in reading order. `figures` are by key. `changes` are what each
    correction changed, by its moment; `notes` are corrections of earlier bulletins that changed this one; `entries` are
    the words of its own: what, why, by whom.
    """

    of: Mapping[str, str] = field(default_factory=dict)
    said: tuple[tuple[str, str], ...] = ()
    figures: Mapping[str, Printed] = field(default_factory=dict)
    changes: Mapping[datetime, tuple[Changed, ...]] = field(default_factory=dict)
    notes: tuple[Correction, ...] = ()
    entries: Mapping[datetime, tuple[str, str, str]] = field(default_factory=dict)


Issues = Mapping[date, Issue]
"""A dataset's published bulletins, by the last day of their period."""


def read_issues(path: Path, file: str) -> dict[date, Issue]:
    """The bulletins in one file of the ledger, called `file` in messages.

    Raises:
        ProblemsFound: when it is not as it was written.
    """
    rows = list(csv.reader(io.StringIO(read_text(path, file))))
    if not rows or tuple(rows[0]) != COLUMNS:
        raise ProblemsFound([Problem(file, "không phải là sổ đăng.", GIT, line=1)])
    found: dict[date, list[list[str]]] = {}
    problems = []
    for number, row in enumerate(rows[1:], start=2):
        try:
            bulletin, kind, key, _, value, _ = row
            KINDS[kind](key.partition("|")[0], value)
            found.setdefault(date.fromisoformat(bulletin), []).append(row)
        except (ValueError, LookupError, InvalidOperation):
            problems.append(Problem(file, "dòng này của sổ đăng đã hỏng.", GIT, line=number))
    if problems:
        raise ProblemsFound(problems)
    return {day: _issue(of) for day, of in found.items()}


def _issue(rows: list[list[str]]) -> Issue:
    of, figures = dict[str, str](), dict[str, Printed]()
    changes: dict[datetime, tuple[Changed, ...]] = {}
    said, notes, entries = [], [], dict[datetime, tuple[str, str, str]]()
    for _, what, key, label, value, text in rows:
        moment = datetime.fromisoformat(key.partition("|")[0]) if what in {"correction", "changed", "note"} else None
        if what == "of":
            of[key] = text
        elif what == "figure":
            figures[key] = Printed(label, value, text)
        elif moment and what == "correction":
            changes.setdefault(moment, ())
            entries[moment] = (text, value, label)
        elif moment and what == "changed":
            changed = Changed(key.partition("|")[2], label, value, text)
            changes[moment] = (*changes.get(moment, ()), changed)
        elif moment:
            origin = date.fromisoformat(value)
            notes.append(Correction(moment, "", text, label, origin=origin))
        else:
            said.append((what, text))
    return Issue(of, tuple(said), figures, changes, tuple(notes), entries)


def issues_csv(issues: Issues) -> str:
    """The text of a file of the ledger."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for day in sorted(issues):
        writer.writerows((day.isoformat(), *row) for row in _rows(issues[day]))
    return out.getvalue()


def _rows(issue: Issue) -> Iterator[tuple[str, str, str, str, str]]:
    yield from (("of", key, "", "", text) for key, text in sorted(issue.of.items()))
    yield from ((kind, "", "", "", text) for kind, text in issue.said)
    yield from (("figure", key, own.label, own.value, own.text) for key, own in issue.figures.items())
    yield from (
        ("correction", moment.isoformat(), by, why, what) for moment, (what, why, by) in sorted(issue.entries.items())
    )
    yield from (
        ("note", note.moment.isoformat(), note.by, note.origin.isoformat(), note.why)
        for note in issue.notes
        if note.origin
    )
    yield from (
        ("changed", f"{moment.isoformat()}|{own.key}", own.label, own.was, own.now)
        for moment, changes in sorted(issue.changes.items())
        for own in changes
    )
