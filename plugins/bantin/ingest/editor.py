"""`content/bulletins/<dataset>/<date>.md`: what an editor adds to a bulletin. Their words stay as they are."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from bantin.editorial import Byline, EditorFile
from bantin.errors import Problem, ProblemsFound
from bantin.ingest.corrections import BEGINS, PARTS, corrections_of, moment_of
from bantin.ingest.header import Fields, Header, parted, read_text
from bantin.ingest.photos import photo_of
from bantin.vietnamese import clean, slug

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
PLACE = re.compile(r"^[ \t]*\{\{\s*ban_tin\s*\}\}[ \t]*$", re.MULTILINE)


def read_editor_file(path: Path, file: str, images: Path) -> EditorFile:
    """The editor's file at `path`, called `file` in messages; its photo must lie under `images`.

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
    if header.problems:
        raise ProblemsFound(header.problems)
    before, after = (places[0], places[1]) if len(places) == 2 else ("", places[0])
    return EditorFile(file, bylines, published, photo, before.strip(), after.strip(), tags, corrections)


def _bylines(header: Header) -> tuple[Byline, ...]:
    """`Bích Huệ`, `Ngọc Tú (tổng hợp)`; several separated by `,`, `;` or `và`, the roles' own commas aside."""
    text = header.text("author")
    parts = re.split(r"(?:[;,]|\s+và\s)(?![^()]*\))", text.rstrip(" ;,")) if text else []
    matches = [re.fullmatch(r"\s*([^()\s][^()]*?)\s*(?:\(([^()]+)\)\s*)?", part) for part in parts]
    if not all(matches):
        remedy = "ghi như: Bích Huệ, Ngọc Tú (tổng hợp)."
        header.fault("author", f"không hiểu tên tác giả “{text}”.", remedy)
    return tuple(Byline(match[1], clean(match[2] or "")) for match in matches if match)


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
