"""What people add to a bulletin by hand, as frozen values: bylines, authors, a photo, words, tags, corrections."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

ROLES = ("tác giả", "ảnh", "tổng hợp", "biên tập", "nguồn")
"""What may be done for a bulletin; the first need not be said."""
AND = re.compile(r"\s*,\s*|\s+và\s+")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who signed, and the role or roles as printed; `slug` is the name in addresses, `line` where the file has it."""

    name: str
    role: str = ""
    slug: str = ""
    line: int = field(default=0, compare=False)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles, each once; what is not one of ROLES counts as the first."""
        return tuple(dict.fromkeys(own if own in ROLES else ROLES[0] for own in AND.split(self.role)))

    @property
    def writes(self) -> bool:
        """Whether they wrote or compiled the text; others took its photo, edited it, or are where it comes from."""
        return not {ROLES[0], "tổng hợp"}.isdisjoint(self.roles)


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
class Changed:
    """A figure that was published and is another one now: its key in the ledger, its name, its text then and now.

    Nothing is printed now of what can no longer be stated.
    """

    key: str
    label: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Author:
    """Who signs bulletins, by a file of their own: `slug` is its name, `contact` a page, `biography` Markdown."""

    slug: str
    file: str
    name: str
    position: str = ""
    photo: Photo | None = None
    email: str = ""
    phone: str = ""
    contact: str = ""
    biography: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """One mending of a published bulletin: when, what, why and by whom, the words without their last full stop.

    `changes` are the figures that it changed. With an `origin`, the last day of an earlier bulletin's period, it is the
    correction of that one, which changed this one too. `line` is where its file says so, for messages.
    """

    moment: datetime
    what: str
    why: str
    by: str
    line: int = field(default=0, compare=False)
    changes: tuple[Changed, ...] = ()
    origin: date | None = None


class Standing(StrEnum):
    """Whether readers get a bulletin: not yet, as it is, or no longer."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


START, BEFORE_CHARTS, END = "dau_bai", "truoc_bieu_do", "cuoi_bai"
PLACES = {START: "đầu bài", BEFORE_CHARTS: "trước biểu đồ", END: "cuối bài"}
"""The points that every story has, and how they are called: before its paragraphs, after them, after the charts."""
WHOLE = "ban_tin"
"""All that is generated: in an editor's file, words above it come first, those below it last."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of an editor's words, as typed, at a point of the story; `line` is where its file has them."""

    place: str
    text: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class EditorFile:
    """What an editor wrote for one bulletin: `parts` in Markdown, `title` and `lead` in the place of the story's.

    `corrections` stand in order of time. Before `embargo` nothing of it is published.
    """

    file: str
    bylines: tuple[Byline, ...] = ()
    published: datetime | None = None
    photo: Photo | None = None
    title: Part | None = None
    lead: Part | None = None
    parts: tuple[Part, ...] = ()
    tags: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    embargo: datetime | None = None
    standing: Standing = Standing.PUBLISHED
