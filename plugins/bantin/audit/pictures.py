"""Published pictures: small and light, and nothing in their files but what is seen; not where they were taken."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from bantin.audit.pages import BuiltSite, Page, count
from bantin.errors import CellError, Problem
from bantin.ingest.photos import DRAWN, KINDS, LONGEST, MOST_BYTES, opened

FOLDER = "images/"
SEEN = {
    "JPEG": frozenset({"SOI", "JFIF", "DQT", "DHT", "SOF", "SOS", "DRI", "EOI"}),
    "PNG": frozenset({"IHDR", "PLTE", "tRNS", "IDAT", "IEND"}),
    "WEBP": frozenset({"VP8X", "VP8 ", "VP8L", "ALPH"}),
}
"""The parts that a file needs for what is seen; others say more: EXIF with its GPS, XMP, comments, thumbnails."""
MARKERS = {0xC4: "DHT", 0xD8: "SOI", 0xD9: "EOI", 0xDA: "SOS", 0xDB: "DQT", 0xDD: "DRI", 0xFE: "COM"}
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7]")
TRAILING = "sau ảnh"
MEND = "Dựng lại trang; ảnh trong content/images được thu nhỏ và bỏ thông tin thừa khi dựng."


class Pictures:
    """The gate of pictures."""

    name = "ảnh"

    def __init__(self, site: BuiltSite) -> None:
        self.site = site
        self.pictures = self.heaviest = 0

    def page(self, _: Page) -> Iterator[Problem]:
        """Nothing: pictures are looked at by themselves."""
        return iter(())

    def rest(self) -> Iterator[Problem]:
        """What each published picture is too much of, or says too much."""
        for file in sorted(file for file in self.site.files if file.startswith(FOLDER)):
            content = (self.site.folder / file).read_bytes()
            kind = KINDS.get((self.site.folder / file).suffix.lower())
            self.pictures += 1
            if kind:
                yield from (Problem(file, what, MEND) for what in self._faults(file, kind, content))
            elif not file.lower().endswith(DRAWN):
                yield Problem(file, "không phải ảnh JPEG, PNG, WebP hay SVG", MEND)

    def measured(self) -> str:
        """How many pictures, and the heaviest."""
        return f"{count(self.pictures)} ảnh, nặng nhất {count(self.heaviest)}/{count(MOST_BYTES)} byte"

    def _faults(self, file: str, kind: str, content: bytes) -> Iterator[str]:
        self.heaviest = max(self.heaviest, len(content))
        if len(content) > MOST_BYTES:
            yield f"nặng {count(len(content))} byte, quá mức {count(MOST_BYTES)}"
        try:
            with opened(self.site.folder / file) as picture:
                if max(picture.size) > LONGEST:
                    yield f"cạnh dài {count(max(picture.size))} điểm ảnh, quá mức {count(LONGEST)}"
            more = dict.fromkeys(part for part in parts_of(kind, content) if part not in SEEN[kind])
        except (CellError, ValueError, struct.error, IndexError):
            yield f"không đọc được như một ảnh {kind}"
            return
        if more:
            yield f"có phần không phải là hình: {', '.join(more)}"


def parts_of(kind: str, content: bytes) -> Iterator[str]:
    """The names of the parts that a picture's file is made of, in order; what follows after its end is one too.

    Raises:
        ValueError, struct.error, IndexError: when it is not of that kind.
    """
    return {"JPEG": _of_jpeg, "PNG": _of_png, "WEBP": _of_webp}[kind](content)


def _of_jpeg(content: bytes) -> Iterator[str]:
    at, name = 0, ""
    while name != "EOI":
        if content[at] != 0xFF:
            raise ValueError(at)
        marker = content[at + 1]
        name = MARKERS.get(marker) or ("SOF" if 0xC0 <= marker <= 0xCF else f"APP{marker - 0xE0}")
        length = 2 + (struct.unpack_from(">H", content, at + 2)[0] if name not in {"SOI", "EOI"} else 0)
        if name == "APP0" and content[at + 4 : at + 9] == b"JFIF\0" and length == 18:  # longer with a thumbnail
            name = "JFIF"
        yield name
        at += length
        if name == "SOS":
            found = AFTER_SCAN.search(content, at)
            at = found.start() if found else len(content)
    yield from [TRAILING] if at < len(content) else []


def _of_png(content: bytes) -> Iterator[str]:
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        raise ValueError(content[:8])
    at, name = 8, ""
    while name != "IEND":
        length, name = struct.unpack_from(">I", content, at)[0], content[at + 4 : at + 8].decode("latin-1")
        yield name
        at += 12 + length
    yield from [TRAILING] if at < len(content) else []


def _of_webp(content: bytes) -> Iterator[str]:
    if content[:4] + content[8:12] != b"RIFFWEBP":
        raise ValueError(content[:12])
    at, end = 12, 8 + struct.unpack_from("<I", content, 4)[0]
    while at < end:
        yield content[at : at + 4].decode("latin-1")
        at += 8 + (struct.unpack_from("<I", content, at + 4)[0] + 1 & ~1)
    yield from [TRAILING] if end < len(content) else []
