"""The three forms of feeds, read into the same words: what a feed says of itself, and what each entry says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from bantin.proof.page import Element, text_of

Said = dict[str, list[str]]
"""What a feed or an entry says, part by part; a part that its form does not know begins with `?`."""
SPACES = {
    "http://www.w3.org/2005/Atom": "atom:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    None: "",
}
ENTRIES: dict[str, dict[str, str]] = {
    "atom.xml": {
        "atom:title": "title",
        "atom:link": "address",
        "atom:id": "name",
        "atom:published": "published",
        "atom:updated": "updated",
        "atom:author": "authors",
        "atom:category": "topics",
        "atom:summary": "summary",
        "atom:content": "text",
    },
    "rss.xml": {
        "title": "title",
        "link": "address",
        "guid": "name",
        "pubDate": "mailed",
        "atom:updated": "updated",
        "dc:creator": "authors",
        "category": "topics",
        "description": "summary",
        "content:encoded": "text",
    },
    "feed.json": {
        "title": "title",
        "url": "address",
        "id": "name",
        "date_published": "published",
        "date_modified": "updated",
        "authors": "authors",
        "tags": "topics",
        "summary": "lead",
        "content_html": "text",
        "image": "picture",
        "language": "language",
    },
}
"""By the last part of a feed's path, what an entry of its form may say."""
HEADS: dict[str, dict[str, str]] = {
    "atom.xml": {
        "lang": "language",
        "atom:title": "title",
        "atom:subtitle": "about",
        "atom:link": "address",
        "atom:link self": "self",
        "atom:id": "name",
        "atom:updated": "updated",
    },
    "rss.xml": {
        "version": "version",
        "title": "title",
        "link": "address",
        "description": "about",
        "language": "language",
        "atom:link self": "self",
        "lastBuildDate": "mailed",
    },
    "feed.json": {
        "version": "version",
        "title": "title",
        "description": "about",
        "home_page_url": "address",
        "feed_url": "self",
        "language": "language",
        "authors": "publisher",
    },
}


@dataclass
class Feed:
    """A feed as it was read; `links` are the addresses of authors."""

    form: str
    head: Said = field(default_factory=dict)
    entries: list[Said] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def read_feed(path: str, content: bytes) -> Feed:
    """The feed of a path.

    Raises:
        LxmlError, ValueError, LookupError, TypeError, AttributeError: when it is not of its form.
    """
    feed = Feed(path.rpartition("/")[2])
    if feed.form == "feed.json":
        _read_json(feed, json.loads(content))
    else:
        _read_xml(feed, etree.fromstring(content))
    return feed


def _note(said: Said, names: Mapping[str, str], name: str, text: str) -> None:
    said.setdefault(names.get(name, f"?{name}"), []).append(text)


def _read_xml(feed: Feed, root: Element) -> None:
    for name, value in root.attrib.items():
        _note(feed.head, HEADS[feed.form], etree.QName(name).localname, value)
    for child in root if feed.form == "atom.xml" else root[0]:
        if etree.QName(child).localname in {"entry", "item"}:
            feed.entries.append({})
            for part in child:
                _note_element(feed.entries[-1], ENTRIES[feed.form], part)
        else:
            _note_element(feed.head, HEADS[feed.form], child)


def _note_element(said: Said, names: Mapping[str, str], element: Element) -> None:
    own = etree.QName(element)
    name = SPACES.get(own.namespace, "?") + own.localname + (" self" if element.get("rel") == "self" else "")
    _note(said, names, name, element.get("href") or element.get("term") or text_of(element))


def _read_json(feed: Feed, content: dict[str, Any]) -> None:
    items = content.pop("items")
    for said, names, part in [
        (feed.head, HEADS[feed.form], content),
        *(({}, ENTRIES[feed.form], own) for own in items),
    ]:
        for name, value in part.items():
            for own in value if isinstance(value, list) else [value]:
                _note(said, names, name, own["name"] if name == "authors" else str(own))
                feed.links += [own["url"]] if name == "authors" else []
        feed.entries += [said] if part is not content else []
