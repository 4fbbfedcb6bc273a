"""Drawings over time: every point stands at its day and at the height of its value, and words are the table's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise

from bantin.ingest.rules import AREA
from bantin.proof.page import Element, Page, inner, text_of
from bantin.proof.tables import Table
from bantin.proof.told import Told
from bantin.vietnamese import clean, day

MOST_TOLD = {"wide": 6, "narrow": 4}
"""Up to how many values a line's every value is written; of more, the furthest and the ends."""
LINES = ("line", "line s2", "line s3", "line s4")
PROVISIONAL = "số liệu sơ bộ"
NEAR = 0.7

Spot = tuple[float, float]


def vertices(path: Element) -> list[Spot]:
    """The corners of a path."""
    pairs = re.findall(r"(-?[\d.]+)[ ,](-?[\d.]+)", path.get("d", ""))
    return [(float(x), float(y)) for x, y in pairs]


def even(spots: Sequence[Spot], most: float) -> bool:
    """Whether places grow evenly with values."""
    if len({value for value, _ in spots}) < 2:
        return True
    low, high = min(spots), max(spots)
    slope = (high[1] - low[1]) / (high[0] - low[0])
    return slope >= 0 and all(abs(low[1] + slope * (value - low[0]) - place) <= most for value, place in spots)


def check_line(page: Page, told: Told, drawing: Element, table: Table) -> None:
    """One scale for all columns; values told are the furthest and the ends, or of several lines the last of each."""
    ends = _said(page, told, drawing, table)
    if ends is None:
        page.fault(drawing, "các ngày trên trục", "không đứng đúng chỗ.")
        return
    several, heights = len(table.heads) > 1, list[Spot]()
    for column, name in enumerate(LINES[: len(table.heads)]):
        paths = inner(drawing, f"./path[@class='{name}']")[several:]  # the first is the legend's sample
        drawn = [spot for path in paths for spot in vertices(path)]
        drawn += [] if several else _discs(drawing, "dot")
        heights += _placed(page, told, drawing, (table, column), ends, drawn)
    if not even(heights, 1.0):
        page.fault(drawing, "các điểm", "không đứng đúng độ cao của số liệu.")


def _said(page: Page, told: Told, drawing: Element, table: Table) -> Spot | None:
    """Check the words of lines over time; the places of the first and the last day, if days stand where they should."""
    days = {row.label: row.day for row in table.rows if row.day}
    values = _told(table, drawing.get("class", ""))
    legend = list(table.heads) if len(table.heads) > 1 else []
    words = {*_absences(table), *_key(told, table)}
    on_axis: list[tuple[date, float]] = []
    for element in inner(drawing, "./text"):
        text, is_value = clean(text_of(element)), "halo" in element.get("class", "")
        page.claim(element)
        if legend:
            page.expect(element, legend.pop(0))
        elif is_value and text in values:
            values = values[values.index(text) + 1 :]
        elif not is_value and text in days:
            on_axis.append((days[text], float(element.get("x"))))
        elif is_value or text not in words:
            page.fault(element, text, "không phải là nhãn của bảng số liệu ở chỗ này.")
    ordered = [row.day for row in table.rows if row.day]
    first_and_last = [own for own, _ in on_axis][:: max(len(on_axis) - 1, 1)]
    stand = even([(own.toordinal(), x) for own, x in on_axis], 1.0)
    if not stand or not on_axis or first_and_last != ordered[:: max(len(ordered) - 1, 1)]:
        return None
    return on_axis[0][1], on_axis[-1][1]


def check_panels(page: Page, told: Told, drawing: Element, table: Table) -> None:
    """A panel a column, on one scale unless units differ; its head, and its last value."""
    texts = inner(drawing, "./text")
    wanted = [text for column, head in enumerate(table.heads) for text in (head, _last(table, column))]
    wanted.append(f"{table.rows[0].label} – {table.rows[-1].label}")
    for element, text in zip(texts, wanted, strict=False):
        page.expect(element, text)
    words = {*_absences(table), *_key(told, table)}
    for element in texts[len(wanted) :]:
        page.claim(element)
        if clean(text_of(element)) not in words:
            page.fault(element, text_of(element), "không phải là lời giải thích của biểu đồ.")
    first, last = map(float, drawing.get("data-x", "0 0").split())
    side, across, down = map(float, drawing.get("data-grid", "1 1 1").split())
    spots = [spot for path in inner(drawing, "./path[@class='line']") for spot in vertices(path)]
    spots += [*_discs(drawing, "dot"), *_discs(drawing, "open")]
    scales: list[list[Spot]] = []
    for column in range(len(table.heads)):
        left, top = (column % int(side)) * across, (column // int(side)) * down
        own = [(x - left, y - top) for x, y in spots if left <= x < left + across and top <= y < top + down]
        scales.append(_placed(page, told, drawing, (table, column), (first, last), own))
    mixed = all(re.search(r"\(\S+\)$", head) for head in table.heads)
    if not all(even(scale, 1.0) for scale in (scales if mixed else [[spot for own in scales for spot in own]])):
        page.fault(drawing, "các điểm", "không đứng đúng độ cao của số liệu.")


def _placed(
    page: Page, told: Told, drawing: Element, of: tuple[Table, int], ends: Spot, spots: Sequence[Spot]
) -> list[Spot]:
    """The heights of a column's points by value, each found at its day; every value that lines connect has a point."""
    table, column = of
    days = [row.day.toordinal() if row.day else 0 for row in table.rows]
    span = (days[-1] - days[0]) or 1
    known: dict[int, float] = {
        i: float(value) for i, row in enumerate(table.rows) if (value := row.cells[column].value) is not None
    }
    where = {i: ends[0] + (ends[1] - ends[0]) * (days[i] - days[0]) / span for i in known}
    found, seen = list[Spot](), set[int]()
    for x, y in spots:
        at = min(where, key=lambda i: abs(where[i] - x), default=None)
        if at is None or abs(where[at] - x) > NEAR:
            page.fault(drawing, "các điểm", "không đứng đúng ngày của số liệu.")
            return []
        seen.add(at)
        found.append((known[at], -y))
    breaks = {since.toordinal() for rule in told.dataset.indicators.values() for since in rule.redefined}
    steps = [(a, b) for a, b in pairwise(sorted(known)) if b == a + 1]
    connected = {i for a, b in steps if not any(days[a] < own <= days[b] for own in breaks) for i in (a, b)}
    if connected - seen:
        page.fault(drawing, "các điểm", "thiếu một số kỳ có số liệu.")
    return found


def _discs(drawing: Element, name: str) -> list[Spot]:
    return [(float(dot.get("cx")), float(dot.get("cy"))) for dot in inner(drawing, f"./circle[@class='{name}']")]


def _told(table: Table, form: str) -> list[str]:
    columns = range(len(table.heads))
    known = [
        [(cell.value, cell.text) for row in table.rows if (cell := row.cells[c]).value is not None] for c in columns
    ]
    if len(known) > 1:
        return [own[-1][1] for own in known if own]
    (own,) = known
    if not own:
        return []
    told = [max(own, key=lambda one: one[0]), min(own, key=lambda one: one[0]), own[-1], own[0]]
    return [text for _, text in (*told, *(own if len(own) <= MOST_TOLD.get(form, 0) else ()))]


def _last(table: Table, column: int) -> str:
    cells = [row.cells[column] for row in table.rows]
    return next((cell.text for cell in reversed(cells) if cell.value is not None), cells[-1].text)


def _absences(table: Table) -> set[str]:
    """How rows are called in which nothing is known."""
    unknown = [row for row in table.rows if all(cell.value is None for cell in row.cells)]
    return {cell.text for row in unknown for cell in row.cells}


def _has_key(table: Table) -> bool:
    return not all(cell.final for row in table.rows for cell in row.cells)


def _key(told: Told, table: Table) -> Iterator[str]:
    """What may be said below a chart over time beside absences: provisional values, and what happened on which day."""
    if _has_key(table):
        yield PROVISIONAL
    first, last = (row.day for row in (table.rows[0], table.rows[-1]))
    happened = {(when, label) for label, when in told.dataset.events.items()}
    for rule in told.dataset.indicators.values():
        happened |= {(when, "cách tính thay đổi") for when in rule.redefined}
    areas = told.folder.codelists[AREA].items
    codes = [code for code, _ in groupby(release.area for _, release in sorted(told.levels.releases.items()))]
    happened |= {(since, "đơn vị hành chính thay đổi") for code in codes if (since := areas[code].valid_from)}
    for when, label in happened:
        if first and last and first < when <= last:
            yield clean(f"{day(when)}: {label}")
