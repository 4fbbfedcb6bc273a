"""All releases of a dataset as one tidy table: a row an observation, for downloads and for statistics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bantin.ingest.codelist import Codelist
from bantin.ingest.dataset import Dataset
from bantin.ingest.published import COLUMNS
from bantin.ingest.reading import items_of
from bantin.ingest.rules import AREA, RECORD, TableRule
from bantin.model import ABSENT, Release

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "tidy"]


def tidy(dataset: Dataset, codelists: Mapping[str, Codelist], releases: Sequence[Release]) -> pd.DataFrame:
    """The observations in time order, all columns text; `value` has a decimal point and is empty when absent.

    What should have a row and has none in the office's file is there as not reported, without a file and a cell: so
    every release can be told from its rows, one in which nothing was reported too.
    """
    import pandas as pd  # noqa: PLC0415 - a third of a second, wanted only when a history has changed

    rows = []
    for release in releases:
        first, last = release.period.first.isoformat(), release.period.last.isoformat()
        for indicator, code in dict.fromkeys([*release.observations, *_wanted(dataset, codelists, release)]):
            seen = release.observations.get((indicator, code), ABSENT)
            place = release.ranks.get((indicator, code), ABSENT).value
            table = dataset.table_of(indicator).rows
            own = codelists[AREA if table == RECORD else table].items.get(code)
            row = (
                first,
                last,
                code,
                (own or codelists[AREA].items[code]).full_name,
                indicator,
                dataset.indicators[indicator].label,
                dataset.unit_of(indicator, own),
                "" if seen.value is None else f"{seen.value:f}",
                seen.status.value,
                "" if place is None else f"{place:f}",
                "; ".join(dict.fromkeys(cell.file for cell in seen.cells)),
                "; ".join(cell.reference for cell in seen.cells),
            )
            rows.append(row)
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")
    return frame.sort_values(["period_last", "indicator", "code"], kind="stable", ignore_index=True)


def _wanted(dataset: Dataset, codelists: Mapping[str, Codelist], release: Release) -> list[tuple[str, str]]:
    """What a release should say: of every indicator the whole, where there is one, and the items."""
    codes: dict[TableRule, list[str]] = {}
    for rule in dataset.all_tables.values():
        items = items_of(rule, release.area, codelists, release.period.last)
        codes[rule] = [*([release.area] if rule.has_whole else []), *(item.code for item in items)]
    return [(name, code) for name in dataset.indicators for code in codes[dataset.table_of(name)]]
