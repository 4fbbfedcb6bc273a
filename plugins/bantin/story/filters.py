"""The story language's filters: `{{ points | so_voi("tuần trước") }}`. Each asks facts, words the answer, or drops out.

What may not be stated prints a mark that takes its clause or its sentence along; `neu_khong` gives it other words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TypeVar

from bantin.errors import CellError, suggestion
from bantin.facts.bases import Base
from bantin.facts.changes import change
from bantin.facts.facts import Facts, Ranked
from bantin.facts.select import OPERATORS, count, extent, read_condition, select
from bantin.ingest.codelist import find_item
from bantin.ingest.rules import AREA
from bantin.model import Figure, Item, Line
from bantin.story import wording
from bantin.story.names import Indicator
from bantin.story.printing import NO_CLAUSE, NO_SENTENCE, Held, Printer
from bantin.vietnamese import counted, number, rounded

T = TypeVar("T")
FILTERS: dict[str, Callable[..., object]] = {}
EVERY = {">": "trên", ">=": "từ mức", "<": "dưới", "<=": "không quá", "=": "bằng"}


def _filter(name: str) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Give a function its name in the language."""

    def named(function: Callable[..., object]) -> Callable[..., object]:
        FILTERS[name] = function
        return function

    return named


def _one_of(name: str, given: object, known: Sequence[str]) -> str:
    if given not in known:
        raise CellError(f"{name}: không có “{given}”.{suggestion(str(given), known)}", f"dùng: {', '.join(known)}.")
    return str(given)


def _indicator(name: str, given: object) -> Indicator:
    if not isinstance(given, Indicator):
        raise CellError(f"{name} chỉ dùng sau tên chỉ tiêu.", f"viết như {{{{ points | {name} }}}}.")
    return given


def _whole(name: str, given: object, least: int = 1) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or given < least:
        raise CellError(f"{name} cần một số từ {least} trở lên.", f"viết như {{{{ points | {name}(2) }}}}.")
    return given


def _base(of: Indicator, given: object) -> Base:
    if isinstance(given, Indicator):
        label = of.facts.dataset.indicators[given.name].label
        return Base(f"{label[:1].lower()}{label[1:]}", (), given.name)
    return of.facts.base(str(given) or of.base)


def _said(printer: Printer, line: Line | None, otherwise: str = NO_CLAUSE) -> Held:
    return Held(otherwise) if line is None else printer.hold(line)


# Of one value --------------------------------------------------------------------------------------------


@_filter("so_voi")
def compared(indicators: Indicator | Sequence[Indicator], *bases: object, cach: str = "số", ghi: str = "") -> Held:
    """How one or several indicators stand to one or several bases."""
    several = [_indicator("so_voi", one) for one in (indicators if isinstance(indicators, list) else [indicators])]
    size = _one_of("so_voi", cach, wording.SIZES)
    _one_of("so_voi", ghi, ("", "ngày", "mức"))
    if not several or not bases:
        raise CellError("so_voi cần tên chỉ tiêu và mốc so sánh.", 'viết như {{ points | so_voi("tuần trước") }}.')
    facts, clauses = several[0].facts, []
    for given in bases:
        base = _base(several[0], given)
        changes = [found for one in several if (found := change(facts, one.name, one.code, base))]
        if changes and base.indicator:
            one = changes[0]
            size_words = (" ", *counted(one.figure), " so với") if one.sign else ""
            clauses.append((wording.direction(one), *size_words, f" {base.word}"))
        elif changes:
            told = wording.base_dated(facts, base) if ghi == "ngày" and len(base.days) == 1 else None
            level: Line = (" (", *counted(changes[0].was), ")") if ghi == "mức" and len(changes) == 1 else ()
            clauses.append((*wording.moved(changes, size, told), *level))
    joined = clauses[0] if len(clauses) == 1 else wording.enumeration(clauses)
    return _said(several[0].printer, joined or None)


@_filter("goc")
def against(indicator: object, base: str) -> Indicator:
    """The indicator, its direction asked against another base: `(points | goc("cùng kỳ năm trước")).tang`."""
    own = _indicator("goc", indicator)
    own.facts.base(base)
    return own.but(base=base)


@_filter("xu_huong")
def direction(indicator: object, base: object = "") -> Held:
    """The word for its direction: `tăng`, `giảm`, `không thay đổi`."""
    own = _indicator("xu_huong", indicator)
    found = change(own.facts, own.name, own.code, _base(own, base))
    return _said(own.printer, (wording.direction(found),) if found else None)


@_filter("tu_den")
def from_to(indicator: object, base: object = "", ghi: str = "") -> Held:
    """From the base's value to its own."""
    own = _indicator("tu_den", indicator)
    _one_of("tu_den", ghi, ("", "ngày"))
    against_what = _base(own, base)
    found, now = change(own.facts, own.name, own.code, against_what), own.figure
    if found is None or now is None:
        return Held(NO_CLAUSE)
    dated = wording.base_dated(own.facts, against_what) if ghi and len(against_what.days) == 1 else ()
    return own.printer.hold(wording.from_to(found, now, dated))


@_filter("dien_bien")
def course(indicator: object, base: object = "") -> Held:
    """Its value with the direction that led to it."""
    own = _indicator("dien_bien", indicator)
    now = own.figure
    found = change(own.facts, own.name, own.code, _base(own, base))
    return _said(own.printer, wording.course(found, now) if now else None, NO_SENTENCE)


@_filter("lien_tiep")
def running(indicator: object, it_nhat: object = 2) -> Held:
    """For how many periods running it has gone one way."""
    own = _indicator("lien_tiep", indicator)
    found, one = own.streak, change(own.facts, own.name, own.code)
    if found is None or one is None or found.figure.value < _whole("lien_tiep", it_nhat, 2):
        return Held(NO_CLAUSE)
    return own.printer.hold(wording.running(found, one, own.facts.dataset.period.noun))


@_filter("ky_luc")
def unmatched(indicator: object) -> Held:
    """That it is the highest or lowest on record."""
    own = _indicator("ky_luc", indicator)
    found = own.record
    return _said(own.printer, wording.unmatched(found) if found else None)


@_filter("trung_binh")
def average(indicator: object, periods: object) -> Held:
    """The average of so many periods before this one."""
    own = _indicator("trung_binh", indicator)
    noun = own.facts.dataset.period.noun
    base = own.facts.base(f"trung bình {_whole('trung_binh', periods, 2)} {noun} trước")
    found = change(own.facts, own.name, own.code, base)
    return _said(own.printer, counted(found.was) if found else None)


@_filter("tron")
def about(indicator: object, to: str, huong: str = "") -> Held:
    """The value in round, with the word that says to which side."""
    own = _indicator("tron", indicator)
    _one_of("tron", to, tuple(wording.TENS))
    _one_of("tron", huong, ("", "xuống"))
    figure = own.figure
    return _said(own.printer, wording.about(figure, to, down=bool(huong)) if figure else None, NO_SENTENCE)


@_filter("danh_tu")
def with_noun(indicator: object, noun: str) -> Indicator:
    """The value with another noun after it; with "" the number alone."""
    return _indicator("danh_tu", indicator).but(noun=str(noun))


@_filter("ty_le")
def share(indicator: object, of: object, so_le: object = 1) -> Held:
    """What part of another indicator it is, in percent."""
    own, whole = _indicator("ty_le", indicator), _indicator("ty_le", of)
    part, base, decimals = own.figure, whole.figure, _whole("ty_le", so_le, 0)
    if part is None or base is None or base.value <= 0:
        return Held(NO_SENTENCE)
    value = rounded(part.value * 100 / base.value, decimals)
    labels = [own.facts.dataset.indicators[one.name].label for one in (own, whole)]
    computation = f"{labels[0]} ({part.text}) chia cho {labels[1]} ({base.text})."
    figure = own.facts.figure(
        own.name,
        part.area,
        "share",
        value,
        f"{number(value, decimals)}%",
        computation,
        (*part.cells, *base.cells),
        unit="%",
        against=(whole.name, base.area, str(decimals)),
    )
    return own.printer.hold((figure,))


@_filter("phan_so")
def fraction(indicator: object, of: object) -> Held:
    """It and what it is a part of, as a fraction: `702/763 tổ`."""
    own, whole = _indicator("phan_so", indicator), _indicator("phan_so", of)
    if own.figure is None or whole.figure is None:
        return Held(NO_SENTENCE)
    return own.printer.hold((own.figure, "/", *counted(whole.figure)))


@_filter("neu_khong")
def otherwise(printed: object, words: str) -> Held:
    """Other words for what may not be stated: a clause that could not be, or a figure that is not known."""
    text = Held(printed) if isinstance(printed, (Held, Indicator)) else None
    if text is None or not isinstance(words, str):
        raise CellError("neu_khong đứng sau một cách viết khác.", 'viết như … | neu_khong("chưa có số liệu") }}.')
    return text if text else Held(words)


# Of the units --------------------------------------------------------------------------------------------


@_filter("cua")
def of_item(indicator: object, name: object) -> Indicator:
    """The indicator of one unit or product, by its name: `{{ gia | cua("Gạo tẻ") }}`."""
    if not isinstance(name, str):
        raise CellError("cua cần tên một dòng.", 'viết như {{ points | cua("Chợ Mới") }}.')
    own = _indicator("cua", indicator)
    return own.but(code=find_item(name, own.facts.items(own.name)).code)


def _ranked(name: str, indicator: object, most: object, ten: str, cach: str, *, lowest: bool) -> Held:
    own = _indicator(name, indicator)
    _one_of(name, ten, tuple(wording.NAMINGS))
    _one_of(name, cach, wording.CHAINS)
    wanted = _whole(name, most)
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


@_filter("dan_dau")
def leaders(indicator: object, most: object = 1, ten: str = "đầy đủ", cach: str = "và") -> Held:
    """The units with the highest values, ties all named."""
    return _ranked("dan_dau", indicator, most, ten, cach, lowest=False)


@_filter("thap_nhat")
def lowest(indicator: object, most: object = 1, ten: str = "đầy đủ", cach: str = "và") -> Held:
    """The units with the lowest values, ties all named."""
    return _ranked("thap_nhat", indicator, most, ten, cach, lowest=True)


@_filter("thu_hang")
def place(indicator: object) -> Held:
    """Its place among all units: `thứ 8/63`."""
    own = _indicator("thu_hang", indicator)
    ranking = own.facts.ranking(own.name)
    rows = ranking.rows if ranking and not ranking.stated else ()
    row = next((row for row in rows if row.item.code == own.code), None)
    if row is None:
        return Held(NO_CLAUSE)
    shared = "đồng hạng " if sum(other.place == row.place for other in rows) > 1 else "thứ "
    computation = f"{row.figure.computation.rstrip('.')}; xếp từ cao xuống thấp."
    cells = tuple(cell for other in rows for cell in other.figure.cells)
    value = Decimal(row.place)
    own_place = own.facts.figure(own.name, own.code, "place", value, number(value, 0), computation, cells, unit="")
    everyone = count(own.facts, own.name, own.facts.items(own.name), ())
    return own.printer.hold((shared, own_place, "/", everyone))


def _chosen(name: str, indicator: object, words: object, base: object) -> tuple[Indicator, tuple[Item, ...] | None, tuple[str, ...]]:
    """The indicator, the items that fulfil the condition (None when that is not known), and the same to machines."""
    own = _indicator(name, indicator)
    condition, held_against = read_condition(str(words)), _base(own, base)
    return own, select(own.facts, own.name, condition, held_against), (condition.words, *held_against.key)


def _noun(facts: Facts, indicator: str, items: tuple[Item, ...]) -> str:
    column = facts.dataset.table_of(indicator).column
    return wording.kinds_of(items, facts.items(indicator), f"{column[:1].lower()}{column[1:]}")


@_filter("dem")
def counting(indicator: object, words: object, moc: object = "", cach: str = "phân số") -> Held:
    """How many units fulfil a condition, of how many: `5/8 huyện, thành phố`; a single one by its name."""
    _one_of("dem", cach, ("phân số", "số"))
    own, items, key = _chosen("dem", indicator, words, moc)
    if items is None:
        return Held(NO_SENTENCE)
    facts, everyone = own.facts, own.facts.items(own.name)
    chosen, of = count(facts, own.name, items, key), count(facts, own.name, everyone, ())
    noun = _noun(facts, own.name, items or everyone)
    if cach == "số" and len(items) > 1:
        return own.printer.hold((chosen, f"\u00a0{noun}"))
    return own.printer.hold(wording.fraction(chosen, of, items, _noun(facts, own.name, everyone) if items else noun))


@_filter("don_vi")
def units(indicator: object, words: object, moc: object = "", ten: str = "đầy đủ", nhom: str = "") -> Held:
    """The units that fulfil a condition, by name; grouped by the unit they belong to, if wanted."""
    _one_of("don_vi", ten, tuple(wording.NAMINGS))
    _one_of("don_vi", nhom, ("", "cấp trên"))
    own, items, _ = _chosen("don_vi", indicator, words, moc)
    if not items:
        return Held(NO_CLAUSE)
    return own.printer.hold(wording.listed(items, ten, own.facts.codelists[AREA] if nhom else None))


@_filter("deu")
def every_one(indicator: object, words: object) -> Held:
    """That every unit is above, below or at a value: `đều trên 99%`."""
    own = _indicator("deu", indicator)
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
    area = own.facts.release.area
    return own.facts.figure(own.name, area, "limit", limit, text, computation, every.cells, against=(words,))


@_filter("theo_muc")
def by_value(indicator: object, tu: str = "ở", ten: str = "đầy đủ") -> Held:
    """All units by their values: `A và B ở cấp độ 1; C ở cấp độ 3`."""
    own = _indicator("theo_muc", indicator)
    _one_of("theo_muc", ten, tuple(wording.NAMINGS))
    figures = [(item, own.facts.level(own.name, item.code)) for item in own.facts.items(own.name)]
    rows = [(item, figure) for item, figure in figures if figure]
    if len(rows) < len(figures):
        return Held(NO_SENTENCE)
    return own.printer.hold(wording.by_value(rows, ten, str(tu)))


@_filter("khoang")
def spread(indicator: object) -> Held:
    """From the lowest value to the highest: `từ 100 đến 190 đồng/lít`."""
    own = _indicator("khoang", indicator)
    found = extent(own.facts, own.name)
    return _said(own.printer, wording.spread(*found) if found else None, NO_SENTENCE)
