"""`content/bulletins/<dataset>/<date>.md`: what an editor adds to a bulletin. Their words stay as they are."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from bantin.editorial import AND, END, ROLES, START, WHOLE, Byline, EditorFile, Part, Standing
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
PLACE = re.compile(r"[ \t]*\{\{\s*(\w+)\s*\}\}[ \t]*")
"""A line that says where the words under it stand."""
CONFLICT = re.compile(r"(?:<{7}|>{7})(?: |$)")
STANDINGS = {
    "nhap": Standing.DRAFT,
    "draft": Standing.DRAFT,
    "da dang": Standing.PUBLISHED,
    "published": Standing.PUBLISHED,
    "da rut": Standing.WITHDRAWN,
    "withdrawn": Standing.WITHDRAWN,
}
ROLE_NAMES = {fold(role): role for role in ROLES} | {name: own for name, own in FIELDS.names.items() if own in ROLES}
"""Roles by how they may be written, folded."""
NAMES, SOURCES = re.compile(r"(?:[;,]|\s+và\s)(?![^()]*\))"), re.compile(r"[;,](?![^()]*\))")
"""What stands between names, and between sources, outside of brackets."""


def read_editor_file(path: Path, file: str, images: Path, warnings: list[Problem] | None = None) -> EditorFile:
    """The editor's file at `path`, called `file` in messages; its photo must lie under `images`.

    What is only to be warned of is added to `warnings`.

    Raises:
        ProblemsFound: with every fault of the file.
    """
    text = read_text(path, file)
    if not text.strip():
        what = "tệp trống, không có tên tác giả hay lời nào."
        remedy = "lấy lại bản trước của tệp; muốn bỏ hết lời thì để lại một dòng: Trạng thái: đã đăng."
        raise ProblemsFound([Problem(file, what, remedy)])
    header, body = parted(text, file, FIELDS)
    parts = _parts(header, body)
    bylines, photo, tags = _bylines(header), photo_of(header, images), _tags(header)
    published, embargo = _moment(header, "date"), _moment(header, "embargo")
    title, lead = (_line(header, name) for name in ("title", "lead"))
    corrections = corrections_of(file, [*header.blocks], header.problems)
    standing = _standing(header, withdrawn_needs=bool(corrections))
    if any(problem.is_error for problem in header.problems):
        raise ProblemsFound(header.problems)
    if warnings is not None:
        warnings += header.problems
    return EditorFile(file, bylines, published, photo, title, lead, parts, tags, corrections, embargo, standing)


def _parts(header: Header, body: str) -> tuple[Part, ...]:
    """The words by the lines that place them; those before any such line come last, or first before that of WHOLE."""
    found: list[tuple[str, int, list[str]]] = [("", header.start, [])]
    for number, line in enumerate(body.split("\n"), start=header.start):
        code = re.search(r"\{[%#].*", line)
        if code:
            what = f"“{clean(code[0])[:40]}” không dùng được trong lời của biên tập viên."
            remedy = "chỉ dùng {{ }} với tên của điểm đặt lời hay của con số."
            header.problems.append(Problem(header.file, what, remedy, line=number))
        if CONFLICT.match(line) or "\0" in line:
            what = "dòng này là dấu vết của tệp hỏng hay của hai bản trộn lẫn."
            header.problems.append(
                Problem(header.file, what, "sửa lại tệp cho đúng, hoặc lấy lại bản trước.", line=number)
            )
        if placing := PLACE.fullmatch(line):
            found.append((placing[1], number, []))
        else:
            found[-1][2].append(line)
    wholes = [line for place, line, _ in found if place == WHOLE]
    if len(wholes) > 1:
        what, remedy = "{{ ban_tin }} có nhiều hơn một lần.", "chỉ giữ một dòng {{ ban_tin }}."
        header.problems.append(Problem(header.file, what, remedy, line=wholes[1]))
    meant = {"": START if wholes else END, WHOLE: END}
    made = []
    for place, at, lines in found:
        text = "\n".join(lines)
        first = at + bool(place) + next((number for number, own in enumerate(lines) if own.strip()), 0)
        made += [Part(meant.get(place, place), text.strip("\n").rstrip(), first)] if text.strip() else []
    return tuple(made)


def _line(header: Header, name: str) -> Part | None:
    """A title or a lead: one line, without code but figures by name."""
    text = header.text(name)
    if code := re.search(r"\{[%#].*", text):
        header.fault(name, f"“{clean(code[0])[:40]}” không dùng được ở đây.", "chỉ dùng {{ }} với tên của con số.")
    return Part(name, text, header.line(name)) if text else None


def _standing(header: Header, *, withdrawn_needs: bool) -> Standing:
    """Whether readers get it; what is withdrawn says why in a correction."""
    text = header.text("status")
    standing = STANDINGS.get(fold(text)) if text else Standing.PUBLISHED
    if standing is None:
        close = suggestion(text, ("nháp", "đã đăng", "đã rút"))
        header.fault("status", f"không hiểu trạng thái “{text}”.{close}", "ghi: nháp, đã đăng hoặc đã rút.")
    elif standing is Standing.WITHDRAWN and not withdrawn_needs:
        what, remedy = "bản tin rút mà chưa nói vì sao.", "ghi một Đính chính: ngày rút, nội dung, lý do, người sửa."
        header.fault("status", what, remedy)
    return standing or Standing.DRAFT


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


def _moment(header: Header, name: str) -> datetime | None:
    text = header.text(name)
    moment = moment_of(text) if text else None
    if text and moment is None:
        header.fault(name, f"“{text}” không phải là ngày.", "ghi như 17/11/2021 hoặc 17/11/2021 08:00.")
    return moment


def _tags(header: Header) -> tuple[str, ...]:
    """`giá cả, chợ`: topics separated by commas or semicolons."""
    tags = tuple(filter(None, map(str.strip, re.split("[,;]", header.text("tags")))))
    for tag in tags:
        if not slug(tag):
            header.fault("tags", f"thẻ “{tag}” không có chữ cái hay chữ số nào.", "ghi bằng chữ, như: chuyển đổi số.")
    return tags
