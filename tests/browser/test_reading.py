"""Reading in a real browser: the toolbar, with and without JavaScript, small and large, light and dark."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from pages import PAGES, every_page

ARTICLE = PAGES["article"]
SIZES = [16, 18, 20, 24, 28, 32, 36]

both_widths = pytest.mark.parametrize("width", [320, 1280])

Open = Callable[..., Page]


@pytest.fixture
def address(site: Path, serve_folder: Callable[[Path], str]) -> str:
    return serve_folder(site)


def size_of(page: Page) -> int:
    return int(page.evaluate("() => parseFloat(getComputedStyle(document.documentElement).fontSize)"))


def opened_boxes(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach(box => { box.open = true })")


@pytest.mark.parametrize(("kind", "width"), [("article", 320), ("article", 1280), ("month", 320)])
def test_axe_finds_nothing(page_at: Open, address: str, kind: str, width: int) -> None:
    """In every theme and at two sizes; the audit of the built site looks at every kind of page so."""
    page = page_at(width)
    page.goto(address + PAGES[kind])
    opened_boxes(page)
    for theme, size in product(("light", "dark", "high"), (18, 36)):
        page.evaluate(
            "([theme, size]) => Object.assign(document.documentElement.dataset, { theme, size })", [theme, str(size)]
        )
        found = Axe().run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        )
        assert found.violations_count == 0, f"{theme}, {size}: {found.generate_report()}"


@every_page
@pytest.mark.parametrize("size", [18, 36])
def test_nothing_is_cut_or_scrolls_sideways_on_a_small_phone(page_at: Open, address: str, path: str, size: int) -> None:
    page = page_at(320)
    page.add_init_script(f"localStorage.setItem('bantin-size', '{size}')")
    page.goto(address + path)
    opened_boxes(page)
    overflow = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0


def test_letters_grow_and_shrink_through_seven_sizes_and_say_the_limit(page_at: Open, address: str) -> None:
    page = page_at(390)
    page.goto(address + ARTICLE)
    larger, smaller = (page.get_by_role("button", name=name) for name in ("Tăng cỡ chữ", "Giảm cỡ chữ"))
    assert size_of(page) == 18
    seen = [18]
    while larger.get_attribute("aria-disabled") != "true":
        larger.click()
        seen.append(size_of(page))
        assert len(seen) < 10
    assert seen == SIZES[1:]
    larger.click(force=True)
    assert size_of(page) == 36
    expect(page.get_by_role("status")).to_have_text("Đã là cỡ chữ lớn nhất")
    expect(larger).to_be_focused()
    while smaller.get_attribute("aria-disabled") != "true":
        smaller.click()
    assert size_of(page) == 16
    smaller.click(force=True)
    expect(page.get_by_role("status")).to_have_text("Đã là cỡ chữ nhỏ nhất")


def test_the_chosen_size_is_remembered_on_every_page_before_it_is_painted(page_at: Open, address: str) -> None:
    page = page_at(390)
    page.goto(address + ARTICLE)
    for _ in range(3):
        page.get_by_role("button", name="Tăng cỡ chữ").click()
    page.reload()
    assert size_of(page) == 28
    page.add_init_script(
        "document.addEventListener('readystatechange', () => { window.early ??= "
        "getComputedStyle(document.documentElement).fontSize })"
    )
    page.goto(address + PAGES["dataset"])
    assert page.evaluate("() => window.early") == "28px", "set before the first paint"


def test_the_toolbar_works_by_keyboard(page_at: Open, address: str) -> None:
    page = page_at(1280)
    page.goto(address + ARTICLE)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.get_by_role("button", name="Tăng cỡ chữ").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert size_of(page) == 24


@every_page
def test_without_javascript_the_page_is_whole_and_has_no_dead_button(page_at: Open, address: str, path: str) -> None:
    page = page_at(390, javascript=False)
    page.goto(address + path)
    assert page.locator("button:visible, select:visible").count() == page.locator("form.search button:visible").count()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_without_javascript_the_article_shows_every_part(page_at: Open, address: str) -> None:
    page = page_at(390, javascript=False)
    page.goto(address + ARTICLE)
    for text in ("1.393", "45.536", "Bích Huệ", "./."):
        expect(page.locator("article").get_by_text(text).first).to_be_visible()
    assert page.locator("svg.narrow:visible").count() == 2
    assert page.locator("svg.wide:visible").count() == 0
    page.locator("figure.chart summary").first.click()
    expect(page.locator("figure.chart table").first).to_be_visible()


def test_nothing_moves_while_the_page_loads(page_at: Open, address: str) -> None:
    page = page_at(390)
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => { for (const e of list.getEntries()) "
        "window.shift += e.value }).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(address + ARTICLE, wait_until="networkidle")
    assert page.evaluate("() => window.shift") == 0


def test_a_lost_reader_finds_the_way_home(page_at: Open, address: str) -> None:
    page = page_at(390, watch=False)
    answer = page.goto(address + "/ban-tin/khong-co/trang-nay/")
    assert answer
    assert answer.status == 404
    page.get_by_role("link", name="Trang chủ").first.click()
    assert page.url.rstrip("/") == address
