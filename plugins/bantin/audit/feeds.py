"""Feeds: every Atom, RSS and JSON feed of the site is what its standard asks for, and is what pages call it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from urllib.parse import urldefrag

from lxml import etree

from bantin.audit.formats import JSON_VERSION, atom_faults, json_faults, rss_faults
from bantin.audit.pages import BuiltSite, Page, count, finder
from bantin.errors import Problem

TYPES = {"application/atom+xml": "Atom", "application/rss+xml": "RSS", "application/feed+json": "JSON Feed"}
ALTERNATES = finder("//link[@rel='alternate'][@type]")
BEGINNING = 2048
"""Within so many bytes a file says what it is."""
TOLD = 5
"""So many faults of one feed are told: what is wrong in one entry mostly is in all."""
SAFE = etree.XMLParser(resolve_entities=False, no_network=True)


class Feeds:
    """The gate of feeds: those that pages name, and those that are there by what they contain."""

    name = "nguồn tin"

    def __init__(self, site: BuiltSite) -> None:
        self.site = site
        self.named: dict[
            str, dict[str, str]
        ] = {}  # by file: the kinds that pages call it, and the first page that does
        self.kinds: dict[str, int] = {}

    def page(self, page: Page) -> Iterator[Problem]:
        """Nothing yet: what feeds the page names is kept."""
        for link in ALTERNATES(page.root):
            kind = TYPES.get(link.get("type", "").lower())
            target = (
                self.site.target(urldefrag(link.get("href", ""))[0], self.site.address(page.file)) if kind else None
            )
            if kind and target:
                self.named.setdefault(target, {}).setdefault(kind, page.file)
        yield from ()

    def rest(self) -> Iterator[Problem]:
        """What is wrong with each feed."""
        for file in sorted(file for file in self.site.files if file.endswith((".xml", ".json", ".atom", ".rss"))):
            body = (self.site.folder / file).read_bytes()
            kind = kind_of_feed(body)
            for called, where in self.named.get(file, {}).items():
                if called == kind:
                    continue
                what = f"{where} gọi đây là {called}, nhưng tệp là {kind or 'thứ khác'}"
                yield Problem(file, what, "Sửa type của liên kết hoặc tệp.")
            if not kind:
                continue
            self.kinds[kind] = self.kinds.get(kind, 0) + 1
            found = faults(kind, body, self.site.address(file))
            more = [f"còn {count(len(found) - TOLD)} lỗi nữa trong tệp này"] if len(found) > TOLD else []
            for what in [*found[:TOLD], *more]:
                yield Problem(file, f"{kind}: {what}", "Sửa nơi lập ra nguồn tin (plugins/bantin/publish/).")

    def measured(self) -> str:
        """How many of each kind."""
        return ", ".join(f"{count(number)} {kind}" for kind, number in sorted(self.kinds.items())) or "không có"


def kind_of_feed(body: bytes) -> str | None:
    """Which feed this is by its first bytes, if any."""
    start = body[:BEGINNING]
    if b"<feed" in start and b"http://www.w3.org/2005/Atom" in start:
        return "Atom"
    if b"<rss" in start:
        return "RSS"
    return "JSON Feed" if JSON_VERSION.rpartition("/")[0].encode() in start else None


def faults(kind: str, body: bytes, address: str) -> list[str]:
    """What is wrong with one feed that stands at this public address, in words."""
    try:
        if kind == "JSON Feed":
            return list(json_faults(json.loads(body), address))
        check: Callable[[etree._Element, str], Iterator[str]] = atom_faults if kind == "Atom" else rss_faults
        return list(check(etree.fromstring(body, SAFE), address))
    except (ValueError, etree.XMLSyntaxError) as fault:
        return [f"không đọc được ({fault})"]
