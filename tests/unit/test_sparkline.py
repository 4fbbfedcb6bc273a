"""The newest periods as a small line: where its points stand, where it breaks, and that a wrong one is found."""

import re
from datetime import date

import pytest
from tests.site.alterations import proof_of_shipped

from bantin.charts.sparkline import sparkline
from bantin.proof.verify import Proof
from made import dataset, facts_of


def runs(svg: str) -> list[list[float]]:
    """The numbers of each unbroken run of the line."""
    found = re.search(r' d="([^"]*)"', svg)
    return [[float(own) for own in re.findall(r"[\d.]+", run)] for run in (found[1] if found else "").split("M")[1:]]


def drawn(*values: int | None, **parts: object) -> str:
    own = dataset({"n": {"column": "N", **parts}}, table={"rows": "area", "total": "Toàn tỉnh"})
    return sparkline(
        facts_of(own, *(None if value is None else {"n": {"06": str(value)}} for value in values)), "n", ""
    )


def test_points_stand_at_their_days_between_the_lowest_and_the_highest_value():
    svg = drawn(10, 20, 15)
    assert runs(svg) == [[3, 29, 60, 3, 117, 16]]
    assert '<circle class="dot" cx="117" cy="16" r="3"/>' in svg
    assert "<text" not in svg
    assert 'aria-hidden="true"' in svg


def test_equal_values_are_a_level_line_in_the_middle():
    assert runs(drawn(7, 7, 7)) == [[3, 16, 60, 16, 117, 16]]


def test_the_line_breaks_at_a_period_without_a_value_and_a_lonely_one_is_a_point():
    svg = drawn(10, None, 20, 30)
    assert len(runs(svg)) == 2
    assert re.search(r'd="M3 29h0M79 16 117 3"', svg)


def test_the_line_breaks_where_the_definition_changed():
    assert len(runs(drawn(10, 20, 30, 40, redefined=[date(2021, 11, 1)]))) == 2


@pytest.mark.parametrize("values", [(), (1,), (1, 2), (1, None, 2)])
def test_fewer_than_three_known_values_are_not_drawn(values):
    assert drawn(*values, *((1,) if not values else ())) == ""


def test_only_twenty_six_periods_are_drawn_in_six_hundred_bytes():
    svg = drawn(*(1000 + (value * 7919) % 997 for value in range(60)))
    assert [len(run) for run in runs(svg)] == [2 * 26]
    assert len(svg.encode()) <= 600


@pytest.fixture(scope="module")
def truth(site) -> Proof:
    return proof_of_shipped(site)


def test_every_point_of_the_home_page_is_proved(site, truth):
    home = (site / "index.html").read_text(encoding="utf-8")
    lines = re.findall(r'<svg class="spark".*?</svg>', home)
    assert lines
    assert all(len(line.encode()) <= 600 for line in lines)
    assert truth.file("index.html", home.encode()) == ()
    for line in lines:
        for place in re.finditer(r"(?<= d=\")M[^\"]*|(?<=c[xy]=\")[\d.]+", line):
            for number in re.finditer(r"\d[\d.]*", place[0]):
                start, end = place.start() + number.start(), place.start() + number.end()
                altered = f"{line[:start]}{float(number[0]) + 1:g}{line[end:]}"
                found = truth.file("index.html", home.replace(line, altered).encode())
                assert [one for one in found if "đường diễn biến nhỏ" in one.what], altered
    if len(lines) > 1:
        swapped = home.replace(lines[0], "@").replace(lines[1], lines[0]).replace("@", lines[1])
        assert truth.file("index.html", swapped.encode()) != (), "another dataset's line"
