"""A bulletin's and a dataset's data as files that people can take away."""

from __future__ import annotations

import json

from bantin.facts.history import tidy
from bantin.ingest.codelist import Codelist
from bantin.model import Bulletin, Figure, plain
from bantin.pipeline import Series


def bulletin_json(bulletin: Bulletin) -> str:
    """The bulletin's text, and every figure on its page with its cells and computation, as JSON."""
    content = {
        "dataset": bulletin.dataset,
        "period": {"first": bulletin.period.first.isoformat(), "last": bulletin.period.last.isoformat()},
        "published": bulletin.published.isoformat(),
        "source": bulletin.source,
        "title": plain(bulletin.title),
        "lead": plain(bulletin.lead),
        "figures": [_figure(figure) for figure in bulletin.figures],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "value": float(figure.value) if figure.value % 1 else int(figure.value),
        "text": figure.text,
        "unit": figure.unit,
        "indicator": figure.indicator,
        "area": figure.area,
        "operation": figure.operation,
        "computation": figure.computation,
        "cells": [{"file": cell.file, "cell": cell.reference} for cell in figure.cells],
    }


def history_csv(series: Series, codelist: Codelist) -> str:
    """All observations of the dataset as tidy CSV."""
    return str(tidy(series.folder.dataset, codelist, series.folder.releases).to_csv(index=False, lineterminator="\n"))
