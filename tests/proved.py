"""What recomputing alone finds in bulletins and their charts, without a whole site around them."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from bantin.charts.draw import Drawing, draw
from bantin.charts.sketch import Sketch
from bantin.ingest.archive import read_archive
from bantin.pipeline import Series, make_all
from bantin.proof.article import check_words
from bantin.proof.drawings import check_charts
from bantin.proof.known import read_known
from bantin.proof.marks import check_marks
from bantin.proof.page import Page
from bantin.publish.downloads import bulletin_json, dataset_json
from bantin.publish.markup import line_html, numbers_of
from bantin.publish.views import BulletinView, DatasetView
from bantin.publish.words import speak

TEMPLATES = Path(__file__).parents[1] / "theme" / "templates"
PARTIALS = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True, extensions=[]
)
speak(PARTIALS, TEMPLATES.parent, "vi")


class Fresh:
    """Drawings made as they are asked for, and kept nowhere; blank ones where only tables and words matter."""

    def __init__(self, *, blank: bool = False) -> None:
        self.blank = blank

    def drawing(self, sketch: Sketch) -> Drawing:
        """The chart's drawing."""
        return Drawing("", "") if self.blank else draw(sketch)


def views(series: Series, drawings: Fresh) -> list[BulletinView]:
    """The bulletins as templates see them."""
    dataset = DatasetView(series, drawings)
    return [BulletinView(bulletin, dataset, "Thử") for bulletin in series.bulletins]


def figure_html(view: BulletinView) -> str:
    """A bulletin's charts as its page has them."""
    partial = PARTIALS.get_template("components/chart/chart.html")
    return "".join(partial.render(chart=chart, SITEURL="..") for chart in view.charts)


def found(sources: Path, output: Path, *, drawn: bool = False) -> list[str]:
    """What truth alone finds in the bulletins of `data/`, as plain pages; their drawings too if they are made."""
    archive = read_archive(sources / "data", sources / "content")
    pages = {}
    for series in make_all(archive):
        for bulletin, view in zip(series.bulletins, views(series, Fresh(blank=not drawn)), strict=True):
            folder = output / view.url
            folder.mkdir(parents=True)
            (folder / "so-lieu.json").write_text(bulletin_json(bulletin), encoding="utf-8")
            lines = [line_html(line, numbers_of(bulletin)) for line in (bulletin.title, bulletin.lead, *bulletin.body)]
            pages[f"{view.url}index.html"] = "".join(f"<p>{line}</p>" for line in lines) + figure_html(view)
        if series.bulletins:
            whole = DatasetView(series, Fresh(blank=True))
            (output / whole.url / "so-lieu.json").write_text(dataset_json(series, whole.numbers), encoding="utf-8")
    known = read_known(archive, sources / "data", output)
    problems = list(known.problems)
    for path, html in pages.items():
        page = Page(path, f"<html><body>{html}</body></html>")
        check_marks(page, known)
        check_words(page, known)
        check_charts(page, known.told[page.url])
        problems += page.problems
    problems += [fault for told in known.told.values() for fault in told.faults if fault]
    problems += [fault for told in known.datasets.values() for fault in told.faults if fault]
    return [str(problem) for problem in problems]
