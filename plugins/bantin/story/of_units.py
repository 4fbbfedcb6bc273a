"""Filters over units and products: who leads, how many rise, who is silent: `{{ points | dan_dau(2) }}`."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from bantin.errors import CellError
from bantin.facts.facts import Facts, Ranked
from bantin.facts.select import count, extent, read_condition, select
from bantin.ingest.codelist import find_item
from bantin.ingest.rules import AREA
from bantin.model import Figure, Item
from bantin.story import wording
from bantin.story.asked import Filters, a_base, a_number, an_indicator, named, one_of, said_or
from bantin.story.names import Indicator
from bantin.story.printing import NO_CLAUSE, NO_SENTENCE, Held
from bantin.vietnamese import NBSP, counted, number, within_sentence

FILTERS: Filters = {}
EVERY = {">": "trên", ">=": "từ mức", "<": "dưới", "<=": "không quá", "=": "bằng"}


@named(FILTERS, "cua")
def of_item(indicator: object, name: object) -> Indicator:
    """The indicator of one unit or product, by its name: `{{ gia | cua("Gạo tẻ") }}`."""
    if not isinstance(name, str):
        raise CellError("cua cần tên một dòng.", 'viết như {{ points | cua("Chợ Mới") }}.')
    own = an_indicator("cua", indicator)
    return own.but(code=find_item(name, own.facts.items(own.name)).code)


def _ranked(name: str, indicator: object, most: object, ten: str, cach: str, *, lowest: bool) -> Held:
    own = an_indicator(name, indicator)
    one_of(name, ten, tuple(wording.NAMINGS))
    one_of(name, cach, wording.CHAINS)
    wanted = a_number(name, most)
    ranking = own.facts.ranking(own.name)
    if ranking is None or (lowest and ranking.stated):
        return Held(NO_SENTENCE)
    rows = ranking.rows
    if lowest:
        rows = _from_below(rows)
    else:
        rows = tuple(row for row in rows if row.figure.value > 0) or (rows if rows[0].figure.value < 0 else ())
    if not rows:
        return Held(NO_SENTENCE)
    last = rows[min(wanted, len(rows)) - 1].place
    groups = [list(group) for _, group in groupby((r for r in rows if r.place <= last), key=lambda r: r.place)]
    marks, word = not own.facts.all_provisional, "thấp nhất" if lowest else "cao nhất"
    return own.printer.hold(wording.placed(groups, ten, cach, marks=marks, word=word))


def _from_below(rows: tuple[Ranked, ...]) -> tuple[Ranked, ...]:
    """The rows from the lowest up, 1 the lowest."""
    places: dict[Decimal, int] = {}
    ascending = sorted(rows, key=lambda row: row.figure.value)
    for place, row in enumerate(ascending, start=1):
        places.setdefault(row.figure.value, place)
    return tuple(Ranked(row.item, places[row.figure.value], row.figure) for row in ascending)


@named(FILTERS, "dan_dau")
def leaders(indicator: object, most: object = 1, ten: str = "đầy đủ", cach: str = "và") -> Held:
    """The units with the highest values, ties all named."""
    return _ranked("dan_dau", indicator, most, ten, cach, lowest=False)


@named(FILTERS, "thap_nhat")
def lowest(indicator: object, most: object = 1, ten: str = "đầy đủ", cach: str = "và") -> Held:
    """The units with the lowest values, ties all named."""
    return _ranked("thap_nhat", indicator, most, ten, cach, lowest=True)


@named(FILTERS, "thu_hang")
def place(indicator: object) -> Held:
    """Its place among all units: `thứ 8/63`."""
    own = an_indicator("thu_hang", indicator)
    ranking = own.facts.ranking(own.name)
    rows = ranking.rows if ranking and not ranking.stated else ()
    row = next((row for row in rows if row.item.code == own.code), None)
    if row is None:
        return Held(NO_CLAUSE)
    shared = "đồng hạng " if sum(other.place == row.place for other in rows) > 1 else "thứ "
    computation = f"{row.figure.computation.rstrip('.')}; xếp từ cao xuống thấp."
    cells = tuple(cell for other in rows for cell in other.figure.cells)
    value = Decimal(row.place)
    at = own.facts.figure((own.name, own.code), "place", value, number(value, 0), computation, cells)
    everyone = count(own.facts, own.name, own.facts.items(own.name), ())
    return own.printer.hold((shared, at, "/", everyone))


Chosen = tuple[Indicator, tuple[Item, ...] | None, tuple[str, ...]]
"""An indicator, the items that fulfil a condition (None when that is not known), and the same to machines."""


def _chosen(name: str, indicator: object, words: object, base: object) -> Chosen:
    own = an_indicator(name, indicator)
    condition, held_against = read_condition(str(words)), a_base(own, base)
    return own, select(own.facts, own.name, condition, held_against), (condition.words, *held_against.key)


def _noun(facts: Facts, indicator: str, items: tuple[Item, ...]) -> str:
    column = facts.dataset.table_of(indicator).column
    return wording.kinds_of(items, facts.items(indicator), within_sentence(column))


@named(FILTERS, "dem")
def counting(indicator: object, words: object, moc: object = "", cach: str = "phân số") -> Held:
    """How many units fulfil a condition, of how many: `5/8 huyện, thành phố`; a single one by its name."""
    one_of("dem", cach, ("phân số", "số"))
    own, items, key = _chosen("dem", indicator, words, moc)
    if items is None:
        return Held(NO_SENTENCE)
    facts, everyone = own.facts, own.facts.items(own.name)
    chosen, of = count(facts, own.name, items, key), count(facts, own.name, everyone, ())
    noun = _noun(facts, own.name, items or everyone)
    if cach == "số" and len(items) > 1:
        return own.printer.hold((chosen, f"{NBSP}{noun}"))
    return own.printer.hold(wording.fraction(chosen, of, items, _noun(facts, own.name, everyone) if items else noun))


@named(FILTERS, "don_vi")
def units(indicator: object, words: object, moc: object = "", ten: str = "đầy đủ", nhom: str = "") -> Held:
    """The units that fulfil a condition, by name; grouped by the unit they belong to, if wanted."""
    one_of("don_vi", ten, tuple(wording.NAMINGS))
    one_of("don_vi", nhom, ("", "cấp trên"))
    own, items, _ = _chosen("don_vi", indicator, words, moc)
    if not items:
        return Held(NO_CLAUSE)
    return own.printer.hold(wording.listed(items, ten, own.facts.codelists[AREA] if nhom else None))


@named(FILTERS, "deu")
def every_one(indicator: object, words: object) -> Held:
    """That every unit is above, below or at a value: `đều trên 99%`."""
    own = an_indicator("deu", indicator)
    condition = read_condition(str(words))
    if condition.operator not in EVERY:
        raise CellError(f"deu không dùng với “{words}”.", f"dùng một trong: {', '.join(EVERY)} và một số.")
    items, everyone = select(own.facts, own.name, condition, own.facts.base()), own.facts.items(own.name)
    if items is None or len(items) < len(everyone):
        return Held(NO_SENTENCE)
    limit = _limit(own, condition.limit, condition.words)
    after = " trở lên" if condition.operator == ">=" else ""
    return own.printer.hold((f"đều {EVERY[condition.operator]} ", *counted(limit), after))


def _limit(own: Indicator, limit: Decimal, words: str) -> Figure:
    text = number(limit, max(0, -int(limit.normalize().as_tuple().exponent)))
    text += "%" if own.facts.dataset.indicators[own.name].unit == "%" else ""
    every = count(own.facts, own.name, own.facts.items(own.name), ())
    computation = f"mức do lời bản tin nêu; mọi đơn vị có {own.facts.dataset.indicators[own.name].label} {words}."
    what = (own.name, own.facts.release.area)
    return replace(own.facts.figure(what, "limit", limit, text, computation, every.cells), against=(words,))


@named(FILTERS, "theo_muc")
def by_value(indicator: object, tu: str = "ở", ten: str = "đầy đủ") -> Held:
    """All units by their values: `A và B ở cấp độ 1; C ở cấp độ 3`."""
    own = an_indicator("theo_muc", indicator)
    one_of("theo_muc", ten, tuple(wording.NAMINGS))
    figures = [(item, own.facts.level(own.name, item.code)) for item in own.facts.items(own.name)]
    rows = [(item, figure) for item, figure in figures if figure]
    if len(rows) < len(figures):
        return Held(NO_SENTENCE)
    return own.printer.hold(wording.by_value(rows, ten, str(tu)))


@named(FILTERS, "khoang")
def spread(indicator: object) -> Held:
    """From the lowest value to the highest: `từ 100 đến 190 đồng/lít`."""
    own = an_indicator("khoang", indicator)
    found = extent(own.facts, own.name)
    return said_or(own.printer, wording.spread(*found) if found else None, NO_SENTENCE)
