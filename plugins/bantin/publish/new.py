"""A new editor's file, for a release that has none: of what was given, or asked for at a terminal."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bantin.editorial import ROLES
from bantin.errors import BantinError, Problem, ProblemsFound, closest, suggestion
from bantin.ingest.archive import Archive, Folder, read_archive
from bantin.ingest.authors import People, signatures_of
from bantin.ingest.corrections import moment_of
from bantin.ingest.editor import NAMES, ROLE_NAMES, read_editor_file
from bantin.ingest.editor_text import editor_text
from bantin.ingest.standing import EDITORS
from bantin.pipeline import problems_of
from bantin.publish.pictures import prepare
from bantin.vietnamese import clean, day, fold, spelling

SHOWN = 9
STATUSES = {fold(own): own for own in ("đã đăng", "nháp")}
Place = tuple[Folder, date]
"""A release, by its dataset's folder and its last day."""


def new_file(
    data: Path,
    content: Path,
    given: Mapping[str, str],
    ask: Callable[[str], str] | None = None,
    tell: Callable[[str], None] = print,
) -> tuple[Path, str]:
    """Write the file; returns where it is, and the bulletin's address within the site.

    `given` may have dataset and date, and author, role, title, photo, caption, credit, alt, text, tags, publish_at and
    status; what is missing is asked for, if there is somebody to `ask`, who may leave it out.

    Raises:
        BantinError: when there is no such release, it has a file, or what was given cannot be read as one. Neither
            then nor when asking ends in an error is anything written.
    """
    desk = _Desk(read_archive(data.resolve(), content.resolve(), audience=EDITORS), content, ask, tell)
    folder, last = desk.release(given.get("dataset", ""), given.get("date", ""))
    slug = folder.dataset.slug
    tell(f"{folder.dataset.title}, kỳ đến {day(last)}.")
    path = _path(content, (folder, last))
    try:
        fields = desk.fields(given)
        words = given.get("text") or desk.line("Một đoạn lời của bạn (Enter: không có)")
        fields["status"] = given.get("status") or desk.status()
        _write(path, editor_text(fields, words), desk, (folder, last))
    except BaseException:  # who stops in between leaves nothing behind
        for copy in desk.copies:
            copy.unlink(missing_ok=True)
        raise
    return path, f"ban-tin/{slug}/{last}/"


def _path(content: Path, place: Place) -> Path:
    return content / "bulletins" / place[0].dataset.slug / f"{place[1]}.md"


def _write(path: Path, text: str, desk: _Desk, place: Place) -> None:
    """Put the whole file there at once, when it can be read as one; none that is there is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_text(text, encoding="utf-8", newline="\n")
        desk.check(fresh, path, place)
        try:
            os.link(fresh, path)  # unlike a renaming, it never takes another file's place
        except FileExistsError:
            raise
        except OSError as fault:  # a disk that knows no second names
            if path.exists():
                raise FileExistsError from fault
            fresh.rename(path)
    except FileExistsError as fault:
        raise BantinError(_has_file(path)) from fault
    finally:
        fresh.unlink(missing_ok=True)


def _has_file(path: Path) -> str:
    return (
        f"Bản tin này đã có tệp {path}; tệp ấy được giữ nguyên.\n"
        "Mở nó bằng Notepad hay trình soạn thảo nào cũng được để viết tiếp, rồi xem thử: python3 tasks.py serve."
    )


def placed(photo: str, images: Path) -> tuple[str, Path | None]:
    """The name under `content/images` of a photo that somebody points at, and the copy of one from elsewhere, made fit.

    Raises:
        BantinError: when there is none, or it is no picture that can be published.
    """
    named = photo.strip("\"' ")  # a file that is dragged into a terminal comes in quotes
    for path in (images / named, Path(named).expanduser()):
        if path.is_file() and path.resolve().is_relative_to(images.resolve()):
            return path.resolve().relative_to(images.resolve()).as_posix(), None
        if path.is_file():
            before = {*images.glob("*")}
            copy = prepare(path, images)
            return copy.name, None if copy in before else copy
    raise BantinError(f"Không có ảnh “{named}”: ghi đường dẫn tới tệp ảnh, hay tên một ảnh trong {images}.")


class _Desk:
    """What is known, and somebody to ask, if there is."""

    def __init__(
        self, archive: Archive, content: Path, ask: Callable[[str], str] | None, tell: Callable[[str], None]
    ) -> None:
        self.archive, self.people, self.content = archive, archive.people, content
        self._ask, self.tell = ask, tell
        self.copies: list[Path] = []

    def line(self, question: str, usual: str = "") -> str:
        """An answer in one line; the usual one where nothing is typed, or nobody is there to ask."""
        if self._ask is None:
            return usual
        return clean(self._ask(f"{question} [{usual}]: " if usual else f"{question}: ")) or usual

    def release(self, slug: str, named_day: str) -> Place:
        """The release that is meant, or chosen, among those without a file.

        Raises:
            BantinError: when there is none.
        """
        folders = {folder.dataset.slug: folder for folder in self.archive.folders}
        if slug and slug not in folders:
            raise BantinError(f"Không có bộ số liệu “{slug}”.{suggestion(slug, folders)} Có: {', '.join(folders)}.")
        places = [
            (folder, release.period.last)
            for own, folder in sorted(folders.items())
            for release in folder.releases
            if own == (slug or own)
        ]
        places.sort(key=lambda place: place[1], reverse=True)
        free = [place for place in places if not _path(self.content, place).exists()]
        if named_day:
            moment = moment_of(named_day)
            if moment is None:
                raise BantinError(f"“{named_day}” không phải là ngày; ghi như 2021-11-12.")
            places = [place for place in places if place[1] == moment.date()]
            if not places:
                listed = "; ".join(f"{own.dataset.slug} {last}" for own, last in free[:SHOWN]) or "không còn kỳ nào"
                what = f"Không có số liệu nào của kỳ đến {day(moment.date())}."
                raise BantinError(f"{what} Những kỳ chưa có tệp của biên tập viên: {listed}.")
            free = [place for place in places if place in free]
        if not free and named_day:
            raise BantinError(_has_file(_path(self.content, places[0])))
        if not free:
            raise BantinError("Bản tin nào cũng đã có tệp của biên tập viên; muốn sửa thì mở tệp ấy.")
        return free[0] if self._ask is None or len(free) == 1 else self._chosen(free)

    def _chosen(self, free: Sequence[Place]) -> Place:
        self.tell("Những bản tin chưa có tệp của biên tập viên:")
        for number, (folder, last) in enumerate(free[:SHOWN], start=1):
            self.tell(f"  {number}. {folder.dataset.title}, kỳ đến {day(last)} ({folder.dataset.slug} {last})")
        if len(free) > SHOWN:
            self.tell(f"  Còn {len(free) - SHOWN} bản tin cũ hơn: python3 tasks.py new <bộ số liệu> <ngày>.")
        while True:
            answer = self.line("Viết cho bản tin số mấy?", "1")
            if answer.isdecimal() and 1 <= int(answer) <= min(len(free), SHOWN):
                return free[int(answer) - 1]
            self.tell("Gõ một số trong danh sách trên.")

    def fields(self, given: Mapping[str, str]) -> dict[str, str]:
        """The fields of the file's head, the status aside."""
        author = self._signed(given.get("author", ""))
        role = given.get("role") or (self._role() if author and "(" not in author and self._ask else "")
        role = ROLE_NAMES.get(fold(role), role)
        if author and role not in {"", ROLES[0]}:
            names = [own.strip() for own in NAMES.split(author)]
            author = ", ".join(own if "(" in own else f"{own} ({role})" for own in names)
        photo = self._photo(given.get("photo", ""))
        asked = [("caption", "Chú thích ảnh"), ("credit", "Nguồn ảnh, hoặc người chụp")] if photo else []
        alt = given.get("alt", "")
        while photo and not alt and self._ask:
            alt = self.line("Tả ảnh bằng một câu cho người không nhìn thấy (cần có)")
        return {
            "author": author,
            "image": photo,
            "alt": alt,
            **{name: given.get(name) or self.line(f"{question} (Enter: không có)") for name, question in asked},
            **{name: given.get(name, "") for name in ("title", "tags")},
            "date": given.get("publish_at", ""),
        }

    def _signed(self, typed: str) -> str:
        """Who signs, by names; asked for, also by numbers of those who are known."""
        known = self.people.known
        if not typed and self._ask:
            for number, name in enumerate(known, start=1):
                self.tell(f"  {number}. {name}")
            typed = self.line("Ai ký tên? Gõ số hoặc họ tên, cách nhau bằng dấu phẩy (Enter: cơ quan có số liệu)")
        return ", ".join(self._named(own.strip(), known) for own in NAMES.split(typed) if own.strip())

    def _named(self, typed: str, known: Sequence[str]) -> str:
        """One of the names that were typed, perhaps with a role in brackets."""
        name, bracket, role = typed.partition("(")
        name, more = name.strip(), f" {bracket}{role}" if bracket else ""
        if self._ask and name.isdecimal() and 1 <= int(name) <= len(known):
            return known[int(name) - 1] + more
        while self._ask and not re.search(r"[^\W\d_]", name):
            name = self.line(f"“{name}” không có trong danh sách trên. Họ tên người ký")
        close = self.people.names.get(spelling(name)) or (closest(name, known) if self._ask else None)
        if close and spelling(close) != spelling(name) and not self._yes(f"Có phải “{close}” không?"):
            close = None
        return (close or name) + more

    def _yes(self, question: str) -> bool:
        return fold(self.line(f"{question} (c: có, k: không)", "c"))[:1] in {"c", "y"}

    def _role(self) -> str:
        while True:
            answer = self.line(f"Vai trò ({', '.join(ROLES)})", ROLES[0])
            if fold(answer) in ROLE_NAMES:
                return ROLE_NAMES[fold(answer)]
            self.tell(f"Không có vai trò “{answer}”.{suggestion(answer, ROLES)}")

    def _photo(self, given: str) -> str:
        while photo := given or self.line("Ảnh: đường dẫn tới tệp ảnh (Enter: không có)"):
            try:
                name, copy = placed(photo, self.content / "images")
            except BantinError as fault:
                if given:
                    raise
                self.tell(str(fault))
            else:
                self.copies += [copy] if copy else []
                return name
        return ""

    def status(self) -> str:
        """Nothing where the bulletin is to be published, as it is without a word."""
        while self._ask:
            answer = fold(self.line("Trạng thái (nháp, đã đăng)", "đã đăng"))
            if answer in STATUSES:
                return "nháp" if answer == "nhap" else ""
        return ""

    def check(self, fresh: Path, path: Path, place: Place) -> None:
        """Read the file as a build would, its words in their bulletin too, and tell its warnings.

        Raises:
            ProblemsFound: with all that would stop a build.
        """
        file = f"content/bulletins/{path.parent.name}/{path.name}"
        warnings: list[Problem] = []
        editor = read_editor_file(fresh, file, self.content / "images", warnings)
        people = People(self.archive.authors, (*self.people.signatures, *signatures_of(editor)))
        folder, last = place
        with_it = replace(folder, editor_files={**folder.editor_files, last: editor})
        told = problems_of(replace(self.archive, folders=(with_it,), problems=()))
        found = [*warnings, *(problem for problem in (*people.problems(), *told) if problem.file == file)]
        if any(problem.is_error for problem in found):
            raise ProblemsFound(found)
        for problem in found:
            self.tell(str(problem))
