"""Plans of the charts whose rows are units or products: bars, grouped, stacked, shares, slope, tiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bantin.charts.words import labels_of, mark_of, noun_of, remarks, seen, summed_up
from bantin.errors import CellError
from bantin.facts.bases import Base, Why
from bantin.facts.facts import Facts
from bantin.facts.shares import share
from bantin.ingest.period import PREVIOUS_WORDS
from bantin.ingest.rules import ChartRule
from bantin.model import Chart, ChartRow, Item, Line, Mark, Moment
from bantin.vietnamese import ABSENCE, day, within_sentence

INCOMPARABLE = "không so sánh được"

Marks = Callable[[Item], tuple[Mark, ...]]
"""An item's marks, one a column."""


def bars(facts: Facts, rule: ChartRule, name: str) -> Chart | None:
    """The items of this period: the known ones from the highest down, then those without a figure."""
    (own,) = rule.names
    return _chart(facts, rule, name, _rows(facts, own, lambda item: (seen(facts, own, item.code),)))


def grouped(facts: Facts, rule: ChartRule, name: str) -> Chart | None:
    """Several indicators of each item side by side, in the order of the first."""
    rows = _rows(facts, rule.names[0], lambda item: tuple(seen(facts, own, item.code) for own in rule.names))
    return _chart(facts, rule, name, rows)


def stacked(facts: Facts, rule: ChartRule, name: str) -> Chart | None:
    """The parts of each item's whole end to end, the whole as last column."""
    (whole,) = rule.names
    names = [*facts.dataset.indicators[whole].parts, whole]
    rows = _rows(facts, whole, lambda item: tuple(seen(facts, own, item.code) for own in names), len(names) - 1)
    return None if _any_negative(rows) else _chart(facts, rule, name, rows, _labels(facts, names))


def shares(facts: Facts, rule: ChartRule, name: str) -> Chart | None:
    """What part of the whole each item is; nothing where the whole lacks some of them."""
    (own,) = rule.names
    whole, items = facts.level(own), [facts.level(own, item.code) for item in facts.items(own)]
    if whole is None or whole.value <= 0 or any(figure and figure.value < 0 for figure in items):
        return None
    if facts.is_partial(own, facts.release.area, facts.release):
        return None

    def marks(item: Item) -> tuple[Mark, ...]:
        return (mark_of(share(facts, (own, item.code), (own, "")), facts.observation(own, item.code).status),)

    head = f"Tỷ lệ trong tổng {within_sentence(facts.dataset.indicators[own].label)}"
    return _chart(facts, rule, name, _rows(facts, own, marks), [(head,)])


def slope(facts: Facts, rule: ChartRule, name: str) -> Chart | None:
    """Each item in the period compared with and in this one.

    Raises:
        CellError: when the dataset has no such base, or the base is not one period.
    """
    (own,), base = rule.names, facts.base(rule.base)
    if len(base.days) > 1 or base.indicator:
        raise CellError(f"slope không vẽ được “{rule.base}”.", "chọn một kỳ, như “cùng kỳ năm trước”.")
    if not base.days or facts.at(base.days[0]) is None:
        return None
    rows = _rows(facts, own, lambda item: (_before(facts, own, item, base), seen(facts, own, item.code)), 1)
    if not any(all(mark.figure for mark in row.marks) for row in rows):
        return None
    return _chart(facts, rule, name, rows, [(Moment(last, day(last)),) for last in (*base.days, facts.period.last)])


def _before(facts: Facts, own: str, item: Item, base: Base) -> Mark:
    """An item's value in the base's period, where it means the same as now's."""
    then = facts.was(own, item.code, base.days[0])
    if not isinstance(then, Why):
        return mark_of(facts.leveled(own, item.code, then, base.days[0]), then.status)
    status = facts.observation(own, item.code, facts.at(base.days[0])).status
    return Mark(None, ABSENCE.get(status, INCOMPARABLE))


def tiles(facts: Facts, rule: ChartRule, name: str) -> Chart | None:
    """The items at their places on a map of tiles; nothing where one of them has no place or two share one."""
    (own,) = rule.names
    rows = _rows(facts, own, lambda item: (seen(facts, own, item.code),))
    places = [row.place for row in rows]
    fits = None not in places and len(set(places)) == len(places) and not _any_negative(rows)
    return _chart(facts, rule, name, rows) if fits else None


def _rows(facts: Facts, main: str, marks: Marks, order: int = 0) -> list[ChartRow]:
    """A row an item: those known in the column at `order` from the highest down, then the others."""
    rows = [ChartRow(item.full_name, marks(item), place=item.tile) for item in facts.items(main)]
    ordered = [(figure.value, row) for row in rows if (figure := row.marks[order].figure)]
    ordered.sort(key=lambda own: -own[0])
    return [*(row for _, row in ordered), *(row for row in rows if not row.marks[order].figure)]


def _any_negative(rows: Sequence[ChartRow]) -> bool:
    return any(mark.figure.value < 0 for row in rows for mark in row.marks if mark.figure)


def _labels(facts: Facts, names: Sequence[str]) -> list[Line]:
    return [(facts.dataset.indicators[own].label,) for own in names]


def _chart(
    facts: Facts, rule: ChartRule, name: str, rows: Sequence[ChartRow], columns: Sequence[Line] = ()
) -> Chart | None:
    """A chart of rows of items, its columns headed by the rule's indicators unless by others."""
    units = {mark.figure.unit for row in rows for mark in row.marks if mark.figure}
    if len(units) != 1:  # nothing is known, or bars of a price a litre would stand beside one a kilogram
        return None
    main = rule.names[0]
    labels, own = labels_of(facts, rule.names), facts.dataset.table_of(main).column
    noun = noun_of(facts, main)
    by = {
        "slope": f"{labels}, {rule.base or PREVIOUS_WORDS[facts.period.frequency][0]} và kỳ này",
        "shares": f"{labels}: tỷ lệ của từng {noun}",
        "stacked": f"Các phần của {within_sentence(labels)} theo {noun}",
        "tiles": f"{labels} trên bản đồ",
    }
    title = rule.title or by.get(rule.kind, f"{labels} theo {noun}")
    heads: tuple[Line, ...] = ((own,), *(columns or _labels(facts, rule.names)))
    description = summed_up(facts, rule.names)
    return Chart(name, rule.kind, title, description, units.pop(), heads, tuple(rows), remarks(rows, heads))
