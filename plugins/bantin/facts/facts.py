"""What may be stated of one release. A fact that may not be stated is None, never a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bantin.ingest.codelist import Codelist
from bantin.ingest.dataset import Dataset
from bantin.ingest.rules import AREA, RECORD
from bantin.model import ABSENT, Cell, Figure, Item, Observation, Period, Release, Status
from bantin.vietnamese import day, number


@dataclass(frozen=True, slots=True)
class Change:
    """By how much an indicator moved against a base period: `figure` is the size, `sign` the direction (-1, 0, 1).

    `label` is what moved, as it is called within a sentence: the indicator, and the item if it is one's.
    """

    figure: Figure
    sign: int
    label: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """An item's place, 1 the highest; items with equal values share a place."""

    item: Item
    place: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class Ranking:
    """The items from the highest down; `stated` when the office says who leads, the rest being unknown."""

    rows: tuple[Ranked, ...]
    stated: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one release. `history` are the dataset's releases up to and with it, in time order."""

    dataset: Dataset
    codelists: Mapping[str, Codelist]
    release: Release
    history: Sequence[Release]

    def __post_init__(self) -> None:
        if not self.history or self.history[-1] is not self.release:
            raise ValueError("history must end with the release itself")

    @property
    def period(self) -> Period:
        """The release's period."""
        return self.release.period

    @property
    def previous(self) -> Release | None:
        """The release of the period just before, or None when there is a gap or nothing before."""
        wanted = self.dataset.period.previous(self.period)
        before = self.history[-2] if len(self.history) > 1 else None
        return before if before and before.period.last == wanted else None

    @property
    def all_provisional(self) -> bool:
        """Whether no value of the release is final, which a story then says once and not of each figure."""
        values = [seen.status for seen in self.release.observations.values() if seen.value]
        return bool(values) and set(values) == {Status.PROVISIONAL}

    def items(self, indicator: str, release: Release | None = None) -> tuple[Item, ...]:
        """What the indicator has a value each for, in the codelist's order; valid in the release's period."""
        release = release or self.release
        table, last = self.dataset.table_of(indicator), release.period.last
        if table.rows in {AREA, RECORD}:
            return self.codelists[AREA].below(release.area, table.kinds, last)
        return tuple(item for item in self.codelists[table.rows].items.values() if item.valid_on(last))

    def has_whole(self, indicator: str) -> bool:
        """Whether the dataset has the indicator for the whole: as a total's row, or counted from records."""
        table = self.dataset.table_of(indicator)
        return bool(table.totals) or table.rows == RECORD

    def observation(self, indicator: str, code: str = "", release: Release | None = None) -> Observation:
        """An item's observation, of the whole unless a code is given; without a row, that nothing was reported."""
        release = release or self.release
        return release.observations.get((indicator, code or release.area), ABSENT)

    def level(self, indicator: str, code: str = "", release: Release | None = None) -> Figure | None:
        """An indicator's value as the file gives it or as it was computed, of the whole unless a code is given."""
        return self._level(
            indicator, code or (release or self.release).area, self.observation(indicator, code, release)
        )

    def _level(self, indicator: str, code: str, seen: Observation) -> Figure | None:
        if seen.value is None:
            return None
        label, text = self.dataset.indicators[indicator].label, self._text(indicator, seen.value)
        computation = f"{label}, {self._called(indicator, code)}: {seen.computation}."
        unit = self._unit(indicator, code)
        provisional = seen.status is Status.PROVISIONAL
        return Figure(seen.value, text, unit, indicator, code, "level", computation, seen.cells, provisional)

    def change(self, indicator: str, code: str = "") -> Change | None:
        """The change against the period just before, when both values are known and mean the same."""
        previous = self.previous
        code = code or self.release.area
        now = self.observation(indicator, code)
        then = self._before(indicator, code, previous) if previous else ABSENT
        if previous is None or now.value is None or then.value is None:
            return None
        if any(self._is_partial(indicator, code, release) for release in (self.release, previous)):
            return None
        difference = now.value - then.value
        rule = self.dataset.indicators[indicator]
        shown = [self._text(indicator, value) for value in (now.value, then.value)]
        computation = (
            f"{rule.label}, {self._called(indicator, code)}: {shown[0]} (kỳ đến {day(self.period.last)}) "
            f"trừ {shown[1]} (kỳ đến {day(previous.period.last)})."
        )
        unit = "điểm phần trăm" if rule.unit == "%" else self._unit(indicator, code)
        text, cells = number(abs(difference), rule.decimals), (*now.cells, *then.cells)
        figure = Figure(abs(difference), text, unit, indicator, code, "change", computation, cells)
        whose = "" if code == self.release.area else f" {self._called(indicator, code)}"
        label = f"{rule.label[:1].lower()}{rule.label[1:]}{whose}"
        return Change(figure, (difference > 0) - (difference < 0), label)

    def _is_partial(self, indicator: str, code: str, release: Release) -> bool:
        """Whether a whole is only the sum of those items that are known, some being unknown."""
        if code != self.release.area or not self.dataset.indicators[indicator].adds_up:
            return False
        seen = [self.observation(indicator, item.code, release) for item in self.items(indicator, release)]
        known = [one.value for one in seen if one.value is not None]
        whole = self.observation(indicator, "", release).value
        return bool(known) and len(known) < len(seen) and sum(known, Decimal(0)) == whole

    def _before(self, indicator: str, code: str, previous: Release) -> Observation:
        """What an item's value is to be compared with.

        Across a merger only the sum of the whole parts that the codelist says it was formed from will do; an item
        that is new in any other way has nothing before it.
        """
        item = self._item(indicator, code) or self.codelists[AREA].items.get(code)
        if item is None or item.valid_on(previous.period.last):
            return self.observation(indicator, code, previous)
        parts = [self.observation(indicator, part, previous) for part in item.formed_from]
        values = [part.value for part in parts if part.value is not None]
        if not parts or len(values) < len(parts) or (len(parts) > 1 and not self.dataset.indicators[indicator].adds_up):
            return ABSENT
        return Observation(sum(values, Decimal(0)), Status.REPORTED, tuple(c for part in parts for c in part.cells))

    def ranking(self, indicator: str) -> Ranking | None:
        """The items by value: of a whole breakdown by the values, else only as far as the office states it."""
        items = self.items(indicator)
        figures = {item.code: figure for item in items if (figure := self.level(indicator, item.code))}
        if len({figure.unit for figure in figures.values()}) > 1:
            return None  # a price a litre is not above one a kilogram
        if figures and len(figures) == len(items):
            return Ranking(self._by_value(items, figures), stated=False)
        stated = []
        for item in items:
            rank, figure = self.release.ranks.get((indicator, item.code)), figures.get(item.code)
            if rank and rank.value is not None and figure:
                stated.append(Ranked(item, int(rank.value), _resting_on(figure, rank.cells)))
        unbroken: list[Ranked] = []
        for count, row in enumerate(sorted(stated, key=lambda row: row.place), start=1):
            shared = bool(unbroken) and row.place == unbroken[-1].place
            if not shared and row.place != count:
                break  # the holder of a place before has no published value
            unbroken.append(row)
        return Ranking(tuple(unbroken), stated=True) if unbroken else None

    @staticmethod
    def _by_value(items: Sequence[Item], figures: Mapping[str, Figure]) -> tuple[Ranked, ...]:
        places: dict[Decimal, int] = {}
        in_order = sorted(items, key=lambda item: -figures[item.code].value)
        for place, item in enumerate(in_order, start=1):
            places.setdefault(figures[item.code].value, place)
        return tuple(Ranked(item, places[figures[item.code].value], figures[item.code]) for item in in_order)

    def series(self, indicator: str, code: str = "") -> list[tuple[Period, Figure | None, Status]]:
        """The value of every period from the first release to this one, with its status; gaps are not reported."""
        found = {release.period.last: release for release in self.history}
        last, row = self.period.last, []
        while last >= self.history[0].period.last:
            period = self.dataset.period.ending(last)
            if period is None:
                raise ValueError(f"no period ends on {last}")
            release = found.get(last)
            seen = self.observation(indicator, code, release) if release else ABSENT
            row.append((period, self._level(indicator, code or self.release.area, seen), seen.status))
            last = self.dataset.period.previous(period)
        return row[::-1]

    def _text(self, indicator: str, value: Decimal) -> str:
        rule = self.dataset.indicators[indicator]
        return number(value, rule.decimals) + ("%" if rule.unit == "%" else "")

    def _item(self, indicator: str, code: str) -> Item | None:
        rows = self.dataset.table_of(indicator).rows
        return self.codelists[AREA if rows == RECORD else rows].items.get(code)

    def _unit(self, indicator: str, code: str) -> str:
        rule, item = self.dataset.indicators[indicator], self._item(indicator, code)
        return (item.unit if item and rule.item_unit else "") or rule.unit

    def _called(self, indicator: str, code: str) -> str:
        totals = self.dataset.table_of(indicator).totals
        if code == self.release.area and totals:
            return totals[0][:1].lower() + totals[0][1:]
        item = self._item(indicator, code) or self.codelists[AREA].items[code]
        return item.full_name


def _resting_on(figure: Figure, cells: tuple[Cell, ...]) -> Figure:
    """The figure, resting also on the cell where the office states the rank."""
    computation = f"{figure.computation.rstrip('.')}; thứ hạng do đơn vị báo cáo công bố."
    return replace(figure, computation=computation, cells=(*figure.cells, *cells))
