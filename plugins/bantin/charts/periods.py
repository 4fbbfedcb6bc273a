"""Plans of the charts whose rows are periods: lines, and small multiples of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bantin.charts.words import course, labels_of, mark_of, noun_of, remarks, sentence, summed_up
from bantin.facts.changes import series
from bantin.facts.facts import Facts
from bantin.ingest.rules import AREA, ChartRule
from bantin.model import Chart, ChartRow, Event, Line, Moment, Period, Release, Segment
from bantin.vietnamese import day, enumeration, names

MOST_PERIODS = 104
MOST_POINTS = 104
FEWEST_POINTS = 2
FEWEST_PERIODS = 4
DAYS_HEAD = "Kỳ đến ngày"

Of = tuple[str, str]
"""An indicator, and the code of an item, or none for the whole."""


def lines(facts: Facts, rule: ChartRule, name: str, most: int | None = MOST_PERIODS) -> Chart | None:
    """Indicators of the whole, or one of some items, over the last `most` periods, or all of them.

    One known period is not yet a trend.
    """
    codes = rule.items or ("",)
    columns: list[Of] = [(own, code) for own in rule.names for code in codes]
    called = [_called(facts, own, code) for own, code in columns]
    labels = called if rule.items and len(columns) > 1 else [facts.dataset.indicators[own].label for own, _ in columns]
    rows, periods = _rows(facts, columns, most)
    if not any(sum(row.marks[i].figure is not None for row in rows) >= FEWEST_POINTS for i in range(len(columns))):
        return None
    units = {mark.figure.unit for row in rows for mark in row.marks if mark.figure}
    if len(units) > 1:
        return None
    whose = f" của {names(called)}" if rule.items else ""
    title = rule.title or f"{labels_of(facts, rule.names)}{whose} qua các kỳ"
    told = [(column, course(facts, *of, rows, i)) for i, (column, of) in enumerate(zip(labels, columns, strict=True))]
    description = sentence([(f"{label}: ", *line) if len(told) > 1 and line else line for label, line in told])
    heads: tuple[Line, ...] = ((DAYS_HEAD,), *((label,) for label in labels))
    events = _events(facts, columns, periods)
    note = (*remarks(rows, heads), *_partial(facts, columns, periods), *_redefined(events))
    return Chart(name, "lines", title, description, min(units), heads, rows, note, events)


def multiples(facts: Facts, rule: ChartRule, name: str, most: int | None = MOST_POINTS) -> Chart | None:
    """Each item's own line over the last periods, so many that all have `most` points; or over all periods."""
    (own,) = rule.names
    items = facts.items(own)
    columns = [(own, item.code) for item in items]
    rows, periods = _rows(facts, columns, most and max(FEWEST_PERIODS, most // max(1, len(items))))
    if len(rows) < FEWEST_POINTS or not items:
        return None
    units = {facts.unit(own, item.code) for item in items}
    mixed = len(units) > 1
    named = [f"{item.full_name} ({facts.unit(own, item.code)})" if mixed else item.full_name for item in items]
    heads: tuple[Line, ...] = ((DAYS_HEAD,), *((label,) for label in named))
    label = facts.dataset.indicators[own].label
    events = _events(facts, columns, periods)
    note = (*remarks(rows, [(DAYS_HEAD,), *((item.full_name,) for item in items)]), *_redefined(events))
    if mixed:
        note = (*note, " Mỗi ô có thang riêng." if note else "Mỗi ô có thang riêng.")
    title = rule.title or f"{label} của từng {noun_of(facts, own)} qua các kỳ"
    unit = "" if mixed else min(units)
    return Chart(name, "multiples", title, summed_up(facts, [own]), unit, heads, rows, note, events)


def _called(facts: Facts, own: str, code: str) -> str:
    return facts.called(own, code) if code else ""


def _rows(facts: Facts, columns: Sequence[Of], most: int | None) -> tuple[tuple[ChartRow, ...], list[Period]]:
    """A row a period, from the first that has a figure."""
    found = [series(facts, own, code, most) for own, code in columns]
    rows, periods = list[ChartRow](), list[Period]()
    for cells in zip(*found, strict=True):
        period = cells[0][0]
        if rows or any(figure for _, figure, _ in cells):
            marks = tuple(mark_of(figure, status) for _, figure, status in cells)
            rows.append(ChartRow(day(period.last), marks, period.last))
            periods.append(period)
    return tuple(rows), periods


def _events(facts: Facts, columns: Sequence[Of], periods: Sequence[Period]) -> tuple[Event, ...]:
    """What happened within the time shown: changes of definition and of units, and the dataset's own events."""
    drawn = {name for own, _ in columns for name in (own, *facts.dataset.indicators[own].sources)}
    found = [
        Event(since, "cách tính thay đổi", breaks=True)
        for name in drawn
        for since in facts.dataset.indicators[name].redefined
    ]
    found += [Event(since, label) for label, since in facts.dataset.events.items()]
    areas = facts.codelists[AREA].items
    for before, after in pairwise(_shown(facts, periods)):
        since = areas[after.area].valid_from if before.area != after.area else None
        found += [Event(since, "đơn vị hành chính thay đổi")] if since else []
    within = {event for event in found if periods and periods[0].last < event.day <= periods[-1].last}
    return tuple(sorted(within, key=lambda event: (event.day, event.label)))


def _shown(facts: Facts, periods: Sequence[Period]) -> list[Release]:
    return [release for period in periods if (release := facts.at(period.last))]


def _partial(facts: Facts, columns: Sequence[Of], periods: Sequence[Period]) -> Line:
    """Sums that lack some units."""
    wholes = [own for own, code in columns if not code]
    partial = [
        release.period.last
        for release in _shown(facts, periods)
        if any(facts.is_partial(own, release.area, release) for own in wholes)
    ]
    days: list[Line] = [(Moment(last, day(last)),) for last in partial]
    return (" Chưa gồm mọi đơn vị: ", *enumeration(days), ".") if days else ()


def _redefined(events: Sequence[Event]) -> Line:
    parts: list[Segment] = []
    for event in events:
        if event.breaks:
            parts += [" Cách tính thay đổi từ ngày ", Moment(event.day, day(event.day)), "."]
    return tuple(parts)
