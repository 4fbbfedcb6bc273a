"""What a story can name, and what it can ask of it. Attributes and filters are the story language's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from bantin.errors import CellError, suggestion
from bantin.facts.facts import Change, Facts, Ranked
from bantin.model import Area, Headline, Line, Segment
from bantin.story.printing import NO_CLAUSE, NO_SENTENCE, Printer
from bantin.vietnamese import ABSENCE, counted, enumeration, span

PERIOD_WORDS = {"week": "tuần"}
BASES = {"week": ("tuần trước", "kỳ trước")}
NAMINGS: dict[str, Callable[[Area], str]] = {
    "đầy đủ": lambda area: area.full_name,
    "ngắn": lambda area: area.name,
    "cơ quan": lambda area: f"{area.authority} {area.full_name}".strip(),
}


class Indicator:
    """An indicator of the release, under its name in dataset.toml. Printed, it is the figure with its unit."""

    def __init__(self, facts: Facts, printer: Printer, name: str) -> None:
        self._facts, self._printer, self._name = facts, printer, name

    def __str__(self) -> str:
        figure = self._facts.level(self._name)
        return self._printer.hold(counted(figure)) if figure else NO_SENTENCE

    @property
    def co(self) -> bool:
        """Whether its value is known."""
        return self._facts.level(self._name) is not None

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
        change = self._facts.change(self._name)
        return change.sign if change else None

    def _compared(self, other: object, holds: Callable[[Decimal, Any], bool]) -> bool:
        figure = self._facts.level(self._name)
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
    known = BASES[facts.dataset.period.every]
    if base not in known:
        raise CellError(f"không so được với “{base}”.{suggestion(base, known)}", f"dùng: {', '.join(known)}.")
    changes = [change for one in several if (change := facts.change(one._name))]  # noqa: SLF001 - as above
    return printer.hold(moved(changes, base)) if changes else NO_CLAUSE


def moved(changes: Sequence[Change], base: str) -> Line:
    """Changes against one base in words, neighbours in the same direction under one verb."""
    tail: Segment = f" so với {base}"
    if all(change.sign == 0 for change in changes):
        return ("không thay đổi", tail)
    clauses = [_one_way(sign, list(group)) for sign, group in groupby(changes, key=lambda change: change.sign)]
    opposed = {change.sign for change in changes} == {-1, 1} and len(clauses) == 2
    joined: list[Segment] = []
    for clause in clauses:
        joined.extend([" nhưng " if opposed else ", ", *clause] if joined else clause)
    return (*joined, tail)


def _one_way(sign: int, changes: list[Change]) -> Line:
    """The changes in one direction."""
    if sign == 0:
        return ("giữ nguyên số ", *enumeration([(change.figure.unit,) for change in changes]))
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
        return NO_SENTENCE
    last = rows[min(most, len(rows)) - 1].place
    groups = [list(group) for _, group in groupby((r for r in rows if r.place <= last), key=lambda r: r.place)]
    clauses = [_placed(group, NAMINGS[ten]) for group in groups]
    if any(len(group) > 1 for group in groups):  # an “và” between groups would not be told from one within
        line = tuple(part for clause in clauses for part in (", ", *clause))[1:]
    else:
        line = enumeration(clauses)
    return indicator._printer.hold(line)  # noqa: SLF001 - as above


def _placed(rows: list[Ranked], called: Callable[[Area], str]) -> Line:
    """The areas of one place: `A (390 điểm)`, or `A và B (cùng 390 điểm)`."""
    who = enumeration([(called(row.area),) for row in rows])
    return (*who, " (cùng " if len(rows) > 1 else " (", *counted(rows[0].figure), ")")


FILTERS: dict[str, Callable[..., str]] = {"so_voi": compare, "dan_dau": leaders}


def names(facts: Facts, printer: Printer) -> dict[str, object]:
    """All that a story can name: the indicators, `ky` (the period), `nguon` (the source), `ten` (the dataset)."""
    period = (f"{PERIOD_WORDS[facts.period.frequency]} từ ngày ", *span(facts.period))
    return {
        **{name: Indicator(facts, printer, name) for name in facts.dataset.indicators},
        "ky": printer.hold(period),
        "nguon": printer.hold((facts.dataset.source,)),
        "ten": printer.hold((facts.dataset.title,)),
    }


OWN_NAMES = ("ky", "nguon", "ten")


def headlines(facts: Facts) -> tuple[Headline, ...]:
    """Every indicator of the whole at a glance."""
    rows = []
    for name, rule in facts.dataset.indicators.items():
        figure, change = facts.level(name), facts.change(name)
        value: Line = counted(figure) if figure else (ABSENCE[facts.status(name, facts.dataset.area)],)
        base = BASES[facts.period.frequency][0]
        rows.append(Headline(rule.label, value, moved([change], base) if change else ()))
    return tuple(rows)
