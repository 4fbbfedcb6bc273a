"""Reading where not all is given: without images, enlarged, spaced out, by keyboard, on paper, from a saved file."""

import re
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect
from pypdf import PdfReader

import layout
from pages import PAGES, every_article, every_layout

SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
"""WCAG 1.4.12."""
PAPER = 718
"""A4 within margins of 10 mm, in px."""
TOOLS = ["Tăng cỡ chữ", "Giảm cỡ chữ", "Đến nội dung chính", "Trang chủ", "Kỳ trước", "Tải dữ liệu (CSV)"]

Open = Callable[..., Page]


@pytest.fixture
def address(site: Path, serve_folder: Callable[[Path], str]) -> str:
    return serve_folder(site)


def open_boxes(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach(box => { box.open = true })")


def bare(text: str) -> str:
    """Without white space, for lines break elsewhere on paper."""
    return "".join(text.split())


PLANTED = """<style>body { font: 16px/1.5 sans-serif } h1 { line-height: 1.1 }</style>
<h1>Bắc Kạn</h1><p style="width: 3em; overflow: hidden; white-space: nowrap">Bị cắt ở bên phải</p>
<p style="position: absolute; top: 300px">Nằm dưới</p><p style="position: absolute; top: 304px">Nằm trên</p>
<p style="position: absolute; left: -40px">Ra ngoài</p><div style="width: 2000px">Rộng</div>
<nav><a href="#a">Một</a></nav><button style="font-size: 5px">a</button><button style="font-size: 5px">b</button>"""


def test_faults_that_are_planted_are_found(page_at: Open) -> None:
    page = page_at(320)
    page.set_content(PLANTED)
    faults = " ".join(page.evaluate(layout.FAULTS) + page.evaluate(layout.TARGETS))
    for words in (
        "wide on 320",
        "lines of 35.2px",
        "higher than a line",
        "cuts <p>",
        "“Nằm dưới” lies under",
        "at its side",
    ):
        assert words in faults
    assert re.findall(r"“(\w+)” is \d+ by", faults) == ["Một", "a", "b"]


@every_layout
def test_nothing_is_cut_overlaps_or_is_hard_to_hit(page_at: Open, address: str, path: str) -> None:
    """On small phones, zoomed to 200%, in small and large letters, and with the spacing of WCAG 1.4.12."""
    page = page_at(320, device_scale_factor=2, bypass_csp=True)
    page.goto(address + path)
    open_boxes(page)
    found: dict[str, list[str]] = {}

    def look(width: int, size: int, spacing: str = "") -> None:
        page.set_viewport_size({"width": width, "height": 640})
        page.evaluate("size => { document.documentElement.dataset.size = size }", str(size))
        faults = page.evaluate(layout.FAULTS) + page.evaluate(layout.TARGETS)
        found.update({f"{width} px, letters {size}{spacing}": faults} if faults else {})

    for width, size in ((320, 16), (320, 36), (640, 18), (640, 36), (1280, 16)):
        look(width, size)
    page.add_style_tag(content=SPACED)
    for width in (1280, 640, 320):
        look(width, 18, ", spaced out")
    assert found == {}


@every_layout
def test_without_images_their_words_stand_in_their_place(page_at: Open, address: str, path: str) -> None:
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            errors.append(message.text)

    page = page_at(390, watch=False)
    page.on("console", note)
    page.route("**/*.{png,svg,jpg,jpeg,webp,avif}", lambda route: route.abort())
    page.goto(address + path)
    for picture in page.locator("img").all():
        alt, box = picture.get_attribute("alt"), picture.bounding_box()
        assert alt is not None
        if not alt:  # an ornament
            continue
        assert " " in alt, "words, not a file's name"
        assert box
        assert box["width"] >= 200
        assert box["height"] >= 44
    assert page.evaluate(layout.FAULTS) == []
    assert errors == []


@every_layout
def test_the_tab_key_reaches_everything_in_order_and_is_seen_to(page_at: Open, address: str, path: str) -> None:
    page = page_at(1280)
    page.goto(address + path)
    open_boxes(page)
    count = page.evaluate(layout.WATCH_FOCUS)
    assert count > 5
    for _ in range(count):
        page.keyboard.press("Tab")
    assert page.evaluate("() => window.reached") == list(range(count))
    assert page.evaluate("() => window.unseen") == []
    last = page.evaluate_handle("() => document.activeElement")
    page.keyboard.press("Tab")
    assert page.evaluate("last => document.activeElement !== last", last), "there is a way out"


@every_layout
def test_forced_colours_hide_nothing_and_nothing_moves(page_at: Open, address: str, path: str) -> None:
    page = page_at(1280, forced_colors="active", reduced_motion="reduce")
    page.goto(address + path)
    open_boxes(page)
    assert page.evaluate(layout.PALE) == []
    assert page.evaluate(layout.MOVING) == []
    page.keyboard.press("Tab")
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"


@every_article
def test_a_saved_file_reads_like_the_page(page_at: Open, site: Path, address: str, path: str, tmp_path: Path) -> None:
    """The HTML file alone, elsewhere, opened from the disk: pictures may be missing, but nothing of the text."""
    served = page_at(320, javascript=False)
    served.goto(address + path)
    saved = page_at(320, watch=False)  # the files beside it are missed, aloud
    saved.goto(shutil.copy(site / path.strip("/") / "index.html", tmp_path / "ban-tin.html").as_uri())
    for page in (saved, served):  # what is overdue is told by the reader's clock, in a saved file too
        page.locator(".overdue").evaluate_all("boxes => boxes.forEach(box => box.remove())")
    assert bare(saved.locator("body").inner_text()) == bare(served.locator("body").inner_text())
    assert saved.locator("svg:visible").count() == served.locator("svg:visible").count()
    assert saved.get_by_role("button").count() == 0, "a button whose script is not there does nothing"
    for summary in saved.locator("summary").all():
        summary.click()
    for table in saved.locator("table").all():
        expect(table).to_be_visible()
    expect(saved.get_by_role("heading", name="Nguồn và kỳ số liệu")).to_be_visible()
    assert saved.evaluate(layout.FAULTS) == []


def test_a_saved_file_prints_its_tables(page_at: Open, site: Path, tmp_path: Path) -> None:
    """Where no script opens them."""
    page = page_at(1280, watch=False)
    page.goto(shutil.copy(site / PAGES["article"].strip("/") / "index.html", tmp_path / "ban-tin.html").as_uri())
    rows = page.locator("main tr").all_text_contents()
    printed = "".join(bare(sheet.extract_text()) for sheet in PdfReader(BytesIO(page.pdf(format="A4"))).pages)
    assert rows
    assert [row for row in rows if bare(row) not in printed] == []


@every_article
def test_an_article_prints_whole_on_a4(page_at: Open, address: str, path: str) -> None:
    """Tables opened, with source and address, without tools; no empty sheet, and no word beyond an edge."""
    page = page_at(1280)
    page.goto(address + path)
    margin = dict.fromkeys(("top", "right", "bottom", "left"), "10mm")
    sheets = PdfReader(BytesIO(page.pdf(format="A4", margin=margin))).pages
    texts = [bare(sheet.extract_text()) for sheet in sheets]
    for sheet in sheets:
        assert [round(float(side) / 72 * 25.4) for side in sheet.mediabox[2:]] == [210, 297]
    assert min(map(len, texts)) > 50, "no sheet is empty"
    printed = "".join(texts)
    assert page.locator("details[open]").count() == 0, "what was opened for printing is closed again"
    open_boxes(page)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": 1000})
    assert page.evaluate(layout.FAULTS) == []
    lines = page.locator("main").inner_text().replace("\t", "\n").splitlines()
    assert [line for line in lines if bare(line) not in printed] == []
    assert [row for row in page.locator("main tr").all_text_contents() if bare(row) not in printed] == []
    assert bare(page.locator("link[rel=canonical]").get_attribute("href") or "?") in printed
    assert [words for words in TOOLS if bare(words) in printed] == []
