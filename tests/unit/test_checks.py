"""Contradictions within a release and from one to the next, each as severe as the dataset wants."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bantin.ingest.checks import Checker
from bantin.model import Cell, Observation, Release, Status
from made import AREAS, FRIDAY, dataset

UNITS = AREAS.parts("06", FRIDAY)
COLUMNS = {name: index for index, name in enumerate(["points", "part", "other", "share", "moved"], start=2)}
INDICATORS = {
    "points": {"column": "Điểm", "label": "Điểm", "rank": "Hạng"},
    "part": {"column": "Phần", "label": "Phần", "part_of": "points"},
    "other": {"column": "Khác", "label": "Khác"},
    "share": {"column": "Tỷ lệ", "unit": "%", "decimals": 2},
    "moved": {"column": "Chênh", "negative": True},
}
TOTAL = {"rows": "area", "total": "Toàn tỉnh"}
ROWS = {"058": 2, "061": 3, "066": 4, "06": 5}


def seen(value, row, column):
    cells = (Cell("x.csv", row, column),)
    if isinstance(value, Status):
        return Observation(Decimal(0) if value is Status.NIL else None, value, cells)
    return Observation(Decimal(value), Status.REPORTED if Decimal(value) else Status.ZERO, cells)


def release(own, columns, ranks=None, last=FRIDAY):
    """Of each indicator its values of the three units and the whole; None for no row."""
    observations = {
        (name, code): seen(value, ROWS[code], COLUMNS[name])
        for name, values in columns.items()
        for code, value in zip(ROWS, values, strict=False)
        if value is not None
    }
    stated = {
        ("points", code): seen(rank, ROWS[code], 7)
        for code, rank in zip(ROWS, ranks or (), strict=False)
        if rank is not None
    }
    return Release("thu", own.period.ending(last), "06", ("x.csv",), observations, stated)


def declared(checks=None, **changes: dict):
    indicators = {name: {**rule, **changes.get(name, {})} for name, rule in INDICATORS.items()}
    return dataset(indicators, table=TOTAL, checks=checks or {})


def within(own, ranks=None, **columns: tuple):
    found = Checker(own, dict.fromkeys(INDICATORS, UNITS)).within(release(own, columns, ranks))
    assert all(problem.remedy and problem.file == "x.csv" for problem in found)
    return [(problem.cell.reference, problem.what) for problem in found]


@pytest.mark.parametrize(
    ("points", "added"),
    [
        (("2", "3", "4", "9"), ""),
        (("2", "3", "4", "10"), "9"),
        (("2", "3", "4", "8"), "9"),
        (("2", "3", Status.NOT_REPORTED, "10"), ""),
        (("2", "3", Status.NOT_PUBLISHED, "5"), ""),
        (("2", "3", None, "5"), ""),
        (("1000", "3", Status.NOT_REPORTED, "999"), "1.003"),
        (("2", "3", "4", Status.NOT_PUBLISHED), ""),
        ((Status.NOT_REPORTED, Status.NOT_REPORTED, Status.NOT_REPORTED, "9"), ""),
        (("0", "0", Status.NIL, "0"), ""),
        (("2", "3", Status.NIL, "6"), "5"),
    ],
)
def test_a_total_is_the_sum_of_all_units_and_not_less_than_of_some(points, added):
    found = within(declared(), points=points)
    assert [cell for cell, _ in found] == (["B5"] if added else [])
    assert all(f"lại đã được {added}" in what or f"lại được {added}" in what for _, what in found)


def test_a_sum_of_what_may_be_negative_is_checked_when_it_is_complete():
    assert within(declared(), moved=("-2", "5", Status.NOT_REPORTED, "1")) == []
    assert [cell for cell, _ in within(declared(), moved=("-2", "5", "1", "9"))] == ["F5"]


@pytest.mark.parametrize(("changes", "found"), [({}, []), ({"share": {"sums": True}}, ["E5"])])
def test_percentages_add_up_only_where_that_is_declared(changes, found):
    assert [cell for cell, _ in within(declared(**changes), share=("20", "30", "40", "95"))] == found


@pytest.mark.parametrize(("part", "found"), [("3", []), ("0", []), ("4", ["C3"]), (Status.NOT_REPORTED, [])])
def test_a_part_never_exceeds_its_whole_in_any_row(part, found):
    assert [cell for cell, _ in within(declared(), points=(None, "3"), part=(None, part))] == found


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (("9", "4", "5"), []),
        (("9", "4", "4"), ["B3"]),
        (("9", "4", Status.NOT_REPORTED), []),
        ((Status.NOT_REPORTED, "4", "5"), []),
        (("9", "9", Status.NIL), []),
    ],
)
def test_the_parts_of_a_figure_add_up_to_it(values, found):
    own = declared(points={"parts": ["part", "other"]})
    columns = {name: (None, value) for name, value in zip(("points", "part", "other"), values, strict=True)}
    told = within(own, **columns)
    assert [cell for cell, _ in told] == found
    assert all("Phần + Khác = 8" in what for _, what in told)


@pytest.mark.parametrize(
    ("share", "found"),
    [("33.33", []), ("33.3", ["E3"]), ("33.34", ["E3"]), ("66.67", ["E3"]), (Status.NOT_REPORTED, [])],
)
def test_a_stated_share_is_the_one_of_its_two_figures(share, found):
    own = declared(share={"share_of": ["part", "points"]})
    told = within(own, points=(None, "3"), part=(None, "1"), share=(None, share))
    assert [cell for cell, _ in told] == found
    assert all("33,33%" in what for _, what in told)


@pytest.mark.parametrize("base", ["0", Status.NOT_REPORTED])
def test_a_share_of_nothing_is_not_checked(base):
    own = declared(share={"share_of": ["part", "points"]}, part={"part_of": None})
    assert within(own, points=(None, base), part=(None, "1"), share=(None, "5")) == []


@pytest.mark.parametrize(
    ("shares", "found"),
    [
        (("20.94", "3.30", "1.00"), []),
        (("20.94", "3.3", "1.00"), ["E3"]),
        (("20.9", "3.3"), []),
        (("20.94", "0", "5.25"), []),
        (("20.94", "5", "1.25"), []),
    ],
)
def test_in_one_column_figures_have_as_many_decimals(shares, found):
    assert [cell for cell, _ in within(declared(), share=shares)] == found


@pytest.mark.parametrize(
    ("points", "ranks", "cell"),
    [
        (("5", "7", "6"), ("2", "1", None), ""),
        (("5", "7", None), ("1", "2", None), "G3"),
        (("7", None, "5"), ("1", None, "3"), ""),
        (("7", "7", "5"), ("1", "1", "3"), ""),
        (("7", "6", None), ("1", "1", None), "G3"),
        (("7", "9", "5"), ("1", Status.NOT_REPORTED, "2"), "G3"),
        (("7", "7", "5"), ("1", Status.NOT_REPORTED, Status.NOT_REPORTED), ""),
    ],
)
def test_the_offices_ranks_agree_with_the_figures(points, ranks, cell):
    found = within(declared(), points=points, ranks=ranks)
    assert [place for place, _ in found] == ([cell] if cell else [])


def between(own, before, after, *, weeks=1):
    pair = [release(own, before, last=FRIDAY - timedelta(weeks=weeks)), release(own, after)]
    return Checker(own, {}).between(*pair)


@pytest.mark.parametrize(("weeks", "count"), [(1, 0), (2, 1), (5, 1)])
def test_a_missing_period_is_told_with_the_days_around_it(weeks, count):
    found = between(declared(), {"points": ("1",)}, {"points": ("2",)}, weeks=weeks)
    assert len(found) == count
    assert all("12/11/2021" in problem.what and problem.file == "x.csv" for problem in found)


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        (("1", "2"), ("1", "2"), 1),
        (("1", "2"), ("1", "3"), 0),
        (("0", "0"), ("0", "0"), 0),
        ((Status.NOT_REPORTED,), (Status.NOT_REPORTED,), 0),
        (("1", Status.NOT_REPORTED), ("1", Status.NOT_PUBLISHED), 0),
        (("1", "2"), ("1", "2", "3"), 0),
    ],
)
def test_the_same_figures_as_before_may_be_the_old_file(before, after, count):
    found = between(declared(), {"points": before}, {"points": after})
    assert len(found) == count
    assert all("giống hệt" in problem.what and not problem.is_error for problem in found)


@pytest.mark.parametrize(
    ("then", "now", "count"),
    [
        ("100", "150", 0),
        ("100", "151", 1),
        ("100", "49", 1),
        ("100", "50", 0),
        ("0", "9", 0),
        ("100", Status.NOT_REPORTED, 0),
    ],
)
def test_a_jump_beyond_the_declared_percentage_is_told_with_both_figures(then, now, count):
    found = between(declared(points={"jump": 50}), {"points": (None, then)}, {"points": (None, now)})
    assert [problem.cell.reference for problem in found] == ["B3"] * count
    assert all("100" in problem.what and now in problem.what for problem in found)


def test_a_fractional_limit_is_told_as_it_was_declared():
    own = declared(share={"jump": Decimal("0.5")})
    (problem,) = between(own, {"share": ("20.00",)}, {"share": ("21.00",)})
    assert "0,5%" in problem.what


@pytest.mark.parametrize(("then", "now", "count"), [("5", "5", 0), ("5", "4", 1), ("5", Status.NOT_REPORTED, 0)])
def test_a_cumulative_figure_does_not_fall(then, now, count):
    changed = {"points": (None, now), "other": ("1",)}
    found = between(declared(points={"grows": True}), {"points": (None, then), "other": ("2",)}, changed)
    assert [(problem.cell.reference, problem.is_error) for problem in found] == [("B3", True)] * count


FAULTS = {
    "total": {"points": ("1", "1", "1", "9")},
    "part": {"points": ("1",), "part": ("2",)},
    "share": {"part": ("1",), "points": ("2",), "share": ("51.00",)},
    "decimals": {"share": ("20.94", "3.3")},
    "rank": {"points": ("1", "2")},
}
CHANGES = {"share": {"share_of": ["part", "points"]}, "points": {"jump": 50, "grows": True}}


@pytest.mark.parametrize("severity", ["error", "warning", "off"])
@pytest.mark.parametrize("check", FAULTS)
def test_a_contradiction_is_as_severe_as_the_dataset_wants(check, severity):
    own = declared({check: severity}, share=CHANGES["share"] if check == "share" else {})
    ranks = ("1", "2") if check == "rank" else None
    found = Checker(own, dict.fromkeys(INDICATORS, UNITS)).within(release(own, FAULTS[check], ranks))
    assert [problem.is_error for problem in found] == ([] if severity == "off" else [severity == "error"])


@pytest.mark.parametrize("severity", ["error", "warning", "off"])
@pytest.mark.parametrize(
    ("check", "now", "weeks"), [("gap", "6", 2), ("repeated", "5", 1), ("jump", "50", 1), ("decrease", "4", 1)]
)
def test_what_does_not_follow_is_as_severe_as_the_dataset_wants(check, now, weeks, severity):
    own = declared({check: severity}, points=CHANGES["points"])
    found = between(own, {"points": ("5",)}, {"points": (now,)}, weeks=weeks)
    assert [problem.is_error for problem in found] == ([] if severity == "off" else [severity == "error"])


def test_between_releases_with_a_gap_figures_are_still_compared():
    found = between(declared(points={"grows": True}), {"points": ("5",)}, {"points": ("4",)}, weeks=3)
    assert len(found) == 2
