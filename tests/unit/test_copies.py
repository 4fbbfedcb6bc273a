"""The last good copies of editors' files: what is taken for a loss, and what is only an edit."""

from pathlib import Path

import pytest

from bantin.errors import Problem
from bantin.publish.copies import Copies

NAME = "bulletins/thu/2021-11-12.md"
TEXT = "Tác giả: Bích Huệ, Ngọc Tú (ảnh)\n\nMột đoạn. Hai câu.\n\nĐoạn cuối có hai vế, vế sau bỏ được.\n"


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    made = Copies(tmp_path / "cache", tmp_path / "content")
    write(tmp_path, TEXT)
    made.keep()
    return made


def write(root: Path, text: str) -> None:
    path = root / "content" / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def lost(copies: Copies) -> list[str]:
    return [problem.what for problem in copies.lost()]


@pytest.mark.parametrize("end", ["Bích H", "Một đo", "Hai câ"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_file_that_ends_within_a_line_has_lost_the_rest(
    tmp_path: Path, copies: Copies, end: str, newline: str
) -> None:
    write(tmp_path, (TEXT.partition(end)[0] + end).replace("\n", newline))
    assert lost(copies) == ["tệp bị cắt ngang giữa một dòng, phần sau đã mất."]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (TEXT, TEXT.replace(", vế sau bỏ được.", "")),
        (TEXT, TEXT.replace("bỏ được.", "bỏ được")),
        (TEXT, TEXT.partition("\n\nĐoạn cuối")[0] + "\n"),
        (TEXT, TEXT.replace("Hai câu.", "")),
        ("Tác giả: Bích Huệ, Ngọc Tú (ảnh)\n", "Tác giả: Bích Huệ\n"),
        (TEXT, TEXT.replace("\n", "\r\n")),
    ],
)
def test_who_shortens_a_text_has_only_edited_it(tmp_path: Path, copies: Copies, before: str, now: str) -> None:
    write(tmp_path, before)
    copies.keep()
    write(tmp_path, now)
    assert lost(copies) == []


def test_a_fault_names_the_copy_only_of_a_file_that_has_changed_since(tmp_path: Path, copies: Copies) -> None:
    fault = Problem(f"content/{NAME}", "sai.", "sửa.")
    assert [*copies.with_copies([fault])] == [fault]
    write(tmp_path, "Tác gải: A\n")
    ((told),) = copies.with_copies([fault])
    assert NAME in told.remedy


def test_older_copies_stay_and_those_of_a_folder_that_is_gone_go(tmp_path: Path, copies: Copies) -> None:
    write(tmp_path, TEXT + "Thêm.\n")
    copies.keep()
    kept = {path.read_text(encoding="utf-8") for path in (tmp_path / "cache").rglob("2021-11-12.*")}
    assert kept == {TEXT, TEXT + "Thêm.\n"}
    (tmp_path / "content").rename(tmp_path / "other")
    Copies(tmp_path / "cache", tmp_path / "other").keep()
    assert len([*(tmp_path / "cache").rglob("2021-11-12.md")]) == 1
