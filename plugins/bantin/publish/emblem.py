"""The emblem in the header: the agency's own, or the theme's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from bantin.ingest.editor import picture_size

HEIGHT = 44
"""How high it is shown, in pixels of CSS."""


@dataclass(frozen=True, slots=True)
class Emblem:
    """A picture's address within the site, and the size that it is shown in."""

    url: str
    width: int
    height: int


def emblem_of(settings: Any) -> Emblem:
    """The picture that `BANTIN_AGENCY` names by its path under `content/images/`, or the theme's.

    Raises:
        OSError, ValueError, XMLSyntaxError: when it cannot be read.
    """
    name = (settings.get("BANTIN_AGENCY") or {}).get("emblem")
    if not name:
        return Emblem("theme/icon.svg", HEIGHT, HEIGHT)
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(name)
    width, height = picture_size(Path(settings["PATH"]) / "images" / path)
    return Emblem(f"images/{path}", round(HEIGHT * width / height), HEIGHT)
