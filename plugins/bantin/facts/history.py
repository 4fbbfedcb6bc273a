"""All releases of a dataset as one tidy table: a row an observation, for downloads and for statistics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bantin.ingest.codelist import Codelist
from bantin.ingest.dataset import Dataset
from bantin.model import Release

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "period_first",
    "period_last",
    "code",
    "name",
    "indicator",
    "label",
    "unit",
    "value",
    "status",
    "file",
    "cell",
)


def tidy(dataset: Dataset, codelists: Mapping[str, Codelist], releases: Sequence[Release]) -> pd.DataFrame:
    """The observations in time order, all columns text; `value` has a decimal point and is empty when absent."""
    import pandas as pd  # noqa: PLC0415 - a third of a second, wanted only when a history has changed

    called = {code: item for codelist in codelists.values() for code, item in codelist.items.items()}
    rows = [
        (
            release.period.first.isoformat(),
            release.period.last.isoformat(),
            code,
            called[code].full_name,
            indicator,
            dataset.indicators[indicator].label,
            (called[code].unit if dataset.indicators[indicator].item_unit else "")
            or dataset.indicators[indicator].unit,
            "" if seen.value is None else f"{seen.value:f}",
            seen.status.value,
            "; ".join(dict.fromkeys(cell.file for cell in seen.cells)),
            "; ".join(cell.reference for cell in seen.cells),
        )
        for release in releases
        for (indicator, code), seen in release.observations.items()
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")
    return frame.sort_values(["period_last", "indicator", "code"], kind="stable", ignore_index=True)
