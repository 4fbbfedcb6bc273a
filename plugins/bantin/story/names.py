"""What a story can name, and what it can ask of it. Attributes and filters are the story language's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from bantin.errors import CellError, suggestion
from bantin.facts.facts import Change, Facts, Ranked
from bantin.ingest.codelist import find_item
from bantin.ingest.period import PREVIOUS_WORDS, said
from bantin.model import Headline, Item, Line, Segment
from bantin.story.printing import NO_CLAUSE, NO_SENTENCE, Held, Printer
from bantin.vietnamese import ABSENCE, counted, enumeration, marked

NAMINGS: dict[str, Callable[[Item], str]] = {
    "đầy đủ": lambda item: item.full_name,
    "ngắn": lambda item: item.name,
    "cơ quan": lambda item: f"{item.authority} {item.full_name}".strip(),
}


class Indicator:
    """An indicator of the release, under its name in dataset.toml: of the whole, or of the item with the code.

    Printed, it is the figure with its unit.
    """

    def __init__(self, facts: Facts, printer: Printer, name: str, code: str = "") -> None:
        self._facts, self._printer, self._name, self._code = facts, printer, name, code

    def __str__(self) -> str:
        figure = self._facts.level(self._name, self._code)
        if figure is None:
            return Held(NO_SENTENCE)
        return self._printer.hold(counted(figure) if self._facts.all_provisional else marked(figure))

    @property
    def co(self) -> bool:
        """Whether its value is known."""
        return self._facts.level(self._name, self._code) is not None

    @property
    def tang(self) -> bool:
        """Whether it rose against the period just before."""
        return self._sign == 1

    @property
    def giam(self) -> bool:
        """Whether it fell against the period just before."""
        return self._sign == -1

    @property
    def khong_doi(self) -> bool:
        """Whether it is what it was in the period just before."""
        return self._sign == 0

    @property
    def theo_don_vi(self) -> bool:
        """Whether it may be said which areas lead."""
        return self._facts.ranking(self._name) is not None

    @property
    def _sign(self) -> int | None:
        change = self._facts.change(self._name, self._code)
        return change.sign if change else None

    def _compared(self, other: object, holds: Callable[[Decimal, Any], bool]) -> bool:
        figure = self._facts.level(self._name, self._code)
        return figure is not None and holds(figure.value, other)

    def __gt__(self, other: object) -> bool:
        return self._compared(other, lambda own, given: bool(own > given))

    def __ge__(self, other: object) -> bool:
        return self._compared(other, lambda own, given: bool(own >= given))

    def __lt__(self, other: object) -> bool:
        return self._compared(other, lambda own, given: bool(own < given))

    def __le__(self, other: object) -> bool:
        return self._compared(other, lambda own, given: bool(own <= given))

    def __eq__(self, other: object) -> bool:
        return self._compared(other, lambda own, given: bool(own == given))

    __hash__ = None  # type: ignore[assignment] # equal to numbers by value, so it is no key


ATTRIBUTES = ("co", "tang", "giam", "khong_doi", "theo_don_vi")


def compare(indicators: Indicator | Sequence[Indicator], base: str) -> str:
    """`so_voi`: how one or several indicators moved: `tăng 133 điểm và 7.410 lượt so với tuần trước`."""
    several = list(indicators) if isinstance(indicators, Sequence) else [indicators]
    if not several or not all(isinstance(one, Indicator) for one in several):
        raise CellError("so_voi chỉ dùng sau tên chỉ tiêu.", 'viết như {{ points | so_voi("tuần trước") }}.')
    facts, printer = several[0]._facts, several[0]._printer  # noqa: SLF001 - a filter is the other half of the class
    known = PREVIOUS_WORDS[facts.dataset.period.every]
    if base not in known:
        raise CellError(f"không so được với “{base}”.{suggestion(base, known)}", f"dùng: {', '.join(known)}.")
    changes = [change for one in several if (change := facts.change(one._name, one._code))]  # noqa: SLF001 - as above
    return printer.hold(moved(changes, base)) if changes else Held(NO_CLAUSE)


def moved(changes: Sequence[Change], base: str) -> Line:
    """Changes against one base in words, neighbours in the same direction under one verb.

    Where two have the same unit, each is called by its name, for its number would not tell which of them moved.
    """
    tail: Segment = f" so với {base}"
    if all(change.sign == 0 for change in changes):
        return ("không thay đổi", tail)
    if len({change.figure.unit for change in changes}) < len(changes):
        return (*enumeration([_by_name(change) for change in changes]), tail)
    clauses = [_one_way(sign, list(group)) for sign, group in groupby(changes, key=lambda change: change.sign)]
    opposed = {change.sign for change in changes} == {-1, 1} and len(clauses) == 2
    joined: list[Segment] = []
    for clause in clauses:
        joined.extend([" nhưng " if opposed else ", ", *clause] if joined else clause)
    return (*joined, tail)


def _by_name(change: Change) -> Line:
    """`số người bị thương giảm 3 người`."""
    clause = _one_way(change.sign, [change])
    return (f"{change.label} ", *clause) if change.sign else clause


def _one_way(sign: int, changes: list[Change]) -> Line:
    """The changes in one direction."""
    if sign == 0:
        return (*enumeration([(change.label,) for change in changes]), " không thay đổi")
    word = "tăng " if sign > 0 else "giảm "
    return (word, *enumeration([counted(change.figure) for change in changes]))


def leaders(indicator: object, most: object = 1, ten: str = "đầy đủ") -> str:
    """`dan_dau`: the areas with the highest values, ties all named: `huyện Chợ Mới (390 điểm) và …`."""
    if not isinstance(indicator, Indicator) or not isinstance(most, int) or most < 1:
        raise CellError("dan_dau cần tên chỉ tiêu và số đơn vị.", "viết như {{ points | dan_dau(2) }}.")
    if ten not in NAMINGS:
        raise CellError(f"không có cách gọi tên “{ten}”.{suggestion(ten, NAMINGS)}", f"dùng: {', '.join(NAMINGS)}.")
    ranking = indicator._facts.ranking(indicator._name)  # noqa: SLF001 - a filter is the other half of the class
    rows = [row for row in ranking.rows if row.figure.value > 0] if ranking else []
    if not rows:
        return Held(NO_SENTENCE)
    last = rows[min(most, len(rows)) - 1].place
    groups = [list(group) for _, group in groupby((r for r in rows if r.place <= last), key=lambda r: r.place)]
    marks = not indicator._facts.all_provisional  # noqa: SLF001 - as above
    clauses = [_placed(group, NAMINGS[ten], marks=marks) for group in groups]
    if any(len(group) > 1 for group in groups):  # an “và” between groups would not be told from one within
        line = tuple(part for clause in clauses for part in (", ", *clause))[1:]
    else:
        line = enumeration(clauses)
    return indicator._printer.hold(line)  # noqa: SLF001 - as above


def _placed(rows: list[Ranked], called: Callable[[Item], str], *, marks: bool) -> Line:
    """The areas of one place: `A (390 điểm)`, or `A và B (cùng 390 điểm)`."""
    who = enumeration([(called(row.item),) for row in rows])
    final = ", sơ bộ)" if marks and any(row.figure.provisional for row in rows) else ")"
    return (*who, " (cùng " if len(rows) > 1 else " (", *counted(rows[0].figure), final)


def of_item(indicator: object, name: object) -> Indicator:
    """`cua`: the indicator of one unit or product, by its name: `{{ gia | cua("Gạo tẻ") }}`."""
    if not isinstance(indicator, Indicator) or not isinstance(name, str):
        raise CellError("cua cần tên chỉ tiêu và tên một dòng.", 'viết như {{ points | cua("Chợ Mới") }}.')
    facts = indicator._facts  # noqa: SLF001 - a filter is the other half of the class
    item = find_item(name, facts.items(indicator._name))  # noqa: SLF001 - as above
    return Indicator(facts, indicator._printer, indicator._name, item.code)  # noqa: SLF001 - as above


FILTERS: dict[str, Callable[..., object]] = {"so_voi": compare, "dan_dau": leaders, "cua": of_item}


def names(facts: Facts, printer: Printer) -> dict[str, object]:
    """All that a story can name: the indicators, `ky` (the period), `nguon` (the source), `ten` (the dataset)."""
    return {
        **{name: Indicator(facts, printer, name) for name in facts.dataset.indicators},
        "ky": printer.hold(said(facts.period)),
        "nguon": printer.hold((facts.dataset.source,)),
        "ten": printer.hold((facts.dataset.title,)),
    }


OWN_NAMES = ("ky", "nguon", "ten")


def headlines(facts: Facts) -> tuple[Headline, ...]:
    """Every indicator that has a value for the whole, at a glance."""
    rows = []
    for name, rule in facts.dataset.indicators.items():
        if not facts.has_whole(name):
            continue
        figure, change = facts.level(name), facts.change(name)
        value: Line = marked(figure) if figure else (ABSENCE[facts.observation(name).status],)
        base = PREVIOUS_WORDS[facts.period.frequency][0]
        rows.append(Headline(rule.label, value, moved([change], base) if change else ()))
    return tuple(rows)
