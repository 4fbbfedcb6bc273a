"""Feeds: every entry is a bulletin's, with its title, its lead, its day, and its text proved as on its page."""

from __future__ import annotations

import re
from email.utils import format_datetime
from urllib.parse import urlsplit

from lxml import etree

from bantin.errors import Problem
from bantin.ingest.phrases import without_phrases
from bantin.proof.article import check_editors, check_words
from bantin.proof.chrome import Setting, unended
from bantin.proof.fidelity import Made, said_alike
from bantin.proof.marks import check_marks
from bantin.proof.page import Element, Page, inner, text_of
from bantin.proof.told import Known, Told
from bantin.vietnamese import clean

MOST = 30


def check_feed(page: Page, known: Known, setting: Setting, made: Made | None) -> list[Problem]:
    """What is wrong with a whole feed; every text of it must be accounted for."""
    entries = [own for own in page.tree.iter(etree.Element) if etree.QName(own).localname in {"entry", "item"}]
    newest = known.newest_first[:MOST]
    found = [known.told.get(_address(own, setting)) for own in entries]
    if [told.published for told in found if told] != [told.published for told in newest] or len(set(found)) < len(
        found
    ):
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
    return page.problems


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
    tag = f"tag:{urlsplit(address).hostname},{told.published:%Y-%m-%d}:/{told.url}"
    wanted |= {"id": tag, "guid": tag}
    for own in entry:
        name = etree.QName(own).localname
        if name == "author":
            page.expect_all(list(own), told.authors, "người viết")
        elif name == "content":
            page.claim(own)
            _content(page, own, told, known, made)
        elif name == "category" and own.get("term"):
            page.expect(own, told.dataset.category, "term")
        elif name == "link" and own.get("href"):
            page.expect(own, address, "href")
        else:
            page.expect(own, wanted.get(name, ""))


def _content(page: Page, element: Element, told: Told, known: Known, made: Made | None) -> None:
    """The entry's text is HTML: looked at as a page of its own that speaks of the bulletin."""
    inside = Page(f"{page.path}#{told.url}", f"<div data-bulletin='{told.url}'>{text_of(element)}</div>")
    lead, *others = [*inner(inside.tree, ".//div[@data-bulletin]/*"), inside.tree]
    others = others[:-1]
    check_editors(inside, told, others)
    if unended(text_of(lead)) != unended(told.lead):
        inside.fault(lead, text_of(lead), f"phải là “{told.lead}”.")
    check_marks(inside, known)
    check_words(inside, known)
    for node, _, text in inside.unclaimed():
        if re.search(r"\d", without_phrases(clean(text), told.phrases)):
            inside.fault(node, text, "có chữ số không rõ nguồn.")
    bulletin = made.bulletins.get(told.url) if made else None
    if made and bulletin:
        generated = [lead, *(own for own in others if own not in inside.editors)]
        said_alike(inside, generated, [bulletin.lead, *bulletin.body], made.numbers[told.url], "các đoạn văn")
    for problem in inside.problems:
        page.fault(element, told.title, problem.what)
