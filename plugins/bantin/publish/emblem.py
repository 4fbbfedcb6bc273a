"""The agency's emblem in the header; without one the header draws the theme's own, which costs no request."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from bantin.ingest.photos import picture_size

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
        OSError, ValueError, XMLSyntaxError: when it cannot be read.
    """
    name = (settings.get("BANTIN_AGENCY") or {}).get("emblem")
    if not name:
        return None
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(name)
    width, height = picture_size(Path(settings["PATH"]) / "images" / path)
    return Emblem(f"images/{path}", round(HEIGHT * width / height), HEIGHT)
