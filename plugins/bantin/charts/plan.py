"""Facts → what each declared chart shows, in words and figures, before any drawing."""

from __future__ import annotations

from collections.abc import Sequence

from bantin.facts.changes import series
from bantin.facts.facts import Facts
from bantin.ingest.rules import ChartRule
from bantin.model import Chart, Line, Mark, Moment, Period, Segment
from bantin.vietnamese import ABSENCE, counted, day, enumeration

MOST_PERIODS = 104
FEWEST_POINTS = 2
PROVISIONAL = "số liệu sơ bộ"


def plan_charts(facts: Facts) -> tuple[Chart, ...]:
    """The charts that the dataset declares and the release has enough figures for, in their order."""
    planned = (PLANS[rule.kind](facts, rule, f"bieu-do-{i}") for i, rule in enumerate(facts.dataset.charts, start=1))
    return tuple(chart for chart in planned if chart)


def _bars(facts: Facts, rule: ChartRule, name: str) -> Chart | None:
    """The items of this period: the known ones from the highest down, then those without a figure."""
    indicator = facts.dataset.indicators[rule.of]
    known, absent = [], []
    for item in facts.items(rule.of):
        figure = facts.level(rule.of, item.code)
        if figure:
            known.append(Mark(item.full_name, figure))
        else:
            absent.append(Mark(item.full_name, None, ABSENCE[facts.observation(rule.of, item.code).status]))
    if not known:
        return None
    units = {mark.figure.unit for mark in known if mark.figure}
    if len(units) > 1:
        return None  # bars of a price a litre and one a kilogram cannot be compared
    known.sort(key=lambda mark: -mark.figure.value if mark.figure else 0)
    title = rule.title or f"{indicator.label} theo đơn vị"
    note = _remarks([*known, *absent])
    description: Line = (
        f"{title}: ",
        *enumeration([_said(mark) for mark in known]),
        ".",
        *((" ", *note) if note else ()),
    )
    marks = (*known, *absent)
    return Chart(
        name,
        "bars",
        title,
        description,
        indicator.unit,
        marks,
        (facts.dataset.table_of(rule.of).column, indicator.label),
        note,
    )


def _lines(facts: Facts, rule: ChartRule, name: str) -> Chart | None:
    """The whole over the periods so far; one known period is not yet a trend."""
    indicator = facts.dataset.indicators[rule.of]
    periods = series(facts, rule.of, rule.item)[-MOST_PERIODS:]
    while periods and periods[0][1] is None:
        periods = periods[1:]
    marks = tuple(
        Mark(day(period.last, "d/M/yyyy"), figure, "" if figure else ABSENCE[status], period.last)
        for period, figure, status in periods
    )
    known = [mark for mark in marks if mark.figure]
    if len(known) < FEWEST_POINTS:
        return None
    item = next((item.full_name for item in facts.items(rule.of) if item.code == rule.item), "")
    title = rule.title or f"{indicator.label}{f', {item},' if item else ''} qua các kỳ"
    first, last = known[0], known[-1]
    description: Line = (f"{title}: từ ", *_said(first), " đến ", *_said(last), ".")
    note = (*_remarks(marks), *_breaks(facts, rule, [period for period, _, _ in periods]))
    unit = known[0].figure.unit if known[0].figure else indicator.unit
    return Chart(name, "lines", title, description, unit, marks, ("Kỳ đến ngày", indicator.label), note)


def _breaks(facts: Facts, rule: ChartRule, periods: Sequence[Period]) -> Line:
    """What to know in reading a line over time: sums without some units, and changes of definition."""
    parts: list[Segment] = []
    own = [release for release in facts.history if release.period in periods and not rule.item]
    partial = [release.period.last for release in own if facts.is_partial(rule.of, release.area, release)]
    if partial:
        days: list[Line] = [(Moment(last, day(last)),) for last in partial]
        parts += [" Chưa gồm mọi đơn vị: ", *enumeration(days), "."]
    names = (rule.of, *facts.dataset.indicators[rule.of].sources)
    for since in sorted({changed for name in names for changed in facts.dataset.indicators[name].redefined}):
        if periods[0].last < since <= periods[-1].last:
            parts += [" Cách tính thay đổi từ ngày ", Moment(since, day(since)), "."]
    return tuple(parts)


def _said(mark: Mark) -> Line:
    """`huyện Chợ Mới (390 điểm)`; of a period, `1.393 điểm (kỳ đến 12/11/2021)`."""
    if mark.figure is None:
        return (mark.label,)
    if mark.day is None:
        return (f"{mark.label} (", *counted(mark.figure), ")")
    return (*counted(mark.figure), " (kỳ đến ", Moment(mark.day, mark.label), ")")


def _remark(mark: Mark) -> str:
    """What has to be said of a mark: why it has no figure, or that its figure is not final."""
    return (PROVISIONAL if mark.figure.provisional else "") if mark.figure else mark.absence


def _remarks(marks: Sequence[Mark]) -> Line:
    """Which marks have no figure, each kind of absence by its own words, or none that is final; days stay days."""
    if all(mark.figure.provisional for mark in marks if mark.figure) and any(mark.figure for mark in marks):
        absent = _remarks([mark for mark in marks if not mark.figure])
        return (f"{PROVISIONAL.capitalize()}.", *((" ", *absent) if absent else ()))
    parts: list[Segment] = []
    for kind in dict.fromkeys(filter(None, map(_remark, marks))):
        who: list[Line] = [
            (mark.label,) if mark.day is None else (Moment(mark.day, mark.label),)
            for mark in marks
            if _remark(mark) == kind
        ]
        parts.extend([f"{' ' if parts else ''}{kind.capitalize()}: ", *enumeration(who), "."])
    return tuple(parts)


PLANS = {"bars": _bars, "lines": _lines}
