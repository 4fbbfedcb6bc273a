"""A chart that shows anything but its data is found by recomputing alone, whatever its kind and the alteration."""

import re
from pathlib import Path

import pytest

from bantin.charts.draw import draw
from bantin.ingest.archive import read_archive
from bantin.pipeline import make_all
from bantin.proof.article import check_words
from bantin.proof.drawings import check_charts
from bantin.proof.known import read_known
from bantin.proof.marks import check_marks
from bantin.proof.page import Page
from bantin.publish.downloads import bulletin_json, dataset_json
from bantin.publish.views import DatasetView
from histories import CHARTS, WEEKS, written
from proved import Fresh, figure_html, views

KINDS = {
    "bars": 1, "grouped": 2, "stacked": 3, "shares": 4, "slope": 6, "tiles": 7, "lines": 8, "several lines": 9,
    "lines of items": 10, "multiples": 11,
}  # fmt: skip


class Site:
    """The last of the weeks' bulletins, published with charts of every kind."""

    def __init__(self, folder: Path) -> None:
        written(WEEKS, folder, CHARTS)
        archive = read_archive(folder / "data", folder / "content")
        (series,) = make_all(archive)
        output, dataset = folder / "output", DatasetView(series, Fresh(blank=True))
        for bulletin, view in zip(series.bulletins, views(series, Fresh(blank=True)), strict=True):
            (output / view.url).mkdir(parents=True)
            (output / view.url / "so-lieu.json").write_text(bulletin_json(bulletin), encoding="utf-8")
        (output / dataset.url / "so-lieu.json").write_text(dataset_json(series, dataset.numbers), encoding="utf-8")
        self.known = read_known(archive, folder / "data", output)
        self.view = views(series, Fresh())[-1]
        self.html = figure_html(self.view)

    def figure(self, kind: str) -> str:
        """The chart of a kind, as its page has it."""
        return re.search(rf'<figure class="chart" id="bieu-do-{KINDS[kind]}".*?</figure>', self.html, re.DOTALL)[0]

    def found(self, html: str) -> list[str]:
        """What the truth alone finds wrong with a page of this."""
        page = Page(f"{self.view.url}index.html", f"<html><body>{html}</body></html>")
        check_marks(page, self.known)
        check_words(page, self.known)
        check_charts(page, self.known.told[page.url])
        return [problem.what for problem in page.problems]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("charts"))


each_kind = pytest.mark.parametrize("kind", KINDS)


@each_kind
def test_a_chart_as_it_is_made_is_proved(site: Site, kind: str) -> None:
    assert site.found(site.figure(kind)) == []


@each_kind
def test_every_text_of_a_drawing_counts(site: Site, kind: str) -> None:
    figure = site.figure(kind)
    spots = [found.span(1) for found in re.finditer(r"<(?:text|tspan)[^>]*>([^<]+)", figure)]
    assert spots
    for start, end in spots:
        told = figure[start:end]
        for other in (re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), told), f"{told}x"):
            if other != told:
                assert site.found(figure[:start] + other + figure[end:]), other


@each_kind
def test_every_cell_of_the_table_counts(site: Site, kind: str) -> None:
    figure = site.figure(kind)
    table = re.search(r"<tbody>.*</tbody>", figure, re.DOTALL)
    for found in re.finditer(r"<td>(.*?)</td>", table[0]):
        start = table.start() + found.start(1)
        for other in ("không công bố x", '<data value="1" data-n="0">1</data>'):
            assert site.found(figure[:start] + other + figure[start + len(found[1]) :]), found[1]


@each_kind
def test_a_row_less_is_found(site: Site, kind: str) -> None:
    figure = site.figure(kind)
    table = re.search(r"<tbody>.*</tbody>", figure, re.DOTALL)[0]
    for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL):
        assert site.found(figure.replace(row, "", 1)), row


SHAPE = re.compile(r'<path [^>]*class="(?:bar|p2|line(?: s\d)?|t[1-4])"[^>]*>')
OVER_TIME = {"lines", "several lines", "lines of items", "multiples", "slope"}


@each_kind
def test_a_shape_elsewhere_is_found(site: Site, kind: str) -> None:
    """Lengths, and heights of lines, each changed by a few units; samples in the legend are no shapes."""
    figure = site.figure(kind)
    drawing = re.search(r'<svg[^>]*class="wide".*?</svg>', figure, re.DOTALL)
    inside = re.sub(r"<pattern.*?</pattern>", lambda own: " " * len(own[0]), drawing[0])
    samples = {"grouped": 2, "stacked": 2, "several lines": 3, "lines of items": 2}.get(kind, 0)
    seen = set()
    for shape in SHAPE.finditer(inside):
        name = re.search('class="([^"]+)"', shape[0])[1]
        if samples and name not in seen:  # the first of each is the legend's
            seen.add(name)
            continue
        path = re.search(' d="([^"]+)"', shape[0])
        number = list(re.finditer(r"-?[\d.]+", path[1]))[3 if kind in OVER_TIME else 2]
        other = path[1][: number.start()] + f"{float(number[0]) + 9:.1f}" + path[1][number.end() :]
        start = drawing.start() + shape.start() + path.start(1)
        altered = figure[:start] + other + figure[start + len(path[1]) :]
        assert altered[start:].startswith(other)
        assert site.found(altered), shape[0]


@each_kind
def test_a_description_that_is_not_the_pages_is_found(site: Site, kind: str) -> None:
    figure = site.figure(kind)
    for old, new in (("</desc>", " Tất cả đều tốt.</desc>"), ("</title>", " 2</title>"), ('data-kind="', 'data-was="')):
        assert site.found(figure.replace(old, new, 1)), old


def test_swapped_heads_and_labels_are_found(site: Site) -> None:
    for kind, one, other in (
        ("bars", "huyện Ba Bể", "huyện Na Rì"),
        ("grouped", "Số ca nặng", "Số ca nhẹ"),
        ("slope", "31/10/2021", "7/11/2021"),
        ("multiples", "huyện Ba Bể", "huyện Na Rì"),
    ):
        figure = site.figure(kind)
        swapped = figure.replace(one, "\0").replace(other, one).replace("\0", other)
        assert swapped != figure
        assert site.found(swapped), kind


def test_the_drawing_is_that_of_the_page(site: Site) -> None:
    """What is proved here is what `draw` makes: no other drawing hides in the page."""
    for chart in site.view.charts:
        drawing = draw(chart.sketch)
        assert drawing.wide in site.html
        assert drawing.narrow in site.html
