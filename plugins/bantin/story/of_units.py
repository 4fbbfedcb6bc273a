"""Filters over units and products: who leads, how many rise, who is silent: `{{ points | dan_dau(2) }}`."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from bantin.errors import CellError
from bantin.facts.changes import Change
from bantin.facts.facts import Facts
from bantin.facts.ranking import by_value as placed_by_value
from bantin.facts.select import DIRECTIONS, KNOWN, STATUSES, Condition, count, extent, read_condition, select
from bantin.ingest.rules import AREA, RECORD
from bantin.model import Figure, Item, plain
from bantin.story import naming, wording
from bantin.story.asked import (
    Filters,
    a_base,
    a_number,
    an_indicator,
    an_indicator_of_all,
    named,
    one_of,
    said_or,
    words,
)
from bantin.story.names import Indicator
from bantin.story.printing import NO_CLAUSE, NO_SENTENCE, Held
from bantin.vietnamese import NBSP, counted, number, within_sentence

FILTERS: Filters = {}
REPORTING = "đã báo cáo"
GROUPED = ("cấp trên", "cấp trên, liền mạch")
EVERY = {">": "trên", ">=": "từ", "<": "dưới", "<=": "không quá", "=": "bằng"}


@named(FILTERS, "cua")
def of_item(indicator: object, name: object) -> Indicator:
    """The indicator of one unit or product, by its name: `{{ gia | cua("Gạo tẻ") }}`."""
    own = an_indicator("cua", indicator)
    return own.but(code=own.facts.item(own.name, words("cua", name)).code)


def _ranked(name: str, indicator: object, most: object, ten: str, cach: str, *, lowest: bool) -> Held:
    own = an_indicator_of_all(name, indicator)
    one_of(name, ten, naming.WAYS)
    one_of(name, cach, wording.CHAINS)
    wanted = a_number(name, most)
    ranking = own.facts.ranking(own.name)
    if ranking is None or (lowest and ranking.stated):
        return Held(NO_SENTENCE)
    rows = ranking.rows
    if lowest and rows[0].figure.value == rows[-1].figure.value:
        return Held(NO_SENTENCE)  # all lead
    if lowest:
        rows = placed_by_value([row.item for row in rows], {row.item.code: row.figure for row in rows}, lowest=True)
    else:
        below_nought = own.facts.dataset.indicators[own.name].negative
        rows = tuple(row for row in rows if below_nought or row.figure.value > 0)
    if not rows:
        return Held(NO_SENTENCE)
    last = rows[min(wanted, len(rows)) - 1].place
    groups = [list(group) for _, group in groupby((r for r in rows if r.place <= last), key=lambda r: r.place)]
    marks, word = not own.facts.all_provisional, "thấp nhất" if lowest else "cao nhất"
    return own.printer.hold(wording.placed(groups, ten, cach, marks=marks, word=word))


@named(FILTERS, "dan_dau")
def leaders(indicator: object, so_don_vi: object = 1, ten: str = "đầy đủ", cach: str = "và") -> Held:
    """The units with the highest values, ties all named."""
    return _ranked("dan_dau", indicator, so_don_vi, ten, cach, lowest=False)


@named(FILTERS, "thap_nhat")
def lowest(indicator: object, so_don_vi: object = 1, ten: str = "đầy đủ", cach: str = "và") -> Held:
    """The units with the lowest values, ties all named."""
    return _ranked("thap_nhat", indicator, so_don_vi, ten, cach, lowest=True)


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
    at = replace(at, unit="", unit_first=False)
    everyone = count(own.facts, own.name, own.facts.concerned(own.name), ())
    return own.printer.hold((shared, at, "/", everyone))


Chosen = tuple[Indicator, tuple[Item, ...] | None, tuple[str, ...]]
"""An indicator, the items that fulfil a condition (None when that is not known), and the same to machines."""


def _chosen(name: str, indicator: object, which: object, base: object, among: object) -> Chosen:
    own = an_indicator_of_all(name, indicator)
    condition, held_against = _condition(name, own, which), a_base(own, base)
    known = one_of(name, among, ("", REPORTING)) == REPORTING
    alike = not condition.operator or _alike(own)
    chosen = select(own.facts, own.name, condition, held_against, known=known) if alike else None
    return own, chosen, (condition.words, *((REPORTING,) if known else ()), *held_against.key)


def _alike(own: Indicator) -> bool:
    """Whether all items are counted in one unit, so that one number can be held against all of them."""
    return len({own.facts.unit(own.name, item.code) for item in own.facts.concerned(own.name)}) <= 1


def _condition(name: str, own: Indicator, which: object) -> Condition:
    rule = own.facts.dataset.indicators[own.name]
    return read_condition(words(name, which), rule.decimals, percent=rule.unit == "%")


def _noun(facts: Facts, indicator: str, items: tuple[Item, ...]) -> str:
    column = facts.dataset.table_of(indicator).column
    return naming.kinds_of(items, within_sentence(column))


@named(FILTERS, "dem")
def counting(indicator: object, dieu_kien: object, moc: object = "", cach: str = "phân số", trong: str = "") -> Held:
    """How many units fulfil a condition, of how many: `5/8 huyện, thành phố`; a single one by its name."""
    one_of("dem", cach, ("phân số", "số"))
    own, items, key = _chosen("dem", indicator, dieu_kien, moc, trong)
    if items is None:
        return Held(NO_SENTENCE)
    facts, everyone = own.facts, own.facts.concerned(own.name)
    if dieu_kien in STATUSES:
        everyone = facts.items(own.name)
    if trong:
        known = read_condition(KNOWN, 0, percent=False)
        everyone = select(facts, own.name, known, facts.base()) or ()
    chosen, of = (
        count(facts, own.name, items, key),
        count(facts, own.name, everyone, (KNOWN,) if trong else ()),
    )
    among = f" {REPORTING}" if trong else ""
    noun = _noun(facts, own.name, items or everyone) + among
    if cach == "số" and len(items) > 1:
        return own.printer.hold((chosen, f"{NBSP}{noun}"))
    return own.printer.hold(wording.fraction(chosen, of, items, _noun(facts, own.name, everyone) + among))


@named(FILTERS, "don_vi")
def units(  # noqa: PLR0913 - words of the language, each of which an editor may leave out
    indicator: object,
    dieu_kien: object,
    moc: object = "",
    *,
    ten: str = "đầy đủ",
    nhom: str = "",
    it_nhat: object = 1,
    trong: str = "",
) -> Held:
    """The units that fulfil a condition, by name, if there are so many; grouped by what they belong to, if wanted."""
    one_of("don_vi", ten, naming.WAYS)
    one_of("don_vi", nhom, ("", *GROUPED))
    least = a_number("don_vi", it_nhat)
    own, items, key = _chosen("don_vi", indicator, dieu_kien, moc, trong)
    if nhom and own.facts.dataset.table_of(own.name).rows not in {AREA, RECORD}:
        raise CellError("nhom chỉ dùng với đơn vị hành chính.", "bỏ nhom.")
    if not items or len(items) < least:
        return Held(NO_CLAUSE)
    if nhom:
        line = naming.grouped(items, ten, own.facts.codelists[AREA], flowing=nhom == GROUPED[1])
    else:
        line = naming.named_together(items, ten)
    return own.printer.hold((replace(count(own.facts, own.name, items, key), text=plain(line)),))


def _moved(name: str, indicator: object, huong: object, moc: object) -> tuple[Indicator, list[tuple[Item, Change]]]:
    """The items that moved that way, any way without one; none unless every item can be compared."""
    own = an_indicator_of_all(name, indicator)
    wanted = DIRECTIONS.get(one_of(name, huong, ("", "tăng", "giảm")))
    base = a_base(own, moc, earlier=True)
    found = [(item, own.but(code=item.code).change(base)) for item in own.facts.concerned(own.name)]
    known = [(item, one) for item, one in found if one]
    moved = [(item, one) for item, one in known if one.sign and wanted in {None, one.sign}]
    return own, moved if len(known) == len(found) else []


@named(FILTERS, "thay_doi")
def each_moved(indicator: object, huong: str = "", moc: object = "", ten: str = "đầy đủ", ghi: str = "") -> Held:
    """Every unit that moved, from what to what."""
    one_of("thay_doi", ten, naming.WAYS)
    one_of("thay_doi", ghi, ("", "ngày"))
    own, moved = _moved("thay_doi", indicator, huong, moc)
    rows = []
    for item, one in moved:
        now = own.but(code=item.code).figure
        dated = wording.base_dated(own.facts, one.base) if ghi and len(one.base.days) == 1 else ()
        rows += [(item, wording.from_to(one, now, own.told(now), dated))] if now else []
    return said_or(own.printer, wording.each_moved(rows, ten) or None, NO_SENTENCE)


@named(FILTERS, "muc")
def moved_apart(indicator: object, huong: str, moc: object = "") -> Held:
    """By how much the units that rose, or fell, did so: `tăng từ 578 đến 604 đồng/lít`."""
    own, moved = _moved("muc", indicator, one_of("muc", huong, ("tăng", "giảm")), moc)
    return said_or(own.printer, wording.moved_apart([one for _, one in moved]) if moved else None, NO_SENTENCE)


@named(FILTERS, "deu")
def every_one(indicator: object, dieu_kien: object) -> Held:
    """That every unit is above, below or at a value: `đều trên 99%`."""
    own = an_indicator_of_all("deu", indicator)
    condition = _condition("deu", own, dieu_kien)
    if condition.operator not in EVERY:
        raise CellError(f"deu không dùng với “{condition.words}”.", f"dùng một trong: {', '.join(EVERY)} và một số.")
    items, everyone = select(own.facts, own.name, condition, own.facts.base()), own.facts.concerned(own.name)
    if items is None or len(items) < len(everyone) or not _alike(own):
        return Held(NO_SENTENCE)
    limit = _limit(own, condition.limit, condition.words)
    if condition.operator == "=" and not limit.value and not limit.unit_first and limit.unit != "%":
        return own.printer.hold(("đều ", replace(limit, text="không có"), f" {limit.unit} nào"))
    word = "ở" if condition.operator == "=" and limit.unit_first else EVERY[condition.operator]
    return own.printer.hold((f"đều {word} ", *counted(limit), " trở lên" if condition.operator == ">=" else ""))


def _limit(own: Indicator, limit: Decimal, which: str) -> Figure:
    text = (f"âm{NBSP}" if limit < 0 else "") + number(abs(limit), max(0, -int(limit.normalize().as_tuple().exponent)))
    text += "%" if own.facts.dataset.indicators[own.name].unit == "%" else ""
    every = count(own.facts, own.name, own.facts.concerned(own.name), ())
    computation = f"mức do lời bản tin nêu; mọi đơn vị có {own.facts.dataset.indicators[own.name].label} {which}."
    what = (own.name, own.facts.release.area)
    return replace(own.facts.figure(what, "limit", limit, text, computation, every.cells), against=(which,))


@named(FILTERS, "theo_muc")
def by_value(indicator: object, tu: str = "ở", ten: str = "đầy đủ") -> Held:
    """All units by their values: `A và B ở cấp độ 1; C ở cấp độ 3`."""
    own = an_indicator_of_all("theo_muc", indicator)
    one_of("theo_muc", ten, naming.WAYS)
    word = words("theo_muc", tu)
    figures = [(item, own.facts.level(own.name, item.code)) for item in own.facts.concerned(own.name)]
    rows = [(item, figure) for item, figure in figures if figure]
    if len(rows) < len(figures) or not _alike(own):
        return Held(NO_SENTENCE)
    facts, decimals = own.facts, own.facts.dataset.indicators[own.name].decimals

    def who(items: list[Item]) -> Figure:
        value = facts.observation(own.name, items[0].code).value or Decimal(0)
        named_figure = count(facts, own.name, tuple(items), (f"= {number(value, decimals)}",))
        return replace(named_figure, text=plain(naming.named_together(items, ten)))

    return own.printer.hold(wording.by_value(rows, who, word, marks=not facts.all_provisional))


@named(FILTERS, "khoang")
def spread(indicator: object) -> Held:
    """From the lowest value to the highest: `từ 100 đến 190 đồng/lít`."""
    own = an_indicator_of_all("khoang", indicator)
    found = extent(own.facts, own.name)
    return said_or(own.printer, wording.spread(*found) if found else None, NO_SENTENCE)
