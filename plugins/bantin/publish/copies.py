"""The last good copy of every editor's file, so that one which is lost, emptied or cut off costs nobody their words."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from bantin.errors import Problem

FOLDERS = ("bulletins", "authors")
ORIGIN = "origin.txt"


class Copies:
    """Copies in `cache` of what editors wrote under `content`; deleted, which they may be, they guard nothing."""

    def __init__(self, cache: Path, content: Path) -> None:
        self._content = content
        self._all = cache / "kept"
        self._own = self._all / sha256(str(content).encode()).hexdigest()[:16]

    def lost(self, *, all_of_it: bool = True) -> Iterator[Problem]:
        """What is wrong with files that are there only in part; and, with `all_of_it`, with those that are gone."""
        for name, copy in self._copies():
            path = self._content / name
            if not path.is_file() and all_of_it:
                what = "tệp này đã mất từ lần dựng trước."
                remedy = f"chép lại từ bản giữ ở {copy}; đúng là muốn bỏ thì xóa cả bản giữ ấy."
                yield Problem(f"content/{name}", what, remedy)
            elif path.is_file() and _is_cut_off(path.read_bytes(), copy.read_bytes()):
                what = "tệp bị cắt ngang giữa một dòng, phần sau đã mất."
                remedy = f"chép lại từ bản giữ ở {copy}; đúng là muốn bỏ phần sau thì xóa bản giữ ấy."
                yield Problem(f"content/{name}", what, remedy)

    def with_copies(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """The problems, those of a file that was another one when it was good with where that copy is."""
        changed = ((name, copy) for name, copy in self._copies() if not _is_same(self._content / name, copy))
        copies = {f"content/{name}": copy for name, copy in changed}
        for problem in problems:
            copy = copies.get(problem.file) if problem.is_error else None
            more = f" Bản dựng được gần nhất của tệp còn giữ ở {copy}." if copy else ""
            yield replace(problem, remedy=problem.remedy + more)

    def keep(self) -> None:
        """Copy what is new or changed; older copies stay beside, by what is in them."""
        for folder in self._all.glob("*"):
            origin = folder / ORIGIN
            if origin.is_file() and not Path(origin.read_text("utf-8")).is_dir():
                shutil.rmtree(folder, ignore_errors=True)
        for path in sorted(own for name in FOLDERS for own in (self._content / name).rglob("*.md") if own.is_file()):
            copy, text = self._own / path.relative_to(self._content), path.read_bytes()
            if copy.is_file() and (before := copy.read_bytes()) != text:
                copy.with_name(f"{copy.stem}.{sha256(before).hexdigest()[:8]}.old").write_bytes(before)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(text)
        if self._own.is_dir():
            (self._own / ORIGIN).write_text(str(self._content), "utf-8")

    def _copies(self) -> Iterator[tuple[str, Path]]:
        """The files' names under `content`, and their last good copies."""
        for copy in sorted(self._own.rglob("*.md")):
            yield copy.relative_to(self._own).as_posix(), copy


def _is_same(path: Path, copy: Path) -> bool:
    return path.is_file() and path.read_bytes() == copy.read_bytes()


def _is_cut_off(now: bytes, before: bytes) -> bool:
    """Whether a file is the beginning of what it was, ending within a line that others followed.

    Who shortens the last line, such as a list of those who sign, has changed their mind; nobody stops within another.
    """
    now, before = now.replace(b"\r\n", b"\n").rstrip(), before.replace(b"\r\n", b"\n").rstrip()
    lost = before[len(now) :]
    return bool(now) and before.startswith(now) and not lost.startswith(b"\n") and b"\n" in lost
