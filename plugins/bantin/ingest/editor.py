"""`content/bulletins/<dataset>/<date>.md`: what an editor adds to a bulletin. Their words stay as they are."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from bantin.editorial import AND, ROLES, Byline, EditorFile
from bantin.errors import Problem, ProblemsFound, suggestion
from bantin.ingest.corrections import BEGINS, PARTS, corrections_of, moment_of
from bantin.ingest.header import Fields, Header, parted, read_text
from bantin.ingest.photos import photo_of
from bantin.vietnamese import clean, fold, slug, spelling

FIELDS = Fields(
    {
        "tac gia": "author",
        "author": "author",
        "authors": "author",
        "chup anh": "ảnh",
        "photographer": "ảnh",
        "tong hop": "tổng hợp",
        "compiler": "tổng hợp",
        "bien tap": "biên tập",
        "editor": "biên tập",
        "nguon": "nguồn",
        "source": "nguồn",
        "tieu de": "title",
        "title": "title",
        "loi dan": "lead",
        "lead": "lead",
        "ngay dang": "date",
        "date": "date",
        "khong dang truoc": "embargo",
        "embargo": "embargo",
        "trang thai": "status",
        "status": "status",
        "anh": "image",
        "image": "image",
        "chu thich": "caption",
        "caption": "caption",
        "nguon anh": "credit",
        "credit": "credit",
        "mo ta anh": "alt",
        "alt": "alt",
        "the": "tags",
        "tags": "tags",
        "dinh chinh": BEGINS,
        "correction": BEGINS,
        "noi dung sua": "what",
        "what": "what",
        "ly do": "why",
        "why": "why",
        "nguoi sua": "by",
        "by": "by",
    },
    (
        *("Tác giả", "Chụp ảnh", "Tổng hợp", "Biên tập", "Nguồn", "Tiêu đề", "Lời dẫn", "Ngày đăng"),
        *("Không đăng trước", "Trạng thái", "Ảnh", "Chú thích", "Nguồn ảnh", "Mô tả ảnh", "Thẻ"),
        *("Đính chính", *PARTS.values()),
    ),
    BEGINS,
    frozenset(PARTS),
    "đính chính",
)
ROLE_NAMES = {fold(role): role for role in ROLES} | {name: own for name, own in FIELDS.names.items() if own in ROLES}
"""Roles by how they may be written, folded."""
NAMES, SOURCES = re.compile(r"(?:[;,]|\s+và\s)(?![^()]*\))"), re.compile(r"[;,](?![^()]*\))")
"""What stands between names, and between sources, outside of brackets."""
PLACE = re.compile(r"^[ \t]*\{\{\s*ban_tin\s*\}\}[ \t]*$", re.MULTILINE)


def read_editor_file(path: Path, file: str, images: Path, warnings: list[Problem] | None = None) -> EditorFile:
    """The editor's file at `path`, called `file` in messages; its photo must lie under `images`.

    What is only to be warned of is added to `warnings`.

    Raises:
        ProblemsFound: with every fault of the file.
    """
    header, body = parted(read_text(path, file), file, FIELDS)
    places = PLACE.split(body)
    if len(places) > 2:
        what, remedy = "{{ ban_tin }} có nhiều hơn một lần.", "chỉ giữ một dòng {{ ban_tin }}."
        header.problems.append(Problem(file, what, remedy, line=header.start))
    for line, text_line in enumerate(body.split("\n"), start=header.start):
        code = re.search(r"\{[{%].*", "" if PLACE.fullmatch(text_line) else text_line)
        if code:
            what = f"“{clean(code[0])[:40]}” không dùng được trong lời của biên tập viên."
            header.problems.append(Problem(file, what, "chỉ dùng {{ ban_tin }}, trên một dòng riêng.", line=line))
    bylines = _bylines(header)
    published, photo, tags = _published(header), photo_of(header, images), _tags(header)
    corrections = corrections_of(file, [*header.blocks], header.problems)
    if any(problem.is_error for problem in header.problems):
        raise ProblemsFound(header.problems)
    if warnings is not None:
        warnings += header.problems
    before, after = (places[0], places[1]) if len(places) == 2 else ("", places[0])
    return EditorFile(file, bylines, published, photo, before.strip(), after.strip(), tags, corrections)


def _bylines(header: Header) -> tuple[Byline, ...]:
    """`Bích Huệ`, `Ngọc Tú (tổng hợp)`; several separated by `,`, `;` or `và`, the roles' own commas aside.

    The fields named by a role have the same lists, but sources no `và`, which names of offices have in them. Who is
    there twice with one role is there once.
    """
    found: dict[tuple[str, str], Byline] = {}
    for field in ("author", *ROLES[1:]):
        text = header.text(field)
        between = SOURCES if field == "nguồn" else NAMES
        parts = between.split(text.rstrip(" ;,")) if text else []
        matches = [re.fullmatch(r"\s*([^()\s][^()]*?)\s*(?:\(([^()]+)\)\s*)?", part) for part in parts]
        if not all(match and re.search(r"[^\W\d_]", match[1]) for match in matches):
            remedy = "ghi như: Bích Huệ, Ngọc Tú (tổng hợp)."
            header.fault(field, f"không hiểu tên tác giả “{text}”.", remedy)
        for match in filter(None, matches):
            byline = Byline(match[1], _role(header, field, clean(match[2] or "")), line=header.line(field))
            found.setdefault((spelling(byline.name), byline.role), byline)
    return tuple(found.values())


def _role(header: Header, field: str, given: str) -> str:
    """The role as it is printed: by its own name, nothing for the author's, and as typed where it is not known."""
    own = [] if field == "author" else [field]
    typed = [role for role in AND.split(given) if role]
    unknown = [role for role in typed if fold(role) not in ROLE_NAMES]
    for role in unknown:
        what = f"không hiểu vai trò “{role}”, nên in như đã ghi.{suggestion(role, ROLES)}"
        header.fault(field, what, f"ghi một trong các vai trò: {', '.join(ROLES)}.", is_error=False)
    if unknown:
        return ", ".join([*own, given])
    roles = dict.fromkeys([*own, *(ROLE_NAMES[fold(role)] for role in typed)])
    return "" if [*roles] == [ROLES[0]] else ", ".join(roles)


def _published(header: Header) -> datetime | None:
    text = header.text("date")
    if not text:
        return None
    moment = moment_of(text)
    if moment is None:
        header.fault("date", f"“{text}” không phải là ngày.", "ghi như 17/11/2021 hoặc 17/11/2021 08:00.")
    return moment


def _tags(header: Header) -> tuple[str, ...]:
    """`giá cả, chợ`: topics separated by commas or semicolons."""
    tags = tuple(filter(None, map(str.strip, re.split("[,;]", header.text("tags")))))
    for tag in tags:
        if not slug(tag):
            header.fault("tags", f"thẻ “{tag}” không có chữ cái hay chữ số nào.", "ghi bằng chữ, như: chuyển đổi số.")
    return tags
