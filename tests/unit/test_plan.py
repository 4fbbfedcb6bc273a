from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bantin.charts.plan import plan_charts
from bantin.facts.facts import Facts
from bantin.ingest.codelist import Codelist
from bantin.ingest.dataset import read_dataset
from bantin.ingest.rules import ChartRule
from bantin.model import Cell, Item, Moment, Observation, Release, Status, plain

NAMES = {"1": "Ba Bể", "2": "Chợ Mới", "3": "Na Rì"}
CODELIST = Codelist(
    {"06": Item("06", "Bắc Kạn", "", "tỉnh"), **{c: Item(c, n, "06", "huyện") for c, n in NAMES.items()}}
)
DATASET = read_dataset(Path(__file__).parents[2] / "data/qr-covid/dataset.toml", "dataset.toml")
FRIDAY = date(2022, 1, 7)


def dataset(kind):
    return DATASET.model_copy(update={"charts": (ChartRule(kind=kind, of="points"),)})


def release(own, last, values):
    def seen(value) -> Observation:
        known = None if isinstance(value, Status) else Decimal(value)
        return Observation(known, value if known is None else Status.REPORTED, (Cell("x.csv", 1, 1),))

    observations = {("points", code): seen(value) for code, value in values.items()}
    return Release("thu", own.period.ending(last), "06", ("x.csv",), observations, {})


def bars(**values: str):
    own = dataset("bars")
    week = release(own, FRIDAY, {code[1]: value for code, value in values.items()})
    return plan_charts(Facts(own, {"area": CODELIST}, week, (week,)))


def lines(*values: str | None):
    own = dataset("lines")
    days = [FRIDAY - timedelta(weeks=back) for back in reversed(range(len(values)))]
    weeks = [release(own, day, {"06": v}) for day, v in zip(days, values, strict=True) if v is not None]
    return plan_charts(Facts(own, {"area": CODELIST}, weeks[-1], weeks))


def drawn(chart):
    """Each row's label, and what is drawn of it."""
    texts = [[mark.figure.text if mark.figure else mark.absence for mark in row.marks] for row in chart.rows]
    return [(row.label, *own) for row, own in zip(chart.rows, texts, strict=True)]


def test_bars_stand_from_the_highest_down_with_the_absent_after_them_in_their_own_words():
    (chart,) = bars(_1="0", _2=Status.NOT_PUBLISHED, _3="1200")
    assert drawn(chart) == [("huyện Na Rì", "1.200"), ("huyện Ba Bể", "0"), ("huyện Chợ Mới", "không công bố")]
    assert plain(chart.note) == "Không công bố: huyện Chợ Mới."


def test_without_any_figure_there_are_no_bars():
    assert bars(_1=Status.NOT_REPORTED, _06="5") == ()


def test_a_line_has_a_mark_for_every_week_and_gaps_are_told_with_their_days():
    (chart,) = lines("1", None, "3")
    assert drawn(chart) == [("24/12/2021", "1"), ("31/12/2021", "không có số liệu"), ("7/1/2022", "3")]
    assert Moment(date(2021, 12, 31), "31/12/2021") in chart.note
    assert plain(chart.note) == "Không có số liệu: 31/12/2021."


def test_a_week_that_was_not_published_is_not_called_unreported():
    (chart,) = lines("1", Status.NOT_PUBLISHED, "3")
    assert drawn(chart)[1] == ("31/12/2021", "không công bố")


@pytest.mark.parametrize("values", [("5",), ("5", Status.NOT_REPORTED), (Status.NOT_REPORTED, None, "5")])
def test_one_known_week_is_no_line(values):
    assert lines(*values) == ()


def test_a_line_begins_with_its_first_figure():
    (chart,) = lines(Status.NOT_REPORTED, "1", "2")
    assert [label for label, _ in drawn(chart)] == ["31/12/2021", "7/1/2022"]
    assert (
        plain(chart.description)
        .replace("\u00a0", " ")
        .startswith("Từ 1 điểm (kỳ đến 31/12/2021) đến 2 điểm (kỳ đến 7/1/2022); kỳ này tăng 1 điểm")
    )


def test_a_line_shows_the_last_two_years_at_most():
    (chart,) = lines(*map(str, range(1, 121)))
    assert len(chart.rows) == 104
    assert drawn(chart)[-1] == ("7/1/2022", "120")
