"""The main ways of reading in Firefox, so that the site is not made for one engine."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

import bidi
import layout
from pages import ARTICLES, PAGES, every_layout

ARTICLE = PAGES["article"]
OFFICES = PAGES["table with a gap"]
SIZES = [16, 18, 20, 24, 28, 32, 36]
A4 = (210, 297)

Open = Callable[[int], bidi.Tab]


@pytest.fixture
def address(site: Path, serve_folder: Callable[[Path], str]) -> str:
    return serve_folder(site)


def size_of(page: bidi.Tab) -> int:
    return int(page.evaluate("() => parseFloat(getComputedStyle(document.documentElement).fontSize)"))


def said(page: bidi.Tab, words: str) -> None:
    """Wait until the page says this to a screen reader."""
    page.until("words => document.querySelector('[role=status]').textContent === words", words)


def column(page: bidi.Tab, number: int) -> list[str]:
    found = page.evaluate(
        "n => [...document.querySelectorAll('table.periods tbody tr')]"
        ".map(row => row.cells[Math.min(n, row.cells.length - 1)].innerText.trim())",
        number,
    )
    return list(found)


@every_layout
def test_every_page_opens_without_an_error_and_fits_a_small_phone(firefox_at: Open, address: str, path: str) -> None:
    """Errors, what the policy refuses, and requests to other hosts are looked for by `firefox_at`."""
    page = firefox_at(320)
    page.goto(address + path)
    assert address + path in page.requests()
    assert page.evaluate("() => document.querySelector('h1').innerText.trim()")
    page.evaluate("() => document.querySelectorAll('details').forEach(box => { box.open = true })")
    for size in (18, 36):
        page.evaluate("size => { document.documentElement.dataset.size = size }", str(size))
        assert size_of(page) == size
        assert page.evaluate(layout.FAULTS) == []


def test_letters_grow_and_shrink_through_seven_sizes_and_say_the_limit(firefox_at: Open, address: str) -> None:
    page = firefox_at(390)
    page.goto(address + ARTICLE)
    seen = [size_of(page)]
    for size in SIZES[2:]:
        page.click("button", "Tăng cỡ chữ")
        said(page, f"Cỡ chữ {size}")
        seen.append(size_of(page))
    assert seen == SIZES[1:]
    page.click("button", "Tăng cỡ chữ")
    said(page, "Đã là cỡ chữ lớn nhất")
    assert size_of(page) == 36
    page.click("button", "Giảm cỡ chữ")
    page.press(*["Enter"] * len(SIZES))
    said(page, "Đã là cỡ chữ nhỏ nhất")
    assert size_of(page) == 16


def test_the_chosen_size_is_kept_before_anything_is_painted(firefox_at: Open, address: str) -> None:
    """Over a reload and on another page the size stands as soon as there is a body to paint."""
    page = firefox_at(390)
    page.at_start(
        "() => new MutationObserver((_, watch) => { if (document.body) { watch.disconnect();"
        "window.early = getComputedStyle(document.documentElement).fontSize } })"
        ".observe(document, {childList: true, subtree: true})"
    )
    page.goto(address + ARTICLE)
    assert page.evaluate("() => window.early") == "18px"
    for _ in range(3):
        page.click("button", "Tăng cỡ chữ")
    page.reload()
    assert page.evaluate("() => window.early") == "28px"
    page.goto(address + PAGES["dataset"])
    assert page.evaluate("() => window.early") == "28px"
    assert size_of(page) == 28


def test_a_table_sorts_by_mouse_and_by_keyboard(firefox_at: Open, address: str) -> None:
    page = firefox_at(1280)
    page.goto(address + OFFICES)
    newest_first = column(page, 0)
    page.click("button", "Hồ sơ tiếp nhận mới")
    said(page, "Đã xếp theo “Hồ sơ tiếp nhận mới”, từ cao xuống thấp")
    *known, last = column(page, 1)
    numbers = [float(text.split()[0].replace(".", "").replace(",", ".")) for text in known]
    assert numbers == sorted(numbers, reverse=True)
    assert last == "không có số liệu"
    page.press("Enter")
    said(page, "Đã xếp theo “Hồ sơ tiếp nhận mới”, từ thấp lên cao")
    assert column(page, 1)[-1] == "không có số liệu"
    page.click("button", "Kỳ báo cáo")
    assert column(page, 0) == newest_first


def test_arrow_keys_read_a_chart(firefox_at: Open, address: str) -> None:
    page = firefox_at(1280)
    page.goto(address + OFFICES)
    figure = "const figure = document.querySelector('figure[data-kind=lines]');"
    rows = page.evaluate(
        f"() => {{ {figure} return [...figure.querySelectorAll('tbody th')].map(head => head.textContent.trim()) }}"
    )
    page.evaluate(f"() => {{ {figure} figure.querySelector('.scroll').focus() }}")
    read = []
    page.press("Home")
    for _ in rows:
        read.append(page.evaluate(f"() => {{ {figure} return figure.querySelector('.read').innerText }}"))
        page.press("ArrowRight")
    assert [told.split(":")[0] for told in read] == rows
    assert len(set(read)) == len(rows)


def test_details_open_by_keyboard_and_the_first_tab_leads_past_the_navigation(firefox_at: Open, address: str) -> None:
    page = firefox_at(390)
    page.goto(address + ARTICLE)
    page.press("Tab")
    assert page.evaluate("() => document.activeElement.getAttribute('href')") == "#noi-dung"
    visible = "() => document.querySelector('figure.chart table').checkVisibility()"
    assert not page.evaluate(visible)
    page.evaluate("() => document.querySelector('figure.chart summary').focus()")
    page.press("Enter")
    assert page.evaluate(visible)


@pytest.mark.parametrize("path", [ARTICLE, ARTICLES["of products"]])
def test_an_article_prints_on_a4_with_its_tables_opened(firefox_at: Open, address: str, path: str) -> None:
    page = firefox_at(1280)
    page.goto(address + path)
    rows = page.evaluate("() => [...document.querySelectorAll('article tr')].map(row => row.textContent)")
    sheets = PdfReader(BytesIO(page.pdf())).pages
    for sheet in sheets:
        assert tuple(round(float(side) / 72 * 25.4) for side in (sheet.mediabox.width, sheet.mediabox.height)) == A4
    text = "".join("".join(sheet.extract_text().split()) for sheet in sheets)
    assert [row for row in rows if "".join(row.split()) not in text] == []


def test_a_dark_scheme_makes_pages_dark(firefox_path: str, address: str) -> None:
    dark = {"layout.css.prefers-color-scheme.content-override": 0}
    with bidi.started(firefox_path, dark) as firefox, firefox.tab(390) as page:
        page.goto(address + ARTICLE)
        paper, ink = page.evaluate("() => [getComputedStyle(document.body)].flatMap(s => [s.backgroundColor, s.color])")
        assert (paper, ink) == ("rgb(20, 24, 29)", "rgb(232, 235, 237)")
        assert page.errors() == []


def test_search_finds_the_right_bulletin_under_the_policy(firefox_at: Open, address: str) -> None:
    page = firefox_at(390)
    page.goto(f"{address}/tim-kiem/?q=diem%20quet%201393")
    page.until("() => document.querySelectorAll('#ket-qua h2').length > 0")
    assert "1.393" in page.evaluate("() => document.querySelector('#ket-qua h2').innerText")


def test_high_contrast_is_chosen_and_kept(firefox_at: Open, address: str) -> None:
    page = firefox_at(390)
    page.goto(address + ARTICLE)
    page.evaluate(
        "() => { const own = document.querySelector('.toolbar select'); own.value = 'high'; "
        "own.dispatchEvent(new Event('change')) }"
    )
    page.goto(address + OFFICES)
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
