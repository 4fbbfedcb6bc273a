"""What was made once is not made again, and what was made of something else is never taken for it."""

import os
import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bantin import memo as module
from bantin.later import LaterLine, LaterMapping, LaterTuple
from bantin.memo import Files, Memo, fingerprint, written


@dataclass(frozen=True)
class Whole:
    """A value with large parts."""

    words: tuple[str, ...]
    by_name: dict[str, int]


WHOLE = Whole(("một", "hai"), {"a": 1})


@pytest.fixture
def memo(tmp_path: Path) -> Memo:
    return Memo(tmp_path / "cache" / "memo.sqlite")


def test_what_is_kept_is_made_once(memo: Memo) -> None:
    calls: list[int] = []

    def make() -> Whole:
        calls.append(1)
        return WHOLE

    assert [memo.made("whole", "k", make) for _ in range(3)] == [WHOLE] * 3
    memo.close()
    assert memo.made("whole", "k", make) == WHOLE
    assert len(calls) == 1


def test_parts_are_read_when_they_are_asked_for_and_from_whoever_reads_them(memo: Memo, tmp_path: Path) -> None:
    memo.keep("whole", "k", WHOLE)
    parts = LaterTuple(memo.later("whole", "k"), "words"), LaterMapping(memo.later("whole", "k"), "by_name")
    assert (*parts[0], parts[0][-1], len(parts[0]), parts[0] == ("một", "hai")) == ("một", "hai", "hai", 2, True)
    assert dict(parts[1]) == {"a": 1}
    memo.keep("parts", "p", parts)
    memo.close()
    moved = (tmp_path / "cache").rename(tmp_path / "moved")  # as a restored cache is
    again = Memo(moved / "memo.sqlite").load("parts", "p")
    assert (tuple(again[0]), dict(again[1])) == (WHOLE.words, WHOLE.by_name)


def test_a_line_of_later_has_its_text_at_once() -> None:
    def load(_kind: str, _key: str) -> None:
        raise AssertionError("đọc khi chưa cần")

    assert LaterLine(module.Kept(load, "bulletin", "k"), "title", "Toàn tỉnh có 3 điểm").text == "Toàn tỉnh có 3 điểm"


@pytest.mark.parametrize("damage", [b"", b"no database at all", b"SQLite format 3\0" + b"\0" * 4000])
def test_a_damaged_memo_is_begun_anew(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "memo.sqlite"
    path.write_bytes(damage)
    memo = Memo(path)
    memo.keep("whole", "k", WHOLE)
    assert memo.load("whole", "k") == WHOLE


def test_what_another_version_made_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Memo(tmp_path / "memo.sqlite")
    first.keep("whole", "k", WHOLE)
    first.close()
    monkeypatch.setattr(module, "program", lambda: "another")
    assert Memo(tmp_path / "memo.sqlite").load("whole", "k") is None


def test_what_is_written_together_is_there_together(memo: Memo) -> None:
    with pytest.raises(sqlite3.Error):
        memo.keep_all([("whole", "a", written(WHOLE)), ("whole", "b", object())])  # type: ignore[list-item]
    assert memo.content("whole", "a") is None


def test_what_is_not_named_is_forgotten(memo: Memo) -> None:
    for key in "abc":
        memo.keep("whole", key, WHOLE)
    memo.forget("whole", "b")
    assert [memo.content("whole", key) is not None for key in "abc"] == [False, True, False]


def test_a_folder_that_cannot_be_written_to_costs_time_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    memo = module.memo_of(tmp_path / "file", tmp_path)
    memo.keep("whole", "k", WHOLE)
    assert memo.load("whole", "k") == WHOLE


def test_fingerprints_tell_apart_how_texts_are_parted() -> None:
    assert fingerprint("ab", "c") != fingerprint("a", "bc") != fingerprint("abc")
    assert fingerprint(replace(WHOLE, words=())) != fingerprint(WHOLE)


def test_a_file_is_read_again_only_when_it_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("1")
    monkeypatch.setattr(module, "_JUST_NOW", -1)
    files = Files({})
    first = files.print_of(path)
    monkeypatch.setattr("builtins.open", lambda *_: pytest.fail("đọc lại"))
    assert files.print_of(path) == first
    monkeypatch.undo()
    path.write_text("2")
    assert files.print_of(path) != first
    assert files.under(tmp_path) == {"a.csv": files.print_of(path)}


def test_a_file_that_has_just_changed_is_not_taken_by_its_times(tmp_path: Path) -> None:
    path, files = tmp_path / "a.csv", Files({})
    path.write_text("1")
    first, times = files.print_of(path), path.stat()
    path.write_text("2")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert files.print_of(path) != first
