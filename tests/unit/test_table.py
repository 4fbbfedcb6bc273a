import unicodedata
from datetime import date

import pytest
from openpyxl import Workbook

from bantin.errors import ProblemsFound
from bantin.ingest.sheet import read_sheet
from bantin.ingest.table import Table, find_table

HEADS = ("Đơn vị", "Số điểm")
LINES = ("Đơn vị,Số điểm,Tỷ lệ", "Ba Bể,5,70", "Na Rì,6,80")


@pytest.fixture
def read(tmp_path):
    def read(text, encoding="utf-8", heads=HEADS, header_rows=1) -> Table:
        path = tmp_path / "x.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return find_table(read_sheet(path, "data/x.csv", heads), heads, header_rows)

    return read


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_with_any_separator_line_end_and_byte_order_mark(read, separator, end, encoding):
    table = read(end.join(LINES).replace(",", separator), encoding)
    assert table.sheet.rows == tuple(tuple(line.split(",")) for line in LINES)
    assert (table.heads, list(table.rows()), table.column("Số điểm")) == (table.sheet.rows[0], [1, 2], 1)


def test_titles_above_the_heads_are_passed_over_and_addresses_stay_the_files_own(read):
    table = read("BÁO CÁO, tuần 45\n\nĐơn vị gửi: Sở\n" + "\n".join(LINES))
    assert (table.first, table.start) == (3, 4)
    cell = table.cell(4, table.column("Số điểm"))
    assert (cell.reference, table.text(4, 1)) == ("B5", "5")


def test_a_quoted_line_break_is_a_space_and_its_row_one_row(read):
    table = read('Đơn vị,"Số\nđiểm"\n"Ba\r\nBể","1.393"\nNa Rì,6')
    assert table.sheet.rows == (("Đơn vị", "Số điểm"), ("Ba Bể", "1.393"), ("Na Rì", "6"))
    assert table.cell(2, 1).reference == "B3"


@pytest.mark.parametrize("head", ["SỐ  ĐIỂM", unicodedata.normalize("NFD", "Số điểm"), " Số\u00a0điểm "])
def test_a_head_is_found_in_other_case_spacing_and_composition(read, head):
    assert read(f"Đơn vị,{head}\n").column("Số điểm") == 1


def test_cells_are_composed_and_a_short_row_ends_in_empty_cells(read):
    table = read("Đơn vị,Số điểm\n" + unicodedata.normalize("NFD", "Ba Bể"))
    assert (table.text(1, 0), table.text(1, 1)) == ("Ba Bể", "")
    assert (table.head(1), table.head(7)) == ("Số điểm", "")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "không thấy hàng tiêu đề cột"),
        (b"a,b\n1,2\n", "không thấy hàng tiêu đề cột"),
        ("Đơn vị,Số điểm".encode("utf-16-le")[:-1], "không phải"),
        (b"PK\x03\x04\x00\x00", "không phải là tệp văn bản CSV"),
    ],
)
def test_what_is_no_such_table_is_refused(read, content, what):
    with pytest.raises(ProblemsFound, match=what):
        read(content)


def test_of_several_rows_the_one_with_most_heads_is_the_heads(read):
    table = read("Đơn vị gửi,Sở\nĐơn vị,,\nĐơn vị,Số điểm,Tỷ lệ\nBa Bể,5,70\nĐơn vị,Số điểm\n")
    assert table.start == 3


def test_empty_rows_are_no_data(read):
    assert list(read("Đơn vị,Số điểm\n\nBa Bể,5\n,,\nNa Rì,6\n").rows()) == [2, 4]


@pytest.mark.parametrize(
    ("above", "days"),
    [
        ("Từ ngày 5/11/2021 đến ngày 12/11/2021", [(date(2021, 11, 5), "A1"), (date(2021, 11, 12), "A1")]),
        ("Bắc Kạn,đến ngày 12 tháng 11 năm 2021", [(date(2021, 11, 12), "B1")]),
        ("Kỳ 12.11.2021", [(date(2021, 11, 12), "A1")]),
        ("Số: 45/2021/BC; 31/11/2021; tháng 11/2021; 112/11/20215", []),
        ("Tuần đến 12-11-2021 17:00", [(date(2021, 11, 12), "A1")]),
        ("Bắc Kạn,ngày 15 tháng 11 năm 2021", []),
        ("(Kèm theo Báo cáo số 120 ngày 15/11/2021)", []),
    ],
)
def test_the_dates_above_the_heads_are_found_with_their_cells(read, above, days):
    assert [(day, cell.reference) for day, cell in read(f"{above}\nĐơn vị,Số điểm\nBa Bể,5\n").days_above()] == days


def test_dates_within_the_data_are_none_of_the_tables(read):
    assert read("Đơn vị,Số điểm\n1/1/2020,5\n").days_above() == []


BOTH = ("Đơn vị", "Quét mã / Điểm", "Quét mã / Lượt", "Tỷ lệ")


def test_two_rows_of_heads_in_a_csv_file_are_joined_under_the_wide_one(read):
    table = read("Báo cáo\nĐơn vị,Quét mã,,Tỷ lệ\n,Điểm,Lượt,\nBa Bể,5,70,3\n", heads=BOTH, header_rows=2)
    assert (table.heads, table.first, table.start) == (BOTH, 1, 3)


def test_merged_heads_of_a_workbook_count_for_each_column_below_them(tmp_path):
    book = Workbook()
    for row in (["BÁO CÁO"], ["Đơn vị", "Quét mã", None, "Tỷ lệ"], [None, "Điểm", "Lượt"], ["Ba Bể", 5, 70, 3]):
        book.active.append(row)
    for area in ("A1:D1", "A2:A3", "B2:C2", "D2:D3"):
        book.active.merge_cells(area)
    book.save(tmp_path / "x.xlsx")
    table = find_table(read_sheet(tmp_path / "x.xlsx", "x.xlsx", BOTH), BOTH, 2)
    assert (table.heads, table.start) == (BOTH, 3)
