"""A bulletin's and a dataset's data as files that people can take away."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from bantin.editorial import Correction
from bantin.facts.history import COLUMNS, tidy
from bantin.ingest.csv_text import csv_dialect
from bantin.ingest.dataset import Dataset
from bantin.ingest.reading import PUBLISHED
from bantin.model import Bulletin, Figure, plain
from bantin.pipeline import Series

if TYPE_CHECKING:
    import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[-+]?[\d.,]+\s?%?")
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".md": "text/markdown",
    ".toml": "application/toml",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Kinds of files by their endings; a machine's own list may know other ones."""


def media_type(name: str) -> str:
    """What kind of file a name or address is of."""
    return MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")


def bulletin_json(bulletin: Bulletin) -> str:
    """The bulletin's text, and every figure on its page with its cells and computation, as JSON."""
    return _json(bulletin, plain(bulletin.title), plain(bulletin.lead), bulletin.figures, bulletin.corrections)


def dataset_json(series: Series, figures: Iterable[Figure]) -> str:
    """What a dataset is, and every figure drawn on its own page, as of its newest bulletin."""
    rules = series.folder.dataset
    return _json(series.bulletins[-1], rules.title, rules.description, figures)


def _json(
    of: Bulletin, title: str, lead: str, figures: Iterable[Figure], corrections: Iterable[Correction] = ()
) -> str:
    content: dict[str, object] = {
        "dataset": of.dataset,
        "period": {"first": of.period.first.isoformat(), "last": of.period.last.isoformat()},
        "published": of.published.isoformat(),
        "source": of.source,
        "title": title,
        "lead": lead,
        "figures": [_figure(figure) for figure in figures],
    }
    if corrections:
        content["corrections"] = [_correction(own) for own in corrections]
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _correction(own: Correction) -> dict[str, object]:
    return {
        "moment": own.moment.isoformat(),
        "what": own.what,
        "why": own.why,
        "by": own.by,
        "origin": own.origin.isoformat() if own.origin else None,
        "changes": [{"key": one.key, "label": one.label, "was": one.was, "now": one.now} for one in own.changes],
    }


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "value": float(figure.value) if figure.value % 1 else int(figure.value),
        "text": figure.text,
        "provisional": figure.provisional,
        "unit": figure.unit,
        "indicator": figure.indicator,
        "area": figure.area,
        "period": figure.period.isoformat(),
        "operation": figure.operation,
        "against": list(figure.against),
        "computation": figure.computation,
        "cells": [{"file": cell.file, "cell": cell.reference} for cell in figure.cells],
    }


def history_csv(series: Series) -> tuple[str, dict[str, str]]:
    """All observations of the dataset as tidy CSV; and those of each period, by its last day."""
    folder = series.folder
    frame = tidy(folder.dataset, folder.codelists, folder.releases).map(harmless)
    parts = dict(iter(frame.groupby("period_last")))
    days = [release.period.last.isoformat() for release in folder.releases]
    return _csv(frame), {last: _csv(parts.get(last, frame[:0])) for last in days}


def _csv(frame: pd.DataFrame) -> str:
    return str(frame.to_csv(index=False, lineterminator="\n"))


def harmless(cell: str) -> str:
    """A cell's text that no spreadsheet runs: what could begin a formula and is no number gets an apostrophe."""
    return f"'{cell}" if cell[:1] in FORMULA_STARTS and cell and not NUMBER.fullmatch(cell) else cell


def office_file(source: Path, dataset: Dataset) -> bytes:
    """The office's file as it is published: byte for byte, unless a cell of a CSV file could run as a formula."""
    content = source.read_bytes()
    if source.suffix.lower() not in {".csv", ".txt", ".tsv"}:
        return content
    heads = COLUMNS if source.name == PUBLISHED else [rule.column for rule in dataset.all_tables.values()]
    dialect = csv_dialect(source, source.name, heads)
    text = content.decode(dialect.encoding)
    if not any(start in text for start in FORMULA_STARTS):
        return content
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect.separator))
    made = [[harmless(cell) for cell in row] for row in rows]
    if made == rows:
        return content
    out = io.StringIO()
    csv.writer(out, delimiter=dialect.separator, lineterminator="\n").writerows(made)
    return out.getvalue().encode("utf-8-sig")
