"""Charts: the table under a chart is true, and what the drawing says and shows is what the table says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bantin.ingest.rules import ChartRule
from bantin.proof.marks import figure_of
from bantin.proof.page import Day, Element, Mark, Page, inner, text_of, tokens
from bantin.proof.told import NUMBERS, Told
from bantin.vietnamese import ABSENCE, clean, day

MOST_TOLD = {"wide": 6, "narrow": 4}
"""Up to how many values a line's every value is written; of more, the furthest and the ends."""

Row = tuple[str, str, Decimal | None, date | None]
"""Of a table's row: label, text, value, day."""


def check_charts(page: Page, told: Told) -> None:
    """Check and claim all charts of a bulletin."""
    for figure in inner(page.tree, ".//figure[@class='chart']"):
        number = figure.get("id", "").rpartition("-")[2]
        rule = told.dataset.charts[int(number) - 1] if number.isdecimal() else None
        rows = [_row(page, told, row, rule) for row in inner(figure, ".//tbody/tr")]
        title = clean(text_of(inner(figure, "./figcaption")[0]))
        if rows and rows[-1][3] not in {None, told.last}:
            page.fault(figure, rows[-1][0], f"biểu đồ phải đến kỳ {day(told.last)}.")
        for drawing in inner(figure, ".//svg"):
            for element in inner(drawing, "./title"):
                page.expect(element, title)
            for element in inner(drawing, "./desc"):
                _described(page, told, element, rows)
            (_bars if all(own is None for *_, own in rows) else _line)(page, drawing, rows)


def _row(page: Page, told: Told, row: Element, rule: ChartRule | None) -> Row:
    """A row of the table, whose label must be that of its figure, and whose absence must be the one that is known."""
    head, cell = inner(row, "./th")[0], inner(row, "./td")[0]
    days = [token for token in tokens(head) if isinstance(token, Day)]
    own = date.fromisoformat(days[0].machine) if days else None
    marks = [token for token in tokens(cell) if isinstance(token, Mark)]
    value = None
    for mark in marks:
        if found := figure_of(mark, told):
            entry, made = found
            item, value = told.levels.item(entry["indicator"], entry["area"]), made.value
            wanted = day(date.fromisoformat(entry["period"])) if own else item.full_name if item else ""
            if clean(text_of(head)) != clean(wanted):
                page.fault(head, text_of(head), f"con số bên cạnh là của “{wanted}”.")
    if not marks and rule:
        last = own or told.last
        release = told.levels.releases.get(last, told.release)
        items = told.levels.items(rule.of, release)
        named = [item.code for item in items if item.full_name == clean(text_of(head))]
        code = (rule.item or release.area) if own else (*named, "")[0]
        absence = ABSENCE.get(told.levels.at(rule.of, code, last).status, "")
        if clean(text_of(cell)) != absence:
            page.fault(cell, text_of(cell), f"phải là “{absence}”.")
    return clean(text_of(head)), clean(text_of(cell)), value, own


def _described(page: Page, told: Told, element: Element, rows: Sequence[Row]) -> None:
    """The description: each value of bars beside its label, of a line the first and the last beside their days."""
    text = clean(text_of(element))
    known = [(label, value) for label, value, number, _ in rows if number is not None]
    page.claim(element)
    if rows and rows[0][3]:
        found = re.findall(r"(?:từ|đến) (?:[^\d()]*? )?((?:âm )?\d\S*)(?: [^()]*)? \(kỳ đến (\S+)\)", text)
        ends = [(value, label) for label, value in (known[0], known[-1])] if known else []
        if found != ends:
            page.fault(element, text, f"phải nói {' và '.join(f'{value} ({label})' for value, label in ends)}.")
    elif not all(
        re.search(rf"{re.escape(label)} \((?:\D+ )?{re.escape(value)}(?![\d,.])", text) for label, value in known
    ):
        page.fault(element, text, "không khớp với bảng số liệu của biểu đồ.")
    of_table = {number for row in rows for cell in row[:2] for number in NUMBERS.findall(cell)}
    for number in NUMBERS.findall(told.without_names(text)):
        if number.rstrip(".") not in of_table:
            page.fault(element, number, "không có trong bảng số liệu của biểu đồ.")


def _texts(page: Page, drawing: Element) -> list[Element]:
    found = inner(drawing, "./text")
    for element in found:
        page.claim(element)
    return found


def _bars(page: Page, drawing: Element, rows: Sequence[Row]) -> None:
    texts = _texts(page, drawing)
    wanted = [text for label, value, *_ in rows for text in (label, value)]
    for element, text in zip(texts, wanted, strict=False):
        if clean(text_of(element)) != text:
            page.fault(element, text_of(element), f"phải là “{text}”.")
    if len(texts) != len(wanted):
        page.fault(drawing, "các nhãn", f"có {len(texts)} nhãn, phải có {len(wanted)}.")
    ends = [
        [float(x) for x in re.findall(r"[ML](-?[\d.]+)", own.get("d"))]
        for own in inner(drawing, "./path[@class='bar']")
    ]
    sizes = [
        (float(abs(value)), max(xs) - min(xs))
        for (*_, value, _), xs in zip(rows, ends, strict=False)
        if value is not None
    ]
    longest = max(sizes, default=(0.0, 0.0))
    for size, length in sizes:
        if longest[0] and abs(length - max(size * longest[1] / longest[0], 1)) > 1.2:
            page.fault(drawing, "độ dài các thanh", "không tỷ lệ với số liệu.")
            break


def _line(page: Page, drawing: Element, rows: Sequence[Row]) -> None:
    """Values told are the furthest and the ends, in this order; days stand where they belong."""
    known = [(value, text) for _, text, value, _ in rows if value is not None]
    absences = {text for _, text, value, _ in rows if value is None}
    told = (
        [max(known, key=lambda own: own[0]), min(known, key=lambda own: own[0]), known[-1], known[0]] if known else []
    )
    told += known if len(known) <= MOST_TOLD.get(drawing.get("class"), 0) else []
    values, days = [text for _, text in told], {label: when for label, *_, when in rows if when}
    spots: list[tuple[float, float]] = []
    for element in _texts(page, drawing):
        text, is_value = clean(text_of(element)), "halo" in element.get("class", "")
        if is_value and text in values:
            values = values[values.index(text) + 1 :] + [text] * 0
        elif not is_value and text in days:
            spots.append((float(days[text].toordinal()), float(element.get("x"))))
        elif is_value or text not in absences:
            page.fault(element, text, "không phải là nhãn của bảng số liệu ở chỗ này.")
    if not even(spots, 1.0) or (days and [when for when, _ in spots][:: max(len(spots) - 1, 1)] != _ends(days)):
        page.fault(drawing, "các ngày trên trục", "không đứng đúng chỗ.")
    dots = [(-float(dot.get("cy")), float(dot.get("cx"))) for dot in inner(drawing, "./circle")]
    if len(dots) == len(known) and not even(
        [(float(own), y) for (own, _), (y, _) in zip(known, dots, strict=True)], 1.0
    ):
        page.fault(drawing, "các điểm", "không đứng đúng độ cao của số liệu.")


def _ends(days: dict[str, date]) -> list[float]:
    ordered = sorted(float(when.toordinal()) for when in days.values())
    return [ordered[0], ordered[-1]] if len(ordered) > 1 else ordered


def even(spots: Sequence[tuple[float, float]], most: float) -> bool:
    """Whether places grow evenly with values."""
    if len({value for value, _ in spots}) < 2:
        return True
    low, high = min(spots), max(spots)
    slope = (high[1] - low[1]) / (high[0] - low[0])
    return slope >= 0 and all(abs(low[1] + slope * (value - low[0]) - place) <= most for value, place in spots)
