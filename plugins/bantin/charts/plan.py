"""Facts → what each declared chart shows, in words and figures, before any drawing."""

from __future__ import annotations

from bantin.facts.facts import Facts
from bantin.ingest.dataset import ChartRule
from bantin.model import Chart, Line, Mark, Moment, Segment
from bantin.vietnamese import ABSENCE, counted, day, enumeration

MOST_PERIODS = 104
FEWEST_POINTS = 2


def plan_charts(facts: Facts) -> tuple[Chart, ...]:
    """The charts that the dataset declares and the release has enough figures for, in their order."""
    planned = (PLANS[rule.kind](facts, rule, f"bieu-do-{i}") for i, rule in enumerate(facts.dataset.charts, start=1))
    return tuple(chart for chart in planned if chart)


def _bars(facts: Facts, rule: ChartRule, name: str) -> Chart | None:
    """The areas of this period: the known ones from the highest down, then those without a figure."""
    indicator = facts.dataset.indicators[rule.of]
    known, absent = [], []
    for area in facts.areas:
        figure = facts.level(rule.of, area.code)
        if figure:
            known.append(Mark(area.full_name, figure))
        else:
            absent.append(Mark(area.full_name, None, ABSENCE[facts.status(rule.of, area.code)]))
    if not known:
        return None
    known.sort(key=lambda mark: -mark.figure.value if mark.figure else 0)
    title = rule.title or f"{indicator.label} theo đơn vị"
    note = _absences(absent)
    description: Line = (
        f"{title}: ",
        *enumeration([_said(mark) for mark in known]),
        ".",
        *((" ", *note) if note else ()),
    )
    marks = (*known, *absent)
    return Chart(name, "bars", title, description, indicator.unit, marks, ("Đơn vị", indicator.label), note)


def _lines(facts: Facts, rule: ChartRule, name: str) -> Chart | None:
    """The whole over the periods so far; one known period is not yet a trend."""
    indicator = facts.dataset.indicators[rule.of]
    series = facts.series(rule.of)[-MOST_PERIODS:]
    while series and series[0][1] is None:
        series = series[1:]
    marks = tuple(
        Mark(day(period.last, "d/M/yyyy"), figure, "" if figure else "không có số liệu", period.last)
        for period, figure in series
    )
    known = [mark for mark in marks if mark.figure]
    if len(known) < FEWEST_POINTS:
        return None
    title = rule.title or f"{indicator.label} qua các kỳ"
    first, last = known[0], known[-1]
    description: Line = (f"{title}: từ ", *_said(first), " đến ", *_said(last), ".")
    note = _absences([mark for mark in marks if not mark.figure])
    return Chart(name, "lines", title, description, indicator.unit, marks, ("Kỳ đến ngày", indicator.label), note)


def _said(mark: Mark) -> Line:
    """`huyện Chợ Mới 390 điểm`; of a period, `1.393 điểm (kỳ đến 12/11/2021)`."""
    if mark.figure is None:
        return (mark.label,)
    if mark.day is None:
        return (f"{mark.label} ", *counted(mark.figure))
    return (*counted(mark.figure), " (kỳ đến ", Moment(mark.day, mark.label), ")")


def _absences(marks: list[Mark]) -> Line:
    """Which marks have no figure, each kind of absence by its own words; the days of gaps are days still."""
    parts: list[Segment] = []
    for kind in dict.fromkeys(mark.absence for mark in marks):
        who: list[Line] = [
            (mark.label,) if mark.day is None else (Moment(mark.day, mark.label),)
            for mark in marks
            if mark.absence == kind
        ]
        parts.extend([f"{' ' if parts else ''}{kind.capitalize()}: ", *enumeration(who), "."])
    return tuple(parts)


PLANS = {"bars": _bars, "lines": _lines}
