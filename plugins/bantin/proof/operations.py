"""The operations that a printed figure may be the result of, each computed anew: what the figure must be."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import count

from bantin.model import Item
from bantin.proof.asked import HIGHEST, SIGNS, Asked, Known, Unproven, compare
from bantin.proof.outcome import Entry, Outcome, counted, shown, units
from bantin.proof.printed import percentages, places, printed
from bantin.proof.raw import half_up, number_of
from bantin.vietnamese import NBSP, number

MOVED = {1: {"tăng", "cao hơn"}, -1: {"giảm", "thấp hơn"}, 0: {"không thay đổi", "bằng", "giữ"}}
TENS = {"chục": 1, "trăm": 2, "nghìn": 3, "vạn": 4, "triệu": 6, "tỷ": 9}


def prove(asked: Asked, entry: Entry) -> Outcome:
    """What the figure must be.

    Raises:
        Unproven: when the data do not say.
    """
    operation = OPERATIONS.get(entry["operation"])
    if operation is None:
        raise Unproven(f"không có phép tính “{entry['operation']}”")
    try:
        return operation(asked, entry)
    except (KeyError, ValueError, IndexError, ZeroDivisionError, TypeError) as fault:
        raise Unproven(f"không tính lại được ({fault})") from fault


def _level(asked: Asked, entry: Entry) -> Outcome:
    seen = asked.level(entry["indicator"], entry["area"], date.fromisoformat(entry["period"]))
    return shown(asked, entry, seen)


def _leader(asked: Asked, entry: Entry) -> Outcome:
    end, wanted = entry["against"]
    place, tied = asked.place(entry["indicator"], entry["area"], end)
    if place != int(wanted):
        raise Unproven(f"đơn vị này đứng thứ {place}, không phải thứ {wanted}, kể từ {end}")
    return shown(asked, entry, asked.level(entry["indicator"], entry["area"]), tied)


def _peak(asked: Asked, entry: Entry) -> Outcome:
    """The highest or the lowest of an item's values in the periods since a day."""
    which, since = entry["against"]
    made, indicator, days = _level(asked, entry), entry["indicator"], asked.levels.releases
    area = entry["area"]
    for last, release in days.items():
        if not date.fromisoformat(since) <= last <= asked.last:
            continue
        own = release.area if area == asked.levels.releases[date.fromisoformat(entry["period"])].area else area
        value = asked.levels.at(indicator, own, last).value
        if value is not None and compare(value, made.value) == (1 if which == HIGHEST else -1):
            raise Unproven(f"kỳ đến {last} có số {'cao' if which == HIGHEST else 'thấp'} hơn")
    return made


def _extent(asked: Asked, entry: Entry) -> Outcome:
    furthest = max if entry["against"][0] == HIGHEST else min
    if len(entry["against"]) > 1:
        return _furthest_moved(asked, entry, furthest)
    values = [level.value for _, level in asked.everyone(entry["indicator"])]
    present = [value for value in values if value is not None]
    made = _level(asked, entry)
    if len(present) < len(values) or made.value != furthest(present):
        raise Unproven(f"đây không phải số {entry['against'][0]} của các đơn vị")
    return made


def _furthest_moved(asked: Asked, entry: Entry, furthest: Callable[[list[Decimal]], Decimal]) -> Outcome:
    """The least or the most that any item moved, of those that moved that way and are counted alike."""
    which, _, way, *days = entry["against"]
    indicator, sizes = entry["indicator"], list[Decimal]()
    for item, _level_of in asked.everyone(indicator):
        change = asked.level(indicator, item.code).value - asked.base(indicator, item.code, days).value
        alike = units(asked, {**entry, "area": item.code}) == units(asked, entry)
        sizes += [abs(change)] if alike and compare(change, Decimal(0)) == SIGNS[way] else []
    made = _change(asked, {**entry, "against": days})
    if not sizes or made.value != furthest(sizes):
        raise Unproven(f"đây không phải mức {way} {which}")
    return made


def _moved(asked: Asked, entry: Entry) -> tuple[Decimal, Known, Known]:
    """The signed difference, the level and its base."""
    now = asked.level(entry["indicator"], entry["area"])
    base = asked.base(entry["indicator"], entry["area"], entry["against"])
    return now.value - base.value, now, base


def _change(asked: Asked, entry: Entry) -> Outcome:
    rule, (size, now, base) = asked.dataset.indicators[entry["indicator"]], _moved(asked, entry)
    unit = frozenset({"điểm phần trăm"}) if rule.unit == "%" else units(asked, entry)
    plan = asked.dataset.indicators.get((*entry["against"], "")[0], rule)
    text, sign = number(abs(size), max(rule.decimals, plan.decimals, places(size))), compare(size, Decimal(0))
    return Outcome(abs(size), frozenset({text}), unit, (*now.used, *base.used), now.numbers | base.numbers, sign)


def _percent(asked: Asked, entry: Entry) -> Outcome:
    size, now, base = _moved(asked, entry)
    decimals = len(entry["text"].partition(",")[2].rstrip("%")) if entry["text"] != "100%" else 1
    value = half_up(abs(Fraction(size)) * 100 / Fraction(base.value), decimals)
    used, sign = (*now.used, *base.used), compare(size, Decimal(0))
    return Outcome(value, percentages(value, decimals), frozenset({"%"}), used, now.numbers | base.numbers, sign)


def _direction(asked: Asked, entry: Entry) -> Outcome:
    size, now, base = _moved(asked, entry)
    sign, used = compare(size, Decimal(0)), (*now.used, *base.used)
    return Outcome(size, frozenset(MOVED[sign]), frozenset({""}), used, now.numbers | base.numbers, sign)


def _average(asked: Asked, entry: Entry) -> Outcome:
    return shown(asked, entry, asked.base(entry["indicator"], entry["area"], entry["against"]))


def _periods(asked: Asked, entry: Entry) -> Outcome:
    base = asked.base(entry["indicator"], entry["area"], entry["against"])
    made = counted(len(entry["against"]), "", base.used)
    return replace(made, numbers=base.numbers)


def _share(asked: Asked, entry: Entry) -> Outcome:
    whole, area, places_wanted = entry["against"]
    decimals = int(places_wanted)
    part, base = asked.level(entry["indicator"], entry["area"]), asked.level(whole, area)
    exact = Fraction(part.value) * 100 / Fraction(base.value)
    value, step = half_up(exact, decimals), Decimal(1).scaleb(-decimals)
    beside = _beside(asked, entry)
    added = sorted((Fraction(half_up(own, decimals)) - own for own in beside), reverse=True)
    surplus = int((sum((half_up(own, decimals) for own in beside), Decimal(0)) - 100) / step)
    own_part = Fraction(value) - exact
    if surplus > 0 and own_part >= added[surplus - 1]:  # of those rounded up alike, any may be the one to give way
        alike = surplus < len(added) and own_part == added[surplus]
        value -= step if not alike or Decimal(str(entry["value"])) == value - step else 0
    texts, numbers = percentages(value, decimals), part.numbers | base.numbers
    return Outcome(value, texts, frozenset({"%"}), (*part.used, *base.used), numbers)


def _beside(asked: Asked, entry: Entry) -> list[Fraction]:
    """The exact shares of all parts of the whole, if they make no more than it."""
    (whole, area, _), name = entry["against"], entry["indicator"]
    base, parts = asked.level(whole, area).value, asked.dataset.indicators[whole].parts
    if whole == name and area == asked.release.area:
        values = [level.value for _, level in asked.everyone(name)]
    elif name in parts and area == entry["area"]:
        values = [asked.levels.at(part, area, asked.last).value for part in parts]
    else:
        return []
    exact = [Fraction(value) * 100 / Fraction(base) for value in values if value is not None]
    return exact if sum(exact) <= 100 else []


def _place(asked: Asked, entry: Entry) -> Outcome:
    place, tied = asked.place(entry["indicator"], entry["area"], HIGHEST)
    made = counted(place, "", (level for _, level in asked.everyone(entry["indicator"])))
    return replace(made, numbers=asked.level(entry["indicator"], entry["area"]).numbers, tied=tied)


def _items(asked: Asked, entry: Entry) -> Outcome:
    condition, *against = entry["against"] or ("",)
    rows = asked.everyone(entry["indicator"])
    found = asked.chosen(entry["indicator"], condition, against) if condition else [item for item, _ in rows]
    made = counted(len(found), "", (level for _, level in rows))
    instead = {0: {"không"}, 1: {item.full_name for item in found}}.get(len(found), set())
    return replace(made, texts=made.texts | instead | _names(asked, entry, found))


def _names(asked: Asked, entry: Entry, found: Sequence[Item]) -> set[str]:
    """The printed text, if it names all that were found and nobody else, however it calls them."""
    text = str(entry["text"]).casefold()
    for item in sorted(found, key=lambda item: -len(item.name)):
        shorter = re.sub(rf"(?<!\w){re.escape(item.name.casefold())}(?!\w)", "", text, count=1)
        if shorter == text:
            return set()
        text = shorter
    items = asked.levels.items(entry["indicator"], asked.release)
    strangers = [item for item in items if item not in found and item.full_name.casefold() in text]
    return {str(entry["text"])} if found and not strangers else set()


def _streak(asked: Asked, entry: Entry) -> Outcome:
    indicator, code, release = entry["indicator"], entry["area"], asked.release
    seen, signs = asked.level(indicator, code), list[int]()
    used = list(seen.used)
    for _ in count():
        previous = asked.levels.previous(release.period)
        try:
            then = asked.before(indicator, code, previous, release)
        except Unproven:
            break
        sign = compare(seen.value, then.value)
        if signs and sign != signs[0]:
            break
        signs.append(sign)
        used += then.used
        release, seen = asked.levels.releases[previous], then
    return counted(len(signs), asked.dataset.period.noun, used, signs[0])


def _record(asked: Asked, entry: Entry) -> Outcome:
    indicator, code = entry["indicator"], entry["area"]
    now, earlier = asked.level(indicator, code), list[Known]()
    for day in asked.levels.releases:
        try:
            earlier += [asked.before(indicator, code, day)] if day < asked.last else []
        except Unproven:
            continue
    values = [seen.value for seen in earlier]
    if not (now.value > max(values) if entry["against"][0] == HIGHEST else now.value < min(values)):
        raise Unproven(f"đây không phải số {entry['against'][0]} trong các kỳ")
    used = (level for seen in (now, *earlier) for level in seen.used)
    made = counted(len(earlier) + 1, "", used)
    known = f"{asked.dataset.period.noun} có số liệu"
    return replace(made, units=frozenset({known, f"{known} so sánh được"}))


def _rounded(asked: Asked, entry: Entry) -> Outcome:
    to, operation, *against = (*entry["against"], "level")[: max(2, len(entry["against"]))]
    exact, power = prove(asked, {**entry, "operation": operation, "against": against}), 10 ** TENS[to]
    near, down = (
        Decimal(int(own)) * power for own in (half_up(Fraction(exact.value) / power, 0), exact.value // power)
    )
    value = down if down == Decimal(str(entry["value"])) else near
    spelled = f"{number(value / power, 0)}{NBSP}{to}" if to in {"triệu", "tỷ"} else number(value, 0)
    text, numbers = spelled + ("%" if entry["unit"] == "%" else ""), exact.numbers | {exact.value}
    return replace(exact, value=value, texts=frozenset({text}), numbers=numbers, side=compare(value, exact.value))


def _limit(asked: Asked, entry: Entry) -> Outcome:
    indicator, (condition,) = entry["indicator"], entry["against"]
    everyone = asked.everyone(indicator)
    if len(asked.chosen(indicator, condition)) < len(everyone):
        raise Unproven(f"không phải mọi đơn vị đều {condition}")
    limit = number_of(condition.lstrip("<>=! ")) or Decimal(0)
    text = printed(limit, places(limit), percent=asked.dataset.indicators[indicator].unit == "%")
    return Outcome(
        limit,
        frozenset({text, *([] if limit else ["không có"])}),
        units(asked, entry),
        tuple(level for _, level in everyone),
    )


OPERATIONS: dict[str, Callable[[Asked, Entry], Outcome]] = {
    "level": _level,
    "leader": _leader,
    "extent": _extent,
    "change": _change,
    "percent": _percent,
    "direction": _direction,
    "average": _average,
    "periods": _periods,
    "peak": _peak,
    "share": _share,
    "place": _place,
    "items": _items,
    "streak": _streak,
    "record": _record,
    "rounded": _rounded,
    "limit": _limit,
    "week": lambda asked, _: counted(asked.dataset.period.number_of(asked.release.period) or 0, "tuần"),
    "months": lambda asked, _: counted(asked.last.month, "tháng"),
}
