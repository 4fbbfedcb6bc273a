"""What charts say of themselves in words: the extremes, the whole and its change, and what is missing or not final."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bantin.charts.sketch import PROVISIONAL
from bantin.facts.changes import HIGHEST, LOWEST, change, peaks
from bantin.facts.facts import Facts
from bantin.facts.ranking import Ranked, by_value
from bantin.ingest.rules import AREA, RECORD
from bantin.model import ChartRow, Figure, Item, Line, Mark, Moment, Segment, Status
from bantin.story.wording import moved, placed
from bantin.vietnamese import ABSENCE, capitalised, counted, enumeration, marked, names, within_sentence

MOST_TIED = 3
FULL, AND = "đầy đủ", "và"

Remark = tuple[Line, str]
"""What has no figure or none that is final, and how that is called."""


def mark_of(figure: Figure | None, status: Status) -> Mark:
    """A value, or the words of its absence."""
    return Mark(figure) if figure else Mark(None, ABSENCE[status])


def seen(facts: Facts, indicator: str, code: str) -> Mark:
    """An item's value in this period."""
    return mark_of(facts.level(indicator, code), facts.observation(indicator, code).status)


def noun_of(facts: Facts, indicator: str) -> str:
    """What an indicator's rows are, as titles call them."""
    table = facts.dataset.table_of(indicator)
    return "đơn vị" if table.rows in {AREA, RECORD} else within_sentence(table.column)


def labels_of(facts: Facts, indicators: Sequence[str]) -> str:
    """Indicators as a title begins with them: `Hồ sơ tiếp nhận mới và hồ sơ đã giải quyết`."""
    first, *others = (facts.dataset.indicators[name].label for name in indicators)
    return names([first, *map(within_sentence, others)])


def summed_up(facts: Facts, indicators: Sequence[str]) -> Line:
    """Of each indicator who is highest and who lowest, then the whole and its change; called by name if several."""
    told: list[Segment] = []
    for name in indicators:
        called = f"{facts.dataset.indicators[name].label}: " if len(indicators) > 1 else ""
        for clause in (_extremes(facts, name), _whole(facts, name)):
            if clause:
                told += [" "] if told else []
                told += [*((called, *clause) if called else capitalised(clause)), "."]
                called = ""
    return tuple(told)


def _extremes(facts: Facts, name: str) -> Line:
    """`cao nhất là A (390 điểm); thấp nhất là B (12 điểm)`, as far as it is known; nothing where many are equal."""
    ranking = facts.ranking(name)
    if ranking is None:
        return ()
    first = _first(ranking.rows)
    clauses = [(HIGHEST, first)]
    if not ranking.stated:
        items: list[Item] = [row.item for row in ranking.rows]
        last = _first(by_value(items, {row.item.code: row.figure for row in ranking.rows}, lowest=True))
        if last[0].figure.value == first[0].figure.value:
            return ()
        clauses.append((LOWEST, last))
    told: list[Segment] = []
    for word, rows in clauses:
        if len(rows) <= MOST_TIED:
            group = placed([rows], FULL, AND, marks=not facts.all_provisional, word=word)
            told += [f"; {word} là " if told else f"{word} là ", *group]
    return tuple(told)


def _first(rows: Sequence[Ranked]) -> list[Ranked]:
    return list(next(groupby(rows, key=lambda row: row.place))[1])


def _whole(facts: Facts, name: str) -> Line:
    figure = facts.level(name) if facts.has_whole(name) else None
    if figure is None:
        return ()
    found = change(facts, name)
    say = counted if facts.all_provisional else marked
    return (f"{facts.called(name, figure.area)} ", *say(figure), *((", ", *moved([found])) if found else ()))


def course(facts: Facts, name: str, code: str, rows: Sequence[ChartRow], column: int) -> Line:
    """`từ 1.200 điểm (kỳ đến 5/11/2021) đến 1.393 điểm (kỳ đến …); cao nhất là …, thấp nhất là …; kỳ này tăng …`."""
    known = [(row, figure) for row in rows if (figure := row.marks[column].figure)]
    if not known:
        return ()
    told: list[Segment] = []
    if len(known) > 1:
        (first, start), (last, end) = known[0], known[-1]
        told += ["từ ", *counted(start), *_dated(first), " đến ", *counted(end), *_dated(last)]
        since = first.day
        levels = [figure for _, figure in known]
        high_low = peaks(facts, name, levels, since) if since and len(known) > 2 else None
        by_day = {row.day: row for row, _ in known}
        for words, figure in zip(("; cao nhất là ", ", thấp nhất là "), high_low or (), strict=False):
            told += [words, *counted(figure), *_dated(by_day[figure.period])]
    found = change(facts, name, code)
    if found:
        told += ["; kỳ này " if told else "kỳ này ", *moved([found])]
    return tuple(told)


def _dated(row: ChartRow) -> Line:
    return (" (kỳ đến ", Moment(row.day, row.label), ")") if row.day else ()


def sentence(clauses: Sequence[Line]) -> Line:
    """Clauses as sentences."""
    told: list[Segment] = []
    for clause in filter(None, clauses):
        told += [" "] if told else []
        told += [*capitalised(clause), "."]
    return tuple(told)


def remarks(rows: Sequence[ChartRow], heads: Sequence[Line]) -> Line:
    """Which values are missing, each kind of absence by its own words, and which are not final.

    What is so of a whole row is said of the row, of a whole column of the column, of all values of none.
    """
    kinds = [[_remark(mark) for mark in row.marks] for row in rows]
    columns = [set(column) for column in zip(*kinds, strict=True)]
    everywhere = set.union(*columns) if columns else set()
    if everywhere == {PROVISIONAL}:
        return sentence([(PROVISIONAL,)])
    found: list[Remark] = []
    whole = {at for at, own in enumerate(columns) if len(columns) > 1 and len(own) == 1 and own != {""}}
    found += [(heads[1:][at], next(iter(columns[at]))) for at in sorted(whole)]
    for row, own in zip(rows, kinds, strict=True):
        who: Line = (Moment(row.day, row.label),) if row.day else (row.label,)
        others = [at for at in range(len(own)) if at not in whole]
        for kind in dict.fromkeys(own[at] for at in others):
            of: list[Line] = [heads[1:][at] for at in others if own[at] == kind]
            found.append((who if len(of) == len(others) else (*who, " (", *enumeration(of), ")"), kind))
    return sentence([
        (f"{kind}: ", *enumeration([who for who, own in found if own == kind]))
        for kind in dict.fromkeys(kind for _, kind in found if kind)
    ])  # fmt: skip


def _remark(mark: Mark) -> str:
    """What has to be said of a mark: why it has no figure, or that its figure is not final."""
    return (PROVISIONAL if mark.figure.provisional else "") if mark.figure else mark.absence
