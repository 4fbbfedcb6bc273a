"""A new editor's file as text, which reads back as what was put into it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bantin.ingest.editor import FIELDS
from bantin.vietnamese import clean, fold

LABELS = {FIELDS.names[fold(label)]: label for label in FIELDS.shown}
"""How each field is called in a file, in the order in which they stand."""


def editor_text(fields: Mapping[str, str], words: str = "") -> str:
    """The file with these fields, by their names in LABELS, and these words after the generated ones."""
    head = [f"{label}: {text}" for name, label in LABELS.items() if (text := clean(fields.get(name, "")))]
    own = re.sub("\r\n?", "\n", words).strip()
    return "\n".join([*head, "", "{{ ban_tin }}", *(["", own] if own else []), ""])
