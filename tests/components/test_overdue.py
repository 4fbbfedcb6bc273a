"""The reader's own clock says when the promised day has passed, without anything moving."""

from collections.abc import Callable
from pathlib import Path

import pytest
from markupsafe import Markup
from playwright.sync_api import Page, expect
from tests.site.alterations import proof_of_shipped

from bantin.proof.verify import Proof
from pages import PAGES
from partials import part, said

Open = Callable[..., Page]
ARTICLE = "ban-tin/qr-covid/2021-11-12/index.html"  # the newest of its dataset; the next was due on 19/11/2021, 17:00


@pytest.fixture
def shipped_proof(site: Path) -> Proof:
    return proof_of_shipped(site)


def test_it_says_what_was_due_and_when():
    assert said(part("overdue", due_html=Markup("17 giờ"))) == (
        "Quá hạn: số liệu kỳ tới lẽ ra đã được công bố lúc 17 giờ. Có thể trang này chưa được cập nhật."
    )
    assert said(part("overdue")).startswith("Quá hạn: có số liệu chưa được công bố đúng hạn.")


@pytest.mark.parametrize(
    ("now", "late"), [("2021-11-19T09:59:00Z", False), ("2021-11-19T10:00:01Z", True), ("2031-01-01T00:00:00Z", True)]
)
@pytest.mark.parametrize("name", ["article", "dataset"])
def test_it_is_seen_from_the_promised_moment_on(
    page_at: Open, site: Path, serve_folder: Callable[[Path], str], name: str, now: str, *, late: bool
) -> None:
    page = page_at(390)
    page.clock.set_fixed_time(now)
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => { for (const e of list.getEntries()) "
        "window.shift += e.value }).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(serve_folder(site) + PAGES[name], wait_until="networkidle")
    expect(page.locator(".overdue")).to_be_visible(visible=late)
    assert page.evaluate("() => window.shift") == 0


def test_an_older_bulletin_makes_no_promise(site: Path) -> None:
    older = (site / "ban-tin/qr-covid/2021-11-05/index.html").read_text(encoding="utf-8")
    assert "data-due" not in older
    assert "overdue" not in older.partition("<body>")[2]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('data-due="2021-11-19T17:00:00+07:00"', 'data-due="2031-11-19T17:00:00+07:00"'),
        ('<time datetime="2021-11-19T17:00">17', '<time datetime="2021-11-19T17:00">18'),
        ('<time datetime="2021-11-19T17:00">', '<time datetime="2021-11-20T17:00">'),
        ('class="box overdue"', 'class="box"'),
    ],
)
def test_another_promise_than_the_rules_is_found_by_recomputing(shipped_proof: Proof, was: str, now: str) -> None:
    text = (shipped_proof.output / ARTICLE).read_text(encoding="utf-8")
    assert not shipped_proof.file(ARTICLE, text.encode())
    assert was in text
    assert shipped_proof.file(ARTICLE, text.replace(was, now).encode())


def test_the_home_page_promises_the_first_of_all(shipped_proof: Proof) -> None:
    text = (shipped_proof.output / "index.html").read_text(encoding="utf-8")
    assert 'data-due="2021-11-19T17:00:00+07:00"' in text
    assert shipped_proof.file("index.html", text.replace("2021-11-19T17", "2021-12-20T17").encode())
