"""The form that leads to the search page, as components' other pages carry it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from lxml import html
from playwright.sync_api import Page, expect

from conftest import ROOT

TEMPLATES = Environment(
    loader=FileSystemLoader(ROOT / "theme" / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    extensions=["jinja2.ext.i18n"],
)
TEMPLATES.install_null_translations(newstyle=True)  # type: ignore[attr-defined] # the extension's
CHOICES = {"bo-so-lieu": [("gia", "Giá <1>")], "nam": [("2021", "2021")], "tac-gia": [("Bích Huệ", "Bích Huệ")]}

Open = Callable[..., Page]


def rendered(**values: object) -> str:
    return TEMPLATES.get_template("components/search_box/search_box.html").render(SITEURL=".", **values)


def test_it_asks_the_search_page_for_words_and_needs_no_javascript() -> None:
    (form,) = html.fromstring(f"<div>{rendered()}</div>").xpath("./form")
    assert (form.get("role"), form.get("method"), form.get("action")) == ("search", "get", "./tim-kiem/")
    assert form.xpath(".//label/@for") == form.xpath(".//input[@type='search'][@name='q']/@id")
    assert "needs-js" not in form.get("class")
    assert not form.xpath(".//select")


def test_with_choices_each_field_is_labelled_and_begins_with_everything() -> None:
    made = rendered(choices=CHOICES, look={"script": "theme/search.js"})
    (form,) = html.fromstring(f"<div>{made}</div>").xpath("./form")
    assert form.get("data-script") == "./theme/search.js"
    assert "needs-js" in form.get("class")
    for select in form.xpath(".//select"):
        assert form.xpath(f".//label[@for='{select.get('id')}']")
        assert select.xpath("./option/@value") == ["", *(value for value, _ in CHOICES[select.get("name")])]
    assert form.xpath(".//option[@value='gia']")[0].text == "Giá <1>"


@pytest.mark.parametrize("javascript", [True, False])
def test_the_policy_of_other_pages_lets_it_lead_there(
    page_at: Open, site: Path, serve_folder: Callable[[Path], str], tmp_path: Path, *, javascript: bool
) -> None:
    home = (site / "index.html").read_text(encoding="utf-8")
    for name in ("tim-kiem", "theme", "pagefind", "luu-tru", "ngoai-tuyen", "sw.js", "manifest.webmanifest"):
        (tmp_path / name).symlink_to(site / name)
    page_with_it = home.replace("</main>", f"{rendered()}</main>")
    (tmp_path / "index.html").write_text(page_with_it, encoding="utf-8")
    page = page_at(390, javascript=javascript)
    page.goto(serve_folder(tmp_path))
    page.get_by_role("searchbox").last.fill("giá xăng")
    page.get_by_role("searchbox").last.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=gi%C3%A1+x%C4%83ng")
    if javascript:
        expect(page.locator("#ket-qua h2").first).to_contain_text("xăng")
    else:
        expect(page.get_by_role("link", name="Xem kho lưu trữ mọi bản tin")).to_be_visible()
