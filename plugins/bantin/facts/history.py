"""All releases of a dataset as one tidy table: a row an observation, for downloads and for statistics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bantin.ingest.codelist import Codelist
from bantin.ingest.dataset import Dataset
from bantin.model import Release

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "period_first",
    "period_last",
    "area",
    "area_name",
    "indicator",
    "label",
    "unit",
    "value",
    "status",
    "file",
    "cell",
)


def tidy(dataset: Dataset, codelist: Codelist, releases: Sequence[Release]) -> pd.DataFrame:
    """The observations in time order, all columns text; `value` has a decimal point and is empty when absent."""
    import pandas as pd  # noqa: PLC0415 - a third of a second, wanted only when a history has changed

    rows = [
        (
            release.period.first.isoformat(),
            release.period.last.isoformat(),
            area,
            codelist.areas[area].full_name,
            indicator,
            dataset.indicators[indicator].label,
            dataset.indicators[indicator].unit,
            "" if seen.value is None else f"{seen.value:f}",
            seen.status.value,
            release.file,
            seen.cell.reference,
        )
        for release in releases
        for (indicator, area), seen in release.observations.items()
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")
    return frame.sort_values(["period_last", "indicator", "area"], kind="stable", ignore_index=True)
