"""Feeds: every entry is a bulletin's, with its title, its lead, its day, and its text proved as on its page."""

from __future__ import annotations

from email.utils import format_datetime

from lxml import etree, html

from bantin.model import plain
from bantin.proof.article import check_words, generated_of
from bantin.proof.chrome import Setting, unended
from bantin.proof.fidelity import Made, said_alike
from bantin.proof.marks import check_marks
from bantin.proof.page import Element, Page, text_of
from bantin.proof.told import Known, Told

MOST = 30
FREE = frozenset({"guid", "id"})


def check_feed(page: Page, known: Known, setting: Setting, made: Made | None) -> None:
    """Check a whole feed; every text of it must be accounted for."""
    entries = [own for own in page.tree.iter(etree.Element) if etree.QName(own).localname in {"entry", "item"}]
    newest = known.newest_first()[:MOST]
    found = [known.told.get(_address(own, setting)) for own in entries]
    if [told.published for told in found if told] != [told.published for told in newest] or len(set(found)) < len(found):
        page.fault(page.tree, page.path, "thiếu, thừa hoặc sai thứ tự bản tin.")
    channel = page.tree if page.path.endswith("atom.xml") else page.tree[0]
    latest = newest[0].published if newest else None
    about = {
        "title": setting.name,
        "subtitle": setting.motto,
        "description": setting.motto,
        "id": f"{setting.address}/",
        "link": f"{setting.address}/",
        "updated": latest.isoformat() if latest else "",
        "lastBuildDate": format_datetime(latest) if latest else "",
    }
    for own in channel:
        name = etree.QName(own).localname
        if name in about and own.text:
            page.expect(own, about[name])
    for entry, told in zip(entries, found, strict=True):
        if told:
            _entry(page, entry, told, known, setting, made)
    for element, _, text in page.unclaimed():
        page.fault(element, text, "không rõ từ đâu mà có.")


def _address(entry: Element, setting: Setting) -> str:
    links = [own.get("href") or own.text or "" for own in entry if etree.QName(own).localname == "link"]
    return (links or [""])[0].removeprefix(f"{setting.address}/")


def _entry(page: Page, entry: Element, told: Told, known: Known, setting: Setting, made: Made | None) -> None:
    address = f"{setting.address}/{told.url}"
    wanted = {
        "title": told.title,
        "summary": told.lead,
        "description": told.lead,
        "link": address,
        "published": told.published.isoformat(),
        "updated": told.published.isoformat(),
        "pubDate": format_datetime(told.published),
        "creator": ", ".join(told.authors),
        "category": told.dataset.category,
    }
    identity = f"{told.published:%Y-%m-%d}:/{told.url}"
    for own in entry:
        name = etree.QName(own).localname
        if name == "author":
            page.expect_all(list(own), told.authors, "người viết")
        elif name == "content":
            page.claim(own)
            _content(page, own, told, known, made)
        elif name in FREE:
            page.claim(own)
            if not text_of(own).endswith(identity):
                page.fault(own, text_of(own), f"phải kết thúc bằng “{identity}”.")
        elif name == "category" and own.get("term"):
            page.expect(own, told.dataset.category, "term")
        elif name == "link" and own.get("href"):
            page.expect(own, address, "href")
        else:
            page.expect(own, wanted.get(name, ""))


def _content(page: Page, element: Element, told: Told, known: Known, made: Made | None) -> None:
    """The entry's text is HTML: looked at as a page of its own that speaks of the bulletin."""
    inside = Page(page.path, f"<div data-bulletin='{told.url}' class='body'>{text_of(element)}</div>".encode())
    inside.tree = html.fragment_fromstring(f"<div data-bulletin='{told.url}' class='body'>{text_of(element)}</div>")
    blocks = list(inside.tree)
    generated = [*blocks[:1], *generated_of(inside, told, blocks[1:])]
    if blocks and unended(text_of(blocks[0])) != unended(told.lead):
        inside.fault(blocks[0], text_of(blocks[0]), f"phải là “{told.lead}”.")
    check_marks(inside, known)
    check_words(inside, known, set(blocks) - set(generated))
    bulletin = made.bulletins.get(told.url) if made else None
    if bulletin:
        said_alike(inside, generated, [bulletin.lead, *bulletin.body], "các đoạn văn")
    for node in generated:
        inside.claim(node) if bulletin else None
    _strays(inside, told)
    for problem in inside.problems:
        page.fault(element, f"{plain((told.title,))}", problem.what)


def _strays(page: Page, told: Told) -> None:
    for node, _, text in page.unclaimed():
        if any(letter.isdecimal() for letter in told.without_names(text)):
            page.fault(node, text, "có chữ số không rõ nguồn.")
