"""Indicators computed from others: shares, rates per population, sums over periods."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bantin.ingest.codelist import Codelist, Population
from bantin.ingest.derive import derive
from bantin.model import Cell, Observation, Release, Status
from made import AREAS, FRIDAY, dataset

PEOPLE = (
    Population(date(2019, 4, 1), Decimal(300_000), Cell("p.csv", 2, 3)),
    Population(date(2021, 11, 12), Decimal(400_000), Cell("p.csv", 3, 3)),
)
CODELIST = Codelist(AREAS.items, {"06": PEOPLE})
A, B = {"a": {"column": "A", "label": "Số A"}}, {"b": {"column": "B", "label": "Số B"}}
SHARE = {**A, **B, "x": {"share": ["a", "b"], "unit": "%", "decimals": 2}}
RATE = {**A, "x": {"rate": "a", "decimals": 1}}
TOTAL = {**A, "x": {"cumulative": "a"}}


def seen(value, row=2):
    cells = (Cell("x.csv", row, 2),)
    if isinstance(value, Status):
        return Observation(Decimal(0) if value is Status.NIL else None, value, cells)
    text = str(value)
    status = Status.PROVISIONAL if text.endswith("*") else Status.REPORTED if float(text) else Status.ZERO
    return Observation(Decimal(text.rstrip("*")), status, cells)


def release(own, last=FRIDAY, **values: str):
    observations = {(name, "06"): seen(value, row) for row, (name, value) in enumerate(values.items(), start=2)}
    return Release("thu", own.period.ending(last), "06", (f"{last}.csv",), observations, {})


def computed(own, *releases: Release):
    """What the last release has for `x`."""
    return derive(releases, own, CODELIST)[-1].observations.get(("x", "06"))


@pytest.mark.parametrize(
    ("a", "b", "value", "status"),
    [
        ("1975", "9432", "20.94", Status.REPORTED),
        ("1", "8", "12.50", Status.REPORTED),
        ("5", "800", "0.63", Status.REPORTED),  # 0,625: half goes up
        ("0", "8", "0", Status.ZERO),
        (Status.NIL, "8", "0", Status.ZERO),
        ("1*", "8", "12.5", Status.PROVISIONAL),
        ("1", "8*", "12.5", Status.PROVISIONAL),
        ("0", "8*", "0", Status.PROVISIONAL),
        ("1", Status.NOT_REPORTED, None, Status.NOT_REPORTED),
        (Status.NOT_PUBLISHED, "8", None, Status.NOT_PUBLISHED),
        ("1", Status.NOT_APPLICABLE, None, Status.NOT_APPLICABLE),
    ],
)
def test_a_share_is_rounded_as_printed_and_never_of_nothing(a, b, value, status):
    own = dataset(SHARE)
    found = computed(own, release(own, a=a, b=b))
    assert (found.value, found.status) == (value and Decimal(value), status)


@pytest.mark.parametrize("base", ["0", Status.NIL])
def test_there_is_no_share_of_nothing(base):
    own = dataset(SHARE)
    assert computed(own, release(own, a="1", b=base)).value is None


def test_a_share_rests_on_both_cells_and_says_how():
    own = dataset(SHARE)
    found = computed(own, release(own, a="1975", b="9432"))
    assert [cell.reference for cell in found.cells] == ["B2", "B3"]
    assert found.computation == "Số A (1.975) chia cho Số B (9.432)"


def test_nothing_is_computed_of_a_row_that_is_not_there():
    own = dataset(SHARE)
    assert computed(own, release(own, b="5")) is None
    assert computed(own, release(own, a="5")).value is None


@pytest.mark.parametrize(
    ("last", "rate", "cell"),
    [(date(2021, 11, 5), "0.7", "C2"), (date(2021, 11, 12), "0.5", "C3"), (date(2019, 3, 29), None, "")],
)
def test_a_rate_is_of_the_latest_population_on_or_before_the_periods_end(last, rate, cell):
    own = dataset(RATE)
    found = computed(own, release(own, last, a="2"))
    assert found.value == (rate and Decimal(rate))
    assert [place.reference for place in found.cells] == (["B2", cell] if cell else [])


@pytest.mark.parametrize(("a", "status"), [("2*", Status.PROVISIONAL), ("0", Status.ZERO)])
def test_a_rate_has_the_status_of_its_figure(a, status):
    own = dataset(RATE)
    assert computed(own, release(own, a=a)).status is status


def test_a_rate_says_its_population_and_of_how_many():
    own = dataset({**A, "x": {"rate": "a", "decimals": 2, "per": 1000}})
    found = computed(own, release(own, a="1393"))
    assert found.value == Decimal("3.48")
    assert found.computation == "Số A (1.393) chia cho dân số 400.000 (12/11/2021), nhân 1.000"


def run(own, values, last=FRIDAY):
    """What `x` is of weekly values up to the last day; None leaves a gap."""
    days = [last - timedelta(weeks=back) for back in reversed(range(len(values)))]
    return computed(own, *(release(own, d, a=v) for d, v in zip(days, values, strict=True) if v is not None))


@pytest.mark.parametrize(
    ("since", "values", "value", "status"),
    [
        (date(2021, 10, 22), ["1", "2", "3"], "6", Status.REPORTED),
        (date(2021, 10, 29), ["1", "2", "3"], "5", Status.REPORTED),
        (date(2021, 10, 22), ["1*", "2", "3"], "6", Status.PROVISIONAL),
        (date(2021, 10, 29), ["1*", "2", "3"], "5", Status.REPORTED),
        (date(2021, 10, 22), ["0", Status.NIL, "0"], "0", Status.ZERO),
        (date(2021, 10, 22), ["1", None, "3"], None, Status.NOT_REPORTED),
        (date(2021, 10, 22), ["1", Status.NOT_PUBLISHED, "3"], None, Status.NOT_PUBLISHED),
        (date(2021, 10, 22), ["2", "3"], None, Status.NOT_REPORTED),
        (date(2021, 10, 29), ["1", None, "2", "3"], "5", Status.REPORTED),
        (date(2021, 11, 6), ["2", "3"], None, Status.NOT_REPORTED),
    ],
)
def test_a_sum_over_periods_has_no_gap_and_begins_with_the_day(since, values, value, status):
    found = run(dataset({**A, "x": {"cumulative": "a", "since": since}}), values)
    assert (found.value, found.status) == (value and Decimal(value), status)


def test_a_sum_over_periods_says_which_and_rests_on_all_their_cells():
    found = run(dataset({**A, "x": {"cumulative": "a", "since": date(2021, 10, 29)}}), ["2", "3"])
    assert found.computation == "cộng Số A của 2 kỳ, từ 29/10/2021 đến 12/11/2021"  # the first week began then
    assert len(found.cells) == 2


MONTHLY = {"every": "month"}


@pytest.mark.parametrize(
    ("months", "value"),
    [
        ([(2021, 1, 31), (2021, 2, 28), (2021, 3, 31)], 6),
        ([(2020, 12, 31), (2021, 1, 31)], 2),
        ([(2020, 12, 31), (2021, 2, 28)], None),
        ([(2021, 2, 28), (2021, 3, 31)], None),
    ],
)
def test_a_sum_since_the_year_begins_anew_with_the_year(months, value):
    own = dataset(TOTAL, period=MONTHLY)
    releases = [release(own, date(*month), a=str(n)) for n, month in enumerate(months, start=1)]
    assert computed(own, *releases).value == value


def test_a_week_across_the_new_year_counts_only_to_a_statistical_year():
    own = dataset({**A, "x": {"cumulative": "a", "since": "statistical-year"}})
    weeks = [release(own, date(2021, 12, 31), a="1"), release(own, date(2022, 1, 7), a="2")]
    assert computed(own, *weeks).value == 2
    assert "từ 31/12/2021" in computed(own, *weeks).computation
    assert computed(dataset(TOTAL), *weeks).value is None, "two days of the year before are in it"


def test_the_file_that_was_sent_keeps_its_own_figures():
    own = dataset(SHARE)
    given = release(own, a="1", b="8")
    (made,) = derive([given], own, CODELIST)
    assert {key: made.observations[key] for key in given.observations} == dict(given.observations)
    plain = dataset(A)
    only = release(plain, a="1")
    assert derive([only], plain, CODELIST) == (only,)


@pytest.mark.parametrize(
    ("parts", "decimals", "stated"),
    [
        (("1", "1", "4"), 1, ["16.7", "16.7", "66.6"]),
        (("1", "199", "0"), 0, ["1", "99", "0"]),
        (("1", "1", "1"), 1, ["33.3", "33.3", "33.3"]),
        (("0", "0", "5"), 1, ["0.0", "0.0", "100.0"]),
    ],
)
def test_shares_of_the_parts_of_a_whole_never_add_up_to_more_than_it(parts, decimals, stated):
    names = ("a", "b", "c")
    indicators = {"all": {"column": "Tổng", "parts": list(names)}}
    indicators |= {name: {"column": name} for name in names}
    indicators |= {f"of_{n}": {"unit": "%", "decimals": decimals, "share": [n, "all"]} for n in names}
    values = dict(zip(names, map(Decimal, parts), strict=True)) | {"all": sum(map(Decimal, parts))}
    counted = {(name, "06"): Observation(value, Status.REPORTED, ()) for name, value in values.items()}
    own = dataset(indicators)
    release = Release("thu", own.period.ending(FRIDAY), "06", ("x.csv",), counted, {})
    (derived,) = derive([release], own, AREAS)
    shares = [derived.observations[f"of_{name}", "06"].value for name in names]
    assert shares == [Decimal(value) for value in stated]
    assert sum(shares) <= 100
