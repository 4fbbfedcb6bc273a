"""Tables of figures → releases: wide, long and several tables, and every cell that cannot be read."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from bantin.errors import Problem
from bantin.ingest.codelist import Codelist
from bantin.ingest.release import period_of
from bantin.model import Item, Release, Status
from made import dataset, told
from made import read as read_release

HEADS = ("Đơn vị", "Số điểm", "Thứ hạng", "Im lặng", "Tỷ lệ", "Chênh lệch")
INDICATORS = {
    "points": {"column": "Số điểm", "label": "Điểm", "rank": "Thứ hạng"},
    "silent": {"column": "Im lặng", "part_of": "points"},
    "share": {"column": "Tỷ lệ", "unit": "%", "decimals": 2},
    "moved": {"column": "Chênh lệch", "negative": True},
}
TABLE = {"rows": "area", "total": "Toàn tỉnh", "ignore": ["STT"], "footnotes": ["(*)", "¹"]}
STATUSES = {
    "not_reported": ["", unicodedata.normalize("NFD", "chưa gửi")],
    "not_applicable": ["x"],
    "nil": ["-"],
    "provisional": ["(Ước)", "*"],
}
DATASET = dataset(INDICATORS, table=TABLE, statuses=STATUSES)
NAMES = ("TP. Bắc Kạn", "Ba Bể", "Na Rì", "Toàn tỉnh")


def table(*rows: str, heads=HEADS):
    """Rows by their cells' texts, parted by `|` as no cell has that; what is left out at the end is empty."""
    return "\n".join(";".join(row) for row in (heads, *(row.split("|") for row in rows)))


def rows(*points: str):
    """A row for each of the three units and the total, from the text of their points and on."""
    return table(*(f"{name}|{text}" for name, text in zip(NAMES, points, strict=True)))


@pytest.fixture
def read(tmp_path):
    def read(text, own=DATASET, **codelists: Codelist) -> tuple[Release | None, list[Problem]]:
        path = tmp_path / "2021-11-12.csv"
        path.write_text(text, encoding="utf-8")
        return read_release(own, {"": path}, **codelists)

    return read


@pytest.fixture
def errors(read):
    def errors(text, own=DATASET) -> list[tuple[str, str]]:
        release, problems = read(text, own)
        found = [problem for problem in problems if problem.is_error]
        assert (release is None) == bool(found)
        assert all(problem.remedy for problem in problems)
        return told(found)

    return errors


def test_a_release_has_values_statuses_and_cells(read):
    release, problems = read(rows("2||0|20,94%", "3|không áp dụng||5|-4", "không công bố", "8|||70"))
    assert problems == []
    assert (release.period.first, release.period.last) == (date(2021, 11, 5), date(2021, 11, 12))
    assert release.files == ("data/thu/2021-11-12.csv",)
    seen = release.observations
    assert (seen["share", "058"].value, seen["share", "058"].cells[0].reference) == (Decimal("20.94"), "E2")
    assert seen["moved", "061"].value == -4
    assert release.ranks["points", "061"].status is Status.NOT_APPLICABLE
    assert seen["silent", "06"].value is None


SAID = {"2": "reported", "0": "zero", "-": "nil", "2 (ước)": "provisional", "": "not_reported", "x": "not_applicable"}


@pytest.mark.parametrize(("text", "status"), [*SAID.items(), ("không công bố", "not_published")])
def test_each_status_is_kept_apart_from_the_six_others(read, text, status):
    release, problems = read(rows(text, "3", "4", "không công bố"))
    assert problems == []
    seen = release.observations["points", "058"]
    assert seen.status is Status(status)
    values = {"reported": 2, "provisional": 2, "zero": 0, "nil": 0}
    assert (seen.value, len(seen.cells)) == (values.get(status), 1)


@pytest.mark.parametrize("text", ["Không Công Bố", " KHÔNG  CÔNG BỐ ", unicodedata.normalize("NFD", "không công bố")])
def test_a_word_for_an_absence_may_be_in_any_case_spacing_and_composition(read, text):
    release, _ = read(rows(text, "3", "4", "9"))
    assert release.observations["points", "058"].status is Status.NOT_PUBLISHED


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_declared_word_is_known_however_either_file_composes_it(read, form):
    release, _ = read(rows(unicodedata.normalize(form, "chưa gửi"), "3", "4", "9"))
    assert release is not None
    assert release.observations["points", "058"].status is Status.NOT_REPORTED


@pytest.mark.parametrize(
    ("text", "value", "status"),
    [
        ("2(*)", 2, Status.REPORTED),
        ("2 ¹", 2, Status.REPORTED),
        ("2* (*)", 2, Status.PROVISIONAL),
        ("2 (SƠ BỘ)", 2, Status.PROVISIONAL),
        ("2 (Ước)", 2, Status.PROVISIONAL),
        ("2 (ước)", 2, Status.PROVISIONAL),
        ("0*", 0, Status.PROVISIONAL),
        ("không công bố (*)", None, Status.NOT_PUBLISHED),
    ],
)
def test_a_footnotes_mark_is_passed_over_and_a_provisional_one_is_a_status(read, text, value, status):
    release, problems = read(rows(text, "3", "4", "không công bố").replace("Ba Bể", "Ba Bể (*)"))
    assert problems == []
    seen = release.observations["points", "058"]
    assert (seen.value, seen.status) == (value, status)
    assert ("points", "061") in release.observations


@pytest.mark.parametrize("text", ["n/a", "khong cong bo", "0 điểm", "{{ points }}", "2 (**)", "* 2", "(*)2"])
def test_any_other_word_is_an_error_at_its_cell(errors, text):
    ((cell, what),) = errors(rows(text, "3", "4", "9"))
    assert cell == "B2"
    assert text in what


@pytest.mark.parametrize("stem", ["2021-11-11", "2021-13-12", "so-lieu", "20211112", "2021-W45-5", "2300-01-05"])
def test_a_name_that_is_not_the_last_day_of_a_period_names_no_period(stem):
    assert period_of("2021-11-12", DATASET) == DATASET.period.ending(date(2021, 11, 12))
    assert period_of(stem, DATASET) is None


def test_a_missing_column_is_told_with_the_head_that_resembles_it(errors):
    text = rows("2", "3", "4", "9").replace("Im lặng", "Im lăng")
    assert errors(text) == [("", "thiếu cột “Im lặng”. Có phải “Im lăng” không?")]


def test_an_undeclared_column_is_a_warning_and_an_ignored_one_nothing(read):
    _, problems = read(table(*NAMES[::-1], heads=(*HEADS, "STT", "Ghi chú")))
    assert [(p.cell.reference, p.is_error) for p in problems] == [("H1", False)]


def test_two_columns_of_one_name_are_an_error(errors):
    assert errors(table(*NAMES, heads=(*HEADS, "số  điểm"))) == [("G1", "hai cột cùng tên “số điểm”.")]


@pytest.mark.parametrize("name", ["H. Na Rì", "UBND huyện Na Rì"])
def test_a_unit_twice_is_told_at_the_second_row_as_severely_as_wanted(read, errors, name):
    text = rows("", "", "", "") + f"\n{name};5"
    ((cell, what),) = errors(text)
    assert cell == "A6"
    assert "dòng 4" in what
    warned = dataset(INDICATORS, table=TABLE, checks={"duplicate": "warning"})
    release, (problem,) = read(text, warned)
    assert not problem.is_error
    assert release.observations["points", "066"].value is None  # the first row's


def test_a_unit_without_a_row_is_a_warning_and_counts_as_not_reported(read):
    release, (problem,) = read(table("Ba Bể|3", "Na Rì|4", "Toàn tỉnh|9"))
    assert not problem.is_error
    assert "thành phố Bắc Kạn" in problem.what
    assert ("points", "058") not in release.observations


def test_a_total_without_a_row_is_an_error(errors):
    ((_, what),) = errors(table(*NAMES[:3]))
    assert "Toàn tỉnh" in what


def test_a_total_may_have_several_names(read):
    own = dataset(INDICATORS, table={**TABLE, "total": ["Toàn tỉnh", "Tổng cộng"]})
    release, problems = read(rows("2", "3", "4", "9").replace("Toàn tỉnh", "TỔNG CỘNG"), own)
    assert (release.observations["points", "06"].value, problems) == (9, [])


def test_an_unknown_unit_is_an_error_at_its_row(errors):
    ((cell, what),) = errors(rows("", "", "", "") + "\nHuyện Ba Bê;3")
    assert cell == "A6"
    assert what.endswith("không có “Huyện Ba Bê”. Có phải “huyện Ba Bể” không?")


def test_a_name_that_may_be_the_whole_or_a_part_is_refused(errors):
    text = rows("2", "3", "4", "9").replace("TP. Bắc Kạn", "Bắc Kạn")
    assert ("A2", "“Bắc Kạn” có thể là thành phố Bắc Kạn và tỉnh Bắc Kạn.") in errors(text)


@pytest.mark.parametrize(
    "row",
    [
        "A. CÁC HUYỆN",
        "(*) Số liệu chưa đầy đủ.",
        ";;;NGƯỜI LẬP BIỂU",
        "Người lập;;;;Thủ trưởng đơn vị",
        ";Nguyễn Văn A",
        "Ghi chú: theo báo cáo của 8 đơn vị.",
    ],
)
def test_a_banner_a_footnote_or_a_signature_is_passed_over(read, row):
    text = rows("2", "3", "4", "9").split("\n")
    release, problems = read("\n".join([text[0], row, *text[1:], "", row]))
    assert problems == []
    assert release.observations["points", "06"].cells[0].reference == "B6"


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (";3", "không có tên"),
        ("Cộng;9", "“Cộng”"),
        ("Các huyện;;;;20,94%", "“Các huyện”"),
        ("Đội lưu động;3 (sơ bộ)", "“Đội lưu động”"),
        ("Đơn vị khác;;;0", "“Đơn vị khác”"),
        ("Cơ quan;3*", "“Cơ quan”"),
        ("Na Rit;không công bố", "“Na Rit”"),
        ("Thành phố Bắc Cạn;", "“Thành phố Bắc Cạn”"),
        ("Toàn tinh;", "“Toàn tinh”"),
    ],
)
def test_a_row_with_figures_or_a_name_like_a_units_is_never_passed_over(errors, row, word):
    ((cell, what),) = errors(rows("", "", "", "") + f"\n{row}")
    assert cell == "A6"
    assert word in what


def test_a_comma_that_parted_a_percentage_is_found_by_the_extra_cell(errors):
    text = rows("", "", "", "").replace(";", ",").replace("Toàn tỉnh,", "Toàn tỉnh,9,,,,5,94%")
    ((cell, what),) = errors(text)
    assert (cell, "tiêu đề" in what) == ("G5", True)


def test_a_cell_under_no_head_is_an_extra_cell_too(errors):
    text = table(*NAMES[:3], "Toàn tỉnh|9||||5|94%", heads=(*HEADS, ""))
    assert [cell for cell, _ in errors(text)] == ["G5"]


def test_blank_rows_empty_end_cells_and_titles_do_no_harm(read):
    text = "Báo cáo tuần\n\n" + rows("2", "3", "4", "9").replace("\n", ";;;;;;;\n\n;;\n")
    release, problems = read(text)
    assert problems == []
    assert release.observations["points", "06"].cells[0].reference == "B15"


def test_an_unreadable_cell_does_not_make_the_total_look_wrong(errors):
    ((cell, what),) = errors(rows("2", "3", "bốn", "10"))
    assert (cell, "“bốn”" in what) == ("B4", True)


@pytest.mark.parametrize("rank", ["0", "-1", "1,5", "nhất"])
def test_a_rank_is_a_whole_number_from_one(errors, rank):
    assert [cell for cell, _ in errors(rows(f"2|{rank}", "3", "", ""))] == ["C2"]


def test_ten_faults_of_one_file_are_told_in_one_run(read):
    text = table(
        "TP. Bắc Kạn|1,393||||",
        "Ba Bể|hai|0||20.94%|",
        "Na Rì|3||-1||x y",
        "Huyện Ba Bê|4",
        "|5",
        "na rì|6",
        "Toàn tỉnh|9||||5|94%",
        heads=(*HEADS, ""),
    )
    _, problems = read(text)
    places = ["B2", "B3", "C3", "E3", "D4", "F4", "A5", "A6", "A7", "G8"]
    assert [cell for cell, _ in told(problems)] == places
    assert len({problem.what for problem in problems}) == 10
    assert all(problem.remedy and problem.is_error for problem in problems)


# The long layout, other codelists, several tables --------------------------------------------------------

LONG = {"rows": "area", "layout": "long", "total": "Toàn tỉnh", "value_column": "Số"}
LONG_DATASET = dataset({"points": {"column": "Số điểm"}, "share": {"column": "Tỷ lệ", "unit": "%"}}, table=LONG)
LONG_HEADS = ("Đơn vị", "Chỉ tiêu", "Số")


def test_a_long_table_has_a_figure_a_row(read):
    lines = [f"{name}|SỐ ĐIỂM|{points}" for name, points in zip(NAMES, ("2", "3", "không công bố", "9"), strict=True)]
    release, problems = read(table(*lines, "Ba Bể|Tỷ lệ|20%", heads=LONG_HEADS), LONG_DATASET)
    assert [problem.is_error for problem in problems] == [False] * 2, "each unit whose share has no row"
    seen = release.observations
    assert (seen["points", "061"].value, seen["points", "061"].cells[0].reference) == (3, "C3")
    assert (seen["share", "061"].value, seen["points", "066"].status) == (20, Status.NOT_PUBLISHED)
    assert ("share", "058") not in seen


def test_faults_of_a_long_table_are_told_at_their_cells(errors):
    lines = [f"{name}|Số điểm|1" for name in NAMES]
    text = table(*lines, "Ba Bể|Số điêm|1", "Ba Bể|Tỷ lệ|hai", "Ba Bê|Tỷ lệ|2", "Na Rì|Số điểm|1", heads=LONG_HEADS)
    found = errors(text, LONG_DATASET)
    assert [cell for cell, _ in found] == ["B6", "C7", "A8", "B9"]
    assert "“Số điêm”. Có phải “Số điểm” không?" in found[0][1]


PRODUCTS = Codelist(
    {
        "gao": Item("gao", "Gạo tẻ", unit="kg"),
        "vang": Item("vang", "Vàng", unit="chỉ", aliases=("Vàng 9999",)),
        "cu": Item("cu", "Hàng cũ", valid_to=date(2021, 1, 1)),
    }
)


def test_the_rows_may_be_of_another_codelist(read):
    own = dataset({"price": {"column": "Giá", "unit": "đồng"}}, table={"rows": "goods", "column": "Mặt hàng"})
    text = table("gạo  tẻ|12.000", "Vàng 9999|5.200.000", heads=("Mặt hàng", "Giá"))
    release, problems = read(text, own, goods=PRODUCTS)
    assert problems == []
    assert {key: seen.value for key, seen in release.observations.items()} == {
        ("price", "gao"): 12000,
        ("price", "vang"): 5_200_000,
    }


def test_an_item_whose_code_is_also_an_areas_is_not_the_whole(read):
    own = dataset({"price": {"column": "Giá"}}, table={"rows": "goods", "column": "Mặt hàng"})
    goods = Codelist({code: Item(code, name) for code, name in (("06", "Gạo"), ("07", "Vàng"))})
    release, problems = read(table("Gạo|1", "Vàng|2", heads=("Mặt hàng", "Giá")), own, goods=goods)
    assert release is None
    assert [problem.cell.reference for problem in problems if problem.is_error] == ["A2"]


def test_an_item_that_is_no_longer_valid_is_told(read):
    own = dataset({"price": {"column": "Giá", "unit": "đồng"}}, table={"rows": "goods", "column": "Mặt hàng"})
    text = table("Gạo tẻ|1", "Vàng|2", "Hàng cũ|3", heads=("Mặt hàng", "Giá"))
    release, (problem,) = read(text, own, goods=PRODUCTS)
    assert (release, problem.cell.reference) == (None, "A4")


SEVERAL = dataset(
    {"points": {"column": "Điểm", "table": "a"}, "price": {"column": "Giá", "table": "b", "unit": "đồng"}},
    tables={"a": {"rows": "area", "sheet": "Đơn vị"}, "b": {"rows": "goods", "column": "Mặt hàng", "sheet": "Giá"}},
)
A = [["Đơn vị", "Điểm"], ["TP. Bắc Kạn", 2], ["Ba Bể", 3], ["Na Rì", 4]]
B = [["GIÁ CẢ"], ["Mặt hàng", "Giá"], ["Gạo tẻ", 12], ["Vàng", 5]]


def saved(folder, kind):
    """Both tables: as two CSV files, or as two sheets of a workbook."""
    if kind == "csv":
        paths = {name: folder / f"2021-11-12.{name}.csv" for name in "ab"}
        for name, content in (("a", A), ("b", B)):
            paths[name].write_text("\n".join(",".join(map(str, row)) for row in content), encoding="utf-8")
        return paths
    book = Workbook()
    book.remove(book.active)
    for title, content in (("Đơn vị", A), ("Giá", B)):
        sheet = book.create_sheet(title)
        for row in content:
            sheet.append(row)
    path = folder / "2021-11-12.xlsx"
    book.save(path)
    return dict.fromkeys("ab", path)


@pytest.mark.parametrize(("kind", "references"), [("csv", {"B3", "B4"}), ("xlsx", {"Đơn vị!B3", "Giá!B4"})])
def test_several_tables_of_a_period_make_one_release(tmp_path, kind, references):
    release, problems = read_release(SEVERAL, saved(tmp_path, kind), goods=PRODUCTS)
    assert problems == []
    assert len(release.files) == {"csv": 2, "xlsx": 1}[kind]
    values = {key: seen.value for key, seen in release.observations.items()}
    assert values == {
        ("points", "058"): 2,
        ("points", "061"): 3,
        ("points", "066"): 4,
        ("price", "gao"): 12,
        ("price", "vang"): 5,
    }
    cells = [release.observations[key].cells[0] for key in (("points", "061"), ("price", "vang"))]
    assert {cell.reference for cell in cells} == references


def test_faults_of_all_tables_are_told_together(tmp_path):
    files = saved(tmp_path, "csv")
    for path in files.values():
        path.write_text(path.read_text(encoding="utf-8").replace("3", "ba").replace("5", "năm"), encoding="utf-8")
    release, problems = read_release(SEVERAL, files, goods=PRODUCTS)
    assert release is None
    assert [(problem.file, problem.cell.reference) for problem in problems] == [
        ("data/thu/2021-11-12.a.csv", "B3"),
        ("data/thu/2021-11-12.b.csv", "B4"),
    ]


def test_two_rows_of_heads_are_read_as_one(read):
    own = dataset(
        {"points": {"column": "Quét mã / Điểm"}, "scans": {"column": "Quét mã / Lượt"}},
        table={"rows": "area", "header_rows": 2},
    )
    text = "BÁO CÁO\nĐơn vị;Quét mã;\n;Điểm;Lượt\n" + "\n".join(f"{name};1;2" for name in NAMES[:3])
    release, problems = read(text, own)
    assert problems == []
    seen = release.observations["scans", "066"]
    assert (seen.value, seen.cells[0].reference) == (2, "C6")


@pytest.mark.parametrize(
    ("above", "severity", "cell"),
    [
        ("Từ ngày 5/11/2021 đến ngày 12/11/2021", "error", ""),
        ("Tuần đến 12.11.2021, số liệu lấy ngày 15/11/2021", "error", ""),
        ("Từ ngày 29/10/2021 đến ngày 4/11/2021", "error", "A1"),
        ("Từ ngày 29/10/2021 đến ngày 4/11/2021", "warning", "A1"),
        ("Từ ngày 29/10/2021 đến ngày 4/11/2021", "off", ""),
        ("Tuần 45 năm 2021", "error", ""),
    ],
)
def test_the_dates_in_a_file_are_those_of_its_name(read, above, severity, cell):
    own = dataset(INDICATORS, table=TABLE, checks={"period": severity})
    release, problems = read(f"{above}\n" + rows("2", "3", "4", "9"), own)
    assert [(p.cell.reference, p.is_error) for p in problems] == ([(cell, severity == "error")] if cell else [])
    assert (release is None) == bool(cell and severity == "error")
    assert all("4/11/2021" in p.what and "12/11/2021" in p.what for p in problems)
