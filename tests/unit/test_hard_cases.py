"""What offices and time do to a dataset: mergers, levels of units, silence, unlike units, links, wrong titles."""

from pathlib import Path

import openpyxl
import pytest

from bantin.errors import ProblemsFound
from bantin.ingest.archive import read_archive
from bantin.model import plain
from bantin.pipeline import make_all, problems_of

ROOT = Path(__file__).parents[2]
MONTH = '[period]\nevery = "month"\n'
STORY = "Tiêu đề: Có {{ n }}\n---\nTrong {{ ky }} có {{ n }}; {{ n | so_voi('tháng trước') }}.\n"
CASES = '[indicators.n]\ncolumn = "Ca"\nlabel = "Số ca"\nunit = "ca"\n'


class Data:
    """A `data/` with the shipped areas and one dataset."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "data" / "thu"
        self.folder.mkdir(parents=True)
        (root / "content").mkdir()
        for name in ("areas.csv", "populations.csv"):
            (root / "data" / name).write_bytes((ROOT / "data" / name).read_bytes())
        self.root = root
        self.put("story.md", STORY)

    def put(self, name: str, text: str) -> None:
        """Write a file of the dataset."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def declare(self, table: str, rest: str = CASES, period: str = MONTH, area: str = "06") -> None:
        """Write dataset.toml."""
        head = f'title = "Thử"\nsource = "Sở"\ncategory = "Thử"\narea = "{area}"\n'
        self.put("dataset.toml", f"{head}{period}[table]\n{table}\n{rest}")

    def leads(self) -> list[str]:
        """The leads of the bulletins, in time order."""
        series = make_all(read_archive(self.root / "data", self.root / "content"))
        return [plain(b.lead).replace("\u00a0", " ") for one in series for b in one.bulletins]

    def problems(self, *, errors: bool = True) -> list[str]:
        """The errors, or the warnings, as they are told."""
        found = problems_of(read_archive(self.root / "data", self.root / "content"))
        return [str(problem) for problem in found if problem.is_error == errors]


@pytest.fixture
def data(tmp_path):
    return Data(tmp_path)


def communes(*, after: bool) -> str:
    """A file of all communes before or after the merger: one case each, and nine in the new Bằng Thành."""
    lines = (ROOT / "data" / "areas.csv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split(",") for line in lines]
    kinds = {"xã", "phường", "thị trấn"}
    chosen = [row for row in rows if row[2] in kinds and (row[1] == "06~2025") == after]
    cases = [(f"{row[2]} {row[3]}", 9 if after and row[3] == "Bằng Thành" else 1) for row in chosen]
    body = "".join(f"{name},{count}\n" for name, count in cases)
    return f"Đơn vị,Ca\n{body}Toàn tỉnh,{sum(count for _, count in cases)}\n"


BY_COMMUNE = 'rows = "area"\ntotal = "Toàn tỉnh"\nkinds = ["xã", "phường", "thị trấn"]'


def test_communes_are_followed_across_the_merger_where_the_codelist_says_what_they_were_formed_from(data):
    data.declare(BY_COMMUNE)
    data.put("2025-06-30.csv", communes(after=False))
    data.put("2025-07-31.csv", communes(after=True))
    own = "{{ n | cua('xã Bằng Thành') }} ở xã Bằng Thành, {{ n | cua('xã Bằng Thành') | so_voi('tháng trước') }}."
    data.put("story.md", STORY.rstrip() + " " + own)
    assert data.leads() == [
        "Trong tháng 6/2025 có 108 ca. 1 ca ở xã Bằng Thành.",
        (
            "Trong tháng 7/2025 có 45 ca; giảm 63 ca so với tháng trước. "
            "9 ca ở xã Bằng Thành, tăng 5 ca so với tháng trước."  # it was formed of four, one case each
        ),
    ]


def test_an_area_that_is_no_more_is_an_error_that_says_so(data):
    data.declare('rows = "area"\ntotal = "Toàn thành phố"', area="058")
    data.put("2025-07-31.csv", "Đơn vị,Ca\nToàn thành phố,5\n")
    assert "thành phố Bắc Kạn (mã 058) không có hiệu lực vào ngày 31/7/2025" in data.problems()[0]


def test_a_name_of_another_level_is_told_as_that_and_not_as_unknown(data):
    data.declare('rows = "area"\ntotal = "Toàn tỉnh"')
    data.put("2021-11-30.csv", "Đơn vị,Ca\nPhường Sông Cầu,5\nToàn tỉnh,5\n")
    (told,) = [one for one in data.problems() if "Sông Cầu" in one]
    assert "phường Sông Cầu không thuộc các dòng của bảng" in told
    assert 'kinds = ["phường"]' in told


@pytest.mark.parametrize(
    ("period", "name", "title", "fits"),
    [
        (MONTH, "2021-11-30", "BÁO CÁO THÁNG 10 NĂM 2021", False),
        (MONTH, "2021-11-30", "Tháng 11/2021 (so với tháng 10/2021)", True),
        (MONTH, "2021-11-30", "Bắc Kạn, ngày 2 tháng 12 năm 2021", True),
        ('[period]\nevery = "quarter"\n', "2021-12-31", "Quý III/2021", False),
        ('[period]\nevery = "quarter"\n', "2021-12-31", "Quý 4 năm 2021", True),
        ('[period]\nevery = "year"\n', "2021-12-31", "BÁO CÁO NĂM 2020", False),
    ],
)
def test_the_periods_name_in_the_title_is_that_of_the_files_name(data, period, name, title, fits):
    data.declare('rows = "area"\ntotal = "Toàn tỉnh"', period=period)
    data.put(f"{name}.csv", f'"{title}"\nĐơn vị,Ca\nToàn tỉnh,5\n')
    data.put("story.md", "Tiêu đề: Có {{ n }}\n---\nCó {{ n }}.")
    assert [("trong tệp ghi" in one) for one in data.problems()] == ([] if fits else [True])


def test_an_items_unit_is_used_only_where_that_is_asked_for(data):
    more = '[indicators.gia]\ncolumn = "Giá"\nlabel = "Giá"\nunit = "đồng"\nitem_unit = true\n'
    share = '[indicators.cs]\ncolumn = "Chỉ số"\nlabel = "Chỉ số"\nunit = "%"\ndecimals = 1\n'
    data.declare('rows = "hang"\ncolumn = "Hàng"', CASES + more + share)
    data.put("hang.csv", "code,name,unit\n1,Gạo,đồng/kg\n")
    data.put("2021-11-30.csv", 'Hàng,Ca,Giá,Chỉ số\nGạo,8,15000,"2,6%"\n')
    data.put("story.md", "Tiêu đề: x\n---\n{{ n | cua('Gạo') }}, {{ gia | cua('Gạo') }}, {{ cs | cua('Gạo') }}.")
    assert data.leads() == ["8 ca, 15.000 đồng/kg, 2,6%."]


RECORDS = '[indicators.n]\nrecords = "count"\nlabel = "Số ca"\nunit = "ca"\n[fields.k]\ncolumn = "Mã"\n'


def test_a_whole_without_the_records_of_a_unit_is_not_stated_unless_none_means_nought(data):
    data.put("2021-11-30.csv", "Đơn vị,Mã\nBa Bể,1\nNa Rì,2\n")
    data.declare('rows = "record"', RECORDS)
    assert data.leads() == ["Kỳ này chưa có số liệu chung."]
    data.declare('rows = "record"\nempty = "zero"', RECORDS)
    assert data.leads() == ["Trong tháng 11/2021 có 2 ca."]
    assert data.problems(errors=False) == []


def test_changes_in_one_unit_are_told_apart_by_their_names(data):
    dead = CASES.replace("indicators.n", "indicators.d").replace("Ca", "Chết").replace("Số ca", "Số người chết")
    data.declare('rows = "area"\ntotal = "Toàn tỉnh"', CASES + dead)
    for month, values in (("10-31", "5,2"), ("11-30", "7,1")):
        data.put(f"2021-{month}.csv", f"Đơn vị,Ca,Chết\nToàn tỉnh,{values}\n")
    data.put("story.md", "Tiêu đề: x\n---\nSo sánh: {{ [n, d] | so_voi('tháng trước') }}.")
    assert data.leads()[1] == "So sánh: số ca tăng 2 ca và số người chết giảm 1 ca so với tháng trước."


def test_faults_of_cells_are_told_together_with_faults_of_what_they_say(data):
    data.declare('rows = "area"\ntotal = "Toàn tỉnh"')
    data.put("2021-11-30.csv", "Đơn vị,Ca\nBa Bể,#DIV/0!\nNa Ri,5\nNa Rì,abc\nToàn tỉnh,-1\n")
    told = "\n".join(data.problems())
    for fault in ("#DIV/0!", "abc", "-1"):
        assert fault in told


def test_a_cell_merged_over_two_units_is_an_error(data):
    data.declare('rows = "area"\ntotal = "Toàn tỉnh"')
    book = openpyxl.Workbook()
    for row in (["Đơn vị", "Ca"], ["Ba Bể", 5], ["Na Rì", None], ["Toàn tỉnh", 5]):
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    book.save(data.folder / "2021-11-30.xlsx")
    assert "ô gộp trùm nhiều dòng" in data.problems()[0]


def test_links_that_lead_nowhere_or_out_are_told_and_not_followed(data, tmp_path):
    data.declare('rows = "area"\ntotal = "Toàn tỉnh"')
    (data.folder / "2021-10-31.csv").symlink_to(tmp_path / "none.csv")
    (tmp_path / "outside.csv").write_text("Đơn vị,Ca\nToàn tỉnh,5\n", encoding="utf-8")
    (data.folder / "2021-11-30.csv").symlink_to(tmp_path / "outside.csv")
    assert [("dẫn ra ngoài" in one) for one in data.problems()] == [True, True]


@pytest.mark.parametrize(
    "inside", ["<script>x</script>", '<image href="http://e.vn/x.png"/>', '<rect onload="x()"/>', "<foreignObject/>"]
)
def test_a_picture_that_runs_or_fetches_is_refused(data, inside):
    data.declare('rows = "area"\ntotal = "Toàn tỉnh"')
    data.put("2021-11-30.csv", "Đơn vị,Ca\nToàn tỉnh,5\n")
    images = data.root / "content" / "images"
    images.mkdir()
    (images / "a.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>', encoding="utf-8")
    assert "SVG" in data.problems()[0]


def test_of_files_beside_pictures_only_those_are_told_that_people_have_put_there(data, tmp_path):
    data.declare('rows = "area"\ntotal = "Toàn tỉnh"')
    data.put("2021-11-30.csv", "Đơn vị,Ca\nToàn tỉnh,5\n")
    images = data.root / "content" / "images"
    (images / "2021").mkdir(parents=True)
    for name in ("ghi chú.txt", "2021/IMG_1.HEIC", "a.gif", ".DS_Store", "Thumbs.db", "2021/desktop.ini", "._a.jpg"):
        (images / name).write_text("x", encoding="utf-8")
    warnings = [own for own in data.problems(errors=False) if "content/images/" in own]
    told = ("2021/IMG_1.HEIC", "a.gif", "ghi chú.txt")
    assert [f"content/images/{name}: không phải ảnh" in own for name, own in zip(told, warnings, strict=True)] == [
        True
    ] * 3
    assert all("không đăng được" in own and "lưu lại thành JPEG" in own for own in warnings)
    (images / "a.jpg").write_text("không phải ảnh", encoding="utf-8")
    (tmp_path / "out.png").write_bytes(b"x")
    (images / "b.png").symlink_to(tmp_path / "out.png")
    broken, outside = data.problems()
    assert "content/images/a.jpg: không đọc được" in broken
    assert "content/images/b.png: là một liên kết dẫn ra ngoài" in outside


@pytest.mark.parametrize("sum_", ['"x" * 99999999999', "n + 1", "n ** 9", "[n][0]", "n if n > 1 else n"])
def test_a_story_does_no_sums(data, sum_):
    data.declare('rows = "area"\ntotal = "Toàn tỉnh"')
    data.put("2021-11-30.csv", "Đơn vị,Ca\nToàn tỉnh,5\n")
    data.put("story.md", f"Tiêu đề: x\n---\nCó {{{{ {sum_} }}}}.")
    with pytest.raises(ProblemsFound, match="không tính toán được"):
        data.leads()


def test_folders_that_nothing_is_read_from_are_warned_of(data):
    data.declare('rows = "area"\ntotal = "Toàn tỉnh"')
    (data.root / "data" / "la").mkdir()
    assert [("không có dataset.toml" in one, "chưa có tệp số liệu" in one) for one in data.problems(errors=False)] == [
        (False, True),
        (True, False),
    ]


def test_changes_of_two_items_are_told_apart_by_their_names(data):
    price = '[indicators.gia]\ncolumn = "Giá"\nlabel = "Giá"\nunit = "đồng"\n'
    data.declare('rows = "hang"\ncolumn = "Hàng"', price)
    data.put("hang.csv", "code,name\n1,Gạo\n2,Ngô\n")
    data.put("2021-10-31.csv", "Hàng,Giá\nGạo,10\nNgô,10\n")
    data.put("2021-11-30.csv", "Hàng,Giá\nGạo,12\nNgô,9\n")
    data.put(
        "story.md", "Tiêu đề: x\n---\nSo sánh: {{ [gia | cua('Gạo'), gia | cua('Ngô')] | so_voi('tháng trước') }}."
    )
    assert data.leads()[1] == "So sánh: giá Gạo tăng 2 đồng và giá Ngô giảm 1 đồng so với tháng trước."


def test_a_wholly_provisional_release_says_so_once_in_the_text_and_of_each_figure_elsewhere(data):
    data.declare('rows = "area"\ntotal = "Toàn tỉnh"')
    data.put("2021-11-30.csv", "Đơn vị,Ca\nToàn tỉnh,5 (sơ bộ)\n")
    ((series,),) = [make_all(read_archive(data.root / "data", data.root / "content"))]
    (bulletin,) = series.bulletins
    assert plain(bulletin.lead).replace("\u00a0", " ") == (
        "Trong tháng 11/2021 có 5 ca. Các con số trong kỳ là số liệu sơ bộ."
    )
    assert plain(bulletin.headlines[0].value) == "5\u00a0ca (sơ\u00a0bộ)"
    assert bulletin.figures[0].provisional
