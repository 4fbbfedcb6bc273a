"""A dataset's page in a real browser: a table that sorts, and explanations that open."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

OFFICES = "/ban-tin/thu-tuc-hanh-chinh/"  # twelve weeks and one that is missing
QR_CODES = "/ban-tin/qr-covid/"  # a week whose figures are not published
MISSING = "8/11 - 14/11/2021"
NEWLY = "Hồ sơ tiếp nhận mới"
UNTOLD = ["không có số liệu"]

Open = Callable[..., Page]
both_widths = pytest.mark.parametrize("width", [320, 1280])


@pytest.fixture
def address(site: Path, serve_folder: Callable[[Path], str]) -> str:
    return serve_folder(site)


def head(page: Page, name: str) -> Locator:
    return page.locator("table.periods").get_by_role("columnheader").filter(has_text=name)


def cells(page: Page, column: int) -> list[str]:
    """The column's texts from the top down; of a missing period what stands in its one cell."""
    found = page.locator("table.periods tbody tr").evaluate_all(
        "(rows, column) => rows.map(row => row.cells[Math.min(column, row.cells.length - 1)].innerText)", column
    )
    return [" ".join(text.split()) for text in found]


def numbers(texts: list[str]) -> list[float]:
    return [float(text.partition(" ")[0].replace(".", "").replace(",", ".").rstrip("%")) for text in texts]


def test_a_head_sorts_from_the_highest_down_then_from_the_lowest_up(page_at: Open, address: str) -> None:
    page = page_at(390)
    page.goto(address + OFFICES)
    before, whole = cells(page, 0), sorted(cells(page, 1))
    expect(head(page, "Kỳ báo cáo")).to_have_attribute("aria-sort", "descending")
    page.get_by_role("button", name=NEWLY).click()
    *known, last = cells(page, 1)
    assert numbers(known) == sorted(numbers(known), reverse=True)
    assert [last] == UNTOLD
    expect(head(page, NEWLY)).to_have_attribute("aria-sort", "descending")
    assert page.locator("[aria-sort]").count() == 1
    expect(page.get_by_role("status")).to_have_text(f"Đã xếp theo “{NEWLY}”, từ cao xuống thấp")
    page.get_by_role("button", name=NEWLY).click()
    *known, last = cells(page, 1)
    assert numbers(known) == sorted(numbers(known))
    assert [last] == UNTOLD, "what is not known is last both ways"
    expect(head(page, NEWLY)).to_have_attribute("aria-sort", "ascending")
    expect(page.get_by_role("status")).to_have_text(f"Đã xếp theo “{NEWLY}”, từ thấp lên cao")
    page.get_by_role("button", name="Kỳ báo cáo").click()
    assert cells(page, 0) == before, "from the newest down again"
    assert sorted(cells(page, 1)) == whole, "nothing is lost"


def test_periods_sort_by_their_days_the_missing_one_in_its_place(page_at: Open, address: str) -> None:
    page = page_at(390)
    page.goto(address + OFFICES)
    before = cells(page, 0)
    assert before[5] == MISSING
    page.get_by_role("button", name="Kỳ báo cáo").click()
    assert cells(page, 0) == before[::-1]
    expect(page.get_by_role("status")).to_have_text("Đã xếp theo “Kỳ báo cáo”, từ cũ đến mới")


def test_equal_values_keep_their_order(page_at: Open, address: str) -> None:
    page = page_at(390)
    page.goto(address + OFFICES)
    equal = ["1/11 - 7/11/2021", "25/10 - 31/10/2021"]
    for _ in range(3):
        page.get_by_role("button", name=NEWLY).click()
        assert [text for text in cells(page, 0) if text in equal] == equal


def test_figures_that_are_not_published_are_last_as_well(page_at: Open, address: str) -> None:
    page = page_at(390)
    page.goto(address + QR_CODES)
    page.get_by_role("button", name="Kỳ báo cáo").click()
    for _ in range(2):
        page.get_by_role("button", name="Số điểm không có số liệu báo cáo").click()
        assert cells(page, 4) == ["209", "không công bố"]


def test_sorting_works_by_keyboard_and_keeps_the_focus(page_at: Open, address: str) -> None:
    page = page_at(1280)
    page.goto(address + OFFICES)
    button = page.get_by_role("button", name=NEWLY)
    page.get_by_role("button", name="Kỳ báo cáo").focus()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    for key, way in (("Enter", "descending"), ("Space", "ascending")):
        page.keyboard.press(key)
        expect(head(page, NEWLY)).to_have_attribute("aria-sort", way)
        expect(button).to_be_focused()
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("size", [16, 36])
def test_heads_are_large_enough_for_a_thumb(page_at: Open, address: str, size: int) -> None:
    page = page_at(320)
    page.add_init_script(f"localStorage.setItem('bantin-size', '{size}')")
    page.goto(address + OFFICES)
    for button in page.locator(".periods button").all():
        box = button.bounding_box()
        assert box
        assert box["width"] >= 44
        assert box["height"] >= 44


@both_widths
def test_nothing_moves_when_heads_become_buttons(page_at: Open, address: str, width: int) -> None:
    """The table's rows stand where they would without the script, and the browser has seen no shift."""
    places = []
    for blocked in (True, False):
        page = page_at(width, watch=not blocked)
        if blocked:
            page.route("**/bantin.js", lambda route: route.abort())
        page.add_init_script(
            "window.shift = 0; new PerformanceObserver(list => { for (const e of list.getEntries()) "
            "window.shift += e.value }).observe({type: 'layout-shift', buffered: true})"
        )
        page.goto(address + OFFICES, wait_until="networkidle")
        assert page.locator(".periods button").count() == (0 if blocked else 9)
        assert page.evaluate("() => window.shift") == 0
        places.append([row.bounding_box() for row in page.locator(".periods tr, .periods th").all()])
    assert places[0] == places[1]


def test_sorting_moves_neither_the_page_nor_what_is_in_view_of_the_table(page_at: Open, address: str) -> None:
    page = page_at(320)
    page.goto(address + OFFICES)
    last = page.locator(".periods button").last
    last.scroll_into_view_if_needed()
    seen = "() => { const r = document.querySelector('.far'); return [scrollX, scrollY, r.scrollLeft, r.offsetTop] }"
    before, places = page.evaluate(seen), last.bounding_box()
    assert before[2] > 0, "the region was scrolled sideways"
    last.click()
    expect(page.get_by_role("status")).to_contain_text("Đã xếp theo")
    assert page.evaluate(seen) == before
    assert last.bounding_box() == places
    overflow = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0


def test_after_sorting_the_toolbar_still_shows_what_it_says(page_at: Open, address: str) -> None:
    page = page_at(390)
    page.goto(address + OFFICES)
    page.get_by_role("button", name=NEWLY).click()
    expect(page.get_by_role("status")).to_have_class("said needs-js vh")
    page.get_by_role("button", name="Tăng cỡ chữ").click()
    expect(page.get_by_role("status")).to_have_text("Cỡ chữ 20")
    expect(page.get_by_role("status")).to_have_class("said needs-js")


def test_without_javascript_the_table_is_whole_and_its_heads_are_plain(page_at: Open, address: str) -> None:
    page = page_at(390, javascript=False)
    page.goto(address + OFFICES)
    assert len(cells(page, 0)) == 13
    assert cells(page, 1)[5:6] == UNTOLD
    assert page.locator(".periods button").count() == 0
    assert head(page, NEWLY).locator("small").evaluate("e => getComputedStyle(e).display") == "none"


def test_a_sorted_table_prints_as_it_stands(page_at: Open, address: str) -> None:
    page = page_at(1280)
    page.goto(address + OFFICES)
    page.get_by_role("button", name=NEWLY).click()
    before = cells(page, 0)
    page.emulate_media(media="print")
    assert cells(page, 0) == before
    hint = "e => getComputedStyle(e.querySelector('small'), ':after').content"
    assert head(page, NEWLY).evaluate(hint) == '"▼"'
    assert head(page, "Kỳ báo cáo").evaluate(hint) == "none", "what can only be pressed is not printed"


def test_long_histories_sort_at_once(page_at: Open, address: str) -> None:
    """Ten years of weeks."""
    page = page_at(390)
    page.goto(address + OFFICES)
    page.evaluate(
        "() => { const body = document.querySelector('.periods tbody'); "
        "while (body.rows.length < 520) body.append(body.rows[body.rows.length % 13].cloneNode(true)) }"
    )
    assert page.locator(".periods tbody tr").count() == 520
    took = page.evaluate(
        "() => { const start = performance.now(); document.querySelectorAll('.periods button')[1].click(); "
        "document.body.offsetHeight; return performance.now() - start }"
    )
    assert took < 500
    assert cells(page, 1)[-40:] == UNTOLD * 40


def test_explanations_can_be_read_without_javascript(page_at: Open, address: str) -> None:
    page = page_at(320, javascript=False)
    page.goto(address + QR_CODES)
    section = page.locator("section", has=page.get_by_role("heading", name="Giải thích và cách tính"))
    expect(section.get_by_text("Đây là số lượt, không phải số người.")).to_be_visible()
    expect(section.get_by_text("Trước 17 giờ thứ sáu, ngày cuối kỳ.")).to_be_hidden()
    section.locator("summary").click()
    expect(section.get_by_text("Trước 17 giờ thứ sáu, ngày cuối kỳ.")).to_be_visible()
    assert section.locator("dt").first.inner_text() == "Số điểm quét mã QR (điểm)"
