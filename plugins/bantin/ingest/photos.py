"""Pictures under `content/images`: that of an editor's file, its size, and whether an SVG is only a picture."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from lxml import etree

from bantin.editorial import Photo
from bantin.ingest.header import Header


def photo_of(header: Header, images: Path) -> Photo | None:
    """The picture that a file's head names; what is wrong with it is added to the problems."""
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
    return Photo(str(path), header.text("caption"), header.text("alt"), width, height, header.text("credit"))


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
