"""The table under a chart: each cell is the figure of its row and column, none of them is left out, and in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bantin.ingest.rules import OVER_TIME, ChartRule
from bantin.model import Item, Release, Status
from bantin.proof.marks import figure_of
from bantin.proof.page import Day, Element, Mark, Page, inner, text_of, tokens
from bantin.proof.told import Told
from bantin.vietnamese import ABSENCE, clean, day

INCOMPARABLE = "không so sánh được"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it is printed; of an absence its words."""

    text: str
    value: Decimal | None
    final: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row's label, its day if it is a period, and its cells."""

    label: str
    day: date | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What a chart shows, as its table says; `heads` are those of the columns."""

    kind: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def known(self) -> list[Decimal]:
        """Every value, row by row."""
        return [cell.value for row in self.rows for cell in row.cells if cell.value is not None]


class _Reader:
    """Reads one chart's table and holds it against the levels."""

    def __init__(self, page: Page, told: Told, figure: Element) -> None:
        self.page, self.told, self.figure, self.kind = page, told, figure, figure.get("data-kind", "")
        number = figure.get("id", "").rpartition("-")[2]
        declared = told.dataset.charts
        is_declared = number.isdecimal() and figure.get("id").startswith("bieu-do-") and int(number) <= len(declared)
        self.rule: ChartRule | None = declared[int(number) - 1] if is_declared else None
        self.indicator = ""

    def read(self) -> Table:
        heads = inner(self.figure, ".//thead/tr/th")[1:]
        lines = inner(self.figure, ".//tbody/tr")
        marks = [own for line in lines for cell in inner(line, "./td") for own in tokens(cell) if isinstance(own, Mark)]
        found = next((own for mark in marks if (own := figure_of(mark, self.told))), None)
        self.indicator = found[0]["indicator"] if found else self.rule.names[0] if self.rule else ""
        rows = []
        for line in lines:
            head = inner(line, "./th")[0]
            cells = [self._cell(cell, head, column) for cell, column in zip(inner(line, "./td"), heads, strict=True)]
            rows.append(Row(clean(text_of(head)), _day(head), tuple(cells)))
        table = Table(self.kind, tuple(clean(text_of(head)) for head in heads), tuple(rows))
        if rows:
            self._is_whole(table)
        return table

    def _cell(self, cell: Element, head: Element, column: Element) -> Cell:
        marks = [own for own in tokens(cell) if isinstance(own, Mark)]
        found = figure_of(marks[0], self.told) if marks else None
        text = clean(text_of(cell))
        if found is None:
            if not marks:
                self._absent(cell, head, column, text)
            return Cell(text, None)
        entry, made = found
        if entry["operation"] != ("share" if self.kind == "shares" else "level"):
            self.page.fault(cell, text, "không phải là con số mà biểu đồ này vẽ.")
        last = date.fromisoformat(entry["period"])
        days = {when for place in (head, column) if (when := _day(place))} or {self.told.last}
        if days != {last}:
            self.page.fault(cell, text, f"con số này là của kỳ đến {day(last)}.")
        item = self.told.levels.item(entry["indicator"], entry["area"])
        release = self.told.levels.releases.get(last, self.told.release)
        label = self.told.dataset.indicators[entry["indicator"]].label
        names = _called(item, entry["unit"])
        said = [clean(text_of(place)) for place in (head, column) if _day(place) is None]
        named = [own for own in said if own in names]
        if not named and entry["area"] not in self._codes(release):
            self.page.fault(cell, text, f"con số này là của {', '.join(sorted(names))}.")
        for own in said[:1] if self.kind == "shares" else said:
            if own not in {*names, label}:
                self.page.fault(cell, own, f"con số bên cạnh là của “{label}”, {', '.join(sorted(names))}.")
        return Cell(text, made.value, not entry["provisional"])

    def _codes(self, release: Release) -> set[str]:
        """Whose values stand under an indicator's name in a chart over time; in one of items only the named one's."""
        if self.kind not in OVER_TIME:
            return set()
        return (
            set(self.rule.items) if self.rule and self.rule.items else {release.area} if self.rule else {*self._any()}
        )

    def _any(self) -> set[str]:
        """Of a chart that is not declared as it stands: the whole, under any code, or an item declared for a line."""
        declared = {code for rule in self.told.dataset.charts for code in rule.items}
        return {release.area for release in self.told.levels.releases.values()} | declared

    def _absent(self, cell: Element, head: Element, column: Element, text: str) -> None:
        """An absence must be the one that is known."""
        last = _day(head) or _day(column) or self.told.last
        release = self.told.levels.releases.get(last)
        said = [clean(text_of(place)) for place in (head, column)]
        rules = self.told.dataset.indicators
        name = next((name for name, rule in rules.items() if rule.label == said[1] and name), self.indicator)
        items = self.told.levels.items(name, self.told.release)
        named = next((item.code for item in items for own in said if own in _called(item, item.unit)), None)
        codes = [named] if named else sorted(self._codes(release) if release else set())
        levels = [self.told.levels.at(name, code, last) for code in codes]
        wanted = {ABSENCE.get(level.status, INCOMPARABLE) for level in levels}
        if release is None or not levels:
            wanted.add(ABSENCE[Status.NOT_REPORTED])
        if text not in wanted:
            self.page.fault(cell, text, f"phải là “{'” hoặc “'.join(sorted(wanted))}”.")

    def _is_whole(self, table: Table) -> None:
        """Every item or period has its row, and rows are in their order."""
        days = [row.day for row in table.rows if row.day]
        if table.kind in OVER_TIME:
            self._follow(days)
            return
        names = [item.full_name for item in self.told.levels.items(self.indicator, self.told.release)]
        if sorted(row.label for row in table.rows) != sorted(map(clean, names)):
            self.page.fault(self.figure, "các dòng của bảng", "không phải là mọi đơn vị, mỗi đơn vị một dòng.")
        column = {"stacked": -1, "slope": -1}.get(table.kind, 0)
        values = [row.cells[column].value for row in table.rows]
        known = [value for value in values if value is not None]
        if known != sorted(known, reverse=True) or None in values[: len(known)]:
            self.page.fault(
                self.figure, "các dòng của bảng", "phải xếp từ cao xuống thấp, sau cùng là nơi không có số."
            )

    def _follow(self, days: Sequence[date]) -> None:
        if days[-1:] != [self.told.last]:
            self.page.fault(self.figure, day(days[-1]) if days else "", f"biểu đồ phải đến kỳ {day(self.told.last)}.")
        wanted, last = [self.told.last], self.told.last
        while days and last > days[0]:
            period = self.told.dataset.period.ending(last)
            if period is None:
                break
            last = self.told.levels.previous(period)
            wanted.insert(0, last)
        if list(days) != wanted:
            self.page.fault(self.figure, "các kỳ của bảng", "thiếu, thừa hoặc sai thứ tự.")


def read_table(page: Page, told: Told, figure: Element) -> Table:
    """A chart's table, each of whose cells is checked."""
    return _Reader(page, told, figure).read()


def _called(item: Item | None, unit: str) -> set[str]:
    return {clean(item.full_name), f"{clean(item.full_name)} ({clean(unit)})"} if item else set()


def _day(element: Element) -> date | None:
    found = [own for own in tokens(element) if isinstance(own, Day)]
    return date.fromisoformat(found[0].machine) if found else None
