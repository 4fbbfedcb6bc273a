"""A built page as something to be proved: its marks and blocks, and which of its texts have been accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from posixpath import dirname, join, normpath
from typing import Any

from lxml import etree, html

from bantin.errors import Problem
from bantin.vietnamese import clean

Element = Any
"""An element of lxml's, whose stubs know its kinds only in part."""

INLINE = frozenset({"a", "abbr", "b", "code", "data", "em", "i", "small", "span", "strong", "sub", "sup", "time", "br"})
SPOKEN = (
    "alt",
    "aria-label",
    "aria-description",
    "content",
    "placeholder",
    "title",
    "summary",
    "label",
    "value",
    "term",
)
SILENT = frozenset({"script", "style"})
UNSPOKEN = SILENT | {"svg"}
SENTENCE_END = re.compile(r"(?<=[.!?…])(?<!\bTP\.)(?<!\bTX\.)(?<!\bTT\.)(?<!\b[HPQX]\.)\s+")
MENDING = "dựng lại trang từ số liệu; nếu lỗi vẫn còn thì là lỗi của chương trình, cần báo người phát triển."


@dataclass(frozen=True, slots=True)
class Mark:
    """A number or a word of direction with its number among the bulletin's figures."""

    number: str | None
    value: str | None
    text: str
    element: Element = field(compare=False)


@dataclass(frozen=True, slots=True)
class Day:
    """A day as printed, and as machines read it."""

    machine: str
    text: str
    element: Element = field(compare=False)


Token = str | Mark | Day


class Page:
    """One file of HTML, or a feed, by its path in the output.

    `editors` are the blocks of the editor's own words, `named` those of them with figures by name.
    """

    def __init__(self, path: str, content: bytes | str) -> None:
        self.path, self.problems = path, list[Problem]()
        self.is_xml = path.endswith(".xml")
        self.tree: Element = etree.fromstring(content) if self.is_xml else html.document_fromstring(content)
        self.editors: set[Element] = set()
        self.named: set[Element] = set()
        self._claimed: set[tuple[Element, str]] = set()

    @property
    def url(self) -> str:
        """The page's address within the site."""
        return self.path.removesuffix("index.html")

    def fault(self, element: Element, text: str, what: str, remedy: str = MENDING) -> None:
        """Note that a text of the page is wrong."""
        shown = clean(text)
        shown = shown if len(shown) <= 160 else f"{shown[:159]}…"
        self.problems.append(Problem(self.path, f"{place_of(element)}: “{shown}”: {what}", remedy))

    def claim(self, element: Element, slot: str = "") -> None:
        """Count a text as accounted for: an attribute's, or all text within the element."""
        if slot:
            self._claimed.add((element, slot))
            return
        for inner in element.iter():
            self._claimed.add((inner, "text"))
            self._claimed |= {(inner, "tail")} if inner is not element else set()

    def expect(self, element: Element, wanted: str, slot: str = "") -> bool:
        """Claim an element's text, or an attribute, which must be as wanted."""
        given = element.get(slot, "") if slot else text_of(element)
        self.claim(element, slot)
        if clean(given) != clean(wanted):
            self.fault(element, given, f"phải là “{clean(wanted)}”.")
        return clean(given) == clean(wanted)

    def expect_only(self, elements: list[Element], wanted: str) -> None:
        """One element, with its text; marks within it are looked at one by one, too."""
        self.expect_all(elements, [wanted], wanted)

    def expect_all(self, elements: list[Element], wanted: list[str], what: str) -> None:
        """As many elements as are wanted, each with its text."""
        if len(elements) != len(wanted):
            nearest = (*elements[-1:], self.tree)[0]
            self.fault(nearest, what, f"có {len(elements)}, phải có {len(wanted)}.")
        for element, text in zip(elements, wanted, strict=False):
            self.expect(element, text)

    def unclaimed(self) -> Iterator[tuple[Element, str, str]]:
        """The texts that nothing has accounted for: element, which of its texts, and the text."""
        for element in self.tree.iter(etree.Element):
            if element.tag in SILENT:
                texts = [("tail", element.tail)]
            else:
                texts = [("text", element.text), ("tail", element.tail)]
            texts += [(name, element.get(name)) for name in SPOKEN]
            for slot, text in texts:
                if text and text.strip() and (element, slot) not in self._claimed:
                    yield element, slot, text

    def is_claimed(self, element: Element) -> bool:
        """Whether all of an element's own text has been accounted for."""
        return (element, "text") in self._claimed

    def target(self, link: Element) -> str:
        """The address within the site that a relative link leads to; an absolute one as it is."""
        href = str(link.get("href") or link.get("src") or "")
        if re.match(r"[a-z]+:|#", href):
            return href
        found = normpath(join(dirname(self.path), href))
        return ("" if found == "." else found) + ("/" if href.endswith("/") and found != "." else "")

    def blocks(self) -> Iterator[Element]:
        """The elements that hold running text, drawings aside."""
        stack = [self.tree]
        while stack:
            element = stack.pop()
            if not isinstance(element.tag, str) or element.tag in UNSPOKEN:
                continue
            stack += reversed(element)
            spoken = element.text and element.text.strip()
            if element.tag not in INLINE and (spoken or any(child.tag in INLINE for child in element)):
                yield element


def text_of(element: Element) -> str:
    """All text within an element."""
    return "".join(element.itertext())


def inner(element: Element, path: str) -> list[Element]:
    """The elements that an XPath finds."""
    found: Any = _compiled(path)(element)
    return list(found)


@lru_cache(maxsize=256)
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path)


def in_svg(element: Element) -> bool:
    """Whether an element belongs to a drawing."""
    return element.tag == "svg" or any(parent.tag == "svg" for parent in element.iterancestors())


def tokens(element: Element) -> list[Token]:
    """An element's running text as words, marks and days."""
    found: list[Token] = []
    _collect(element, found)
    return found


def _collect(element: Element, found: list[Token]) -> None:
    _add(found, element.text)
    for child in element:
        if child.tag == "data" or child.get("data-n") is not None:
            found.append(Mark(child.get("data-n"), child.get("value"), text_of(child), child))
        elif child.tag == "time":
            found.append(Day(child.get("datetime", ""), text_of(child), child))
        elif child.tag in INLINE:
            _collect(child, found)
        _add(found, child.tail)


def _add(found: list[Token], text: str | None) -> None:
    if text and found and isinstance(found[-1], str):
        found[-1] += text
    elif text:
        found.append(text)


def sentences(run: list[Token]) -> list[list[Token]]:
    """The running text, sentence by sentence."""
    found: list[list[Token]] = [[]]
    for token in run:
        first, *others = SENTENCE_END.split(token) if isinstance(token, str) else [token]
        found[-1].append(first)
        found += [[other] for other in others]
    return [sentence for sentence in found if any(not isinstance(token, str) or token.strip() for token in sentence)]


def said(run: list[Token]) -> str:
    """Running text as it is read."""
    return "".join(token if isinstance(token, str) else token.text for token in run)


def place_of(element: Element) -> str:
    """Where on a page an element stands, in words."""
    chain = [element, *element.iterancestors()]
    for node in chain:
        tag, kind = etree.QName(node).localname, node.get("class") or ""
        if tag in {"entry", "item"} and not kind:
            return f"mục “{clean(text_of(node[0]))}” của nguồn tin"
        if tag == "figure" and kind == "chart":
            inside = "bảng" if any(n.tag == "table" for n in chain) else "hình" if in_svg(element) else "lời"
            return f"biểu đồ {node.get('id', '')}, {inside}"
        for name in (f"{tag}.{kind}", tag):
            if name in PLACES:
                return PLACES[name]
        if tag == "meta":
            return f"thẻ meta {node.get('name') or node.get('property') or node.get('http-equiv') or ''}"
    return f"phần tử {element.tag}"


PLACES = {
    "h1": "tiêu đề",
    "h2": "đề mục",
    "p.lead": "lời dẫn",
    "title": "tên trang",
    "script": "dữ liệu cho máy (JSON-LD)",
    "div.body": "thân bài",
    "ul.figures": "mục Nguồn số liệu",
    "section.sources": "phần nguồn",
    "dl.headline": "số liệu mới nhất",
    "table.periods": "bảng các kỳ",
    "dl.terms": "phần giải thích",
    "div.toolbar": "thanh công cụ",
    "nav.neighbours": "các kỳ lân cận",
    "nav.trail": "đường dẫn",
    "ul.items": "danh sách bản tin",
    "figure.photo": "ảnh",
    "header.masthead": "đầu trang",
    "footer.foot": "cuối trang",
    "section.card": "thẻ bộ số liệu",
    "article.top": "bản tin mới nhất",
    "section.year": "kho lưu trữ",
}
