"""What templates see of bulletins and datasets: words and safe HTML, made when a template asks for them."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from bantin.charts.poster import Poster
from bantin.charts.several import Job
from bantin.ingest.rules import OVER_TIME
from bantin.model import Bulletin, Figure, Headline, Line, figures_in, plain
from bantin.pipeline import Series
from bantin.publish.about import ExplainedView, PeriodRow, table_of
from bantin.publish.beside import Beside
from bantin.publish.charted import ChartView
from bantin.publish.drawings import Drawings
from bantin.publish.markup import Numbers, editor_html, line_html, numbers_of, with_end_mark
from bantin.story.method import indicators_told, rules_told
from bantin.vietnamese import counted, span

if TYPE_CHECKING:
    from bantin.publish.articles import BulletinArticle

ILLUSTRATIVE = "Số liệu minh họa"


def data_url(file: str) -> str:
    """Where the office's file `data/<dataset>/<date>.csv` is published."""
    return "du-lieu/" + file.removeprefix("data/")


class SourceView:
    """A figure in “Nguồn số liệu”: itself, its computation, and its cells as (label, url)."""

    def __init__(self, figure: Figure, number: int) -> None:
        self.html = line_html(counted(replace(figure, noun=None)), {figure: number})
        self.computation = figure.computation
        self.cells = [
            {"label": f"ô {cell.reference}, {cell.file.rpartition('/')[2]}", "url": data_url(cell.file)}
            for cell in figure.cells
        ]


class HeadlineView:
    """An indicator at a glance."""

    def __init__(self, headline: Headline, numbers: Numbers) -> None:
        self.label = headline.label
        self.value_html = line_html(headline.value, numbers)
        self.change_html = line_html(headline.change, numbers)


class BulletinView(Beside):
    """What an article's page shows beside Pelican's own fields. `previous` and `next` are articles or None."""

    def __init__(self, bulletin: Bulletin, dataset: DatasetView, site: str) -> None:
        super().__init__(bulletin)
        self.dataset, self._site = dataset, site
        self.source = bulletin.source
        self.bylines: list[dict[str, str]] = []
        self.photo = bulletin.photo  # in the size and with the credit that the site's photos give it
        self.previous: BulletinArticle | None = None
        self.next: BulletinArticle | None = None
        self.url = f"{dataset.url}{bulletin.period.last.isoformat()}/"
        self.share_url = f"{self.url}anh-chia-se.png"
        self.downloads = [
            *({"label": f"Số liệu gốc ({file.rpartition('/')[2]})", "url": data_url(file)} for file in bulletin.files),
            {"label": "Số liệu kỳ này (CSV)", "url": f"{self.url}so-lieu.csv"},
            {"label": "Các con số và nguồn (JSON)", "url": f"{self.url}so-lieu.json"},
            {"label": "Ảnh để chia sẻ (PNG)", "url": self.share_url},
        ]

    def signed(self, role: str = "") -> list[dict[str, str]]:
        """Who signed with a role, or who wrote the text, each once."""
        pairs = zip(self._bulletin.bylines, self.bylines, strict=True)
        found = [shown for own, shown in pairs if (role in own.roles if role else own.writes)]
        return list({shown["url"]: shown for shown in found}.values())

    @cached_property
    def _numbers(self) -> Numbers:
        return numbers_of(self._bulletin)

    def _html(self, line: Line) -> Markup:
        return line_html(line, self._numbers)

    @property
    def title_html(self) -> Markup:
        """The title with its figures traced."""
        return self._html(self._bulletin.title)

    @property
    def lead_html(self) -> Markup:
        """The lead; it bears the end mark when it is all the text there is."""
        lead = self._html(self._bulletin.lead)
        return lead if any(self._texts) else with_end_mark(lead)

    @property
    def period_html(self) -> Markup:
        """The period's two days."""
        return line_html(span(self._bulletin.period))

    @cached_property
    def _texts(self) -> tuple[list[Markup], list[Markup]]:
        """The generated paragraphs with the editor's words between them, and the words after the charts."""
        size = len(self._bulletin.body)
        made: list[list[Markup]] = [[] for _ in range(size + 2)]
        for words in self._bulletin.words:
            made[words.at].append(editor_html(words, self._numbers))
        for at, line in enumerate(self._bulletin.body):
            made[at].append(Markup("<p>{}</p>").format(self._html(line)))
        *body, after = made
        return [text for texts in body for text in texts], after

    def _text(self, texts: list[Markup], *, is_last: bool) -> Markup:
        text = Markup("\n").join(texts)
        return with_end_mark(text) if text and is_last else text

    @property
    def body_html(self) -> Markup:
        """The text before the charts."""
        body, after = self._texts
        return self._text(body, is_last=not after)

    @property
    def after_html(self) -> Markup:
        """The editor's words after the charts."""
        return self._text(self._texts[1], is_last=True)

    @property
    def feed_html(self) -> Markup:
        """The whole text as feeds carry it: no charts, no end mark."""
        lead = Markup("<p>{}</p>").format(self._html(self._bulletin.lead))
        return Markup("\n").join([lead, *self._texts[0], *self._texts[1]])

    @property
    def read_html(self) -> Markup:
        """The title, and the whole text."""
        return Markup("{}\n{}").format(self.title_html, self.feed_html)

    @cached_property
    def charts(self) -> list[ChartView]:
        """The charts; a trend's data are the dataset's whole history, others' are the bulletin's."""
        own, all_periods = f"{self.url}so-lieu.csv", self.dataset.csv_url
        return [
            ChartView(chart, all_periods if chart.kind in OVER_TIME else own, self.dataset.drawings, self._numbers)
            for chart in self._bulletin.charts
        ]

    @cached_property
    def poster(self) -> Poster:
        """The picture to be shared: the title, the value that it speaks of or the first, the first chart."""
        title, known = plain(self._bulletin.title), [h for h in self._bulletin.headlines if figures_in((h.value,))]
        spoken_of = [headline for headline in known if figures_in((headline.value,))[0].text in title]
        main = next(iter((*spoken_of, *known)), None)
        line = main.value if main else ("",)
        value, unit = (line[:1], line[1:]) if isinstance(line[0], Figure) else (line, ())
        period = f"Kỳ {plain(span(self._bulletin.period))}"
        return Poster(
            site=self._site,
            title=title,
            value=plain(value),
            unit=plain(unit).strip(),
            label=main.label if main else "",
            chart=self.charts[0].sketch if self.charts else None,
            source=f"Nguồn: {self.source}",
            remark=f"{period} · {ILLUSTRATIVE}" if self.dataset.illustrative else period,
        )

    @property
    def picture(self) -> bytes:
        """The picture to be shared, as PNG."""
        return self.dataset.drawings.picture(self.poster)

    @property
    def jobs(self) -> list[Job]:
        """Everything to be drawn for it."""
        return [*(chart.sketch for chart in self.charts), self.poster]

    @property
    def figures(self) -> list[SourceView]:
        """Every figure on the page, those that follow from the same cells in the same way once."""
        once: dict[str, tuple[Figure, int]] = {}
        for figure, number in self._numbers.items():
            known, _ = once.setdefault(figure.computation, (figure, number))
            if known.operation == "direction":  # a size follows in the same way, and says more
                once[figure.computation] = (figure, number)
        return [SourceView(figure, number) for figure, number in once.values()]


class DatasetView:
    """A dataset's page, and its card on the home page."""

    def __init__(self, series: Series, drawings: Drawings) -> None:
        self.series, self.drawings = series, drawings
        rules = series.folder.dataset
        self.slug, self.title, self.source = rules.slug, rules.title, rules.source
        self.category, self.description, self.illustrative = rules.category, rules.description, rules.illustrative
        self.url = f"ban-tin/{rules.slug}/"
        self.csv_url = f"{self.url}so-lieu.csv"
        self.articles: list[BulletinArticle] = []

    @property
    def latest(self) -> BulletinArticle | None:
        """The newest bulletin."""
        return self.articles[0] if self.articles else None

    @property
    def headline(self) -> list[HeadlineView]:
        """The newest bulletin's indicators at a glance."""
        if not self.series.bulletins:
            return []
        newest = self.series.bulletins[-1]
        numbers = numbers_of(newest)
        return [HeadlineView(headline, numbers) for headline in newest.headlines]

    @property
    def sparkline(self) -> Markup:
        """The first indicator's newest periods, drawn small; nothing where few are known."""
        return Markup(self.series.sparkline)  # noqa: S704 - made of lengths alone by charts/

    @cached_property
    def numbers(self) -> Numbers:
        """The number of each figure that is drawn on its own page."""
        figures = (figure for chart in self.series.trends for figure in chart.printed)
        return {figure: number for number, figure in enumerate(dict.fromkeys(figures))}

    @cached_property
    def charts(self) -> list[ChartView]:
        """The whole trend."""
        return [ChartView(chart, self.csv_url, self.drawings, self.numbers) for chart in self.series.trends]

    @property
    def jobs(self) -> list[Job]:
        """Everything to be drawn for its own page."""
        return [chart.sketch for chart in self.charts]

    @property
    def table(self) -> dict[str, list[str] | list[PeriodRow]]:
        """The heads of the table of all periods, and its rows, the newest first."""
        return table_of(self.series, self.articles)

    @property
    def method(self) -> tuple[str, ...]:
        """The office's paragraphs on how the data were made."""
        return self.series.folder.dataset.method_paragraphs

    @property
    def terms(self) -> list[ExplainedView]:
        """Each indicator explained."""
        return [ExplainedView(entry) for entry in indicators_told(self.series.folder)]

    @property
    def rules(self) -> list[ExplainedView]:
        """What holds for all indicators."""
        return [ExplainedView(entry) for entry in rules_told(self.series.folder)]


def description(bulletin: Bulletin) -> Markup:
    """The lead as plain text, escaped, as Pelican's summaries are HTML."""
    return escape(plain(bulletin.lead))
