"""`content/authors/<slug>.md`: who signs bulletins; and who is who, however a name is spelt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bantin.editorial import Author, Byline, EditorFile
from bantin.errors import Problem, ProblemsFound, suggestion
from bantin.ingest.header import Fields, parted, read_text
from bantin.ingest.photos import photo_of
from bantin.ingest.reader import Reader
from bantin.vietnamese import clean, slug, spelling

FOLDER = "content/authors"
FIELDS = Fields(
    {
        "ten": "name",
        "ho ten": "name",
        "ho va ten": "name",
        "name": "name",
        "chuc danh": "position",
        "chuc vu": "position",
        "position": "position",
        "anh": "image",
        "image": "image",
        "photo": "image",
        "mo ta anh": "alt",
        "alt": "alt",
        "thu dien tu": "email",
        "email": "email",
        "e-mail": "email",
        "dien thoai": "phone",
        "phone": "phone",
        "lien he": "contact",
        "contact": "contact",
    },
    ("Tên", "Chức danh", "Ảnh", "Mô tả ảnh", "Thư điện tử", "Điện thoại", "Liên hệ"),
)
FORMS = {
    "name": (re.compile(r".*[^\W\d_].*"), "không phải là tên người", "ghi họ tên, như: Bích Huệ."),
    "email": (
        re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),
        "không phải là địa chỉ thư điện tử",
        "ghi như: bichhue@example.vn.",
    ),
    "phone": (
        re.compile(r"(?=(?:\D*\d){3})\+?[\d ().-]+", re.ASCII),
        "không phải là số điện thoại",
        "chỉ ghi số, như: 0209 3870 000.",
    ),
    "contact": (
        re.compile(r"https?://[^\s/]+\S*"),
        "không phải là địa chỉ của một trang",
        "ghi như: https://example.vn/.",
    ),
}
"""How what a file says must look: the form, what is wrong with another, and the remedy."""


def read_author(path: Path, file: str, images: Path, warnings: list[Problem]) -> Author:
    """The author's file at `path`, called `file` in messages; what is only to be warned of is added to `warnings`.

    Raises:
        ProblemsFound: with every fault of the file.
    """
    header, words = parted(read_text(path, file), file, FIELDS)
    if not header.text("name"):
        header.fault("name", "chưa có mục “Tên”.", "ghi ở đầu tệp, như: Tên: Bích Huệ.")
    for name, (form, wrong, remedy) in FORMS.items():
        if header.text(name) and not form.fullmatch(header.text(name)):
            header.fault(name, f"“{header.text(name)}” {wrong}.", remedy)
    if path.stem != slug(path.stem):
        wanted = slug(path.stem) or slug(header.text("name")) or "bich-hue"
        what = f"tên tệp “{path.name}” không dùng làm địa chỉ được."
        header.problems.append(Problem(file, what, f"đặt tên tệp bằng chữ thường không dấu, như {wanted}.md."))
    said = {name: header.text(name) for name in ("name", "position", "email", "phone", "contact")}
    photo = photo_of(header, images)
    if any(problem.is_error for problem in header.problems):
        raise ProblemsFound(header.problems)
    warnings += header.problems
    return Author(path.stem, file, **said, photo=photo, biography=words.strip())


def read_authors(reader: Reader) -> tuple[Author, ...]:
    """Every author's file; what is wrong is noted."""
    found: dict[str, Author] = {}
    for path in sorted((reader.content / "authors").glob("*.md")):
        author = reader.tried(read_author, path, reader.content / "images", reader.problems)
        same = found.setdefault(spelling(author.name), author) if author else None
        if author and same and same is not author:
            remedy = "chỉ giữ một tệp; nếu là hai người thì ghi hai tên khác nhau."
            reader.note(path, f"tên “{author.name}” đã có trong {same.file}.", remedy)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Signature:
    """A name, and where it stands; a dataset's source has no line. Where figures come from is no person."""

    name: str
    file: str
    line: int | None = None
    is_person: bool = True


def signatures_of(editor: EditorFile) -> Iterator[Signature]:
    """Everyone who signed in an editor's file."""
    for own in editor.bylines:
        yield Signature(own.name, editor.file, own.line, is_person=own.roles != ("nguồn",))


class People:
    """Who is who: a name in any spelling is one author, shown as their file has it, else as it is mostly written.

    Names of sources stand as their datasets declare them. Of spellings that are as frequent the first by alphabet is
    taken.
    """

    def __init__(self, authors: Iterable[Author] = (), signatures: Iterable[Signature] = ()) -> None:
        self.authors, self.signatures = tuple(authors), tuple(signatures)
        self._slugs = {spelling(author.name): author.slug for author in self.authors}
        offices = [own.name for own in self.signatures if own.line is None]
        self._offices = {*map(spelling, offices)}
        self.names: dict[str, str] = {}
        for group in ([own.name for own in self.authors], offices, [own.name for own in self.signatures]):
            times = Counter(map(clean, group))
            for name in sorted(times, key=lambda name: (-times[name], name)):
                self.names.setdefault(spelling(name), name)

    @property
    def known(self) -> list[str]:
        """The names of those who may sign again."""
        people = {spelling(own.name) for own in self.signatures if own.is_person} - self._offices
        return sorted(self.names[key] for key in people | self._slugs.keys())

    def slug(self, name: str) -> str:
        """The name as addresses have it."""
        return self._slugs.get(spelling(name)) or slug(name)

    def signed(self, bylines: tuple[Byline, ...], source: str) -> tuple[Byline, ...]:
        """Who signs a bulletin, by their own names, each once with one role; the source where nobody wrote the text."""
        found: dict[tuple[str, str], Byline] = {}
        for own in bylines if any(own.writes for own in bylines) else (Byline(source), *bylines):
            name = self.names.get(spelling(own.name), own.name)
            found.setdefault((name, own.role), replace(own, name=name, slug=self.slug(own.name)))
        return tuple(found.values())

    def problems(self) -> Iterator[Problem]:
        """Two who would have one address; and, once each, people without a file where some have one."""
        files = [Signature(author.name, author.file, 1) for author in self.authors]
        places: dict[str, Signature] = {}
        seen: set[str] = set()
        for own in (*files, *self.signatures):
            key, other = spelling(own.name), places.setdefault(self.slug(own.name), own)
            if spelling(other.name) != key or not self.slug(own.name):
                if key not in seen:
                    yield self._same_address(own, other)
            elif own.is_person and self.authors and key not in {*seen, *self._slugs, *self._offices}:
                close = suggestion(own.name, (author.name for author in self.authors))
                what = f"“{own.name}” chưa có tệp trong {FOLDER}.{close}"
                remedy = f"ghi đúng tên đã có; nếu là người mới thì thêm tệp {FOLDER}/{slug(own.name)}.md."
                yield Problem(own.file, what, remedy, line=own.line, is_error=False)
            elif not own.is_person:
                continue  # the same name may be a person's elsewhere
            seen.add(key)

    def _same_address(self, own: Signature, other: Signature) -> Problem:
        """Two different names with one address, or a name with none."""
        address = self.slug(own.name)
        if not address:
            what = f"tên “{own.name}” không có chữ cái Latinh nào để làm địa chỉ."
            remedy = f"thêm cho người ấy một tệp trong {FOLDER}, đặt tên tệp bằng chữ không dấu, như bich-hue.md."
            return Problem(own.file, what, remedy, line=own.line)
        where = f"{other.file}, dòng {other.line}" if other.line else other.file
        what = f"“{own.name}” và “{other.name}” ({where}) cùng một địa chỉ tac-gia/{address}/."
        remedy = (
            f"nếu là một người thì ghi tên như nhau; nếu là hai người thì thêm cho “{own.name}” một tệp trong {FOLDER} "
            f"mang tên khác, như {address}-2.md."
        )
        return Problem(own.file, what, remedy, line=own.line)
