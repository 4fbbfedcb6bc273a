"""Feeds of the whole site and of each of its parts, as Atom, RSS 2.0 and JSON Feed 1.1.

A corrected bulletin comes again to the top of its feeds, and its entry begins with what was corrected.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from urllib.parse import urlsplit

from lxml import etree
from markupsafe import escape

from bantin.model import plain
from bantin.publish.articles import BulletinArticle
from bantin.publish.portal import Portal

ATOM, CONTENT, DC = (
    "http://www.w3.org/2005/Atom",
    "http://purl.org/rss/1.0/modules/content/",
    "http://purl.org/dc/elements/1.1/",
)
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NEVER = "1970-01-01T00:00:00+00:00"
"""When a feed without entries changed last, which Atom wants to know."""


@dataclass(frozen=True, slots=True)
class Feeds:
    """What three feeds are of: the address of its page, and its name; the whole site has no address."""

    url: str
    title: str

    def _address(self, name: str) -> str:
        return f"{self.url or 'feeds/'}{name}"

    @property
    def atom(self) -> str:
        """The address of the Atom feed within the site."""
        return self._address("atom.xml")

    @property
    def rss(self) -> str:
        """The address of the RSS feed."""
        return self._address("rss.xml")

    @property
    def json(self) -> str:
        """The address of the JSON Feed."""
        return self._address("feed.json")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A bulletin as feeds tell of it; `content` is HTML, authors have name and address."""

    name: str
    address: str
    title: str
    summary: str
    content: str
    published: datetime
    updated: datetime
    authors: tuple[tuple[str, str], ...]
    topics: tuple[str, ...]
    picture: str


Content = Callable[[BulletinArticle], str]
"""An entry's text as HTML."""


def all_feeds(
    portal: Portal, about: str, scopes: Sequence[tuple[Feeds, Sequence[BulletinArticle]]], content: Content, most: int
) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of each feed, with at most so many entries; `about` describes the site in a sentence."""
    entry = cache(lambda article: _entry(portal, article, content(article)))
    for scope, articles in scopes:
        newest = sorted(articles, key=lambda own: (-own.made.updated.timestamp(), own.url))[:most]
        entries = [entry(article) for article in newest]
        title = f"{portal.name} - {scope.title}" if scope.url else scope.title
        yield scope.atom, _atom(portal, scope, (title, about), entries)
        yield scope.rss, _rss(portal, scope, (title, about), entries)
        yield scope.json, _json(portal, scope, (title, about), entries)


def _entry(portal: Portal, article: BulletinArticle, content: str) -> _Entry:
    bulletin, address = article.made, portal.address(article.url)
    parts = urlsplit(address)
    return _Entry(
        name=f"tag:{parts.hostname},{bulletin.published:%Y-%m-%d}:{parts.path}",
        address=address,
        title=plain(bulletin.title),
        summary=plain(bulletin.lead),
        content=content,
        published=bulletin.published,
        updated=bulletin.updated,
        authors=tuple((byline["name"], portal.address(byline["url"])) for byline in article.bulletin.signed()),
        topics=(bulletin.category, *bulletin.tags),
        picture=portal.address(article.bulletin.share_url),
    )


def _add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> None:
    child = etree.SubElement(parent, tag, {name: NOT_XML.sub("", value) for name, value in attributes.items()})
    child.text = NOT_XML.sub("", text) or None


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _atom(portal: Portal, scope: Feeds, named: tuple[str, str], entries: Sequence[_Entry]) -> bytes:
    feed = etree.fromstring(f'<feed xmlns="{ATOM}" xml:lang="vi"/>')
    home = portal.address(scope.url)

    def add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> None:
        _add(parent, f"{{{ATOM}}}{tag}", text, **attributes)

    add(feed, "title", named[0])
    add(feed, "subtitle", named[1])
    add(feed, "link", rel="alternate", href=home)
    add(feed, "link", rel="self", href=portal.address(scope.atom))
    add(feed, "id", home)
    add(feed, "updated", entries[0].updated.isoformat() if entries else NEVER)
    for entry in entries:
        own = etree.SubElement(feed, f"{{{ATOM}}}entry")
        add(own, "title", entry.title)
        add(own, "link", rel="alternate", href=entry.address)
        add(own, "id", entry.name)
        add(own, "published", entry.published.isoformat())
        add(own, "updated", entry.updated.isoformat())
        for name, _ in entry.authors:
            add(etree.SubElement(own, f"{{{ATOM}}}author"), "name", name)
        for topic in entry.topics:
            add(own, "category", term=topic)
        add(own, "summary", escape(entry.summary), type="html")
        add(own, "content", entry.content, type="html")
    return _bytes(feed)


def _rss(portal: Portal, scope: Feeds, named: tuple[str, str], entries: Sequence[_Entry]) -> bytes:
    rss = etree.Element("rss", {"version": "2.0"}, nsmap={"atom": ATOM, "content": CONTENT, "dc": DC})
    channel = etree.SubElement(rss, "channel")
    _add(channel, "title", named[0])
    _add(channel, "link", portal.address(scope.url))
    _add(channel, "description", named[1])
    _add(channel, "language", "vi")
    _add(channel, f"{{{ATOM}}}link", rel="self", type="application/rss+xml", href=portal.address(scope.rss))
    for newest in entries[:1]:
        _add(channel, "lastBuildDate", format_datetime(newest.updated))
    for entry in entries:
        own = etree.SubElement(channel, "item")
        _add(own, "title", entry.title)
        _add(own, "link", entry.address)
        _add(own, "guid", entry.name, isPermaLink="false")
        _add(own, "pubDate", format_datetime(entry.published))
        _add(own, f"{{{ATOM}}}updated", entry.updated.isoformat())
        for name, _ in entry.authors:
            _add(own, f"{{{DC}}}creator", name)
        for topic in entry.topics:
            _add(own, "category", topic)
        _add(own, "description", escape(entry.summary))
        _add(own, f"{{{CONTENT}}}encoded", entry.content)
    return _bytes(rss)


def _json(portal: Portal, scope: Feeds, named: tuple[str, str], entries: Sequence[_Entry]) -> bytes:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": named[0],
        "description": named[1],
        "home_page_url": portal.address(scope.url),
        "feed_url": portal.address(scope.json),
        "language": "vi",
        "authors": [{"name": portal.agency, "url": portal.address("")}],
        "items": [
            {
                "id": entry.name,
                "url": entry.address,
                "title": entry.title,
                "summary": entry.summary,
                "content_html": entry.content,
                "image": entry.picture,
                "date_published": entry.published.isoformat(),
                "date_modified": entry.updated.isoformat(),
                "authors": [{"name": name, "url": address} for name, address in entry.authors],
                "tags": list(entry.topics),
                "language": "vi",
            }
            for entry in entries
        ],
    }
    return f"{json.dumps(feed, ensure_ascii=False, indent=1)}\n".encode()
