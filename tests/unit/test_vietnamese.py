import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bantin import vietnamese
from bantin.ingest.number import parse_number
from bantin.model import Moment, Period, plain

PLACES = st.integers(0, 6)


@given(st.decimals(-(10**11), 10**11, allow_nan=False, places=7), PLACES)
def test_every_number_that_is_printed_is_read_back_as_itself(value, decimals):
    text = vietnamese.number(value, decimals)
    rounded = vietnamese.rounded(value, decimals)
    assert parse_number(text, decimals=decimals, negative=True) == rounded
    assert parse_number(text + "%", decimals=decimals, negative=True, percent=True) == rounded


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("0.125", 2, "0,13"),
        ("-0.125", 2, "-0,13"),
        ("1393", 0, "1.393"),
        ("20.94", 2, "20,94"),
        ("5", 2, "5,00"),
        ("-1234567.5", 1, "-1.234.567,5"),
        ("999", 0, "999"),
    ],
)
def test_a_number_is_printed_with_dots_between_thousands_and_a_comma_before_decimals(value, decimals, text):
    assert vietnamese.number(Decimal(value), decimals) == text


@pytest.mark.parametrize("value", ["-0", "-0.4", "-0.00"])
def test_zero_has_no_sign_whatever_it_was_rounded_from(value):
    vietnamese.number.cache_clear()
    assert vietnamese.number(Decimal(value), 0) == "0"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_folded_text_has_no_marks(form):
    text = unicodedata.normalize(form, " Đường  Thủy & Bộ: 5/11 ")
    assert vietnamese.fold(text) == "duong thuy & bo: 5/11"


@pytest.mark.parametrize(("one", "other"), [("hòa bình", "HOÀ  Bình"), ("Thuỷ", "thủy"), ("loè", "lòe")])
def test_the_place_of_a_tone_and_the_case_make_no_other_word(one, other):
    assert vietnamese.spelling(one) == vietnamese.spelling(other)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2021, 11, 5), date(2021, 11, 12), "5/11 - 12/11/2021"),
        (date(2021, 10, 29), date(2021, 11, 5), "29/10 - 5/11/2021"),
        (date(2021, 12, 31), date(2022, 1, 7), "31/12/2021 - 7/1/2022"),
    ],
)
def test_a_span_says_the_year_twice_only_when_there_are_two(first, last, text):
    line = vietnamese.span(Period(first, last, "week"))
    assert plain(line).replace(vietnamese.NBSP, " ") == text
    assert [part.day for part in line if isinstance(part, Moment)] == [first, last]
