"""Photographs as phones make them, without a camera: with everything in the file that readers are not to get."""

import io
import struct
from pathlib import Path

from PIL import Image, ImageCms, ImageDraw

RED, BLUE = (200, 40, 40), (40, 40, 200)
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/"/></x:xmpmeta>'
MADE_BY = "May anh thu"
GPS, THUMBNAIL = 0x8825, -1
"""What Pillow calls their places in EXIF."""


def scene(size: tuple[int, int]) -> Image.Image:
    """A smooth picture whose upper left quarter is red and lower right quarter blue, so that one sees how it lies."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(image)
    half = (size[0] // 2, size[1] // 2)
    draw.rectangle((0, 0, *half), fill=RED)
    draw.rectangle((*half, *size), fill=BLUE)
    return image


def exif(orientation: int = 1) -> bytes:
    """EXIF with the place, the maker and a thumbnail."""
    data = Image.Exif()
    data.endian = "<"
    data[0x0112], data[0x010F] = orientation, MADE_BY
    data.get_ifd(GPS).update({1: "N", 2: (22.0, 8.0, 49.0), 3: "E", 4: (105.0, 50.0, 5.0)})
    whole, thumbnail = bytearray(data.tobytes()), as_jpeg(scene((160, 120)))
    # Pillow writes no second directory: the thumbnail's is put behind the first, which then leads to it.
    head, at = 6, len(whole) - 6
    (entries,) = struct.unpack_from("<H", whole, head + 8)
    struct.pack_into("<I", whole, head + 10 + 12 * entries, at)
    tags = struct.pack("<HHHIIHHIII", 2, 0x0201, 4, 1, at + 30, 0x0202, 4, 1, len(thumbnail), 0)
    return bytes(whole) + tags + thumbnail


def as_jpeg(image: Image.Image, **options: object) -> bytes:
    """The picture as a JPEG."""
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def photograph(path: Path, size: tuple[int, int], orientation: int = 1, kind: str = "JPEG") -> Path:
    """Write a photograph as a phone does: turned as held, with place, maker, thumbnail, XMP, profile, comment."""
    turned = {6: Image.Transpose.ROTATE_90, 3: Image.Transpose.ROTATE_180, 8: Image.Transpose.ROTATE_270}
    image = scene(size)
    if orientation in turned:
        image = image.transpose(turned[orientation])
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    more = {"xmp": XMP, "comment": "Nhà bà Lý"} if kind == "JPEG" else {"xmp": XMP} if kind == "WEBP" else {}
    image.save(path, kind, exif=exif(orientation), icc_profile=profile, **more)
    return path
