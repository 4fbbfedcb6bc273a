"""What stands beside a bulletin's text: corrections, history, topics, reading time."""

from __future__ import annotations

import re
from datetime import datetime

from bantin.editorial import Correction, EditorFile, Standing
from bantin.ingest.archive import Folder
from bantin.ingest.standing import held_until
from bantin.model import Period
from bantin.proof.marks import day_texts
from bantin.proof.page import Element, Page, inner, text_of
from bantin.proof.told import Told
from bantin.vietnamese import clean

SYLLABLES_A_MINUTE = 220


def check_beside(page: Page, told: Told) -> None:
    """Check and claim what stands beside the text on a bulletin's own page."""
    check_corrections(page, told.corrections)
    check_standing(page, told)
    _history(page, told)
    links = inner(page.tree, ".//ul[contains(concat(' ', @class, ' '), ' tags ')]/li/a")
    page.expect_all(links, list(told.tags.values()), "thẻ chủ đề")
    for link, slug in zip(links, told.tags, strict=False):
        if page.target(link) != f"chu-de/{slug}/":
            page.fault(link, text_of(link), "không dẫn đến trang của thẻ.")
    _reading(page)


def check_standing(page: Page, told: Told) -> None:
    """What is said to editors of a bulletin that readers do not get; to readers nothing."""
    editor, audience = told.editor or EditorFile(""), told.folder.audience
    is_draft, held = editor.standing is Standing.DRAFT, held_until(editor, audience.now)
    boxes = inner(page.tree, ".//p[contains(@class, 'standing')]")
    wanted = is_draft or held is not None
    if len(boxes) != wanted or (wanted and not audience.editors):
        page.fault((*boxes, page.tree)[0], "", "bạn đọc chưa được xem bản tin này, hoặc được xem mà trang nói là chưa.")
    if held and not is_draft:
        for box in boxes:
            _dated(page, box, _machine(held))


def check_withdrawn(page: Page, folder: Folder, period: Period) -> None:
    """All that is left of a withdrawn bulletin: its period, and why."""
    check_corrections(page, folder.editor_files[period.last].corrections)
    days = [own.get("datetime") for own in inner(page.tree, ".//p[@class='lead']/time")]
    if days[-1:] != [period.last.isoformat()] or days[:-1] not in ([], [period.first.isoformat()]):
        page.fault(page.tree, " ".join(days), f"kỳ phải là {period.first} đến {period.last}.")


def check_corrections(page: Page, corrections: tuple[Correction, ...]) -> None:
    """Every correction, the newest first: its day, the editor's words for what, why, by whom, and what it changed."""
    boxes, wanted = inner(page.tree, ".//p[@class='correction']"), corrections[::-1]
    if len(boxes) != len(wanted):
        page.fault((*boxes, page.tree)[0], "đính chính", f"có {len(boxes)}, phải có {len(wanted)}.")
    for box, own in zip(boxes, wanted, strict=False):
        days = [own.moment.date().isoformat(), *([own.origin.isoformat()] if own.origin else ())]
        _dated(page, box, *days)
        said = [own.why, own.by] if own.origin else [own.what, own.why, own.by]
        page.expect_all(inner(box, "./span"), said, "lời đính chính")
        for link in inner(box, "./a"):
            if not own.origin or page.target(link).rstrip("/").rpartition("/")[2] != days[1]:
                page.fault(link, text_of(link), "không dẫn đến bản tin đã đính chính.")
        page.editors.add(box)
        rows = inner(box, "./following-sibling::*[1][self::ul]/li")
        told = [[clean(text_of(part)) for part in inner(row, "./span | ./del | ./ins")] for row in rows]
        if told != [[clean(part) for part in (one.label, one.was, one.now) if part] for one in own.changes]:
            page.fault((*rows, box)[0], " ".join(map(text_of, rows)), "khác với những con số đã sửa.")
        for row in rows:
            page.claim(row)
            if re.search(r"\d", "".join(inner(row, "./text()"))):
                page.fault(row, text_of(row), "có chữ số không rõ nguồn.")
        page.editors.update(rows)


def _history(page: Page, told: Told) -> None:
    """When it was published, then each correction's moment; a moment at midnight is a day."""
    moments = [told.published, *(correction.moment for correction in told.corrections)]
    rows = inner(page.tree, ".//section[@class='history']//li")
    if len(rows) != len(moments):
        page.fault((*rows, page.tree)[0], "lịch sử bản tin", f"có {len(rows)} mục, phải có {len(moments)}.")
    for row, moment in zip(rows, moments, strict=False):
        _dated(page, row, _machine(moment))


def _machine(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}".removesuffix("T00:00")


def _dated(page: Page, element: Element, *right: str) -> None:
    """An element with just these days or moments, and else no digit beside the editor's words; claimed."""
    times = [(own.get("datetime"), clean(text_of(own))) for own in inner(element, ".//time")]
    said = "".join(inner(element, ".//text()[not(ancestor::time) and not(parent::span)]"))
    page.claim(element)
    fits = all(text in map(clean, day_texts(machine or "")) for machine, text in times)
    if [machine for machine, _ in times] != [*right] or not fits:
        page.fault(element, text_of(element), f"ngày phải là {', '.join(right)}.")
    if re.search(r"\d", said):
        page.fault(element, said, "có chữ số không rõ nguồn.")


def _reading(page: Page) -> None:
    """The minutes that the page's own words take: those of its title, its lead and its body, charts aside."""
    parts = inner(page.tree, ".//h1 | .//p[@class='lead'] | .//div[@class='body']/*[not(@class='chart')]")
    syllables = sum(any(map(str.isalnum, word)) for part in parts for word in text_of(part).split())
    minutes = max(1, int(syllables / SYLLABLES_A_MINUTE + 0.5))
    found = inner(page.tree, ".//span[@class='reading']")
    if [re.findall(r"\d+", text_of(own)) for own in found] != [[str(minutes)]]:
        page.fault((*found, page.tree)[0], "".join(map(text_of, found)), f"thời gian đọc phải là {minutes} phút.")
    for own in found:
        page.claim(own)
