"""One picture made fit for readers: upright, small, light, in common colours, with nothing but what is seen on it."""

from __future__ import annotations

import io
import os
import tempfile
from itertools import count
from pathlib import Path

from PIL import Image, ImageCms

from bantin.errors import CellError, Problem, ProblemsFound
from bantin.ingest.photos import KINDS, LONGEST, MOST_BYTES, NO_KIND, SAVE_AGAIN, bounded, opened, orientation_of
from bantin.vietnamese import slug

STEPS = {"JPEG": (82, 74, 66, 58, 50), "WEBP": (82, 74, 66, 58, 50), "PNG": (0, 256, 128, 64)}
"""What is tried in turn until a picture is light enough: qualities, or how many colours (0: all of them)."""
SMALLER = 0.85
"""By how much its sides shrink where none of them does, before they are tried again."""
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How a picture is set upright, by EXIF's orientation."""
LONGEST_NAME = 60


def prepare(source: Path, target_folder: Path) -> Path:
    """Write a copy made fit of a picture from anywhere into a folder, under a name that addresses can have.

    The name is the source's without marks and spaces; where another picture has it, a number follows. A photograph that
    somebody saved as PNG becomes a JPEG. The same picture twice is one file.

    Raises:
        ProblemsFound: when it is none that can be published.
        OSError: when the folder cannot be written to.
    """
    suffix = source.suffix.lower()
    if suffix not in KINDS:
        raise ProblemsFound([Problem(source.name, NO_KIND, SAVE_AGAIN)])
    try:
        image = decoded(source)
        if suffix == ".png" and image.mode != "RGBA" and len(_encoded(image, "PNG", 0)) > MOST_BYTES:
            suffix = ".jpg"
        content = _light(image, KINDS[suffix])
    except CellError as fault:
        raise ProblemsFound([Problem(source.name, fault.what, fault.remedy)]) from fault
    stem = slug(source.stem)[:LONGEST_NAME].strip("-") or "anh"
    for number in count(1):
        path = target_folder / f"{stem}{f'-{number}' if number > 1 else ''}{suffix}"
        if not path.exists():
            break
        if path.read_bytes() == content:
            return path
    target_folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", dir=target_folder)  # hidden, so that no build takes it
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)  # temporary files are made for their owner only
    return Path(name).replace(path)


def fitted(source: Path) -> bytes:
    """A picture as it is published, in the form that its name promises; the same each time for the same Pillow.

    Raises:
        CellError: when it cannot be read.
    """
    return _light(decoded(source), KINDS[source.suffix.lower()])


def decoded(source: Path) -> Image.Image:
    """A picture's first frame as `L`, `RGB` or `RGBA` in sRGB, upright, no larger than it may be, without metadata."""
    with opened(source) as picture:
        turn, profile = orientation_of(picture), picture.info.get("icc_profile")
        size = bounded(picture.size, LONGEST)
        drafted = picture.draft(None, (2 * size[0], 2 * size[1]))  # a JPEG is not decoded finer than is of use
        image = _of_eight_bits(picture)
        if picture.size != size:
            image = image.resize(size, Image.Resampling.LANCZOS, drafted[1] if drafted else None)
        image = _in_common_colours(image, profile)
        if turn in TURNS:
            image = image.transpose(TURNS[turn])
    image.info.clear()
    return image


def _of_eight_bits(picture: Image.Image) -> Image.Image:
    """The decoded picture as `L`, `RGB`, `RGBA`, or `CMYK` as its profile wants it."""
    if picture.mode.startswith("I"):  # 16 bits of grey, which `convert` would cut off
        return picture.point(lambda value: value / 256).convert("L")
    kept = {"1": "L", "L": "L", "CMYK": "CMYK"}.get(picture.mode, "RGB")
    mode = "RGBA" if picture.has_transparency_data else kept
    return picture if picture.mode == mode else picture.convert(mode)  # without a copy of what may be very large


def _in_common_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """A copy of the picture in sRGB: by its profile, or if that is missing, broken or of other colours, as it is."""
    grey, alpha = image.mode == "L", image.getchannel("A") if image.mode == "RGBA" else None
    colours = image.convert("RGB") if alpha else image
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            seen = ImageCms.profileToProfile(colours, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
            colours = seen or colours
        except (ImageCms.PyCMSError, OSError):
            pass
    made = colours.convert("L" if grey else "RGB")
    if alpha and alpha.getextrema() != (255, 255):  # else nothing can be seen through
        made.putalpha(alpha)
    return made


def _light(image: Image.Image, kind: str) -> bytes:
    """The picture's file, in the best quality and then the largest size that is light enough."""
    longest = max(image.size)
    while True:
        smaller = (
            image.resize(bounded(image.size, longest), Image.Resampling.LANCZOS) if longest < max(image.size) else image
        )
        for step in STEPS[kind]:
            content = _encoded(smaller, kind, step)
            if len(content) <= MOST_BYTES:
                return content
        longest = int(longest * SMALLER)


def _encoded(image: Image.Image, kind: str, step: int) -> bytes:
    out = io.BytesIO()
    if kind == "PNG":
        fewer = image.quantize(step, Image.Quantize.FASTOCTREE) if step else image  # others are ten times as slow
        fewer.save(out, kind, optimize=True)
    elif kind == "WEBP":
        image.save(out, kind, quality=step)
    else:
        if image.mode == "RGBA":  # a name ending in .jpg, on a picture that is none
            white = Image.new("RGB", image.size, "white")
            white.paste(image, mask=image.getchannel("A"))
            image = white
        image.save(out, kind, quality=step, progressive=True, optimize=True)
    return out.getvalue()
