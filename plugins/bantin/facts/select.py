"""Which items fulfil a condition: above a value, rising, silent… and what spans them all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from bantin.errors import CellError, suggestion
from bantin.facts.bases import Base, Why
from bantin.facts.changes import both
from bantin.facts.facts import Facts
from bantin.ingest.number import parse_number
from bantin.model import Figure, Item, Status
from bantin.vietnamese import ABSENCE, number

DIRECTIONS = {"tăng": 1, "giảm": -1, "không đổi": 0}
KNOWN, UNKNOWN = "có số liệu", "chưa có số liệu"
STATUSES = {words: status for status, words in ABSENCE.items()} | {"sơ bộ": Status.PROVISIONAL}
OPERATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
    "!=": lambda a, b: a != b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    "=": lambda a, b: a == b,
}
COMPARISON = re.compile(r"(>=|<=|!=|>|<|=)\s*(.+)")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on an item, as a story writes it: `> 99,5`, `tăng`, `không có số liệu`."""

    words: str
    operator: str = ""
    limit: Decimal = Decimal(0)


def read_condition(words: str, decimals: int, *, percent: bool) -> Condition:
    """The condition; its number is written as the indicator's are in files.

    Raises:
        CellError: when it is none.
    """
    match = COMPARISON.fullmatch(words)
    if match:
        return Condition(words, match[1], parse_number(match[2], decimals=decimals, percent=percent, negative=True))
    known = (*DIRECTIONS, KNOWN, UNKNOWN, *STATUSES)
    if words not in known:
        remedy = f"dùng so sánh như “> 0”, “= 4”, hoặc: {', '.join(known)}."
        raise CellError(f"không có điều kiện “{words}”.{suggestion(words, known)}", remedy)
    return Condition(words)


def select(
    facts: Facts, indicator: str, condition: Condition, base: Base, *, known: bool = False
) -> tuple[Item, ...] | None:
    """The items that fulfil it, in the codelist's order; None when that is not known of every item.

    With `known` those without a value are left out, if there are others.
    """
    everyone = facts.items(indicator) if condition.words in STATUSES else facts.concerned(indicator)
    asked = [item for item in everyone if not known or facts.observation(indicator, item.code).value is not None]
    chosen = []
    for item in asked:
        fulfils = _fulfils(facts, indicator, item, condition, base)
        if fulfils is None:
            return None
        if fulfils:
            chosen.append(item)
    return tuple(chosen) if asked else None


def _fulfils(facts: Facts, indicator: str, item: Item, condition: Condition, base: Base) -> bool | None:
    seen = facts.observation(indicator, item.code)
    if condition.words in {KNOWN, UNKNOWN}:
        return (seen.value is not None) == (condition.words == KNOWN)
    if condition.words in STATUSES:
        return seen.status is STATUSES[condition.words]
    if condition.operator:
        return None if seen.value is None else OPERATORS[condition.operator](seen.value, condition.limit)
    pair = both(facts, indicator, item.code, base)
    if isinstance(pair, Why) or pair[0].value is None or pair[1].value is None:
        return None
    now, then = pair[0].value, pair[1].value
    return (now > then) - (now < then) == DIRECTIONS[condition.words]


def count(facts: Facts, indicator: str, chosen: tuple[Item, ...], key: tuple[str, ...]) -> Figure:
    """How many items were chosen; `key` says to machines by what, nothing for all items."""
    label = facts.dataset.indicators[indicator].label
    by = f" có “{key[0]}”" if key else ""
    computation = f"{label}: đếm các đơn vị{by} trong {facts.dated(facts.period.last)}."
    seen = facts.concerned(indicator)
    cells = tuple(cell for item in seen for cell in facts.observation(indicator, item.code).cells)
    size = Decimal(len(chosen))
    figure = facts.figure((indicator, facts.release.area), "items", size, number(size, 0), computation, cells)
    return replace(figure, unit="", unit_first=False, against=key)


def extent(facts: Facts, indicator: str) -> tuple[Figure, Figure] | None:
    """The lowest and the highest value, when every item's is known and all count alike."""
    figures = [facts.level(indicator, item.code) for item in facts.concerned(indicator)]
    known = [figure for figure in figures if figure]
    if not known or len(known) < len(figures) or len({figure.unit for figure in known}) > 1:
        return None
    return min(known, key=lambda figure: figure.value), max(known, key=lambda figure: figure.value)
