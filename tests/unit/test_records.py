"""Tables of records → figures counted from them, each with the cells it rests on."""

import re
import unicodedata
from datetime import date

import pytest
from openpyxl import Workbook

from bantin.errors import Problem
from bantin.model import Release, Status
from bantin.vietnamese import TONES
from made import dataset, read, told

HEADS = ("STT", "Mã điểm", "Huyện", "Loại", "Lượt", "Ngày", "Im lặng")
ROWS = (
    ("1", "A1", "Ba Bể", "Chợ", "5", "8/11/2021", ""),
    ("2", "A2", "H. Ba Bể", "bến  xe", "0", "12/11/2021", "x"),
    ("3", "A3", "Na Rì", "Bến xe", "", "2021-11-05", ""),
    ("4", "A4", "TP. Bắc Kạn", "Chợ", "1.200", "12/11/2021", "X"),
    ("5", "A5", "TP. Bắc Kạn", "", "không công bố", "10-11-2021", "không"),
)
FIELDS = {
    "code": {"column": "Mã điểm", "key": True},
    "kind": {"column": "Loại"},
    "scans": {"column": "Lượt", "type": "number"},
    "day": {"column": "Ngày", "type": "date", "in_period": True},
    "silent": {"column": "Im lặng", "type": "mark"},
}
TABLE = {"rows": "record", "column": "Huyện"}


def of(fields=FIELDS, table=TABLE, **indicators: dict):
    return dataset(indicators or {"n": {"records": "count"}}, table=table, fields=fields)


def csv(rows=ROWS, heads=HEADS):
    return "\n".join(";".join(row) for row in (heads, *rows))


@pytest.fixture
def release_of(tmp_path):
    def release_of(own, text=None) -> tuple[Release | None, list[Problem]]:
        path = tmp_path / "2021-11-12.csv"
        path.write_text(csv() if text is None else text, encoding="utf-8")
        return read(own, {"": path})

    return release_of


@pytest.fixture
def values(release_of):
    def values(own, text=None) -> dict:
        release, problems = release_of(own, text)
        assert [problem for problem in problems if problem.is_error] == []
        return {code: seen.value and int(seen.value) for (_, code), seen in release.observations.items()}

    return values


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({"records": "count"}, (5, 2, 2, 1)),
        ({"records": "sum", "field": "scans"}, (1205, 1200, 5, None)),
        ({"records": "missing", "field": "scans"}, (1, 0, 0, 1)),
        ({"records": "latest", "field": "scans"}, (None, 1200, 0, None)),
        ({"records": "sum", "field": "scans", "where": {"kind": "Gỗ"}}, (0, 0, 0, 0)),
    ],
)
def test_records_are_counted_summed_and_looked_up_for_the_whole_and_each_unit(values, rule, found):
    assert values(of(a=rule)) == dict(zip(("06", "058", "061", "066"), found, strict=True))


@pytest.mark.parametrize(
    ("where", "whole"),
    [
        ({"scans": 0}, 1),
        ({"scans": "= 0"}, 1),
        ({"scans": "!= 0"}, 2),
        ({"scans": "> 5"}, 1),
        ({"scans": ">=5"}, 2),
        ({"scans": "< 5"}, 1),
        ({"scans": "<= 5"}, 2),
        ({"kind": "BẾN XE"}, 2),
        ({"kind": "!= chợ"}, 3),
        ({"silent": True}, 2),
        ({"silent": False}, 3),
        ({"day": ">= 2021-11-10"}, 3),
        ({"day": "2021-11-12"}, 2),
        ({"silent": True, "scans": "> 0"}, 1),
        ({"scans": "> 1.000"}, 1),
        ({"scans": ">= 1.200"}, 1),
    ],
)
def test_a_condition_is_a_value_or_an_operator_and_a_value(values, where, whole):
    assert values(of(a={"records": "count", "where": where}))["06"] == whole


def test_decimals_and_negatives_are_counted_exactly(values):
    fields = {**FIELDS, "scans": {"column": "Lượt", "type": "number", "decimals": 2, "negative": True}}
    own = of(fields, a={"records": "sum", "field": "scans", "decimals": 2, "negative": True})
    text = csv([("1", "A1", "Ba Bể", "", "0,1", "", ""), ("2", "A2", "Ba Bể", "", "-0,3", "", "")])
    assert values(own, text)["061"] == 0
    own = of(fields, a={"records": "count", "where": {"scans": "> 0,05"}})
    assert values(own, text)["061"] == 1


def test_without_any_figure_or_record_nothing_was_reported(release_of):
    release, _ = release_of(of(a={"records": "sum", "field": "scans"}), csv([ROWS[2]]))
    seen = release.observations
    assert {code: seen["a", code].status for code in ("06", "066", "058")} == {
        "06": Status.NOT_REPORTED,
        "066": Status.NOT_REPORTED,
        "058": Status.NOT_REPORTED,
    }


def test_two_different_figures_of_the_latest_day_are_none_and_equal_ones_are_one(values):
    own = of(a={"records": "latest", "field": "scans"})
    same = [("", "A1", "Ba Bể", "", "7", "8/11/2021", ""), ("", "A2", "Ba Bể", "", "7", "8/11/2021", "")]
    assert values(own, csv(same))["061"] == 7


def test_a_figure_rests_on_the_columns_that_it_was_counted_from(release_of):
    own = of(a={"records": "sum", "field": "scans", "where": {"silent": True}})
    release, _ = release_of(own, "BÁO CÁO\n" + csv())
    seen = release.observations["a", "058"]
    assert [cell.reference for cell in seen.cells] == ["C3:C7", "G3:G7", "E3:E7"]
    assert {cell.file for cell in seen.cells} == {"data/thu/2021-11-12.csv"}
    assert seen.computation == "cộng cột Lượt của bản ghi của thành phố Bắc Kạn thỏa Im lặng có"


def test_how_many_had_no_figure_is_said(release_of):
    release, _ = release_of(of(a={"records": "sum", "field": "scans"}))
    assert "2 ô không có số" in release.observations["a", "06"].computation


def changed(row, column, text):
    rows = [list(own) for own in ROWS]
    rows[row - 2][HEADS.index(column)] = text
    return csv(rows)


@pytest.mark.parametrize(
    ("row", "column", "text", "what", "cell"),
    [
        (6, "Mã điểm", "A1", "“A1” đã có ở dòng 2", "B6"),
        (3, "Huyện", "Ba Bê", "“Ba Bê”. Có phải “Ba Bể”", "C3"),
        (3, "Huyện", "", "không có tên", "C3"),
        (4, "Lượt", "1,5", "hai cách", "E4"),
        (4, "Lượt", "-3", "số âm", "E4"),
        (4, "Lượt", "9" * 15, "quá lớn", "E4"),
        (5, "Ngày", "31/11/2021", "không phải là ngày", "F5"),
        (5, "Ngày", "4/11/2021", "nằm ngoài kỳ 5/11/2021 - 12/11/2021", "F5"),
        (5, "Ngày", "13/11/2021", "nằm ngoài kỳ", "F5"),
        (2, "Im lặng", "có lẽ", "dấu x", "G2"),
    ],
)
def test_a_fault_is_told_at_its_row_and_column(release_of, row, column, text, what, cell):
    release, problems = release_of(of(), changed(row, column, text))
    assert release is None
    ((place, said),) = told([problem for problem in problems if problem.is_error])
    assert (place, what in said) == (cell, True), said


@pytest.mark.parametrize("count", [1, 2])
def test_every_record_without_its_code_is_told(release_of, count):
    text = csv([*((row[0], "", *row[2:]) for row in ROWS[:count]), *ROWS[count:]])
    _, problems = release_of(of(), text)
    assert [place for place, _ in told(problems)] == ["B2", "B3"][:count]


def test_an_unknown_unit_is_told_for_every_record_that_names_it(release_of):
    text = csv([(*row[:2], "Ba Bê", *row[3:]) for row in ROWS])
    release, problems = release_of(of(), text)
    assert release is None
    assert [place for place, _ in told(problems) if place] == [f"C{row}" for row in range(2, 7)]


def test_a_fault_in_every_record_is_told_a_bounded_number_of_times(release_of):
    rows = [(str(n), f"A{n}", "Ba Bể", "", "nhiều", "8/11/2021", "") for n in range(500)]
    _, problems = release_of(of(), csv(rows))
    assert 50 <= len([problem for problem in problems if problem.is_error]) <= 60


@pytest.mark.parametrize(("severity", "count"), [("error", 1), ("warning", 1), ("off", 0)])
def test_a_code_twice_is_as_severe_as_the_dataset_wants(release_of, severity, count):
    own = dataset({"n": {"records": "count"}}, table=TABLE, fields=FIELDS, checks={"duplicate": severity})
    release, problems = release_of(own, changed(6, "Mã điểm", "A1"))
    assert [problem.is_error for problem in problems] == [severity == "error"] * count
    assert (release is None) == (severity == "error")


def test_a_unit_without_records_is_a_warning_and_has_none(release_of):
    release, (problem,) = release_of(of(), csv(ROWS[:3]))
    assert not problem.is_error
    assert "thành phố Bắc Kạn" in problem.what
    assert release.observations["n", "058"].status is Status.NOT_REPORTED
    zero, _ = release_of(of(table={"rows": "record", "column": "Huyện", "empty": "zero"}), csv(ROWS[:3]))
    assert zero.observations["n", "058"].status is Status.ZERO


def test_empty_rows_among_the_records_are_none(values):
    lines = csv().split("\n")
    text = "\n".join([*lines[:3], ";;;;;;", "", *lines[3:], "", ";;"])
    assert values(of(n={"records": "count"}), text)["06"] == 5


def test_a_fault_below_an_empty_row_keeps_its_own_row(release_of):
    lines = changed(6, "Lượt", "năm").split("\n")
    _, problems = release_of(of(), "\n".join(["Báo cáo", "", *lines[:3], "", *lines[3:]]))
    assert [place for place, _ in told(problems)] == ["E9"]


@pytest.mark.parametrize("line", [0, 1, -1])
def test_a_quoted_line_break_loses_no_record_and_moves_no_address(release_of, values, line):
    lines = ['"BÁO CÁO"', *csv().split("\n")]
    lines[line] = re.sub(
        "BÁO CÁO|Im lặng|không$", lambda found: f'"{found[0]}"'.replace(" ", "\n"), lines[line].strip('"')
    )
    text = "\n".join(lines)
    assert values(of(), text)["06"] == 5
    _, problems = release_of(of(), text.replace("không công bố", "năm"))
    assert [place for place, _ in told(problems)] == ["E7"]


def test_missing_and_unknown_columns_are_told(release_of):
    _, problems = release_of(of(), csv(heads=(*HEADS[:4], "Luợt", *HEADS[5:])))
    assert [(place, problem.is_error) for problem, (place, _) in zip(problems, told(problems), strict=True)] == [
        ("", True),
        ("E1", False),
    ]


def test_a_row_longer_than_the_heads_is_told_with_its_line(release_of):
    lines = csv().split("\n")
    lines[3] += ";thừa"
    release, problems = release_of(of(), "\n".join(lines))
    assert release is None
    assert {problem.cell.row if problem.cell else problem.line for problem in problems} == {4}


def test_a_cell_under_no_head_is_told_as_in_any_table(release_of):
    text = "\n".join(line + (";;x" if number == 3 else ";;") for number, line in enumerate(csv().split("\n")))
    release, problems = release_of(of(), text)
    assert (release, [place for place, _ in told(problems)]) == (None, ["I4"])


def test_a_quote_that_is_never_closed_is_told_as_that(release_of):
    release, problems = release_of(of(), csv().replace("bến  xe", '"bến xe'))
    assert release is None
    assert "ngoặc kép" in problems[0].what


def test_a_footnotes_mark_is_passed_over(values):
    own = of(table={**TABLE, "footnotes": ["(*)"]}, a={"records": "sum", "field": "scans"})
    assert values(own, csv().replace("Ba Bể;Chợ;5", "Ba Bể (*);Chợ;5(*)"))["061"] == 5


def workbook(path, above=()):
    book = Workbook()
    for row in above:
        book.active.append(row)
    book.active.append(HEADS)
    for row in ROWS:
        made = [int(row[0]), *row[1:4], {"1.200": 1200}.get(row[4], int(row[4]) if row[4].isdigit() else row[4])]
        day = row[5] if "-" in row[5] else date(*map(int, reversed(row[5].split("/"))))
        book.active.append([*(text if text != "" else None for text in made), day, row[6] or None])
    book.save(path)


def test_a_workbook_and_a_csv_file_of_the_same_records_say_the_same(tmp_path, release_of):
    own = of(
        n={"records": "count"},
        a={"records": "sum", "field": "scans", "where": {"day": "> 2021-11-07"}},
        b={"records": "missing", "field": "scans"},
        c={"records": "latest", "field": "scans"},
    )
    workbook(tmp_path / "2021-11-12.xlsx", [["BÁO CÁO"], []])
    (one, found), (other, also) = release_of(own, "BÁO CÁO\n\n" + csv()), read(own, {"": tmp_path / "2021-11-12.xlsx"})
    assert found == also == []
    assert one.observations.keys() == other.observations.keys()
    for key, seen in one.observations.items():
        same = other.observations[key]
        assert (seen.value, seen.status, seen.computation) == (same.value, same.status, same.computation)
        assert [f"Sheet!{cell.reference}" for cell in seen.cells] == [cell.reference for cell in same.cells]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1258"])
def test_records_are_read_in_any_encoding_that_a_table_may_have(tmp_path, encoding):
    path = tmp_path / "2021-11-12.csv"
    # Windows-1258 has a letter for every tone, to stand behind its vowel
    text = re.sub("[^ -~\n]", lambda vowel: parted(vowel[0]), csv()) if encoding == "cp1258" else csv()
    path.write_bytes(text.encode(encoding))
    release, problems = read(of(), {"": path})
    assert problems == []
    assert release.observations["n", "061"].value == 2


def parted(vowel):
    letter, *marks = unicodedata.normalize("NFD", vowel)
    tones = [mark for mark in marks if mark in TONES]
    return unicodedata.normalize("NFC", letter + "".join(m for m in marks if m not in tones)) + "".join(tones)


def test_records_of_one_place_need_no_column_of_units(release_of):
    own = dataset({"n": {"records": "count"}}, area="066", table=TABLE, fields={"kind": FIELDS["kind"]})
    release, problems = release_of(own, csv())
    assert [problem for problem in problems if problem.is_error] == []
    assert {key: seen.value for key, seen in release.observations.items()} == {("n", "066"): 5}
