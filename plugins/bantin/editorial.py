"""What people add to a bulletin by hand, as frozen values: bylines, a photo, words, tags, corrections."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Byline:
    """A person who signed, and the role."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of the editor's: path under `content/images`, caption, text for the blind, size in CSS px, maker."""

    path: str
    caption: str
    alt: str
    width: int
    height: int
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """One mending of a published bulletin: when, what, why and by whom, the words without their last full stop.

    `line` is where its file says so, for messages.
    """

    moment: datetime
    what: str
    why: str
    by: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class EditorFile:
    """What an editor wrote for one bulletin; `before` and `after` are Markdown around the generated body.

    `corrections` stand in order of time.
    """

    file: str
    bylines: tuple[Byline, ...] = ()
    published: datetime | None = None
    photo: Photo | None = None
    before: str = ""
    after: str = ""
    tags: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
