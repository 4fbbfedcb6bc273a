from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bantin.facts.bases import Base
from bantin.facts.changes import change, record, streak
from bantin.facts.facts import Facts
from bantin.ingest.codelist import Codelist
from bantin.model import Item, Status
from made import FRIDAY, Value, dataset, facts_of, released

WEEK = timedelta(weeks=1)
SHOWN = {
    "ca": {"label": "Số ca", "unit": "ca", "column": "a"},
    "tien": {"label": "Số thu", "unit": "tỷ đồng", "decimals": 2, "column": "b"},
    "ty_le": {"label": "Tỷ lệ", "unit": "%", "decimals": 2, "column": "c"},
    "cap": {"label": "Cấp độ dịch", "unit": "cấp độ", "unit_first": True, "column": "d"},
    "nhiet": {"label": "Nhiệt độ", "unit": "độ", "decimals": 1, "negative": True, "column": "e"},
    "ke_hoach": {"label": "Kế hoạch", "unit": "ca", "column": "f"},
    "du_bao": {"label": "Dự báo", "unit": "ca", "decimals": 1, "column": "g"},
}
OWN = dataset(SHOWN, table={"rows": "area", "total": "Toàn tỉnh"})
PLAN = Base("kế hoạch", (), "ke_hoach")


def weekly(*row: Value | None, of="ca", own=OWN):
    """Facts of one value of the whole a week; None leaves a gap."""
    return facts_of(own, *(None if value is None else {of: value} for value in row))


def moved(*row: Value | None, of="ca", word="tuần trước"):
    """The change of the last of the values against the base."""
    facts = weekly(*row, of=of)
    return change(facts, of, "", facts.base(word))


# Sizes and directions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "then", "now", "size", "unit", "sign", "percent"),
    [
        ("ca", "1260", "1393", "133", "ca", 1, "10,6%"),
        ("ca", "1393", "1260", "133", "ca", -1, "9,5%"),
        ("ca", "5", "5", "0", "ca", 0, "0,0%"),
        ("ca", "0", "5", "5", "ca", 1, None),
        ("ca", "5", "0", "5", "ca", -1, "100%"),
        ("ca", "0", "0", "0", "ca", 0, None),
        ("ca", "1", "12346", "12.345", "ca", 1, "1.234.500,0%"),
        ("ca", "2000", "2001", "1", "ca", 1, "0,1%"),
        ("ca", "2001", "2002", "1", "ca", 1, None),
        ("ca", "800", "801", "1", "ca", 1, "0,1%"),
        ("ca", "8", "9", "1", "ca", 1, "12,5%"),
        ("ca", "16", "17", "1", "ca", 1, "6,3%"),
        ("ca", "16", "15", "1", "ca", -1, "6,3%"),
        ("tien", "1.10", "1.05", "0,05", "tỷ đồng", -1, "4,5%"),
        ("tien", "1234567.89", "2234567.89", "1.000.000,00", "tỷ đồng", 1, "81,0%"),
        ("ty_le", "20.9", "20.94", "0,04", "điểm phần trăm", 1, None),
        ("ty_le", "100", "120.5", "20,50", "điểm phần trăm", 1, None),
        ("cap", "3", "2", "1", "cấp độ", -1, None),
        ("nhiet", "-3.5", "-5", "1,5", "độ", -1, None),
        ("nhiet", "-3.5", "5", "8,5", "độ", 1, None),
        ("nhiet", "5", "-3.5", "8,5", "độ", -1, None),
        ("nhiet", "0", "-3.5", "3,5", "độ", -1, None),
    ],
)
def test_a_change_is_a_size_a_direction_and_a_part_of_a_base_above_nought(of, then, now, size, unit, sign, percent):
    found = moved(then, now, of=of)
    assert (found.figure.text, found.figure.unit, found.sign) == (size, unit, sign)
    assert (found.percent.text if found.percent else None) == percent
    assert (found.was.value, found.was.unit) == (Decimal(then), SHOWN[of]["unit"])


def test_a_change_says_to_machines_what_it_is_of():
    found = moved("10", "12")
    assert (found.figure.operation, found.percent.operation, found.was.operation) == ("change", "percent", "level")
    assert found.figure.against == found.percent.against == ("2021-11-05",)
    assert (found.figure.period, found.was.period) == (FRIDAY, FRIDAY - WEEK)
    assert (found.figure.value, found.percent.value) == (2, 20)
    assert not found.figure.unit_first


def test_a_change_of_levels_is_so_many_levels():
    figure = moved("3", "1", of="cap").figure
    assert (figure.text, figure.unit, figure.unit_first) == ("2", "cấp độ", False)


def test_a_computation_names_both_values_and_their_days():
    found = moved("1260", "1393")
    assert found.figure.computation == ("Số ca, toàn tỉnh: 1.393 (kỳ đến 12/11/2021) trừ 1.260 (kỳ đến 5/11/2021).")
    assert found.percent.computation.endswith("chia cho 1.260.")


def test_values_below_nought_are_called_so_in_computations():
    computation = moved("-3.5", "-5", of="nhiet").figure.computation.replace("\u00a0", " ")
    assert "âm 5,0 (kỳ đến 12/11/2021) trừ âm 3,5 (kỳ đến 5/11/2021)" in computation


@pytest.mark.parametrize(
    ("label", "expected"),
    [("Số ca", "số ca"), ("GRDP", "GRDP"), ("PC Covid", "PC Covid"), ("Ủng hộ", "ủng hộ"), ("Đạt", "đạt")],
)
def test_what_moved_is_called_as_within_a_sentence_and_abbreviations_keep_their_capitals(label, expected):
    own = dataset({"ca": {**SHOWN["ca"], "label": label}}, table={"rows": "area", "total": "Toàn tỉnh"})
    assert change(weekly("1", "2", own=own), "ca").label == expected


def test_what_moved_of_one_unit_is_called_with_the_unit():
    of = facts_of(OWN, {"ca": {"061": "1"}}, {"ca": {"061": "3"}})
    assert change(of, "ca", "061").label == "số ca huyện Ba Bể"


# Averages and plans --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "average", "size", "sign"),
    [
        (("10", "13", "12"), "11,5", "0,5", 1),  # one decimal more than the values, for it is of several
        (("10", "13", "20"), "11,5", "8,5", 1),
        (("10", "12", "5"), "11", "6", -1),
        (("0", "0", "5"), "0", "5", 1),
        (("0", "1", "5"), "0,5", "4,5", 1),
    ],
)
def test_an_average_is_rounded_as_printed_and_the_change_follows_from_it(row, average, size, sign):
    found = moved(*row, word="trung bình 2 tuần trước")
    assert (found.was.text, found.figure.text, found.sign) == (average, size, sign)
    assert (found.was.operation, found.was.against) == ("average", ("2021-11-05", "2021-10-29"))
    assert found.figure.against == found.was.against


def test_an_average_of_values_below_nought_is_rounded_away_from_it():
    assert moved("-1", "-1.1", "0", of="nhiet", word="trung bình 2 tuần trước").was.value == Decimal("-1.1")
    assert moved("-1", "-1", "-1.1", "0", of="nhiet", word="trung bình 3 tuần trước").was.value == Decimal("-1.0")


def test_an_average_rests_on_the_cells_of_all_its_periods():
    found = moved("10", "13", "20", word="trung bình 2 tuần trước")
    assert len(found.was.cells) == 2
    assert len(found.figure.cells) == 3
    assert "trung bình 2 kỳ, từ kỳ đến 29/10/2021 đến kỳ đến 5/11/2021" in found.was.computation


@pytest.mark.parametrize(
    ("now", "plan", "size", "sign", "percent"),
    [
        ("12", "10", "2", 1, "20,0%"),
        ("8", "10", "2", -1, "20,0%"),
        ("10", "10", "0", 0, "0,0%"),
        ("5", "0", "5", 1, None),
    ],
)
def test_a_value_stands_to_a_plan_as_to_a_base(now, plan, size, sign, percent):
    found = change(facts_of(OWN, {"ca": now, "ke_hoach": plan}), "ca", "", PLAN)
    assert (found.figure.text, found.sign, found.percent and found.percent.text) == (size, sign, percent)
    assert (found.was.indicator, found.was.period, found.figure.against) == ("ke_hoach", FRIDAY, ("ke_hoach",))
    assert "(Kế hoạch)" in found.figure.computation


@pytest.mark.parametrize(("now", "forecast", "size"), [("10", "9.6", "0,4"), ("10", "9.2", "0,8"), ("10", "10", "0")])
def test_a_difference_from_what_has_more_decimals_is_not_rounded_to_another_number(now, forecast, size):
    found = change(facts_of(OWN, {"ca": now, "du_bao": forecast}), "ca", "", Base("dự báo", (), "du_bao"))
    assert found.figure.text.removesuffix(",0") == size


def test_one_units_plan_is_its_own():
    of = facts_of(OWN, {"ca": {"061": "7", "06": "100"}, "ke_hoach": {"061": "5", "06": "90"}})
    assert change(of, "ca", "061", PLAN).figure.value == 2


# Streaks -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "sign", "count"),
    [
        (["1", "2", "3", "4"], 1, 3),
        (["9", "4", "3", "2"], -1, 3),
        (["5", "5", "5"], 0, 2),
        (["3", "2", "3"], 1, 1),
        (["1", "1", "2"], 1, 1),
        (["1", "2", "2"], 0, 1),
        (["1", "2", None, "4", "5", "6"], 1, 2),
        (["1", "2", Status.NOT_REPORTED, "4", "5"], 1, 1),
        (["1", "2", Status.NOT_PUBLISHED, "4", "5", "6"], 1, 2),
        (["2", "1", Status.NIL], -1, 2),
        (["2 (sơ bộ)", "3", "4 (sơ bộ)"], 1, 2),
    ],
)
def test_a_streak_counts_back_as_long_as_the_direction_is_known_and_the_same(row, sign, count):
    found = streak(weekly(*row), "ca")
    assert (found.sign, found.figure.value) == (sign, count)
    assert (found.figure.unit, found.figure.operation, found.figure.against) == ("tuần", "streak", ())


@pytest.mark.parametrize("row", [["1"], ["1", None, "2"], ["1", Status.NOT_REPORTED], [Status.NOT_REPORTED, "1"]])
def test_without_a_period_just_before_there_is_no_streak(row):
    assert streak(weekly(*row), "ca") is None


def test_a_streak_rests_on_every_value_in_it_once():
    assert len(streak(weekly("9", "1", "2", "3"), "ca").figure.cells) == 3


@pytest.mark.parametrize(("changed", "count"), [(FRIDAY - WEEK, 1), (FRIDAY - 2 * WEEK, 2), (FRIDAY - 3 * WEEK, 3)])
def test_a_streak_ends_where_the_count_was_redefined(changed, count):
    own = dataset({"ca": {**SHOWN["ca"], "redefined": [changed]}}, table={"rows": "area", "total": "Toàn tỉnh"})
    assert streak(weekly("1", "2", "3", "4", own=own), "ca").figure.value == count


def test_a_count_redefined_this_week_has_no_streak():
    own = dataset({"ca": {**SHOWN["ca"], "redefined": [FRIDAY]}}, table={"rows": "area", "total": "Toàn tỉnh"})
    assert streak(weekly("1", "2", "3", "4", own=own), "ca") is None


def across(*rows: Mapping[str, Value], weeks_ago=1):
    """Facts of communes, two of which became `900` so many weeks ago; each row has a week's values by code."""
    end = FRIDAY - weeks_ago * WEEK
    items = [Item("06", "Bắc Kạn", "", "tỉnh"), Item("1", "A", "06", "xã", valid_to=end)]
    items += [Item("2", "B", "06", "xã", valid_to=end), Item("3", "C", "06", "xã")]
    items.append(Item("900", "AB", "06", "xã", valid_from=end + timedelta(days=1), formed_from=("1", "2")))
    return facts_of(OWN, *({"ca": row} for row in rows), area=Codelist({item.code: item for item in items}))


def test_a_streak_goes_on_across_a_merger_as_far_as_all_parts_are_known():
    rows = {"1": "1", "2": "2"}, {"1": "2", "2": "2"}, {"900": "6"}
    assert streak(across(*rows), "ca", "900").figure.value == 2
    silent = {"1": "1"}, {"1": "2", "2": "2"}, {"900": "6"}
    assert streak(across(*silent), "ca", "900").figure.value == 1
    longer = {"1": "1", "2": "2"}, {"1": "2", "2": "2"}, {"900": "6"}, {"900": "7"}
    assert streak(across(*longer, weeks_ago=2), "ca", "900").figure.value == 3


def test_the_streak_of_a_unit_that_others_merged_beside_goes_on():
    rows = {"3": "3", "1": "1", "2": "2"}, {"3": "4", "1": "2", "2": "2"}, {"3": "5", "900": "6"}
    assert streak(across(*rows), "ca", "3").figure.value == 2


def test_a_whole_under_a_new_code_goes_on_where_it_wholly_continues_the_old():
    end = FRIDAY - 2 * WEEK
    items = [Item("06", "Bắc Kạn", "", "tỉnh", valid_to=end)]
    items.append(Item("06n", "Bắc Kạn", "", "tỉnh", valid_from=end + timedelta(days=1), formed_from=("06",)))
    days = [FRIDAY - back * WEEK for back in range(4, -1, -1)]
    releases = [
        released(OWN, day, {"ca": str(value)}, area="06" if day <= end else "06n") for value, day in enumerate(days)
    ]
    of = Facts(OWN, {"area": Codelist({item.code: item for item in items})}, releases[-1], releases)
    assert streak(of, "ca").figure.value == 4
    assert record(of, "ca").figure.value == 5
    assert change(of, "ca", "", of.base("trung bình 4 tuần trước")).figure.value == Decimal("2.5")


def test_a_streak_of_the_whole_ends_at_a_partial_whole():
    full = {"06": "10", "058": "1", "061": "2", "065": "3", "066": "4"}
    partial = {"06": "6", "058": "1", "061": "2", "065": "3"}
    more = {code: str(int(value) + 1) for code, value in full.items()}
    most = {code: str(int(value) + 2) for code, value in full.items()}
    assert streak(facts_of(OWN, {"ca": partial}, {"ca": full}, {"ca": {**more}}, {"ca": most}), "ca").figure.value == 2
    assert streak(facts_of(OWN, {"ca": full}, {"ca": partial}), "ca") is None


# Records -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "which", "count"),
    [
        (["3", "1", "2", "4"], "cao nhất", 4),
        (["3", "1", "2", "0"], "thấp nhất", 4),
        (["3", None, "1", "2", "4"], "cao nhất", 4),
        (["3", Status.NOT_REPORTED, "1", "2", "4"], "cao nhất", 4),
        (["3", "1", "2", "9", "10 (sơ bộ)"], "cao nhất", 5),
        (["3", "1", "2", Status.NIL], "thấp nhất", 4),
    ],
)
def test_a_record_stands_alone_above_or_below_all_known_periods(row, which, count):
    found = record(weekly(*row), "ca")
    assert (found.which, found.figure.value, found.figure.against) == (which, count, (which,))
    assert found.figure.unit.replace("\u00a0", " ") == "tuần có số liệu"


@pytest.mark.parametrize(
    "row",
    [
        ["3", "1", "4", "4"],
        ["3", "1", "2", "1"],
        ["3", "1", "2", "2"],
        ["5", "5", "5", "5"],
        ["3", "1", "4"],
        ["3", Status.NOT_REPORTED, "1", "4"],
        ["3", "1", "2", Status.NOT_REPORTED],
        ["4"],
    ],
)
def test_a_tie_and_a_few_periods_make_no_record(row):
    assert record(weekly(*row), "ca") is None


def test_a_record_counts_only_the_periods_that_mean_the_same():
    own = dataset({"ca": {**SHOWN["ca"], "redefined": [FRIDAY - 4 * WEEK]}}, table={"rows": "area", "total": "Cả tỉnh"})
    assert record(weekly("1000", "1000", "10", "20", "30", "25", "50", own=own), "ca").figure.value == 5
    assert record(weekly("1000", "0", "20", "30", "25", "30", "10", own=own), "ca").which == "thấp nhất"
    own = dataset({"ca": {**SHOWN["ca"], "redefined": [FRIDAY - WEEK]}}, table={"rows": "area", "total": "Cả tỉnh"})
    assert record(weekly("1", "2", "3", "4", "5", "60", own=own), "ca") is None


def test_a_record_of_a_merged_unit_counts_the_sums_of_its_parts():
    rows = {"1": "1", "2": "2"}, {"1": "2", "2": "2"}, {"1": "9", "2": "0"}, {"900": "10"}
    found = record(across(*rows), "ca", "900")
    assert (found.which, found.figure.value) == ("cao nhất", 4)
    assert record(across(*rows[:-1], {"900": "9"}), "ca", "900") is None
    assert record(across(*rows[:-1], {"900": "2"}), "ca", "900").which == "thấp nhất"


def test_a_partial_whole_breaks_no_record():
    full = {"06": "10", "058": "1", "061": "2", "065": "3", "066": "4"}
    partial = {"06": "6", "058": "1", "061": "2", "065": "3"}
    low = {"06": "5", "058": "1", "061": "1", "065": "1", "066": "2"}
    assert record(facts_of(OWN, *[{"ca": full}] * 4, {"ca": partial}), "ca") is None
    assert record(facts_of(OWN, *[{"ca": full}] * 4, {"ca": partial}, {"ca": low}), "ca").figure.value == 5


# What holds of all values --------------------------------------------------------------------------------

VALUES = st.integers(-5_000, 5_000)
KNOWN = st.one_of(VALUES.map(str), VALUES.map(lambda value: f"{value} (sơ bộ)"))
HISTORY = st.lists(
    st.one_of(KNOWN, st.none(), st.sampled_from([Status.NOT_REPORTED, Status.NOT_PUBLISHED, Status.NIL])),
    min_size=1,
    max_size=7,
).filter(lambda row: row[-1] is not None)


def number_of(value):
    if isinstance(value, Status):
        return 0 if value is Status.NIL else None
    return value if value is None else int(value.removesuffix(" (sơ bộ)"))


def last_of(row):
    """The value of the last release before this one, None without one or where it has no value."""
    return next((number_of(value) for value in row[-2::-1] if value is not None), None)


@settings(max_examples=60, deadline=None)
@given(HISTORY, st.sampled_from(["tuần trước", "lần trước", "trung bình 2 tuần trước", "trung bình 3 kỳ trước"]))
def test_a_stated_change_is_the_difference_of_the_stated_figures(row, word):
    facts = weekly(*row)
    found = change(facts, "ca", "", facts.base(word))
    values = [number_of(value) for value in row]
    if found is None:
        back = {"tuần trước": 1, "trung bình 2 tuần trước": 2, "trung bình 3 kỳ trước": 3}.get(word, 0)
        wanted = [*([None] * back), *values][-back - 1 :] if back else [values[-1], last_of(row)]
        assert None in wanted
        return
    now = facts.level("ca")
    assert found.figure.value == abs(now.value - found.was.value)
    assert found.sign == (now.value > found.was.value) - (now.value < found.was.value)
    assert found.figure.text.replace(".", "").replace(",", ".") == f"{found.figure.value.normalize():f}"
    if found.percent:
        exact = abs(now.value - found.was.value) * 100 / found.was.value
        assert found.was.value > 0
        assert found.percent.value == exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


@settings(max_examples=60, deadline=None)
@given(HISTORY)
def test_a_streak_and_a_record_are_what_the_values_say(row):
    facts, values = weekly(*row), [number_of(value) for value in row]
    assume(values[-1] is not None)
    signs = []
    for now, then in zip(values[::-1], values[-2::-1], strict=False):
        if now is None or then is None or (signs and (now > then) - (now < then) != signs[0]):
            break
        signs.append((now > then) - (now < then))
    found = streak(facts, "ca")
    assert (found.sign, found.figure.value) == (signs[0], len(signs)) if found else not signs
    others = [value for value in values[:-1] if value is not None]
    best = record(facts, "ca")
    alone = len(others) >= 3 and (values[-1] > max(others) or values[-1] < min(others))
    assert (best is not None) == alone
    if best:
        assert best.figure.value == len(others) + 1
        assert best.which == ("cao nhất" if values[-1] > max(others) else "thấp nhất")


def test_the_day_of_a_base_is_a_day():
    assert moved("1", "2").base.days == (date(2021, 11, 5),)
