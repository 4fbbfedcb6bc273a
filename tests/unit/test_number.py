from decimal import Decimal

import pytest

from bantin.errors import CellError
from bantin.ingest.number import parse_number


@pytest.mark.parametrize(
    ("text", "value"), [("0", 0), ("7", 7), ("1393", 1393), ("1.393", 1393), ("45.536", 45536), ("1.234.567", 1234567)]
)
def test_a_whole_number_is_read_with_or_without_dots(text, value):
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["20,94%", "20,94 %", "20,94"])
def test_a_percentage_is_read_with_or_without_its_sign(text):
    assert parse_number(text, decimals=2, percent=True) == Decimal("20.94")


@pytest.mark.parametrize("text", ["1,393", "1.39", "20.94", "1.3933", "1,393.5", "12.34.567", "0.123", "012.345"])
def test_what_could_be_read_in_two_ways_is_refused(text):
    with pytest.raises(CellError, match="có thể đọc theo hai cách"):
        parse_number(text)


@pytest.mark.parametrize("text", ["20.94", "20.94%", "1,393.5", "0.945"])
def test_a_decimal_point_is_refused_in_a_percentage_too(text):
    with pytest.raises(CellError, match="có thể đọc theo hai cách; cần phần trăm") as caught:
        parse_number(text, decimals=2, percent=True)
    assert "20,94%" in caught.value.remedy


@pytest.mark.parametrize(
    "text", ["", "abc", "1 393", "+5", "1e3", "007", "00", "--5", "5%", "1.393.", "½", "NaN", "１３９３"]
)
def test_what_is_no_number_is_refused_with_an_example(text):
    with pytest.raises(CellError, match="không phải là số nguyên") as caught:
        parse_number(text)
    assert "1393 hoặc 1.393" in caught.value.remedy


@pytest.mark.parametrize("text", ["9" * 400, "1" + ".000" * 200])
def test_a_number_no_office_counts_to_is_refused_before_it_is_computed(text):
    with pytest.raises(CellError):
        parse_number(text)


@pytest.mark.parametrize("text", ["-5", "\u22125"])
def test_a_negative_is_refused_unless_declared(text):
    with pytest.raises(CellError, match="là số âm"):
        parse_number(text)
    assert parse_number(text, negative=True) == -5


def test_more_decimals_than_declared_are_refused_and_not_rounded():
    with pytest.raises(CellError, match="có 3 chữ số lẻ, nhiều hơn 2"):
        parse_number("20,945", decimals=2)
