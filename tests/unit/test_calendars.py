"""Calendars of coming releases: each event is when its period is due, and any calendar program can read the file."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bantin.ingest.archive import read_archive
from bantin.ingest.period import ANNOUNCED, WEEKDAYS, PeriodRule
from bantin.pipeline import Series, make_all
from bantin.proof.coming import coming
from bantin.publish.calendars import calendar
from bantin.publish.offer import Offer
from bantin.publish.portal import Portal

ROOT = Path(__file__).parents[2]
PORTAL = Portal("https://bantin.example.vn", "Bản tin", "Cổng thông tin", {})
WEEKS = {"every": "week", "from": "friday", "to": "friday", "due": "friday 17:00"}
RULES = [
    (WEEKS, "2021-12-31"),
    ({"every": "week", "from": "monday", "to": "sunday", "due": "monday 08:30"}, "2024-02-25"),
    ({"every": "day", "due": "1 day 00:15"}, "2024-02-24"),
    ({"every": "ten-days", "due": "2 days 17:00"}, "2024-02-20"),
    ({"every": "month", "due": "5 days 17:00"}, "2023-12-31"),
    ({"every": "month", "start": 16, "due": "0 days 17:00"}, "2024-01-15"),
    ({"every": "month", "start": 28}, "2023-02-27"),
    ({"every": "quarter", "due": "10 days 17:00"}, "2021-12-31"),
    ({"every": "half-year", "due": "15 days 17:00"}, "2021-12-31"),
    ({"every": "year", "due": "60 days 17:00"}, "2023-12-31"),
]


@cache
def reference() -> Series:
    archive = read_archive(ROOT / "data", ROOT / "content")
    return next(series for series in make_all(archive) if series.folder.dataset.slug == "qr-covid")


def offer(rule: dict[str, object], last: str) -> Offer:
    """The reference dataset, as though its periods were others and its newest one ended on the day."""
    folder, bulletins = reference().folder, reference().bulletins
    own = PeriodRule.model_validate(rule)
    period = own.ending(date.fromisoformat(last))
    release = replace(folder.releases[-1], period=period)
    dataset = folder.dataset.model_copy(update={"period": own})
    made = replace(folder, dataset=dataset, releases=(release,))
    return Offer(Series(made, (replace(bulletins[-1], period=period),)))


def events(content: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(content).events


@pytest.mark.parametrize(("rule", "last"), RULES)
def test_every_event_is_when_its_period_is_due(rule, last):
    own = offer(rule, last)
    newest, period_rule = own.series.folder.releases[-1].period, own.series.folder.dataset.period
    found = events(calendar(PORTAL, "Lịch", own.url, [own]))
    wanted = list(islice(period_rule.after(newest), ANNOUNCED[period_rule.every]))
    assert [event.start for event in found] == [period_rule.due_at(period) for period in wanted]
    assert [event["UID"] for event in found] == [f"qr-covid-{period.last}@bantin.example.vn" for period in wanted]
    for event, period in zip(found, wanted, strict=True):
        due = period_rule.due_at(period)
        assert event.start.utcoffset() == timedelta(0)
        assert event.end - event.start == timedelta(minutes=30)
        assert event["DTSTAMP"].dt == own.series.bulletins[-1].published
        assert event["SUMMARY"] == "Công bố số liệu: Quét mã QR phòng, chống dịch Covid-19"
        assert event["DESCRIPTION"].startswith("Số liệu ")
        assert (
            f"giờ{f' {due.minute} phút' if due.minute else ''} ngày {due.day}/{due.month}/{due.year}."
            in (event["DESCRIPTION"])
        )
        assert event["URL"] == "https://bantin.example.vn/ban-tin/qr-covid/"
        assert event.categories == ["Chuyển đổi số"]


def test_a_week_from_friday_to_friday_is_told_whole():
    first = events(calendar(PORTAL, "Lịch", "", [offer(WEEKS, "2021-11-12")]))[0]
    assert first.start == datetime(2021, 11, 19, 10, tzinfo=UTC), "five o'clock in Vietnam"
    assert first["DESCRIPTION"] == (
        "Số liệu tuần từ ngày 12/11 - 19/11/2021, do Sở Thông tin và Truyền thông cung cấp. "
        "Dự kiến công bố lúc 17 giờ ngày 19/11/2021."
    )


@pytest.mark.parametrize(("rule", "last"), RULES)
def test_the_lines_are_as_the_standard_wants_them(rule, last):
    """Without the library that wrote them: folded at 75 octets, between letters, each ended by CR and LF."""
    content = calendar(PORTAL, "Lịch công bố; thử, dài " * 5, "", [offer(rule, last)])
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")[:-1]
    assert not [line for line in lines if b"\n" in line or b"\r" in line or len(line) > 75]
    assert [line.decode("utf-8") for line in lines]
    whole = content.decode().replace("\r\n ", "").split("\r\n")[:-1]
    assert all(line.partition(":")[0].partition(";")[0].replace("-", "").isupper() for line in whole)
    assert whole[0] == "BEGIN:VCALENDAR"
    assert whole[-1] == "END:VCALENDAR"
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") > 0
    assert "VERSION:2.0" in whole
    assert "REFRESH-INTERVAL;VALUE=DURATION:P1D" in whole
    name = ("Lịch công bố; thử, dài " * 5).replace(";", "\\;").replace(",", "\\,")
    assert f"X-WR-CALNAME:{name}" in whole
    assert r"SUMMARY:Công bố số liệu: Quét mã QR phòng\, chống dịch Covid-19" in whole


def test_a_period_keeps_its_name_in_the_calendar_when_another_is_published():
    before, after = (events(calendar(PORTAL, "", "", [offer(WEEKS, last)])) for last in ("2021-11-12", "2021-11-19"))
    assert [event["UID"] for event in before][1:] == [event["UID"] for event in after][:-1]
    assert len({event["UID"] for event in before}) == len(before) == 12


def test_several_datasets_stand_in_time_order():
    weekly, daily = offer(WEEKS, "2021-11-12"), offer({"every": "day"}, "2021-11-12")
    daily.rules = daily.rules.model_copy(update={"slug": "hang-ngay"})
    found = events(calendar(PORTAL, "", "", [weekly, daily]))
    starts = [event.start for event in found]
    assert len(found) == 24
    assert starts == sorted(starts)
    assert len({event["UID"] for event in found}) == 24


def test_what_has_no_rule_or_no_release_announces_nothing():
    irregular = offer({"every": "irregular"}, "2021-11-12")
    empty = Offer(Series(replace(reference().folder, releases=()), ()))
    for own in (irregular, empty):
        assert (own.coming, own.calendar_url, own.next_html) == ([], "", "")


WHOLE_WEEKS = st.builds(
    lambda first, last: {"every": "week", "from": first, "to": last},
    st.sampled_from(WEEKDAYS),
    st.sampled_from(WEEKDAYS),
)
OTHERS = st.sampled_from(["day", "ten-days", "month", "quarter", "half-year", "year"]).map(lambda word: {"every": word})
STARTS = st.integers(1, 28).map(lambda start: {"every": "month", "start": start})
WAITS = st.builds("{} days {:%H:%M}".format, st.integers(0, 400), st.times())
WEEKLY_WAITS = WAITS | st.builds("{} {:%H:%M}".format, st.sampled_from(WEEKDAYS), st.times())


@given(
    st.tuples(OTHERS | STARTS, WAITS) | st.tuples(WHOLE_WEEKS, WEEKLY_WAITS),
    st.dates(date(1980, 1, 1), date(2150, 1, 1)),
)
def test_the_proof_counts_the_same_days_by_its_own_way(declared, day):
    form, due = declared
    rule = PeriodRule.model_validate({**form, "due": due})
    newest = next(period for n in range(400) if (period := rule.ending(day + timedelta(days=n))))
    periods = list(islice(rule.after(newest), ANNOUNCED[rule.every]))
    assert [(own.period, own.due) for own in coming(rule, newest)] == [(own, rule.due_at(own)) for own in periods]
