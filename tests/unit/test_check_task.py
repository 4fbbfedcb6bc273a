"""`tasks.py check` as a process: what a clerk or a program is told, and with which exit code."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tasks
from invoke.context import Context
from invoke.exceptions import Exit
from openpyxl import Workbook

from conftest import ROOT

AREAS = "code,parent,kind,name\n06,,tỉnh,Bắc Kạn\n061,06,huyện,Ba Bể\n066,06,huyện,Na Rì\n"
TOML = """
title = "Thử"
source = "Sở"
category = "Thử"
area = "06"
[period]
every = "week"
from = "friday"
to = "friday"
due = "friday 17:00"
[table]
rows = "area"
total = "Toàn tỉnh"
[indicators.points]
column = "Điểm"
label = "Điểm"
unit = "điểm"
"""
GOOD = (("Đơn vị", "Điểm"), ("Ba Bể", "2"), ("Na Rì", "3"), ("Toàn tỉnh", "5"))
WARNED = (*GOOD[:2], ("Toàn tỉnh", "5"))
BAD = (*GOOD[:2], ("Na Rì", "1,5"), ("Toàn tỉnh", "5"))
KEYS = {"level", "file", "sheet", "cell", "line", "head", "what", "remedy"}


@pytest.fixture
def data(tmp_path):
    (tmp_path / "data/thu").mkdir(parents=True)
    files = {"areas.csv": AREAS, "thu/dataset.toml": TOML, "thu/story.md": "Tiêu đề: Có {{ points }}\n---\nĐoạn.\n"}
    for name, text in files.items():
        (tmp_path / "data" / name).write_text(text, encoding="utf-8")
    return tmp_path / "data"


def write(data, rows, name="2021-11-12.csv"):
    (data / "thu" / name).write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")


def folders(data: Path) -> dict[str, str]:
    return {"data": str(data), "content": str(data.parent / "content")}


def check(data: Path, *options: str):
    """Run as people run it."""
    given = [word for name, folder in folders(data).items() for word in (f"--{name}", folder)]
    done = subprocess.run(
        [sys.executable, "-m", "invoke", "-c", "tasks", "check", *given, *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize(
    ("rows", "options", "code", "said"),
    [
        (GOOD, ["--strict"], 0, "Không có lỗi hay cảnh báo nào"),
        (GOOD, ["--today", "2021-11-19", "--strict"], 1, "chưa gửi"),
        (BAD, [], 2, "1 lỗi, 0 cảnh báo"),
    ],
)
def test_the_process_ends_with_a_code_that_says_whether_it_may_be_published(data, rows, options, code, said):
    write(data, rows)
    done = check(data, *options)
    assert done.returncode == code, done.stderr
    assert said in done.stdout


@pytest.fixture
def checked(data, capsys):
    """Run within this process, which is much quicker."""

    def checked(**options: object) -> tuple[int, str]:
        with pytest.raises(Exit) as ended:
            tasks.check(Context(), **folders(data), **options)
        return ended.value.code, capsys.readouterr().out

    return checked


@pytest.mark.parametrize(
    ("rows", "options", "code", "said"),
    [
        (GOOD, {}, 0, "Không có lỗi"),
        (WARNED, {}, 0, "0 lỗi, 1 cảnh báo"),
        (WARNED, {"strict": True}, 1, "huyện Na Rì"),
        (BAD, {"strict": True}, 2, "1 lỗi"),
        (GOOD, {"today": "2021-11-19"}, 0, "19/11/2021"),
        (GOOD, {"today": "2021-11-18", "strict": True}, 0, "Không có lỗi"),
        (BAD, {"today": "2021-11-19"}, 2, "B3"),
        (GOOD, {"today": "19/11/2021"}, 1, ""),
        (GOOD, {"format": "xml"}, 1, ""),
    ],
)
def test_warnings_count_only_when_that_is_asked_for(data, checked, rows, options, code, said):
    write(data, rows)
    ended, printed = checked(**options)
    assert ended == code
    assert said in printed


def test_a_table_for_people_names_file_cell_head_fault_and_remedy(data, checked):
    write(data, BAD)
    _, told = checked()
    for word in ("data/thu/2021-11-12.csv", "B3", "[Điểm]", "“1,5”", "→ ghi số nguyên như"):
        assert word in told


def test_json_for_programs_has_every_problem_with_its_place_and_remedy(data):
    book = Workbook()
    book.active.title = "Tuần 45"
    for row in BAD:
        book.active.append(row)
    book.create_sheet("Ghi chú")
    book.save(data / "thu/2021-11-12.xlsx")
    write(data, WARNED, "2021-11-05.csv")
    (data / "thu/story.md").write_text("Tiêu đề: a\n---\n{{ point }}\n", encoding="utf-8")
    done = check(data, "--format", "json", "--today", "2021-11-19")
    found = json.loads(done.stdout)
    assert done.returncode == 2
    assert all(set(problem) == KEYS and problem["what"] and problem["remedy"] for problem in found)
    by_file = {problem["file"]: problem for problem in found}
    faulty = by_file["data/thu/2021-11-12.xlsx"]
    assert [faulty[key] for key in ("level", "sheet", "cell", "line", "head")] == ["error", "Tuần 45", "B3", 3, "Điểm"]
    assert (by_file["data/thu/2021-11-05.csv"]["level"], by_file["data/thu/story.md"]["line"]) == ("warning", 3)


def test_json_of_no_problems_is_an_empty_list(data, checked):
    write(data, GOOD)
    assert json.loads(checked(format="json")[1]) == []


def test_nothing_is_written_by_checking(data, checked):
    write(data, BAD)
    before = {path: path.stat().st_mtime_ns for path in data.parent.rglob("*")}
    checked()
    assert {path: path.stat().st_mtime_ns for path in data.parent.rglob("*")} == before


def test_a_folder_that_is_not_there_is_told(data, checked):
    shutil.rmtree(data)
    ended, _ = checked()
    assert ended == 2
