"""`content/bulletins/<dataset>/<date>.md`: what an editor adds to a bulletin. Their words stay as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from lxml import etree

from bantin.editorial import Byline, EditorFile, Photo
from bantin.errors import Problem, ProblemsFound, suggestion
from bantin.ingest.corrections import BEGINS, PARTS, corrections_of, moment_of
from bantin.vietnamese import clean, fold, slug

FIELDS = {
    "tac gia": "author",
    "author": "author",
    "authors": "author",
    "ngay dang": "date",
    "date": "date",
    "anh": "image",
    "image": "image",
    "chu thich": "caption",
    "caption": "caption",
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
}
SHOWN = ("Tác giả", "Ngày đăng", "Ảnh", "Chú thích", "Mô tả ảnh", "Thẻ", "Đính chính", *PARTS.values())
PLACE = re.compile(r"^[ \t]*\{\{\s*ban_tin\s*\}\}[ \t]*$", re.MULTILINE)


@dataclass
class _Header:
    """The fields read so far, those of each correction by themselves, and the faults among them."""

    file: str
    fields: dict[str, tuple[str, int]] = field(default_factory=dict)
    corrections: list[dict[str, tuple[str, int]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.fields.get(name, ("", 0))[0]

    def fault(self, name: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, what, remedy, line=self.fields.get(name, ("", 1))[1]))


def read_editor_file(path: Path, file: str, images: Path) -> EditorFile:
    """The editor's file at `path`, called `file` in messages; its photo must lie under `images`.

    Raises:
        ProblemsFound: with every fault of the file.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")  # any line ends become \n
    except UnicodeDecodeError as fault:
        problem = Problem(file, "tệp không phải mã UTF-8.", "lưu lại tệp bằng mã UTF-8.")
        raise ProblemsFound([problem]) from fault
    header, body, start = _parted(text, file)
    places = PLACE.split(body)
    if len(places) > 2:
        what, remedy = "{{ ban_tin }} có nhiều hơn một lần.", "chỉ giữ một dòng {{ ban_tin }}."
        header.problems.append(Problem(file, what, remedy, line=start))
    for line, text_line in enumerate(body.split("\n"), start=start):
        code = re.search(r"\{[{%].*", "" if PLACE.fullmatch(text_line) else text_line)
        if code:
            what = f"“{clean(code[0])[:40]}” không dùng được trong lời của biên tập viên."
            header.problems.append(Problem(file, what, "chỉ dùng {{ ban_tin }}, trên một dòng riêng.", line=line))
    bylines = _bylines(header)
    published, photo, tags = _published(header), _photo(header, images), _tags(header)
    corrections = corrections_of(file, [*header.corrections], header.problems)
    if header.problems:
        raise ProblemsFound(header.problems)
    before, after = (places[0], places[1]) if len(places) == 2 else ("", places[0])
    return EditorFile(file, bylines, published, photo, before.strip(), after.strip(), tags, corrections)


def _parted(text: str, file: str) -> tuple[_Header, str, int]:
    """The header's fields, the body, and the line that the body starts on."""
    header = _Header(file)
    lines = text.split("\n")
    number = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            break
        name, colon, value = line.partition(":")
        key = FIELDS.get(fold(name))
        if not colon or key is None:
            close = suggestion(clean(name), SHOWN) if colon else ""
            what = f"không hiểu dòng “{clean(line)[:60]}”.{close}"
            remedy = f"đầu tệp chỉ ghi các mục {', '.join(SHOWN)}; rồi một dòng trống."
            header.problems.append(Problem(file, what, remedy, line=number))
        elif key in PARTS and not header.corrections:
            what = f"mục “{clean(name)}” không thuộc đính chính nào."
            header.problems.append(Problem(file, what, "ghi dòng Đính chính lên trên.", line=number))
        else:
            if key == BEGINS:
                header.corrections.append({})
            fields = header.corrections[-1] if key == BEGINS or key in PARTS else header.fields
            if key in fields:
                what = f"mục “{clean(name)}” có hai lần."
                header.problems.append(Problem(file, what, "chỉ giữ một.", line=number))
            fields.setdefault(key, (clean(value), number))
    return header, "\n".join(lines[number:]), number + 1


def _bylines(header: _Header) -> tuple[Byline, ...]:
    """`Bích Huệ`, `Ngọc Tú (tổng hợp)`; several separated by `,`, `;` or `và`, the roles' own commas aside."""
    text = header.text("author")
    parts = re.split(r"(?:[;,]|\s+và\s)(?![^()]*\))", text.rstrip(" ;,")) if text else []
    matches = [re.fullmatch(r"\s*([^()\s][^()]*?)\s*(?:\(([^()]+)\)\s*)?", part) for part in parts]
    if not all(matches):
        remedy = "ghi như: Bích Huệ, Ngọc Tú (tổng hợp)."
        header.fault("author", f"không hiểu tên tác giả “{text}”.", remedy)
    return tuple(Byline(match[1], clean(match[2] or "")) for match in matches if match)


def _published(header: _Header) -> datetime | None:
    text = header.text("date")
    if not text:
        return None
    moment = moment_of(text)
    if moment is None:
        header.fault("date", f"“{text}” không phải là ngày.", "ghi như 17/11/2021 hoặc 17/11/2021 08:00.")
    return moment


def _tags(header: _Header) -> tuple[str, ...]:
    """`giá cả, chợ`: topics separated by commas or semicolons."""
    tags = tuple(filter(None, map(str.strip, re.split("[,;]", header.text("tags")))))
    for tag in tags:
        if not slug(tag):
            header.fault("tags", f"thẻ “{tag}” không có chữ cái hay chữ số nào.", "ghi bằng chữ, như: chuyển đổi số.")
    return tags


def _photo(header: _Header, images: Path) -> Photo | None:
    name = header.text("image")
    if not name:
        return None
    if not header.text("alt"):
        header.fault("image", "ảnh chưa có mục “Mô tả ảnh”.", "tả ảnh bằng một câu cho người không nhìn thấy ảnh.")
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not (images / path).is_file():
        header.fault("image", f"không có ảnh “{name}”.", "đặt ảnh vào content/images và ghi tên tệp ảnh.")
        return None
    try:
        width, height = picture_size(images / path)
    except (OSError, ValueError, etree.XMLSyntaxError):
        header.fault("image", f"không đọc được ảnh “{name}”.", "dùng ảnh JPEG, PNG, WebP, hoặc SVG có width và height.")
        return None
    return Photo(str(path), header.text("caption"), header.text("alt"), width, height)


def picture_size(path: Path) -> tuple[int, int]:
    """Width and height in pixels, which the page says so that nothing moves when the picture arrives.

    Raises:
        OSError, ValueError, XMLSyntaxError: when the file is no picture, or an SVG without a size.
    """
    if path.suffix.lower() == ".svg":
        root = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
        return int(root.get("width", "")), int(root.get("height", ""))
    from PIL import Image  # noqa: PLC0415 - only for a bulletin with a photo

    with Image.open(path) as picture:
        return picture.size


def is_still(path: Path) -> bool:
    """Whether an SVG picture is only that: nothing in it runs, and nothing comes from elsewhere."""
    try:
        tree = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True))
    except (OSError, etree.XMLSyntaxError):
        return False
    for element in tree.iter("*"):
        name = etree.QName(element).localname.lower()
        links = [value for key, value in element.attrib.items() if str(key).rpartition("}")[2] == "href"]
        runs = any(str(key).lower().startswith("on") for key in element.attrib)
        if (
            name in {"script", "foreignobject", "iframe"}
            or runs
            or any(not str(link).startswith("#") for link in links)
        ):
            return False
    return True
