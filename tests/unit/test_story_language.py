import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bantin.errors import ProblemsFound
from bantin.facts.bases import Base
from bantin.facts.changes import both
from bantin.ingest.codelist import Codelist
from bantin.ingest.phrases import phrases_of, without_phrases
from bantin.model import Figure, Item, Status, plain
from bantin.story.language import FILTERS
from bantin.story.printing import RESERVED
from bantin.story.story import read_story
from made import FRIDAY, UNITS, Value, dataset, facts_of, lines, refused, say

WEEK = timedelta(weeks=1)
CODES = ("058", "061", "065", "066")
RULES = {
    "ca": {"label": "Số ca", "unit": "ca", "column": "a"},
    "luot": {"label": "Số lượt", "unit": "lượt", "column": "b"},
    "noi": {"label": "Nội trú", "unit": "ca", "column": "c"},
    "gdp": {"label": "GRDP", "unit": "tỷ đồng", "column": "d"},
    "ty": {"label": "Tỷ lệ", "unit": "%", "decimals": 2, "column": "e"},
    "cap": {"label": "Cấp độ dịch", "unit": "cấp độ", "unit_first": True, "column": "f"},
    "nhiet": {"label": "Nhiệt độ", "unit": "độ", "decimals": 1, "negative": True, "column": "g"},
    "ke_hoach": {"label": "Kế hoạch", "unit": "ca", "column": "h"},
}
TABLE = {"rows": "area", "total": "Toàn tỉnh"}
OWN = dataset(RULES, table=TABLE, bases={"trước đợt dịch": FRIDAY - 3 * WEEK})
DAILY = dataset(RULES, table=TABLE, period={"every": "day", "cutoff": "17:00"})
PRICES = dataset(
    {"gia": {"label": "Giá", "unit": "đồng", "item_unit": True, "column": "a"}},
    table={"rows": "product", "column": "Mặt hàng"},
)
PRODUCTS = Codelist(
    {
        code: Item(code, name, unit=unit)
        for code, name, unit in [
            ("g", "Gạo tẻ", "đồng/kg"),
            ("t", "Trứng gà", "đồng/chục"),
            ("x", "Xăng RON 95-III", "đồng/lít"),
        ]
    }
)
NO_STORY = "Số liệu của kỳ này chưa được công bố."


def weekly(own=OWN, **rows: str | list[Value | None]):
    """Facts of the whole: values a week by indicator, in one text or a list; `-` has none."""
    listed = {name: row.split() if isinstance(row, str) else row for name, row in rows.items()}
    count = max(map(len, listed.values()))
    weeks = [
        {name: row[at] for name, row in listed.items() if at < len(row) and row[at] not in {"-", None}}
        for at in range(count)
    ]
    return facts_of(own, *(week or None for week in weeks))


def by_unit(*rows: str | list[Value | None], of="ca"):
    """Facts of the units: each row has a week's values in the codelist's order; `-` has no row."""
    listed = [row.split() if isinstance(row, str) else row for row in rows]
    weeks = [{of: {c: v for c, v in zip(CODES, row, strict=True) if v not in {"-", None}}} for row in listed]
    return facts_of(OWN, *weeks)


def prices(*weeks: str):
    """Facts of the products' prices: rice, eggs, petrol."""
    listed = [{"gia": dict(zip("gtx", row.split(), strict=True))} for row in weeks]
    return facts_of(PRICES, *listed, product=PRODUCTS)


# One value -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "rows", "expected"),
    [
        ("Có {{ ca }}.", {"ca": "1393"}, "Có 1.393 ca."),
        ("Có {{ ca }}.", {"ca": "0"}, "Có 0 ca."),
        ("Có {{ ca }}.", {"ca": "1234567890"}, "Có 1.234.567.890 ca."),
        ("Đạt {{ ty }}.", {"ty": "49.2"}, "Đạt 49,20%."),
        ("Đạt {{ ty }}.", {"ty": "120.5"}, "Đạt 120,50%."),
        ("Là {{ nhiet }}.", {"nhiet": "-3.5"}, "Là âm 3,5 độ."),
        ("Ở {{ cap }}.", {"cap": "4"}, "Ở cấp độ 4."),
        ("Có {{ ca | danh_tu('người mắc') }}.", {"ca": "5"}, "Có 5 người mắc."),
        ("Có {{ ca | danh_tu('') }} ca bệnh.", {"ca": "5"}, "Có 5 ca bệnh."),
        ("Đạt {{ ty | danh_tu('dân số') }}.", {"ty": "5"}, "Đạt 5,00% dân số."),
        ("Đạt {{ ty | danh_tu('') }}.", {"ty": "5"}, "Đạt 5,00%."),
        ("Ở mức {{ cap | danh_tu('') }}.", {"cap": "4"}, "Ở mức 4."),
        ("{{ nguon }} và {{ ten }}.", {"ca": "1"}, "Sở và Thử."),
        ("Trong đó, {{ ca | goi }} là {{ ca }}.", {"ca": "1"}, "Trong đó, số ca là 1 ca."),
        ("Trong đó, {{ gdp | goi }} là {{ gdp }}.", {"gdp": "1"}, "Trong đó, GRDP là 1 tỷ đồng."),
    ],
)
def test_a_value_is_printed_with_its_unit_or_another_noun(body, rows, expected):
    assert say(body, weekly(**rows)) == expected


@pytest.mark.parametrize(
    ("value", "state", "printed"),
    [
        ("5", "Có 5 ca.", "Có 5 ca."),
        (Status.ZERO, "Có 0 ca.", "Có 0 ca."),
        (Status.NIL, "Có 0 ca (không phát sinh).", "Có 0 ca."),
        ("5 (sơ bộ)", "Có 5 ca (sơ bộ).", "Có 5 ca (sơ bộ)."),
        (Status.NOT_REPORTED, "Có không có số liệu.", ""),
        (Status.NOT_PUBLISHED, "Có không công bố.", ""),
        (Status.NOT_APPLICABLE, "Có không áp dụng.", ""),
    ],
)
def test_each_of_the_seven_statuses_has_its_wording(value, state, printed):
    of = facts_of(OWN, {"ca": value, "luot": "7"})
    assert say("Có {{ ca | tinh_trang }}.", of) == state
    assert say("Có {{ ca }}. Và {{ luot }}.", of) == f"{printed} Và 7 lượt.".strip()
    assert say("Có {{ ca | neu_khong('chưa rõ bao nhiêu ca') }}.", of) == (printed or "Có chưa rõ bao nhiêu ca.")


def test_where_all_is_provisional_it_is_said_once():
    of = weekly(ca=["5 (sơ bộ)"], luot=["7 (sơ bộ)"])
    expected = "Có 5 ca và 7 lượt. Các con số trong kỳ là số liệu sơ bộ."
    assert say("Có {{ ca }} và {{ luot }}.", of) == expected
    assert say("Có {{ ca | tinh_trang }} và {{ luot | tinh_trang }}.", of) == expected


def test_another_noun_goes_through_all_that_is_said_of_a_value():
    of = weekly(ca="8 10 12")
    for after, expected in {
        "tu_den": "từ 10 người lên 12 người",
        "dien_bien": "tăng lên 12 người",
        "tinh_trang": "12 người",
        "so_voi('tuần trước')": "tăng 2 người so với tuần trước",
        "trung_binh(2)": "9 người",
        "tron('chục')": "hơn 10 người",
    }.items():
        assert say(f"Là {{{{ ca | danh_tu('người') | {after} }}}}.", of) == f"Là {expected}."


@pytest.mark.parametrize(
    ("value", "to", "expected"),
    [
        ("1393", "'chục'", "hơn 1.390 ca"),
        ("1393", "'trăm'", "gần 1.400 ca"),
        ("1393", "'trăm', 'xuống'", "hơn 1.300 ca"),
        ("1400", "'trăm'", "1.400 ca"),
        ("1400", "'trăm', huong='xuống'", "1.400 ca"),
        ("1450", "'trăm'", "gần 1.500 ca"),
        ("15000", "'vạn'", "gần 20.000 ca"),
        ("1234567", "'nghìn'", "gần 1.235.000 ca"),
        ("12345678", "'triệu'", "hơn 12 triệu ca"),
        ("2000000001", "'tỷ'", "hơn 2 tỷ ca"),
        ("4", "'chục'", "4 ca"),
        ("93", "'trăm', 'xuống'", "93 ca"),
        ("0", "'trăm'", "0 ca"),
        ("1393", "'trăm', tu='khoảng'", "khoảng 1.400 ca"),
        ("1400", "'trăm', tu='khoảng'", "khoảng 1.400 ca"),
    ],
)
def test_a_round_number_says_to_which_side_it_is_rounded(value, to, expected):
    assert say(f"Có {{{{ ca | tron({to}) }}}}.", weekly(ca=value)) == f"Có {expected}."


def test_a_round_percentage_keeps_its_sign_and_what_is_below_nought_is_not_rounded():
    assert say("Là {{ ty | tron('chục') }}.", weekly(ty="22.45")) == "Là hơn 20%."
    assert say("Là {{ nhiet | tron('chục') }}.", weekly(nhiet="-12.5")) == "Là âm 12,5 độ."


@pytest.mark.parametrize(
    ("body", "rows", "expected"),
    [
        ("Đạt {{ ca | ty_le(luot) }}.", {"ca": "1", "luot": "3"}, "Đạt 33,3%."),
        ("Đạt {{ ca | ty_le(luot, 0) }}.", {"ca": "155", "luot": "150"}, "Đạt 103%."),
        ("Đạt {{ ca | ty_le(luot, 0) }}.", {"ca": "92", "luot": "271"}, "Đạt 34%."),
        ("Đạt {{ ca | ty_le(luot, so_le=2) }}.", {"ca": "1", "luot": "8"}, "Đạt 12,50%."),
        ("Đạt {{ ca | ty_le(luot, 1) }}.", {"ca": "1", "luot": "16"}, "Đạt 6,3%."),
        ("Đạt {{ ca | ty_le(luot) }}.", {"ca": "0", "luot": "3"}, "Đạt 0,0%."),
        ("Đạt {{ ca | ty_le(luot) }}.", {"ca": "3", "luot": "3"}, "Đạt 100%."),
        ("Đạt {{ ca | phan_so(noi) }}.", {"ca": "702", "noi": "763"}, "Đạt 702/763 ca."),
        ("Đạt {{ ca | phan_so(noi | danh_tu('tổ')) }}.", {"ca": "702", "noi": "1763"}, "Đạt 702/1.763 tổ."),
    ],
)
def test_a_part_is_told_in_percent_or_as_a_fraction(body, rows, expected):
    assert say(body, weekly(**rows)) == expected


def test_signs_are_words_in_shares_too():
    assert "-" not in say("Đạt {{ nhiet | ty_le(ca) }}.", weekly(nhiet="-3.5", ca="10"))


@pytest.mark.parametrize("asked", ["ty | ty_le(ca)", "ca | ty_le(ty)", "ca | phan_so(ty)", "cap | phan_so(cap)"])
def test_no_part_is_taken_of_percentages_and_levels(asked):
    of = weekly(ca="5", ty="20", cap="3")
    body = f"Đạt {{{{ {asked} }}}}. Có {{{{ ca }}}}."
    assert refused(body, of) or say(body, of) == "Có 5 ca."


@pytest.mark.parametrize(
    "rows", [{"ca": "1", "noi": "0"}, {"ca": "1"}, {"noi": "3"}, {"ca": "1", "noi": [Status.NOT_PUBLISHED]}]
)
def test_without_both_or_of_nought_no_part_is_told(rows):
    assert "%" not in say("Đạt {{ ca | ty_le(noi) }}.", weekly(**rows))


# Periods -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Trong {{ ky }}, có {{ ca }}.", "Trong tuần từ ngày 5/11 - 12/11/2021, có 5 ca."),
        ("Từ {{ ky.ngay_dau }} đến {{ ky.ngay_cuoi }}, có {{ ca }}.", "Từ 5/11/2021 đến 12/11/2021, có 5 ca."),
        ("Đến {{ ky.so_tuan }}, có {{ ca }}.", "Đến tuần 45, có 5 ca."),
        ("Tính chung {{ ky.so_thang }}, có {{ ca }}.", "Tính chung 11 tháng, có 5 ca."),
        ("Đến {{ ky.gio_chot }}, có {{ ca }}. Hết {{ ca }}.", "Hết 5 ca."),
        ("{% neu ky.dau_tien %}Đầu{% khong_thi %}Sau{% het %} {{ ca }}.", "Đầu 5 ca."),
        ("{% neu ky.sau_gian_doan %}Sau{% khong_thi %}Liền{% het %} {{ ca }}.", "Liền 5 ca."),
    ],
)
def test_a_story_can_name_the_parts_of_its_week(body, expected):
    assert say(body, weekly(ca="5")) == expected


@pytest.mark.parametrize(
    ("clock", "said"), [("17:00", "17 giờ"), ("07:30", "7 giờ 30 phút"), ("00:05", "0 giờ 5 phút")]
)
def test_figures_close_at_an_hour(clock, said):
    own = dataset(RULES, table=TABLE, period={"every": "day", "cutoff": clock})
    of = facts_of(own, {"ca": "5"}, last=date(2021, 10, 12))
    body = "Từ {{ ky.gio_dau }} đến {{ ky.gio_chot }}, có {{ ca }}."
    assert say(body, of) == f"Từ {said} ngày 11/10/2021 đến {said} ngày 12/10/2021, có 5 ca."


def test_a_period_with_its_days_stands_in_one_pair_of_brackets():
    own = dataset(RULES, table=TABLE, period={"every": "month", "start": 16})
    of = facts_of(own, {"ca": "5"}, {"ca": "7"}, last=date(2021, 1, 15))
    printed = say("Là {{ ca | tu_den(ghi='ngày') }}.", of)
    assert printed.startswith("Là từ 5 ca (tháng 12/2020")
    assert "((" not in printed
    assert "))" not in printed


def test_bases_are_called_by_their_days_where_wanted():
    of = facts_of(DAILY, {"ca": "5"}, {"ca": "7"}, last=date(2022, 1, 18))
    assert say("{{ ca | so_voi('ngày trước', ghi='ngày') }}.", of) == "Tăng 2 ca so với ngày 17/1."
    of = facts_of(DAILY, {"ca": "5"}, {"ca": "7"}, last=date(2022, 1, 1))
    assert say("{{ ca | so_voi('hôm trước', ghi='ngày') }}.", of) == "Tăng 2 ca so với ngày 31/12/2021."
    monthly = dataset(RULES, table=TABLE, period={"every": "month"})
    of = facts_of(monthly, {"ca": "5"}, {"ca": "7"}, last=date(2021, 9, 30))
    assert say("{{ ca | so_voi('tháng trước', ghi='ngày') }}.", of) == "Tăng 2 ca so với tháng 8/2021."


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("so_voi('kỳ trước')", "tăng 3 ca so với kỳ trước"),
        ("so_voi('lần trước', ghi='ngày')", "tăng 3 ca so với ngày 8/1"),
        ("so_voi('trung bình 3 kỳ trước', ghi='mức')", "tăng 5 ca so với trung bình 3 kỳ trước (7 ca)"),
        ("tu_den(ghi='ngày')", "từ 9 ca (ngày 8/1) lên 12 ca"),
        ("lien_tiep", "tăng kỳ thứ 3 liên tiếp"),
        ("ky_luc", "cao nhất trong 4 kỳ có số liệu"),
    ],
)
def test_without_a_calendar_the_period_before_is_the_release_before(asked, expected):
    own = dataset(RULES, table=TABLE, period={"every": "irregular"})
    weeks = [{"ca": "5"}, None, {"ca": "7"}, None, None, {"ca": "9"}, None, {"ca": "12"}]
    body = f"{{% neu khong ky.sau_gian_doan %}}Số này {{{{ ca | {asked} }}}}.{{% het %}}"
    assert say(body, facts_of(own, *weeks, last=date(2022, 1, 10))) == f"Số này {expected}."


def test_a_day_has_no_number_of_its_week():
    of = facts_of(DAILY, {"ca": "5"})
    assert say("{{ ky.so_tuan }}, có {{ ca }}.", of) == "Có 5 ca."


def test_a_gap_before_a_release_can_be_asked_for():
    body = "{% neu ky.sau_gian_doan %}Sau gián đoạn{% khong_thi %}Liền kề{% het %}: {{ ca }}."
    assert say(body, weekly(ca="5 - 6")) == "Sau gián đoạn: 6 ca."


# Comparisons ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "rows", "expected"),
    [
        ("ca | so_voi('tuần trước')", {"ca": "1260 1393"}, "tăng 133 ca so với tuần trước"),
        ("ca | so_voi('kỳ trước')", {"ca": "1393 1260"}, "giảm 133 ca so với kỳ trước"),
        ("ca | so_voi('tuần trước')", {"ca": "5 5"}, "không thay đổi so với tuần trước"),
        ("ca | so_voi('tuần trước')", {"ca": "0 5"}, "tăng 5 ca so với tuần trước"),
        ("ca | so_voi('tuần trước')", {"ca": "5 0"}, "giảm 5 ca so với tuần trước"),
        ("ca | so_voi('lần trước')", {"ca": "5 - 7"}, "tăng 2 ca so với lần trước"),
        ("ca | so_voi('trước đợt dịch')", {"ca": "5 6 6 7"}, "tăng 2 ca so với trước đợt dịch"),
        ("ca | so_voi('trung bình 2 tuần trước')", {"ca": "10 13 20"}, "tăng 8,5 ca so với trung bình 2 tuần trước"),
        ("ty | so_voi('tuần trước')", {"ty": "20.9 20.94"}, "tăng 0,04 điểm phần trăm so với tuần trước"),
        ("ty | so_voi('tuần trước', cach='phần trăm')", {"ty": "20 22"}, "tăng 2,00 điểm phần trăm so với tuần trước"),
        ("cap | so_voi('tuần trước')", {"cap": "3 2"}, "giảm 1 cấp độ so với tuần trước"),
        ("nhiet | so_voi('tuần trước', cach='cả hai')", {"nhiet": "-3.5 -5"}, "giảm 1,5 độ so với tuần trước"),
        ("nhiet | so_voi('tuần trước')", {"nhiet": "-3.5 5"}, "tăng 8,5 độ so với tuần trước"),
        ("ca | so_voi('tuần trước', cach='phần trăm')", {"ca": "10 12"}, "tăng 20,0% so với tuần trước"),
        ("ca | so_voi('tuần trước', cach='phần trăm')", {"ca": "0 12"}, "tăng 12 ca so với tuần trước"),
        ("ca | so_voi('tuần trước', cach='phần trăm')", {"ca": "9000 9001"}, "tăng 1 ca so với tuần trước"),
        ("ca | so_voi('tuần trước', cach='phần trăm')", {"ca": "5 5"}, "không thay đổi so với tuần trước"),
        ("ca | so_voi('tuần trước', cach='cả hai')", {"ca": "83 24"}, "giảm 59 ca (71,1%) so với tuần trước"),
        ("ca | so_voi('tuần trước', ghi='mức')", {"ca": "10 12"}, "tăng 2 ca so với tuần trước (10 ca)"),
        (
            "ca | so_voi('trung bình 2 tuần trước', ghi='mức', cach='phần trăm')",
            {"ca": "10 13 20"},
            "tăng 73,9% so với trung bình 2 tuần trước (11,5 ca)",
        ),
        (
            "ca | so_voi('tuần trước', ghi='ngày')",
            {"ca": "10 12"},
            "tăng 2 ca so với tuần từ ngày 29/10 - 5/11/2021",
        ),
        (
            "ca | so_voi('tuần trước', 'trước đợt dịch')",
            {"ca": "20 9 10 12"},
            "tăng 2 ca so với tuần trước và giảm 8 ca so với trước đợt dịch",
        ),
        (
            "ca | so_voi('tuần trước', 'lần trước', 'trước đợt dịch')",
            {"ca": "20 9 12 12"},
            "không thay đổi so với tuần trước, không thay đổi so với lần trước và giảm 8 ca so với trước đợt dịch",
        ),
        ("ca | so_voi('tuần trước', 'cùng kỳ năm trước')", {"ca": "10 12"}, "tăng 2 ca so với tuần trước"),
    ],
)
def test_a_value_is_held_against_a_base(asked, rows, expected):
    assert say(f"Số này {{{{ {asked} }}}}.", weekly(**rows)) == f"Số này {expected}."


@pytest.mark.parametrize(
    ("asked", "rows", "expected"),
    [
        ("[ca, luot]", {"ca": "10 12", "luot": "5 8"}, "tăng 2 ca và 3 lượt"),
        ("[ca, luot, ty]", {"ca": "10 12", "luot": "5 8", "ty": "5 6"}, "tăng 2 ca, 3 lượt và 1,00 điểm phần trăm"),
        ("[ca, luot]", {"ca": "12 10", "luot": "5 8"}, "giảm 2 ca nhưng tăng 3 lượt"),
        ("[ca, luot]", {"ca": "10 12", "luot": "5 5"}, "tăng 2 ca, còn số lượt không thay đổi"),
        ("[luot, ca]", {"ca": "10 12", "luot": "5 5"}, "tăng 2 ca, còn số lượt không thay đổi"),
        ("[ca, luot]", {"ca": "5 5", "luot": "5 5"}, "không thay đổi"),
        ("[ca, noi]", {"ca": "10 12", "noi": "5 8"}, "số ca và nội trú tăng lần lượt 2 ca và 3 ca"),
        ("[ca, noi]", {"ca": "10 12", "noi": "5 3"}, "số ca tăng 2 ca và nội trú giảm 2 ca"),
        ("[ca, noi]", {"ca": "10 12", "noi": "5 5"}, "số ca tăng 2 ca, còn nội trú không thay đổi"),
        ("[ca, noi]", {"ca": "10 12", "noi": "- 5"}, "số ca tăng 2 ca"),
        ("[noi, ca]", {"ca": "10 10", "noi": "- 5"}, "số ca không thay đổi"),
        ("[ca, luot]", {"ca": "10 12", "luot": "- 5"}, "số ca tăng 2 ca"),
        ("[ca]", {"ca": "10 12"}, "tăng 2 ca"),
    ],
)
def test_several_indicators_share_one_comparison_and_each_number_tells_whose_it_is(asked, rows, expected):
    assert say(f"Như vậy, {{{{ {asked} | so_voi('tuần trước') }}}}.", weekly(**rows)) == (
        f"Như vậy, {expected} so với tuần trước."
    )


@pytest.mark.parametrize(
    ("cach", "rows", "expected"),
    [
        ("phần trăm", {"ca": "10 8", "luot": "5 4"}, "số ca và số lượt giảm lần lượt 20,0% và 20,0%"),
        ("phần trăm", {"ca": "10 12", "luot": "5 4"}, "số ca tăng 20,0% và số lượt giảm 20,0%"),
        ("phần trăm", {"ca": "0 12", "luot": "5 7"}, "tăng 12 ca và 2 lượt"),
        ("cả hai", {"ca": "10 12", "luot": "5 6"}, "tăng 2 ca (20,0%) và 1 lượt (20,0%)"),
    ],
)
def test_percentages_of_several_indicators_are_told_by_their_names(cach, rows, expected):
    body = f"Như vậy, {{{{ [ca, luot] | so_voi('tuần trước', cach='{cach}') }}}}."
    assert say(body, weekly(**rows)) == f"Như vậy, {expected} so với tuần trước."


@pytest.mark.parametrize(
    ("asked", "ca", "expected"),
    [
        ("so_voi(ke_hoach)", "12", "cao hơn 2 ca so với kế hoạch"),
        ("so_voi(ke_hoach)", "7", "thấp hơn 3 ca so với kế hoạch"),
        ("so_voi(ke_hoach)", "10", "bằng kế hoạch"),
        ("so_voi(ke_hoach, cach='phần trăm')", "7", "thấp hơn 30,0% so với kế hoạch"),
        ("so_voi(ke_hoach, cach='cả hai')", "12", "cao hơn 2 ca (20,0%) so với kế hoạch"),
        ("so_voi(ke_hoach, ghi='mức')", "12", "cao hơn 2 ca so với kế hoạch (10 ca)"),
        ("so_voi(ke_hoach, 'tuần trước')", "12", "cao hơn 2 ca so với kế hoạch và tăng 7 ca so với tuần trước"),
        ("so_voi(noi)", "12", ""),
    ],
)
def test_a_value_is_held_against_a_plan(asked, ca, expected):
    of = facts_of(OWN, {"ca": "5"}, {"ca": ca, "ke_hoach": "10"})
    assert say(f"Có {{{{ ca }}}}, {{{{ ca | {asked} }}}}.", of) == f"Có {ca} ca{', ' if expected else ''}{expected}."


@pytest.mark.parametrize(
    ("asked", "rows", "expected"),
    [
        ("ca | xu_huong", {"ca": "5 7"}, "tăng"),
        ("ca | xu_huong", {"ca": "7 5"}, "giảm"),
        ("ca | xu_huong", {"ca": "7 7"}, "không thay đổi"),
        ("ca | xu_huong('trước đợt dịch')", {"ca": "9 7 7 7"}, "giảm"),
        ("ca | goc('trước đợt dịch') | xu_huong", {"ca": "9 7 7 8"}, "giảm"),
        ("ca | xu_huong(ke_hoach)", {"ca": "5", "ke_hoach": "4"}, "cao hơn"),
        ("ca | tu_den", {"ca": "45 19"}, "từ 45 ca xuống còn 19 ca"),
        ("ca | tu_den", {"ca": "19 45"}, "từ 19 ca lên 45 ca"),
        ("ca | tu_den", {"ca": "19 19"}, "vẫn ở mức 19 ca"),
        ("cap | tu_den", {"cap": "3 2"}, "từ cấp độ 3 xuống cấp độ 2"),
        ("cap | tu_den", {"cap": "2 3"}, "từ cấp độ 2 lên cấp độ 3"),
        ("cap | tu_den", {"cap": "4 4"}, "vẫn ở cấp độ 4"),
        ("nhiet | tu_den", {"nhiet": "-3 2"}, "từ âm 3,0 độ lên 2,0 độ"),
        ("ca | tu_den('trước đợt dịch')", {"ca": "9 7 7 8"}, "từ 9 ca xuống còn 8 ca"),
        ("ca | tu_den(ghi='ngày')", {"ca": "4 5"}, "từ 4 ca (tuần từ ngày 29/10 - 5/11/2021) lên 5 ca"),
        ("ca | dien_bien", {"ca": "60 65"}, "tăng lên 65 ca"),
        ("ca | dien_bien", {"ca": "65 60"}, "giảm còn 60 ca"),
        ("ca | dien_bien", {"ca": "65 65"}, "giữ ở mức 65 ca"),
        ("ca | dien_bien", {"ca": "65"}, "ở mức 65 ca"),
        ("cap | dien_bien", {"cap": "3 4"}, "tăng lên cấp độ 4"),
        ("cap | dien_bien", {"cap": "3 3"}, "giữ ở cấp độ 3"),
        ("cap | dien_bien", {"cap": "3"}, "ở cấp độ 3"),
        ("ca | lien_tiep", {"ca": "1 2 3 4"}, "tăng tuần thứ 3 liên tiếp"),
        ("ca | lien_tiep", {"ca": "4 3 2"}, "giảm tuần thứ 2 liên tiếp"),
        ("ca | lien_tiep(it_nhat=3)", {"ca": "4 3 2 1"}, "giảm tuần thứ 3 liên tiếp"),
        ("ca | ky_luc", {"ca": "4 3 2 5"}, "cao nhất trong 4 tuần có số liệu"),
        ("ca | ky_luc", {"ca": "4 3 - 2 1"}, "thấp nhất trong 4 tuần có số liệu"),
        ("ca | trung_binh(2)", {"ca": "10 13 1"}, "11,5 ca"),
        ("ca | o_moc('tuần trước')", {"ca": "10 13"}, "10 ca"),
        ("ca | o_moc('trung bình 2 tuần trước')", {"ca": "10 12 1"}, "11 ca"),
    ],
)
def test_directions_courses_streaks_and_records_are_said(asked, rows, expected):
    assert say(f"Số này {{{{ {asked} }}}}.", weekly(**rows)) == f"Số này {expected}."


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("so_voi('tuần trước')", "5 - 6"),
        ("so_voi('cùng kỳ năm trước')", "5 6"),
        ("so_voi('đầu năm')", "5 6"),
        ("so_voi('cuối năm trước')", "5 6"),
        ("so_voi('lần trước')", "6"),
        ("so_voi(ke_hoach)", "5 6"),
        ("xu_huong", "6"),
        ("tu_den", "6"),
        ("lien_tiep", "5 6"),
        ("lien_tiep(3)", "4 5 6"),
        ("ky_luc", "5 6"),
        ("ky_luc", "5 6 7 7 6"),
        ("trung_binh(2)", "5 6"),
        ("thu_hang", "5 6"),
        ("don_vi('> 0')", "5 6"),
    ],
)
def test_what_cannot_be_said_leaves_the_rest_of_its_sentence(asked, rows):
    held, own = f"{{{{ ca | {asked} }}}}", weekly(ca=rows)
    last = f"{rows.split()[-1]} ca"
    assert say(f"Có {{{{ ca }}}}, {held}.", own) == f"Có {last}."
    assert say(f"Có {{{{ ca }}}} ({held}) ở tỉnh.", own) == f"Có {last} ở tỉnh."
    assert say(f"Có {{{{ ca }}}} và {held}.", own) == f"Có {last}."
    assert say(f"Có {{{{ ca }}}} nhưng {held}; còn lại không rõ.", own) == f"Có {last}; còn lại không rõ."
    assert say(f"Có {{{{ ca }}}} – {held} – ở tỉnh.", own) == f"Có {last} ở tỉnh."
    assert say(f"Cụ thể: {held}. Có {{{{ ca }}}}.", own) == f"Có {last}."
    assert say(f"Cụ thể: {held}; có {{{{ ca }}}}.", own) == f"Cụ thể: có {last}."
    assert say(f"{held}; có {{{{ ca }}}}.", own) == f"Có {last}."
    assert say(f"Có {{{{ ca }}}}; trong đó, {held}.", own) == f"Có {last}."
    assert say(f"Có {{{{ ca }}}} (trong đó: {held}).", own) == f"Có {last}."
    assert say(f"Có {{{{ ca }}}} (so với trước, số ca {held}).", own) == f"Có {last}."
    assert say(f"Có {{{{ ca }}}} (kể cả {{{{ ca }}}}, {held}).", own) == f"Có {last} (kể cả {last})."
    assert say(f"Theo {{{{ nguon }}}}, số ca {held}. Có {{{{ ca }}}}.", own) == f"Có {last}."
    assert say(f"Trong {{{{ ky }}}}, số ca {held}. Có {{{{ ca }}}}.", own) == f"Có {last}."
    assert say(f"Có {{{{ ca }}}}, {{{{ ca | {asked} | neu_khong('chưa so sánh được') }}}}.", own) == (
        f"Có {last}, chưa so sánh được."
    )
    assert say(f"{{% neu ca | {asked} %}}Một{{% khong_thi %}}Hai{{% het %}} {{{{ ca }}}}.", own) == f"Hai {last}."


@pytest.mark.parametrize(
    "asked",
    ["dien_bien", "tron('trăm')", "ty_le(luot)", "phan_so(ke_hoach)", "danh_tu('ca')", "dan_dau", "khoang", "theo_muc"],
)
def test_a_figure_that_is_not_known_takes_its_sentence(asked):
    own = weekly(luot="5")
    assert say(f"Ở đây có {{{{ ca | {asked} }}}}, rất nhiều. Có {{{{ luot }}}}.", own) == "Có 5 lượt."
    assert say(f"Ở đây {{{{ ca | {asked} | neu_khong('chưa rõ') }}}}. Có {{{{ luot }}}}.", own) == (
        "Ở đây chưa rõ. Có 5 lượt."
    )


def test_a_sentence_that_begins_with_a_direction_begins_with_a_capital():
    assert say("{{ ca | so_voi('tuần trước') }}. {{ ca | dien_bien }}.", weekly(ca="5 6")) == (
        "Tăng 1 ca so với tuần trước. Tăng lên 6 ca."
    )


@pytest.mark.parametrize(
    ("question", "rows", "answer"),
    [
        ("ca.co", {"ca": "0"}, True),
        ("ca.co", {"luot": "5"}, False),
        ("ca", {"ca": "0"}, True),
        ("ca.tang", {"ca": "5 6"}, True),
        ("ca.giam", {"ca": "5 6"}, False),
        ("ca.khong_doi", {"ca": "5 5"}, True),
        ("ca.so_duoc", {"ca": "5 5"}, True),
        ("ca.so_duoc", {"ca": "5 - 5"}, False),
        ("ca.tang hoac ca.giam hoac ca.khong_doi", {"ca": "5 - 6"}, False),
        ("(ca | goc('trước đợt dịch')).tang", {"ca": "1 - - 5"}, True),
        ("(ca | goc('tuần trước')).so_duoc", {"ca": "1 - - 5"}, False),
        ("ca.so_bo", {"ca": ["5 (sơ bộ)"], "luot": "5"}, True),
        ("ca.so_bo", {"ca": "5"}, False),
        ("ca.theo_don_vi", {"ca": "5"}, False),
        ("ca.du_don_vi", {"ca": "5"}, False),
        ("ca > 4 va ca < 6", {"ca": "5"}, True),
        ("ca >= luot", {"ca": "5", "luot": "5"}, True),
        ("ca != luot", {"ca": "5", "luot": "5"}, False),
        ("ca > noi", {"ca": "5"}, False),
        ("khong ca > noi", {"ca": "5"}, True),
        ("ty >= 20.94", {"ty": "20.94"}, True),
        ("ty == 20.94", {"ty": "20.94"}, True),
        ("ty > 20.93", {"ty": "20.94"}, True),
        ("nhiet < -3", {"nhiet": "-3.5"}, True),
        ("nhiet > -3", {"nhiet": "-3.5"}, False),
        ("ca == 1000000", {"ca": "1000000"}, True),
    ],
)
def test_a_story_can_ask_of_what_is_known(question, rows, answer):
    body = f"{{% neu {question} %}}đúng{{% khong_thi %}}sai{{% het %}}"
    assert say(body, weekly(**rows)) == ("Đúng" if answer else "Sai")


@pytest.mark.parametrize(("known", "partial"), [("1 2 3 4", False), ("1 2 3 -", True)])
def test_a_story_can_ask_whether_a_total_is_only_of_some(known, partial):
    units = {code: value for code, value in zip(CODES, known.split(), strict=True) if value != "-"}
    of = facts_of(OWN, {"ca": {**units, "06": str(sum(map(int, units.values())))}})
    body = "{% neu ca.mot_phan %}Mới có một phần{% khong_thi %}Có{% het %}: {{ ca }}."
    missing = "Mới có một phần: 6 ca. Số liệu chưa gồm huyện Na Rì."
    assert say(body, of) == (missing if partial else "Có: 10 ca.")
    for question in ("ca.du_don_vi", "ca.theo_don_vi"):
        assert say(f"{{% neu {question} %}}Đủ{{% khong_thi %}}Thiếu{{% het %}}", of) == ("Thiếu" if partial else "Đủ")


# Units and products --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "asked", "expected"),
    [
        ("5 7 6 2", "dan_dau", "huyện Ba Bể (7 ca)"),
        ("5 7 6 2", "dan_dau(2)", "huyện Ba Bể (7 ca) và huyện Chợ Mới (6 ca)"),
        ("5 7 6 2", "dan_dau(3, ten='ngắn')", "Ba Bể (7 ca), Chợ Mới (6 ca) và Bắc Kạn (5 ca)"),
        ("5 7 6 2", "dan_dau(2, ten='cơ quan')", "UBND huyện Ba Bể (7 ca) và UBND huyện Chợ Mới (6 ca)"),
        ("5 7 7 2", "dan_dau(1, ten='ngắn')", "Ba Bể và Chợ Mới (cùng 7 ca)"),
        ("5 7 5 5", "dan_dau(2, ten='ngắn')", "Ba Bể (7 ca), Bắc Kạn, Chợ Mới và Na Rì (cùng 5 ca)"),
        ("7 7 5 5", "dan_dau(3, ten='ngắn')", "Bắc Kạn và Ba Bể (cùng 7 ca), Chợ Mới và Na Rì (cùng 5 ca)"),
        ("5 5 5 5", "dan_dau(9, ten='ngắn')", "Bắc Kạn, Ba Bể, Chợ Mới và Na Rì (cùng 5 ca)"),
        ("0 7 0 0", "dan_dau(3, ten='ngắn')", "Ba Bể (7 ca)"),
        ("5 7 6 2", "dan_dau(3, 'ngắn', 'tiếp đó')", "Ba Bể (7 ca), tiếp đó là Chợ Mới (6 ca); Bắc Kạn (5 ca)"),
        ("5 7 6 2", "thap_nhat", "huyện Na Rì (2 ca)"),
        ("0 7 0 2", "thap_nhat(1, ten='ngắn')", "Bắc Kạn và Chợ Mới (cùng 0 ca)"),
        ("0 7 0 2", "thap_nhat(3, ten='ngắn')", "Bắc Kạn và Chợ Mới (cùng 0 ca), Na Rì (2 ca)"),
        ("5 7 6 2", "cua('Chợ Mới')", "6 ca"),
        ("5 7 6 2", "cua('huyện Chợ Mới') | thu_hang", "thứ 2/4"),
        ("5 7 7 2", "cua('Chợ Mới') | thu_hang", "đồng hạng 1/4"),
        ("5 7 7 2", "cua('Bắc Kạn') | thu_hang", "thứ 3/4"),
        ("5 7 6 2", "dem('> 5')", "2/4 huyện, thành phố"),
        ("5 7 6 2", "dem('> 5', cach='số')", "2 huyện"),
        ("5 7 6 2", "dem('>= 5', cach='số')", "3 huyện, thành phố"),
        ("5 7 6 2", "dem('> 1')", "cả 4 huyện, thành phố"),
        ("5 7 6 2", "dem('> 6')", "huyện Ba Bể"),
        ("5 7 6 2", "dem('> 6', cach='số')", "huyện Ba Bể"),
        ("5 7 6 2", "dem('> 9')", "không huyện, thành phố nào"),
        ("5 7 6 -", "dem('có số liệu')", "3/4 huyện, thành phố"),
        ("5 7 6 -", "dem('chưa có số liệu')", "huyện Na Rì"),
        ("5 7 6 2", "don_vi('> 5')", "huyện Ba Bể và huyện Chợ Mới"),
        ("5 7 6 2", "don_vi('> 1', ten='ngắn')", "Bắc Kạn, Ba Bể, Chợ Mới và Na Rì"),
        ("5 7 6 2", "don_vi('> 5', ten='cơ quan')", "UBND huyện Ba Bể và UBND huyện Chợ Mới"),
        ("5 7 6 -", "don_vi('chưa có số liệu')", "huyện Na Rì"),
        ("5 7 6 2", "don_vi('> 1', ten='gộp')", "thành phố Bắc Kạn và các huyện Ba Bể, Chợ Mới, Na Rì"),
        ("5 7 6 2", "don_vi('> 5', ten='gộp')", "các huyện Ba Bể và Chợ Mới"),
        ("5 7 6 2", "don_vi('> 6', ten='gộp')", "huyện Ba Bể"),
        ("5 7 7 2", "dan_dau(ten='gộp')", "các huyện Ba Bể và Chợ Mới (cùng 7 ca)"),
        ("5 7 6 2", "khoang", "từ 2 đến 7 ca"),
        ("5 5 5 5", "khoang", "cùng 5 ca"),
        ("5 7 6 2", "deu('> 1')", "đều trên 1 ca"),
        ("5 7 6 2", "deu('>= 2')", "đều từ 2 ca trở lên"),
        ("5 7 6 2", "deu('< 1.000')", "đều dưới 1.000 ca"),
        ("5 7 6 2", "deu('<= 7')", "đều không quá 7 ca"),
        ("5 5 5 5", "deu('= 5')", "đều bằng 5 ca"),
        ("5 7 6 -", "don_vi('có số liệu', it_nhat=3, ten='ngắn')", "Bắc Kạn, Ba Bể và Chợ Mới"),
        ("1 1 2 1", "theo_muc(ten='ngắn')", "Bắc Kạn, Ba Bể và Na Rì ở 1 ca; Chợ Mới ở 2 ca"),
        ("1 1 2 2", "theo_muc('có', 'ngắn')", "Bắc Kạn và Ba Bể có 1 ca; Chợ Mới và Na Rì có 2 ca"),
    ],
)
def test_units_are_ranked_counted_and_named(row, asked, expected):
    assert say(f"Đó là {{{{ ca | {asked} }}}}.", by_unit(row)) == f"Đó là {expected}."


@pytest.mark.parametrize("asked", ["theo_muc", "dan_dau(2)", "khoang", "deu('> 0')", "don_vi('> 1')", "dem('> 1')"])
def test_a_sentence_begins_with_a_capital_whatever_it_begins_with(asked):
    said = say(f"Kỳ này ổn. {{{{ ca | {asked} }}}}.", by_unit("1 1 2 4"))
    assert not said.removeprefix("Kỳ này ổn. ")[:1].islower(), said


@pytest.mark.parametrize(
    ("of", "row", "asked", "expected"),
    [
        ("cap", "1 1 2 4", "khoang", "từ cấp độ 1 đến cấp độ 4"),
        ("cap", "1 1 2 4", "deu('<= 4')", "đều không quá cấp độ 4"),
        ("cap", "1 1 2 4", "theo_muc(ten='ngắn')", "Bắc Kạn và Ba Bể ở cấp độ 1; Chợ Mới ở cấp độ 2; Na Rì ở cấp độ 4"),
        ("cap", "1 1 2 4", "dem('= 1')", "2/4 huyện, thành phố"),
        ("ty", "99.5 100 99.7 98", "khoang", "từ 98,00% đến 100,00%"),
        ("ty", "99.5 100 99.7 99.6", "deu('> 99,4')", "đều trên 99,4%"),
        ("ty", "99.5 100 99.7 99.6", "deu('>= 99,5%')", "đều từ 99,5% trở lên"),
        ("nhiet", "-5 3 -1 0", "khoang", "từ âm 5,0 đến 3,0 độ"),
        ("nhiet", "-5 3 -1 0", "deu('> -5,5')", "đều trên âm 5,5 độ"),
        ("nhiet", "-5 3 -1 0", "dan_dau(3, ten='ngắn')", "Ba Bể (3,0 độ), Na Rì (0,0 độ) và Chợ Mới (âm 1,0 độ)"),
        ("nhiet", "-5 -3 -1 -2", "dan_dau(1, ten='ngắn')", "Chợ Mới (âm 1,0 độ)"),
        ("nhiet", "-5 3 -1 0", "thap_nhat(1, ten='ngắn')", "Bắc Kạn (âm 5,0 độ)"),
    ],
)
def test_levels_percentages_and_values_below_nought_are_said_rightly(of, row, asked, expected):
    assert say(f"Đó là {{{{ {of} | {asked} }}}}.", by_unit(row, of=of)) == f"Đó là {expected}."


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("dem('tăng')", "2/4 huyện, thành phố"),
        ("dem('giảm')", "huyện Chợ Mới"),
        ("dem('không đổi')", "huyện Ba Bể"),
        ("dem('tăng', 'trung bình 2 tuần trước')", "không huyện, thành phố nào"),
        ("don_vi('tăng', ten='ngắn')", "Bắc Kạn và Na Rì"),
        ("cua('Na Rì') | so_voi('tuần trước')", "tăng 1 ca so với tuần trước"),
        ("cua('Na Rì') | tu_den", "từ 4 ca lên 5 ca"),
        (
            "thay_doi(ten='ngắn')",
            "Bắc Kạn từ 1 ca lên 2 ca; Chợ Mới từ 3 ca xuống còn 2 ca; Na Rì từ 4 ca lên 5 ca",
        ),
        ("thay_doi('giảm')", "huyện Chợ Mới từ 3 ca xuống còn 2 ca"),
        ("thay_doi('tăng', 'trung bình 2 tuần trước')", ""),
        ("muc('tăng')", "tăng 1 ca"),
        ("muc('giảm', 'trung bình 2 tuần trước')", "giảm từ 1,5 đến 4 ca"),
    ],
)
def test_units_are_counted_by_where_they_went(asked, expected):
    of = by_unit("9 9 9 9", "1 2 3 4", "2 2 2 5")
    assert say(f"Đó là {{{{ ca | {asked} }}}}. Hết.", of) == (f"Đó là {expected}. Hết." if expected else "Hết.")


@pytest.mark.parametrize(
    "asked", ["dan_dau", "thap_nhat", "khoang", "theo_muc", "deu('> 1')", "thay_doi", "muc('tăng')"]
)
def test_another_noun_is_never_mixed_with_the_unit(asked):
    body, of = f"Đó là {{{{ ca | danh_tu('người') | {asked} }}}}.", by_unit("1 2 3 4", "2 2 2 5")
    assert refused(body, of) or " ca" not in say(body, of)


def test_two_units_of_one_indicator_are_told_apart_by_name():
    of = by_unit("1 2 3 4", "2 2 2 5")
    asked = "[ca | cua('Chợ Mới'), ca | cua('Na Rì')] | so_voi('tuần trước')"
    assert say(f"Đó là {{{{ {asked} }}}}.", of) == (
        "Đó là số ca huyện Chợ Mới giảm 1 ca và số ca huyện Na Rì tăng 1 ca so với tuần trước."
    )


@pytest.mark.parametrize("row", ["5 7 6 -", ["5", "7", "6", Status.NOT_PUBLISHED], "- - - -"])
@pytest.mark.parametrize(
    "asked",
    ["dan_dau(2)", "thap_nhat", "dem('> 5')", "dem('tăng')", "deu('> 1')", "theo_muc", "khoang", "cua('Na Rì')"],
)
def test_nothing_is_said_of_all_units_where_one_is_silent(row, asked):
    of = by_unit("1 1 1 1", row)
    assert say(f"Đó là {{{{ ca | {asked} }}}}. Hết chuyện.", of) == "Hết chuyện."


def test_where_all_are_equal_none_is_the_lowest():
    of = by_unit("5 5 5 5")
    assert say("Ít nhất là {{ ca | thap_nhat }}. Hết chuyện.", of) == "Hết chuyện."


def test_the_names_of_units_are_left_out_where_none_is_meant():
    of = by_unit("5 7 6 2")
    assert say("Có {{ ca | dem('> 9') }} ({{ ca | don_vi('> 9') }}).", of) == "Có không huyện, thành phố nào."


def test_units_can_be_grouped_by_where_they_lie():
    items = [Item("1", "Pác Nặm", "06", "huyện"), Item("2", "Chợ Đồn", "06", "huyện")]
    items += [Item(c, f"Xã {c}", p, "xã") for c, p in [("a", "1"), ("b", "2"), ("c", "1"), ("d", "2"), ("e", "2")]]
    own = dataset({"ca": RULES["ca"]}, table={**TABLE, "kinds": ["xã"]})
    areas = Codelist({item.code: item for item in (UNITS.items["06"], *items)})
    of = facts_of(own, {"ca": dict(zip("abcde", "12345", strict=True))}, area=areas)
    body = "{{ ca | don_vi('> 1', ten='ngắn', nhom='cấp trên') }}."
    assert say(body, of) == "Xã b, Xã d, Xã e (Chợ Đồn); Xã c (Pác Nặm)."

    flowing = "{{ ca | don_vi('> 1', ten='ngắn', nhom='cấp trên, liền mạch') }}."
    assert say(flowing, of) == "Xã b, Xã d và Xã e (Chợ Đồn), Xã c (Pác Nặm)."


def test_a_ranking_marks_what_is_not_final():
    of = by_unit(["7 (sơ bộ)", "6", "5", "4"])
    assert say("{{ ca | dan_dau(2, ten='ngắn') }}.", of) == "Bắc Kạn (7 ca, sơ bộ) và Ba Bể (6 ca)."


FROM_TO = "Gạo tẻ từ 32.000 đồng/kg lên 33.000 đồng/kg; Trứng gà từ 30.000 đồng/chục lên 33.000 đồng/chục"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("gia | cua('Gạo tẻ')", "33.000 đồng/kg"),
        ("gia | cua('Gạo tẻ') | so_voi('tuần trước', cach='cả hai')", "tăng 1.000 đồng/kg (3,1%) so với tuần trước"),
        ("gia | cua('Trứng gà') | tu_den", "từ 30.000 đồng/chục lên 33.000 đồng/chục"),
        ("gia | cua('Xăng RON 95-III') | dien_bien", "giữ ở mức 23.500 đồng/lít"),
        ("gia | dem('tăng')", "2/3 mặt hàng"),
        ("gia | don_vi('không đổi')", "Xăng RON 95-III"),
        ("gia | dem('không đổi')", "Xăng RON 95-III"),
        ("gia | dem('giảm')", "không mặt hàng nào"),
        ("gia | don_vi('tăng', ten='gộp')", "Gạo tẻ và Trứng gà"),
        ("gia | muc('tăng')", "tăng 1.000 đồng/kg và 3.000 đồng/chục"),
        ("gia | thay_doi(ten='gộp')", FROM_TO),
        ("gia | thay_doi", FROM_TO),
    ],
)
def test_products_are_counted_in_their_own_units(asked, expected):
    of = prices("32000 30000 23500", "33000 33000 23500")
    assert say(f"Đó là {{{{ {asked} }}}}.", of) == f"Đó là {expected}."


@pytest.mark.parametrize(
    "asked",
    [
        "theo_muc",
        "khoang",
        "dan_dau",
        "thap_nhat",
        "deu('> 1000')",
        "cua('Gạo tẻ') | ty_le(gia | cua('Trứng gà'))",
        "cua('Gạo tẻ') | phan_so(gia | cua('Trứng gà'))",
        "cua('Gạo tẻ') | thu_hang",
    ],
)
def test_what_is_not_counted_alike_is_not_set_side_by_side(asked):
    assert say(f"Đó là {{{{ gia | {asked} }}}}. Hết chuyện.", prices("33000 33000 23500")) == "Hết chuyện."


def test_products_have_no_unit_above_them():
    assert refused("{{ gia | don_vi('> 0', nhom='cấp trên') }}", prices("1 2 3"))


END = FRIDAY - WEEK
MERGED = Codelist(
    {
        "06": UNITS.items["06"],
        "1": Item("1", "Cũ A", "06", "xã", valid_to=END),
        "2": Item("2", "Cũ B", "06", "xã", valid_to=END),
        "9": Item("9", "Mới", "06", "xã", valid_from=END + timedelta(days=1), formed_from=("1", "2")),
    }
)


def test_one_story_serves_the_time_before_and_after_a_merger():
    before = facts_of(OWN, {"ca": {"1": "3", "2": "4"}}, last=END, area=MERGED)
    after = facts_of(OWN, {"ca": {"1": "3", "2": "4"}}, {"ca": {"9": "9"}}, area=MERGED)
    body = (
        "Cũ A có {{ ca | cua('Cũ A') }}. Xã Mới có {{ ca | cua('Mới') }}, {{ ca | cua('Mới') | so_voi('kỳ trước') }}."
    )
    assert say(body, before) == "Cũ A có 3 ca."
    assert say(body, after) == "Xã Mới có 9 ca, tăng 2 ca so với kỳ trước."
    assert refused("{{ ca | cua('Chưa từng có') }}", after)


# Wrong arguments -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", [weekly(ca="1 2 3", luot="3 4 5"), weekly(luot="5")], ids=["known", "not known"])
@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ("ca | so_voi", "so_voi cần"),
        ("ca | so_voi(5)", "ngoặc kép"),
        ("ca | so_voi('tuần trươc')", "không so được với “tuần trươc”. Có phải “tuần trước” không?"),
        ("ca | so_voi('tháng trước')", "không so được với “tháng trước”."),
        ("ca | so_voi('tuần trước', cach='phần chăm')", "không có “phần chăm”. Có phải “phần trăm” không?"),
        ("ca | so_voi('tuần trước', ghi='ngay')", "không có “ngay”. Có phải “ngày” không?"),
        ("ca | so_voi(ca)", "chỉ tiêu khác"),
        ("ca | so_voi(ky)", ""),
        ("ca | so_voi(luot)", "không cùng đơn vị"),
        ("[ca, ky] | so_voi('tuần trước')", "so_voi chỉ dùng sau tên chỉ tiêu."),
        ("nguon | so_voi('tuần trước')", "so_voi chỉ dùng sau tên chỉ tiêu."),
        ("ca | goc('tuần')", "không so được với “tuần”."),
        ("ca | goc(5)", ""),
        ("ca | xu_huong('hôm qua')", "không so được với “hôm qua”."),
        ("ca | tu_den(ghi='tháng')", "tu_den: không có “tháng”."),
        ("ca | lien_tiep('hai')", "lien_tiep cần một số từ 2 trở lên."),
        ("ca | lien_tiep(1)", "lien_tiep cần một số từ 2 trở lên."),
        ("ca | trung_binh(1)", "trung_binh cần một số từ 2 trở lên."),
        ("ca | trung_binh(100)", ""),
        ("ca | tron('ngàn')", "tron: không có “ngàn”."),
        ("ca | tron", ""),
        ("ca | tron('trăm', 'lên')", "tron: không có “lên”."),
        ("ca | danh_tu(5)", ""),
        ("ca | danh_tu(luot)", "danh_tu cần chữ trong ngoặc kép."),
        ("ca | danh_tu(none)", "danh_tu cần chữ trong ngoặc kép."),
        ("ca | ty_le(5)", "ty_le chỉ dùng sau tên chỉ tiêu."),
        ("ca | ty_le(luot, 'một')", "ty_le: so_le cần một số từ 0 đến 6."),
        ("ca | phan_so('luot')", "phan_so chỉ dùng sau tên chỉ tiêu."),
        ("nguon | tinh_trang", "tinh_trang chỉ dùng sau tên chỉ tiêu."),
        ("ca | neu_khong(5)", "neu_khong cần chữ trong ngoặc kép."),
        ("ca | cua('Chợ Mơi')", "danh mục không có “Chợ Mơi”. Có phải “Chợ Mới” không?"),
        ("ca | cua(5)", "cua cần"),
        ("ca | dan_dau(0)", "dan_dau cần một số từ 1 trở lên."),
        ("ca | dan_dau('ba')", "dan_dau cần một số từ 1 trở lên."),
        ("ca | dan_dau(true)", "dan_dau cần một số từ 1 trở lên."),
        ("ca | dan_dau(1, ten='ngăn')", "dan_dau: không có “ngăn”. Có phải “ngắn” không?"),
        ("ca | dan_dau(1, cach='rồi')", "dan_dau: không có “rồi”."),
        ("ca | thap_nhat(1.5)", "thap_nhat cần một số từ 1 trở lên."),
        ("ca | dem('nhiều')", "không có điều kiện “nhiều”."),
        ("ca | dem(5)", "dem cần chữ trong ngoặc kép."),
        ("ca | dem('> 1', 'hôm qua')", "không so được với “hôm qua”."),
        ("ca | dem('> 1', cach='tỷ lệ')", "dem: không có “tỷ lệ”."),
        ("ca | don_vi('tang')", "không có điều kiện “tang”. Có phải “tăng” không?"),
        ("ca | don_vi('> 1', nhom='huyện')", "don_vi: không có “huyện”."),
        ("ca | deu('tăng')", "deu không dùng với “tăng”."),
        ("ca | thay_doi('lên')", "thay_doi: không có “lên”."),
        ("ca | muc('lên')", "muc: không có “lên”."),
        ("ca | muc", ""),
        ("ca | tron('trăm', tu='chừng')", "tron: không có “chừng”."),
        ("ca | don_vi('> 1', it_nhat='hai')", "don_vi cần một số từ 1 trở lên."),
        ("ca | theo_muc(5)", "theo_muc cần chữ trong ngoặc kép."),
        ("ca | theo_muc(ten='dài')", "theo_muc: không có “dài”."),
        ("ca | khoang(1)", ""),
        ("ca | cua('Na Rì') | dan_dau", "dan_dau"),
        ("ca | cua('Na Rì') | dem('> 0')", "dem"),
        ("ca | cua('Na Rì') | khoang", "khoang"),
        ("ca | dien_bien(luot)", "kỳ trước"),
        ("ca | so_voi(luot | cua('Na Rì'))", "chỉ tiêu khác"),
        ("ca | khong_co_that", "cách viết (sau dấu |) “khong_co_that” không có."),
    ],
)
def test_a_wrong_argument_is_told_with_its_line_whatever_is_known(asked, what, of):
    (fault,) = refused(f"Đoạn đầu.\n\nĐoạn hai có {{{{ {asked} }}}}.", of)
    assert fault[0] == 5
    assert what in fault[1]
    assert not RESERVED.search(fault[1])


def test_wrong_arguments_are_all_told_at_once_also_where_nothing_is_printed_today():
    body = """{% neu ca > 900 %}{{ ca | dan_dau(so=3) }}{% het %}{{ ca | khoang(1) }}

{{ ca | so_voi("tuần trước", cach="số", cach="phần trăm") }} {{ ca | cua }}"""
    assert refused(body, weekly(ca="5")) == [
        (3, "dan_dau: không có mục “so”."),
        (3, "khoang: thiếu hoặc thừa điều ghi trong ngoặc."),
        (5, "so_voi: một mục ghi hai lần."),
        (5, "cua: thiếu hoặc thừa điều ghi trong ngoặc."),
    ]


def test_every_filter_has_a_test_of_what_it_says():
    here = Path(__file__).read_text(encoding="utf-8")
    assert not [name for name in FILTERS if not re.search(rf"""(\| |["']){name}\b""", here)]


@pytest.mark.parametrize("asked", ["ty_le(luot, so_le={})", "so_voi('tuần trước', so_le={})"])
@pytest.mark.parametrize("decimals", ["7", "-1", "999999999", "99999999999", "1.5", "true", "'2'"])
def test_more_decimals_than_an_indicator_may_have_are_refused_before_any_are_written(asked, decimals):
    ((_, what),) = refused(f"{{{{ ca | {asked.format(decimals)} }}}}", weekly(ca="1 3", luot="3 4"))
    assert "so_le" in what


# Numbers typed by hand -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "Có 5 ca.",
        "Có {{ ca }}5.",
        "Có 5{{ ca }}.",
        "Đoạn\ncó 1.393 ca.",
        "{% neu ca %}Có 5 ca.{% khong_thi %}Không.{% het %}",
        "{% neu khong ca %}Có 5 ca.{% het %}",
        "Có ½ số ca.",
        "Có ① ca.",
        "Có ٣ ca.",
        "Có &#53; ca.",
        "{{ ca | danh_tu('5 ca') }}",
        "{{ ca | danh_tu(noun='5 ca') }}",
        "{{ noi | so_voi('tuần trước') | neu_khong('bằng 5 tuần') }}",
        "{{ noi | neu_khong(khac='5 ca') }}",
        "{{ noi | neu_khong('\\u0035') }}",
        "{{ ca | theo_muc('mức 5') }}",
        "{{ ca | theo_muc(tu='mức 5') }}",
        "{{ '5' }}",
        "{{ 'a' 'b5' }}",
        "{{ noi or '5' }}",
        "{{ ca and '5' }}",
        "{{ ky.dau_tien or '5' }}",
        "{{ ca | danh_tu('5' or 'a') }}",
        "{{ ca | danh_tu(*['5']) }}",
        "{{ ca | danh_tu(**{'noun': '5'}) }}",
        "{{ ca | danh_tu(['5']) }}",
        "{% with ca = '5' %}{{ ca }}{% endwith %}",
        "{% set ca = '5' %}{{ ca }}",
        "{% print '5' %}",
        "{% macro m() %}5{% endmacro %}",
    ],
)
def test_a_number_typed_by_hand_is_refused_wherever_it_stands(body):
    assert refused(body, weekly(ca="1 2"))


def test_a_number_typed_into_a_title_is_refused():
    with pytest.raises(ProblemsFound) as caught:
        read_story("Tiêu đề: Có 5 ca\n---\nĐoạn.", "story.md", ("ca",))
    assert [problem.line for problem in caught.value.problems] == [1]


@pytest.mark.parametrize("text", ["dịch Covid-19", "Dịch COVID-19", "xăng RON 95-III", "giá RON 95-III, RON 95-III."])
def test_a_declared_phrase_may_hold_its_digits(text):
    phrases = ("Xăng RON 95-III", "RON 95-III", "Covid-19")
    assert refused(text, weekly(ca="1"), phrases=phrases) == []
    assert refused(f"{{{{ noi | neu_khong('{text}') }}}}", weekly(ca="1"), phrases=phrases) == []


@pytest.mark.parametrize("text", ["Covid-191", "19", "Covid-19,5", "Covid-19.5", "RON 9", "aCovid-19", "1Covid-19"])
def test_digits_beside_a_phrase_are_still_digits(text):
    ((line, what),) = refused(f"Về {text} ở tỉnh.", weekly(ca="1"), phrases=("Covid-19", "RON 95"))
    assert line == 3
    assert "gõ tay" in what


def test_phrases_are_what_the_dataset_and_its_codelists_call_things():
    own = dataset(
        {"ca": {"label": "Ca Covid-19", "unit": "ca", "column": "a"}},
        phrases=["Nghị quyết 128/NQ-CP"],
        title="Dịch tả lợn 2019",
    )
    found = phrases_of(own, {"area": UNITS, "product": PRODUCTS})
    assert {"Ca Covid-19", "Covid-19", "Nghị quyết 128/NQ-CP", "128/NQ-CP", "Xăng RON 95-III", "95-III"} <= set(found)
    assert "lợn 2019" in found
    assert "2019" not in found
    assert list(found) == sorted(found, key=lambda phrase: (-len(phrase), phrase))
    assert without_phrases("Theo Nghị quyết 128/NQ-CP, dịch covid-19", found).count("1") == 0


# Nothing else is reached ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "ca.figure",
        "ca.facts",
        "ca.but",
        "ca.printer",
        "ca.change",
        "ca.__class__",
        "ca.__class__.__mro__",
        "(ca | cua('Ba Bể')).figure",
        "ky._facts",
        "ky.co",
        "nguon.upper",
        "nguon.upper()",
        "nguon[0]",
        "nguon[0:1]",
        "nguon * 2",
        "ca()",
        "ca.but()",
        "ca.co()",
        "ca ~ 1",
        "(ca | so_voi('tuần trước')) ~ 1",
        "ca + 1",
        "-ca",
        "ca | dan_dau(10**9)",
        "ca | dan_dau(9 * 9)",
        "'%s' % ca",
        "'{0.facts}'.format(ca)",
        "'abc'",
        "''",
        "5",
        "5.5",
        "-5",
        "true",
        "none",
        "[]",
        "[ca]",
        "ca, luot",
        "{}",
        "{'a': ca}",
        "ca.co",
        "ky.dau_tien",
        "ca > 5",
        "not ca",
        "ca or luot",
        "ca if ca else luot",
        "ca is defined",
        "ca | upper",
        "ca | attr('facts')",
        "ca | list",
        "ca | map('upper')",
        "ca | tojson",
        "ca | pprint",
        "lipsum()",
        "range(5)",
        "cycler",
        "self",
        "loop",
        "varargs",
        "namespace(x=5)",
        "['1', '2'] | so_voi('tuần trước')",
        "[ca, [ca]] | so_voi('tuần trước')",
        "ca | danh_tu('\\ue0000\\ue001')",
        "noi | neu_khong('\\ue00099\\ue001')",
        "noi | neu_khong('\\ue002')",
        "'\\ue0000\\ue001'",
        "ca | so_voi('\\ue003')",
        "ca | cua('\\ue0000\\ue001')",
    ],
)
def test_only_what_the_language_names_is_printed(code):
    faults = refused(f"Một.\n\nHai {{{{ {code} }}}}.", weekly(ca="1 2", luot="1 2"))
    assert faults
    assert {line for line, _ in faults} == {5}
    assert not any(RESERVED.search(what) for _, what in faults)


@pytest.mark.parametrize(
    "body",
    [
        "{% set ca = luot %}{{ ca }}",
        "{% set ca %}x{% endset %}{{ ca }}",
        "{% with ca = luot %}{{ ca }}{% endwith %}",
        "{% for ca in [luot] %}{{ ca }}{% endfor %}",
        "{% macro m() %}a{% endmacro %}",
        "{% call ca() %}a{% endcall %}",
        "{% filter neu_khong('x') %}a{% endfilter %}",
        "{% block a %}{{ ca }}{% endblock %}",
        "{% include 'story.md' %}",
        "{% import 'story.md' as ca %}",
        "{% from 'story.md' import ca %}",
        "{% extends 'story.md' %}",
        "{% autoescape true %}{{ ca }}{% endautoescape %}",
        "{% raw %}{{ ca }}{% endraw %}",
        "{% print ca %}",
        "{% do ca %}",
        "{% if ca %}a{% endif %}",
        "{% neu ca %}a{% else %}b{% endif %}",
        "{% neu ca %}a{% endif %}",
    ],
)
def test_no_tag_but_our_own_is_known(body):
    faults = refused(body, weekly(ca="1 2", luot="1 2"))
    assert faults
    assert not re.search(r"\b(expected|unexpected|tag|Encountered|template)\b", " ".join(what for _, what in faults))


@pytest.mark.parametrize(
    "condition",
    [
        "ty > 99,5",
        "ca > 2.000",
        "ca > 2.500",
        "ca > 10.250",
        "ca > 1e400",
        "ca > 1.000.000",
        "ca > '5'",
        "ca == '5'",
        "ca > nguon",
        "nguon == 'Sở'",
        "nguon in ca",
        "ky > 5",
        "ky.so_tuan == 45",
        "ky.co",
        "ca.hon",
        "nguon.co",
        "(ca | so_voi('tuần trước')).co",
        "ca.co.co",
        "ca in 5",
        "ca | dem('tăng') == 1",
        "(ca | don_vi('> 1')) == 1",
        "ca | so_voi('tuần trước') > 5",
        "ca, luot",
        "{'a': 1}",
        "(ca, luot)",
        "ca is none",
        "ca + 1 > 5",
    ],
)
def test_a_condition_that_would_mean_something_else_is_refused(condition):
    faults = refused(f"Một.\n\n{{% neu {condition} %}}A{{% khong_thi %}}B{{% het %}}", weekly(ca="1393", ty="20"))
    assert faults
    assert {line for line, _ in faults} == {5}


DEEP = 1_500


@pytest.mark.parametrize(
    "body",
    [
        "{{ " + "(" * DEEP + "ca" + ")" * DEEP + " }}",
        "{{ " + "(" * 200 + "ca" + ")" * 200 + " }}",
        "{% neu ca %}" * 120 + "x" + "{% het %}" * 120,
        "{% neu ca %}" * DEEP + "x" + "{% het %}" * DEEP,
        "{% neu " + " va ".join(["ca"] * DEEP) + " %}x{% het %}",
        "{% neu " + "khong " * DEEP + "ca %}x{% het %}",
        "{{ " + "[" * DEEP + "]" * DEEP + " }}",
        "{{ ca " + "| goc('tuần trước')" * DEEP + " }}",
        "{{ ca" + ".co" * DEEP + " }}",
        "{% neu ca %}",
        "{% neu ca %}a{% khong_thi %}b{% khong_thi %}c{% het %}",
        "{% hoac_neu ca %}a",
        "{{ ca",
        "{{ ca }",
        "{{ }}",
        "{% %}",
        "{%",
        "{{ ca ? }}",
        "{{ 'ca }}",
        "{{ ca | so_voi(“tuần trước”) }}",
        "{{ ca | so_voi(tuần trước) }}",
        "{{ ca | SO_VOI('tuần trước') }}",
        "{{ ca | so_voi('a', 'b', cach='số', la='gì') }}",
        "{{ ca | 5 }}",
        "{{ ca || luot }}",
        "{{ ca ; luot }}",
    ],
)
def test_what_is_nested_too_deep_or_torn_is_told_to_people(body):
    faults = refused(body, weekly(ca="1 2"))
    assert faults
    assert all(re.search(r"[à-ỹđ]", what) for _, what in faults)


@pytest.mark.parametrize(
    "body",
    [
        "{{ ca }}. " * 2_000,
        "Chữ. " * 20_000 + "{{ ca }}",
        "chữ" * 4_000 + " {{ ca }}",
        "((" * 3_000 + "{{ ca }}" + "))" * 3_000,
        "{% neu ca %}a{% hoac_neu luot %}b" + "{% hoac_neu luot %}b" * 300 + "{% het %} {{ ca }}",
        "{{ ca | dan_dau(1000000000) | neu_khong('a') }} {{ ca }}",
        "{{ ca | tron('tỷ') }}",
        "{# 5 #}{{ ca }}",
        "}} %} #} {{ ca }}",
        "\r\n{{ ca }}\r\n",
        "<script>{{ ca }}</script>",
        "\x00{{ ca }}",
    ],
)
def test_what_is_long_or_strange_but_right_is_told(body):
    assert "2 ca" in say(body, weekly(ca="1 2"))


@given(st.text(alphabet="{}%|()[]'\". ca_neuhtkoisv,;:-\n\ue000\ue001\ue002\ue003đ1", max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_is_told_or_refused_and_never_breaks(text):
    of = weekly(ca="1 2")
    if not refused(text, of):
        printed = say(text, of)
        assert not RESERVED.search(printed)
        assert not re.search(r"\d", "".join(part for line in lines(text, of)[1:] for part in line if is_typed(part)))


def is_typed(part):
    """Whether a printed part is neither a figure nor a day."""
    return isinstance(part, str)


# What holds of all data ----------------------------------------------------------------------------------

VALUE = st.one_of(
    st.integers(0, 30).map(str),
    st.integers(0, 2_000_000).map(str),
    st.integers(0, 30).map(lambda value: f"{value} (sơ bộ)"),
    st.sampled_from([Status.NOT_REPORTED, Status.NOT_PUBLISHED, Status.NOT_APPLICABLE, Status.NIL, None]),
)
SIGNED = st.one_of(VALUE, st.integers(-99, 99).map(lambda tenths: str(tenths / 10)))
CELLS = st.fixed_dictionaries(dict.fromkeys(CODES, VALUE))


@st.composite
def histories(draw):
    """Two to five weeks of several indicators, with gaps, statuses, ties and silent units."""
    weeks = []
    for _ in range(draw(st.integers(2, 5))):
        drawn = {
            name: draw(SIGNED if name == "nhiet" else VALUE) for name in ("luot", "noi", "ty", "nhiet", "ke_hoach")
        }
        units = {code: value for code, value in draw(CELLS).items() if value is not None}
        whole = draw(VALUE)
        drawn["ca"] = {**units, **({"06": whole} if whole is not None else {})}
        weeks.append({name: value for name, value in drawn.items() if value is not None})
    gap = draw(st.sampled_from([None, 0, 1]))
    return facts_of(OWN, *(None if at == gap and at < len(weeks) - 1 else week for at, week in enumerate(weeks)))


ASKED = st.sampled_from(
    [
        "ca",
        "noi",
        "ty",
        "nhiet",
        *[f"ca | so_voi('{base}', cach='{how}')" for base in ("tuần trước", "lần trước") for how in ("số", "cả hai")],
        "noi | so_voi('trung bình 2 tuần trước', ghi='mức')",
        "[ca, luot, noi] | so_voi('tuần trước')",
        "[luot, ty] | so_voi('tuần trước', 'lần trước')",
        "[ca, noi] | so_voi('tuần trước', cach='phần trăm')",
        "noi | so_voi(ke_hoach)",
        "ca | so_voi('tuần trước') | neu_khong('chưa so sánh được')",
        "nhiet | tu_den",
        "ty | dien_bien",
        "luot | lien_tiep",
        "luot | ky_luc",
        "noi | tinh_trang",
        "luot | tron('trăm')",
        "noi | ty_le(ke_hoach)",
        "noi | phan_so(ke_hoach)",
        "ca | dan_dau(2)",
        "ca | thap_nhat(2, cach='tiếp đó')",
        "ca | cua('Ba Bể')",
        "ca | cua('Ba Bể') | thu_hang",
        "ca | cua('Ba Bể') | so_voi('tuần trước', ghi='ngày')",
        "ca | dem('tăng')",
        "ca | dem('chưa có số liệu')",
        "ca | don_vi('không công bố', ten='ngắn')",
        "ca | deu('>= 0')",
        "ca | thay_doi(ten='gộp', ghi='ngày')",
        "ca | muc('tăng', 'lần trước')",
        "ca | don_vi('có số liệu', ten='gộp', it_nhat=2)",
        "ca | goi",
        "ca | theo_muc",
        "ca | khoang",
        "ky",
        "ky.so_tuan",
        "nguon",
    ]
)
FRAMES = st.sampled_from(
    [
        "Có {}, {}.",
        "Trong {}, {} và {}.",
        "Cụ thể: {}; {}; {}.",
        "Có {} ({}) ở tỉnh, {}.",
        "{}. {}.",
        "Ở đây {} – {} – {}.",
        "Theo {}, số này {}, trong đó {}, nhưng {}.",
    ]
)


@st.composite
def stories(draw):
    """Sentences as editors write them, with things to say in their places."""
    frames = draw(st.lists(FRAMES, min_size=1, max_size=3))
    return " ".join(re.sub("{}", lambda _: f"{{{{ {draw(ASKED)} }}}}", frame) for frame in frames)


def told_of(story, of):
    """What a story tells of the facts, save its title, each line as its parts."""
    return lines(story, of)[1:]


@settings(max_examples=60, deadline=None)
@given(histories(), stories())
def test_every_printed_number_is_a_figure_or_a_day(of, story):
    typed = [part for line in told_of(story, of) for part in line if is_typed(part)]
    assert not re.search(r"\d", "".join(typed)), typed
    assert not RESERVED.search("".join(typed))


@settings(max_examples=60, deadline=None)
@given(histories(), stories())
def test_no_marks_are_doubled_or_left_dangling(of, story):
    for line in told_of(story, of):
        printed = plain(line).replace("\u00a0", " ")
        assert not re.search(r"[,;:(–]\s*[,;:.)–]|\s[,;:.)]|\s\s|\(\s|^[^\w(]|\(\)", printed), printed
        assert not re.search(r"\b(?:và|nhưng|với|còn là|đó là)\s*(?:[,;:.)]|$)|\b(?:và|nhưng) (?:và|nhưng)\b", printed)
        assert printed.count("(") == printed.count(")")
        assert not any(first.islower() for first in re.findall(r"(?:^|[.] )(\w)", printed)), printed


SIGNS = {"tăng": 1, "cao hơn": 1, "giảm": -1, "thấp hơn": -1, "không thay đổi": 0, "giữ": 0, "bằng": 0}


def difference(of, figure):
    """The difference that a figure is of, from the levels themselves."""
    days = [date.fromisoformat(one) for one in figure.against if one[:1].isdigit()]
    base = Base("", tuple(days), "" if days else figure.against[0])
    now, then = both(of, figure.indicator, figure.area, base)
    return now.value - then.value, then.value


@settings(max_examples=50, deadline=None)
@given(histories(), stories())
def test_directions_and_sizes_agree_with_the_values_they_are_of(of, story):
    for line in told_of(story, of):
        verb = None
        for figure in (part for part in line if isinstance(part, Figure)):
            if figure.operation in {"direction", "change", "percent"}:
                moved, base = difference(of, figure)
                sign = (moved > 0) - (moved < 0)
            if figure.operation == "direction":
                verb = SIGNS[figure.text.lower()]
                assert (verb, figure.value) == (sign, moved)
            if figure.operation == "change":
                assert (verb, figure.value) == (sign, abs(moved))
            if figure.operation == "percent":
                assert verb == sign
                assert abs(figure.value - abs(moved) * 100 / base) <= Decimal("0.05")


@settings(max_examples=50, deadline=None)
@given(histories(), st.integers(0, 2))
def test_a_share_exceeds_the_whole_only_where_the_part_does(of, decimals):
    for line in told_of(f"{{{{ noi | ty_le(ke_hoach, {decimals}) }}}} và {{{{ noi | phan_so(ke_hoach) }}}}.", of):
        figures = [part for part in line if isinstance(part, Figure)]
        for share in [figure for figure in figures if figure.operation == "share"]:
            part, whole = of.level("noi").value, of.level("ke_hoach").value
            assert [one.value for one in figures[1:]] == [part, whole]
            assert share.value <= 100 or part > whole
            assert abs(share.value - part * 100 / whole) <= Decimal("0.5").scaleb(-decimals)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**10), st.sampled_from(["chục", "trăm", "nghìn", "vạn", "triệu", "tỷ"]), st.booleans())
def test_a_round_number_lies_on_the_side_that_it_says(value, to, down):
    of = weekly(ca=str(value))
    way = "xuống" if down else ""
    ((before, figure, *_), *_) = told_of(f"Có {{{{ ca | tron('{to}', huong='{way}') }}}}.", of)
    words = {
        "Có hơn ": figure.value < value,
        "Có gần ": figure.value > value and not down,
        "Có ": figure.value == value,
    }
    assert words[before]


@settings(max_examples=60, deadline=None)
@given(CELLS, st.integers(1, 4), st.sampled_from(["dan_dau", "thap_nhat"]))
def test_ties_at_a_cut_are_never_dropped(cells, most, which):
    known = {code: value for code, value in cells.items() if value is not None}
    of = facts_of(OWN, {"ca": known, "luot": "1"})
    printed = say(f"{{{{ ca | {which}({most}, ten='cơ quan') }}}}. Có {{{{ luot }}}}.", of)
    codes = [code for code in CODES if of.observation("ca", code).status is not Status.NOT_APPLICABLE]
    figures = [of.level("ca", code) for code in codes]
    known_values = {figure and figure.value for figure in figures}
    if not codes or None in known_values or known_values == {0} or (which == "thap_nhat" and len(known_values) == 1):
        assert "UBND" not in printed
        return
    values = {UNITS.items[code].full_name: figure.value for code, figure in zip(codes, figures, strict=True)}
    named = {name for name in values if f"UBND {name}" in printed}
    ordered = sorted(values.values(), reverse=which == "dan_dau")
    cut = ordered[min(most, len(ordered)) - 1]
    wanted = {n for n, v in values.items() if (v >= cut if which == "dan_dau" else v <= cut)}
    assert named == ({n for n in wanted if values[n] > 0} if which == "dan_dau" else wanted)
