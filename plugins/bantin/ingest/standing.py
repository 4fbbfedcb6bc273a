"""Whom bulletins are read for: readers get what is published by now, editors also what is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bantin.editorial import EditorFile, Standing


@dataclass(frozen=True, slots=True)
class Audience:
    """Those who are to see the site at a moment; without one nothing that is held back by an embargo is shown."""

    now: datetime | None = None
    editors: bool = False

    def gets(self, editor: EditorFile | None) -> bool:
        """Whether a release is read for it as any other, given its editor's file."""
        if editor is None:
            return True
        if editor.standing is Standing.WITHDRAWN:
            return False
        if self.editors:
            return True
        held = held_until(editor, self.now)
        return editor.standing is Standing.PUBLISHED and held is None


READERS = Audience()
EDITORS = Audience(editors=True)


def held_until(editor: EditorFile, now: datetime | None) -> datetime | None:
    """The moment before which a bulletin may not be read, if that is still to come."""
    moments = [editor.embargo, editor.published if now else None]
    return max((moment for moment in moments if moment and (now is None or moment > now)), default=None)
