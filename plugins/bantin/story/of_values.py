"""Filters on one value: `{{ points | so_voi("tuần trước") }}`. What may not be stated takes its words along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bantin.errors import CellError
from bantin.facts.shares import share as share_of
from bantin.model import Line
from bantin.story import wording
from bantin.story.asked import Filters, a_base, a_number, an_indicator, decimals_of, named, one_of, said_or, words
from bantin.story.names import Indicator
from bantin.story.printing import NO_CLAUSE, NO_SENTENCE, Held
from bantin.vietnamese import NOT_FINAL, counted, enumeration, marked, within_sentence

FILTERS: Filters = {}


@named(FILTERS, "so_voi")
def compared(
    indicators: Indicator | Sequence[Indicator], *bases: object, cach: str = "số", ghi: str = "", so_le: object = 1
) -> Held:
    """How one or several indicators stand to one or several bases."""
    decimals = decimals_of("so_voi", so_le)
    several = [an_indicator("so_voi", one) for one in (indicators if isinstance(indicators, list) else [indicators])]
    size = one_of("so_voi", cach, (*wording.SIZES, *wording.TENS))
    one_of("so_voi", ghi, ("", "ngày", "mức", "không"))
    if not several or not bases:
        raise CellError("so_voi cần tên chỉ tiêu và mốc so sánh.", 'viết như {{ points | so_voi("tuần trước") }}.')
    facts, clauses = several[0].facts, []
    for given in bases:
        base = a_base(several[0], given)
        if base.indicator and len(several) > 1:
            raise CellError("mỗi lần chỉ so được một chỉ tiêu với một chỉ tiêu khác.", "viết thành hai lần so_voi.")
        changes = [found for one in several if (found := one.change(base, decimals))]
        if changes:
            told: Line | None = () if ghi == "không" else None
            if ghi == "ngày" and len(base.days) == 1:
                told = wording.base_dated(facts, base)
            level = ghi == "mức" and len(changes) == 1
            named_each = len(changes) < len(several) or len({one.name for one in several}) < len(several)
            clauses.append(wording.moved(changes, size, told, named=named_each, level=level))
    if len(clauses) > 1 and len(several) > 1:  # an “và” between bases would not be told from one within
        return several[0].printer.hold(tuple(part for clause in clauses for part in ("; ", *clause))[1:])
    return said_or(several[0].printer, enumeration(clauses) or None)


@named(FILTERS, "goc")
def against(indicator: object, moc: str) -> Indicator:
    """The indicator, its direction asked against another base: `(points | goc("cùng kỳ năm trước")).tang`."""
    own = an_indicator("goc", indicator)
    own.facts.base(words("goc", moc))
    return own.but(base=moc)


@named(FILTERS, "o_moc")
def at_base(indicator: object, moc: str) -> Held:
    """What it was in another period, on average of some, or what another indicator is."""
    own = an_indicator("o_moc", indicator)
    found = own.change(a_base(own, moc))
    return said_or(own.printer, own.told(found.was) if found else None)


@named(FILTERS, "xu_huong")
def direction(indicator: object, moc: object = "", cach: str = "") -> Held:
    """The word for its direction: `tăng`, `giảm`, `không thay đổi`; in full `tăng lên`, `giảm xuống`."""
    own = an_indicator("xu_huong", indicator)
    full = one_of("xu_huong", cach, ("", "đủ"))
    found = own.change(a_base(own, moc))
    if found is None:
        return Held(NO_CLAUSE)
    return own.printer.hold(wording.direction_in_full(found) if full else (wording.direction(found),))


@named(FILTERS, "tu_den")
def from_to(indicator: object, moc: object = "", ghi: str = "") -> Held:
    """From the base's value to its own."""
    own = an_indicator("tu_den", indicator)
    one_of("tu_den", ghi, ("", "ngày"))
    against_what = a_base(own, moc, earlier=True)
    found, now = own.change(against_what), own.figure
    if found is None or now is None:
        return Held(NO_CLAUSE)
    dated = wording.base_dated(own.facts, against_what) if ghi and len(against_what.days) == 1 else ()
    return own.printer.hold(wording.from_to(found, now, own.told(now), dated))


@named(FILTERS, "dien_bien")
def course(indicator: object, moc: object = "") -> Held:
    """Its value with the direction that led to it."""
    own = an_indicator("dien_bien", indicator)
    now = own.figure
    found = own.change(a_base(own, moc, earlier=True))
    return said_or(own.printer, wording.course(found, now, own.told(now)) if now else None, NO_SENTENCE)


@named(FILTERS, "lien_tiep")
def running(indicator: object, it_nhat: object = 2) -> Held:
    """For how many periods running it has gone one way."""
    own = an_indicator("lien_tiep", indicator)
    least, found, one = a_number("lien_tiep", it_nhat, 2), own.streak, own.change()
    if found is None or one is None or found.figure.value < least:
        return Held(NO_CLAUSE)
    return own.printer.hold(wording.running(found, one, own.facts.dataset.period.noun))


@named(FILTERS, "ky_luc")
def unmatched(indicator: object, it_nhat: object = 4) -> Held:
    """That it is the highest or lowest on record, if there are so many periods."""
    own, least = an_indicator("ky_luc", indicator), a_number("ky_luc", it_nhat, 2)
    found = own.record
    return said_or(own.printer, wording.unmatched(found) if found and found.figure.value >= least else None)


@named(FILTERS, "goi")
def called(indicator: object) -> Held:
    """What it is called within a sentence: its label."""
    own = an_indicator("goi", indicator)
    return own.printer.hold((within_sentence(own.facts.dataset.indicators[own.name].label),))


@named(FILTERS, "tinh_trang")
def state(indicator: object) -> Held:
    """Its value, or in words why there is none."""
    own = an_indicator("tinh_trang", indicator)
    seen = own.facts.observation(own.name, own.code)
    return own.printer.hold(wording.stated(own.figure, seen.status, marks=not own.facts.all_provisional))


@named(FILTERS, "trung_binh")
def average(indicator: object, periods: object) -> Held:
    """The average of so many periods before this one."""
    own = an_indicator("trung_binh", indicator)
    noun = own.facts.dataset.period.noun
    base = own.facts.base(f"trung bình {a_number('trung_binh', periods, 2)} {noun} trước")
    found = own.change(base)
    return said_or(own.printer, own.told(found.was) if found else None)


@named(FILTERS, "tron")
def about(indicator: object, to: str, huong: str = "", tu: str = "") -> Held:
    """The value in round, with the word that says to which side, or “khoảng”."""
    own = an_indicator("tron", indicator)
    one_of("tron", to, tuple(wording.TENS))
    one_of("tron", huong, ("", "xuống"))
    one_of("tron", tu, ("", "khoảng"))
    figure = own.figure
    line = wording.about(figure, to, down=bool(huong), word=tu, marks=not own.facts.all_provisional) if figure else None
    return said_or(own.printer, line, NO_SENTENCE)


@named(FILTERS, "danh_tu")
def with_noun(indicator: object, noun: str) -> Indicator:
    """The value with another noun after it; with "" the number alone."""
    return an_indicator("danh_tu", indicator).but(noun=words("danh_tu", noun))


def _unlike(name: str, own: Indicator, other: Indicator) -> bool:
    """Whether two products' values are not counted alike. Raises CellError for what is not counted at all."""
    for one in (own, other):
        rule = one.facts.dataset.indicators[one.name]
        if rule.unit == "%" or rule.unit_first:
            raise CellError(f"{name} chỉ dùng với số đếm, không dùng với “{rule.label}”.", "chọn chỉ tiêu khác.")
    return own.name == other.name and own.facts.unit(own.name, own.code) != own.facts.unit(own.name, other.code)


@named(FILTERS, "ty_le")
def share(indicator: object, of: object, so_le: object = 1) -> Held:
    """What part of another indicator it is, in percent."""
    own, whole = an_indicator("ty_le", indicator), an_indicator("ty_le", of)
    decimals, unlike = decimals_of("ty_le", so_le), _unlike("ty_le", own, whole)
    figure = None if unlike else share_of(own.facts, (own.name, own.code), (whole.name, whole.code), decimals)
    if figure is None:
        return Held(NO_SENTENCE)
    final = not figure.provisional or own.facts.all_provisional
    return own.printer.hold(marked(replace(figure, provisional=not final)))


@named(FILTERS, "phan_so")
def fraction(indicator: object, of: object) -> Held:
    """It and what it is a part of, as a fraction: `702/763 tổ`."""
    own, whole = an_indicator("phan_so", indicator), an_indicator("phan_so", of)
    unlike = _unlike("phan_so", own, whole)
    rules = own.facts.dataset.indicators
    related = rules[own.name].part_of == whole.name or own.name in rules[whole.name].parts
    if not related and rules[own.name].unit != rules[whole.name].unit:
        what = f"“{rules[own.name].label}” không phải là một phần của “{rules[whole.name].label}”."
        raise CellError(f"phan_so: {what}", "chọn chỉ tiêu khác, hoặc khai báo part_of trong dataset.toml.")
    if own.figure is None or whole.figure is None or unlike:
        return Held(NO_SENTENCE)
    final = not (own.figure.provisional or whole.figure.provisional) or own.facts.all_provisional
    return own.printer.hold((own.figure, "/", *counted(whole.figure), *(() if final else (NOT_FINAL,))))


@named(FILTERS, "neu_khong")
def otherwise(printed: object, khac: str) -> Held:
    """Other words for what may not be stated: a clause that could not be, or a figure that is not known."""
    text = Held(printed) if isinstance(printed, (Held, Indicator)) else None
    if text is None:
        raise CellError("neu_khong đứng sau một cách viết khác.", 'viết như … | neu_khong("chưa có số liệu") }}.')
    other = Held(words("neu_khong", khac))
    return text or other
