"""What may be stated of one release. A fact that may not be stated is None, never a guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bantin.ingest.codelist import Codelist
from bantin.ingest.dataset import Dataset
from bantin.model import Area, Cell, Figure, Observation, Period, Release, Status
from bantin.vietnamese import day, number


@dataclass(frozen=True, slots=True)
class Change:
    """By how much an indicator moved against a base period: `figure` is the size, `sign` the direction (-1, 0, 1)."""

    figure: Figure
    sign: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """An area's place, 1 the highest; areas with equal values share a place."""

    area: Area
    place: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class Ranking:
    """The areas from the highest down; `stated` when the office says who leads, the rest being unknown."""

    rows: tuple[Ranked, ...]
    stated: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one release. `history` are the dataset's releases up to and with it, in time order."""

    dataset: Dataset
    codelist: Codelist
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
    def areas(self) -> tuple[Area, ...]:
        """The units that the rows are about, in the codelist's order."""
        return self.codelist.parts(self.dataset.area, self.period.last)

    def level(self, indicator: str, area: str = "", release: Release | None = None) -> Figure | None:
        """An indicator's value as the file gives it, of the whole unless an area is named."""
        code = area or self.dataset.area
        seen = (release or self.release).observations.get((indicator, code))
        if seen is None or seen.value is None:
            return None
        text = self._text(indicator, seen.value)
        label = self.dataset.indicators[indicator].label
        computation = f"{label}, {self._called(code)}: ghi trong tệp số liệu."
        unit = self.dataset.indicators[indicator].unit
        return Figure(seen.value, text, unit, indicator, code, "level", computation, (seen.cell,))

    def status(self, indicator: str, area: str) -> Status:
        """What is known of an area's value; of an area without a row, that nothing was reported."""
        seen = self.release.observations.get((indicator, area))
        return seen.status if seen else Status.NOT_REPORTED

    def change(self, indicator: str) -> Change | None:
        """The whole's change against the period just before, when both values are known."""
        previous = self.previous
        if previous is None:
            return None
        now, then = (r.observations.get((indicator, self.dataset.area)) for r in (self.release, previous))
        if not now or not then or now.value is None or then.value is None:
            return None
        difference = now.value - then.value
        rule = self.dataset.indicators[indicator]
        shown = [self._text(indicator, value) for value in (now.value, then.value)]
        computation = (
            f"{rule.label}, {self._called(self.dataset.area)}: {shown[0]} (kỳ đến {day(self.period.last)}) "
            f"trừ {shown[1]} (kỳ đến {day(previous.period.last)})."
        )
        unit = "điểm phần trăm" if rule.unit == "%" else rule.unit
        text, cells = number(abs(difference), rule.decimals), (now.cell, then.cell)
        figure = Figure(abs(difference), text, unit, indicator, self.dataset.area, "change", computation, cells)
        return Change(figure, (difference > 0) - (difference < 0))

    def ranking(self, indicator: str) -> Ranking | None:
        """The areas by value: of a whole breakdown by the values, else only as far as the office states it."""
        known = {
            area.code: seen
            for area in self.areas
            if (seen := self.release.observations.get((indicator, area.code))) and seen.value is not None
        }
        if known and len(known) == len(self.areas):
            return Ranking(tuple(self._by_value(indicator, known)), stated=False)
        rows = []
        for area in self.areas:
            rank = self.release.ranks.get((indicator, area.code))
            figure = self.level(indicator, area.code)
            if rank and rank.value is not None and figure:
                rows.append(Ranked(area, int(rank.value), _resting_on(figure, rank.cell)))
        unbroken: list[Ranked] = []
        for row in sorted(rows, key=lambda row: row.place):
            shared = bool(unbroken) and row.place == unbroken[-1].place
            if not shared and row.place != len(unbroken) + 1:
                break  # the holder of a place before has no published value
            unbroken.append(row)
        return Ranking(tuple(unbroken), stated=True) if unbroken else None

    def _by_value(self, indicator: str, known: dict[str, Observation]) -> list[Ranked]:
        values = {code: seen.value or Decimal(0) for code, seen in known.items()}
        rows = []
        for code in sorted(values, key=lambda code: -values[code]):
            figure = self.level(indicator, code)
            if figure:
                place = 1 + sum(value > values[code] for value in values.values())
                rows.append(Ranked(self.codelist.areas[code], place, figure))
        return rows

    def series(self, indicator: str) -> list[tuple[Period, Figure | None]]:
        """The whole's value of every period from the first release to this one; None in gaps."""
        found = {release.period.last: release for release in self.history}
        last, row = self.period.last, []
        while last >= self.history[0].period.last:
            period = self.dataset.period.ending(last)
            if period is None:
                raise ValueError(f"no period ends on {last}")
            release = found.get(last)
            row.append((period, self.level(indicator, release=release) if release else None))
            last = self.dataset.period.previous(period)
        return row[::-1]

    def _text(self, indicator: str, value: Decimal) -> str:
        rule = self.dataset.indicators[indicator]
        return number(value, rule.decimals) + ("%" if rule.unit == "%" else "")

    def _called(self, code: str) -> str:
        return self.dataset.table.total.lower() if code == self.dataset.area else self.codelist.areas[code].full_name


def _resting_on(figure: Figure, cell: Cell) -> Figure:
    """The figure, resting also on the cell where the office states the rank."""
    computation = f"{figure.computation.rstrip('.')}; thứ hạng do đơn vị báo cáo công bố."
    return replace(figure, computation=computation, cells=(*figure.cells, cell))
