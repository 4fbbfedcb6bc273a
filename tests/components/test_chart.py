"""Charts of every kind in a real browser: accessible, readable by pointer, touch and keys, in any colours."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from conftest import build
from histories import CHARTS, WEEKS, written

ARTICLE = "/ban-tin/thu/2021-11-07/"
KINDS = ["bars", "grouped", "stacked", "shares", "slope", "tiles", "lines", "multiples"]
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> str:
    """A site with charts of every kind, with gaps, silent units, values that are not final and an event."""
    folder = tmp_path_factory.mktemp("charts")
    written(WEEKS, folder, CHARTS)
    done = build(folder / "output", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return serve_folder(folder / "output")


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.evaluate("() => document.querySelectorAll('details').forEach(box => { box.open = true })")
    return page


def chart(page: Page, kind: str) -> Locator:
    return page.locator(f"figure[data-kind={kind}]").first


def test_the_page_has_charts_of_every_kind(page_at: Open, address: str) -> None:
    page = opened(page_at(1280), address + ARTICLE)
    found = page.locator("figure.chart").evaluate_all("all => all.map(one => one.dataset.kind)")
    assert sorted(set(found)) == sorted(KINDS)


@pytest.mark.parametrize("path", [ARTICLE, "/ban-tin/thu/"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page_at: Open, address: str, path: str, width: int, scheme: str) -> None:
    page = opened(page_at(width, color_scheme=scheme), address + path)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": rules})
    assert found.violations_count == 0, found.generate_report()


def channels(colour: str) -> list[float]:
    return [float(part) for part in re.findall(r"[\d.]+", colour)]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it; a colour may lie half-transparent on the other."""

    def luminance(rgb: list[float]) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in rgb)]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    a, b = sorted((luminance(channels(one)[:3]), luminance(channels(other)[:3])))
    return (b + 0.05) / (a + 0.05)


COLOURS = """paper => [...document.querySelectorAll('figure.chart svg')]
  .filter(svg => svg.getBoundingClientRect().width)
  .flatMap(svg => [...svg.querySelectorAll('path,circle,text')])
  .filter(one => !one.closest('pattern'))
  .map(one => { const own = getComputedStyle(one); return [one.tagName, one.getAttribute('class'), own.fill, own.stroke,
    own.fillOpacity] })"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_and_words_stand_out_from_the_paper(page_at: Open, address: str, scheme: str) -> None:
    """Marks 3:1, words 4.5:1; grid lines are no marks. Words on tiles stand out from their tile."""
    page = opened(page_at(1280, color_scheme=scheme), address + ARTICLE)
    paper = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    seen = {tuple(one) for one in page.evaluate(COLOURS)}
    words = {fill for tag, name, fill, *_ in seen if tag == "text" and name != "paper"}
    assert min(contrast(fill, paper) for fill in words) >= 4.5
    marks = [(name, fill, stroke) for tag, name, fill, stroke, _ in seen if tag != "text" and name != "grid"]
    assert {name for name, *_ in marks} >= {
        "bar",
        "p2",
        "line",
        "line s2",
        "line s3",
        "dot",
        "open",
        "t1",
        "t4",
        "muted",
    }
    for name, fill, stroke in marks:
        own = fill if name in {"bar", "dot"} or name.startswith("dot") else stroke
        assert contrast(own, paper) >= 3, name
    ink = next(fill for tag, name, fill, *_ in seen if tag == "text" and name == "ink")
    for tag, name, fill, _, opacity in seen:
        if tag == "path" and re.fullmatch(r"t\d", name or ""):
            over = [
                float(opacity) * a + (1 - float(opacity)) * b
                for a, b in zip(channels(fill), channels(paper), strict=False)
            ]
            shade = f"rgb({over[0]}, {over[1]}, {over[2]})"
            assert contrast(paper if name in {"t3", "t4"} else ink, shade) >= 4.5, name


def test_in_forced_colours_every_chart_is_still_drawn(page_at: Open, address: str) -> None:
    page = page_at(1280)
    page.emulate_media(forced_colors="active")
    opened(page, address + ARTICLE)
    paper = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    seen = page.evaluate(COLOURS)
    assert min(contrast(fill, paper) for tag, name, fill, *_ in seen if tag == "text" and name != "paper") >= 4.5
    assert min(contrast(fill, paper) for tag, name, fill, *_ in seen if name == "bar") >= 3


def test_arrow_keys_read_every_period_of_lines(page_at: Open, address: str) -> None:
    page = opened(page_at(1280), address + ARTICLE)
    figure = chart(page, "lines")
    rows = figure.locator("tbody tr").evaluate_all(
        "all => all.map(row => [...row.children].map(c => c.textContent.trim()))"
    )
    figure.locator(".scroll").first.focus()
    read = []
    page.keyboard.press("Home")
    for _ in rows:
        read.append(figure.locator(".read").inner_text())
        page.keyboard.press("ArrowRight")
    assert read == [f"{label}: {value}" for label, value in rows]
    page.keyboard.press("ArrowLeft")
    assert figure.locator(".read").inner_text() == read[-2]
    assert figure.locator("svg.wide path.cursor").count() == 1


def test_several_lines_are_read_together_by_their_names(page_at: Open, address: str) -> None:
    page = opened(page_at(1280), address + ARTICLE)
    figure = page.locator("figure[data-kind=lines]").nth(1)
    figure.locator(".scroll").first.focus()
    page.keyboard.press("End")
    heads = figure.locator("thead th").all_inner_texts()[1:]
    last = figure.locator("tbody tr").last.locator("td").all_inner_texts()
    told = "; ".join(f"{head} {value}" for head, value in zip(heads, last, strict=True))
    assert figure.locator(".read").inner_text() == f"7/11/2021: {told}"


@pytest.mark.parametrize("width", [320, 1280])
def test_a_pointer_reads_the_nearest_period(page_at: Open, address: str, width: int) -> None:
    page = opened(page_at(width), address + ARTICLE)
    figure = chart(page, "lines")
    drawing = figure.locator("svg:visible")
    drawing.scroll_into_view_if_needed()
    box, (first, last) = drawing.bounding_box(), map(float, drawing.get_attribute("data-x").split())
    scale = box["width"] / float(drawing.get_attribute("width"))
    for x, day in ((first, "10/10/2021"), ((first + last) / 2, "24/10/2021"), (last, "7/11/2021")):
        page.mouse.move(box["x"] + x * scale, box["y"] + 40)
        assert figure.locator(".read").inner_text().startswith(f"{day}: ")


def test_touch_reads_the_panel_under_the_finger(page_at: Open, address: str) -> None:
    page = page_at(320)
    opened(page, address + ARTICLE)
    figure = chart(page, "multiples")
    drawing = figure.locator("svg.narrow")
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    side, across, down = map(float, drawing.get_attribute("data-grid").split())
    assert side == 2
    _, last = map(float, drawing.get_attribute("data-x").split())
    scale = box["width"] / 320
    heads = figure.locator("thead th").all_inner_texts()[1:]
    for panel, head in enumerate(heads):
        x, y = (panel % 2) * across + last, (panel // 2) * down + down / 2
        drawing.dispatch_event(
            "pointerdown", {"clientX": box["x"] + x * scale, "clientY": box["y"] + y * scale, "pointerType": "touch"}
        )
        assert figure.locator(".read").inner_text().startswith(f"7/11/2021: {head} ")


def test_without_javascript_charts_and_tables_are_whole(page_at: Open, address: str) -> None:
    page = page_at(320, javascript=False)
    page.goto(address + ARTICLE)
    assert page.locator(".read").first.is_hidden()
    for kind in KINDS:
        assert chart(page, kind).locator("svg:visible").count() == 1
        chart(page, kind).locator("summary").click()
        assert chart(page, kind).locator("table").is_visible()


def test_ids_are_unique_and_no_drawing_has_styles_scripts_or_addresses(page_at: Open, address: str) -> None:
    page = opened(page_at(1280), address + ARTICLE)
    ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids))
    for svg in page.locator("figure.chart svg").evaluate_all("all => all.map(one => one.outerHTML)"):
        assert not re.search(r"style=|<style|<script|href|https?:(?!//www\.w3\.org/2000/svg)", svg)
