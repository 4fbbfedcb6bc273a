"""What cases have in common: a case's forms, and how facts are had from an altered release."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bantin.facts.facts import Facts
from bantin.model import Release
from bantin.review.draft import Draft, Key
from bantin.review.ground import Ground

NOT_COMPARED = "Lời bản tin không so sánh với kỳ trước."


@dataclass(frozen=True, slots=True)
class Variant:
    """One form of a case: what is altered, the facts then, and whether the story should be heard to change."""

    subject: str
    facts: Facts
    concerned: bool = True


Made = Iterator[Variant | str]
"""A case's forms, or in words why the dataset never meets it."""


def called(facts: Facts, key: Key) -> str:
    """A figure's name for people: `Số điểm quét mã QR, toàn tỉnh`."""
    return f"{facts.dataset.indicators[key[0]].label}, {facts.called(*key)}"


def with_now(ground: Ground, draft: Draft) -> Facts:
    """The facts when only the last release is another."""
    draft.settle()
    return ground.facts((*ground.older, ground.before, draft.finish()))


def with_before(ground: Ground, before: Draft, now: Release | None = None) -> Facts:
    """The facts when the release before is another."""
    before.settle()
    return ground.facts((*ground.older, ground.finished_before(before), now or ground.now))


def every_code(draft: Draft, key: Key) -> list[Key]:
    """A whole with all its items; an item alone."""
    name, code = key
    return [(name, own) for own in draft.codes(name)] if code == draft.release.area else [key]
