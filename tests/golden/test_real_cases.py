"""The golden cases made of real published figures: every figure that was published, every kind of sentence, none typed.

The kinds of sentence, by the names that they were listed under when the published bulletins were read, are here; what
each looks like in our wording is in `patterns.toml`.
"""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from bantin.ingest.archive import Archive, read_archive
from bantin.model import Bulletin
from bantin.pipeline import make_all, problems_of
from bantin.publish.views import BulletinView, DatasetView
from bantin.vietnamese import NBSP
from proved import PARTIALS, Fresh

HERE = Path(__file__).parent
PUBLISHED = {
    "bau-cu": "231861 231384 99.79 99.99 99.98 99.95 99.91 99.74 99.24 702 763",
    "bau-cu-so-bo": "231860 231384 99.99 99.75 701 763",
    "cap-do-dich-14-01": "8 5 2 1 3 4",
    "cap-do-dich-18-01": "90 14 1 3 4 2 5 108 8",
    "cap-do-dich-19-01": "91 12 2 3 90 14 1 108 0",
    "cap-do-dich-tuan-17": "41 42 21 4 2 0 108 8",
    "tthc-vinh-phuc": "4131 2171 6302 4169 4157 12 90 15 1598 61 1537 99.71 0.29 2.16 "
    "14043 2191 16234 14101 14064 37 461 3.27",
    "vac-xin": "101020 45537 27279 18258 8 7 338000",
    "xang-dau": "10942 11631 9941 7965 8670 11520 12235 9857 7882 8545 578 604 84 83 125 "
    "28959 29639 29983 30653 26650 25550 25160 24400 21560 20590 680 670 1100 760 970",
}
PRINTED_WRONG = {
    "bau-cu-as-printed": [
        "cột này có ô 3 chữ số lẻ, có ô chỉ 2.",  # 99,997% for one town, so that it leads alone
        "ghi 99,79% nhưng 231.384/231.861 là 99,794%.",
    ],
    "tthc-vinh-phuc-as-printed": ["ghi 3,3% nhưng 461/14.101 là 3,27%."],
}
KINDS = {
    "bau-cu": "TITLE-COLON TOP NEXT TIE ALL-ABOVE FRACTION",
    "cap-do-dich-14-01": "GROUP-BY-VALUE GROUPED-ENUM SOURCE END",
    "cap-do-dich-18-01": "CUT-OFF DELTA-PAREN DELTA-TAIL FRACTION UNCHANGED TREND-WITHOUT-NUMBER SINGLE-UNIT",
    "cap-do-dich-19-01": "STATE-CHANGE STATE-CHANGE-UP DELTA-PAREN ZERO ENUM-2 ENUM-3 CONCLUSION",
    "cap-do-dich-tuan-17": "WEEK-TITLE WEEK-BODY ZERO-LEAD MIXED-UNIT-NOUN GROUPED-ENUM",
    "vac-xin": "AS-OF TOTAL+PARTS ALL ROUND CONCLUSION",
    "xang-dau": "FROM-HOUR DELTA+CEILING FROM-TO STREAK UNIT-CHANGE ROUND-OVER-TITLE RANGE-OVER-ITEMS",
    "tthc-vinh-phuc": "FLOW SHARE-DAT SHARE-CHIEM TOTAL+PARTS SAME-TEMPLATE-TWICE",
}
PATTERNS: dict[str, dict[str, str]] = tomllib.loads((HERE / "patterns.toml").read_text(encoding="utf-8"))
CASES = sorted(path.name.removeprefix("real-") for path in HERE.glob("real-*"))
NAMES = re.compile(r"Covid-19|(?:E5 )?RON \d\d|(?:cấp|mức) độ \d")
DIRECTION = re.compile(r"\b(?:tăng|giảm|lên|xuống|không thay đổi|giữ nguyên)\b")
CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def read(case: str) -> Archive:
    return read_archive(HERE / f"real-{case}" / "data", HERE / f"real-{case}" / "content")


def test_every_real_case_has_its_figures_or_its_faults_listed_here():
    assert sorted([*PUBLISHED, *PRINTED_WRONG]) == CASES


@pytest.mark.parametrize("case", PUBLISHED)
def test_published_figures_pass_the_check_and_are_all_carried(case):
    archive = read(case)
    assert problems_of(archive) == ()
    carried = {
        seen.value
        for folder in archive.folders
        for release in folder.releases
        for seen in release.observations.values()
    }
    for series in make_all(archive):
        carried |= {figure.value for bulletin in series.bulletins for figure in bulletin.figures}
    assert {Decimal(number) for number in PUBLISHED[case].split()} <= carried


@pytest.mark.parametrize("case", PRINTED_WRONG)
def test_what_was_printed_wrong_is_found(case):
    problems = problems_of(read(case))
    assert [problem.what for problem in problems] == PRINTED_WRONG[case]
    assert any(problem.is_error for problem in problems)


@pytest.mark.parametrize("case", CASES)
def test_no_number_is_typed_into_a_story(case):
    for folder in read(case).folders:
        assert re.findall(r"\d+", NAMES.sub("", CODE.sub("", folder.story))) == []


@pytest.mark.parametrize("case", CASES)
def test_no_direction_is_typed_into_a_story(case):
    for folder in read(case).folders:
        assert DIRECTION.findall(CODE.sub("", folder.story)) == []


def page(bulletin: Bulletin, dataset: DatasetView) -> str:
    """A bulletin as its page says it, from the title to the byline: a line a paragraph, no-break spaces as spaces."""
    view = BulletinView(bulletin, dataset, "Thử")
    signed = [{"name": byline.name, "role": byline.role} for byline in bulletin.bylines]
    byline = PARTIALS.get_template("components/byline/byline.html").render(bylines=signed)
    parts = (view.title_html, view.lead_html, view.body_html, view.after_html, byline)
    lines = "\n".join(str(part) for part in parts if part).replace(NBSP, " ")
    return re.sub(r"<[^>]*>", "", lines).strip()


def pages(case: str) -> str:
    """What all bulletins of a case say."""
    made = [
        (bulletin, DatasetView(series, Fresh())) for series in make_all(read(case)) for bulletin in series.bulletins
    ]
    return "\n\n".join(page(*pair) for pair in made)


def test_every_kind_of_sentence_of_the_published_bulletins_has_its_pattern():
    assert {case: " ".join(kinds) for case, kinds in PATTERNS.items()} == KINDS


@pytest.mark.parametrize("case", KINDS)
def test_every_kind_of_sentence_of_a_published_bulletin_is_said(case):
    said = pages(case)
    unsaid = [kind for kind, pattern in PATTERNS[case].items() if not re.search(pattern, said, re.MULTILINE)]
    assert unsaid == [], said


def test_a_month_and_a_quarter_are_told_by_one_story():
    month, quarter = (folder.story for folder in read("tthc-vinh-phuc").folders)
    assert month == quarter


def test_a_fast_report_says_of_its_figures_that_they_are_not_final():
    said = pages("bau-cu-so-bo")
    assert "Tỷ lệ cử tri đi bầu đạt 99,79% (sơ bộ)\n" in said
    assert "có 231.384/231.860 cử tri (sơ bộ) đi bầu, đạt tỷ lệ 99,79% (sơ bộ)." in said
    assert "701/763 tổ bầu cử (sơ bộ)" in said


def test_the_bulletins_of_two_days_are_told_by_one_story():
    first, second = (read(f"cap-do-dich-{day}").folders[0].story for day in ("18-01", "19-01"))
    assert first == second
