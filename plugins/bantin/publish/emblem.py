"""The agency's emblem in the header; without one the header draws the theme's own, which costs no request."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bantin.errors import CellError
from bantin.ingest.photos import listed, picture_size

HEIGHT = 44
"""How high it is shown, in pixels of CSS."""


@dataclass(frozen=True, slots=True)
class Emblem:
    """A picture's address within the site, and the size that it is shown in."""

    url: str
    width: int
    height: int


def emblem_of(settings: Any) -> Emblem | None:
    """The picture that `BANTIN_AGENCY` names by its path under `content/images/`, if it names one.

    Raises:
        CellError: when there is none, or it cannot be published.
    """
    name = (settings.get("BANTIN_AGENCY") or {}).get("emblem")
    if not name:
        return None
    images = Path(settings["PATH"]) / "images"
    path = listed(str(name), images)
    if path is None:
        raise CellError(f"không có ảnh “{name}”.", "ghi tên một ảnh trong content/images.")
    width, height = picture_size(images / path)
    return Emblem(f"images/{quote(str(path))}", round(HEIGHT * width / height), HEIGHT)
