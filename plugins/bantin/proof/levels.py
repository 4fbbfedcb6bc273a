"""The store of levels: each observation confirmed against the office's cell, each derived one computed anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from bantin.errors import Problem
from bantin.ingest.archive import Folder
from bantin.ingest.reading import PUBLISHED
from bantin.ingest.rules import AREA, RECORD, IndicatorRule, TableRule
from bantin.model import Cell, Item, Observation, Period, Release, Status
from bantin.proof.raw import Files, bare, half_up, names, number_of
from bantin.proof.records import recount
from bantin.proof.restated import Restated
from bantin.vietnamese import spelling

Key = tuple[str, str, date]
"""An indicator, an item's code, the last day of a period."""

REMEDY = "đối chiếu tệp số liệu; nếu tệp đúng thì phần đọc số liệu có lỗi, cần báo người phát triển."


@dataclass(frozen=True, slots=True)
class Level:
    """What is known of an indicator: its value, if any, the cells that it rests on, the numbers that lead to it."""

    value: Decimal | None
    status: Status
    cells: frozenset[tuple[str, str]] = frozenset()
    numbers: frozenset[Decimal] = frozenset()


UNKNOWN = Level(None, Status.NOT_REPORTED)


class Levels:
    """The levels of one dataset, from its files; `problems` are the cells that do not say what was read."""

    def __init__(self, folder: Folder, files: Files) -> None:
        self.folder, self.files, self.dataset = folder, files, folder.dataset
        self.releases = {release.period.last: release for release in folder.releases}
        self.known: dict[Key, Level] = {}
        self.ranks: dict[Key, int] = {}
        self.problems: list[Problem] = []
        self._populations = _populations(files)
        self._published: Restated | None = None
        for release in folder.releases:
            (self._restated if release.files[0].endswith(f"/{PUBLISHED}") else self._direct)(release)
        for release in folder.releases:
            self._derived(release)

    def at(self, indicator: str, code: str, last: date) -> Level:
        """The level of an item in the period that ends on the day."""
        return self.known.get((indicator, code, last), UNKNOWN)

    def items(self, indicator: str, release: Release) -> tuple[Item, ...]:
        """What the indicator has a value each for, in the release's period."""
        table, last = self.dataset.table_of(indicator), release.period.last
        if table.rows in {AREA, RECORD}:
            return self.folder.codelists[AREA].below(release.area, table.kinds, last)
        return tuple(item for item in self.folder.codelists[table.rows].items.values() if item.valid_on(last))

    def item(self, indicator: str, code: str) -> Item | None:
        """What a code stands for."""
        rows = self.dataset.table_of(indicator).rows
        areas = self.folder.codelists[AREA].items
        return self.folder.codelists[AREA if rows == RECORD else rows].items.get(code) or areas.get(code)

    @property
    def census(self) -> set[date]:
        """The days on which populations were counted."""
        return {day for rows in self._populations.values() for day, _ in rows}

    def previous(self, period: Period) -> date:
        """The last day of the period before; of irregular ones, of the release before."""
        if self.dataset.period.every != "irregular":
            return self.dataset.period.previous(period)
        return max((day for day in self.releases if day < period.last), default=period.last - timedelta(days=1))

    # Values that files give --------------------------------------------------------------------------------

    def _restated(self, release: Release) -> None:
        """Those of a release that was read from the dataset's own published history."""
        last = release.period.last
        self._published = self._published or Restated(self.files, release.files[0])
        for cell, what in self._published.faults(release, self.dataset):
            self._wrong(release, cell, what)
        for key, seen in release.observations.items():
            if not self.dataset.indicators[key[0]].sources:
                numbers = frozenset() if seen.value is None else frozenset({seen.value})
                self.known[*key, last] = Level(seen.value, seen.status, cells_of(seen), numbers)
        known = {key: int(seen.value) for key, seen in release.ranks.items() if seen.value is not None}
        self.ranks |= {(*key, last): place for key, place in known.items()}

    def _direct(self, release: Release) -> None:
        last, counted = release.period.last, {}
        for (indicator, code), seen in release.observations.items():
            rule = self.dataset.indicators[indicator]
            table = self.dataset.table_of(indicator)
            if rule.sources:
                continue
            if rule.records:
                if indicator not in counted:
                    counted[indicator] = recount(self.files, self.folder, release, rule, self.items(indicator, release))
                value, numbers, places = counted[indicator].get(code, (None, frozenset(), frozenset()))
                if value != seen.value or places != {(cell.column, cell.row, cell.last_row) for cell in seen.cells}:
                    self._wrong(release, seen.cells[0], f"đếm lại bản ghi được {value}, không phải {seen.value}.")
                self.known[indicator, code, last] = Level(value, seen.status, cells_of(seen), numbers)
                continue
            item = self.item(indicator, code)
            for head, found, kept in ((rule.column, seen, self.known), (rule.rank, None, self.ranks)):
                stated = found or release.ranks.get((indicator, code))
                if head and stated:
                    value = self._confirmed(release, (head, rule, table), stated, item, code)
                    if kept is self.ranks and value is not None:
                        self.ranks[indicator, code, last] = int(value)
                    elif kept is self.known:
                        numbers = frozenset() if value is None else frozenset({value})
                        self.known[indicator, code, last] = Level(value, stated.status, cells_of(stated), numbers)

    def _confirmed(
        self,
        release: Release,
        of: tuple[str, IndicatorRule, TableRule],
        seen: Observation,
        item: Item | None,
        code: str,
    ) -> Decimal | None:
        """The number in the cell, which must be the observation's, under its head and in its item's row."""
        head, rule, table = of
        cell = seen.cells[0]
        wanted = [head, table.column, *([table.value_column] if table.layout == "long" else [])]
        rows = self.files.rows(cell.file, cell.sheet, wanted)
        try:
            text = bare(rows[cell.row - 1][cell.column - 1], table.footnotes)
        except IndexError:
            text = ""
        value, status = self._meaning(text)
        final = (seen.status is Status.PROVISIONAL) == (status is Status.PROVISIONAL)
        if len(seen.cells) != 1 or value != seen.value or not final or (value is None and status is not seen.status):
            self._wrong(release, cell, f"ô ghi “{text}”, nhưng đã đọc là {seen.value} ({seen.status}).")
        row = [bare(own, table.footnotes) for own in rows[cell.row - 1]] if cell.row <= len(rows) else []
        whole = code == release.area and {spelling(own) for own in row} & set(map(spelling, table.totals))
        if not whole and not any(item is not None and names(own, item) for own in row):
            self._wrong(release, cell, f"dòng này không phải của {item.full_name if item else code}.")
        if table.layout == "long" and head == rule.column:
            if spelling(head) not in map(spelling, row):
                self._wrong(release, cell, f"dòng này không phải của “{head}”.")
            head = table.value_column
        if not under(rows, cell, head, table.footnotes):
            self._wrong(release, cell, f"ô này không nằm dưới tiêu đề “{head}”.")
        return value

    def _meaning(self, text: str) -> tuple[Decimal | None, Status | None]:
        status = self.dataset.marks.get(text.casefold())
        if status is not None:
            return (Decimal(0) if status is Status.NIL else None), status
        number = bare(text, self.dataset.provisional_marks)
        return number_of(number), Status.PROVISIONAL if number != text else None

    def _wrong(self, release: Release, cell: Cell, what: str) -> None:
        self.problems.append(Problem(cell.file or release.files[0], what, REMEDY, cell))

    # Values computed from others ---------------------------------------------------------------------------

    def _derived(self, release: Release) -> None:
        last = release.period.last
        for name, rule in self.dataset.indicators.items():
            codes = [code for own, code in release.observations if own == name] if rule.sources else []
            for code in codes:
                seen, parts = release.observations[name, code], list(self._sources(rule, code, release))
                value = self._computed(rule, code, release, parts)
                if value != seen.value and not self._lowered(rule, code, release):
                    cell = (*seen.cells, Cell(release.files[0], 1, 1))[0]
                    self._wrong(release, cell, f"“{rule.label}” tính lại được {value}, không phải {seen.value}.")
                numbers = {Decimal(len(parts)), Decimal(rule.per), Decimal(100), *self._people(rule, code, last)}
                numbers |= {number for part in parts for number in part.numbers} | (
                    {seen.value} if seen.value else set()
                )
                self.known[name, code, last] = Level(seen.value, seen.status, cells_of(seen), frozenset(numbers))

    def _lowered(self, rule: IndicatorRule, code: str, release: Release) -> bool:
        """Whether a share may be one last place low: all parts', each rounded by itself, are more than the whole."""
        whole = self.dataset.indicators[rule.share[1]] if rule.share else rule
        beside = {
            name: own
            for name, own in self.dataset.indicators.items()
            if own.share and rule.share and own.share[1] == rule.share[1] and own.share[0] in whole.parts
        }
        stated = {
            name: seen.value for name in beside if (seen := release.observations.get((name, code))) and seen.value
        }
        plain = {
            name: self._computed(beside[name], code, release, list(self._sources(beside[name], code, release)))
            for name in stated
        }
        step = Decimal(1).scaleb(-rule.decimals)
        near = all((value or 0) - stated[name] in {0, step} for name, value in plain.items())
        return near and sum(stated.values()) == 100 < sum(value or 0 for value in plain.values())

    def _sources(self, rule: IndicatorRule, code: str, release: Release) -> Iterator[Level]:
        if rule.cumulative:
            yield from (self.at(rule.cumulative, code, period.last) for period in self._summed(rule, release.period))
        else:
            yield from (self.at(source, code, release.period.last) for source in rule.sources)

    def _computed(self, rule: IndicatorRule, code: str, release: Release, parts: Sequence[Level]) -> Decimal | None:
        values = [part.value for part in parts if part.value is not None]
        people = self._people(rule, code, release.period.last)
        if not values or len(values) < len(parts):
            return None
        if rule.share:
            return half_up(Fraction(values[0]) * 100 / Fraction(values[1]), rule.decimals) if values[1] else None
        if rule.rate:
            return half_up(Fraction(values[0]) * rule.per / Fraction(people[0]), rule.decimals) if people else None
        first = self._summed(rule, release.period)[-1].first
        redefined = self.dataset.indicators[rule.cumulative or ""].redefined
        return None if any(first < day <= release.period.last for day in redefined) else sum(values, Decimal(0))

    def _summed(self, rule: IndicatorRule, now: Period) -> list[Period]:
        """The periods from the first that is counted up to now; none when the sum does not begin with a period."""
        since = rule.since if isinstance(rule.since, date) else date(now.last.year, 1, 1)
        by_end = rule.since == "statistical-year"
        counted: list[Period] = []
        period: Period | None = now
        while period and (period.last if by_end else period.first) >= since:
            counted.append(period)
            last = self.previous(period)
            known = self.dataset.period.every != "irregular" or last in self.releases
            period = self.dataset.period.ending(last) if known else None
        begins = period is None or period.last < since or (period.last == since and counted[-1].first == since)
        return counted if counted and begins else []

    def _people(self, rule: IndicatorRule, code: str, last: date) -> list[Decimal]:
        known = [number for day, number in self._populations.get(code, ()) if day <= last]
        return known[-1:] if rule.rate else []


def cells_of(seen: Observation) -> frozenset[tuple[str, str]]:
    """The cells as the published JSON names them."""
    return frozenset((cell.file, cell.reference) for cell in seen.cells)


def under(rows: Sequence[Sequence[str]], cell: Cell, head: str, footnotes: tuple[str, ...]) -> bool:
    """Whether a column's head stands above the cell; of one over several columns the upper parts may be to the left."""
    above = [[spelling(bare(text, footnotes)) for text in row[: cell.column]] for row in rows[: cell.row - 1]]
    own = {row[-1] for row in above if len(row) == cell.column}
    wide = {next((text for text in reversed(row) if text), "") for row in above}
    *upper, lowest = map(spelling, head.split(" / "))
    return spelling(head) in own or (lowest in own and set(upper) <= own | wide)


def _populations(files: Files) -> dict[str, list[tuple[date, Decimal]]]:
    path = files.path("data/populations.csv")
    heads = ("area", "date", "population")
    rows = files.rows("data/populations.csv", "", heads) if path.is_file() else [list(heads)]
    where = [rows[0].index(head) for head in heads]
    found: dict[str, list[tuple[date, Decimal]]] = {}
    for row in filter(any, rows[1:]):
        area, day, number = (row[index] for index in where)
        found.setdefault(area, []).append((date.fromisoformat(day), number_of(number) or Decimal(0)))
    return {area: sorted(rows) for area, rows in found.items()}
