"""What a dataset's page says of its figures: all of them by period, and how they come about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from bantin.ingest.period import headed
from bantin.model import Figure, Line
from bantin.pipeline import Series
from bantin.publish.markup import line_html, numbers_of
from bantin.story.method import Entry

if TYPE_CHECKING:
    from bantin.publish.articles import BulletinArticle


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
    heads = [headline.label for headline in series.bulletins[-1].headlines] if made else []
    rows = list[PeriodRow]()
    for period in reversed(series.folder.periods if heads else ()):
        head, bulletin = line_html(headed(period)), made.get(period.last)
        if bulletin is None:
            rows.append(PeriodRow(head))
            continue
        numbers = numbers_of(bulletin)
        cells = tuple(line_html(_bare(headline.value), numbers) for headline in bulletin.headlines)
        rows.append(PeriodRow(head, urls[period.last], cells))
    return {"heads": heads, "rows": rows}


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
