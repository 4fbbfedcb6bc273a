"""Pictures under `content/images`: which may be published, in what size; that of an editor's file."""

from __future__ import annotations

import os
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from lxml import etree

from bantin.editorial import Photo
from bantin.errors import CellError, suggestion
from bantin.ingest.header import Header
from bantin.ingest.reader import Reader
from bantin.vietnamese import clean

if TYPE_CHECKING:
    from PIL import Image

KINDS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
"""Pictures made of pixels, by the endings of their names: what Pillow calls them."""
DRAWN = ".svg"
LONGEST, MOST_BYTES = 1200, 200_000
"""Of a published picture: its longer side in pixels, its file."""
MOST_PIXELS, MOST_SOURCE_BYTES = 100_000_000, 50_000_000
"""Beyond these a picture is not even decoded."""
ORIENTATION, ON_ITS_SIDE = 0x0112, frozenset({5, 6, 7, 8})
"""The tag of EXIF that tells how a camera was held, and its values for width and height exchanged."""
NOBODYS = frozenset({"thumbs.db", "desktop.ini"})
"""Files that systems put into folders of pictures by themselves, beside hidden ones."""
UNREADABLE = (
    *(OSError, EOFError, SyntaxError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError),
    *(struct.error, zlib.error),
)
"""What Pillow raises of broken pictures."""
NO_KIND = "không phải ảnh JPEG, PNG, WebP hay SVG nên không đăng được."
SAVE_AGAIN = "mở ảnh bằng một chương trình xem ảnh, lưu lại thành JPEG, PNG hoặc WebP."


def photo_of(header: Header, images: Path) -> Photo | None:
    """The picture that a file's head names, in its published size; what is wrong with it is added to the problems."""
    name = header.text("image")
    if not name:
        return None
    if not header.text("alt"):
        header.fault("image", "ảnh chưa có mục “Mô tả ảnh”.", "tả ảnh bằng một câu cho người không nhìn thấy ảnh.")
    path = listed(name, images)
    if path is None:
        known = (own.relative_to(images).as_posix() for own in files_in(images))
        remedy = "đặt ảnh vào content/images và ghi đúng tên tệp ảnh, cả chữ hoa, chữ thường."
        header.fault("image", f"không có ảnh “{name}”.{suggestion(name, known)}", remedy)
        return None
    try:
        width, height = picture_size(images / path)
    except CellError as fault:
        header.fault("image", f"ảnh “{name}”: {fault.what}", fault.remedy)
        return None
    return Photo(str(path), header.text("caption"), header.text("alt"), width, height, header.text("credit"))


def listed(name: str, images: Path) -> PurePosixPath | None:
    """The path within the folder of the picture that is called so, letter for letter; None when there is none.

    Only names that the folder lists are ever followed, so that no name leads out of it, on any system.
    """
    folder, found = images, list[str]()
    for part in name.split("/"):
        try:
            names = [] if found and folder.is_symlink() else os.listdir(folder)  # noqa: PTH208 - names are all that is asked
        except OSError:
            return None
        own = part if part in names else next((other for other in names if clean(other) == part), "")
        if not own or is_nobodys(own):
            return None
        found.append(own)
        folder /= own
    inside = folder.is_file() and folder.resolve().is_relative_to(images.resolve())
    return PurePosixPath(*found) if inside else None


def is_nobodys(name: str) -> bool:
    """Whether a file's or folder's name is one that nobody has given it."""
    return name.startswith(".") or name.lower() in NOBODYS


def files_in(images: Path) -> Iterator[Path]:
    """Every file under a folder that people have put there, in the order of their names."""
    for path in sorted(images.rglob("*")):
        if path.is_file() and not any(map(is_nobodys, path.relative_to(images).parts)):
            yield path


def check_pictures(reader: Reader) -> None:
    """Note the files under `content/images` that cannot be published, and warn of those that are no pictures."""
    images = reader.content / "images"
    for path in files_in(images):
        kind = path.suffix.lower()
        if not path.resolve().is_relative_to(images.resolve()):
            reader.note(path, "là một liên kết dẫn ra ngoài content/images.", "chép tệp thật vào đây.")
        elif kind == DRAWN and not is_still(path):
            remedy = "dùng ảnh khác, hoặc bỏ những phần ấy."
            reader.note(path, "ảnh SVG có mã chạy được hoặc liên kết ra ngoài.", remedy)
        elif kind in KINDS:
            try:
                picture_size(path)
            except CellError as fault:
                reader.note(path, fault.what, fault.remedy)
        elif kind != DRAWN:
            remedy = f"nếu là ảnh thì {SAVE_AGAIN.removesuffix('.')}; rồi bỏ tệp này khỏi content/images."
            reader.note(path, NO_KIND, remedy, is_error=False)


def picture_size(path: Path) -> tuple[int, int]:
    """Width and height in pixels as published, which the page says so that nothing moves when the picture arrives.

    Only the file's head is read. Where even low quality does not make a picture light enough, it is published smaller.

    Raises:
        CellError: when the file is no picture that may be published, or an SVG without a size.
    """
    if path.suffix.lower() == DRAWN:
        try:
            root = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
            return int(root.get("width", "")), int(root.get("height", ""))
        except (OSError, ValueError, etree.XMLSyntaxError) as fault:
            raise CellError("không đọc được ảnh SVG, hoặc ảnh không có width và height.", SAVE_AGAIN) from fault
    if path.suffix.lower() not in KINDS:
        raise CellError(NO_KIND, SAVE_AGAIN)
    with opened(path) as picture:
        width, height = picture.size
        return bounded((height, width) if orientation_of(picture) in ON_ITS_SIDE else (width, height), LONGEST)


@contextmanager
def opened(path: Path) -> Iterator[Image.Image]:
    """A picture of pixels whose file's head has been read; by what it is, not by what its name says.

    Raises:
        CellError: when it is none or too large; what is broken further on is found while it is used, and raised then.
    """
    from PIL import Image  # noqa: PLC0415 - only where there is a photo

    try:
        size = path.stat().st_size
        if size > MOST_SOURCE_BYTES:
            raise _too_large(f"tệp nặng {size // 1_000_000} MB, quá mức {MOST_SOURCE_BYTES // 1_000_000} MB.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large or slightly damaged pictures, in English
            with Image.open(path, formats=sorted({*KINDS.values()})) as picture:
                pixels = picture.width * picture.height
                if pixels > MOST_PIXELS:
                    what = f"ảnh có {-(-pixels // 1_000_000)} triệu điểm ảnh, quá mức {MOST_PIXELS // 1_000_000} triệu."
                    raise _too_large(what)
                yield picture
    except Image.DecompressionBombError as fault:
        raise _too_large(f"ảnh có quá {MOST_PIXELS // 1_000_000} triệu điểm ảnh.") from fault
    except MemoryError as fault:
        raise _too_large("máy này không đủ bộ nhớ để mở ảnh.") from fault
    except UNREADABLE as fault:
        raise CellError("không đọc được: tệp hỏng, bị cắt, hoặc không phải ảnh JPEG, PNG, WebP.", SAVE_AGAIN) from fault


def _too_large(what: str) -> CellError:
    return CellError(what, "thu nhỏ ảnh, cạnh dài còn khoảng 4.000 điểm ảnh, rồi lưu đè lên tệp này.")


def orientation_of(picture: Image.Image) -> int:
    """How the camera was held, 1 to 8 as EXIF has it; 1, upright, where the picture does not say."""
    from PIL import Image  # noqa: PLC0415 - see above

    exif = Image.Exif()
    try:
        exif.load(picture.info.get("exif") or b"")
        turn = exif.get(ORIENTATION, 1)
    except UNREADABLE:  # a broken EXIF is dropped like any other
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


def bounded(size: tuple[int, int], longest: int) -> tuple[int, int]:
    """A size with its longer side no longer than that, its shape kept."""
    width, height = size
    scale = min(1.0, longest / max(size))
    return max(1, round(width * scale)), max(1, round(height * scale))


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
