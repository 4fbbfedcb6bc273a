"""What each kind of chart shows of the facts, and when it would say what the data do not: then there is none."""

from dataclasses import replace
from datetime import date

import pytest

from bantin.charts.plan import plan_charts, plan_trends, rules_of
from bantin.errors import ProblemsFound
from bantin.facts.facts import Facts
from bantin.ingest.codelist import Codelist
from bantin.model import Item, Status, plain
from made import FRIDAY, UNITS, Value, Values, dataset, facts_of

SILENT = Status.NOT_REPORTED
PLACES = {"058": (2, 2), "061": (1, 1), "065": (2, 3), "066": (3, 2)}
MAP = Codelist({code: replace(item, tile=PLACES.get(code)) for code, item in UNITS.items.items()})
TWO = {"ca": {"column": "Ca", "parts": ["nang", "nhe"]}, "nang": {"column": "Nặng"}, "nhe": {"column": "Nhẹ"}}


def facts(rule, *weeks: Values | None, indicators=None, **parts: object) -> Facts:
    """The facts of weeks of a dataset with one chart."""
    own = dataset(
        indicators or {"ca": {"column": "Ca"}},
        table={"rows": "area", "column": "Đơn vị", "total": "Toàn tỉnh"},
        charts=[rule] if rule else [],
        **parts,
    )
    return facts_of(own, *weeks, area=MAP)


def planned(rule, *weeks: Values | None, **parts: object):
    """The one chart that comes of it, or None."""
    found = plan_charts(facts(rule, *weeks, **parts))
    return found[0] if found else None


def drawn(chart):
    """Each row's label and texts."""
    return [
        (row.label, *(mark.figure.text if mark.figure else mark.absence for mark in row.marks)) for row in chart.rows
    ]


def week(**units: Value):
    """A week's values by name of the unit, the whole as `all`."""
    codes = {"all": "06", "bk": "058", "bb": "061", "cm": "065", "nr": "066"}
    return {codes[name]: value for name, value in units.items()}


FULL = {"ca": week(all="10", bk="1", bb="4", cm="3", nr="2")}
BEFORE = {"ca": week(all="12", bk="6", bb="1", cm="3", nr="2")}


def test_bars_are_described_by_their_extremes_the_whole_and_its_change():
    chart = planned({"kind": "bars", "of": "ca"}, BEFORE, FULL)
    assert [label for label, _ in drawn(chart)][::3] == ["huyện Ba Bể", "thành phố Bắc Kạn"]
    said = plain(chart.description).replace("\u00a0", " ")
    assert said == (
        "Cao nhất là huyện Ba Bể (4 điểm); thấp nhất là thành phố Bắc Kạn (1 điểm). "
        "Toàn tỉnh 10 điểm, giảm 2 điểm so với tuần trước."
    )


def test_a_partial_breakdown_has_no_extremes_and_the_silent_are_named():
    chart = planned({"kind": "bars", "of": "ca"}, {"ca": week(all="5", bk="1", bb="4", cm=SILENT, nr=SILENT)})
    assert "nhất" not in plain(chart.description)
    assert drawn(chart)[-2:] == [("huyện Chợ Mới", "không có số liệu"), ("huyện Na Rì", "không có số liệu")]
    assert plain(chart.note) == "Không có số liệu: huyện Chợ Mới và huyện Na Rì."


def test_when_all_are_equal_nobody_leads():
    chart = planned({"kind": "bars", "of": "ca"}, {"ca": week(bk="2", bb="2", cm="2", nr="2")})
    assert plain(chart.description) == ""


def test_grouped_columns_are_headed_by_their_indicators():
    rows = {"nang": week(bk="1", bb="9", cm="0", nr="5"), "nhe": week(bk="3", bb="2", cm=SILENT, nr="1")}
    chart = planned({"kind": "grouped", "of": ["nhe", "nang"]}, rows, indicators=TWO)
    assert [plain(head) for head in chart.heads] == ["Đơn vị", "nhe", "nang"]
    assert drawn(chart) == [
        ("thành phố Bắc Kạn", "3", "1"), ("huyện Ba Bể", "2", "9"), ("huyện Na Rì", "1", "5"),
        ("huyện Chợ Mới", "không có số liệu", "0"),
    ]  # fmt: skip
    assert plain(chart.note) == "Không có số liệu: huyện Chợ Mới (nhe)."


def test_stacked_parts_have_the_whole_as_their_last_column_and_stand_by_it():
    rows = {"nang": week(bk="1", bb="9"), "nhe": week(bk="30", bb="2"), "ca": week(bk="31", bb="11")}
    chart = planned({"kind": "stacked", "of": "ca"}, rows, indicators=TWO)
    assert [plain(head) for head in chart.heads] == ["Đơn vị", "nang", "nhe", "ca"]
    assert drawn(chart)[:2] == [("thành phố Bắc Kạn", "1", "30", "31"), ("huyện Ba Bể", "9", "2", "11")]


def test_shares_are_of_the_whole_and_add_up_to_no_more_than_it():
    thirds = {"ca": week(all="6", bk="1", bb="1", cm="1", nr="3")}
    chart = planned({"kind": "shares", "of": "ca"}, thirds)
    assert drawn(chart)[0] == ("huyện Na Rì", "50,0%")
    assert sum(figure.value for figure in chart.figures) <= 100


@pytest.mark.parametrize(
    "rows", [week(all="5", bk="1", bb="4", cm=SILENT, nr=SILENT), week(bk="1", bb="4"), week(all="0", bk="0")]
)
def test_there_are_no_shares_of_a_whole_that_lacks_some_or_is_not_known_or_is_nought(rows):
    assert planned({"kind": "shares", "of": "ca"}, {"ca": rows}) is None


def test_a_slope_joins_the_week_before_and_this_one():
    chart = planned({"kind": "slope", "of": "ca"}, BEFORE, FULL)
    assert [plain(head) for head in chart.heads] == ["Đơn vị", "5/11/2021", "12/11/2021"]
    assert drawn(chart)[0] == ("huyện Ba Bể", "1", "4")


@pytest.mark.parametrize("weeks", [(FULL,), (BEFORE, None, FULL)])
def test_without_the_week_before_there_is_no_slope(weeks):
    assert planned({"kind": "slope", "of": "ca"}, *weeks) is None


def test_a_changed_definition_leaves_nothing_to_be_joined():
    changed = {"ca": {"column": "Ca", "redefined": [date(2021, 11, 10)]}}
    assert planned({"kind": "slope", "of": "ca"}, BEFORE, FULL, indicators=changed) is None


def test_a_slope_from_an_average_is_refused_with_a_remedy():
    with pytest.raises(ProblemsFound, match="slope không vẽ được “trung bình 4 tuần trước”"):
        planned({"kind": "slope", "of": "ca", "base": "trung bình 4 tuần trước"}, *[BEFORE] * 5)
    with pytest.raises(ProblemsFound, match="Có phải “tuần trước” không"):
        planned({"kind": "slope", "of": "ca", "base": "tuần trươc"}, BEFORE, FULL)


def test_tiles_need_a_place_each():
    assert [row.place for row in planned({"kind": "tiles", "of": "ca"}, FULL).rows] == [(1, 1), (2, 3), (3, 2), (2, 2)]
    own = facts({"kind": "tiles", "of": "ca"}, FULL)
    crowded = Codelist({**MAP.items, "066": replace(MAP.items["066"], tile=(1, 1))})
    missing = Codelist({**MAP.items, "066": replace(MAP.items["066"], tile=None)})
    for areas in (crowded, missing):
        assert plan_charts(Facts(own.dataset, {"area": areas}, own.release, own.history)) == ()


def test_several_lines_are_headed_by_their_indicators_and_told_one_by_one():
    weeks = [{"nang": str(i), "nhe": str(9 - i)} for i in range(4)]
    chart = planned({"kind": "lines", "of": ["nang", "nhe"]}, *weeks, indicators=TWO)
    assert [plain(head) for head in chart.heads] == ["Kỳ đến ngày", "nang", "nhe"]
    assert drawn(chart)[-1] == ("12/11/2021", "3", "6")
    said = plain(chart.description).replace("\u00a0", " ")
    assert said.startswith("Nang: từ 0 điểm (kỳ đến 22/10/2021) đến 3 điểm (kỳ đến 12/11/2021); cao nhất là 3 điểm")
    assert "kỳ này giảm 1 điểm so với tuần trước" in said


def test_lines_of_items_are_headed_by_their_names():
    chart = planned({"kind": "lines", "of": "ca", "item": ["061", "066"]}, BEFORE, FULL)
    assert [plain(head) for head in chart.heads] == ["Kỳ đến ngày", "huyện Ba Bể", "huyện Na Rì"]
    assert chart.title == "ca của huyện Ba Bể và huyện Na Rì qua các kỳ"


def test_events_within_the_time_shown_are_marked_and_a_new_definition_breaks_the_line():
    chart = planned(
        {"kind": "lines", "of": "ca"},
        *[BEFORE] * 4,
        indicators={"ca": {"column": "Ca", "redefined": [date(2021, 11, 1)]}},
        events={"bỏ khai báo giấy": date(2021, 10, 25), "trước đó": date(2021, 1, 1), "sau này": date(2022, 1, 1)},
    )
    assert [(event.label, event.breaks) for event in chart.events] == [
        ("bỏ khai báo giấy", False), ("cách tính thay đổi", True),
    ]  # fmt: skip
    assert plain(chart.note) == " Cách tính thay đổi từ ngày 1/11/2021."
    assert "nhất" not in plain(chart.description)  # values of two meanings have no highest


def test_a_merger_is_marked():
    old, new = (
        MAP.items["06"],
        Item("06~", "tỉnh Bắc Kạn cũ", "", "địa bàn", valid_from=date(2021, 11, 1), formed_from=("06",)),
    )
    own = facts({"kind": "lines", "of": "ca"}, BEFORE, FULL)
    after = replace(own.release, area="06~", observations={("ca", "06~"): own.observation("ca")})
    areas = Codelist({**MAP.items, "06": replace(old, valid_to=date(2021, 10, 31)), "06~": new})
    before = replace(own.history[0], period=own.dataset.period.ending(date(2021, 10, 29)))
    (chart,) = plan_charts(Facts(own.dataset, {"area": areas}, after, [before, after]))
    assert [(event.day, event.label) for event in chart.events] == [(date(2021, 11, 1), "đơn vị hành chính thay đổi")]


def test_small_multiples_have_as_many_periods_as_can_be_told_apart():
    chart = planned({"kind": "multiples", "of": "ca"}, *[BEFORE] * 40)
    assert (len(chart.rows), len(chart.heads) - 1) == (26, 4)
    assert planned({"kind": "multiples", "of": "ca"}, FULL) is None


def test_two_charts_of_one_title_are_refused():
    own = facts({"kind": "bars", "of": "ca"}, FULL)
    twice = own.dataset.model_copy(update={"charts": own.dataset.charts * 2})
    with pytest.raises(ProblemsFound, match="hai biểu đồ cùng tên “ca theo đơn vị”"):
        plan_charts(Facts(twice, own.codelists, own.release, own.history))


# Without any declared -----------------------------------------------------------------------------------


def test_by_shape_units_stand_beside_each_other_and_the_whole_over_time():
    assert [(rule.kind, rule.of) for rule in rules_of(facts(None, FULL))] == [("bars", "ca"), ("lines", "ca")]
    assert [chart.kind for chart in plan_charts(facts(None, BEFORE, FULL))] == ["bars", "lines"]


def test_by_shape_a_whole_of_parts_is_stacked():
    assert rules_of(facts(None, FULL, indicators=TWO))[0].kind == "stacked"


def test_by_shape_prices_of_unlike_products_each_have_a_line_of_their_own():
    products = Codelist({
        code: Item(code, name, unit=unit)
        for code, name, unit in (("gao", "Gạo", "đồng/kg"), ("dau", "Dầu", "đồng/lít"))
    })  # fmt: skip
    own = dataset({"gia": {"column": "Giá", "item_unit": True}}, table={"rows": "products", "column": "Mặt hàng"})
    weeks = [{"gia": {"gao": str(15 + i), "dau": str(20 - i)}} for i in range(5)]
    (chart,) = plan_charts(facts_of(own, *weeks, products=products))
    assert (chart.kind, chart.unit) == ("multiples", "")
    assert [plain(head) for head in chart.heads] == ["Kỳ đến ngày", "Gạo (đồng/kg)", "Dầu (đồng/lít)"]
    assert plain(chart.note) == "Mỗi ô có thang riêng."
    assert chart.title == "gia của từng mặt hàng qua các kỳ"


def test_without_a_whole_the_datasets_page_has_each_ones_whole_line():
    own = dataset({"ca": {"column": "Ca"}}, table={"rows": "area", "column": "Đơn vị"})
    weeks = [{"ca": week(bk="1", bb="4", cm="3", nr=str(number))} for number in range(60)]
    (whole,) = plan_trends(facts_of(own, *weeks, area=MAP))
    assert (whole.kind, len(whole.rows)) == ("multiples", 60)


def test_the_datasets_page_has_the_whole_trend_however_long():
    weeks = [{"ca": str(number)} for number in range(1, 151)]
    (own,), (whole,) = plan_charts(facts(None, *weeks)), plan_trends(facts(None, *weeks))
    assert (len(own.rows), len(whole.rows)) == (104, 150)
    assert whole.name == "xu-huong-1"
    assert whole.rows[-1].day == FRIDAY
