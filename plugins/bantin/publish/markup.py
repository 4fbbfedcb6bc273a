"""Lines and editors' Markdown → HTML. Everything that is not made here is escaped here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from types import MappingProxyType
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

from bantin.model import Bulletin, Figure, Line, Moment, Segment

SAFE_SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
NUMBER = re.compile(r"(?:âm\s)?\d[\d.,]*(?:\s(?:triệu|tỷ))?%?")
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


def editor_html(text: str) -> Markup:
    """An editor's Markdown as HTML; raw HTML is shown as text, and no link runs a script."""
    markdown = _markdown()
    return Markup(markdown.reset().convert(text))  # noqa: S704 - raw HTML is off: all markup in it is Markdown's own


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
