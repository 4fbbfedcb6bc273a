from collections.abc import Mapping
from datetime import timedelta
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bantin.errors import CellError
from bantin.facts.select import count, extent, read_condition, select
from bantin.ingest.codelist import Codelist
from bantin.model import Item, Status
from made import FRIDAY, UNITS, Value, dataset, facts_of

WEEK = timedelta(weeks=1)
CODES = ("058", "061", "065", "066")
RULES = {
    "ca": {"label": "Số ca", "unit": "ca", "column": "a"},
    "ty_le": {"label": "Tỷ lệ", "unit": "%", "decimals": 2, "column": "b"},
    "nhiet": {"label": "Nhiệt độ", "unit": "độ", "decimals": 1, "negative": True, "column": "c"},
    "ke_hoach": {"label": "Kế hoạch", "unit": "ca", "column": "d"},
}
OWN = dataset(RULES, table={"rows": "area", "total": "Toàn tỉnh"}, bases={"trước đợt dịch": FRIDAY - 3 * WEEK})
PRICES = dataset(
    {"gia": {"label": "Giá", "unit": "đồng", "item_unit": True, "column": "a"}},
    table={"rows": "product", "column": "Mặt hàng"},
)
PRODUCTS = Codelist(
    {
        code: Item(code, name, unit=unit)
        for code, name, unit in [("g", "Gạo", "đồng/kg"), ("l", "Lợn hơi", "đồng/kg"), ("t", "Trứng", "đồng/chục")]
    }
)


def units(*values: Value | None) -> Mapping[str, Value]:
    """The values of the units in the codelist's order; None has no row."""
    return {code: value for code, value in zip(CODES, values, strict=True) if value is not None}


def facts(*weeks: Mapping[str, Value] | None, of="ca"):
    """Facts of the units, a mapping a week."""
    return facts_of(OWN, *(None if week is None else {of: week} for week in weeks))


def chosen(words, own, *, of="ca", base="", percent=False, decimals=0):
    """The names of the units that fulfil a condition, or None where that is not known of all."""
    condition = read_condition(words, decimals, percent=percent)
    found = select(own, of, condition, own.base(base))
    return None if found is None else [item.name for item in found]


A, B, C, D = (UNITS.items[code].name for code in CODES)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("> 5", [C, D]),
        (">5", [C, D]),
        (">= 5", [B, C, D]),
        ("< 5", [A]),
        ("<= 5", [A, B]),
        ("= 5", [B]),
        ("!= 5", [A, C, D]),
        ("= 1.000", [D]),
        ("= 1000", [D]),
        ("> 2.000", []),
        (">= 0", [A, B, C, D]),
        ("= 0", [A]),
        ("> -1", [A, B, C, D]),
    ],
)
def test_a_condition_on_the_value_chooses_units_in_the_codelists_order(words, expected):
    assert chosen(words, facts(units("0", "5", "6", "1000"))) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [("> 99,5", [C, D]), (">= 99,5", [B, C, D]), (">= 99,50%", [B, C, D]), ("= 100%", [D]), ("< 99,5", [A])],
)
def test_percentages_are_written_with_a_comma_and_a_sign_if_wanted(words, expected):
    own = facts(units("99.49", "99.5", "99.51", "100"), of="ty_le")
    assert chosen(words, own, of="ty_le", percent=True, decimals=2) == expected


def test_values_below_nought_are_compared_as_numbers():
    own = facts(units("-3.5", "-4", "0", "2"), of="nhiet")
    assert chosen("< -3,5", own, of="nhiet", decimals=1) == [B]
    assert chosen("< \u22123,5", own, of="nhiet", decimals=1) == [B]


@pytest.mark.parametrize("absent", [None, Status.NOT_REPORTED, Status.NOT_PUBLISHED])
@pytest.mark.parametrize("words", ["> 0", "= 5", "tăng", "giảm", "không đổi"])
def test_what_is_not_known_of_every_unit_is_not_counted(words, absent):
    assert chosen(words, facts(units("5", "5", "5", "5"), units("1", "2", "3", absent))) is None


@pytest.mark.parametrize(("words", "names"), [("> 1", 2), ("= 5", 0), ("giảm", 3), ("không áp dụng", 1)])
def test_a_unit_that_an_indicator_does_not_apply_to_is_not_waited_for(words, names):
    found = chosen(words, facts(units("5", "5", "5", "5"), units("1", "2", "3", Status.NOT_APPLICABLE)))
    assert len(found) == names


@pytest.mark.parametrize("absent", [None, Status.NOT_REPORTED, Status.NOT_PUBLISHED])
@pytest.mark.parametrize("words", ["tăng", "giảm", "không đổi"])
def test_a_direction_needs_the_base_of_every_unit(words, absent):
    assert chosen(words, facts(units("1", "2", "3", absent), units("5", "5", "5", "5"))) is None
    assert chosen(words, facts(units("1", "2", "3", "4"), None, units("5", "5", "5", "5"))) is None
    assert chosen(words, facts(units("1", "2", "3", "4"))) is None


@pytest.mark.parametrize(
    ("words", "base", "expected"),
    [
        ("tăng", "", [A]),
        ("giảm", "", [B]),
        ("không đổi", "", [C, D]),
        ("tăng", "trung bình 2 tuần trước", [A, C]),
        ("tăng", "trước đợt dịch", [A, C, D]),
        ("không đổi", "trước đợt dịch", []),
    ],
)
def test_a_direction_is_held_against_the_base_asked_for(words, base, expected):
    weeks = units("1", "9", "1", "3"), units("2", "9", "2", "4"), units("2", "9", "4", "4"), units("3", "8", "4", "4")
    assert chosen(words, facts(*weeks), base=base) == expected


STATUSES = units("5 (sơ bộ)", Status.NOT_REPORTED, Status.NOT_PUBLISHED, Status.NIL)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("có số liệu", [A, D]),
        ("chưa có số liệu", [B, C]),
        ("không có số liệu", [B]),
        ("không công bố", [C]),
        ("không áp dụng", []),
        ("sơ bộ", [A]),
    ],
)
def test_each_status_is_asked_for_by_its_own_words(words, expected):
    assert chosen(words, facts(STATUSES)) == expected


def test_where_a_value_does_not_apply_none_is_awaited():
    own = facts(units("5", Status.NOT_APPLICABLE, "6", None))
    assert chosen("chưa có số liệu", own) == [D]
    assert chosen("có số liệu", own) == [A, C]
    assert chosen("không áp dụng", own) == [B]


def test_a_unit_without_a_row_did_not_report():
    assert chosen("không có số liệu", facts(units("5", "5", None, "5"))) == [C]


@pytest.mark.parametrize("words", ["", "lớn hơn 5", "> năm", ">", "> 5 ca", "> 5,", "tăng mạnh", "5", "=> 5", "> 1e9"])
def test_what_is_no_condition_is_told(words):
    with pytest.raises(CellError) as caught:
        read_condition(words, 0, percent=False)
    assert caught.value.what
    assert caught.value.remedy


def test_a_misspelt_condition_is_told_with_the_closest():
    with pytest.raises(CellError, match="Có phải “không đổi” không"):
        read_condition("không đôi", 0, percent=False)


@pytest.mark.parametrize("words", ["> 1,000", "> 99.5"])
def test_a_number_that_reads_in_two_ways_is_refused(words):
    with pytest.raises(CellError, match="hai cách"):
        read_condition(words, 0, percent=False)


def test_a_redefinition_leaves_no_direction_to_count():
    own = dataset({"ca": {**RULES["ca"], "redefined": [FRIDAY]}}, table={"rows": "area"})
    of = facts_of(own, {"ca": units("1", "2", "3", "4")}, {"ca": units("2", "3", "4", "5")})
    assert chosen("tăng", of) is None
    assert chosen("> 0", of) == [A, B, C, D]


# Counts and extents --------------------------------------------------------------------------------------


def test_a_count_says_of_what_and_by_what():
    own = facts(units("1", "2", "3", "4"))
    condition = read_condition("> 2", 0, percent=False)
    found = select(own, "ca", condition, own.base())
    figure = count(own, "ca", found, ("> 2", "2021-11-05"))
    assert (figure.value, figure.text, figure.unit, figure.operation) == (2, "2", "", "items")
    assert (figure.against, figure.area) == (("> 2", "2021-11-05"), "06")
    assert "có “> 2”" in figure.computation
    assert len(figure.cells) == 4


def test_a_count_of_all_has_no_condition():
    own = facts(units("1", "2", "3", None))
    figure = count(own, "ca", own.items("ca"), ())
    assert (figure.value, figure.against) == (4, ())


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("3", "1", "4", "1"), ("1", "4")),
        (("5", "5", "5", "5"), ("5", "5")),
        (("0", "1000", "2", "3"), ("0", "1.000")),
        (("3", "1", "4", None), None),
        (("3", "1", "4", Status.NOT_PUBLISHED), None),
    ],
)
def test_an_extent_needs_every_value(values, expected):
    found = extent(facts(units(*values)), "ca")
    assert (found and tuple(figure.text for figure in found)) == expected


def test_an_extent_below_nought():
    low, high = extent(facts(units("-3.5", "2", "-1", "0"), of="nhiet"), "nhiet")
    assert (low.value, high.value) == (low.value.from_float(-3.5), 2)


def test_an_extent_is_of_what_is_counted_alike():
    assert extent(facts_of(PRICES, {"gia": {"g": "1", "l": "2", "t": "3"}}, product=PRODUCTS), "gia") is None
    alike = Codelist({code: item for code, item in PRODUCTS.items.items() if code != "t"})
    low, high = extent(facts_of(PRICES, {"gia": {"g": "1", "l": "2"}}, product=alike), "gia")
    assert (low.value, high.value, high.unit) == (1, 2, "đồng/kg")


# What holds of all values --------------------------------------------------------------------------------

ROW = st.tuples(*[st.integers(0, 9)] * 4)


@settings(max_examples=60, deadline=None)
@given(ROW, ROW, st.integers(0, 9))
def test_conditions_that_exclude_each_other_share_out_all_units(then, now, limit):
    own = facts(units(*map(str, then)), units(*map(str, now)))
    for words in (["tăng", "giảm", "không đổi"], [f"> {limit}", f"= {limit}", f"< {limit}"]):
        found = [chosen(one, own) for one in words]
        assert sorted(chain.from_iterable(found)) == sorted([A, B, C, D])
    assert len(chosen(f"!= {limit}", own)) == 4 - len(chosen(f"= {limit}", own))
    rose = [name for name, a, b in zip([A, B, C, D], then, now, strict=True) if b > a]
    assert chosen("tăng", own) == rose
