"""Columns' heads as declared → how many of them a row has, to tell how and on which sheet a file is written."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from bantin.ingest.grid import MOST_COLUMNS
from bantin.vietnamese import spelling

BETWEEN = " / "
HEAD_ROWS = 200
"""How many rows from the top are searched for heads."""


class Heads:
    """The heads; one such as `Trên / Dưới` may also stand in two rows, one part below the other."""

    def __init__(self, heads: Collection[str]) -> None:
        self.names = tuple(heads)
        self.wanted = [(_spelling(head), {_spelling(part) for part in head.split(BETWEEN)}) for head in heads]
        # Decomposed, and with many spaces; texts longer than that need no look.
        self.longest = 4 * max(map(len, self.names), default=0) + 50
        self.height = max((len(head.split(BETWEEN)) for head in heads), default=1)

    def counts(self, rows: Iterable[Sequence[str]]) -> Iterator[tuple[int, int]]:
        """Of each row, with those above it that its heads may begin in: how many heads are found, and its width."""
        words: deque[set[str]] = deque(maxlen=self.height)
        for row in rows:
            words.append({_spelling(text) for text in row[:MOST_COLUMNS] if 0 < len(text) <= self.longest})
            known = set().union(*words)
            yield sum(whole in known or parts <= known for whole, parts in self.wanted), len(row)

    @property
    def remedy(self) -> str:
        """What to do where none is found."""
        return f"cần một hàng có các tiêu đề: {', '.join(self.names)}"


@lru_cache(maxsize=4096)
def _spelling(text: str) -> str:
    return spelling(text)
