"""Every marked number, word of direction and day on a page, held against what it must be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from bantin.proof.known import Known
from bantin.proof.outcome import Entry, Outcome
from bantin.proof.page import Element, Mark, Page, Token, inner, text_of
from bantin.proof.told import Told
from bantin.vietnamese import NBSP, clean, day

OTHERS = frozenset({"figure", "table", "dl"})
QUARTERS = ("I", "II", "III", "IV")


def told_of(page: Page, element: Element, known: Known) -> Told | None:
    """The bulletin that an element speaks of: the nearest one named or linked around it, else the page's own."""
    for node in (element, *element.iterancestors()):
        if node.get("data-bulletin") is not None:
            return known.told.get(node.get("data-bulletin"))
        if node.tag == "a" and (linked := known.told.get(page.target(node))):
            return linked
    return known.of(page.url)


def check_marks(page: Page, known: Known) -> None:
    """Check and claim every mark and day of a page."""
    for element in inner(page.tree, ".//data | .//span[@data-n]"):
        told = told_of(page, element, known)
        page.claim(element)
        page.claim(element, "value")
        wrong = _wrong(Mark(element.get("data-n"), element.get("value"), text_of(element), element), told)
        if wrong:
            page.fault(element, text_of(element), wrong)
    for element in inner(page.tree, ".//time"):
        if page.is_claimed(element):
            continue
        page.claim(element)
        machine, right = element.get("datetime", ""), _right_day(page, element, known)
        told = told_of(page, element, known)
        own = told is not None and page.url in known.datasets and told is known.datasets[page.url]
        in_chart = any(node.tag == "figure" for node in element.iterancestors())
        wrong = wrong_day(machine, text_of(element), None if right or (own and not in_chart) else told)
        if not wrong and right and machine != right:
            wrong = f"phải là {right}."
        if wrong:
            page.fault(element, text_of(element), wrong)


def _right_day(page: Page, element: Element, known: Known) -> str:
    """Of a day that a dataset's page says of itself what it must be: when it was last added to, or the next is due.

    Those of its charts, of its table of periods and of its explanations are looked at where these are.
    """
    days, around = known.own_days(page.url), list(element.iterancestors())
    if days is None or any(node.tag in OTHERS or node.get("data-bulletin") is not None for node in around):
        return ""
    return days[0] if around[0].get("class") == "day" else days[1]


def figure_of(mark: Mark, told: Told) -> tuple[Entry, Outcome] | None:
    """The figure that a mark stands for, and what it must be; None where that is not known."""
    number = int(mark.number) if mark.number and mark.number.isdecimal() else len(told.entries)
    made = told.outcomes[number] if number < len(told.entries) else ""
    return None if isinstance(made, str) else (told.entries[number], made)


def _wrong(mark: Mark, told: Told | None) -> str:
    if told is None:
        return "con số không thuộc bản tin nào."
    if not (mark.number or "").isdecimal() or int(mark.number or 0) >= len(told.entries):
        return f"con số không có trong {told.url}so-lieu.json."
    number = int(mark.number or 0)
    entry = told.entries[number]
    if mark.element.tag == "data":
        try:
            same = Decimal(mark.value or "") == Decimal(str(entry["value"]))
        except InvalidOperation:
            same = False
        if not same:
            return f"thuộc tính value là “{mark.value}”, phải là {entry['value']}."
    if mark.text != entry["text"]:
        return f"phải là “{entry['text']}”."
    return told.faults[number]


def wrong_day(machine: str, text: str, told: Told | None) -> str:
    """What is wrong with a day: its text does not fit, or its bulletin has no business with it."""
    try:
        fits = clean(text) in set(day_texts(machine))
        when = date.fromisoformat((machine + "-01-01")[:10])
    except ValueError:
        return f"“{machine}” không phải là ngày."
    if not fits:
        return f"không khớp với datetime “{machine}”."
    if told is None:
        return ""
    days = {*told.days, told.published.date()}
    if when not in days and not any(own.isoformat().startswith(machine) for own in days):
        return "ngày này không thuộc kỳ nào của bản tin."
    return ""


def day_texts(machine: str) -> Iterator[str]:
    """How a day, a month or a year may be printed."""
    own, _, clock = machine.partition("T")
    year, *rest = map(int, own.split("-"))
    if len(rest) < 2:
        yield "/".join(map(str, (*rest, year)))
        return
    when = date(year, *rest)
    if clock:
        hour, minute = map(int, clock.split(":"))
        at = f"{hour} giờ{f' {minute} phút' if minute else ''} ngày"
        yield from (f"{at} {day(when, pattern)}" for pattern in ("d/M/yyyy", "d/M"))
        yield f"{day(when)} {hour:02}:{minute:02}"
        return
    yield from (day(when, pattern) for pattern in ("d/M/yyyy", "dd/MM/yyyy", "d/M", "d"))
    yield f"{QUARTERS[(when.month - 1) // 3]}/{year}"


def beside(run: list[Token], at: int) -> str:
    """The words at a place of running text, if there are any."""
    token = run[at] if 0 <= at < len(run) else ""
    return token if isinstance(token, str) else ""


def wrong_unit(run: list[Token], at: int, entry: Entry, nouns: frozenset[str]) -> str:
    """What is wrong with the unit beside a figure, where one stands; a story may count in nouns of its own."""
    before, after = beside(run, at - 1), beside(run, at + 1)
    unit = entry["unit"].replace(NBSP, " ")
    if unit in {"", "%"} or before.endswith(f"thứ{NBSP}"):
        return ""
    is_before = before.replace(NBSP, " ").casefold().rstrip().endswith(unit.casefold()) and before.endswith(NBSP)
    if is_before or not after.startswith(NBSP):
        return ""
    stands = after[1:].replace(NBSP, " ")
    if any(re.match(rf"{re.escape(clean(own))}(?!\w)", stands) for own in (unit, *nouns)):
        return ""
    return f"đơn vị phải là “{unit}”, không phải “{clean(stands)[:20]}”."
