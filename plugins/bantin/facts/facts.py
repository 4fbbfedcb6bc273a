"""What may be stated of one release. A fact that may not be stated is None, or a reason, never a guess."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from bantin.errors import CellError
from bantin.facts.bases import Base, Why, find_base
from bantin.facts.ranking import Ranking, rank
from bantin.ingest.codelist import Codelist, find_item
from bantin.ingest.dataset import Dataset
from bantin.ingest.period import PREVIOUS_WORDS
from bantin.ingest.reading import items_of
from bantin.ingest.rules import AREA, RECORD
from bantin.model import ABSENT, Cell, Figure, Item, Observation, Period, Release, Status
from bantin.vietnamese import NBSP, day, number, within_sentence

T = TypeVar("T")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one release. `history` are the dataset's releases up to and with it, in time order.

    `shared` keeps what is true of releases whichever of them is told of; the facts of one dataset may share it.
    """

    dataset: Dataset
    codelists: Mapping[str, Codelist]
    release: Release
    history: Sequence[Release]
    shared: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    _kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False, init=False)

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
        return self.at(self.before(self.period.last))

    def before(self, last: date) -> date:
        """The last day of the period before the one that ends on the day; of irregular ones, of the release before."""
        if self.dataset.period.every == "irregular":
            days = [release.period.last for release in self.history if release.period.last < last]
            return days[-1] if days else last - ONE_DAY
        period = self.dataset.period.ending(last)
        if period is None:
            raise ValueError(f"no period ends on {last}")
        return self.dataset.period.previous(period)

    @property
    def all_provisional(self) -> bool:
        """Whether no value of the release is final, which a story then says once and not of each figure."""
        values = [seen.status for seen in self.release.observations.values() if seen.value]
        return bool(values) and set(values) == {Status.PROVISIONAL}

    def at(self, last: date) -> Release | None:
        """The release of the period that ends on the day, no later than this one's."""
        by_day = self._once("releases", lambda: {release.period.last: release for release in self.history})
        return by_day.get(last)

    def base(self, word: str = "") -> Base:
        """What a word means to compare with; without one, the period just before.

        Raises:
            CellError: when the dataset has no such base.
        """
        earlier = tuple(release.period.last for release in self.history[:-1])
        word = word or PREVIOUS_WORDS[self.period.frequency][0]
        return self._once(("base", word), lambda: find_base(word, self.dataset, self.period, earlier))

    def items(self, indicator: str, release: Release | None = None) -> tuple[Item, ...]:
        """What the indicator has a value each for, in the codelist's order; valid in the release's period."""
        release = release or self.release
        table, last = self.dataset.table_of(indicator), release.period.last

        def found() -> tuple[Item, ...]:
            return items_of(table, release.area, self.codelists, last)

        known = self.codelists[AREA if table.rows == RECORD else table.rows]
        bounds = self._shared(("bounds", table.rows), known.bounds)
        return self._shared(("items", table.rows, table.kinds, release.area, bisect_left(bounds, last)), found)

    def concerned(self, indicator: str) -> tuple[Item, ...]:
        """The items that the indicator applies to in this period: what is said of all of them, is said of these."""
        return tuple(
            item
            for item in self.items(indicator)
            if self.observation(indicator, item.code).status is not Status.NOT_APPLICABLE
        )

    def item(self, indicator: str, name: str) -> Item:
        """The one item that a name means; one that the codelist knows but this period does not has no value.

        Raises:
            CellError: when the name is not known, or is that of more than one.
        """
        try:
            return find_item(name, self.items(indicator))
        except CellError:
            rows = self.dataset.table_of(indicator).rows
            everyone = self.codelists[AREA if rows == RECORD else rows].items.values()
            try:
                return find_item(name, everyone)
            except CellError:
                pass
            raise

    def has_whole(self, indicator: str) -> bool:
        """Whether the dataset has the indicator for the whole: as a total's row, or counted from records."""
        return self.dataset.table_of(indicator).has_whole

    def observation(self, indicator: str, code: str = "", release: Release | None = None) -> Observation:
        """An item's observation, of the whole unless a code is given; without a row, that nothing was reported."""
        release = release or self.release
        return release.observations.get((indicator, code or release.area), ABSENT)

    def level(self, indicator: str, code: str = "", release: Release | None = None) -> Figure | None:
        """An indicator's value as the file gives it or as it was computed, of the whole unless a code is given."""
        release = release or self.release
        code = code or release.area
        key = ("level", indicator, code, release.period.last)
        return self._once(
            key, lambda: self.leveled(indicator, code, self.observation(indicator, code, release), release.period.last)
        )

    def leveled(self, indicator: str, code: str, seen: Observation, last: date) -> Figure | None:
        """The figure of an observation in the period to `last`, if it has a value."""
        if seen.value is None:
            return None
        label, text = self.dataset.indicators[indicator].label, self.text(indicator, seen.value)
        computation = f"{label}, {self.called(indicator, code)}: {seen.computation}."
        made = self.figure((indicator, code), "level", seen.value, text, computation, seen.cells)
        return replace(made, period=last, provisional=seen.status is Status.PROVISIONAL)

    def figure(
        self,
        what: tuple[str, str],
        operation: str,
        value: Decimal,
        text: str,
        how: str,
        cells: tuple[Cell, ...],
    ) -> Figure:
        """A figure of an indicator and item (`what`) in their unit, of this period; `how` is its computation."""
        indicator, code = what
        unit, first = self.unit(indicator, code), self.dataset.indicators[indicator].unit_first
        last = self.period.last
        return Figure(value, text, unit, indicator, code, operation, how, cells, last, unit_first=first)

    def is_partial(self, indicator: str, code: str, release: Release) -> bool:
        """Whether a whole is only the sum of those items that are known, some being unknown."""
        return bool(self.missing(indicator, code, release))

    def missing(self, indicator: str, code: str, release: Release) -> tuple[Item, ...]:
        """The items that a whole does not include though it should, for their values are not known."""
        if code != release.area:
            return ()
        return self._shared(("missing", indicator, release.period.last), lambda: self._missing(indicator, release))

    def _missing(self, indicator: str, release: Release) -> tuple[Item, ...]:
        rule = self.dataset.indicators[indicator]
        if rule.cumulative:
            added = self._added(rule.since, release)
            return tuple(dict.fromkeys(i for one in added for i in self.missing(rule.cumulative, one.area, one)))
        if sources := rule.sources or rule.share_of:
            return tuple(dict.fromkeys(i for name in sources for i in self.missing(name, release.area, release)))
        if not rule.adds_up:
            return ()
        items, seen = self.items(indicator, release), release.observations
        keys = self._shared(("keys", indicator, id(items)), lambda: [(indicator, item.code) for item in items])
        found = list(map(seen.get, keys))
        unknown = tuple(
            item
            for item, one in zip(items, found, strict=True)
            if one is None or (one.value is None and one.status is not Status.NOT_APPLICABLE)
        )
        known = [one.value for one in found if one and one.value is not None] if unknown else []
        if not known or sum(known, Decimal(0)) != self.observation(indicator, "", release).value:
            return ()
        return unknown

    def _added(self, since: date | str, release: Release) -> list[Release]:
        """The releases that a sum up to one adds."""
        start = since if isinstance(since, date) else date(release.period.last.year, 1, 1)
        return [one for one in self.history if start <= one.period.last <= release.period.last]

    def is_complete(self, indicator: str) -> bool:
        """Whether the value of every item is known."""
        return all(self.observation(indicator, item.code).value is not None for item in self.concerned(indicator))

    def was(self, indicator: str, code: str, last: date, *, upto: Release | None = None) -> Observation | Why:
        """What a value is to be compared with: that of an earlier period, if it means the same; or why not.

        Across a merger only the sum of the whole parts that the codelist says an item was formed from will do; an
        item that is new in any other way has nothing before it. `upto` is the release compared, else this one.
        """
        now, then = upto or self.release, self.at(last)
        if then is None:
            return Why.FIRST if last < self.history[0].period.last else Why.GAP
        why_not = self._why_not(indicator, code, now, then)
        if why_not:
            return why_not
        item = self._item(indicator, code) or self.codelists[AREA].items.get(code)
        if item is None or item.valid_on(then.period.last):
            seen = self.observation(indicator, code, then)
            return seen if seen.value is not None else Why.MISSING_BASE
        parts = [self.observation(indicator, part, then) for part in item.formed_from]
        values = [part.value for part in parts if part.value is not None]
        adds = len(parts) == 1 or self.dataset.indicators[indicator].adds_up
        if not parts or len(values) < len(parts) or not adds:
            return Why.NEW
        final = all(part.status is not Status.PROVISIONAL for part in parts)
        status = Status.REPORTED if final else Status.PROVISIONAL
        return Observation(sum(values, Decimal(0)), status, tuple(c for part in parts for c in part.cells))

    def _why_not(self, indicator: str, code: str, now: Release, then: Release) -> Why | None:
        """Why two periods' values do not mean the same, if so."""
        rule = self.dataset.indicators[indicator]
        days = [day for name in (indicator, *rule.sources) for day in self.dataset.indicators[name].redefined]
        if any(then.period.last < since <= now.period.last for since in days):
            return Why.REDEFINED
        if rule.cumulative and not isinstance(rule.since, date) and then.period.last.year != now.period.last.year:
            alike = then.period.last == self.dataset.period.same_last_year(now.period)
            if not alike or len(self._added(rule.since, now)) != len(self._added(rule.since, then)):
                return Why.RESET  # a sum of two weeks is not above one of one week
        for release in (now, then):
            if self.is_partial(indicator, release.area if code == self.release.area else code, release):
                return Why.PARTIAL
        return None

    def ranking(self, indicator: str) -> Ranking | None:
        """The items by value: of a whole breakdown by the values, else only as far as the office states it."""

        def made() -> Ranking | None:
            items = self.concerned(indicator)
            figures = {item.code: figure for item in items if (figure := self.level(indicator, item.code))}
            ranks = {item.code: self.release.ranks.get((indicator, item.code), ABSENT) for item in items}
            return rank(items, figures, ranks)

        return self._once(("ranking", indicator), made)

    def text(self, indicator: str, value: Decimal, decimals: int | None = None) -> str:
        """The value as the indicator's are printed: below nought in words."""
        rule = self.dataset.indicators[indicator]
        below = f"âm{NBSP}" if value < 0 else ""
        places = rule.decimals if decimals is None else decimals
        return below + number(abs(value), places) + ("%" if rule.unit == "%" else "")

    def unit(self, indicator: str, code: str) -> str:
        """What is counted."""
        return self.dataset.unit_of(indicator, self._item(indicator, code))

    def called(self, indicator: str, code: str) -> str:
        """What the values of a code are of, within a sentence: `toàn tỉnh`, `huyện Chợ Mới`."""
        totals = self.dataset.table_of(indicator).totals
        if code == self.release.area and totals:
            return within_sentence(totals[0])
        item = self._item(indicator, code) or self.codelists[AREA].items[code]
        return item.full_name

    def dated(self, last: date) -> str:
        """A period by its end, in computations: `kỳ đến 12/11/2021`."""
        return f"kỳ đến {day(last)}"

    def _item(self, indicator: str, code: str) -> Item | None:
        rows = self.dataset.table_of(indicator).rows
        return self.codelists[AREA if rows == RECORD else rows].items.get(code)

    def _shared(self, key: object, make: Callable[[], T]) -> T:
        if key not in self.shared:
            self.shared[key] = make()
        return self.shared[key]  # type: ignore[no-any-return] # kept above

    def _once(self, key: object, make: Callable[[], T]) -> T:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[no-any-return] # kept above
