"""A bulletin's photo: it is the editor's, with the editor's words and no others, in the size of its published file."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from bantin.editorial import Photo
from bantin.errors import CellError
from bantin.ingest.photos import picture_size
from bantin.proof.known import Known
from bantin.proof.page import Page, inner, text_of
from bantin.proof.told import Told
from bantin.vietnamese import clean, names, spelling

OF_A_PHOTO = ("Ảnh:", "Photo:")
"""What stands before the name of who took it, in the theme's languages."""


def check_photo(page: Page, told: Told, known: Known) -> None:
    """Hold the photo on a bulletin's page against the editor's file and its own, and claim what is said with it."""
    photo = told.editor.photo if told.editor else None
    figures = inner(page.tree, ".//figure[@class='photo']")
    if len(figures) != (1 if photo else 0):
        page.fault((*figures, page.tree)[0], "ảnh", f"có {len(figures)}, phải có {1 if photo else 0}.")
    if photo is None:
        return
    for figure in figures:
        size = {name: str(own) for name, own in zip(("width", "height"), size_of(photo, known), strict=True)}
        images, captions = inner(figure, "./img"), inner(figure, "./figcaption")
        for image in images:
            page.expect(image, photo.alt, "alt")
            if {name: image.get(name) for name in size} != size:
                page.fault(image, photo.path, f"cỡ ảnh phải là {size['width']} × {size['height']}.")
        if [page.target(image) for image in images] != [address_of(photo)]:
            page.fault(figure, photo.path, f"phải là ảnh {photo.path}.")
        wanted = said_of(photo, told)
        if [clean(text_of(own)) for own in captions] not in [[text] if text else [] for text in wanted]:
            page.fault(figure, "".join(map(text_of, captions)), f"phải là “{wanted[0]}”.")
        for caption in captions:
            page.claim(caption)


def said_of(photo: Photo, told: Told) -> list[str]:
    """What may stand under the photo: the editor's caption, and who took it."""
    credit = credit_of(photo, told)
    if not credit:
        return [clean(photo.caption)]
    caption = f"{photo.caption}{'' if photo.caption.endswith(tuple('.!?…')) or not photo.caption else '.'}"
    return [clean(f"{caption} {own} {credit.removesuffix('.')}.") for own in OF_A_PHOTO]


def credit_of(photo: Photo, told: Told) -> str:
    """Who took the photo: as the editor says beside it, else those who signed for it."""
    signed = told.editor.bylines if told.editor else ()
    took = (own.name for own in signed if re.search(r"(^|,| và )\s*ảnh\s*($|,| và )", own.role.lower()))
    return photo.credit or names(told.people[spelling(name)].name for name in took)


def address_of(photo: Photo) -> str:
    """Where in the site the photo is."""
    return f"images/{quote(photo.path)}"


def object_of(photo: Photo, told: Told, known: Known, root: str) -> dict[str, Any]:
    """The photo as machines must be told of it; `root` is the site's public address."""
    width, height = size_of(photo, known)
    said = {"caption": photo.caption, "creditText": credit_of(photo, told)}
    place = {"url": f"{root}{address_of(photo)}", "width": width, "height": height}
    return {"@type": "ImageObject", **place, **{name: text for name, text in said.items() if text}}


def size_of(photo: Photo, known: Known) -> tuple[int, int]:
    """The size of the photo's published file; of one that is not there, nothing by nothing."""
    try:
        return picture_size(known.output / "images" / photo.path)
    except CellError:
        return (0, 0)
