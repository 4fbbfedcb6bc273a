"""Feeds of all three forms: the right bulletins in the right order, each told as on its page, and nothing else said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from itertools import zip_longest
from urllib.parse import urlsplit

from markupsafe import escape

from bantin.errors import Problem
from bantin.ingest.phrases import without_phrases
from bantin.proof.around import check_lead, shown
from bantin.proof.article import check_editors, check_words
from bantin.proof.beside import check_corrections
from bantin.proof.feed_forms import ENTRIES, HEADS, Feed, Said, read_feed
from bantin.proof.known import Known
from bantin.proof.marks import check_marks
from bantin.proof.page import MENDING, Page, inner
from bantin.proof.told import Told
from bantin.vietnamese import clean, slug

MOST = 30
NEVER = "1970-01-01T00:00:00+00:00"
VERSIONS = {"rss.xml": "2.0", "feed.json": "https://jsonfeed.org/version/1.1"}


def is_feed(path: str) -> bool:
    """Whether a path within the site is a feed's."""
    return path.rpartition("/")[2] in HEADS


def check_feed(path: str, content: bytes, known: Known, names: tuple[str, ...], most: int | None) -> list[Problem]:
    """Prove a whole feed, of at most so many entries; `names` may have digits."""
    check = _Check(path, known, read_feed(path, content))
    check.head(names, check.entries(most))
    for said in check.feed.entries:
        check.entry(said)
    return check.problems


class _Check:
    """One feed, held against what is known. `root` is the site's address, as the feed's own has it."""

    def __init__(self, path: str, known: Known, feed: Feed) -> None:
        self.path, self.known, self.feed, self.problems = path, known, feed, list[Problem]()
        own, folder = "".join(feed.head.get("self", [])), path.rpartition("/")[0]
        self.root, self.url = own.removesuffix(path), "" if folder == "feeds" else f"{folder}/"
        if not re.fullmatch(rf"https?://.+/{re.escape(path)}", own):
            self.wrong("nguồn tin", own, "không phải địa chỉ của nguồn tin này.")

    def wrong(self, place: str, text: str, what: str) -> None:
        """Note what is wrong."""
        self.problems.append(Problem(self.path, f"{place}: “{clean(text)[:160]}”: {what}", MENDING))

    def entries(self, most: int | None) -> list[Told]:
        """The bulletins that must be told: those of the feed's page that changed last, the last one first."""
        title = "".join(self.feed.head.get("title", []))
        scope = _scope(self.url, title, self.known)
        if scope is None:
            self.wrong("nguồn tin", title, "không phải tên của trang này.")
        right = sorted(scope or [], key=lambda told: (-told.updated.timestamp(), told.url))[:most]
        given = [self.address(said) for said in self.feed.entries]
        for number, (own, told) in enumerate(zip_longest(given, right), start=1):
            if not told or own != told.url:
                self.wrong(f"mục thứ {number} của nguồn tin", own or "", f"phải là {told.url if told else 'hết'}.")
                break
        return right

    def address(self, said: Said) -> str:
        """Where an entry leads, within the site."""
        return "".join(said.get("address", [])).removeprefix(self.root)

    def head(self, names: tuple[str, ...], entries: list[Told]) -> None:
        """What the feed says of itself, and its authors' addresses."""
        head, changed = self.feed.head, [told.updated for told in entries[:1]]
        right = {
            "address": [f"{self.root}{self.url}"],
            "name": [f"{self.root}{self.url}"],
            "language": ["vi"],
            "version": [VERSIONS.get(self.feed.form, "")],
            "updated": [*map(datetime.isoformat, changed)] or [NEVER],
            "mailed": [*map(format_datetime, changed)],
        }
        self.said("nguồn tin", head, HEADS[self.feed.form], right)
        for text in (text for part in ("title", "about", "publisher") for text in head.get(part, [])):
            if re.search(r"\d", without_phrases(clean(text), names)):
                self.wrong("nguồn tin", text, "có chữ số không rõ nguồn.")
        for link in self.feed.links:
            if not link.startswith(self.root) or not self.known.leads(link.removeprefix(self.root)):
                self.wrong("nguồn tin", link, "không dẫn đến trang hay tệp nào.")

    def entry(self, said: Said) -> None:
        """One entry, by the bulletin that it leads to."""
        place = f"mục “{clean(''.join(said.get('title', [])))}” của nguồn tin"
        told = self.known.told.get(self.address(said))
        if told is None:
            self.wrong(place, self.address(said), "không có bản tin nào ở địa chỉ này.")
            return
        self.said(place, said, ENTRIES[self.feed.form], _truth(told, self.root))
        for text in said.get("text", [""]):
            self.problems += [
                Problem(self.path, f"{place}: {fault}", MENDING) for fault in _content(text, told, self.known)
            ]

    def said(self, place: str, said: Said, names: Mapping[str, str], right: Mapping[str, list[str]]) -> None:
        """Just the parts that there may be, each as it must be where that is known."""
        for part in dict.fromkeys((*names.values(), *said)):
            given, wanted = [*map(clean, said.get(part, []))], [*map(clean, right.get(part, []))]
            if part.startswith("?") or (part in right and given != wanted):
                self.wrong(place, ", ".join(given), f"phải là “{', '.join(wanted)}”.")


def _scope(url: str, title: str, known: Known) -> list[Told] | None:
    """The bulletins that a feed of this title beside the page of an address is about; None where there is none."""
    match url.strip("/").split("/"):
        case [""]:
            return shown("", title, known)
        case ["ban-tin", own] if own in known.folders:
            called = {known.folders[own].dataset.title}
        case ["chuyen-muc", _]:
            called = {told.dataset.category for told in known.told.values()}
        case ["tac-gia", own]:
            called = {person.name for person in known.people.values() if person.slug == own}
        case ["chu-de", own]:
            called = {tag for told in known.told.values() for tag in told.tags.values() if slug(tag) == own}
        case _:
            return None
    fitting = [name for name in called if title.endswith(f" - {name}")]
    return shown(url, max(fitting, key=len), known) if fitting else None


def _truth(told: Told, root: str) -> dict[str, list[str]]:
    """What an entry must say of a bulletin; its text is looked at by itself."""
    address = urlsplit(f"{root}{told.url}")
    return {
        "title": [told.title],
        "address": [address.geturl()],
        "name": [f"tag:{address.hostname},{told.published.date().isoformat()}:{address.path}"],
        "published": [datetime.isoformat(told.published)],
        "mailed": [format_datetime(told.published)],
        "updated": [datetime.isoformat(told.updated)],
        "authors": [own.person.name for own in told.signed if own.wrote],
        "topics": [told.dataset.category, *told.tags.values()],
        "lead": [told.lead],
        "summary": [str(escape(told.lead))],  # HTML within the feed's XML
        "picture": [f"{root}{told.url}anh-chia-se.png"],
        "language": ["vi"],
    }


def _content(text: str, told: Told, known: Known) -> list[str]:
    """What is wrong with an entry's text: HTML, looked at as a page of its own that speaks of the bulletin."""
    if (told.url, text) not in known.texts:
        inside = Page(told.url, f"<div data-bulletin='{told.url}'>{text}</div>")
        lead, *others = inner(inside.tree, ".//div[@data-bulletin]/*[not(contains(@class, 'corrections'))]") or [
            inside.tree
        ]
        check_corrections(inside, told.corrections)
        check_editors(inside, told, others)
        check_lead(inside, [lead], told)
        check_marks(inside, known)
        check_words(inside, known)
        for node, _, said in inside.unclaimed():
            if re.search(r"\d", without_phrases(clean(said), told.phrases)):
                inside.fault(node, said, "có chữ số không rõ nguồn.")
        known.texts[told.url, text] = [problem.what for problem in inside.problems]
    return known.texts[told.url, text]
