"""Lines and editors' Markdown → HTML. Everything that is not made here is escaped here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import unescape
from types import MappingProxyType
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

from bantin.model import Bulletin, Figure, Line, Moment, Segment, Words, plain

SAFE_SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
NUMBER = re.compile(r"(?:âm\s)?\d[\d.,]*(?:\s(?:triệu|tỷ))?%?")
HOLD = "\ue006"
"""Stands around the number of a line with figures while the words around it are Markdown."""
HELD = re.compile(f"{HOLD}(\\d+){HOLD}")
TAG_OR_HELD = re.compile(f"(?P<tag><[^>]*>)|{HOLD}(?P<number>\\d+){HOLD}")
END_MARK = Markup('<span class="end">./.</span>')


Numbers = Mapping[Figure, int]
"""Each figure's place among the figures of its bulletin, which is its number in `so-lieu.json`."""


def numbers_of(bulletin: Bulletin) -> Numbers:
    """The number of each of a bulletin's figures."""
    return {figure: number for number, figure in enumerate(bulletin.figures)}


def line_html(line: Line, numbers: Numbers = MappingProxyType({})) -> Markup:
    """The line as inline HTML: figures as `<data>` with their numbers, days as `<time>`, text escaped."""
    return Markup("").join(_segment_html(part, numbers) for part in line)


def _segment_html(part: Segment, numbers: Numbers) -> Markup:
    if isinstance(part, Figure):
        number = numbers.get(part)
        which = "" if number is None else Markup(' data-n="{}"').format(number)
        if not NUMBER.fullmatch(part.text):  # words for it, which are no number to be read by machines
            return Markup("<span{}>{}</span>").format(which, part.text)
        return Markup('<data value="{}"{}>{}</data>').format(f"{part.value:f}", which, part.text)
    if isinstance(part, Moment):
        return Markup('<time datetime="{}">{}</time>').format(part.machine or part.day.isoformat(), part.text)
    return escape(part)


def editor_html(words: Words, numbers: Numbers = MappingProxyType({})) -> Markup:
    """An editor's Markdown as HTML; raw HTML is shown as text, and no link runs a script."""
    lines = words.held
    runs = iter(range(len(lines)))
    text = "".join(run if isinstance(run, str) else f"{HOLD}{next(runs)}{HOLD}" for run in words.runs)
    return _filled(_markdown().reset().convert(text), lines, numbers)


def markdown_html(text: str) -> Markup:
    """An editor's Markdown without figures as HTML, as `editor_html` makes it."""
    return editor_html(Words(0, (text,)))


def _filled(html: str, lines: Sequence[Line], numbers: Numbers) -> Markup:
    """The HTML with its lines where they belong; within a tag, as in a link's address, as text alone."""

    def told(match: re.Match[str]) -> str:
        if match["tag"]:
            return HELD.sub(lambda held: str(escape(plain(lines[int(held[1])]))), match["tag"])
        return str(line_html(lines[int(match["number"])], numbers))

    return Markup(TAG_OR_HELD.sub(told, html))  # noqa: S704 - raw HTML is off: all markup in it is Markdown's own


def with_end_mark(html: Markup) -> Markup:
    """The HTML whose last sentence ends `./.` instead of with a full stop."""
    body, closing = re.fullmatch(r"(.*?)((?:\s*</\w+>)*\s*)", html, re.DOTALL).groups()  # type: ignore[union-attr] # always matches
    return Markup(re.sub(r"[\s./…]+$", "", body)) + END_MARK + Markup(closing)  # noqa: S704 - parts of safe HTML


def _leads_somewhere(address: str) -> bool:
    """Whether an address, read as browsers read it, is of a kind that readers can follow."""
    try:
        return urlsplit(re.sub(r"[\x00-\x20]+", "", unescape(address))).scheme.lower() in SAFE_SCHEMES
    except ValueError:
        return False


class _Restraint(Treeprocessor):
    """Links only where a reader can go; headings under the page's one title; pictures only as the file's photo."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "a" and not _leads_somewhere(element.get("href", "")):
                element.attrib.pop("href")
            elif element.tag == "h1":
                element.tag = "h2"
            elif element.tag == "img":
                element.tag, element.text = "span", element.get("alt", "")
                element.attrib.clear()


class _Editors(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's own name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_Restraint(md), "restraint", 0)


@lru_cache(maxsize=1)
def _markdown() -> Markdown:
    return Markdown(extensions=[_Editors()], output_format="html")
