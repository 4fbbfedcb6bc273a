"""The illustrative datasets: files as offices really send them, bulletins as a newspaper would print them."""

import codecs
import re
import shutil
import zipfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from lxml import html

from bantin.ingest.archive import Archive, Folder, read_archive
from bantin.model import Bulletin, plain
from bantin.pipeline import make_all
from conftest import ROOT

DATASETS = ("diem-quet-chi-tiet", "gia-thi-truong", "thu-tuc-hanh-chinh")
DATA = ROOT / "data"
STRANGE = {"2021-10-10": "cp1258", "2021-10-31": "utf-16"}
UNCLEAN = re.compile(
    r"[,;:.] ?[,;:.]|[(] *[)]| [,;:.)]|[(] |  |[(][^()]*[(]|None|nan|[{}%]{2}|\b(so với|là|và|có|đạt|chiếm)[.,;)]"
)
WEEK = timedelta(weeks=1)


@cache
def shipped() -> Archive:
    return read_archive(DATA, ROOT / "content")


def folder_of(archive: Archive, dataset: str) -> Folder:
    return next(folder for folder in archive.folders if folder.dataset.slug == dataset)


def bulletins(archive: Archive, dataset: str) -> tuple[Bulletin, ...]:
    return next(series.bulletins for series in make_all(archive) if series.folder.dataset.slug == dataset)


def told(bulletin: Bulletin) -> list[str]:
    """Title, lead and paragraphs as they are read aloud."""
    return [plain(line).replace("\u00a0", " ") for line in (bulletin.title, bulletin.lead, *bulletin.body)]


def copy(dataset: str, to: Path) -> Path:
    """A copy of one dataset's folder, with the codelists that it needs beside it."""
    folder = shutil.copytree(DATA / dataset, to / "data" / dataset)
    for path in DATA.glob("*.csv"):
        shutil.copy(path, folder.parent)
    return folder


def read(folder: Path) -> Archive:
    return read_archive(folder.parent, folder.parent.parent / "content")


def test_the_only_warnings_are_two_missing_weeks_and_one_repeated_file() -> None:
    found = [p for p in shipped().problems if p.file.split("/")[1] in DATASETS]
    assert [(p.file, p.is_error, p.what.split()[0]) for p in found] == [
        ("data/gia-thi-truong/2021-11-07.csv", False, "thiếu"),
        ("data/gia-thi-truong/2021-11-21.csv", False, "mọi"),
        ("data/thu-tuc-hanh-chinh/2021-11-21.xlsx", False, "thiếu"),
    ]


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_bulletin_reads_well(dataset: str) -> None:
    made = bulletins(shipped(), dataset)
    assert len(made) == 12
    for bulletin in made:
        title, lead, *body = told(bulletin)
        assert re.search(r"\d", title), "the story's own title, which states a figure"
        assert f"trong tuần từ ngày {bulletin.period.first.day}/" in lead.casefold()
        assert len(body) >= 2
        for paragraph in (lead, *body):
            assert not UNCLEAN.search(paragraph), paragraph
            assert paragraph.endswith(".")
            for sentence in paragraph.split(". "):
                assert sentence[0].isupper() or sentence[0].isdigit(), sentence
                assert len(sentence.split()) >= 5, sentence


@pytest.mark.parametrize("dataset", DATASETS)
def test_weeks_without_the_week_before_are_not_compared(dataset: str) -> None:
    made = bulletins(shipped(), dataset)
    days = {bulletin.period.last for bulletin in made}
    for bulletin in made:
        if bulletin.period.last - WEEK not in days:
            assert "so với" not in " ".join(told(bulletin))


def test_what_is_missing_tied_or_nought_is_said_so() -> None:
    made = [bulletin for dataset in DATASETS for bulletin in bulletins(shipped(), dataset)]
    said = {(b.dataset, b.period.last.isoformat()): " ".join(told(b)) for b in made}
    for dataset, day, words in (
        ("thu-tuc-hanh-chinh", "2021-10-17", "huyện Ngân Sơn chưa gửi số liệu chi tiết"),
        ("thu-tuc-hanh-chinh", "2021-10-31", "huyện Chợ Đồn và huyện Chợ Mới (cùng 437 hồ sơ)"),
        ("thu-tuc-hanh-chinh", "2021-11-07", "3.476 hồ sơ thủ tục hành chính, không thay đổi so với tuần trước"),
        ("thu-tuc-hanh-chinh", "2021-11-28", "Toàn bộ số hồ sơ này đều được giải quyết đúng hạn."),
        ("thu-tuc-hanh-chinh", "2021-12-19", "sơ bộ"),
        ("diem-quet-chi-tiet", "2021-10-24", "Do huyện Pác Nặm chưa gửi số liệu nên chưa thể so sánh số lượt quét"),
        ("diem-quet-chi-tiet", "2021-11-07", "Các điểm còn lại đều có người quét mã."),
        ("diem-quet-chi-tiet", "2021-11-14", "Tất cả các điểm đều gửi số liệu, trong đó 24 điểm"),
        ("diem-quet-chi-tiet", "2021-12-05", "thành phố Bắc Kạn và huyện Chợ Mới (cùng 45 điểm)"),
        ("gia-thi-truong", "2021-11-21", "Giá nhiên liệu không thay đổi so với tuần trước"),
        ("gia-thi-truong", "2021-12-19", "sơ bộ"),
        ("gia-thi-truong", "2021-11-28", "không có số liệu về giá thịt lợn hơi"),
    ):
        assert words in said[dataset, day]


def test_the_workbooks_were_saved_by_libreoffice() -> None:
    workbooks = sorted((DATA / "thu-tuc-hanh-chinh").glob("*.xlsx"))
    assert len(workbooks) == 12
    for path in workbooks:
        with zipfile.ZipFile(path) as package:
            assert b"<Application>LibreOffice/" in package.read("docProps/app.xml")


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_page_says_that_the_figures_are_illustrative(site: Path, dataset: str) -> None:
    pages = sorted((site / "ban-tin" / dataset).rglob("index.html"))
    assert len(pages) == 13, "the dataset's page and its bulletins"
    for path in pages:
        assert "Số liệu minh họa" in html.parse(path).getroot().text_content()


def test_every_encoding_reads_as_its_utf_8(tmp_path: Path) -> None:
    folder = copy("diem-quet-chi-tiet", tmp_path)
    unmarked = {path.stem for path in folder.glob("2*.csv") if not path.read_bytes().startswith(codecs.BOM_UTF8)}
    assert unmarked == STRANGE.keys()
    for path in folder.glob("2*.csv"):
        path.write_text(path.read_bytes().decode(STRANGE.get(path.stem, "utf-8-sig")), encoding="utf-8")
    again, as_sent = (folder_of(archive, folder.name) for archive in (read(folder), shipped()))
    assert [release.observations for release in again.releases] == [r.observations for r in as_sent.releases]


def edited_csv(path: Path, new: Path, change: tuple[str, str]) -> None:
    """The file a week on: its days moved, one number changed."""

    def moved(match: re.Match[str]) -> str:
        day, month, year = map(int, match.groups())
        later = date(year, month, day) + WEEK
        return f"{later.day}/{later.month}/{later.year}"

    text = path.read_text(encoding="utf-8-sig")
    assert text.count(change[0]) == 1
    text = re.sub(r"(\d+)/(\d+)/(\d{4})", moved, text.replace(*change))
    new.write_text(text, encoding="utf-8")


def edited_workbook(path: Path, new: Path) -> None:
    """The workbook a week on, with ten more new files in one district."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["A5"] = "Từ ngày 20/12/2021 đến ngày 26/12/2021"
    for row in (11, 19):
        for column in "CE":
            was = int(str(sheet[f"{column}{row}"].value).rstrip("*").replace(".", ""))
            sheet[f"{column}{row}"] = f"{was + 10}*"
    book.save(new)


@pytest.mark.parametrize(
    ("dataset", "last", "words"),
    [
        ("thu-tuc-hanh-chinh", "2021-12-19", ["tiếp nhận mới 3.411 hồ sơ", "tăng 10 hồ sơ"]),
        ("diem-quet-chi-tiet", "2021-12-12", ["229 điểm", "tăng 12 lượt và 1 điểm so với tuần trước"]),
        ("gia-thi-truong", "2021-12-19", ["là 51.500 đồng/kg, tăng 1.000 đồng/kg so với tuần trước"]),
    ],
)
def test_tomorrows_file_needs_no_other_edit(tmp_path: Path, dataset: str, last: str, words: list[str]) -> None:
    folder = copy(dataset, tmp_path)
    path = next(folder.glob(f"{last}.*"))
    new = path.with_stem((date.fromisoformat(last) + WEEK).isoformat())
    if path.suffix == ".xlsx":
        edited_workbook(path, new)
    elif dataset == "gia-thi-truong":
        edited_csv(path, new, ("Thịt lợn hơi,Giá bình quân,50.500", "Thịt lợn hơi,Giá bình quân,51.500"))
    else:
        edited_csv(path, new, ("\nPN-001;", "\nPN-999;Huyện Pác Nặm;Chợ;12;x;11/12/2021\nPN-001;"))
    archive = read(folder)
    assert not [problem for problem in archive.problems if problem.is_error]
    made = bulletins(archive, dataset)
    assert len(made) == 13
    said = " ".join(told(made[-1]))
    assert all(word in said for word in words), said
