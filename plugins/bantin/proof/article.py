"""A bulletin's own page: the editor's words are the editor's, all others are true, and sources lead to their cells."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import html
from markdown import Markdown

from bantin.editorial import BEFORE_CHARTS, END, PLACES, START
from bantin.ingest.rules import IndicatorRule
from bantin.proof.drawings import check_charts
from bantin.proof.known import Known
from bantin.proof.marks import figure_of, told_of
from bantin.proof.outcome import Entry
from bantin.proof.page import Element, Mark, Page, inner, said, sentences, text_of, tokens
from bantin.proof.spelled import spelled
from bantin.proof.told import Told
from bantin.proof.words import Sentence
from bantin.vietnamese import clean

FIGURE, NAME = re.compile(r"\{\{.*?\}\}"), "\ue006"
"""A figure by name in an editor's words, and what it is while the words around it are Markdown."""
NAMED = r"\w+(?: \w+)*?"
"""What a figure by name may say, in words."""
GENERATED = ("h1", "p", "dd")
WORDING = "trong story.md viết chữ ấy bằng so_voi, xu_huong, dien_bien, dan_dau…, hoặc bỏ chữ gõ tay."
COUNTING = "trong story.md viết bằng tên chỉ tiêu, dem, ty_le, phan_so…, hoặc bỏ số gõ tay."


def check_article(page: Page, told: Told) -> None:
    """Check and claim what only a bulletin's own page has."""
    check_editors(page, told, paragraphs(page))
    check_charts(page, told)
    _sources(page, told)
    _shares(page, told)


def check_words(page: Page, known: Known) -> None:
    """Hold the words of every generated text against its figures."""
    for block in page.blocks():
        told = told_of(page, block, known)
        ours = block.tag in GENERATED and not page.editors & {block, *block.iterancestors()}
        if told is None or not ours or not (told.url == page.url or inner(block, ".//*[@data-n]")):
            continue
        named = page.named & {block, *block.iterancestors()}
        for sentence in sentences(tokens(block)):
            if named and not any(isinstance(token, Mark) for token in sentence):
                continue  # the editor's own
            for text, wrong in Sentence(told, sentence).wrongs():
                page.fault(block, text, f"{wrong} (câu: “{clean(said(sentence))}”)", WORDING)
            for text, wrong in () if named else spelled(told, sentence):
                page.fault(block, text, f"{wrong} (câu: “{clean(said(sentence))}”)", COUNTING)


def paragraphs(page: Page) -> list[Element]:
    """What stands in the page's body beside charts; the editor's blocks are left out once they are known."""
    found = inner(page.tree, ".//div[@class='body']/*[not(@class='chart')]")
    return [block for block in found if block not in page.editors]


def check_editors(page: Page, told: Told, blocks: list[Element]) -> None:
    """Claim the editor's blocks: those that make up the words of each part of the editor's file, in their place."""
    taken: dict[Element, str] = {}
    for part in told.editor.parts if told.editor else ():
        run = _run([block for block in blocks if block not in taken], pattern(part.text))
        if not run:
            page.fault(page.tree, part.text, "thiếu hoặc khác với lời của biên tập viên.")
        for own in run:
            taken[own] = part.place
            page.claim(own)
        (page.named if "{{" in part.text else page.editors).update(run)
    ours = [at for at, block in enumerate(blocks) if block not in taken]
    for at, block in enumerate(blocks):
        place = taken.get(block, "")
        if (place == START and any(own < at for own in ours)) or (
            place in {BEFORE_CHARTS, END} and any(own > at for own in ours)
        ):
            page.fault(block, text_of(block), f"đứng sai chỗ: phải ở {PLACES[place]}.")


def _run(blocks: list[Element], wanted: re.Pattern[str]) -> list[Element]:
    """The neighbouring blocks that say what is wanted, and no more."""
    said = [" ".join(words(text_of(block))) for block in blocks]
    for start in range(len(blocks)):
        for end in range(start + 1, len(blocks) + 1):
            if wanted.fullmatch(" ".join(filter(None, said[start:end]))):
                return blocks[start:end]
    return []


def words(text: str) -> list[str]:
    """The words of a text, whatever stands between them."""
    return re.findall(r"[^\W_]+", clean(text))  # what is around emphasis is no word


def pattern(markdown: str) -> re.Pattern[str]:
    """The words of an editor's Markdown, as readers see them; what stands in for a name is looked at by itself."""
    made = html.fragment_fromstring(_markdown().reset().convert(FIGURE.sub(NAME, markdown)), create_parent="div")
    for picture in inner(made, ".//img"):
        picture.tag, picture.text = "span", picture.get("alt")
    tokens = list[str]()
    for number, part in enumerate(text_of(made).split(NAME)):
        tokens += [NAMED] if number else []
        tokens += map(re.escape, words(part))
    return re.compile(" ".join(tokens))


@lru_cache(maxsize=1)
def _markdown() -> Markdown:
    """Markdown in which tags are text, as they are to readers."""
    made = Markdown(output_format="html")
    made.preprocessors.deregister("html_block")
    made.inlinePatterns.deregister("html")
    return made


def _sources(page: Page, told: Told) -> None:
    """The list of sources: every figure once, with its computation and its cells, each linked to its file."""
    rows = inner(page.tree, ".//ul[@class='figures']/li")
    listed = [next((own for own in tokens(row) if isinstance(own, Mark)), None) for row in rows]
    entries = [found[0] if own and (found := figure_of(own, told)) else None for own in listed]
    given = [entry["computation"] for entry in entries if entry]
    if given != list(dict.fromkeys(entry["computation"] for entry in told.entries)):
        page.fault((rows or [page.tree])[0], "mục Nguồn số liệu", "thiếu, thừa hoặc sai thứ tự cách tính.")
    for row, entry in zip(rows, entries, strict=True):
        if entry is None:
            continue
        rule = told.dataset.indicators.get(entry["indicator"])
        cells = [(cell["cell"], cell["file"]) for cell in entry["cells"]]
        labels = ", ".join(f"ô {cell}, {file.rpartition('/')[2]}" for cell, file in cells)
        wanted = {
            f"{own} {entry['computation']}{f' Ô số liệu: {labels}' if labels else ''}" for own in _counted(entry, rule)
        }
        said = clean(text_of(row))
        page.claim(row)
        if said not in map(clean, wanted):
            page.fault(row, said, f"phải là “{clean(min(wanted))}”.")
        targets = [page.target(link) for link in inner(row, ".//a")]
        if targets != [f"du-lieu/{file.removeprefix('data/')}" for _, file in cells]:
            page.fault(row, said, "ô nguồn không dẫn đến tệp của nó.")


def _counted(entry: Entry, rule: IndicatorRule | None) -> set[str]:
    text, unit = entry["text"], entry["unit"]
    if unit in {"", "%"}:
        return {text}
    first = {f"{unit} {text}"} if (rule and rule.unit_first) or entry["operation"] == "week" else set()
    return first | {f"{text} {unit}"}


def _shares(page: Page, told: Told) -> None:
    """Shares of disjoint parts of one whole, stated on one page, are no more than all of it."""
    stated: dict[tuple[str, str], dict[str, float]] = {}
    rules = told.dataset.indicators
    for element in inner(page.tree, ".//data"):
        found = figure_of(Mark(element.get("data-n"), None, "", element), told)
        if not found or found[0]["operation"] not in {"share", "level"} or not found[0]["indicator"]:
            continue
        entry, made = found
        rule = rules[entry["indicator"]]
        pair = rule.share or rule.share_of
        if entry["operation"] == "share":
            pair = (entry["indicator"], entry["against"][0])
        if pair and entry["period"] == told.last.isoformat():
            stated.setdefault((pair[1], entry["area"]), {})[pair[0]] = float(made.value)
    for (whole, _), parts in stated.items():
        disjoint = [share for name, share in parts.items() if name in rules[whole].parts]
        if sum(disjoint) > 100 + 1e-9:
            page.fault(
                page.tree, f"{rules[whole].label}", f"các tỷ lệ thành phần cộng lại hơn 100% ({sum(disjoint):g})."
            )
