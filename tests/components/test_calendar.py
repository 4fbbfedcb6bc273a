"""The calendar of a month's page: its days, its links, and that no other day or link passes."""

from collections import Counter
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.site.alterations import proof_of_shipped

from bantin.proof.verify import Proof
from bantin.publish.months import month_of

MONTH = "luu-tru/2021/11/"


def at(*days: str) -> Counter[date]:
    return Counter(map(date.fromisoformat, days))


def test_weeks_begin_on_monday_and_have_no_days_of_other_months():
    month = month_of(at("2021-11-17"), 2021, 11, "vi")
    assert month.name == "Tháng 11 năm 2021"
    assert month.heads[0] == ("T2", "Thứ Hai")
    assert month.heads[-1] == ("CN", "Chủ Nhật")
    assert [[day.date.day if day else None for day in week] for week in (month.weeks[0], month.weeks[-1])] == [
        [1, 2, 3, 4, 5, 6, 7],
        [29, 30, None, None, None, None, None],
    ]
    assert {day.date.isoformat(): day.url for week in month.weeks for day in week if day and day.count} == {
        "2021-11-17": "#ngay-17"
    }


def test_bulletins_of_a_day_are_counted():
    weeks = month_of(at("2021-11-17", "2021-11-17"), 2021, 11, "vi").weeks
    assert max(day.count for week in weeks for day in week if day) == 2


def test_neighbours_are_the_nearest_months_that_have_bulletins():
    month = month_of(at("2019-02-01", "2021-08-02", "2021-11-17", "2022-01-03"), 2021, 11, "vi")
    assert month.previous
    assert month.next
    assert (month.previous.name, month.previous.url) == ("Tháng 8 năm 2021", "2021/08/")
    assert (month.next.name, month.next.url) == ("Tháng 1 năm 2022", "2022/01/")
    alone = month_of(at("2021-11-17"), 2021, 11, "vi")
    assert (alone.previous, alone.next) == (None, None)


def test_words_are_of_the_sites_language():
    month = month_of(at("2021-11-17"), 2021, 11, "en")
    assert month.name == "November 2021"
    assert month.heads[0] == ("Mo", "Monday")


def test_a_day_leads_to_its_bulletins_on_the_same_page(site, serve_folder, page_at):
    page = page_at(390)
    page.goto(f"{serve_folder(site)}/{MONTH}")
    days = page.locator("table.calendar a")
    assert days.count() >= 2
    for day in days.all():
        day.click()
        number = (day.get_attribute("href") or "").removeprefix("#ngay-")
        expect(page.locator(f"#ngay-{number} li time").first).to_have_attribute(
            "datetime", f"2021-11-{int(number):02d}"
        )
        expect(page.locator(f"#ngay-{number}")).to_be_in_viewport()
    page.get_by_role("navigation", name="Các tháng khác").get_by_role("link").first.click()
    expect(page.locator("table.calendar")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [18, 36])
def test_it_is_accessible_and_not_cut(site, serve_folder, page_at, width, scheme, size):
    page = page_at(width, color_scheme=scheme)
    page.add_init_script(f"localStorage.setItem('bantin-size', '{size}')")
    page.goto(f"{serve_folder(site)}/{MONTH}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("table.calendar a").first.bounding_box()
    assert box
    assert box["height"] >= 44
    cut = "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)"
    assert page.locator("table.calendar :is(td, thead th)").evaluate_all(cut) == []


@pytest.fixture(scope="module")
def truth(site) -> Proof:
    return proof_of_shipped(site)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('"2021-11-10">10</time>', '"2021-11-10">11</time>'),
        ('"2021-11-10">10</time>', '"2021-11-11">11</time>'),
        ('<time datetime="2021-11-10">10</time>', '<a href="#ngay-10"><time datetime="2021-11-10">10</time></a>'),
        ('<a href="#ngay-17">', '<a href="#ngay-10">'),
        (": 1 bản tin</span></a>", ": 2 bản tin</span></a>"),
        ("Thứ Ba", "Thứ Tư"),
        ("<caption>Tháng 11 ", "<caption>Tháng 10 "),
        ('<td><time datetime="2021-11-30">30</time></td>', ""),
        ('id="ngay-17"', 'id="ngay-18"'),
    ],
)
def test_a_wrong_day_link_or_count_is_found(site, truth, was, now):
    html = (site / MONTH / "index.html").read_text(encoding="utf-8")
    assert was in html
    assert truth.file(f"{MONTH}index.html", html.encode()) == ()
    assert truth.file(f"{MONTH}index.html", html.replace(was, now, 1).encode()) != ()
