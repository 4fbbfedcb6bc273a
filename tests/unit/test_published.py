"""A dataset's published history, read back: what is right becomes releases, what is wrong is told with its place."""

import csv
import io
import os
import re
import shutil
import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bantin.ingest.archive import Archive, read_archive
from bantin.ingest.grid import MOST_PROBLEMS
from bantin.ingest.lateness import lateness
from bantin.ingest.published import COLUMNS
from bantin.model import Cell, Status
from bantin.pipeline import make_all
from bantin.publish.downloads import history_csv, office_file
from conftest import ROOT
from restored import said

AREAS = """code,parent,kind,name,aliases,valid_from,valid_to,formed_from
06,,tỉnh,Bắc Kạn,,,2025-06-30,
06~2025,,tỉnh,Bắc Kạn cũ,,2025-07-01,,06
061,06,huyện,Ba Bể,,,2025-06-30,
066,06,huyện,Na Rì,Na Rỳ,,,
01864~2025,06~2025,xã,Ba Bể,,2025-07-01,,061
066~2025,06~2025,xã,Na Rì,,2025-07-01,,066
"""
TOML = """
title = "Thử"
source = "Sở"
category = "Thử"
area = "06"
period = { every = "week", from = "friday", to = "friday" }
table = { rows = "area", total = "Toàn tỉnh" }
[indicators.points]
column = "Điểm"
label = "Số điểm"
unit = "điểm"
rank = "Hạng"
[indicators.scans]
column = "Lượt"
label = "Số lượt"
unit = "lượt"
decimals = 1
[indicators.share]
label = "Tỷ lệ"
unit = "%"
decimals = 1
share = ["points", "scans"]
"""
STORY = """Tiêu đề: Có {{ points }}
---
Trong {{ ky }} có {{ points }}, {{ points | so_voi("tuần trước") }}.
"""
HISTORY = "data/thu/so-lieu.csv"


def office(ba_be: str, na_ri: str, whole: str, rank: str = "") -> str:
    return f'Đơn vị,Điểm,Hạng,Lượt\nBa Bể,{ba_be},{rank},"8,5"\nNa Rì,{na_ri},,\nToàn tỉnh,{whole},,"8,5"\n'


class Sources:
    """A dataset of two weeks, and its history as it would be published."""

    def __init__(self, root: Path) -> None:
        self.root, self.folder = root, root / "data" / "thu"
        self.folder.mkdir(parents=True)
        (root / "data" / "areas.csv").write_text(AREAS, encoding="utf-8")
        (self.folder / "dataset.toml").write_text(TOML, encoding="utf-8")
        (self.folder / "story.md").write_text(STORY, encoding="utf-8")
        self.send("2021-11-05", office("2", "3", "5"))
        self.send("2021-11-12", office("không công bố", "3 (sơ bộ)", "8", "1"))

    def send(self, day: str, text: str) -> Path:
        """Write an office's file."""
        path = self.folder / f"{day}.csv"
        path.write_text(text, encoding="utf-8")
        return path

    def read(self) -> Archive:
        """All that is there now."""
        return read_archive(self.root / "data", self.root / "content")

    def history(self) -> str:
        """What the site publishes of it now."""
        return history_csv(make_all(self.read())[0])[0]

    def put(self, history: str | bytes) -> None:
        """Leave the history alone in the folder."""
        for path in self.folder.glob("*-*.csv"):
            path.unlink()
        content = history if isinstance(history, bytes) else history.encode("utf-8")
        (self.folder / "so-lieu.csv").write_bytes(content)


@pytest.fixture
def sources(tmp_path) -> Sources:
    """The dataset with its offices' files."""
    return Sources(tmp_path)


@pytest.fixture(scope="module")
def history(tmp_path_factory) -> str:
    """The dataset's published history."""
    return Sources(tmp_path_factory.mktemp("thu")).history()


def rows_of(history: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(history, newline="")))


def written(rows: list[dict[str, str]], separator: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def changed(history: str, wanted: dict[str, str], **now: str) -> str:
    """The history with the rows that have the wanted texts changed."""
    rows = rows_of(history)
    chosen = [row for row in rows if wanted.items() <= row.items()]
    assert chosen
    for row in chosen:
        row.update(now)
    return written(rows)


# What is published ---------------------------------------------------------------------------------------


def test_a_row_says_value_status_and_the_offices_rank(history):
    rows = {(row["period_last"], row["code"], row["indicator"]): row for row in rows_of(history)}
    ba_be, na_ri = (rows["2021-11-12", code, "points"] for code in ("061", "066"))
    assert (ba_be["value"], ba_be["status"], ba_be["rank"], ba_be["cell"]) == ("", "not_published", "1", "B2")
    assert (na_ri["value"], na_ri["status"], na_ri["rank"]) == ("3", "provisional", "")
    assert rows["2021-11-05", "061", "scans"]["value"] == "8.5"


def test_what_has_no_row_in_the_offices_file_has_one_as_not_reported(sources):
    sources.send("2021-11-12", "Đơn vị,Điểm,Hạng,Lượt\nNa Rì,3,,1\nToàn tỉnh,3,,1\n")
    rows = [row for row in rows_of(sources.history()) if (row["period_last"], row["code"]) == ("2021-11-12", "061")]
    assert [(row["indicator"], row["status"], row["value"], row["file"], row["cell"]) for row in rows] == [
        (name, "not_reported", "", "", "") for name in ("points", "scans", "share")
    ]


def test_a_release_in_which_nothing_was_reported_is_not_lost(sources):
    (sources.folder / "dataset.toml").write_text(TOML.replace(', total = "Toàn tỉnh"', ""), encoding="utf-8")
    (sources.folder / "story.md").unlink()
    sources.send("2021-11-05", "Đơn vị,Điểm,Hạng,Lượt\nBa Bể,1,,2\n")
    sources.send("2021-11-12", "Đơn vị,Điểm,Hạng,Lượt\n")
    series = make_all(sources.read())[0]
    assert series.folder.releases[1].observations == {}
    sources.put(history_csv(series)[0])
    again = make_all(sources.read())[0]
    assert [one.title for one in again.bulletins] == [one.title for one in series.bulletins]
    assert len(again.bulletins) == 2


def test_codes_of_two_codelists_may_be_the_same(sources):
    goods = 'table = { rows = "area", total = "Toàn tỉnh" }'
    two = '[tables.a]\nrows = "area"\ntotal = "Toàn tỉnh"\n[tables.b]\nrows = "goods"\ncolumn = "Hàng"\n'
    scans = TOML.partition("[indicators.scans]")[2].partition("[indicators.share]")[0]
    toml = TOML.replace(goods, "").partition("[indicators.share]")[0]
    toml = toml.replace(scans, f'{scans}table = "b"\nitem_unit = true\n')
    toml = toml.replace('rank = "Hạng"\n', 'table = "a"\n').replace("[indicators.points]", f"{two}[indicators.points]")
    (sources.folder / "dataset.toml").write_text(toml, encoding="utf-8")
    (sources.folder / "goods.csv").write_text("code,name,unit\n061,Gạo,kg\n", encoding="utf-8")
    for path in sources.folder.glob("2021-*.csv"):
        path.unlink()
    sources.send("2021-11-05.a", "Đơn vị,Điểm\nBa Bể,2\nNa Rì,3\nToàn tỉnh,5\n")
    sources.send("2021-11-05.b", 'Hàng,Lượt\nGạo,"8,5"\n')
    before = sources.history()
    named = {(row["indicator"], row["name"], row["unit"]) for row in rows_of(before) if row["code"] == "061"}
    assert named == {("points", "huyện Ba Bể", "điểm"), ("scans", "Gạo", "kg")}
    sources.put(before)
    assert sources.read().problems == ()
    assert [row["value"] for row in rows_of(sources.history())] == [row["value"] for row in rows_of(before)]


# What is read --------------------------------------------------------------------------------------------


def test_a_history_becomes_releases_that_rest_on_its_rows(sources, history):
    sources.put(history)
    archive = sources.read()
    assert [problem.is_error for problem in archive.problems] == []
    first, second = archive.folders[0].releases
    assert (first.files, first.area, second.period.last) == ((HISTORY,), "06", date(2021, 11, 12))
    line = 2 + next(
        number
        for number, row in enumerate(rows_of(history))
        if (row["period_last"], row["code"], row["indicator"]) == ("2021-11-12", "066", "points")
    )
    seen = second.observations["points", "066"]
    assert (seen.value, seen.status, seen.cells) == (Decimal(3), Status.PROVISIONAL, (Cell(HISTORY, line, 8),))
    assert second.ranks["points", "061"].value == 1
    assert second.ranks["points", "061"].cells[0].column == 10
    assert second.observations["points", "061"].status is Status.NOT_PUBLISHED


def test_one_bulletins_own_figures_are_a_history_too(sources):
    series = make_all(sources.read())[0]
    sources.put(history_csv(series)[1]["2021-11-12"])
    (release,) = sources.read().folders[0].releases
    assert release.period.last == date(2021, 11, 12)


def test_new_releases_are_added_beside_the_history(sources, history):
    sources.put(history)
    sources.send("2021-11-19", office("4", "3", "7"))
    (folder,) = sources.read().folders
    assert [release.files[0][-14:] for release in folder.releases] == [HISTORY[-14:], HISTORY[-14:], "2021-11-19.csv"]
    assert list(lateness(sources.read(), date(2021, 11, 20))) == []
    assert any("2021" in problem.what for problem in lateness(sources.read(), date(2021, 11, 26)))
    sources.put(sources.history())
    assert len(sources.read().folders[0].releases) == 3


def test_a_period_given_twice_is_told_with_both_files(sources, history):
    (sources.folder / "so-lieu.csv").write_text(history, encoding="utf-8")
    told = [(problem.file, problem.what, problem.remedy) for problem in sources.read().problems if problem.is_error]
    assert [file for file, _, _ in told] == ["data/thu/2021-11-05.csv", "data/thu/2021-11-12.csv"]
    assert all(HISTORY in what and "chỉ giữ một" in remedy for _, what, remedy in told)
    assert ["từ dòng 2" in what for _, what, _ in told] == [True, False]


def test_across_a_merger_the_whole_is_what_it_was_called_then(sources):
    sources.send("2025-07-04", office("2", "3", "5").replace("Ba Bể", "xã Ba Bể").replace("Na Rì", "xã Na Rì"))
    before = sources.history()
    assert {row["code"] for row in rows_of(before)} == {"06", "061", "066", "06~2025", "01864~2025", "066~2025"}
    sources.put(before)
    assert [release.area for release in sources.read().folders[0].releases] == ["06", "06", "06~2025"]


def test_rows_may_be_in_any_order(sources, history):
    head, *rows = history.splitlines(keepends=True)
    sources.put(head + "".join(reversed(rows)))
    assert [release.period.last.day for release in sources.read().folders[0].releases] == [5, 12]


REWRITTEN = {
    "with a mark": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "with CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "with semicolons": lambda text: written(rows_of(text), ";").encode(),
    "with tabs, a mark and CRLF": lambda text: written(rows_of(text), "\t").replace("\n", "\r\n").encode("utf-8-sig"),
    "with empty lines at the end": lambda text: f"{text}\n{',' * 11}\n\n".encode(),
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
}


@pytest.mark.parametrize("form", REWRITTEN)
def test_a_history_may_be_saved_anew_as_long_as_its_texts_are_the_same(sources, history, form):
    sources.put(history)
    before = sources.read()
    sources.put(REWRITTEN[form](history))
    after = sources.read()
    assert after.problems == before.problems
    assert [one.observations for one in after.folders[0].releases] == [
        one.observations for one in before.folders[0].releases
    ]


def test_a_sum_of_records_may_be_more_exact_than_what_is_printed_of_it(sources):
    toml = TOML.partition("[indicators")[0].replace(', total = "Toàn tỉnh"', "").replace('"area"', '"record"')
    fields = '[fields.kg]\ncolumn = "Kg"\ntype = "number"\ndecimals = 2\nnegative = true\n'
    tons = '[indicators.kg]\nlabel = "Khối lượng"\nunit = "kg"\nrecords = "sum"\nfield = "kg"\n'
    (sources.folder / "dataset.toml").write_text(toml + fields + tons, encoding="utf-8")
    (sources.folder / "story.md").unlink()
    for day in ("2021-11-05", "2021-11-12"):
        sources.send(day, 'Đơn vị,Kg\nBa Bể,"1,25"\nNa Rì,"-3,5"\n')
    before = sources.history()
    assert {row["value"] for row in rows_of(before)} == {"1.25", "-3.50", "-2.25"}
    sources.put(before)
    assert [row["value"] for row in rows_of(sources.history())] == [row["value"] for row in rows_of(before)]


def test_names_that_could_run_as_formulas_come_back(sources):
    (sources.root / "data/areas.csv").write_text(
        AREAS.replace("Ba Bể", "Ba Bể +").replace(",huyện,Ba", ",,=Ba"), "utf-8"
    )
    (sources.folder / "dataset.toml").write_text(TOML.replace('"lượt"', '"-lượt"'), encoding="utf-8")
    for day in ("2021-11-05", "2021-11-12"):
        sources.send(day, office("2", "3", "5").replace("Ba Bể", "=Ba Bể +"))
    before = sources.history()
    assert "'=Ba Bể +" in before
    assert "'-lượt" in before
    sources.put(before)
    assert [problem.what for problem in sources.read().problems if problem.is_error] == []
    assert [row["name"] for row in rows_of(sources.history())] == [row["name"] for row in rows_of(before)]
    path = sources.folder / "so-lieu.csv"
    assert office_file(path, sources.read().folders[0].dataset) == path.read_bytes()


def test_a_history_longer_than_any_offices_file_is_read(sources, history, monkeypatch):
    monkeypatch.setattr("bantin.ingest.grid.MOST_ROWS", 5)
    monkeypatch.setattr("bantin.ingest.grid.LONGEST", 30)
    rows = [{**row, "file": "data/thu/2021-11-05.csv; " * 20} for row in rows_of(history)]
    sources.put(written(rows))
    archive = sources.read()
    assert archive.problems == ()
    assert len(archive.folders[0].releases) == 2


# What is told --------------------------------------------------------------------------------------------

BA_BE = {"period_last": "2021-11-05", "code": "061", "indicator": "points"}
SHARE = {"period_last": "2021-11-05", "code": "061", "indicator": "share"}
FAULTS = [
    (BA_BE, {"period_last": "2021-11-06"}, "B", "“2021-11-06” không phải là ngày cuối của một kỳ báo cáo"),
    (BA_BE, {"period_last": "05/11/2021"}, "B", "“05/11/2021” không phải là ngày cuối của một kỳ báo cáo"),
    (BA_BE, {"period_first": "2021-11-01"}, "A", "theo dataset.toml là từ 2021-10-29"),
    (BA_BE, {"code": "61"}, "C", "có lẽ là “061” đã mất số 0 ở đầu"),
    (BA_BE, {"code": "999"}, "C", "danh mục không có mã “999”"),
    (
        BA_BE,
        {"code": "01864~2025"},
        "C",
        "xã Ba Bể (mã 01864~2025) không thuộc các dòng của bảng trong kỳ đến 5/11/2021",
    ),
    (BA_BE, {"code": "066"}, "C", "“Số điểm” của huyện Na Rì đã có ở dòng"),
    (BA_BE, {"name": "huyện Na Rì"}, "D", "mã 061 là huyện Ba Bể, nhưng cột name ghi “huyện Na Rì”"),
    (BA_BE, {"indicator": "point"}, "E", "không có chỉ tiêu “point”. Có phải “points” không?"),
    (BA_BE, {"unit": "lượt"}, "G", "“Số điểm” ghi theo “lượt”, nhưng khai báo là “điểm”"),
    (BA_BE, {"value": "hai"}, "H", "“hai” không phải là số"),
    (BA_BE, {"value": "1,5"}, "H", "“1,5” không phải là số"),
    (BA_BE, {"value": "1.393.000"}, "H", "“1.393.000” không phải là số"),
    (BA_BE, {"value": "1E+05"}, "H", "“1E+05” không phải là số"),
    (BA_BE, {"value": "9" * 19}, "H", "9” không phải là số"),
    (BA_BE, {"value": "2.5"}, "H", "nhiều chữ số lẻ hơn 0 chữ số đã khai báo của “Số điểm”"),
    (BA_BE, {"value": "-2"}, "H", "“-2” là số âm"),
    (BA_BE, {"value": "0"}, "H", "số “0” không hợp với status reported"),
    (BA_BE, {"status": "zero"}, "H", "số “2” không hợp với status zero"),
    (BA_BE, {"value": ""}, "H", "status là reported thì phải có số"),
    (BA_BE, {"status": "not_reported"}, "H", "status là not_reported thì không có số “2”"),
    (BA_BE, {"status": "report"}, "I", "status “report” không dùng được. Có phải “reported” không?"),
    (BA_BE, {"rank": "nhất"}, "J", "thứ hạng “nhất” không phải là số nguyên từ 1"),
    (SHARE, {"rank": "1"}, "J", "“Tỷ lệ” không có thứ hạng"),
    (
        SHARE,
        {"value": "23.6"},
        "H",
        "“Tỷ lệ” ghi “23.6” (reported), nhưng tính từ “Số điểm” và “Số lượt” thì được “23.5”",
    ),
    (SHARE, {"status": "provisional"}, "H", "“Tỷ lệ” ghi “23.5” (provisional), nhưng tính từ"),
]


@pytest.mark.parametrize(("row", "now", "column", "says"), FAULTS)
def test_what_is_wrong_with_a_row_is_told_at_its_cell(sources, history, row, now, column, says):
    sources.put(changed(history, row, **now))
    found = [problem for problem in sources.read().problems if says in problem.what]
    assert len(found) == 1, [str(problem) for problem in sources.read().problems]
    (problem,) = found
    lines = [2 + number for number, own in enumerate(rows_of(history)) if row.items() <= own.items()]
    assert (problem.file, problem.is_error) == (HISTORY, True)
    assert problem.cell is not None
    assert (problem.cell.letters, [problem.cell.row]) == (column, lines) or "đã có ở dòng" in says
    assert problem.remedy


def test_faults_of_all_rows_are_told_in_one_run_each_once(sources, history):
    text = changed(changed(history, {"code": "061"}, code="61"), {"code": "066", "indicator": "points"}, value="ba")
    sources.put(text)
    problems = sources.read().problems
    assert [problem.what.partition(".")[0] for problem in problems] == [
        "không có mã “61”; có lẽ là “061” đã mất số 0 ở đầu",
        "“ba” không phải là số",
    ]
    assert "Có 6 ô như vậy: C3, C6" in problems[0].what
    assert "đừng mở rồi lưu lại bằng Excel" in problems[0].remedy


def test_a_history_that_excel_has_altered_is_told_as_that(sources, history):
    def altered(row):
        days = {name: date.fromisoformat(row[name]).strftime("%d/%m/%Y") for name in ("period_first", "period_last")}
        return {**row, **days, "code": row["code"].lstrip("0")}

    sources.put(written([altered(row) for row in rows_of(history)], ";").replace("\n", "\r\n").encode("utf-8-sig"))
    dates = sources.read().problems
    assert [problem.what.partition(" Có")[0] for problem in dates if problem.is_error] == [
        f"“{day}” không phải là ngày cuối của một kỳ báo cáo." for day in ("05/11/2021", "12/11/2021")
    ]
    assert all("đừng mở rồi lưu lại bằng Excel" in problem.remedy for problem in dates)


def test_a_foreign_file_does_not_drown_the_one_who_reads_of_it(sources, history):
    rows = "".join(f"2021-10-29,2021-11-05,x{number},A,b{number},c,d,1,reported,,,\n" for number in range(500))
    sources.put(history.splitlines(keepends=True)[0] + rows)
    problems = sources.read().problems
    assert len(problems) <= MOST_PROBLEMS + 1
    assert "còn nữa" in problems[-1].what


@pytest.mark.parametrize(
    ("cut", "says"),
    [
        (lambda _: b"", "không thấy hàng tiêu đề cột"),
        (lambda _: office("1", "2", "3").encode(), "không thấy hàng tiêu đề cột"),
        (lambda text: text.replace(",rank,", ",").encode(), "hàng đầu phải là tiêu đề"),
        (lambda text: text.replace("unit,", "value,", 1).encode(), "sai ở: unit, value"),
        (lambda text: ("sep=,\n" + text).encode(), "hàng đầu phải là tiêu đề"),
        (lambda text: text[: text.index(",061,") + 30].encode(), "hàng tiêu đề có 12 ô"),
        (lambda text: (text + '2021-10-29,2021-11-05,"061').encode(), "dấu ngoặc kép mở ra mà không đóng"),
        (lambda text: text.encode()[:-1] + b"\xff\xfe\n", "không phải mã UTF-8"),
        (lambda text: text.encode() + b"\0", "không phải là tệp văn bản CSV"),
        (lambda _: b"PK\x03\x04" + b"\0" * 50, "không phải là tệp văn bản CSV"),
        (lambda text: text.replace(",reported,", ",reported,,", 1).encode(), "dòng có 13 ô"),
    ],
)
def test_a_broken_or_foreign_file_is_told_as_that(sources, history, cut, says):
    sources.put(cut(history))
    problems = sources.read().problems
    assert any(says in problem.what for problem in problems if problem.is_error), problems
    assert {problem.file for problem in problems} == {HISTORY}
    assert all(problem.remedy for problem in problems)


def test_an_offices_file_under_this_name_is_told_how_to_be_called(sources):
    sources.put(office("1", "2", "3"))
    assert any("như 2021-12-31.csv" in problem.remedy for problem in sources.read().problems)


@pytest.mark.parametrize("name", ["so-lieu (1).csv", "so-lieu-thu.csv", "so-lieu.xlsx"])
def test_a_second_download_is_told_how_to_be_called(sources, history, name):
    (sources.folder / name).write_text(history, encoding="utf-8")
    (problem,) = sources.read().problems
    assert "đặt tên là so-lieu.csv" in problem.remedy


def test_rows_that_are_missing_are_told_the_wholes_as_an_error(sources, history):
    kept = [line for line in history.splitlines(keepends=True) if ",06,tỉnh Bắc Kạn,points" not in line]
    sources.put("".join(line for line in kept if ",061,huyện Ba Bể,scans" not in line))
    told = {(problem.what, problem.is_error) for problem in sources.read().problems}
    days = ("5/11/2021", "12/11/2021")
    assert told >= {(f"kỳ đến {day}: không có dòng của tỉnh Bắc Kạn (Số điểm).", True) for day in days}
    assert (
        f"kỳ đến {days[0]}: không có dòng của huyện Ba Bể (Số lượt); coi như không có số liệu.",
        False,
    ) in told


def test_the_usual_checks_are_made_of_the_rows(sources, history):
    sources.put(changed(history, {**BA_BE, "code": "06"}, value="6"))
    problems = [problem for problem in sources.read().problems if problem.is_error]
    assert any("tổng ghi 6" in problem.what and problem.file == HISTORY for problem in problems)


def test_a_missing_week_between_is_told_of_the_history(sources, history):
    late = changed(history, {"period_last": "2021-11-12"}, period_first="2021-11-12", period_last="2021-11-19")
    sources.put(late)
    (problem,) = sources.read().problems
    assert ("thiếu kỳ" in problem.what, problem.file, problem.is_error) == (True, HISTORY, False)


def test_a_negative_nought_is_nought(sources, history):
    na_ri = {"period_last": "2021-11-05", "code": "066"}
    text = changed(history, {**na_ri, "indicator": "scans"}, value="-0.0", status="zero")
    sources.put(changed(text, {**na_ri, "indicator": "share"}, status="not_applicable"))
    rows = rows_of(sources.history())
    assert [row["value"] for row in rows if row.items() >= {**na_ri, "indicator": "scans"}.items()] == ["0.0"]


def test_computed_rows_need_not_be_there(sources, history):
    sources.put("".join(line for line in history.splitlines(keepends=True) if ",share," not in line))
    archive = sources.read()
    assert archive.problems == ()
    assert archive.folders[0].releases[0].observations["share", "061"].value == Decimal("23.5")


def test_many_contradictions_of_a_computed_indicator_are_told_once(sources, history):
    toml = TOML.replace('share = ["points", "scans"]', 'share = ["scans", "points"]')
    (sources.folder / "dataset.toml").write_text(toml, encoding="utf-8")
    sources.put(history)
    (problem,) = (problem for problem in sources.read().problems if problem.is_error)
    assert "dòng nữa của chỉ tiêu này cũng khác" in problem.what


@settings(
    max_examples=int(os.environ.get("BANTIN_FUZZ", "60")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    at=st.integers(0, 4000),
    length=st.integers(0, 40),
    put=st.one_of(st.binary(max_size=12), st.text("0123456789,;\n\"'-.áề", max_size=12).map(str.encode)),
)
@example(at=0, length=4000, put=b"")
def test_whatever_is_damaged_is_told_and_never_ends_in_a_traceback(sources, history, at, length, put):
    content = history.encode()
    sources.put(content[:at] + put + content[at + length :])
    archive = sources.read()
    releases = [release for folder in archive.folders for release in folder.releases]
    assert releases or any(problem.is_error for problem in archive.problems)


# What the guide says of it --------------------------------------------------------------------------------

GUIDE = (ROOT / "docs" / "du-lieu.md").read_text(encoding="utf-8")
GUIDE = GUIDE[GUIDE.index("## Số liệu tải về từ trang") : GUIDE.index("## Lập một bộ số liệu mới")]


def test_the_guide_explains_every_column_and_every_status():
    columns, statuses = (
        re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE) for part in GUIDE.partition("| `status` | nghĩa")[::2]
    )
    assert columns == list(COLUMNS)
    assert sorted(statuses) == sorted(status.value for status in Status)


def test_the_guides_example_is_what_the_shipped_site_publishes():
    (example,) = re.findall(r"```csv\n(.*?)```", GUIDE, re.DOTALL)
    (published,) = (
        history_csv(series)[0]
        for series in make_all(read_archive(ROOT / "data", ROOT / "content"))
        if series.folder.dataset.slug == "qr-covid"
    )
    head, *rows = example.splitlines()
    assert published.splitlines()[0] == head
    assert set(rows) <= set(published.splitlines())
    assert len(rows) == 2


def test_the_guides_three_steps_restore_a_dataset(tmp_path):
    steps = re.findall(r"^(\d)\. (.*?)(?=^\d\. |^$)", GUIDE.partition("### Bắt đầu")[2], re.MULTILINE | re.DOTALL)
    assert [number for number, _ in steps] == ["1", "2", "3"]
    named = re.findall(r"`(data/[\w./-]+|\w+\.\w+)`", steps[0][1])
    folder = next(name for name in named if name.endswith("/"))
    for name in named:
        path = name if name.startswith("data/") else folder + name
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        if not path.endswith("/"):
            shutil.copy(ROOT / path, tmp_path / path)
    slug = folder.removeprefix("data/").rstrip("/")
    (before,) = (one for one in make_all(read_archive(ROOT / "data", ROOT)) if one.folder.dataset.slug == slug)
    download, place = re.findall(r"`(/?[\w-]+(?:/[\w-]+)*/so-lieu\.csv)`", steps[1][1])
    assert download == f"/ban-tin/{slug}/so-lieu.csv"
    (tmp_path / place).write_text(history_csv(before)[0], encoding="utf-8")
    (after,) = make_all(read_archive(tmp_path / "data", tmp_path))
    assert [said(one) for one in after.bulletins] == [said(one) for one in before.bulletins]
    assert re.findall(r"tasks\.py (\w+)", steps[2][1]) == ["check", "build"]
