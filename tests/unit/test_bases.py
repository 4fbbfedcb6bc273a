from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bantin.errors import CellError
from bantin.facts.bases import Base, Why, find_base, words_of
from bantin.facts.changes import compare
from bantin.ingest.codelist import Codelist
from bantin.ingest.period import PERIOD_NOUNS, PREVIOUS_WORDS, WEEKDAYS, PeriodRule
from bantin.model import Item, Status
from made import FRIDAY, UNITS, WEEK, Values, dataset, facts_of

FREQUENCIES = {
    "day": {"every": "day"},
    "week": WEEK,
    "ten-days": {"every": "ten-days"},
    "month": {"every": "month"},
    "month of the 16th": {"every": "month", "start": 16},
    "quarter": {"every": "quarter"},
    "half-year": {"every": "half-year"},
    "year": {"every": "year"},
    "irregular": {"every": "irregular"},
}
CASES = {
    "ca": {"label": "Số ca", "unit": "ca", "column": "a"},
    "ke_hoach": {"label": "Kế hoạch", "unit": "ca", "column": "b"},
    "ty_le": {"label": "Tỷ lệ", "unit": "%", "column": "c"},
}
OWN = dataset(CASES, table={"rows": "area", "total": "Toàn tỉnh"}, bases={"trước đợt dịch": date(2021, 10, 22)})


def days(every, word, last, *earlier: str, **parts: object):
    """The days that a word means for the period to the last day, after releases of the earlier days."""
    own = dataset(CASES, period=FREQUENCIES[every], **parts)
    period = own.period.ending(date.fromisoformat(last))
    assert period
    return [str(day) for day in find_base(word, own, period, [*map(date.fromisoformat, earlier)]).days]


@pytest.mark.parametrize(
    ("every", "word", "last", "expected"),
    [
        ("day", "ngày trước", "2022-01-01", "2021-12-31"),
        ("day", "hôm trước", "2021-03-01", "2021-02-28"),
        ("day", "kỳ trước", "2022-01-18", "2022-01-17"),
        ("week", "tuần trước", "2021-11-12", "2021-11-05"),
        ("week", "kỳ trước", "2022-01-07", "2021-12-31"),
        ("ten-days", "kỳ trước", "2021-03-10", "2021-02-28"),
        ("ten-days", "kỳ trước", "2021-02-28", "2021-02-20"),
        ("month", "tháng trước", "2024-03-31", "2024-02-29"),
        ("month", "kỳ trước", "2021-01-31", "2020-12-31"),
        ("month of the 16th", "tháng trước", "2021-10-15", "2021-09-15"),
        ("quarter", "quý trước", "2021-03-31", "2020-12-31"),
        ("half-year", "kỳ trước", "2021-06-30", "2020-12-31"),
        ("year", "năm trước", "2021-12-31", "2020-12-31"),
        ("day", "cùng kỳ năm trước", "2022-01-18", "2021-01-18"),
        ("week", "cùng kỳ năm trước", "2021-11-12", "2020-11-13"),
        ("ten-days", "cùng kỳ năm ngoái", "2021-02-28", "2020-02-29"),
        ("month", "cùng kỳ năm ngoái", "2021-02-28", "2020-02-29"),
        ("month of the 16th", "cùng kỳ năm trước", "2021-01-15", "2020-01-15"),
        ("quarter", "cùng kỳ năm trước", "2021-09-30", "2020-09-30"),
        ("half-year", "cùng kỳ năm trước", "2021-12-31", "2020-12-31"),
        ("year", "cùng kỳ năm trước", "2021-12-31", "2020-12-31"),
        ("day", "đầu năm", "2021-12-31", "2021-01-01"),
        ("week", "đầu năm", "2021-11-12", "2021-01-01"),
        ("ten-days", "đầu năm", "2021-12-20", "2021-01-10"),
        ("month", "đầu năm", "2021-09-30", "2021-01-31"),
        ("month of the 16th", "đầu năm", "2021-10-15", "2021-01-15"),
        ("quarter", "đầu năm", "2021-12-31", "2021-03-31"),
        ("half-year", "đầu năm", "2021-12-31", "2021-06-30"),
        ("day", "cuối năm trước", "2021-12-31", "2020-12-31"),
        ("week", "cuối năm trước", "2021-11-12", "2020-12-25"),
        ("week", "cuối năm trước", "2021-01-01", "2020-12-25"),
        ("ten-days", "cuối năm trước", "2021-01-10", "2020-12-31"),
        ("month", "cuối năm trước", "2021-09-30", "2020-12-31"),
        ("month of the 16th", "cuối năm trước", "2021-01-15", "2020-12-15"),
        ("quarter", "cuối năm trước", "2021-09-30", "2020-12-31"),
        ("half-year", "cuối năm trước", "2021-12-31", "2020-12-31"),
        ("year", "cuối năm trước", "2021-12-31", "2020-12-31"),
    ],
)
def test_a_word_means_the_last_day_of_one_earlier_period(every, word, last, expected):
    assert days(every, word, last) == [expected]


@pytest.mark.parametrize(
    ("every", "word", "last"),
    [
        ("day", "cùng kỳ năm trước", "2024-02-29"),
        *[(every, "đầu năm", last) for every, last in [("day", "2021-01-01"), ("week", "2021-01-01")]],
        ("month", "đầu năm", "2021-01-31"),
        ("month of the 16th", "đầu năm", "2021-01-15"),
        ("half-year", "đầu năm", "2021-06-30"),
        ("year", "đầu năm", "2021-12-31"),
        ("week", "lần trước", "2021-11-12"),
    ],
)
def test_a_period_that_has_no_such_earlier_one_is_held_against_nothing(every, word, last):
    assert days(every, word, last) == []


@pytest.mark.parametrize(
    ("every", "word", "last", "nearest", "farthest", "count"),
    [
        ("day", "trung bình 7 ngày trước", "2022-01-03", "2022-01-02", "2021-12-27", 7),
        ("week", "trung bình 4 tuần trước", "2021-11-12", "2021-11-05", "2021-10-15", 4),
        ("week", "trung bình 2 kỳ trước", "2021-11-12", "2021-11-05", "2021-10-29", 2),
        ("ten-days", "trung bình 3 kỳ trước", "2021-03-10", "2021-02-28", "2021-02-10", 3),
        ("month", "trung bình 12 tháng trước", "2021-03-31", "2021-02-28", "2020-03-31", 12),
        ("month of the 16th", "trung bình 2 tháng trước", "2021-03-15", "2021-02-15", "2021-01-15", 2),
        ("quarter", "trung bình 4 quý trước", "2021-09-30", "2021-06-30", "2020-09-30", 4),
        ("half-year", "trung bình 2 kỳ trước", "2021-06-30", "2020-12-31", "2020-06-30", 2),
        ("year", "trung bình 5 năm trước", "2021-12-31", "2020-12-31", "2016-12-31", 5),
    ],
)
def test_an_average_is_of_the_periods_just_before_without_this_one(every, word, last, nearest, farthest, count):
    found = days(every, word, last)
    assert (found[0], found[-1], len(found)) == (nearest, farthest, count)


def test_last_time_is_the_release_before_however_long_ago():
    assert days("week", "lần trước", "2021-11-12", "2021-08-27", "2021-09-03") == ["2021-09-03"]


EARLIER = ("2020-10-01", "2020-12-28", "2021-01-15", "2021-04-02", "2021-06-30")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("kỳ trước", ["2021-06-30"]),
        ("lần trước", ["2021-06-30"]),
        ("cùng kỳ năm trước", ["2020-11-12"]),
        ("đầu năm", ["2021-01-15"]),
        ("cuối năm trước", ["2020-12-28"]),
        ("trung bình 3 kỳ trước", ["2021-06-30", "2021-04-02", "2021-01-15"]),
        ("trung bình 6 kỳ trước", []),
    ],
)
def test_without_a_calendar_the_periods_before_are_the_releases_before(word, expected):
    assert days("irregular", word, "2021-11-12", *EARLIER) == expected
    assert not days("irregular", word, "2021-11-12") or word == "cùng kỳ năm trước"


def test_the_first_release_of_a_year_without_a_calendar_has_no_start_of_it():
    assert days("irregular", "đầu năm", "2021-01-15", *EARLIER[:2]) == []
    assert days("irregular", "cuối năm trước", "2021-01-15", *EARLIER[:2]) == ["2020-12-28"]
    assert days("irregular", "cuối năm trước", "2022-01-15", "2020-12-28") == []


def test_a_declared_base_is_its_day_once_that_lies_before():
    bases = {"bases": {"trước đợt dịch": date(2021, 4, 23)}}
    assert days("week", "trước đợt dịch", "2021-11-12", **bases) == ["2021-04-23"]
    assert days("week", "trước đợt dịch", "2021-04-23", **bases) == []
    assert days("week", "trước đợt dịch", "2021-04-16", **bases) == []


@pytest.mark.parametrize("every", FREQUENCIES)
def test_every_word_that_is_offered_is_understood(every):
    own = dataset(CASES, period=FREQUENCIES[every], bases={"trước đợt dịch": date(2020, 1, 31)})
    period = own.period.ending(own.period.example())
    assert period
    found = [find_base(word, own, period, []) for word in words_of(own)]
    assert all(day < period.last for base in found for day in base.days)
    assert {PREVIOUS_WORDS[own.period.every][0], f"trung bình 4 {PERIOD_NOUNS[own.period.every]} trước"} <= {
        base.word for base in found
    }


@pytest.mark.parametrize(
    ("every", "word", "close"),
    [
        ("week", "tháng trước", ""),
        ("week", "tuần trươc", "tuần trước"),
        ("month", "tuần trước", ""),
        ("ten-days", "10 ngày trước", ""),
        ("half-year", "6 tháng trước", ""),
        ("week", "trung bình 1 tuần trước", ""),
        ("week", "trung bình 0 tuần trước", ""),
        ("week", "trung bình 100 tuần trước", ""),
        ("week", "trung bình 4 tháng trước", ""),
        ("week", "trung bình bốn tuần trước", ""),
        ("week", "trung bình 04 tuần trước", ""),
        ("week", "trung bình ٤ tuần trước", ""),
        ("week", "", ""),
    ],
)
def test_any_other_word_is_told_with_those_that_there_are(every, word, close):
    with pytest.raises(CellError) as caught:
        days(every, word, str(dataset(CASES, period=FREQUENCIES[every]).period.example()))
    assert caught.value.what.startswith(f"không so được với “{word}”.")
    assert close in caught.value.what
    assert PREVIOUS_WORDS[FREQUENCIES[every]["every"]][0] in caught.value.remedy


def test_a_base_says_to_machines_what_it_is():
    assert Base("tuần trước", (FRIDAY,)).key == ("2021-11-12",)
    assert Base("kế hoạch", (), "ke_hoach").key == ("ke_hoach",)
    assert Base("lần trước").key == ()


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([*FREQUENCIES]), st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.data())
def test_every_base_ends_a_period_before_this_one(every, day, data):
    own = dataset(CASES, period=FREQUENCIES[every])
    while own.period.ending(day) is None:
        day += timedelta(days=1)
    period = own.period.ending(day)
    word = data.draw(st.sampled_from(words_of(own)))
    found = find_base(word, own, period, []).days
    assert all(own.period.ending(one) and one < day for one in found)
    assert list(found) == sorted(set(found), reverse=True)
    if found and word == "đầu năm":
        assert found[0].year == day.year
        assert own.period.previous(own.period.ending(found[0])).year == day.year - 1
    if found and word == "cuối năm trước":
        assert found[0].year == day.year - 1


# Why a comparison is not stated --------------------------------------------------------------------------


def why(*periods: Values | None, word="tuần trước", code="", indicator="ca", own=OWN, **codelists: Codelist):
    """Why the last of the periods cannot be compared, or nothing where it can."""
    of = facts_of(own, *periods, **codelists)
    found = compare(of, indicator, code, of.base(word))
    return found if isinstance(found, Why) else None


def test_both_values_known_are_compared():
    assert why({"ca": "5"}, {"ca": "6"}) is None


@pytest.mark.parametrize(
    ("periods", "word", "reason"),
    [
        ([{"ca": "5"}], "tuần trước", Why.FIRST),
        ([{"ca": "5"}], "lần trước", Why.FIRST),
        ([{"ca": "5"}, {"ca": "6"}], "cùng kỳ năm trước", Why.FIRST),
        ([{"ca": "5"}, {"ca": "6"}], "trung bình 2 tuần trước", Why.FIRST),
        ([{"ca": "5"}, None, {"ca": "6"}], "tuần trước", Why.GAP),
        ([{"ca": "5"}, None, {"ca": "5"}, {"ca": "6"}], "trung bình 3 tuần trước", Why.GAP),
        ([{"ca": "5"}, None, None, None, {"ca": "6"}], "trước đợt dịch", Why.GAP),
        ([{"ca": "5"}, {"ca": Status.NOT_REPORTED}], "tuần trước", Why.MISSING),
        ([{"ca": "5"}, {"ca": Status.NOT_PUBLISHED}], "tuần trước", Why.MISSING),
        ([{"ca": "5"}, {"ca": Status.NOT_APPLICABLE}], "tuần trước", Why.MISSING),
        ([{"ca": "5"}, {"ke_hoach": "5"}], "tuần trước", Why.MISSING),
        ([{"ca": Status.NOT_REPORTED}, {"ca": "5"}], "tuần trước", Why.MISSING_BASE),
        ([{"ca": Status.NOT_PUBLISHED}, {"ca": "5"}], "tuần trước", Why.MISSING_BASE),
        ([{"ke_hoach": "5"}, {"ca": "5"}], "lần trước", Why.MISSING_BASE),
        ([{"ca": Status.NOT_REPORTED}, {"ca": "5"}, {"ca": "5"}], "trung bình 2 tuần trước", Why.MISSING_BASE),
    ],
)
def test_each_reason_why_nothing_is_stated(periods, word, reason):
    assert why(*periods, word=word) is reason


@pytest.mark.parametrize("value", ["0", Status.NIL, Status.ZERO, "5 (sơ bộ)"])
def test_a_nought_however_said_and_a_provisional_value_are_compared(value):
    assert why({"ca": value}, {"ca": "5"}) is None
    assert why({"ca": "5"}, {"ca": value}) is None


def test_the_time_before_last_is_compared_over_a_gap_only_as_the_last_time():
    periods = {"ca": "5"}, None, {"ca": "6"}
    assert why(*periods, word="tuần trước") is Why.GAP
    assert why(*periods, word="lần trước") is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (FRIDAY + timedelta(days=1), None),
        (FRIDAY, Why.REDEFINED),
        (FRIDAY - timedelta(days=6), Why.REDEFINED),
        (FRIDAY - timedelta(days=7), None),
    ],
)
def test_periods_on_two_sides_of_a_redefinition_are_not_compared(changed, reason):
    own = dataset({"ca": {**CASES["ca"], "redefined": [changed]}}, table={"rows": "area", "total": "Toàn tỉnh"})
    assert why({"ca": "5"}, {"ca": "6"}, own=own) is reason


def test_an_average_that_reaches_over_a_redefinition_is_not_stated():
    own = dataset({"ca": {**CASES["ca"], "redefined": [FRIDAY - timedelta(weeks=1)]}}, table={"rows": "area"})
    assert why({"ca": "5"}, {"ca": "5"}, {"ca": "6"}, own=own) is None
    assert why({"ca": "5"}, {"ca": "5"}, {"ca": "6"}, own=own, word="trung bình 2 tuần trước") is Why.REDEFINED


ALL = {"06": "10", "058": "1", "061": "2", "065": "3", "066": "4"}
SOME = {"06": "6", "058": "1", "061": "2", "065": "3", "066": Status.NOT_REPORTED}
OFFICIAL = {"06": "10", "058": "1", "061": "2", "065": "3", "066": Status.NOT_REPORTED}


def test_a_whole_that_is_only_the_sum_of_what_is_known_is_not_compared():
    assert why({"ca": ALL}, {"ca": SOME}) is Why.PARTIAL
    assert why({"ca": SOME}, {"ca": ALL}) is Why.PARTIAL
    assert why({"ca": ALL}, {"ca": ALL}, {"ca": SOME}, word="trung bình 2 tuần trước") is Why.PARTIAL


def test_a_whole_that_the_office_gives_itself_is_compared_though_a_part_is_silent():
    assert why({"ca": ALL}, {"ca": OFFICIAL}) is None


def test_the_items_of_a_partial_whole_and_what_does_not_add_up_are_compared():
    assert why({"ca": ALL}, {"ca": SOME}, code="058") is None
    assert why({"ca": ALL}, {"ca": SOME}, code="066") is Why.MISSING
    assert why({"ty_le": ALL}, {"ty_le": SOME}, indicator="ty_le") is None


BEFORE = FRIDAY - timedelta(weeks=1)


def merged(*, of=("061", "065")):
    """The units, two of which became one between the two weeks."""
    old = {c: Item(c, i.name, i.parent, i.kind, valid_to=BEFORE if c in of else None) for c, i in UNITS.items.items()}
    made = Item("900", "Ba Chợ", "06", "huyện", valid_from=BEFORE + timedelta(days=1), formed_from=of)
    return Codelist({**old, "900": made, "901": Item("901", "Mới", "06", "huyện", valid_from=FRIDAY)})


@pytest.mark.parametrize(
    ("then", "indicator", "code", "reason"),
    [
        ({"061": "5", "065": "6"}, "ca", "900", None),
        ({"061": "5", "065": Status.NOT_REPORTED}, "ca", "900", Why.NEW),
        ({"061": "5"}, "ca", "900", Why.NEW),
        ({"061": "5", "065": "6"}, "ty_le", "900", Why.NEW),
        ({"061": "5", "065": "6"}, "ca", "901", Why.NEW),
        ({"058": "5"}, "ca", "058", None),
    ],
    ids=["whole", "a part silent", "a part without a row", "percentages", "new", "not merged"],
)
def test_only_a_merger_of_whole_known_parts_has_something_before_it(then, indicator, code, reason):
    assert why({indicator: then}, {indicator: {code: "9"}}, indicator=indicator, code=code, area=merged()) is reason


def test_a_plan_is_held_against_the_same_period_and_needs_no_history():
    of = facts_of(OWN, {"ca": "9", "ke_hoach": "10"})
    found = compare(of, "ca", "", Base("kế hoạch", (), "ke_hoach"))
    assert not isinstance(found, Why)
    assert (found.figure.value, found.sign, found.figure.against) == (1, -1, ("ke_hoach",))


@pytest.mark.parametrize("plan", [{}, {"ke_hoach": Status.NOT_PUBLISHED}, {"ke_hoach": {"058": "5"}}])
def test_without_a_plan_there_is_nothing_to_hold_against(plan):
    found = compare(facts_of(OWN, {"ca": "9", **plan}), "ca", "", Base("kế hoạch", (), "ke_hoach"))
    assert found is Why.MISSING_BASE


@pytest.mark.parametrize("partial", ["ca", "ke_hoach"])
def test_a_plan_for_all_is_not_held_against_a_part_of_all(partial):
    values = {"ca": ALL, "ke_hoach": ALL, partial: SOME}
    assert compare(facts_of(OWN, values), "ca", "", Base("kế hoạch", (), "ke_hoach")) is Why.PARTIAL
    assert not isinstance(compare(facts_of(OWN, values), "ca", "058", Base("kế hoạch", (), "ke_hoach")), Why)


# Weeks by number, and the hour at which figures close --------------------------------------------------


def weeks(first, **parts: str):
    """A rule of weeks of seven days from a weekday."""
    last = WEEKDAYS[(WEEKDAYS.index(first) + 6) % 7]
    return PeriodRule.model_validate({"every": "week", "from": first, "to": last, **parts})


@pytest.mark.parametrize("first", WEEKDAYS)
@pytest.mark.parametrize(("counted", "day"), [("iso", 4), ("january", 1)])
def test_week_one_is_the_one_that_holds_the_day_it_is_said_to(first, counted, day):
    rule = weeks(first, week_one=counted)
    for year in range(2015, 2030):
        week = next(period for back in range(7) if (period := rule.ending(date(year, 1, day) + timedelta(days=back))))
        assert rule.number_of(week) == 1, year


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(WEEKDAYS), st.sampled_from(["iso", "january"]), st.dates(date(2000, 1, 1), date(2050, 1, 1)))
def test_weeks_are_numbered_without_a_gap(first, counted, day):
    rule = weeks(first, week_one=counted)
    while rule.ending(day) is None:
        day += timedelta(days=1)
    now, after = rule.ending(day), rule.ending(day + timedelta(weeks=1))
    here, there = rule.number_of(now), rule.number_of(after)
    assert there == here + 1 or (there == 1 and here in {52, 53})


def test_only_weeks_have_numbers():
    rule = PeriodRule.model_validate({"every": "month"})
    assert rule.number_of(rule.ending(date(2021, 1, 31))) is None
    assert weeks("monday").number_of(weeks("monday").ending(date(2021, 1, 3))) == 53
    assert weeks("monday", week_one="january").number_of(weeks("monday").ending(date(2021, 1, 3))) == 1


@pytest.mark.parametrize("clock", ["24:00", "7:00", "17:60", "17h", "17:00 "])
def test_an_hour_that_is_none_is_refused(clock):
    with pytest.raises(ValueError, match="cutoff"):
        PeriodRule.model_validate({"every": "day", "cutoff": clock})
