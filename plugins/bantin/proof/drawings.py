"""Charts: what a drawing says and shows is what its table says, text for text, length for length."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from bantin.ingest.rules import AREA
from bantin.proof.page import Element, Page, inner, text_of
from bantin.proof.tables import Table, read_table
from bantin.proof.timelines import check_line, check_panels, even, vertices
from bantin.proof.told import Told
from bantin.vietnamese import clean

BARS = ("bar", "p2", "p3", "p4")
SLACK = 1.2
"""How far a length may be from its due, in units: drawings have one decimal, and no bar is shorter than a hairline."""
SHADES = 4


def check_charts(page: Page, told: Told) -> None:
    """Check and claim all charts of a page that a bulletin or a dataset tells."""
    for figure in inner(page.tree, ".//figure[@data-kind]"):
        table = read_table(page, told, figure)
        title = clean(text_of(inner(figure, "./figcaption")[0]))
        words = [*inner(figure, "./details/p[not(@class) and not(a)]"), *inner(figure, "./p[@class='note']")]
        description = clean(" ".join(map(text_of, words)))
        for drawing in inner(figure, ".//svg"):
            for element in inner(drawing, "./title"):
                page.expect(element, title)
            for element in inner(drawing, "./desc"):
                page.expect(element, description)
            if table.kind == "lines":
                check_line(page, told, drawing, table)
            elif table.kind == "multiples":
                check_panels(page, told, drawing, table)
            else:
                _check_items(page, told, drawing, table)
    for figure in inner(page.tree, ".//figure[@class='chart' and not(@data-kind)]"):
        page.fault(figure, figure.get("id", ""), "biểu đồ không nói là loại nào.")


def _check_items(page: Page, told: Told, drawing: Element, table: Table) -> None:
    texts = inner(drawing, "./text")
    rows = list(table.rows)
    if table.kind == "slope":  # what has no line stands below
        rows.sort(key=lambda row: any(cell.value is None for cell in row.cells))
    wanted = [*_legend(table), *(text for row in rows for text in (row.label, *(cell.text for cell in row.cells)))]
    for element, text in zip(texts, wanted, strict=False):
        page.expect(element, text)
    for element in texts[len(wanted) :]:
        page.expect(element, "")
    if len(texts) != len(wanted):
        page.fault(drawing, "các nhãn", f"có {len(texts)} nhãn, phải có {len(wanted)}.")
    if table.kind == "tiles" and not inner(drawing, "./path[@class='bar']"):
        shown = _tiles(told, drawing, table)
    else:
        shown = SHOWN.get(table.kind, _bars)(drawing, table)
    if not shown:
        page.fault(drawing, "các hình", "không đúng với số liệu.")


def _legend(table: Table) -> tuple[str, ...]:
    if table.kind == "slope":
        return table.heads
    heads = table.heads[:-1] if table.kind == "stacked" else table.heads
    return heads if len(heads) > 1 else ()


def _boxes(drawing: Element, classes: Iterable[str]) -> list[tuple[str, float, float]]:
    """The filled boxes of some classes: the class, the left end and the right one."""
    found = []
    for path in inner(drawing, "./path"):
        if path.get("class") in classes:
            xs = [x for x, _ in vertices(path)]
            found.append((path.get("class"), min(xs), max(xs)))
    return found


def _bars(drawing: Element, table: Table) -> bool:
    """Bars begin at one line and are as long as their values, those below nought to the left."""
    legend = len(_legend(table))
    boxes = _boxes(drawing, BARS)[legend:]
    cells = [(column, cell.value) for row in table.rows for column, cell in enumerate(row.cells)]
    known = [(column, float(value)) for column, value in cells if value is not None]
    if [BARS[column] for column, _ in known] != [name for name, *_ in boxes]:
        return False
    zeros = [right if value < 0 else left for (_, value), (_, left, right) in zip(known, boxes, strict=True)]
    tracks = [right - left for _, left, right in _boxes(drawing, ["t1"])]
    longest = max(
        ((abs(value), right - left) for (_, value), (_, left, right) in zip(known, boxes, strict=True)),
        default=(0.0, 0.0),
    )
    if table.kind == "shares":
        longest = (100.0, max(tracks, default=0.0))
    return max(zeros, default=0.0) - min(zeros, default=0.0) <= SLACK and all(
        _fits(abs(value), right - left, longest) for (_, value), (_, left, right) in zip(known, boxes, strict=True)
    )


def _fits(value: float, length: float, longest: tuple[float, float]) -> bool:
    due = value * longest[1] / longest[0] if longest[0] else 0.0
    return abs(length - max(due, 1.0)) <= SLACK


def _stacks(drawing: Element, table: Table) -> bool:
    """Parts stand end to end, as long as their values; rows that are not wholly known have none."""
    boxes = _boxes(drawing, BARS)[len(_legend(table)) :]
    whole = [row for row in table.rows if all(cell.value is not None for cell in row.cells)]
    due = [
        (BARS[column], float(cell.value)) for row in whole for column, cell in enumerate(row.cells[:-1]) if cell.value
    ]
    if [name for name, _ in due] != [name for name, *_ in boxes]:
        return False
    longest = max(
        ((value, right - left) for (_, value), (_, left, right) in zip(due, boxes, strict=True)), default=(0.0, 0.0)
    )
    ends = all(
        min(abs(after[1] - before[2]), abs(after[1] - boxes[0][1])) <= SLACK for before, after in pairwise(boxes)
    )
    sums = all(sum(cell.value or 0 for cell in row.cells[:-1]) == row.cells[-1].value for row in whole)
    return (
        ends
        and sums
        and all(
            abs(right - left - value * longest[1] / longest[0]) <= SLACK
            for (_, value), (_, left, right) in zip(due, boxes, strict=True)
        )
    )


def _slopes(drawing: Element, table: Table) -> bool:
    """Each line runs from the height of the one value to that of the other, on one scale."""
    drawn = [row for row in table.rows if all(cell.value is not None for cell in row.cells)]
    lines = [vertices(path) for path in inner(drawing, "./path[@class='line']")]
    if len(lines) != len(drawn):
        return False
    spots = [
        (float(cell.value or 0), -y)
        for row, line in zip(drawn, lines, strict=True)
        for cell, (_, y) in zip(row.cells, line, strict=True)
    ]
    return even(spots, 1.0)


def _tiles(told: Told, drawing: Element, table: Table) -> bool:
    """Each known unit has a tile at its place with its words in it, of the shade that its value has."""
    highest = max(table.known, default=0)
    known = [(row.label, value) for row in table.rows if (value := row.cells[0].value) is not None]
    shades = [f"t{min(SHADES, int(SHADES * value / highest) + 1) if value > 0 else 0}" for _, value in known]
    boxes = [(path.get("class"), vertices(path)) for path in inner(drawing, "./path") if path.get("class")[0] == "t"]
    if [name for name, _ in boxes] != shades:
        return False
    places = {clean(item.full_name): item.tile for item in told.folder.codelists[AREA].items.values() if item.tile}
    for axis in (0, 1):
        spans = [sorted({corner[axis] for corner in corners}) for _, corners in boxes]
        sizes = [span[-1] - span[0] for span in spans]
        stand = [(float(places[label][axis]), span[0]) for (label, _), span in zip(known, spans, strict=True)]
        if any(len(span) != 2 for span in spans) or max(sizes) - min(sizes) > SLACK or not even(stand, SLACK):
            return False
    texts = inner(drawing, "./text")
    return all(
        _within(text, corners)
        for at, (_, corners) in enumerate(boxes)  # those that are known come first
        for text in texts[2 * at : 2 * at + 2]
    )


def _within(text: Element, corners: Sequence[tuple[float, float]]) -> bool:
    xs, ys = zip(*corners, strict=True)
    return bool(min(xs) <= float(text.get("x")) <= max(xs) and min(ys) <= float(text.get("y")) <= max(ys))


SHOWN: dict[str, Callable[[Element, Table], bool]] = {"stacked": _stacks, "slope": _slopes}
"""How the shapes of a kind are held against the table; the others are bars."""
