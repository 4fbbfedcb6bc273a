"""The three formats of feeds as tables: Atom (RFC 4287), RSS 2.0 with its board's best practices, JSON Feed 1.1."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from lxml import etree

from bantin.audit.forms import IRI, Rule, held, is_address, mail_moment, moment, repeated, whole_addresses

JSON_VERSION = "https://jsonfeed.org/version/1.1"
ATOM = "{http://www.w3.org/2005/Atom}"


def element(check: Callable[[etree._Element, str], bool]) -> Callable[[object], bool]:
    """A form of an XML element, by itself and its text."""
    return lambda value: etree.iselement(value) and check(value, (value.text or "").strip())


def _text_form(own: etree._Element, text: str) -> bool:
    kind = own.get("type", "text")
    if kind == "xhtml":
        return len(own) == 1
    return not len(own) and (kind == "text" or (kind == "html" and whole_addresses(text)))


def _person(own: etree._Element, _: str) -> bool:
    names = [name for name, _child in _children(own, ATOM)]
    return names.count("name") == 1 and bool(_said(own, f"{ATOM}name")) and set(names) <= {"name", "uri", "email"}


def _content(own: etree._Element, text: str) -> bool:
    return bool(own.get("src")) or _text_form(own, text)


def _guid(own: etree._Element, text: str) -> bool:
    return bool(text) and (own.get("isPermaLink") == "false" or is_address(text))


def _enclosure(own: etree._Element, _: str) -> bool:
    return is_address(own.get("url")) and (own.get("length") or "").isdigit() and "/" in (own.get("type") or "")


anything = element(lambda _own, _text: True)
filled = element(lambda _own, text: bool(text))
iri = element(lambda _own, text: bool(IRI.fullmatch(text)))
MOMENT = (element(lambda _own, text: moment(text) is not None), "thời điểm theo RFC 3339")
MAIL = (element(lambda _own, text: mail_moment(text) is not None), "thời điểm theo RFC 822, đúng thứ trong tuần")
NAMED = (iri, "một định danh hay địa chỉ đầy đủ (IRI)")
TEXT = (element(_text_form), "chữ thuần, html đã viết thoát với địa chỉ đầy đủ, hay xhtml")
PERSON = (element(_person), "một người có đúng một name")
HTML = (element(lambda _own, text: whole_addresses(text)), "chữ hay html với địa chỉ đầy đủ")
PLAIN, FILLED = (anything, ""), (filled, "chữ, không trống")
CATEGORY = (element(lambda own, _: bool(own.get("term"))), "loại có term")
LINK = (element(lambda own, _: bool(IRI.fullmatch(own.get("href") or ""))), "liên kết có href đầy đủ")

ATOM_BOTH = {
    "id": Rule(1, 1, *NAMED),
    "title": Rule(1, 1, *TEXT),
    "updated": Rule(1, 1, *MOMENT),
    "rights": Rule(0, 1, *TEXT),
    "author": Rule(0, None, *PERSON),
    "contributor": Rule(0, None, *PERSON),
    "category": Rule(0, None, *CATEGORY),
    "link": Rule(0, None, *LINK),
}
ATOM_FEED = ATOM_BOTH | {
    "subtitle": Rule(0, 1, *TEXT),
    "generator": Rule(0, 1, *PLAIN),
    "icon": Rule(0, 1, *NAMED),
    "logo": Rule(0, 1, *NAMED),
    "entry": Rule(0, None, *PLAIN),
}
ATOM_ENTRY = ATOM_BOTH | {
    "published": Rule(0, 1, *MOMENT),
    "summary": Rule(0, 1, *TEXT),
    "content": Rule(0, 1, element(_content), TEXT[1]),
    "source": Rule(0, 1, *PLAIN),
}
RSS_CHANNEL = {
    "title": Rule(1, 1, *FILLED),
    "link": Rule(1, 1, *NAMED),
    "description": Rule(1, 1, *FILLED),
    **dict.fromkeys(("pubDate", "lastBuildDate"), Rule(0, 1, *MAIL)),
    **dict.fromkeys(("language", "copyright", "generator", "docs", "ttl", "image"), Rule(0, 1, *PLAIN)),
    **dict.fromkeys(("category", "item"), Rule(0, None, *PLAIN)),
}
RSS_ITEM = {
    "title": Rule(1, 1, *FILLED),
    "link": Rule(1, 1, *NAMED),
    "description": Rule(0, 1, *HTML),
    "guid": Rule(1, 1, element(_guid), 'địa chỉ, nên phải có isPermaLink="false"'),
    "pubDate": Rule(1, 1, *MAIL),
    "author": Rule(0, 1, element(lambda _own, text: "@" in text), "địa chỉ thư; tên người ghi vào dc:creator"),
    "enclosure": Rule(0, 1, element(_enclosure), "tệp kèm có url, length, type"),
    "category": Rule(0, None, *FILLED),
    **dict.fromkeys(("comments", "source"), Rule(0, 1, *PLAIN)),
}


def _words(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _list_of(form: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(map(form, value))


def _with(*keys: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, dict) and any(_words(value.get(key)) for key in keys)


WORDS, WEB = (_words, "chuỗi, không trống"), (is_address, "địa chỉ đầy đủ")
INSTANT = (lambda value: moment(value) is not None, MOMENT[1])
AUTHORS = Rule(0, 1, _list_of(_with("name", "url", "avatar")), "danh sách người có name, url hoặc avatar")
JSON_FEED = {
    "version": Rule(1, 1, lambda value: value == JSON_VERSION, JSON_VERSION),
    "title": Rule(1, 1, *WORDS),
    "items": Rule(1, 1, _list_of(lambda item: isinstance(item, dict)), "danh sách các mục"),
    "authors": AUTHORS,
    **dict.fromkeys(("description", "user_comment", "language"), Rule(0, 1, *WORDS)),
    **dict.fromkeys(("home_page_url", "feed_url", "next_url", "icon", "favicon"), Rule(0, 1, *WEB)),
    "expired": Rule(0, 1, lambda value: isinstance(value, bool), "true hay false"),
    "hubs": Rule(0, 1, _list_of(_with("url")), "danh sách có type và url"),
}
JSON_ITEM = {
    "id": Rule(1, 1, *WORDS),
    "url": Rule(1, 1, *WEB),
    "date_published": Rule(1, 1, *INSTANT),
    "date_modified": Rule(0, 1, *INSTANT),
    "content_html": Rule(0, 1, whole_addresses, "html với địa chỉ đầy đủ"),
    "authors": AUTHORS,
    **dict.fromkeys(("content_text", "title", "summary", "language"), Rule(0, 1, *WORDS)),
    **dict.fromkeys(("external_url", "image", "banner_image"), Rule(0, 1, *WEB)),
    "tags": Rule(0, 1, _list_of(_words), "danh sách chuỗi"),
    "attachments": Rule(0, 1, _list_of(_with("url")), "danh sách tệp có url"),
}


def atom_faults(feed: etree._Element, address: str) -> Iterator[str]:
    """What is wrong with an Atom feed that stands at this public address."""
    if feed.tag != f"{ATOM}feed":
        yield "phần tử gốc không phải là feed của Atom"
        return
    yield from held(_children(feed, ATOM), ATOM_FEED, "feed")
    yield from _itself([link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"], address)
    entries = feed.findall(f"{ATOM}entry")
    yield from _unique(_said(entry, f"{ATOM}id") for entry in entries)
    for entry in entries:
        author = any(
            part.find(f"{ATOM}author") is not None for part in chain([feed, entry], entry.findall(f"{ATOM}source"))
        )
        links = [link for link in entry.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
        faults = [
            *held(_children(entry, ATOM), ATOM_ENTRY, "mục"),
            *(["không có author, cả nguồn tin cũng không có"] if not author else []),
            *(
                ["không có content mà cũng không có link rel=alternate"]
                if not links and entry.find(f"{ATOM}content") is None
                else []
            ),
            *(
                ["hai link rel=alternate cùng type và hreflang"]
                if repeated(f"{a.get('type')} {a.get('hreflang')}" for a in links)
                else []
            ),
            *_order(_said(entry, f"{ATOM}published"), _said(entry, f"{ATOM}updated")),
        ]
        yield from (f"mục “{_said(entry, f'{ATOM}title')}”: {fault}" for fault in faults)


def rss_faults(rss: etree._Element, address: str) -> Iterator[str]:
    """What is wrong with an RSS feed that stands at this public address."""
    channel = rss.find("channel")
    if rss.tag != "rss" or rss.get("version") != "2.0" or channel is None:
        yield "không phải là rss phiên bản 2.0 với một channel"
        return
    yield from held(_children(channel), RSS_CHANNEL, "channel")
    yield from _itself(
        [link.get("href") for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"], address
    )
    yield from _unique(_said(item, "guid") for item in channel.findall("item"))
    for item in channel.findall("item"):
        yield from (f"mục “{_said(item, 'title')}”: {fault}" for fault in held(_children(item), RSS_ITEM, "mục"))


def json_faults(feed: object, address: str) -> Iterator[str]:
    """What is wrong with a JSON feed that stands at this public address."""
    if not isinstance(feed, dict):
        yield "không phải là một đối tượng JSON"
        return
    yield from held(_members(feed), JSON_FEED, "nguồn tin")
    yield from _itself([feed.get("feed_url")], address)
    items = [item for item in feed.get("items") or [] if isinstance(item, dict)]
    yield from _unique(str(item.get("id")) for item in items)
    for item in items:
        faults = [
            *held(_members(item), JSON_ITEM, "mục"),
            *(["không có content_html hay content_text"] if not {"content_html", "content_text"} & set(item) else []),
            *_order(item.get("date_published"), item.get("date_modified")),
        ]
        yield from (f"mục “{item.get('title', item.get('id'))}”: {fault}" for fault in faults)


def _itself(named: list[str | None], address: str) -> Iterator[str]:
    if named != [address]:
        there = ", ".join(map(str, named)) or "không"
        yield f"phải tự gọi mình đúng một lần (self, feed_url) là {address}; đang có: {there}"


def _unique(names: Iterator[str]) -> Iterator[str]:
    yield from (f"định danh “{name}” có ở nhiều mục" for name in repeated(names))


def _order(published: object, updated: object) -> Iterator[str]:
    first, last = moment(published), moment(updated)
    if first and last and last < first:
        yield "ngày cập nhật sớm hơn ngày đăng"


def _children(part: etree._Element, namespace: str = "") -> list[tuple[str, object]]:
    """The children of the format's own; those of other namespaces are extensions."""
    there = ((etree.QName(child), child) for child in part.iterchildren("{*}*"))
    return [(name.localname, child) for name, child in there if f"{{{name.namespace or ''}}}" == (namespace or "{}")]


def _members(part: Mapping[str, object]) -> list[tuple[str, object]]:
    """The members of the format's own; a name with an underline is an extension."""
    return [(name, value) for name, value in part.items() if not name.startswith("_")]


def _said(part: etree._Element, name: str) -> str:
    return (part.findtext(name) or "").strip()
