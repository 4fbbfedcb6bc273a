"""Feeds: every entry is a bulletin's, with its title and its lead, and its text is proved as on its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

from lxml import etree
from markupsafe import escape

from bantin.errors import Problem
from bantin.ingest.phrases import without_phrases
from bantin.proof.around import check_lead
from bantin.proof.article import check_editors, check_words
from bantin.proof.marks import check_marks
from bantin.proof.page import Element, Page, inner, text_of
from bantin.proof.told import Known, Told
from bantin.vietnamese import clean

SAID = {"title": "title", "summary": "lead", "description": "lead"}
DAYS = ("published", "updated", "pubDate")


def check_feed(page: Page, known: Known) -> list[Problem]:
    """Prove a whole feed."""
    for entry in page.tree.iter(etree.Element):
        if etree.QName(entry).localname not in {"entry", "item"}:
            continue
        told = next((known.told[path] for path in _addresses(entry) if path in known.told), None)
        if told is None:
            page.fault(entry, text_of(entry), "không có bản tin nào ở địa chỉ này.")
            continue
        for own in entry:
            name = etree.QName(own).localname
            if name in SAID:
                wanted = getattr(told, SAID[name])
                # a summary is HTML within the feed's XML, a title is text
                page.expect(own, wanted if name == "title" else str(escape(wanted)))
            elif name in DAYS:
                page.expect(own, (format_datetime if name == "pubDate" else datetime.isoformat)(told.published))
            elif name == "content":
                _content(page, own, told, known)
    return page.problems


def _addresses(entry: Element) -> Iterator[str]:
    """Where the entry's link leads, within the site: the site itself may lie at any depth."""
    for own in entry:
        if etree.QName(own).localname == "link":
            parts = urlsplit(own.get("href") or own.text or "").path.strip("/").split("/")
            yield from ("/".join(parts[at:]) + "/" for at in range(len(parts)))


def _content(page: Page, element: Element, told: Told, known: Known) -> None:
    """The entry's text is HTML: looked at as a page of its own that speaks of the bulletin."""
    inside = Page(f"{page.path}#{told.url}", f"<div data-bulletin='{told.url}'>{text_of(element)}</div>")
    lead, *others = inner(inside.tree, ".//div[@data-bulletin]/*") or [inside.tree]
    check_editors(inside, told, others)
    check_lead(inside, [lead], told)
    check_marks(inside, known)
    check_words(inside, known)
    for node, _, text in inside.unclaimed():
        if re.search(r"\d", without_phrases(clean(text), told.phrases)):
            inside.fault(node, text, "có chữ số không rõ nguồn.")
    for problem in inside.problems:
        page.fault(element, told.title, problem.what)
