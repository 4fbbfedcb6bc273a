"""Who leads and who comes last: by the values, or as far as the office says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bantin.model import Cell, Figure, Item, Observation


@dataclass(frozen=True, slots=True)
class Ranked:
    """An item's place, 1 the highest; items with equal values share a place."""

    item: Item
    place: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class Ranking:
    """The items from the highest down; `stated` when the office says who leads, the rest being unknown."""

    rows: tuple[Ranked, ...]
    stated: bool


def rank(items: Sequence[Item], figures: Mapping[str, Figure], ranks: Mapping[str, Observation]) -> Ranking | None:
    """The items by their figures; where some are not known, as far as the ranks stated go without a break."""
    if len({figure.unit for figure in figures.values()}) > 1:
        return None  # a price a litre is not above one a kilogram
    if figures and len(figures) == len(items):
        return Ranking(by_value(items, figures), stated=False)
    stated, unnamed = list[Ranked](), set[int]()
    for item in items:
        place, figure = ranks[item.code], figures.get(item.code)
        if place.value is not None and figure:
            stated.append(Ranked(item, int(place.value), _resting_on(figure, place.cells)))
        elif place.value is not None:
            unnamed.add(int(place.value))  # whoever else holds it cannot be told to hold it alone
    unbroken: list[Ranked] = []
    for count, row in enumerate(sorted(stated, key=lambda row: row.place), start=1):
        shared = bool(unbroken) and row.place == unbroken[-1].place
        if row.place in unnamed or (not shared and row.place != count):
            break  # the holder of a place before has no published value
        unbroken.append(row)
    return Ranking(tuple(unbroken), stated=True) if unbroken else None


def by_value(items: Sequence[Item], figures: Mapping[str, Figure], *, lowest: bool = False) -> tuple[Ranked, ...]:
    """The items from the highest down, or from the lowest up; equal values share a place."""
    places: dict[Decimal, int] = {}
    sign = 1 if lowest else -1
    in_order = sorted(items, key=lambda item: sign * figures[item.code].value)
    for place, item in enumerate(in_order, start=1):
        places.setdefault(figures[item.code].value, place)
    return tuple(Ranked(item, places[figures[item.code].value], figures[item.code]) for item in in_order)


def _resting_on(figure: Figure, cells: tuple[Cell, ...]) -> Figure:
    """The figure, resting also on the cell where the office states the rank."""
    computation = f"{figure.computation.rstrip('.')}; thứ hạng do đơn vị báo cáo công bố."
    return replace(figure, computation=computation, cells=(*figure.cells, *cells))
