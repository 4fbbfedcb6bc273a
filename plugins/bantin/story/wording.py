"""Facts → runs of Vietnamese in which every number, and every word of direction, is a traced figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal
from itertools import groupby

from bantin.facts.bases import Base
from bantin.facts.changes import HIGHEST, LOWEST, Change, Record, Streak, change
from bantin.facts.facts import Facts
from bantin.facts.ranking import Ranked
from bantin.ingest.period import said
from bantin.ingest.rules import AREA, RECORD
from bantin.model import Figure, Headline, Item, Line, Moment, Segment, Status
from bantin.story.naming import named_together
from bantin.vietnamese import ABSENCE, NBSP, NOT_FINAL, counted, day, enumeration, marked, number, rounded

WORDS = {1: "tăng", -1: "giảm", 0: "không thay đổi"}
TO_PLAN = {1: "cao hơn", -1: "thấp hơn", 0: "bằng"}
TENS = {"chục": 1, "trăm": 2, "nghìn": 3, "vạn": 4, "triệu": 6, "tỷ": 9}
SPELLED = ("triệu", "tỷ")


def direction(one: Change) -> Figure:
    """The word for where a value went: a figure whose text is a word and whose value is the signed difference."""
    words = TO_PLAN if one.base.indicator else WORDS
    value = one.figure.value * (one.sign or 1)
    return replace(one.figure, operation="direction", value=value, text=words[one.sign], unit="", unit_first=False)


# Changes -------------------------------------------------------------------------------------------------

ABSOLUTE, PERCENT, BOTH = SIZES = ("số", "phần trăm", "cả hai")
AVERAGE_OF, MEANT_BY_AVERAGE = "trung bình ", 2


def moved(
    changes: Sequence[Change],
    size: str = ABSOLUTE,
    base: Line | None = None,
    *,
    named: bool = False,
    level: bool = False,
) -> Line:
    """Changes against one base in words, neighbours in the same direction under one verb; without a base that is empty.

    With `level` the base's own value stands behind it.

    Where two have the same unit, each is called by its name (as it is where that is wanted), for its number would not
    tell which of them moved. What has no percentage makes all sizes absolute.
    """
    told = _base_words(changes[0]) if base is None else base
    final: Line = () if all(not one.was.provisional for one in changes) else (NOT_FINAL,)
    if level:
        final = (" (", *counted(changes[0].was), f", sơ{NBSP}bộ)" if final else ")")
    tail: Line = (" so với ", *told, *final) if told else ()
    if size == PERCENT and any(one.sign and one.percent is None for one in changes):
        size = ABSOLUTE
    if named or len({size_of(one, size)[0].unit for one in changes}) < len(changes):
        return (*_by_name(changes, size), *tail)
    if all(one.sign == 0 for one in changes):
        return (direction(changes[0]), *((" ", *told) if changes[0].base.indicator else tail))
    still = [one for one in changes if not one.sign]
    moving = [one for one in changes if one.sign]
    clauses = [_one_way(sign, list(group), size) for sign, group in groupby(moving, key=lambda one: one.sign)]
    opposed = {one.sign for one in moving} == {-1, 1} and len(clauses) == 2
    joined: list[Segment] = []
    for clause in clauses:
        joined.extend([" nhưng " if opposed else ", ", *clause] if joined else clause)
    if still:  # named, and last: what moved before it has no name
        joined.extend([", còn ", *_one_way(0, still, size)])
    return (*joined, *tail)


def _base_words(one: Change) -> Line:
    """What a change is told against; of an average, over how many periods it is taken."""
    number = str(len(one.base.days))
    before, average, after = one.base.word.partition(f"{AVERAGE_OF}{number} ")
    if len(one.base.days) < MEANT_BY_AVERAGE or not average:
        return (one.base.word,)
    count = replace(one.was, operation="periods", value=Decimal(number), text=number, unit="", unit_first=False)
    return (f"{before}{AVERAGE_OF}", count, f" {after}")


def size_of(one: Change, size: str) -> tuple[Figure, ...]:
    """The figures that say how large a change is, in the wanted way as far as it has a sense; in round, of TENS."""
    if one.percent is None or size not in {PERCENT, BOTH}:
        return (one.figure,)
    return (one.percent,) if size == PERCENT else (one.figure, one.percent)


def _sized(one: Change, size: str) -> Line:
    if size in TENS:
        return about(one.figure, size, down=True)
    figure, *percent = size_of(one, size)
    return (*counted(figure), *((" (", percent[0], ")") if percent else ()))


def _by_name(changes: Sequence[Change], size: str) -> Line:
    """`ngoại trú tăng 4,2% và nội trú giảm 13%`; in one direction `ngoại trú và nội trú giảm lần lượt …`."""
    still = [one for one in changes if not one.sign]
    moving = [one for one in changes if one.sign]
    if still:
        names = (*enumeration([(one.label,) for one in still]), " ", direction(still[0]))
        return (*_by_name(moving, size), ", còn ", *names) if moving else names
    if len(moving) > 1 and len({one.sign for one in moving}) == 1:
        names = enumeration([(one.label,) for one in moving])
        return (*names, " ", direction(moving[0]), " lần lượt ", *enumeration([_sized(one, size) for one in moving]))
    return enumeration([(f"{one.label} ", *_one_way(one.sign, [one], size)) for one in moving])


def _one_way(sign: int, changes: list[Change], size: str) -> Line:
    """The changes in one direction; what did not move is named."""
    if sign == 0:
        return (*enumeration([(one.label,) for one in changes]), " ", direction(changes[0]))
    return (direction(changes[0]), " ", *enumeration([_sized(one, size) for one in changes]))


def base_dated(facts: Facts, base: Base) -> Line:
    """A base by its own days: `ngày 17/1`, `tuần từ ngày 5/11 - 12/11/2021`."""
    last = base.days[0]
    if facts.dataset.period.every in {"day", "irregular"}:
        pattern = "d/M" if last.year == facts.period.last.year else "d/M/yyyy"
        return ("ngày ", Moment(last, day(last, pattern)))
    period = facts.dataset.period.ending(last)
    return said(period)[:2] if period and "month" in period.frequency else said(period) if period else ()


def from_to(one: Change, now: Figure, said: Line, dated: Line) -> Line:
    """`từ 45 ca xuống còn 19 ca`, `từ cấp độ 3 (ngày 18/1) xuống cấp độ 2`, `vẫn ở cấp độ 4`; `now` as it is said."""
    aside = (" (", *dated, ")") if dated else ()
    if not one.sign:
        return ("vẫn ở " if now.unit_first else "vẫn ở mức ", *said)
    down = " xuống " if now.unit_first else " xuống còn "
    return ("từ ", *marked(one.was), *aside, " lên " if one.sign > 0 else down, *said)


def direction_in_full(one: Change) -> Line:
    """`tăng lên`, `giảm xuống`, `không thay đổi`, as a sentence may end."""
    return (direction(one), {1: " lên", -1: " xuống", 0: ""}[one.sign])


def course(one: Change | None, now: Figure, said: Line) -> Line:
    """`tăng lên 65.000 đồng`, `giảm còn 60.000 đồng`, `giữ ở mức 65.000 đồng`, or what it is."""
    at = "" if now.unit_first else "mức "
    if one is None:
        return (f"ở {at}", *said)
    if not one.sign:
        return (replace(direction(one), text="giữ"), f" ở {at}", *said)
    return (direction(one), " lên " if one.sign > 0 else " còn ", *said)


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
    clauses = [_placed(group, naming, marks=marks, word=word) for group in groups]
    if how == IN_A_CHAIN and len(clauses) > 1:
        rest = tuple(part for clause in clauses[1:] for part in ("; ", *clause))[1:]
        return (*clauses[0], ", tiếp đó là ", *rest)
    if any(len(group) > 1 for group in groups):  # an “và” between groups would not be told from one within
        return tuple(part for clause in clauses for part in (", ", *clause))[1:]
    return enumeration(clauses)


def _placed(rows: list[Ranked], naming: str, *, marks: bool, word: str) -> Line:
    who = named_together((row.item for row in rows), naming)
    final = ", sơ bộ)" if marks and any(row.figure.provisional for row in rows) else ")"
    figure = replace(rows[0].figure, operation="leader", against=(word, str(rows[0].place)))
    return (*who, " (cùng " if len(rows) > 1 else " (", *counted(figure), final)


def fraction(chosen: Figure, of: Figure, items: tuple[Item, ...], noun: str) -> Line:
    """`5/8 huyện, thành phố`; one by its name, all as `cả 8 huyện, thành phố`, none as `không huyện, thành phố nào`."""
    if not items:
        return (replace(chosen, text="không"), f" {noun} nào")
    if len(items) == 1:
        return (replace(chosen, text=items[0].full_name),)
    if chosen.value == of.value:
        return (f"cả{NBSP}", chosen, f"{NBSP}{noun}")
    return (chosen, "/", of, f"{NBSP}{noun}")


def by_value(
    rows: Sequence[tuple[Item, Figure]], who: Callable[[list[Item]], Figure], word: str, *, marks: bool
) -> Line:
    """The items by their values, the lowest value first: `A và B ở cấp độ 1; C ở cấp độ 3`; `who` calls them."""
    ordered = sorted(rows, key=lambda row: row[1].value)
    clauses: list[Segment] = []
    for _, group in groupby(ordered, key=lambda row: row[1].value):
        members = list(group)
        final = not marks or not any(figure.provisional for _, figure in members)
        own = (*counted(members[0][1]), *(() if final else (NOT_FINAL,)))
        clauses.extend(["; " if clauses else "", who([item for item, _ in members]), f" {word} ", *own])
    return tuple(clauses)


def moved_apart(changes: Sequence[Change]) -> Line:
    """Changes of several items in one direction, from the smallest to the largest: `tăng từ 578 đến 604 đồng/lít`."""
    units = dict.fromkeys(one.figure.unit for one in changes)
    way = WORDS[changes[0].sign]
    ranges: list[Line] = []
    for unit in units:
        sizes = sorted((one.figure for one in changes if one.figure.unit == unit), key=lambda figure: figure.value)
        low, high = (
            replace(figure, operation="extent", against=(which, "change", way, *figure.against))
            for which, figure in ((LOWEST, sizes[0]), (HIGHEST, sizes[-1]))
        )
        ranges.append(counted(high) if low.value == high.value else ("từ ", low, " đến ", *counted(high)))
    return (direction(changes[0]), " ", *enumeration(ranges))


def each_moved(rows: Sequence[tuple[Item, Line]], naming: str) -> Line:
    """Every item with what is said of it: `huyện Chợ Mới từ cấp độ 2 xuống cấp độ 1; huyện Na Rì từ …`."""
    clauses: list[Segment] = []
    for item, line in rows:
        clauses.extend(["; " if clauses else "", *named_together([item], naming), " ", *line])
    return tuple(clauses)


def spread(low: Figure, high: Figure) -> Line:
    """`từ 100 đến 190 đồng/lít`; `cùng 100 đồng/lít` where all are equal."""
    low, high = (replace(f, operation="extent", against=(w,)) for f, w in ((low, "thấp nhất"), (high, "cao nhất")))
    if low.value == high.value:
        return ("cùng ", *counted(high))
    return ("từ ", *(counted(low) if low.unit_first else (low,)), " đến ", *counted(high))


# Other forms ---------------------------------------------------------------------------------------------


def about(figure: Figure, to: str, *, down: bool = False, word: str = "", marks: bool = True) -> Line:
    """A figure in round: `gần 1.400 điểm`, `hơn 1 tỷ đồng`, or after a word given; one that is round as it is."""
    say = marked if marks else counted
    power = Decimal(1).scaleb(TENS[to])
    whole = (figure.value / power).to_integral_value(ROUND_FLOOR) if down else rounded(figure.value / power, 0)
    value = whole * power
    if value == figure.value or value <= 0:
        return (f"{word} ", *say(figure)) if word and value > 0 else say(figure)
    side = word or ("hơn" if value < figure.value else "gần")
    computation = f"{figure.computation.rstrip('.')}: {figure.text}, làm tròn đến hàng {to}."
    text = f"{number(whole, 0)}{NBSP}{to}" if to in SPELLED else number(value, 0)
    made = replace(figure, operation="rounded", value=value, text=text + ("%" if figure.unit == "%" else ""))
    made = replace(made, computation=computation, against=(to, figure.operation, *figure.against))
    return (f"{side} ", *say(made))


def stated(figure: Figure | None, status: Status, *, marks: bool = True) -> Line:
    """A value, or in words why there is none: each of the seven statuses by its own words."""
    if figure is None:
        return (ABSENCE[status],)
    if status is Status.NIL:
        return (*counted(figure), " (không phát sinh)")
    return marked(figure) if marks else counted(figure)


MOST_PRODUCTS = 24


def headlines(facts: Facts) -> tuple[Headline, ...]:
    """Every indicator that has a value for the whole, at a glance; where none has, the first one of each product."""
    indicators = facts.dataset.indicators
    found = [(name, "") for name in indicators if facts.has_whole(name)]
    main = next(iter(indicators))
    rows = facts.dataset.table_of(main).rows
    if not found and rows not in {AREA, RECORD} and len(facts.codelists[rows].items) <= MOST_PRODUCTS:
        found = [(main, item.code) for item in facts.items(main)]
    return tuple(_headline(facts, name, code) for name, code in found)


def _headline(facts: Facts, name: str, code: str) -> Headline:
    moving, value = change(facts, name, code), stated(facts.level(name, code), facts.observation(name, code).status)
    label = facts.called(name, code) if code else facts.dataset.indicators[name].label
    return Headline(label, value, moved([moving]) if moving else (), (name, code))
