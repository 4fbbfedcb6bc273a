"""A figure as a bulletin's JSON has it, and what it must be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bantin.model import Item
from bantin.proof.asked import Asked, Known
from bantin.proof.levels import Level
from bantin.proof.printed import places, printed
from bantin.vietnamese import number

Entry = Mapping[str, Any]
"""A figure as the bulletin's JSON has it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a figure must be: `sign` is where its level went, `side` where it was rounded to.

    `numbers` are those that its computation may name, `tied` the items that share its place.
    """

    value: Decimal
    texts: frozenset[str]
    units: frozenset[str]
    used: tuple[Level, ...] = ()
    numbers: frozenset[Decimal] = frozenset()
    sign: int = 0
    tied: tuple[Item, ...] = ()
    side: int = 0


def operation_of(entry: Entry) -> str:
    """The operation that a figure is the result of, before it was rounded."""
    against: list[str] = list(entry["against"])
    return (*against[1:2], "level")[0] if entry["operation"] == "rounded" else str(entry["operation"])


def units(asked: Asked, entry: Entry) -> frozenset[str]:
    """The indicator's unit."""
    rule, item = asked.dataset.indicators[entry["indicator"]], asked.levels.item(entry["indicator"], entry["area"])
    return frozenset({(item.unit if item and rule.item_unit else "") or rule.unit})


def shown(asked: Asked, entry: Entry, seen: Known, tied: tuple[Item, ...] = ()) -> Outcome:
    """A level as it is printed."""
    rule = asked.dataset.indicators[entry["indicator"]]
    text = printed(seen.value, max(rule.decimals, places(seen.value)), percent=rule.unit == "%")
    return Outcome(seen.value, frozenset({text}), units(asked, entry), seen.used, seen.numbers, 0, tied)


def counted(size: int, unit: str, used: Iterable[Level] = (), sign: int = 0) -> Outcome:
    """A count as it is printed."""
    text = number(Decimal(size), 0)
    return Outcome(Decimal(size), frozenset({text}), frozenset({unit}), tuple(used), frozenset(), sign)
