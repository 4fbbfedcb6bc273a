"""An XLSX file's bytes → an archive that is safe to read: bounded, whole, of plain XML, without macros."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import NoReturn
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from bantin.errors import CellError

MOST_MEMBERS = 2000
MOST_BYTES = 200 * 1024 * 1024
MOST_RATIO = 200
LARGEST_PART = 16 * 1024 * 1024
"""Of parts that are read into a tree; a sheet's cells and the table of strings are not."""
MOST_ELEMENTS = 100_000
"""Beside those of rows and strings: within one of them, and in a whole part that has none."""
MOST_ITEMS = 1_100_000
"""Rows or strings; a spreadsheet has no more rows."""
LONGEST_FORMAT = 255
"""What spreadsheets allow; patterns look through it for every style, and take a long time over a long one."""
CHUNK = 1 << 16
LAST = True
"""What tells a parser, which takes no names of arguments, that no more comes."""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
WORKSHEET, STRINGS = MAIN + "worksheet", MAIN + "sst"
LARGEST = {WORKSHEET: MOST_BYTES, STRINGS: 64 * 1024 * 1024}
ITEMS = frozenset({MAIN + "row", MAIN + "si"})
MANIFEST = "[Content_Types].xml"
XML_SUFFIXES = frozenset({".xml", ".rels", ".vml"})
# What XML can begin with in the encodings that are let through; UTF-16 may lack its mark.
XML_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0<")

SAVE_AS = "mở tệp bằng Excel hoặc LibreOffice, xem có đúng không, rồi lưu lại kiểu Excel Workbook (.xlsx)."
SHRINK = "chép số liệu sang một tệp mới, chỉ dán giá trị; tệp lớn thì chia thành nhiều tệp."


def open_package(data: bytes) -> tuple[ZipFile, Mapping[str, str]]:
    """The archive of these bytes, every part of which has been read through and found harmless, and the parts' roots.

    A root is the name of the part's outermost element after its namespace, `…/main styleSheet`.

    Raises:
        CellError: when it is no such archive.
        BadZipFile, expat.ExpatError and others: when it is damaged.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise CellError("tệp có mật khẩu.", "mở bằng Excel, bỏ mật khẩu rồi lưu lại.")
        raise CellError("tệp là .xls đổi đuôi thành .xlsx.", SAVE_AS)
    archive = ZipFile(io.BytesIO(data))
    members = archive.infolist()
    _check_list(members, len(data))
    return archive, {member.filename: _root(archive, member) for member in members}


def _check_list(members: list[ZipInfo], size: int) -> None:
    """What the archive says of itself; that it is true is seen when the members are read."""
    names = [member.filename for member in members]
    if len(names) > MOST_MEMBERS or len(set(names)) < len(names):
        raise CellError("tệp hỏng: có quá nhiều phần, hoặc hai phần trùng tên.", SAVE_AS)
    if any(name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") for name in names):
        raise CellError("tệp có phần mang đường dẫn lạ.", SAVE_AS)
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise CellError("tệp có macro.", "lưu lại kiểu Excel Workbook (.xlsx), không kèm macro.")
    if any(member.flag_bits & 1 for member in members):
        raise CellError("tệp có mật khẩu.", "mở bằng Excel, bỏ mật khẩu rồi lưu lại.")
    if any(member.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for member in members):
        raise CellError("tệp nén theo cách Excel không dùng.", SAVE_AS)
    total = sum(member.file_size for member in members)
    if total > MOST_BYTES or total > size * MOST_RATIO:
        raise CellError(f"tệp phình ra tới {total >> 20} MB khi giải nén.", SHRINK)


def _root(archive: ZipFile, member: ZipInfo) -> str:
    """Read a member to its end; of XML, the root. `zipfile` itself gives no more bytes than were declared."""
    with archive.open(member) as stream:
        chunk = stream.read(CHUNK)
        suffix = PurePosixPath(member.filename).suffix.casefold()
        if suffix not in XML_SUFFIXES and not chunk.lstrip().startswith(XML_STARTS):
            while stream.read(CHUNK):
                pass  # to the checksum
            return ""
        # These are read into trees, whatever they say they are.
        part = _Part(suffix == ".rels" or member.filename == MANIFEST)
        size = 0
        while chunk:
            size += len(chunk)
            part.parser.Parse(chunk)
            # A token that does not end would be held in memory whole.
            if size > part.largest or size - part.parser.CurrentByteIndex > LARGEST_PART:
                raise CellError(f"phần {member.filename} trong tệp quá lớn.", SHRINK)
            chunk = stream.read(CHUNK)
        part.parser.Parse(b"", LAST)
        return part.root


class _Part:
    """Counts a part's elements, and refuses what no workbook has: document types, entities, other encodings."""

    def __init__(self, is_tree: bool) -> None:  # noqa: FBT001 - private, and said by name where it is decided
        self.is_tree = is_tree
        self.root = ""
        self.largest = LARGEST_PART
        self.items = self.within = 0
        self.parser = plain_parser()
        self.parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if len(attributes.get("formatCode", "")) > LONGEST_FORMAT:
            raise CellError("tệp có định dạng số dài bất thường.", SHRINK)
        if not self.root:
            self.root = name
            self.largest = LARGEST_PART if self.is_tree else LARGEST.get(name, LARGEST_PART)
        elif name in ITEMS and self.root in LARGEST:
            self.items += 1
            self.within = 0
        self.within += 1
        if self.within > MOST_ELEMENTS or self.items > MOST_ITEMS:
            raise CellError("tệp có quá nhiều dòng, định dạng hoặc đối tượng.", SHRINK)


def plain_parser() -> expat.XMLParserType:
    """A parser of XML with namespaces that refuses document types, and with them all entities."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _check_encoding
    return parser


def _refuse_doctype(*_: object) -> NoReturn:
    raise CellError("tệp có khai báo DTD hoặc thực thể XML, điều mà Excel không bao giờ ghi.", SAVE_AS)


def _check_encoding(_: str, encoding: str | None, __: int) -> None:
    # Readers differ over other names, and what one takes for text could be a document type to the next.
    if encoding and encoding.casefold() not in {"utf-8", "utf-16", "us-ascii", "ascii"}:
        raise CellError(f"phần XML của tệp dùng bảng mã {encoding}.", SAVE_AS)
