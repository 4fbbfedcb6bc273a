"""What a dataset's page says of its figures: all of them by period, and how they come about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from bantin.ingest.period import headed
from bantin.model import Figure, Line, Status
from bantin.pipeline import Series
from bantin.publish.markup import line_html, numbers_of
from bantin.story.method import Entry
from bantin.vietnamese import ABSENCE

if TYPE_CHECKING:
    from bantin.publish.articles import BulletinArticle


NOT_YET: Line = (ABSENCE[Status.NOT_APPLICABLE],)
"""What is said of a product in a period that did not have it."""


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period, the address of its bulletin, and a cell an indicator; without a release it has neither."""

    period: Markup
    url: str = ""
    cells: tuple[Markup, ...] = ()


def table_of(series: Series, articles: Sequence[BulletinArticle]) -> dict[str, list[str] | list[PeriodRow]]:
    """All periods, the newest first, those without a release in their places; `articles` are newest first, too."""
    made = {bulletin.period.last: bulletin for bulletin in series.bulletins}
    urls = {last: article.url for last, article in zip(made, reversed(articles), strict=True)}
    columns = [headline.of for headline in series.bulletins[-1].headlines] if made else []
    heads = _heads(series) if made else []
    rows = list[PeriodRow]()
    for period in reversed(series.folder.periods if heads else ()):
        head, bulletin = line_html(headed(period)), made.get(period.last)
        if bulletin is None:
            rows.append(PeriodRow(head))
            continue
        numbers = numbers_of(bulletin)
        values = {headline.of: headline.value for headline in bulletin.headlines}
        cells = tuple(line_html(_bare(values.get(of, NOT_YET)), numbers) for of in columns)
        rows.append(PeriodRow(head, urls[period.last], cells))
    return {"heads": heads, "rows": rows}


def _heads(series: Series) -> list[str]:
    """What columns are called: by their labels, with the unit where products have different ones."""
    shown, dataset = series.bulletins[-1].headlines, series.folder.dataset
    items = [
        series.folder.codelists[dataset.table_of(name).rows].items[code] if code else None
        for name, code in (own.of for own in shown)
    ]
    units = [dataset.unit_of(own.of[0], item) for own, item in zip(shown, items, strict=True)]
    several = any(items) and len(set(units)) > 1
    return [f"{own.label} ({unit})" if several else own.label for own, unit in zip(shown, units, strict=True)]


def _bare(value: Line) -> Line:
    """A headline's value without the unit, which the explanations name; that it is not final stays."""
    figure = next((part for part in value if isinstance(part, Figure)), None)
    if figure is None:
        return value
    remark = value[-1]
    return (figure, remark) if isinstance(remark, str) and remark.startswith(" (") else (figure,)


class ExplainedView:
    """Something explained: the office's words, if any, and what follows from the rules."""

    def __init__(self, entry: Entry) -> None:
        self.name, self.own, self.told_html = entry.name, entry.own, line_html(entry.told)
