"""Folders of data and of editors' files → an archive, with every problem in it; and what is late."""

from datetime import date
from pathlib import Path

import pytest

from bantin.ingest.archive import Archive, read_archive
from bantin.ingest.lateness import lateness
from bantin.pipeline import make_all, problems_of

AREAS = "code,parent,kind,name\n06,,tỉnh,Bắc Kạn\n061,06,huyện,Ba Bể\n066,06,huyện,Na Rì\n"
HEADER = 'title = "Thử"\nsource = "Sở"\ncategory = "Thử"\narea = "06"\n'
WEEK = '[period]\nevery = "week"\nfrom = "friday"\nto = "friday"\ndue = "friday 17:00"\n'
TABLE = '[table]\nrows = "area"\ntotal = "Toàn tỉnh"\n'
POINTS = '[indicators.points]\ncolumn = "Điểm"\nlabel = "Điểm"\nunit = "điểm"\n'
TOML = HEADER + WEEK + TABLE + POINTS
STORY = "Tiêu đề: Có {{ points }}\n---\nTrong {{ ky }} có {{ points }}.\n"


def table(ba_be="2", na_ri="3", whole=""):
    total = whole or (str(int(ba_be) + int(na_ri)) if ba_be.isdigit() and na_ri.isdigit() else "")
    return f"Đơn vị,Điểm\nBa Bể,{ba_be}\nNa Rì,{na_ri}\nToàn tỉnh,{total}\n"


class Folders:
    """A `data/` and a `content/` to write into and to read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("data/areas.csv", AREAS)

    def write(self, name: str, text: str) -> None:
        """Write a file, its folders too."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self) -> Archive:
        """All that is there now."""
        return read_archive(self.root / "data", self.root / "content")


@pytest.fixture
def folders(tmp_path):
    """One dataset of two good weeks."""
    made = Folders(tmp_path)
    made.write("data/thu/dataset.toml", TOML)
    made.write("data/thu/story.md", STORY)
    made.write("data/thu/2021-11-05.csv", table())
    made.write("data/thu/2021-11-12.csv", table("4"))
    return made


def said(problems):
    return [(problem.file, problem.what, problem.is_error) for problem in problems]


def only(archive):
    """The archive's only problem."""
    (problem,) = archive.problems
    assert problem.remedy
    return problem


def test_a_folder_is_read_in_time_order_whatever_the_files_endings(folders):
    folders.write("data/thu/2021-10-29.CSV", table("1", "0"))
    archive = folders.read()
    (folder,) = archive.folders
    assert archive.problems == ()
    assert [release.period.last.isoformat() for release in folder.releases] == [
        "2021-10-29",
        "2021-11-05",
        "2021-11-12",
    ]
    assert folder.releases[0].files == ("data/thu/2021-10-29.CSV",)


@pytest.mark.parametrize(
    "name",
    ["2021-11-11.csv", "so lieu.csv", "2021-11-12 (2).csv", "20211112.csv", "12-11-2021.csv"],
)
def test_a_file_not_named_by_the_last_day_of_a_period_is_refused_with_an_example(folders, name):
    folders.write(f"data/thu/{name}", table())
    problem = only(folders.read())
    assert (problem.file, problem.is_error) == (f"data/thu/{name}", True)
    assert "ngày cuối của một kỳ" in problem.what
    assert "2021-12-31.csv" in problem.remedy
    assert "thứ sáu" in problem.remedy


def test_a_file_of_a_table_that_is_not_declared_is_told_as_that(folders):
    folders.write("data/thu/2021-11-19.moi.csv", table())
    problem = only(folders.read())
    assert "“moi”" in problem.what
    assert "ngày cuối" not in problem.what


@pytest.mark.parametrize("name", [".DS_Store", "~$2021-11-12.xlsx", ".2021-11-12.csv.swp", "ghi-chu/a.csv"])
def test_what_computers_leave_in_folders_is_passed_over(folders, name):
    folders.write(f"data/thu/{name}", "x")
    assert folders.read().problems == ()


def test_two_files_of_one_period_are_told(folders):
    folders.write("data/thu/2021-11-12.txt", table())
    problem = only(folders.read())
    assert (problem.is_error, "2021-11-12.csv" in problem.what) == (True, True)


def test_faults_of_every_file_are_told_in_one_run(folders):
    folders.write("data/thu/2021-11-05.csv", table("hai", "3"))
    folders.write("data/thu/2021-11-12.csv", table("bốn", "x"))
    folders.write("data/khac/dataset.toml", "title = 5\n")
    folders.write("content/bulletins/thu/2021-11-12.md", "Tác gải: A\n\nx\n")
    folders.write("content/bulletins/thuu/2021-11-12.md", "x")
    folders.write("data/thu/story.md", "không có tiêu đề")
    files = [problem.file for problem in problems_of(folders.read())]
    assert files.count("data/thu/2021-11-05.csv") == 1
    assert files.count("data/thu/2021-11-12.csv") == 2
    assert {"data/khac/dataset.toml", "content/bulletins/thu/2021-11-12.md", "content/bulletins/thuu"} <= set(files)


def test_a_story_is_checked_even_while_a_file_is_at_fault(folders):
    folders.write("data/thu/2021-11-12.csv", table("bốn"))
    folders.write("data/thu/story.md", STORY.replace("{{ points }}", "{{ point }}"))
    assert {problem.file for problem in problems_of(folders.read())} == {"data/thu/2021-11-12.csv", "data/thu/story.md"}


@pytest.mark.parametrize(
    ("path", "text", "what"),
    [
        ("data/thu/dataset.toml", TOML.replace('"06"', '"99"'), "“99”"),
        ("data/thu/dataset.toml", TOML.replace('rows = "area"', 'rows = "goods"'), "không có danh mục “goods”"),
        ("data/areas.csv", "ma,ten\n", "hàng tiêu đề"),
        ("data/populations.csv", "area,date,population\n06,x,5\n", "“x” không phải là ngày"),
    ],
)
def test_what_a_dataset_stands_on_must_be_there(folders, path, text, what):
    folders.write(path, text)
    archive = folders.read()
    assert archive.folders == ()
    assert any(what in problem.what and problem.is_error for problem in archive.problems)


def test_a_dataset_needs_no_story(folders):
    (folders.root / "data/thu/story.md").unlink()
    archive = folders.read()
    assert archive.problems == ()
    assert [folder.story for folder in archive.folders] == [""]


@pytest.mark.parametrize("place", ["data/thu/goods.csv", "data/goods.csv"])
def test_another_codelist_lies_with_the_dataset_or_with_the_areas(folders, place):
    goods = '[table]\nrows = "goods"\ncolumn = "Hàng"\n'
    folders.write("data/thu/dataset.toml", HEADER + WEEK + goods + POINTS)
    folders.write(place, "code,name,unit\ngao,Gạo,đồng\n")
    for name in ("05", "12"):
        folders.write(f"data/thu/2021-11-{name}.csv", f"Hàng,Điểm\nGạo,{name.lstrip('0')}\n")
    archive = folders.read()
    assert archive.problems == ()
    (folder,) = archive.folders
    assert folder.releases[1].observations["points", "gao"].value == 12


def test_several_tables_lie_in_files_of_their_names(folders):
    both = TABLE.replace("[table]", "[tables.a]") + TABLE.replace("[table]", "[tables.b]")
    both += POINTS + 'table = "a"\n' + POINTS.replace("points", "scans").replace("Điểm", "Lượt") + 'table = "b"\n'
    folders.write("data/thu/dataset.toml", HEADER + WEEK + both)
    for day in ("05", "12"):
        (folders.root / f"data/thu/2021-11-{day}.csv").unlink()
        folders.write(f"data/thu/2021-11-{day}.a.csv", table(day.lstrip("0")))
    folders.write("data/thu/2021-11-05.b.csv", table("7").replace("Điểm", "Lượt"))
    archive = folders.read()
    (folder,) = archive.folders
    assert [release.observations["scans", "061"].value for release in folder.releases] == [7]
    problem = only(archive)
    assert (problem.file, "b" in problem.what, problem.is_error) == ("data/thu/2021-11-12.a.csv", True, True)


@pytest.mark.parametrize(
    ("name", "what", "is_error"),
    [
        ("thu/2021-11-19.md", "không có số liệu của ngày này", False),
        ("thu/2021-13-19.md", "không phải là ngày", True),
        ("thu/bai.md", "không phải là ngày", True),
        ("thuu/2021-11-12.md", "không có bộ số liệu", True),
    ],
)
def test_an_editors_file_that_belongs_to_nothing_is_told(folders, name, what, is_error):
    folders.write(f"content/bulletins/{name}", "Tác giả: A\n\nMột đoạn.\n")
    problem = only(folders.read())
    assert (what in problem.what, problem.is_error) == (True, is_error)


def test_releases_are_checked_against_the_one_before(folders):
    folders.write("data/thu/2021-11-12.csv", table())
    folders.write("data/thu/2021-11-26.csv", table("9"))
    found = folders.read().problems
    assert [(problem.file[-14:], problem.is_error) for problem in found] == [
        ("2021-11-12.csv", False),
        ("2021-11-26.csv", False),
    ]
    assert ["giống hệt" in found[0].what, "thiếu kỳ" in found[1].what] == [True, True]
    assert len(make_all(folders.read())[0].bulletins) == 3


def test_what_does_not_follow_is_told_at_a_cell_of_the_newer_file(folders):
    total = '[indicators.all]\nlabel = "Cả"\nunit = "điểm"\ncumulative = "points"\nsince = 2021-10-29\njump = 10\n'
    folders.write("data/thu/dataset.toml", TOML + total)
    files = {problem.file for problem in folders.read().problems}
    assert files == {"data/thu/2021-11-12.csv"}


def test_populations_and_derived_indicators_reach_the_bulletins(folders):
    rate = '[indicators.rate]\nlabel = "Mật độ"\nunit = "điểm"\nrate = "points"\nper = 1000\ndecimals = 1\n'
    folders.write("data/thu/dataset.toml", TOML + rate)
    folders.write("data/populations.csv", "area,date,population\n06,2019-04-01,2000\n")
    folders.write("data/thu/story.md", STORY + "\nMật độ {{ rate }}.\n")
    series = make_all(folders.read())[0]
    figure = next(figure for figure in series.bulletins[1].figures if figure.indicator == "rate")
    assert (figure.text, [cell.file for cell in figure.cells]) == (
        "3,5",
        ["data/thu/2021-11-12.csv", "data/populations.csv"],
    )


# Lateness ------------------------------------------------------------------------------------------------


def late(folders, today):
    found = list(lateness(folders.read(), date.fromisoformat(today)))
    assert not any(problem.is_error for problem in found)
    return [problem.what for problem in found]


@pytest.mark.parametrize(
    ("today", "days"),
    [
        ("2021-11-12", []),
        ("2021-11-18", []),
        ("2021-11-19", ["19/11/2021"]),
        ("2021-11-25", ["19/11/2021"]),
        ("2021-12-03", ["19/11/2021", "26/11/2021", "3/12/2021"]),
    ],
)
def test_a_release_is_late_from_the_day_that_it_is_due(folders, today, days):
    found = late(folders, today)
    assert len(found) == bool(days)
    for what in found:
        assert all(day in what for day in days)
        assert "Sở" in what
        assert "17:00 19/11/2021" in what


@pytest.mark.parametrize(
    ("due", "today", "is_late"),
    [("3 days 08:00", "2021-11-21", False), ("3 days 08:00", "2021-11-22", True), ("monday 08:00", "2021-11-22", True)],
)
def test_a_release_due_days_later_is_late_days_later(folders, due, today, is_late):
    folders.write("data/thu/dataset.toml", TOML.replace("friday 17:00", due))
    assert bool(late(folders, today)) == is_late


def test_a_year_of_late_weeks_is_told_in_one_sentence(folders):
    (what,) = late(folders, "2022-11-12")
    assert what.count("2021") + what.count("2022") < 15
    assert "…" in what


def test_a_dataset_that_never_sent_anything_is_not_late(folders):
    for day in ("05", "12"):
        (folders.root / f"data/thu/2021-11-{day}.csv").unlink()
    assert late(folders, "2021-12-03") == []


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        (table("", "3"), ["huyện Ba Bể"]),
        (table("không có số liệu", ""), ["huyện Ba Bể", "huyện Na Rì"]),
        (table("0", "3"), []),
        (table("không công bố", "3"), []),
        ("Đơn vị,Điểm\nNa Rì,3\nToàn tỉnh,\n", ["huyện Ba Bể"]),
    ],
)
def test_units_that_report_nothing_in_the_newest_release_are_named(folders, text, silent):
    folders.write("data/thu/2021-11-12.csv", text)
    found = [what for what in late(folders, "2021-11-12") if "chưa báo cáo" in what]
    assert len(found) == bool(silent)
    assert all(name in what for what in found for name in silent)


def test_a_silent_item_of_another_codelist_is_named_too(folders):
    goods = '[table]\nrows = "goods"\ncolumn = "Hàng"\n'
    folders.write("data/thu/dataset.toml", HEADER + WEEK + goods + POINTS)
    folders.write("data/thu/goods.csv", "code,name\ngao,Gạo\nvang,Vàng\n")
    for day in ("05", "12"):
        folders.write(f"data/thu/2021-11-{day}.csv", "Hàng,Điểm\nGạo,\nVàng,5\n")
    assert any("Gạo" in what and "Vàng" not in what for what in late(folders, "2021-11-12"))


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("Đính chính: 12/11/2021 16:59\n", ["đính chính trước khi bản tin được đăng (12/11/2021 17:00)."]),
        ("Đính chính: 12/11/2021 17:00\n", []),
        (
            "Ngày đăng: 17/11/2021\nĐính chính: 16/11/2021\n",
            ["đính chính trước khi bản tin được đăng (17/11/2021 00:00)."],
        ),
    ],
)
def test_nothing_is_corrected_before_it_was_published(folders, lines, found):
    said = "Nội dung sửa: a\nLý do: b\nNgười sửa: c\n"
    folders.write("content/bulletins/thu/2021-11-12.md", f"{lines}{said}\nĐoạn.\n")
    problems = [problem for problem in folders.read().problems if problem.file.endswith(".md")]
    assert [problem.what for problem in problems] == found
    assert all(problem.line == lines.count("\n") for problem in problems)


def test_a_bulletins_topics_are_the_datasets_then_the_editors_each_once(folders):
    folders.write("data/thu/dataset.toml", TOML.replace("area =", 'tags = ["Điện tử", "chợ"]\narea =', 1))
    folders.write("content/bulletins/thu/2021-11-12.md", "Thẻ: giá cả, Chợ, dien tu, Giá Cả\n\n")
    before, last = make_all(folders.read())[0].bulletins
    assert before.tags == ("Điện tử", "chợ")
    assert last.tags == ("Điện tử", "chợ", "giá cả")


@pytest.mark.parametrize(
    ("tags", "told"),
    [
        ('["Điện tử", "dien  tu"]', "tags: “dien tu” và “Điện tử” là một thẻ."),
        ('["++"]', "tags: thẻ “++” không có chữ cái hay chữ số nào."),
        ('[""]', "tags đang để trống."),
    ],
)
def test_a_datasets_topics_have_addresses_of_their_own(folders, tags, told):
    folders.write("data/thu/dataset.toml", TOML.replace("area =", f"tags = {tags}\narea =", 1))
    assert only(folders.read()).what.endswith(told.removeprefix("tags"))
