"""A dataset's page: its table has every period in its place, and its explanations name nothing that is not declared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from bantin.ingest.dataset import Dataset
from bantin.ingest.rules import AREA, RECORD, IndicatorRule
from bantin.model import Item, Period, Release, Status
from bantin.proof.known import Known
from bantin.proof.levels import Levels
from bantin.proof.marks import figure_of
from bantin.proof.page import Day, Element, Mark, Page, inner, text_of, tokens
from bantin.proof.raw import day_of, number_of
from bantin.proof.told import NUMBERS
from bantin.vietnamese import ABSENCE, clean

MOST_PRODUCTS = 24
"""With more of them, a dataset without a whole has no table of periods."""
PLACES = ("", "một", "hai", "ba", "bốn", "năm", "sáu")
REMARKS = {Status.PROVISIONAL: " (sơ bộ)", Status.NIL: " (không phát sinh)"}
NAMED = {Status.ZERO: "0", Status.NIL: "0 (không phát sinh)", **ABSENCE, Status.PROVISIONAL: "(sơ bộ)"}
"""What is no ordinary number, by the name that the page explains it under, in quotes."""


def check_about(page: Page, known: Known) -> None:
    """Check and claim what only a dataset's own page has."""
    root, _, slug = page.url.rstrip("/").partition("/")
    levels = known.levels.get(slug) if root == "ban-tin" else None
    if levels is None:
        return
    columns = _columns(known, levels)
    tables = inner(page.tree, ".//table[@class='periods']")
    if len(tables) != bool(columns and levels.releases):
        page.fault(page.tree, "bảng các kỳ", f"có {len(tables)} bảng.")
    for table in tables:
        heads = ["Kỳ báo cáo", *(column.head for column in columns)]
        page.expect_all(inner(table, "./thead/tr/th"), heads, "tiêu đề cột")
        _check_rows(page, known, levels, columns, table)
    _check_explained(page, known, levels)


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column of the table of periods is of: an indicator, of a product or of the whole."""

    name: str
    head: str
    item: Item | None = None


def _columns(known: Known, levels: Levels) -> list[_Column]:
    """The indicators that the whole has, or where it has none the first one of each product."""
    dataset = levels.dataset
    found = [_Column(name, rule.label) for name, rule in dataset.indicators.items() if _has_whole(dataset, name)]
    main = next(iter(dataset.indicators))
    rows, codelists = dataset.table_of(main).rows, known.folders[dataset.slug].codelists
    if found or not levels.releases or rows in {AREA, RECORD} or len(codelists[rows].items) > MOST_PRODUCTS:
        return found
    items = levels.items(main, levels.releases[max(levels.releases)])
    rule = dataset.indicators[main]
    units = [(item.unit if rule.item_unit else "") or rule.unit for item in items]
    several = len(set(units)) > 1
    heads = [
        f"{item.full_name} ({unit})" if several else item.full_name for item, unit in zip(items, units, strict=True)
    ]
    return [_Column(main, head, item) for head, item in zip(heads, items, strict=True)]


def _has_whole(dataset: Dataset, indicator: str) -> bool:
    table = dataset.table_of(indicator)
    return bool(table.totals) or table.rows == RECORD


# The table of all periods ---------------------------------------------------------------------------------


def _check_rows(page: Page, known: Known, levels: Levels, columns: Sequence[_Column], table: Element) -> None:
    """Every period from the newest release to the first, one after the other, those without a release too."""
    rows = inner(table, "./tbody/tr")
    last, first = max(levels.releases), min(levels.releases)
    for row in rows:
        period = levels.dataset.period.ending(last)
        head = inner(row, "./th")[0]
        if period is None or last < first:
            page.fault(row, text_of(row), "kỳ này không có trong số liệu.")
            return
        _check_period(page, period, head)
        release, cells = levels.releases.get(last), inner(row, "./td")
        if release is None:
            page.expect_all(cells, [ABSENCE[Status.NOT_REPORTED]], "kỳ không có số liệu")
        elif len(cells) != len(columns):
            page.fault(row, text_of(row), f"có {len(cells)} ô, phải có {len(columns)}.")
        else:
            for cell, column in zip(cells, columns, strict=True):
                _check_cell(page, known, levels, release, (row.get("data-bulletin", ""), column, cell))
        last = levels.previous(period)
    if last >= first:
        page.fault(table, "bảng các kỳ", f"thiếu các kỳ từ ngày {last} trở về trước.")


def _check_period(page: Page, period: Period, head: Element) -> None:
    """A row is headed by its period: the last day, month or year named is its own, any other is its first day's."""
    days = [token.machine for token in tokens(head) if isinstance(token, Day)]
    first, last = period.first.isoformat(), period.last.isoformat()
    if not days or not last.startswith(days[-1]) or [own for own in days if own != first and not last.startswith(own)]:
        page.fault(head, text_of(head), f"ở đây phải là kỳ đến {last}.")


def _check_cell(page: Page, known: Known, levels: Levels, release: Release, of: tuple[str, _Column, Element]) -> None:
    """A cell has its own indicator's value in its row's period, or why there is none."""
    url, column, cell = of
    last, area = release.period.last, column.item.code if column.item else release.area
    told, level = known.told.get(url), levels.at(column.name, area, last)
    found = [made[0] for own in tokens(cell) if told and isinstance(own, Mark) and (made := figure_of(own, told))]
    if not told or told.last != last:
        page.fault(cell, text_of(cell), "không thuộc bản tin của kỳ này.")
    elif column.item and not column.item.valid_on(last):
        page.expect(cell, ABSENCE[Status.NOT_APPLICABLE])
    elif level.value is None:
        page.expect(cell, ABSENCE[level.status])
    elif [(one["operation"], one["indicator"], one["area"]) for one in found] != [("level", column.name, area)]:
        page.fault(cell, text_of(cell), f"phải là “{column.head}” của kỳ này.")
    elif Decimal(str(found[0]["value"])) != level.value or found[0]["period"] != told.last.isoformat():
        page.fault(cell, text_of(cell), f"phải là {level.value}.")
    else:
        page.expect(cell, found[0]["text"] + REMARKS.get(level.status, ""))


# Explanations ---------------------------------------------------------------------------------------------


def _check_explained(page: Page, known: Known, levels: Levels) -> None:
    """The office's words are as declared; in ours all names, numbers and days are those of the rules."""
    dataset, section = levels.dataset, inner(page.tree, ".//section[h2[@id='giai-thich']]")
    if len(section) != 1:
        page.fault(page.tree, "Giải thích và cách tính", f"có {len(section)} mục như vậy.")
        return
    page.expect_all(inner(section[0], "./p"), list(dataset.method_paragraphs), "cách thu thập số liệu")
    boxes = inner(section[0], "./dl/div")
    if len(boxes) != len(dataset.indicators):
        page.fault(section[0], "các chỉ tiêu", f"giải thích {len(boxes)}, phải là {len(dataset.indicators)}.")
    for box, (name, rule) in zip(boxes, dataset.indicators.items(), strict=False):
        page.expect_only(inner(box, "./dt"), f"{rule.label} ({rule.unit})")
        *own, ours = inner(box, "./dd")
        page.expect_all(own, [rule.definition] if rule.definition else [], f"định nghĩa của {rule.label}")
        units = _units(known, dataset, name)
        if units not in clean(text_of(ours)):
            page.fault(ours, text_of(ours), f"phải có: “{units}”")
        _check_words(page, ours, _names(dataset, rule), *_of_rule(dataset, rule), units)
        if rule.decimals and f" {PLACES[rule.decimals]} chữ số thập phân" not in text_of(ours):
            page.fault(ours, text_of(ours), f"phải nói đến {PLACES[rule.decimals]} chữ số thập phân.")
    seen = {level.status for level in levels.known.values()}
    seen |= {Status.NOT_REPORTED} if _has_gaps(levels) else set()
    heads = inner(section[0], "./details/dl/div/dt")
    stated = [head for head in heads if re.search(r"[“\d]", text_of(head))]
    page.expect_all(stated, [f"“{name}”" for status, name in NAMED.items() if status in seen], "các tình trạng")
    for head in heads:
        numbers = _of_calendar(dataset, clean(text_of(head)))
        for words in inner(head.getparent(), "./dd"):
            totals = {total for table in dataset.all_tables.values() for total in table.totals}
            _check_words(page, words, totals, numbers, [])


def _units(known: Known, dataset: Dataset, name: str) -> str:
    """What is said of the units of the indicator's items, where they have their own."""
    rule, rows = dataset.indicators[name], dataset.table_of(name).rows
    codelists = known.folders[dataset.slug].codelists
    if not rule.item_unit or rows not in codelists:
        return ""
    units = dict.fromkeys(item.unit or rule.unit for item in codelists[rows].items.values())
    return clean(f"Đơn vị tính tùy mặt hàng: {', '.join(units)}.")


def _has_gaps(levels: Levels) -> bool:
    known = sorted(levels.releases)
    return any(levels.previous(levels.releases[last].period) != before for before, last in pairwise(known))


def _names(dataset: Dataset, rule: IndicatorRule) -> set[str]:
    """What the words on an indicator may name."""
    others = [*rule.sources, *rule.parts, *(rule.share_of or ()), *filter(None, [rule.part_of])]
    fields = [dataset.fields[name].column for name in (*rule.where, *filter(None, [rule.field]))]
    texts = [value for name, value in rule.where.items() if dataset.fields[name].type == "text"]
    wanted = [clean(re.sub(r"^(?:!=|=)\s*", "", str(value))) for value in texts]
    own = [rule.column, rule.rank, *fields, *wanted]
    return {dataset.indicators[name].label for name in others} | {name for name in own if name}


def _of_rule(dataset: Dataset, rule: IndicatorRule) -> tuple[list[Decimal], list[date]]:
    """The numbers and days that an indicator's rule has."""
    numbers, days = [Decimal(rule.per)] if rule.rate else [], list[date]()
    for name, wanted in rule.where.items():
        text = re.sub(r"^[<>=!]+\s*", "", wanted) if isinstance(wanted, str) else str(wanted).replace(".", ",")
        number, day = number_of(text), day_of(text)
        if dataset.fields[name].type == "date" and day:
            days.append(day)
        elif dataset.fields[name].type == "number" and number is not None:
            numbers.append(abs(number))
    if rule.cumulative and isinstance(rule.since, date):
        days.append(rule.since)
    days += sorted({day for own in (rule, *map(dataset.indicators.__getitem__, rule.sources)) for day in own.redefined})
    return numbers, days


def _of_calendar(dataset: Dataset, head: str) -> list[Decimal]:
    """The numbers that periods and their deadline have."""
    rule = dataset.period
    if head == "Kỳ báo cáo":
        return [Decimal(rule.start), Decimal(rule.start - 1)] if rule.start > 1 else []
    if head == "Hạn có số liệu":
        later, clock = re.match(r"(\d*)", rule.due), rule.due[-5:].split(":")
        after = [later[1]] if later and later[1].strip("0") else []
        return [Decimal(own) for own in (clock[0], *(clock[1:] if int(clock[1]) else ()), *after)]
    return []


def _check_words(
    page: Page, element: Element, names: set[str], numbers: list[Decimal], days: list[date], beside: str = ""
) -> None:
    """Names in quotes are among those; what else has digits are just those numbers and days, in this order.

    `beside` is a sentence that has been looked at.
    """
    run = tokens(element)
    text = clean("".join(own for own in run if isinstance(own, str))).removesuffix(beside)
    page.claim(element)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(f"“{name}”", "")
    if "“" in text:
        page.fault(element, text, "có tên không ghi trong dataset.toml.")
    found = [number_of(own.rstrip(".,")) for own in NUMBERS.findall(text)]
    if found != numbers:
        page.fault(element, text, f"các con số phải là: {', '.join(map(str, numbers)) or 'không có'}.")
    if [own.machine for own in run if isinstance(own, Day)] != [own.isoformat() for own in days]:
        page.fault(element, text, "ngày khác với ngày ghi trong dataset.toml.")
