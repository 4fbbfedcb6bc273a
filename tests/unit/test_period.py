from datetime import date, timedelta
from itertools import count, islice, pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bantin.ingest.period import ANNOUNCED, PREVIOUS_WORDS, WEEKDAYS, Frequency, PeriodRule, said
from bantin.model import Moment, Period, plain

DAY = timedelta(days=1)
DAYS = st.dates(date(1980, 1, 1), date(2150, 1, 1))
CALENDAR = ("day", "ten-days", "month", "quarter", "half-year", "year")


def rule(every, first=None, last=None, **others: object):
    ends = {key: word for key, word in (("from", first), ("to", last)) if word}
    return PeriodRule.model_validate({"every": every, **ends, **others})


FRIDAYS = rule("week", "friday", "friday")
WHOLE_WEEKS = [rule("week", WEEKDAYS[i - 6], WEEKDAYS[i]) for i in range(7)]
EDGE_TO_EDGE = st.one_of(
    st.sampled_from([rule(every) for every in CALENDAR]),
    st.sampled_from(WHOLE_WEEKS),
    st.integers(1, 28).map(lambda start: rule("month", start=start)),
)
WEEKS = st.builds(lambda first, last: rule("week", first, last), st.sampled_from(WEEKDAYS), st.sampled_from(WEEKDAYS))
RULES = EDGE_TO_EDGE | WEEKS


def period_with(own, day):
    """The first period that ends on the day or after it."""
    return next(period for n in count() if (period := own.ending(day + n * DAY)))


def back(own, period, steps=30):
    """The period and those before it."""
    for _ in range(steps):
        yield period
        period = own.ending(own.previous(period))


def ending(own, day):
    return own.ending(date.fromisoformat(day))


@given(EDGE_TO_EDGE, DAYS)
def test_periods_follow_one_another_without_gap_or_overlap(own, day):
    periods = list(back(own, period_with(own, day)))
    assert periods[0].first <= day <= periods[0].last
    assert all(earlier.last + DAY == later.first for later, earlier in pairwise(periods))


@given(st.sampled_from(WEEKDAYS), DAYS)
def test_weeks_from_a_day_to_the_same_day_share_it_and_nothing_more(word, day):
    own = rule("week", word, word)
    periods = list(back(own, period_with(own, day)))
    assert all(earlier.last == later.first for later, earlier in pairwise(periods))
    assert {(period.last - period.first).days + 1 for period in periods} == {8}


@given(WEEKS, DAYS)
def test_weeks_that_leave_days_out_leave_out_the_same_ones_every_week(own, day):
    periods = list(back(own, period_with(own, day)))
    assert {(WEEKDAYS[p.first.weekday()], WEEKDAYS[p.last.weekday()]) for p in periods} == {(own.first, own.last)}
    assert all(later.last - earlier.last == 7 * DAY for later, earlier in pairwise(periods))


@given(RULES, DAYS)
def test_no_period_ends_between_one_and_the_one_before(own, day):
    period = period_with(own, day)
    between = (period.last - own.previous(period)).days
    assert all(own.ending(period.last - n * DAY) is None for n in range(1, between))


@given(RULES, DAYS)
def test_each_period_after_leads_back_to_the_one_before_and_none_is_left_out(own, day):
    period = period_with(own, day)
    chain = [period, *islice(own.after(period), 15)]
    assert all(own.previous(later) == earlier.last for earlier, later in pairwise(chain))
    assert all(own.ending(later.last) == later for later in chain)


@pytest.mark.parametrize(
    ("own", "last", "following"),
    [
        (FRIDAYS, "2021-12-31", [("2021-12-31", "2022-01-07"), ("2022-01-07", "2022-01-14")]),
        (rule("week", "monday", "friday"), "2021-12-31", [("2022-01-03", "2022-01-07"), ("2022-01-10", "2022-01-14")]),
        (rule("week", "monday", "sunday"), "2024-02-25", [("2024-02-26", "2024-03-03"), ("2024-03-04", "2024-03-10")]),
        (rule("day"), "2024-02-28", [("2024-02-29", "2024-02-29"), ("2024-03-01", "2024-03-01")]),
        (rule("ten-days"), "2024-02-20", [("2024-02-21", "2024-02-29"), ("2024-03-01", "2024-03-10")]),
        (rule("month"), "2024-01-31", [("2024-02-01", "2024-02-29"), ("2024-03-01", "2024-03-31")]),
        (rule("month", start=16), "2024-02-15", [("2024-02-16", "2024-03-15"), ("2024-03-16", "2024-04-15")]),
        (rule("month", start=28), "2023-02-27", [("2023-02-28", "2023-03-27"), ("2023-03-28", "2023-04-27")]),
        (rule("quarter"), "2021-12-31", [("2022-01-01", "2022-03-31"), ("2022-04-01", "2022-06-30")]),
        (rule("half-year"), "2021-12-31", [("2022-01-01", "2022-06-30"), ("2022-07-01", "2022-12-31")]),
        (rule("year"), "2023-12-31", [("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31")]),
        (rule("irregular"), "2021-12-31", []),
    ],
)
def test_the_periods_after_one_are_the_calendars(own, last, following):
    found = islice(own.after(ending(own, last)), 2)
    assert [(period.first.isoformat(), period.last.isoformat()) for period in found] == following


@pytest.mark.parametrize("every", get_args(Frequency))
def test_no_release_is_announced_more_than_three_years_ahead(every):
    own = rule(every, *(("monday", "sunday") if every == "week" else ()))
    days = [period.last for period in islice(own.after(period_with(own, date(2023, 12, 31))), ANNOUNCED[every])]
    assert all(day <= date(2026, 12, 31) for day in days)
    assert len(days) == 12 or own.every in {"half-year", "year", "irregular"}


@given(RULES, DAYS)
def test_the_period_a_year_earlier_is_a_period_of_nearly_the_same_days(own, day):
    period = period_with(own, day)
    last = own.same_last_year(period)
    if last is None:
        assert (own.every, period.last.month, period.last.day) == ("day", 2, 29)
    else:
        earlier = own.ending(last)
        assert 364 <= (period.last - last).days <= 366
        assert 364 <= (period.first - earlier.first).days <= 366


@given(RULES, DAYS, st.integers(0, 999), st.times())
def test_a_release_is_due_so_many_days_after_the_last_day_in_vietnam(own, day, wait, hour):
    own = own.model_copy(update={"due": f"{wait} days {hour:%H:%M}"})
    period = period_with(own, day)
    due = own.due_at(period)
    assert (due.date() - period.last).days == wait
    assert due.isoformat().endswith(f"T{hour:%H:%M}:00+07:00")


@given(WEEKS, DAYS, st.sampled_from(WEEKDAYS))
def test_a_week_can_be_due_on_the_first_such_weekday_from_its_last_day_on(own, day, word):
    own = own.model_copy(update={"due": f"{word} 08:30"})
    period = period_with(own, day)
    due = own.due_at(period)
    assert WEEKDAYS[due.weekday()] == word
    assert 0 <= (due.date() - period.last).days <= 6


def test_unless_said_a_release_is_due_at_five_on_the_last_day():
    own = rule("month")
    assert own.due_at(ending(own, "2024-02-29")).isoformat() == "2024-02-29T17:00:00+07:00"


@pytest.mark.parametrize(
    ("own", "last", "first"),
    [
        (FRIDAYS, "2022-01-07", "2021-12-31"),
        (rule("week", "monday", "sunday"), "2022-01-02", "2021-12-27"),
        (rule("week", "monday", "friday"), "2022-01-07", "2022-01-03"),
        (rule("day"), "2024-02-29", "2024-02-29"),
        (rule("ten-days"), "2021-11-10", "2021-11-01"),
        (rule("ten-days"), "2021-11-20", "2021-11-11"),
        (rule("ten-days"), "2021-12-31", "2021-12-21"),
        (rule("ten-days"), "2023-02-28", "2023-02-21"),
        (rule("ten-days"), "2024-02-29", "2024-02-21"),
        (rule("month"), "2023-02-28", "2023-02-01"),
        (rule("month"), "2024-02-29", "2024-02-01"),
        (rule("month", start=16), "2021-01-15", "2020-12-16"),
        (rule("month", start=16), "2024-03-15", "2024-02-16"),
        (rule("month", start=28), "2023-02-27", "2023-01-28"),
        (rule("month", start=28), "2023-03-27", "2023-02-28"),
        (rule("quarter"), "2021-03-31", "2021-01-01"),
        (rule("quarter"), "2021-12-31", "2021-10-01"),
        (rule("half-year"), "2021-06-30", "2021-01-01"),
        (rule("half-year"), "2021-12-31", "2021-07-01"),
        (rule("year"), "2021-12-31", "2021-01-01"),
    ],
)
def test_a_period_runs_back_from_its_last_day(own, last, first):
    assert ending(own, last) == Period(date.fromisoformat(first), date.fromisoformat(last), own.every)


@pytest.mark.parametrize(
    ("own", "day"),
    [
        (FRIDAYS, "2022-01-06"),
        (rule("ten-days"), "2021-01-30"),
        (rule("ten-days"), "2024-02-28"),
        (rule("month"), "2024-02-28"),
        (rule("month", start=16), "2021-01-31"),
        (rule("month", start=28), "2023-02-28"),
        (rule("quarter"), "2021-04-30"),
        (rule("half-year"), "2021-09-30"),
        (rule("year"), "2021-06-30"),
    ],
)
def test_on_other_days_no_period_ends(own, day):
    assert ending(own, day) is None


@pytest.mark.parametrize(
    ("own", "last", "earlier"),
    [
        (FRIDAYS, "2021-11-12", "2020-11-13"),
        (rule("week", "monday", "sunday"), "2021-01-03", "2020-01-05"),  # week 53 of 2020
        (rule("week", "monday", "sunday"), "2021-01-10", "2020-01-12"),  # the week after it
        (rule("day"), "2024-03-01", "2023-03-01"),
        (rule("day"), "2024-02-29", None),
        (rule("day"), "2025-02-28", "2024-02-28"),
        (rule("ten-days"), "2024-02-29", "2023-02-28"),
        (rule("ten-days"), "2025-02-28", "2024-02-29"),
        (rule("month"), "2025-02-28", "2024-02-29"),
        (rule("month", start=16), "2022-01-15", "2021-01-15"),
        (rule("quarter"), "2021-12-31", "2020-12-31"),
        (rule("year"), "2021-12-31", "2020-12-31"),
    ],
)
def test_a_period_corresponds_to_one_a_year_earlier(own, last, earlier):
    assert own.same_last_year(ending(own, last)) == (earlier and date.fromisoformat(earlier))


@pytest.mark.parametrize(
    ("own", "last", "text"),
    [
        (rule("day"), "2021-11-12", "ngày 12/11/2021"),
        (FRIDAYS, "2021-11-12", "tuần từ ngày 5/11\u00a0- 12/11/2021"),
        (rule("week", "monday", "sunday"), "2022-01-02", "tuần từ ngày 27/12/2021\u00a0- 2/1/2022"),
        (rule("ten-days"), "2021-11-10", "10 ngày đầu tháng 11/2021"),
        (rule("ten-days"), "2021-11-20", "10 ngày giữa tháng 11/2021"),
        (rule("ten-days"), "2021-11-30", "kỳ từ ngày 21\u00a0- 30/11/2021"),
        (rule("month"), "2021-09-30", "tháng 9/2021"),
        (rule("month", start=16), "2021-10-15", "tháng 10/2021 (từ ngày 16/9\u00a0- 15/10)"),
        (rule("month", start=16), "2022-01-15", "tháng 1/2022 (từ ngày 16/12/2021\u00a0- 15/1/2022)"),
        (rule("quarter"), "2021-03-31", "quý I/2021"),
        (rule("quarter"), "2021-09-30", "quý III/2021"),
        (rule("quarter"), "2021-12-31", "quý IV/2021"),
        (rule("half-year"), "2021-06-30", "6 tháng đầu năm 2021"),
        (rule("half-year"), "2021-12-31", "6 tháng cuối năm 2021"),
        (rule("year"), "2021-12-31", "năm 2021"),
    ],
)
def test_a_period_is_said_as_in_a_sentence(own, last, text):
    assert plain(said(ending(own, last))) == text


@pytest.mark.parametrize(
    ("own", "last", "machine"),
    [
        (FRIDAYS, "2021-11-12", ["2021-11-05", "2021-11-12"]),
        (rule("ten-days"), "2021-11-20", ["2021-11"]),
        (rule("ten-days"), "2021-11-30", ["2021-11-21", "2021-11-30"]),
        (rule("month", start=16), "2021-10-15", ["2021-10", "2021-09-16", "2021-10-15"]),
        (rule("quarter"), "2021-09-30", ["2021-09-30"]),
        (rule("half-year"), "2021-12-31", ["2021"]),
        (rule("year"), "2021-12-31", ["2021"]),
    ],
)
def test_days_months_and_years_in_it_can_be_read_by_machines(own, last, machine):
    moments = [part for part in said(ending(own, last)) if isinstance(part, Moment)]
    assert [moment.machine or moment.day.isoformat() for moment in moments] == machine


@pytest.mark.parametrize(
    ("own", "clause"),
    [
        (FRIDAYS, "ngày ấy phải là thứ sáu"),
        (rule("week", "monday", "sunday"), "ngày ấy phải là chủ nhật"),
        (rule("month"), "ngày ấy phải là ngày cuối tháng"),
        (rule("month", start=16), "ngày ấy phải là ngày 15"),
        (rule("ten-days"), "ngày ấy phải là ngày 10, 20 hoặc ngày cuối tháng"),
        (rule("quarter"), "ngày ấy phải là ngày 31/3, 30/6, 30/9 hoặc 31/12"),
    ],
)
def test_the_day_that_names_a_file_is_told(own, clause):
    assert own.describes() == clause


@pytest.mark.parametrize("every", CALENDAR)
def test_every_kind_of_period_has_words_for_itself_for_its_last_day_and_for_the_one_before(every):
    assert rule(every).describes().startswith("ngày ấy ")
    assert PREVIOUS_WORDS[every]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"every": "moth"}, "period.every = “moth” không dùng được. Có phải “month” không? Chọn một trong: day, week"),
        ({"every": 7}, "period.every = “7” không dùng được."),
        (
            {"every": "week", "from": "fryday", "to": "friday"},
            "period.from = “fryday” không dùng được. Có phải “friday”",
        ),
        ({"every": "week", "from": "friday", "to": "Friday"}, "period.to = “Friday” không dùng được. Có phải “friday”"),
        ({"every": "week", "to": "friday"}, "kỳ tuần cần cả from và to"),
        ({"every": "week", "from": "friday"}, "kỳ tuần cần cả from và to"),
        ({"every": "month", "to": "friday"}, 'from và to chỉ dùng khi every = "week"'),
        ({"every": "quarter", "start": 1}, 'period.start: chỉ dùng khi every = "month"'),
        ({"every": "week", "from": "friday", "to": "friday", "start": 5}, 'period.start: chỉ dùng khi every = "month"'),
        ({"every": "month", "start": 29}, "period.start = 29: phải từ 1 đến 28"),
        ({"every": "month", "start": 0}, "period.start = 0: phải từ 1 đến 28"),
        ({"every": "month", "due": "friday 17:00"}, 'thứ trong tuần chỉ dùng khi every = "week"'),
        ({"every": "month", "due": "fryday 17:00"}, "“fryday” không phải là thứ trong tuần. Có phải “friday” không?"),
        ({"every": "month", "due": "3 days 25:00"}, "period.due = “3 days 25:00” không đúng dạng: viết như “3 days"),
        ({"every": "month", "due": "-1 days 17:00"}, "period.due = “-1 days 17:00” không đúng dạng"),
        ({"every": "month", "due": "17:00"}, "period.due = “17:00” không đúng dạng"),
        ({"every": "month", "due": "1 day 17:00\n"}, "không đúng dạng"),
    ],
)
def test_a_fault_in_the_rule_is_told_in_vietnamese(given, told):
    with pytest.raises(ValidationError) as caught:
        PeriodRule.model_validate(given)
    (error,) = caught.value.errors()
    assert error["type"] == "value_error"
    assert told in str(error["ctx"]["error"])


def test_unknown_keys_are_refused_and_nothing_changes_after_reading():
    with pytest.raises(ValidationError, match="extra_forbidden"):
        rule("month", begin=16)
    with pytest.raises(ValidationError, match="frozen"):
        rule("month").start = 16


def test_every_key_is_described_under_the_name_it_is_written_by():
    schema = PeriodRule.model_json_schema()["properties"]
    assert list(schema) == ["every", "from", "to", "start", "week_one", "cutoff", "due"]
    assert all(part["description"] for part in schema.values())
