"""What has just been published, written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from bantin.ingest.ledger import FOLDER, WITHDRAWN, Issue, issues_csv
from bantin.ledger.issues import issues_of
from bantin.pipeline import Series


def recorded(series: Series) -> dict[date, Issue]:
    """The ledger of a dataset after its bulletins, corrections and all, have been published; nothing leaves it."""
    found = dict(series.folder.issues)
    for last in (period.last for period in series.folder.withdrawn if period.last in found):
        own, made = found[last], series.folder.editor_files[last].corrections
        found[last] = replace(
            own,
            of={**own.of, WITHDRAWN: "x"},
            changes={**{entry.moment: () for entry in made}, **own.changes},
            entries={entry.moment: (entry.what, entry.why, entry.by) for entry in made},
        )
    issues = issues_of(series)
    for bulletin in series.bulletins:
        corrections, issue = bulletin.corrections, issues[bulletin.period.last]
        notes = tuple(replace(own, changes=()) for own in corrections if own.origin)
        found[bulletin.period.last] = replace(
            issue,
            changes={own.moment: own.changes for own in corrections},
            notes=notes,
            entries={own.moment: (own.what, own.why, own.by) for own in corrections if not own.origin},
        )
    return found


def record(series: Iterable[Series], content: Path) -> list[Path]:
    """Write the ledger under `content`, each file whole or not at all; give those that are new or changed."""
    written = []
    for own in series:
        years: dict[int, dict[date, Issue]] = {}
        for last, issue in recorded(own).items():
            years.setdefault(last.year, {})[last] = issue
        for year, issues in sorted(years.items()):
            path = content / FOLDER / own.folder.dataset.slug / f"{year}.csv"
            text = issues_csv(issues).encode()
            if not path.is_file() or path.read_bytes() != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                fresh = path.with_name(f".{path.name}.new")
                fresh.write_bytes(text)
                fresh.replace(path)
                written.append(path)
    return written
