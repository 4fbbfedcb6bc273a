import re
from pathlib import Path

import pytest

from bantin.errors import Problem, ProblemsFound
from bantin.ingest.dataset import Dataset, read_dataset
from bantin.model import Status

TEXT = (Path(__file__).parents[2] / "data/qr-covid/dataset.toml").read_text(encoding="utf-8")


@pytest.fixture
def read(tmp_path):
    def read(old="", new="") -> Dataset:
        assert old in TEXT
        path = tmp_path / "qr-covid/dataset.toml"
        path.parent.mkdir()
        path.write_bytes(TEXT.replace(old, new, 1).encode())
        return read_dataset(path, "data/qr-covid/dataset.toml")

    return read


@pytest.fixture
def problem_of(read):
    def problem_of(old, new) -> Problem:
        with pytest.raises(ProblemsFound) as caught:
            read(old, new)
        (problem,) = caught.value.problems
        assert problem.remedy
        return problem

    return problem_of


def test_bad_toml_is_told_with_its_line(problem_of):
    problem = problem_of('"06"', "06x")
    line = TEXT[: TEXT.index('"06"')].count("\n") + 1
    assert (problem.line, problem.file) == (line, "data/qr-covid/dataset.toml")
    assert "TOML" in problem.what


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("source ", "sourec ", "thiếu mục “source”"),
        ('area        = "06"', "area = 6", "area: “6” phải là chữ"),
        ('area        = "06"', 'area = ""', "area đang để trống"),
        ("decimals = 2", 'decimals = "hai"', "indicators.app_share.decimals: giá trị “hai” không đúng kiểu"),
        ("decimals = 2", "decimals = 7", "indicators.app_share.decimals = 7 quá lớn"),
        ('"week"', '"moth"', "period.every = “moth” không dùng được. Có phải “month” không?"),
        ('"friday 17:00"', '"fryday 17:00"', "“fryday” không phải là thứ trong tuần. Có phải “friday” không?"),
        ('"friday 17:00"', '"friday 25:00"', "period.due = “friday 25:00” không đúng dạng"),
        ('part_of = "points"', 'part_of = "point"', "không có chỉ tiêu “point”. Có phải “points”"),
        ('part_of = "points"', 'share_of = ["points", "scan"]', "không có chỉ tiêu “scan”. Có phải “scans”"),
        ('of    = "points"', 'of = "scan"', "charts.of: không có chỉ tiêu “scan”. Có phải “scans”"),
        ('kind  = "bars"', 'kind = "bar"', "charts.1.kind: “bar” không dùng được. Có phải “bars” không?"),
        ('kind  = "bars"', 'kind = "grouped"', "grouped cần từ hai chỉ tiêu"),
        ('of    = "points"', 'of = ["points", "scans"]', "bars chỉ vẽ một chỉ tiêu"),
        (
            '"bars"\nof    = "points"',
            '"lines"\nof = ["points", "app_share"]',
            "points và app_share phải cùng đơn vị tính",
        ),
        ('kind  = "bars"', 'kind = "stacked"', "stacked cần indicators.points.parts có hai đến bốn phần"),
        (
            '"bars"\nof    = "points"',
            '"shares"\nof = "app_share"',
            "shares cần chỉ tiêu cộng được, app_share thì không",
        ),
        ('kind  = "bars"', 'kind = "bars"\nitem = "058"', "item chỉ dùng với lines"),
        ('kind  = "bars"', 'kind = "bars"\nbase = "tuần trước"', "base chỉ dùng với slope"),
        (
            '"bars"\nof    = "points"',
            '"lines"\nof = "points"\nitem = ["1","2","3","4","5"]',
            "nhiều nhất 4 chỉ tiêu hay mã",
        ),
        ("[indicators.scans]", "[indicators.so-luot]", "“so-luot” không dùng được"),
        ("[table]", "[tables.a]", "indicators.points.table: cần tên một bảng: a"),
        ("[table]", '[tables.a]\nrows = "area"\n[table]', "[table], hoặc nhiều mục [tables.<tên>]"),
        ('column = "Số lượt quét"', "", "cần đúng một trong các mục: column, records, share, rate, cumulative"),
        ('column = "Số lượt quét"', 'column = "a"\nrate = "points"', "cần đúng một trong các mục"),
        ('column = "Số lượt quét"', 'records = "sum"', "cần mục field"),
        ('column = "Số lượt quét"', 'records = "sum"\nfield = "luot"', "không có cột bản ghi “luot”"),
        ('column = "Số lượt quét"', 'records = "count"\nwhere = { luot = 0 }', "không có cột bản ghi “luot”"),
        ('column = "Số lượt quét"', 'cumulative = "scan"', "không có chỉ tiêu “scan”"),
        ("[statuses]", '[checks]\ntotal = "warn"\n[statuses]', "checks.total: “warn” không dùng được"),
    ],
)
def test_a_fault_is_told_in_vietnamese_with_the_name_of_its_key(read, old, new, what):
    with pytest.raises(ProblemsFound) as caught:
        read(old, new)
    assert any(what in problem.what for problem in caught.value.problems), caught.value
    assert all(problem.remedy for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("title ", 'titel = "x"\ntitle ', "titel"),
        ("[table]", '[table]\nrow = "area"', "table.row"),
        ("title ", 'slug = "khac"\ntitle ', "slug"),
    ],
)
def test_an_unknown_key_is_refused(problem_of, old, new, key):
    assert f"“{key}”" in problem_of(old, new).what


RECORDS = """
[fields.kind]
column = "Loại"
[fields.scans]
column = "Lượt"
type = "number"
[fields.day]
column = "Ngày"
type = "date"
[fields.silent]
column = "Im lặng"
type = "mark"
[indicators.n]
label = "n"
unit = "điểm"
"""


@pytest.fixture
def of_records(tmp_path):
    def of_records(own, fields=RECORDS, rows="record") -> Dataset:
        head = TEXT[: TEXT.index("[table]")] + f'[table]\nrows = "{rows}"\n'
        path = tmp_path / "qr-covid/dataset.toml"
        path.parent.mkdir()
        path.write_text(f"{head}{fields}{own}\n", encoding="utf-8")
        return read_dataset(path, "data/qr-covid/dataset.toml")

    return of_records


@pytest.mark.parametrize("where", ['scans = "!= 0"', 'day = "<= 2021-11-12"', "silent = true", "scans = 5"])
def test_a_condition_is_a_value_of_its_field_or_an_operator_and_one(of_records, where):
    assert of_records(f'records = "count"\nwhere = {{ {where} }}').indicators["n"].where


@pytest.mark.parametrize(
    "where",
    [
        'scans = "> abc"',
        'scans = "nhiều"',
        'scans = ""',
        "scans = true",
        "scans = 0.5",
        'day = "2021-13-01"',
        'day = "> hôm qua"',
        "day = 5",
        'silent = "có lẽ"',
        'kind = "> Chợ"',
    ],
)
def test_a_condition_that_does_not_fit_its_field_is_told_once(of_records, where):
    with pytest.raises(ProblemsFound) as caught:
        of_records(f'records = "count"\nwhere = {{ {where} }}')
    (problem,) = caught.value.problems
    assert "where" in problem.what
    assert not re.search(r"\.(bool|int|str)\b", problem.what + problem.remedy)


@pytest.mark.parametrize(
    "own", ['records = "sum"\nfield = "kind"', 'records = "sum"\nfield = "day"', 'records = "latest"\nfield = "kind"']
)
def test_only_numbers_are_added_up(of_records, own):
    with pytest.raises(ProblemsFound, match=r"indicators\.n\b|“n”"):
        of_records(own)


def test_the_latest_needs_a_date(of_records):
    with pytest.raises(ProblemsFound):
        of_records('records = "latest"\nfield = "scans"', RECORDS.replace('type = "date"', 'type = "text"'))


@pytest.mark.parametrize(("own", "rows"), [('column = "Lượt"', "record"), ('records = "count"', "area")])
def test_an_indicator_that_its_table_cannot_have_is_told(of_records, own, rows):
    with pytest.raises(ProblemsFound, match=r"indicators\.n\b|“n”"):
        of_records(own, rows=rows)


def test_all_faults_of_the_file_are_told_at_once(read):
    with pytest.raises(ProblemsFound) as caught:
        read('title       = "Quét mã QR phòng, chống dịch Covid-19"', 'titel = "x"')
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize("status", ["khong_cong_bo", "zero", "reported"])
def test_words_cannot_be_declared_for_figures(problem_of, status):
    assert status in problem_of("not_published  =", f"{status} =").what


def test_declared_words_come_to_those_everybody_may_use(read):
    own = read('["", "không có số liệu"]', '["Chưa gửi"]\nnil = ["KPS"]\nprovisional = ["p"]')
    words = {"chưa gửi": Status.NOT_REPORTED, "": Status.NOT_REPORTED, "không có số liệu": Status.NOT_REPORTED}
    words |= {"không xếp hạng": Status.NOT_APPLICABLE, "không áp dụng": Status.NOT_APPLICABLE, "kps": Status.NIL}
    assert {word: own.marks[word] for word in words} == words
    assert set(own.provisional_marks) == {"(sơ bộ)", "p"}
    assert "p" not in own.marks


def test_a_declared_word_wins_over_one_at_hand(read):
    assert read('["không công bố"]', '["không có số liệu"]').marks["không có số liệu"] is Status.NOT_PUBLISHED


@pytest.mark.parametrize("word", ["ky", "nguon", "ten", "va", "khong", "is", "for"])
def test_an_indicator_may_not_take_a_word_of_the_story_language(problem_of, word):
    assert word in problem_of("[indicators.scans]", f"[indicators.{word}]").what


def test_a_computed_indicator_is_not_computed_from(problem_of):
    more = '[indicators.a]\nlabel = "a"\nunit = "%"\nshare = ["points", "scans"]\n'
    more += '[indicators.b]\nlabel = "b"\nunit = "điểm"\ncumulative = "a"\n[indicators.scans]'
    assert "indicators.b" in problem_of("[indicators.scans]", more).what


@pytest.mark.parametrize("name", ["QR", "qr covid", "bản-tin", "-qr"])
def test_a_folder_whose_name_is_no_address_is_refused(tmp_path, name):
    path = tmp_path / name / "dataset.toml"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(ProblemsFound, match="tên thư mục"):
        read_dataset(path, "dataset.toml")
