"""What the site says, word for word, is what the pipeline makes of the data now."""

from __future__ import annotations

from collections.abc import Iterable

from bantin.model import Bulletin, Figure, Line, plain
from bantin.pipeline import Series
from bantin.proof.article import paragraphs
from bantin.proof.chrome import Setting, unended
from bantin.proof.page import Element, Mark, Page, inner, text_of, tokens
from bantin.proof.told import Known
from bantin.vietnamese import ABSENCE, clean, span

MOST_HEADLINES = 3

Numbers = dict[Figure, str]
"""Each figure's number among its bulletin's."""


class Made:
    """The bulletins as made now, by address, and the names that pages may call things by."""

    def __init__(self, series: Iterable[Series], known: Known, setting: Setting) -> None:
        self.bulletins = {
            f"ban-tin/{own.dataset}/{own.period.last.isoformat()}/": own for one in series for own in one.bulletins
        }
        self.numbers: dict[str, Numbers] = {
            url: {figure: str(number) for number, figure in enumerate(own.figures)}
            for url, own in self.bulletins.items()
        }
        self.names: set[str] = {
            "",
            setting.name,
            setting.motto,
            setting.publisher,
            *setting.agency.values(),
            *ABSENCE.values(),
        }
        for folder in known.folders.values():
            rules = folder.dataset
            self.names |= {rules.title, rules.description, rules.source, rules.category}
            self.names |= {rule.label for rule in rules.indicators.values()}
        self.names |= {byline.name for own in self.bulletins.values() for byline in own.bylines}
        self.names |= {byline.role for own in self.bulletins.values() for byline in own.bylines}
        self.names |= {chart.title for own in self.bulletins.values() for chart in own.charts}
        self.names = set(map(clean, self.names))

    def check(self, page: Page) -> None:
        """Check and claim what bulletins say on a page."""
        made = self.bulletins.get(page.url)
        if made:
            self._article(page, made)
        for element in inner(page.tree, ".//dl[@class='headline']"):
            own = self.bulletins.get(element.get("data-bulletin", ""))
            if own:
                _headlines(page, element, own, self.numbers[element.get("data-bulletin")])
        for table in inner(page.tree, ".//table[@class='periods']"):
            self._periods(page, table)

    def _article(self, page: Page, made: Bulletin) -> None:
        numbers = self.numbers[page.url]
        said_alike(page, inner(page.tree, ".//h1"), [made.title], numbers, "tiêu đề")
        said_alike(page, inner(page.tree, ".//p[@class='lead']"), [made.lead], numbers, "lời dẫn")
        said_alike(page, paragraphs(page), list(made.body), numbers, "các đoạn văn")
        figures = inner(page.tree, ".//figure[@class='chart']")
        if [figure.get("id") for figure in figures] != [chart.name for chart in made.charts]:
            page.fault(page.tree, "các biểu đồ", "thiếu, thừa hoặc sai thứ tự.")
        for figure, chart in zip(figures, made.charts, strict=False):
            unit = f" (đơn vị: {chart.unit})" if chart.unit else ""
            page.expect_only(inner(figure, "./figcaption"), chart.title)
            page.expect_only(inner(figure, ".//caption"), f"{chart.title}{unit}")
            page.expect_all(inner(figure, ".//thead//th"), list(chart.heads), "tiêu đề cột")
            page.expect_all(inner(figure, ".//desc"), [plain(chart.description)] * 2, "mô tả")
            said_alike(
                page, inner(figure, ".//p[@class='note']"), [chart.note] if chart.note else [], numbers, "ghi chú"
            )
            page.expect_all(inner(figure, ".//tbody//th"), [mark.label for mark in chart.marks], "các dòng")
            values: list[Line] = [(mark.figure or mark.absence,) for mark in chart.marks]
            said_alike(page, inner(figure, ".//tbody//td"), values, numbers, "các số")
        signed = [f"{own.name}{f' ({own.role})' if own.role else ''}" for own in made.bylines]
        page.expect_all(inner(page.tree, ".//p[@class='byline']"), signed, "người viết")
        facts = inner(page.tree, ".//dl[@class='facts']/div[not(@class)]/dd")
        page.expect_all(facts, [made.source, plain(span(made.period))], "nguồn và kỳ")

    def _periods(self, page: Page, table: Element) -> None:
        rows = inner(table, ".//tbody/tr")
        for number, row in enumerate(rows):
            made = self.bulletins.get(row.get("data-bulletin", ""))
            if made is None:
                continue
            if number == 0:
                heads = ["Kỳ báo cáo", *(headline.label for headline in made.headlines)]
                page.expect_all(inner(table, ".//thead//th"), heads, "tiêu đề cột")
            page.expect_all(inner(row, "./th"), [plain(span(made.period))], "kỳ")
            values = [_bare(headline.value) for headline in made.headlines]
            said_alike(page, inner(row, "./td"), values, self.numbers[row.get("data-bulletin")], "các số")


def said_alike(page: Page, elements: list[Element], lines: list[Line], numbers: Numbers, what: str) -> None:
    """Texts of a bulletin, each like its line, with the same figures; how the last sentence ends does not matter."""
    for element, line in zip(elements, lines, strict=False):
        page.claim(element)
        marks = [token.number for token in tokens(element) if isinstance(token, Mark)]
        if unended(text_of(element)) != unended(plain(line)):
            page.fault(element, text_of(element), f"phải là “{clean(plain(line))}”.")
        elif marks != [numbers.get(part) for part in line if isinstance(part, Figure)]:
            page.fault(element, ", ".join(map(str, marks)), "không phải số thứ tự của các con số ở đây.")
    if len(elements) != len(lines):
        nearest = elements[-1] if elements else page.tree
        page.fault(nearest, what, f"có {len(elements)}, phải có {len(lines)}.")


def _headlines(page: Page, element: Element, made: Bulletin, numbers: Numbers) -> None:
    shown = made.headlines[:MOST_HEADLINES] if page.path == "index.html" else made.headlines
    rows = inner(element, "./div")
    for row, own in zip(rows, shown, strict=False):
        lines = [(own.label,), own.value, *([own.change] if own.change else [])]
        said_alike(page, list(row), lines, numbers, own.label)
    if len(rows) != len(shown):
        page.fault(element, "số liệu mới nhất", f"có {len(rows)} dòng, phải có {len(shown)}.")


def _bare(value: Line) -> Line:
    """A headline's value without its unit; what is remarked of it stays."""
    figure = next((part for part in value if isinstance(part, Figure)), None)
    if figure is None:
        return value
    remark = value[-1]
    return (figure, remark) if isinstance(remark, str) and remark.startswith(" (") else (figure,)
