import unicodedata
from datetime import date

import pytest

from bantin.errors import CellError, ProblemsFound
from bantin.ingest.codelist import find_item, read_codelist, read_populations
from bantin.model import Cell

HEAD = "code,parent,kind,name,authority,aliases,valid_from,valid_to,formed_from"
ROWS = (
    "06,,tỉnh,Bắc Kạn,UBND,Bắc Cạn,,2025-06-30",
    "058,06,thành phố,Bắc Kạn,UBND,Bắc Cạn,,2025-06-30",
    "061,06,huyện,Ba Bể,UBND,,,",
    "065,06,huyện,Chợ Mới,UBND,,,2025-06-30",
    "066,06,huyện,Na Rì,UBND,Na Rỳ | Na-Rì,,",
    "067,06,xã,Hòa Mục,UBND,,2025-07-01,,061 | 066",
)


@pytest.fixture
def codelist(tmp_path):
    return written(tmp_path, *ROWS)


def written(folder, *rows: str, head=HEAD, encoding="utf-8"):
    path = folder / "areas.csv"
    path.write_text("\n".join([head, *rows]), encoding=encoding)
    return read_codelist(path, "data/areas.csv")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *((text, "065") for text in ("Chợ Mới", "huyện Chợ Mới", "H. Chợ Mới", "H.CHỢ MỚI", "h Chợ  Mới", "065")),
        *(
            (text, "065")
            for text in ("UBND huyện Chợ Mới", "Ủy ban nhân dân H. Chợ Mới", "Uỷ ban nhân dân huyện Chợ Mới")
        ),
        *((text, "066") for text in ("Na Rỳ", "Na Rì", "Na-Rì", "Huyện Na Rỳ")),
        *((text, "058") for text in ("TP.Bắc Kạn", "TP Bắc Kạn", "Thành phố Bắc Kạn", "tp. bắc cạn")),
        *((text, "06") for text in ("Tỉnh Bắc Kạn", "T. Bắc Kạn")),
        *((text, "067") for text in ("Xã Hòa Mục", "xã Hoà Mục", "X. Hoà Mục")),
        (unicodedata.normalize("NFD", "Huyện Chợ Mới"), "065"),
    ],
)
def test_a_name_is_found_however_offices_write_it(codelist, text, code):
    assert find_item(text, codelist.items.values()).code == code


@pytest.mark.parametrize("text", ["Bắc Kạn", "Bắc Cạn", "UBND Bắc Kạn"])
def test_a_name_of_two_places_is_refused_with_both_named(codelist, text):
    with pytest.raises(CellError, match="có thể là tỉnh Bắc Kạn và thành phố Bắc Kạn") as caught:
        find_item(text, codelist.items.values())
    assert "cấp" in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "guess"), [("Huyện Chọ Mới", "huyện Chợ Mới"), ("Na Ri", "Na Rì"), ("HUYỆN CHỌ MỚI", "huyện Chợ Mới")]
)
def test_an_unknown_name_is_told_with_the_closest_known(codelist, text, guess):
    with pytest.raises(CellError) as caught:
        find_item(text, codelist.items.values())
    assert caught.value.what.endswith(f"Có phải “{guess}” không?")


@pytest.mark.parametrize("text", ["Huyện Bắc Kạn", "Ba", "", "Mới"])
def test_half_a_name_or_the_wrong_kind_is_no_place(codelist, text):
    with pytest.raises(CellError, match=f"không có “{text}”"):
        find_item(text, codelist.items.values())


@pytest.mark.parametrize(
    ("day", "codes"), [("2025-06-30", ["058", "061", "065", "066"]), ("2025-07-01", ["061", "066", "067"])]
)
def test_the_parts_of_an_area_are_those_valid_on_the_day(codelist, day, codes):
    assert [item.code for item in codelist.parts("06", date.fromisoformat(day))] == codes


def test_a_codelist_of_products_needs_only_codes_and_names(tmp_path):
    codelist = written(tmp_path, "gao,Gạo tẻ,kg", "vang,Vàng,", head="code,name,unit")
    assert [(item.code, item.full_name, item.unit) for item in codelist.items.values()] == [
        ("gao", "Gạo tẻ", "kg"),
        ("vang", "Vàng", ""),
    ]


def test_the_codes_that_an_item_continues_are_read(codelist):
    assert codelist.items["067"].formed_from == ("061", "066")


def test_all_faults_of_the_file_are_told_at_once(tmp_path):
    with pytest.raises(ProblemsFound) as caught:
        written(
            tmp_path,
            "06,,tỉnh,Bắc Kạn,,,30/6/2025,",
            "06,,tỉnh,Bắc Kạn,,,,",
            ",,huyện,Ba Bể,,,,",
            "07,09,huyện,Na Rì,,,,,08",
        )
    found = caught.value.problems
    assert [problem.line for problem in found][:3] == [2, 3, 4]
    assert ["valid_from" in found[0].what, "“09”" in found[3].what, "“08”" in found[4].what] == [True] * 3
    assert all(problem.remedy for problem in found)


@pytest.mark.parametrize("head", ["code,parent", "code,name,ten", "code,name,name", ""])
def test_other_heads_than_a_codelists_are_refused(tmp_path, head):
    with pytest.raises(ProblemsFound, match="hàng tiêu đề không đúng"):
        written(tmp_path, head=head)


def people(folder, codelist, *rows: str):
    path = folder / "populations.csv"
    path.write_text("\n".join(["area,date,population,source", *rows]), encoding="utf-8")
    return read_populations(path, "data/populations.csv", codelist)


@pytest.mark.parametrize(
    ("day", "number", "cell"),
    [
        ("2019-03-31", None, ""),
        ("2019-04-01", 313905, "C3"),
        ("2021-11-12", 313905, "C3"),
        ("2025-01-01", 324_352, "C2"),
    ],
)
def test_the_population_of_a_day_is_the_latest_counted_by_then(codelist, tmp_path, day, number, cell):
    known = people(tmp_path, codelist, "06,2024-04-01,324.352,Điều tra", "06,2019-04-01,313905,Tổng điều tra")
    found = known.population("06", date.fromisoformat(day))
    assert (found and found.number, found.cell.reference if found else "") == (number, cell)
    assert known.population("061", date(2025, 1, 1)) is None
    assert known.items == codelist.items


def test_faults_of_the_populations_are_told_with_their_lines(codelist, tmp_path):
    with pytest.raises(ProblemsFound) as caught:
        people(tmp_path, codelist, "99,2019-04-01,5,x", "06,1/4/2019,5,x", "06,2019-04-01,năm nghìn,x")
    assert [problem.line for problem in caught.value.problems] == [2, 3, 4]
    assert {problem.file for problem in caught.value.problems} == {"data/populations.csv"}


def test_the_cell_of_a_population_is_where_it_is_written(codelist, tmp_path):
    known = people(tmp_path, codelist, "", "06,2019-04-01,313905,x")
    assert known.population("06", date(2020, 1, 1)).cell == Cell("data/populations.csv", 3, 3)


def test_a_place_on_a_map_of_tiles_is_a_column_and_a_row(tmp_path):
    head = "code,name,tile"
    assert [item.tile for item in written(tmp_path, "1,A,2.10", "2,B,", head=head).items.values()] == [(2, 10), None]
    with pytest.raises(ProblemsFound) as caught:
        written(tmp_path, "1,A,2-1", "2,B,0.1", head=head)
    assert [(problem.line, problem.what) for problem in caught.value.problems] == [
        (2, "“2-1” ở cột tile không phải là một vị trí."),
        (3, "“0.1” ở cột tile không phải là một vị trí."),
    ]
