"""Facts → runs of Vietnamese in which every number, and every word of direction, is a traced figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal
from itertools import groupby

from bantin.facts.bases import Base
from bantin.facts.changes import Change, Record, Streak, change
from bantin.facts.facts import Facts, Ranked
from bantin.ingest.codelist import Codelist
from bantin.ingest.period import said
from bantin.model import Figure, Headline, Item, Line, Moment, Segment, Status
from bantin.vietnamese import ABSENCE, NBSP, counted, day, enumeration, marked, number, rounded

NAMINGS: dict[str, Callable[[Item], str]] = {
    "đầy đủ": lambda item: item.full_name,
    "ngắn": lambda item: item.name,
    "cơ quan": lambda item: f"{item.authority} {item.full_name}".strip(),
}
WORDS = {1: "tăng", -1: "giảm", 0: "không thay đổi"}
TO_PLAN = {1: "cao hơn", -1: "thấp hơn", 0: "bằng"}
TENS = {"chục": 1, "trăm": 2, "nghìn": 3, "vạn": 4, "triệu": 6, "tỷ": 9}


def direction(one: Change) -> Figure:
    """The word for where a value went: a figure whose text is a word and whose value is the signed difference."""
    words = TO_PLAN if one.base.indicator else WORDS
    value = one.figure.value * (one.sign or 1)
    return replace(one.figure, operation="direction", value=value, text=words[one.sign], unit="", unit_first=False)


# Changes -------------------------------------------------------------------------------------------------

ABSOLUTE, PERCENT, BOTH = SIZES = ("số", "phần trăm", "cả hai")


def moved(changes: Sequence[Change], size: str = ABSOLUTE, base: Line | None = None) -> Line:
    """Changes against one base in words, neighbours in the same direction under one verb.

    Where two have the same unit, each is called by its name, for its number would not tell which of them moved.
    """
    tail: Line = (" so với ", *((changes[0].base.word,) if base is None else base))
    if all(one.sign == 0 for one in changes):
        return (direction(changes[0]), *tail)
    if len({size_of(one, size)[0].unit for one in changes}) < len(changes):
        return (*_by_name(changes, size), *tail)
    clauses = [_one_way(sign, list(group), size) for sign, group in groupby(changes, key=lambda one: one.sign)]
    opposed = {one.sign for one in changes} == {-1, 1} and len(clauses) == 2
    joined: list[Segment] = []
    for clause in clauses:
        joined.extend([" nhưng " if opposed else ", ", *clause] if joined else clause)
    return (*joined, *tail)


def size_of(one: Change, size: str) -> tuple[Figure, ...]:
    """The figures that say how large a change is, in the wanted way as far as it has a sense."""
    if one.percent is None or size == ABSOLUTE:
        return (one.figure,)
    return (one.percent,) if size == PERCENT else (one.figure, one.percent)


def _sized(one: Change, size: str) -> Line:
    figure, *percent = size_of(one, size)
    return (*counted(figure), *((" (", percent[0], ")") if percent else ()))


def _by_name(changes: Sequence[Change], size: str) -> Line:
    """`ngoại trú tăng 4,2% và nội trú giảm 13%`; in one direction `ngoại trú và nội trú giảm lần lượt …`."""
    names = enumeration([(one.label,) for one in changes])
    if len({one.sign for one in changes}) == 1:
        sizes = enumeration([_sized(one, size) for one in changes])
        return (*names, " ", direction(changes[0]), " lần lượt ", *sizes)
    return enumeration([(f"{one.label} ", *_one_way(one.sign, [one], size, named=True)) for one in changes])


def _one_way(sign: int, changes: list[Change], size: str, *, named: bool = False) -> Line:
    """The changes in one direction; what did not move is named, unless it has been."""
    if sign == 0:
        names = () if named else (*enumeration([(one.label,) for one in changes]), " ")
        return (*names, direction(changes[0]))
    return (direction(changes[0]), " ", *enumeration([_sized(one, size) for one in changes]))


def base_dated(facts: Facts, base: Base) -> Line:
    """A base by its own days: `ngày 17/1`, `tuần từ ngày 5/11 - 12/11/2021`."""
    last = base.days[0]
    if facts.dataset.period.every == "day":
        pattern = "d/M" if last.year == facts.period.last.year else "d/M/yyyy"
        return ("ngày ", Moment(last, day(last, pattern)))
    period = facts.dataset.period.ending(last)
    return said(period) if period else (Moment(last, day(last)),)


def from_to(one: Change, now: Figure, dated: Line) -> Line:
    """`từ 45 ca xuống còn 19 ca`, `từ cấp độ 3 (ngày 18/1) xuống cấp độ 2`, `vẫn ở cấp độ 4`."""
    aside = (" (", *dated, ")") if dated else ()
    if not one.sign:
        return ("vẫn ở " if now.unit_first else "vẫn ở mức ", *counted(now))
    down = " xuống " if now.unit_first else " xuống còn "
    return ("từ ", *counted(one.was), *aside, " lên " if one.sign > 0 else down, *counted(now))


def course(one: Change | None, now: Figure) -> Line:
    """`tăng lên 65.000 đồng`, `giảm còn 60.000 đồng`, `giữ ở mức 65.000 đồng`, or what it is."""
    if one is None:
        return ("ở " if now.unit_first else "ở mức ", *counted(now))
    at = "" if now.unit_first else "mức "
    if not one.sign:
        held = replace(direction(one), text="giữ")
        return (held, f" ở {at}", *counted(now))
    return (direction(one), " lên " if one.sign > 0 else " còn ", *counted(now))


def running(streak: Streak, one: Change, noun: str) -> Line:
    """`giảm tuần thứ 8 liên tiếp`."""
    return (direction(one), f" {noun} thứ{NBSP}", streak.figure, " liên tiếp")


def unmatched(found: Record) -> Line:
    """`cao nhất trong 12 tuần có số liệu`."""
    return (f"{found.which} trong ", *counted(found.figure))


# Units and products --------------------------------------------------------------------------------------

IN_BRACKETS, IN_A_CHAIN = CHAINS = ("và", "tiếp đó")


def placed(groups: Sequence[list[Ranked]], naming: str, how: str, *, marks: bool, word: str) -> Line:
    """`A (390 điểm) và B (203 điểm)`, ties as `A và B (cùng 390 điểm)`; in a chain `A (…), tiếp đó là B (…); C (…)`."""
    clauses = [_placed(group, NAMINGS[naming], marks=marks, word=word) for group in groups]
    if how == IN_A_CHAIN and len(clauses) > 1:
        rest = tuple(part for clause in clauses[1:] for part in ("; ", *clause))[1:]
        return (*clauses[0], ", tiếp đó là ", *rest)
    if any(len(group) > 1 for group in groups):  # an “và” between groups would not be told from one within
        return tuple(part for clause in clauses for part in (", ", *clause))[1:]
    return enumeration(clauses)


def _placed(rows: list[Ranked], called: Callable[[Item], str], *, marks: bool, word: str) -> Line:
    who = enumeration([(called(row.item),) for row in rows])
    final = ", sơ bộ)" if marks and any(row.figure.provisional for row in rows) else ")"
    figure = replace(rows[0].figure, operation="leader", against=(word, str(rows[0].place)))
    return (*who, " (cùng " if len(rows) > 1 else " (", *counted(figure), final)


def kinds_of(items: Iterable[Item], among: Sequence[Item], otherwise: str) -> str:
    """The noun for some items by the kinds among them, the commonest first: `huyện, thành phố`."""
    present = {item.kind for item in items}
    often = Counter(item.kind for item in among)
    return ", ".join(kind for kind, _ in often.most_common() if kind and kind in present) or otherwise


def fraction(chosen: Figure, of: Figure, items: tuple[Item, ...], noun: str) -> Line:
    """`5/8 huyện, thành phố`; one by its name, all as `cả 8 huyện, thành phố`, none as `không huyện, thành phố nào`."""
    if not items:
        return (replace(chosen, text="không"), f" {noun} nào")
    if len(items) == 1:
        return (replace(chosen, text=items[0].full_name),)
    if chosen.value == of.value:
        return (f"cả{NBSP}", chosen, f"{NBSP}{noun}")
    return (chosen, "/", of, f"{NBSP}{noun}")


def listed(items: Sequence[Item], naming: str, areas: Codelist | None) -> Line:
    """The items' names; with their codelist by the units they belong to: `a, b (Pác Nặm); c, d (Chợ Đồn)`."""
    called = NAMINGS[naming]
    if areas is None:
        return enumeration([(called(item),) for item in items])
    groups: dict[str, list[str]] = {}
    for item in items:
        groups.setdefault(item.parent, []).append(called(item))
    parts = [f"{', '.join(names)} ({areas.items[code].name})" for code, names in groups.items()]
    return ("; ".join(parts),)


def by_value(rows: Sequence[tuple[Item, Figure]], naming: str, word: str) -> Line:
    """The items by their values, the lowest value first: `A và B ở cấp độ 1; C ở cấp độ 3`."""
    ordered = sorted(rows, key=lambda row: row[1].value)
    clauses: list[Segment] = []
    for _, group in groupby(ordered, key=lambda row: row[1].value):
        members = list(group)
        who = enumeration([(NAMINGS[naming](item),) for item, _ in members])
        clauses.extend(["; " if clauses else "", *who, f" {word} ", *counted(members[0][1])])
    return tuple(clauses)


def spread(low: Figure, high: Figure) -> Line:
    """`từ 100 đến 190 đồng/lít`; `cùng 100 đồng/lít` where all are equal."""
    low, high = (replace(f, operation="extent", against=(w,)) for f, w in ((low, "thấp nhất"), (high, "cao nhất")))
    if low.value == high.value:
        return ("cùng ", *counted(high))
    return ("từ ", *(counted(low) if low.unit_first else (low,)), " đến ", *counted(high))


# Other forms ---------------------------------------------------------------------------------------------


def about(figure: Figure, to: str, *, down: bool = False) -> Line:
    """A figure in round: `gần 1.400 điểm`, `hơn 1.300 điểm`; one that is round already as it is."""
    power = Decimal(1).scaleb(TENS[to])
    whole = (figure.value / power).to_integral_value(ROUND_FLOOR) if down else rounded(figure.value / power, 0)
    value = whole * power
    if value == figure.value or value <= 0:
        return counted(figure)
    computation = f"{figure.computation.rstrip('.')}: {figure.text}, làm tròn đến hàng {to}."
    made = replace(
        figure, operation="rounded", value=value, text=number(value, 0), computation=computation, against=(to,)
    )
    return ("hơn " if value < figure.value else "gần ", *counted(made))


def stated(facts: Facts, name: str, code: str = "") -> Line:
    """A value, or in words why there is none: each of the seven statuses by its own words."""
    figure, status = facts.level(name, code), facts.observation(name, code).status
    if figure is None:
        return (ABSENCE[status],)
    return (*counted(figure), " (không phát sinh)") if status is Status.NIL else marked(figure)


def headlines(facts: Facts) -> tuple[Headline, ...]:
    """Every indicator that has a value for the whole, at a glance."""
    rows = []
    for name, rule in facts.dataset.indicators.items():
        if not facts.has_whole(name):
            continue
        found = change(facts, name)
        rows.append(Headline(rule.label, stated(facts, name), moved([found]) if found else ()))
    return tuple(rows)
