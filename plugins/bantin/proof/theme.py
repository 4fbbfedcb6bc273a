"""The theme's own words: what no number or bulletin accounts for must stand so in the templates."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from lxml import etree, html

from bantin.proof.page import SILENT, SPOKEN, Element, Page
from bantin.vietnamese import clean

HOLE = "\ue000"
EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
CODE = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)
STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
PARTING = re.compile(r"\b(?:or|if|else|and)\b|[^\w\s~.\ue001]")
DYNAMIC_TAG = re.compile(r"<(/?)[a-z]*\{\{.*?\}\}")

Key = tuple[str, str, str]
"""An element's tag, its class or the name of a meta element, and which of its texts."""


class Theme:
    """The texts of all templates by the place they stand at, with holes where the template has expressions."""

    def __init__(self, folder: Path) -> None:
        self.frames: dict[Key, set[re.Pattern[str]]] = {}
        self.phrases: set[re.Pattern[str]] = set()
        for path in sorted(folder.rglob("*.html")):
            source = path.read_text(encoding="utf-8")
            self.phrases.update(frame for code in CODE.findall(source) for frame in _phrases(code))
            marked = EXPRESSION.sub(HOLE, DYNAMIC_TAG.sub(r"<\1div", COMMENT.sub("", source)))
            self._read(html.document_fromstring(f"<html><body>{STATEMENT.sub('', marked)}</body></html>"))

    def _read(self, tree: Element) -> None:
        for element in tree.iter(etree.Element):
            texts = [("text", element.text), ("tail", element.tail), *((name, element.get(name)) for name in SPOKEN)]
            for slot, text in texts:
                if text and clean(text):
                    self.frames.setdefault(_key(element, slot), set()).add(_frame(text))

    def check(self, page: Page, names: Collection[str]) -> None:
        """Report the page's unclaimed texts that are neither the theme's nor declared names in its frames."""
        for element, slot, text in page.unclaimed():
            if element.tag in SILENT and slot == "text":
                continue
            said = clean(text)
            if not self._fits(said, self.frames.get(_key(element, slot), ()), names):
                page.fault(element, text, "không phải chữ của giao diện, cũng không phải tên đã khai báo.")

    def _fits(self, text: str, frames: Collection[re.Pattern[str]], names: Collection[str], depth: int = 3) -> bool:
        """Whether a text is one of the frames, each of its holes a name, a number, or a phrase of the theme."""
        matches = [match.groups() for frame in frames if (match := frame.fullmatch(text))]
        return any(
            all(
                part in names or part.isdecimal() or (depth and self._fits(part, self.phrases, names, depth - 1))
                for part in parts
            )
            for parts in matches
        )


def _phrases(code: str) -> list[re.Pattern[str]]:
    """The texts that a template's code may make: its strings, joined where it joins them by `~`."""
    strings = STRING.findall(code)
    terms = PARTING.split(STRING.sub("\ue001", code))
    made = []
    for term in terms:
        parts = [own.strip() for own in term.split("~")]
        if any(own == "\ue001" for own in parts):
            made.append("".join(strings.pop(0)[1:-1] if own == "\ue001" else HOLE for own in parts))
    return [_frame(text) for text in made if text.strip(HOLE)]


def _frame(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(clean(text)).replace(HOLE, "(.*?)"), re.DOTALL)


def _key(element: Element, slot: str) -> Key:
    """Of a text behind an element the place is its parent's."""
    node = element.getparent() if slot == "tail" else element
    if node is None:
        return ("", "", "")
    named = node.get("name") or node.get("property") or node.get("http-equiv") or node.get("data-step") or ""
    return (str(node.tag), named, "text" if slot == "tail" else slot)
