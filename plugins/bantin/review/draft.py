"""Releases that never were: those of a dataset with some figures changed, and all that follows from them kept right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from bantin.facts.facts import Facts
from bantin.ingest.codelist import Codelist
from bantin.ingest.dataset import Dataset
from bantin.ingest.rules import IndicatorRule
from bantin.model import ABSENT, Cell, Item, Observation, Period, Release, Status
from bantin.vietnamese import rounded

Key = tuple[str, str]
"""An indicator and the code of an item, or of the whole."""

ABSENCES = frozenset({Status.NOT_REPORTED, Status.NOT_PUBLISHED, Status.NOT_APPLICABLE})
PART_OF_A_VALUE = Decimal("0.1")


def own_indicators(dataset: Dataset) -> dict[str, IndicatorRule]:
    """The indicators that come from files; the others are computed from them."""
    return {name: rule for name, rule in dataset.indicators.items() if not rule.sources}


class Draft:
    """A release being changed. After `settle` sums, parts and shares fit together again; computed ones are left out."""

    def __init__(self, dataset: Dataset, codelists: Mapping[str, Codelist], release: Release) -> None:
        self.dataset, self.release = dataset, release
        self.rules = own_indicators(dataset)
        self.seen = {key: seen for key, seen in release.observations.items() if key[0] in self.rules}
        self.ranks = dict(release.ranks)
        facts = Facts(dataset, codelists, release, (release,))
        self.items: dict[str, tuple[Item, ...]] = {name: facts.items(name) for name in self.rules}
        self.wholes = {name for name in self.rules if facts.has_whole(name)}

    def value(self, name: str, code: str) -> Decimal | None:
        """A figure, where it is known."""
        return self.seen.get((name, code), ABSENT).value

    def codes(self, name: str) -> tuple[str, ...]:
        """The whole, where there is one, and the items."""
        whole = (self.release.area,) if name in self.wholes else ()
        return (*whole, *(item.code for item in self.items[name]))

    def ranked(self, name: str) -> list[Item]:
        """The items whose value is known, from the highest down."""
        known = [item for item in self.items[name] if self.value(name, item.code) is not None]
        return sorted(known, key=lambda item: -(self.value(name, item.code) or 0))

    def is_complete(self, name: str) -> bool:
        """Whether every item's value is known."""
        return bool(self.items[name]) and len(self.ranked(name)) == len(self.items[name])

    # Changing it ----------------------------------------------------------------------------------------

    def put(self, name: str, code: str, value: Decimal | int) -> None:
        """Give a figure a value, as the indicator's are printed; what was not final stays so."""
        exact = rounded(Decimal(value), self.rules[name].decimals)
        before = self.seen.get((name, code), ABSENT)
        kept = before.status if before.status is Status.PROVISIONAL else Status.REPORTED
        cells = before.cells or (Cell(self.release.files[0], len(self.seen) + 2, 2),)
        self.seen[name, code] = Observation(exact, kept if exact else Status.ZERO, cells)

    def put_count(self, name: str, code: str, number: int) -> None:
        """Make a whole or an item count 0 or 1, with the items or parts that it is the sum of.

        Of items of which only some are known, those are then not known either: they could add up to the whole.
        """
        rule = self.rules[name]
        if code == self.release.area and self.is_complete(name):
            for position, item in enumerate(self.ranked(name)):
                self.put_count(name, item.code, number if position == 0 else 0)
        elif code == self.release.area:
            unknown = {self.seen.get((name, item.code), ABSENT).status for item in self.items[name]} & ABSENCES
            status = min(unknown, default=Status.NOT_REPORTED)
            self.mark([(name, item.code) for item in self.ranked(name)], status)
        for position, part in enumerate(rule.parts):
            if self.value(part, code) is not None:
                self.put_count(part, code, number if position == 0 else 0)
        self.put(name, code, number)
        if not number and rule.records == "sum":
            self._count_noughts(rule, code)

    def _count_noughts(self, rule: IndicatorRule, code: str) -> None:
        """Of records whose field adds up to nought, those that have it are the records of nought."""
        own = {name: other for name, other in self.rules.items() if other.table == rule.table and other.records}
        noughts = [name for name, other in own.items() if other.where == {rule.field: 0}]
        every = [name for name, other in own.items() if other.records == "count" and not other.where]
        silent = [name for name, other in own.items() if other.records == "missing" and other.field == rule.field]
        if noughts and every and not rule.where:
            left = sum((self.value(name, code) or Decimal(0) for name in silent[:1]), Decimal(0))
            self.put(noughts[0], code, (self.value(every[0], code) or Decimal(0)) - left)

    def lift(self, name: str, code: str, least: int) -> None:
        """Make a count at least so many, with the leading one of the items, or the part, that it is the sum of."""
        short = least - (self.value(name, code) or Decimal(0))
        rule = self.rules[name]
        if short <= 0 or rule.unit == "%" or rule.unit_first or rule.item_unit or rule.decimals or rule.share_of:
            return
        if code == self.release.area and self.is_complete(name):
            below = [(name, self.ranked(name)[0].code)]
        else:
            below = [(part, code) for part in rule.parts[:1]]
        for key in below:
            self.lift(*key, int((self.value(*key) or Decimal(0)) + short))
        self.put(name, code, least)

    def mark(self, keys: Iterable[Key], status: Status) -> None:
        """Give figures a status; an absence takes the value away."""
        for name, code in keys:
            before = self.seen.get((name, code), ABSENT)
            if status is not Status.PROVISIONAL:
                self.seen[name, code] = replace(before, value=None, status=status)
            elif before.value is not None:
                self.seen[name, code] = replace(before, status=status)

    def move(self, ways: Mapping[Key, int]) -> None:
        """Raise (1) or lower (-1) figures by a tenth, at least by the least step that is printed."""
        for (name, code), way in ways.items():
            value, rule = self.value(name, code), self.rules[name]
            if value is None or rule.share_of:
                continue
            step = max(Decimal(1).scaleb(-rule.decimals), rounded(abs(value) * PART_OF_A_VALUE, rule.decimals))
            least = Decimal(1 if rule.unit_first else 0)
            moved = value + step * way
            if value >= 0:
                moved = max(moved, min(least, value))
            if rule.unit == "%" and value <= 100:
                moved = min(moved, Decimal(100))
            self.put(name, code, moved)

    def rank_anew(self, name: str) -> None:
        """State the ranks that the values give, where the office states any."""
        if any(stated.value is not None for (own, _), stated in self.ranks.items() if own == name):
            values = [self.value(name, item.code) or Decimal(0) for item in self.ranked(name)]
            for item in self.ranked(name):
                place = values.index(self.value(name, item.code) or Decimal(0)) + 1
                cells = self.seen[name, item.code].cells
                self.ranks[name, item.code] = Observation(Decimal(place), Status.REPORTED, cells)

    # Making it fit --------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Make sums, parts and shares fit: a part is lowered to its whole, a sum follows what it is made of."""
        for _ in range(len(self.rules)):
            before = dict(self.seen)
            for name, rule in self.rules.items():
                for code in self.codes(name) if rule.parts or rule.part_of else ():
                    self._sum_of_parts(name, code)
                    self._no_more_than_whole(name, code)
            for name in self.wholes:
                self._sum_of_items(name)
            if self.seen == before:
                break
        for name, rule in self.rules.items():
            if rule.share_of:
                for code in self.codes(name):
                    self._share(name, code, rule.share_of)

    def _sum_of_parts(self, name: str, code: str) -> None:
        values = [self.value(part, code) for part in self.rules[name].parts]
        known = [value for value in values if value is not None]
        added = sum(known, Decimal(0))
        if known and len(known) == len(values) and self.value(name, code) not in {None, added}:
            self.put(name, code, added)

    def _no_more_than_whole(self, name: str, code: str) -> None:
        rule = self.rules[name]
        value, most = self.value(name, code), self.value(rule.part_of, code) if rule.part_of else None
        if value is not None and most is not None and value > most:
            self._lower(name, code, value - most)

    def _lower(self, name: str, code: str, excess: Decimal) -> None:
        """Take the excess from a figure, and from the parts that it is the sum of."""
        self.put(name, code, (self.value(name, code) or Decimal(0)) - excess)
        for part in reversed(self.rules[name].parts):
            taken = min(excess, self.value(part, code) or Decimal(0))
            if taken:
                self._lower(part, code, taken)
            excess -= taken

    def _sum_of_items(self, name: str) -> None:
        whole = self.value(name, self.release.area)
        known = [self.value(name, item.code) or Decimal(0) for item in self.ranked(name)]
        if not self.rules[name].adds_up or whole is None or not known:
            return
        added = sum(known, Decimal(0))
        if added != whole and (self.is_complete(name) or (added > whole and not self.rules[name].negative)):
            self.put(name, self.release.area, added)

    def _share(self, name: str, code: str, pair: tuple[str, str]) -> None:
        part, base = (self.value(key, code) for key in pair)
        if self.value(name, code) is None or part is None or base is None:
            return
        if base:
            self.put(name, code, part * 100 / base)
        else:
            self.mark([(name, code)], Status.NOT_APPLICABLE)

    def finish(self, period: Period | None = None) -> Release:
        """The release as it stands now, of another period if one is given."""
        made = replace(self.release, observations=dict(self.seen), ranks=dict(self.ranks))
        if period is None:
            return made
        file = f"data/{self.dataset.slug}/{period.last}.csv"
        return replace(made, period=period, files=(file,))
