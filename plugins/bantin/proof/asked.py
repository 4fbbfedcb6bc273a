"""What operations ask of the store of levels, as of one release: earlier levels, bases, places, conditions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bantin.model import Item, Release, Status
from bantin.proof.levels import Level, Levels
from bantin.proof.raw import half_up, number_of
from bantin.proof.records import OPERATORS
from bantin.vietnamese import ABSENCE

HIGHEST, LOWEST = "cao nhất", "thấp nhất"
STATUSES = {words: status for status, words in ABSENCE.items()} | {"sơ bộ": Status.PROVISIONAL}
REPORTED = "đã báo cáo"
SIGNS = {"tăng": 1, "giảm": -1, "không đổi": 0}


class Unproven(Exception):  # noqa: N818 - not a fault of this program, but of the figure
    """Why a figure cannot be computed: in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Known:
    """A value that is known: `used` are the levels it follows from, `numbers` those that its computation may name."""

    value: Decimal
    used: tuple[Level, ...]
    numbers: frozenset[Decimal]


def known(*levels: Level) -> Known:
    """The sum of levels; of one, itself.

    Raises:
        Unproven: when one has no value.
    """
    values = [level.value for level in levels if level.value is not None]
    if not values or len(values) < len(levels):
        raise Unproven("tệp số liệu không có con số này")
    total = sum(values, Decimal(0))
    return Known(total, levels, frozenset({total}).union(*(level.numbers for level in levels)))


def compare(own: Decimal, other: Decimal) -> int:
    """Above (1), below (-1) or equal (0)."""
    return (own > other) - (own < other)


class Asked:
    """The store of levels, as one release sees it."""

    def __init__(self, levels: Levels, release: Release) -> None:
        self.levels, self.release, self.dataset = levels, release, levels.dataset
        self.last = release.period.last

    def level(self, indicator: str, code: str, last: date | None = None) -> Known:
        """A known level, of this release unless another is given; of an area before its time, of its parts."""
        last, item = last or self.last, self.levels.item(indicator, code)
        parts = [code] if item is None or item.valid_on(last) or not item.formed_from else item.formed_from
        return known(*(self.levels.at(indicator, part, last) for part in parts))

    def before(self, indicator: str, code: str, last: date, now: Release | None = None) -> Known:
        """A level of an earlier period that may be compared with now's."""
        now, then = now or self.release, self.levels.releases.get(last)
        if then is None:
            raise Unproven(f"không có số liệu của kỳ đến {last}")
        rule = self.dataset.indicators[indicator]
        redefined = {day for name in (indicator, *rule.sources) for day in self.dataset.indicators[name].redefined}
        if any(last < changed <= now.period.last for changed in redefined):
            raise Unproven("cách tính đã thay đổi giữa hai kỳ")
        resets = rule.cumulative and not isinstance(rule.since, date) and last.year != now.period.last.year
        if resets and last != self.dataset.period.same_last_year(now.period):
            raise Unproven("số cộng dồn tính lại từ đầu năm")
        if rule.cumulative and not isinstance(rule.since, date):
            added = [self._added(rule.since, release) for release in (now, then)]
            if then.period.last.year != now.period.last.year and len(added[0]) != len(added[1]):
                raise Unproven("hai số cộng dồn không gồm cùng số kỳ")
        if code == self.release.area and any(self.is_partial(indicator, release) for release in (now, then)):
            raise Unproven("số của toàn thể chưa gồm đủ mọi đơn vị nên không so sánh được")
        return self.level(indicator, code, last)

    def is_partial(self, indicator: str, release: Release) -> bool:
        """Whether the whole is only the sum of those items that are known, or follows from such a one."""
        rule, last = self.dataset.indicators[indicator], release.period.last
        if rule.cumulative:
            return any(self.is_partial(rule.cumulative, own) for own in self._added(rule.since, release))
        if sources := rule.sources or rule.share_of:
            return any(self.is_partial(source, release) for source in sources)
        levels = [self.levels.at(indicator, item.code, last) for item in self.levels.items(indicator, release)]
        values = [level.value for level in levels if level.value is not None]
        lacking = any(level.value is None and level.status is not Status.NOT_APPLICABLE for level in levels)
        whole = self.levels.at(indicator, release.area, last).value
        return rule.adds_up and bool(values) and lacking and sum(values, Decimal(0)) == whole

    def _added(self, since: date | str, release: Release) -> list[Release]:
        """The releases that a sum up to one adds."""
        last = release.period.last
        start = since if isinstance(since, date) else date(last.year, 1, 1)
        return [own for day, own in self.levels.releases.items() if start <= day <= last]

    def base(self, indicator: str, code: str, against: Sequence[str]) -> Known:
        """What a level is held against: another indicator, an earlier day's, the average of several days'."""
        if len(against) == 1 and against[0] in self.dataset.indicators:
            return self.level(against[0], code)
        if not against:
            raise Unproven("không nói so với kỳ nào")
        bases = [self.before(indicator, code, date.fromisoformat(day)) for day in against]
        if len(bases) == 1:
            return bases[0]
        mean = Fraction(sum((base.value for base in bases), Decimal(0))) / len(bases)
        value = half_up(mean, max(self.dataset.indicators[indicator].decimals, 1))
        numbers = frozenset({value, Decimal(len(bases))}).union(*(base.numbers for base in bases))
        return Known(value, tuple(level for base in bases for level in base.used), numbers)

    def sign(self, indicator: str, code: str, against: Sequence[str] = ()) -> int:
        """Where a level went against a base; without one, against the period before, or the release before."""
        if not against:
            earlier = [day for day in self.levels.releases if day < self.last]
            previous = self.levels.previous(self.release.period)
            against = [(previous if previous in earlier or not earlier else max(earlier)).isoformat()]
        return compare(self.level(indicator, code).value, self.base(indicator, code, against).value)

    def everyone(self, indicator: str, condition: str = "") -> list[tuple[Item, Level]]:
        """All items that the indicator applies to, with what is known of them; of statuses all items."""
        items = self.levels.items(indicator, self.release)
        rows = [(item, self.levels.at(indicator, item.code, self.last)) for item in items]
        return [row for row in rows if condition in STATUSES or row[1].status is not Status.NOT_APPLICABLE]

    def place(self, indicator: str, code: str, end: str) -> tuple[int, tuple[Item, ...]]:
        """An item's place from an end, and who shares it; as the office states it where not all values are known."""
        rows = self.everyone(indicator)
        if any(level.value is None for _, level in rows):
            own = self.levels.ranks.get((indicator, code, self.last))
            if own is None or end == LOWEST:
                raise Unproven("chưa đủ số liệu của các đơn vị để xếp hạng")
            return own, tuple(i for i, _ in rows if self.levels.ranks.get((indicator, i.code, self.last)) == own)
        own_value = self.level(indicator, code).value
        values = [known(level).value for _, level in rows]
        ahead = sum(value > own_value if end == HIGHEST else value < own_value for value in values)
        return ahead + 1, tuple(item for item, level in rows if level.value == own_value)

    def chosen(self, indicator: str, condition: str, against: Sequence[str] = ()) -> list[Item]:
        """The items that fulfil a condition."""
        match = re.fullmatch(r"(>=|<=|!=|>|<|=)\s*(.+)", condition)
        found = []
        rows, known_only = self.everyone(indicator, condition), REPORTED in against
        for item, level in rows:
            if known_only and level.value is None:
                continue
            if match:
                fulfils = bool(OPERATORS[match[1]](known(level).value, number_of(match[2])))
            elif condition in {"có số liệu", "chưa có số liệu"}:
                fulfils = (level.value is not None) == (condition == "có số liệu")
            elif condition in STATUSES:
                fulfils = level.status is STATUSES[condition]
            else:
                days = [day for day in against if day != REPORTED]
                fulfils = self.sign(indicator, item.code, days) == SIGNS[condition]
            if fulfils:
                found.append(item)
        return found
