from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bantin.facts.changes import change, series
from bantin.facts.facts import Facts
from bantin.ingest.codelist import Codelist
from bantin.ingest.dataset import read_dataset
from bantin.model import Cell, Item, Observation, Release, Status

NAMES = {"1": "Ba Bể", "2": "Chợ Mới", "3": "Na Rì"}
CODELIST = Codelist(
    {"06": Item("06", "Bắc Kạn", "", "tỉnh"), **{c: Item(c, n, "06", "huyện") for c, n in NAMES.items()}}
)
DATASET = read_dataset(Path(__file__).parents[2] / "data/qr-covid/dataset.toml", "dataset.toml")
FRIDAY = date(2022, 1, 7)


def seen(value, row, column):
    cell = Cell("x.csv", row, column)
    if isinstance(value, Status):
        return Observation(Decimal(0) if value is Status.NIL else None, value, (cell,))
    return Observation(Decimal(value), Status.REPORTED if Decimal(value) else Status.ZERO, (cell,))


def release(last=FRIDAY, *, points=None, app_share=None, ranks=None):
    """A release of the week to `last`; values by area code, those of `ranks` stated by the office."""
    values = {("points", code): value for code, value in (points or {}).items()}
    values |= {("app_share", code): value for code, value in (app_share or {}).items()}
    stated = {("points", code): seen(rank, int(code), 3) for code, rank in (ranks or {}).items()}
    observations = {key: seen(value, int(key[1]), 2) for key, value in values.items()}
    return Release("thu", DATASET.period.ending(last), "06", (f"{last}.csv",), observations, stated)


def facts(*releases: Release):
    return Facts(DATASET, {"area": CODELIST}, releases[-1], releases)


def weekly(**values: list):
    """One release a week for each value of the whole, the last of them on the Friday; None leaves a gap."""
    ((indicator, row),) = values.items()
    days = [FRIDAY - timedelta(weeks=back) for back in reversed(range(len(row)))]
    return facts(*(release(day, **{indicator: {"06": v}}) for day, v in zip(days, row, strict=True) if v is not None))


@pytest.mark.parametrize(
    ("then", "now", "size", "sign"),
    [("1260", "1393", "133", 1), ("1393", "1260", "133", -1), ("5", "5", "0", 0), ("0", "1200", "1.200", 1)],
)
def test_a_change_has_a_size_without_a_sign_and_a_direction(then, now, size, sign):
    moved = change(weekly(points=[then, now]), "points")
    assert (moved.figure.text, moved.sign) == (size, sign)
    assert (moved.figure.unit, moved.figure.operation) == ("điểm", "change")


def test_a_percentage_changes_by_percentage_points():
    figure = change(weekly(app_share=["20.9", "20.94"]), "app_share").figure
    assert (figure.text, figure.unit, figure.value) == ("0,04", "điểm phần trăm", Decimal("0.04"))
    assert "20,94% (kỳ" in figure.computation


@pytest.mark.parametrize(
    "row",
    [["5"], ["5", None, "6"], ["5", Status.NOT_REPORTED, "6"], ["5", Status.NOT_PUBLISHED], [Status.NOT_REPORTED, "5"]],
)
def test_nothing_is_compared_with_what_is_not_known_or_not_just_before(row):
    assert change(weekly(points=row), "points") is None


def test_an_absence_has_a_status_and_no_level():
    shown = facts(release(points={"1": Status.NOT_PUBLISHED, "2": "0"}))
    assert [shown.level("points", code) for code in ("1", "3")] == [None, None]
    assert [shown.observation("points", c).status for c in NAMES] == [
        Status.NOT_PUBLISHED,
        Status.ZERO,
        Status.NOT_REPORTED,
    ]


def test_the_name_of_a_whole_keeps_the_capitals_of_a_place():
    table = DATASET.table.model_copy(update={"total": "Toàn tỉnh Bắc Kạn"})
    named = DATASET.model_copy(update={"table": table})
    own = release(points={"06": "5"})
    assert "toàn tỉnh Bắc Kạn:" in Facts(named, {"area": CODELIST}, own, (own,)).level("points").computation


def placed(points, ranks=None):
    ranking = facts(release(points=points, ranks=ranks)).ranking("points")
    return ranking and ([(row.item.name, row.place) for row in ranking.rows], ranking.stated)


@pytest.mark.parametrize(
    ("points", "rows"),
    [
        (("5", "7", "6"), [("Chợ Mới", 1), ("Na Rì", 2), ("Ba Bể", 3)]),
        (("7", "5", "7"), [("Ba Bể", 1), ("Na Rì", 1), ("Chợ Mới", 3)]),
        (("5", "7", "5"), [("Chợ Mới", 1), ("Ba Bể", 2), ("Na Rì", 2)]),
        (("0", "0", "0"), [("Ba Bể", 1), ("Chợ Mới", 1), ("Na Rì", 1)]),
    ],
)
def test_a_whole_breakdown_is_ranked_by_value_and_ties_share_a_place(points, rows):
    assert placed(dict(zip("123", points, strict=True))) == (rows, False)


@pytest.mark.parametrize("third", [{}, {"3": Status.NOT_REPORTED}, {"3": Status.NOT_PUBLISHED}])
def test_part_of_a_breakdown_is_not_ranked(third):
    assert placed({"1": "5", "2": "7", **third}) is None


@pytest.mark.parametrize(
    ("points", "ranks", "rows"),
    [
        ({"1": "5", "2": "7"}, {"1": "2", "2": "1"}, [("Chợ Mới", 1), ("Ba Bể", 2)]),
        ({"1": "5", "2": "7"}, {"1": "3", "2": "1"}, [("Chợ Mới", 1)]),
        ({"1": "5", "2": "5"}, {"1": "1", "2": "1"}, [("Ba Bể", 1), ("Chợ Mới", 1)]),
        ({"1": "5", "2": Status.NOT_PUBLISHED}, {"1": "1", "2": "2"}, [("Ba Bể", 1)]),
        ({"1": "5", "2": "7"}, {"2": "1"}, [("Chợ Mới", 1)]),
        # who shares the second place has no published value: nobody is told to hold it alone
        ({"1": "7", "2": "5", "3": Status.NOT_PUBLISHED}, {"1": "1", "2": "2", "3": "2"}, [("Ba Bể", 1)]),
    ],
)
def test_a_stated_ranking_goes_as_far_as_no_place_is_missing(points, ranks, rows):
    assert placed(points, ranks) == (rows, True)


@pytest.mark.parametrize(
    "ranks", [{"1": "2"}, {"1": Status.NOT_APPLICABLE}, {"3": "1", "1": "2"}, {"3": "1", "1": "1"}]
)
def test_without_the_first_place_there_is_no_ranking(ranks):
    assert placed({"1": "5"}, ranks) is None


def test_a_stated_place_rests_on_the_cell_that_states_it():
    (row,) = facts(release(points={"2": "7"}, ranks={"2": "1"})).ranking("points").rows
    assert row.figure.cells == (Cell("x.csv", 2, 2), Cell("x.csv", 2, 3))
    assert row.figure.computation.endswith("; thứ hạng do đơn vị báo cáo công bố.")


def test_a_series_has_every_week_from_the_first_release_and_none_in_gaps():
    row = series(weekly(points=["1", None, Status.NOT_REPORTED, "0"]), "points")
    assert [(f"{period.last:%d/%m/%y}", figure and figure.text) for period, figure, _ in row] == [
        ("17/12/21", "1"),
        ("24/12/21", None),
        ("31/12/21", None),
        ("07/01/22", "0"),
    ]


# Across a change of boundaries ---------------------------------------------------------------------------

MERGED = date(2022, 1, 1)


def item(code, name, **bounds: object):
    return Item(code, name, "06", "xã", **bounds)


def across(*items: Item):
    """A codelist whose old communes end on the day before the Friday's week does."""
    old = [item(code, name, valid_to=MERGED) for code, name in (("1", "A"), ("2", "B"))]
    return Codelist({one.code: one for one in (Item("06", "Bắc Kạn", "", "tỉnh"), *old, *items)})


def moved(codelist, then, now, *, indicator="points", code="3"):
    """The change of one code between two weeks that a merger lies between."""
    weeks = [release(FRIDAY - timedelta(weeks=1), **{indicator: then}), release(**{indicator: now})]
    return change(Facts(DATASET, {"area": codelist}, weeks[1], weeks), indicator, code)


WHOLE = item("3", "AB", valid_from=date(2022, 1, 2), formed_from=("1", "2"))


def test_a_merged_unit_is_compared_with_the_sum_of_all_that_it_continues():
    change = moved(across(WHOLE), {"1": "5", "2": "6"}, {"3": "14"})
    assert (change.figure.value, change.sign) == (3, 1)
    assert [cell.row for cell in change.figure.cells] == [3, 1, 2]
    assert "14" in change.figure.computation
    assert "11" in change.figure.computation


@pytest.mark.parametrize(
    ("codelist", "then", "indicator"),
    [
        (across(item("3", "C", valid_from=date(2022, 1, 2))), {"1": "5", "2": "6"}, "points"),
        (across(item("3", "A", valid_from=date(2022, 1, 2))), {"1": "5", "2": "6", "3": "5"}, "points"),
        (across(WHOLE), {"1": "5"}, "points"),
        (across(WHOLE), {"1": "5", "2": Status.NOT_PUBLISHED}, "points"),
        (across(WHOLE), {"1": "5", "2": "6"}, "app_share"),
    ],
    ids=["new", "new under an old code", "a part without a row", "a part not published", "percentages do not add"],
)
def test_a_unit_that_does_not_wholly_continue_known_ones_is_compared_with_nothing(codelist, then, indicator):
    assert moved(codelist, then, {"3": "14"}, indicator=indicator) is None


def test_a_renamed_unit_that_continues_one_is_compared_with_it_even_in_percent():
    renamed = item("3", "A mới", valid_from=date(2022, 1, 2), formed_from=("1",))
    assert moved(across(renamed), {"1": "5"}, {"3": "7"}).figure.value == 2
    assert moved(across(renamed), {"1": "5"}, {"3": "7"}, indicator="app_share").figure.value == 2


def test_the_whole_and_what_went_on_are_compared_as_ever():
    assert moved(across(WHOLE), {"06": "5"}, {"06": "7"}, code="06").figure.value == 2
    kept = item("3", "C")
    assert moved(across(kept), {"3": "5"}, {"3": "7"}).figure.value == 2


def test_a_province_that_was_itself_merged_is_compared_with_the_sum_of_the_old_ones():
    codes = {"1": Item("1", "A", valid_to=MERGED), "2": Item("2", "B", valid_to=MERGED)}
    whole = Item("06", "AB", valid_from=date(2022, 1, 2), formed_from=("1", "2"))
    assert moved(Codelist({**codes, "06": whole}), {"06": "5"}, {"06": "7"}, code="06") is None
    assert moved(Codelist({**codes, "06": whole}), {"1": "5", "2": "1"}, {"06": "7"}, code="06").figure.value == 1


def test_the_units_of_a_period_are_those_valid_at_its_end():
    codelist = across(WHOLE)
    before, after = release(FRIDAY - timedelta(weeks=1), points={"1": "1"}), release(points={"3": "2"})
    assert [one.code for one in Facts(DATASET, {"area": codelist}, before, (before,)).items("points")] == ["1", "2"]
    assert [one.code for one in Facts(DATASET, {"area": codelist}, after, (before, after)).items("points")] == ["3"]


def test_a_provisional_figure_and_nil_are_figures():
    own = release(points={"1": "5", "2": Status.NIL})
    shown = facts(own)
    assert (shown.level("points", "2").text, shown.level("points", "1").text) == ("0", "5")
