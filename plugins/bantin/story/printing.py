"""Rendered text in which figures stand as placeholders → clean lines.

A template prints strings; a figure must stay an object. So what a template prints of a figure is a placeholder,
two private-use letters around a number, and the lines are put together from the text afterwards. Two more letters
stand for what could not be stated: one takes its clause with it, the other its whole sentence.
"""

from __future__ import annotations

import re

from bantin.model import Line, Segment
from bantin.vietnamese import capitalised

OPEN, CLOSE, NO_CLAUSE, NO_SENTENCE = "\ue000", "\ue001", "\ue002", "\ue003"
RESERVED = re.compile("[\ue000-\ue003]")
HELD = re.compile(f"{OPEN}(\\d+){CLOSE}")
SENTENCE_END = re.compile(r"(?<=[.!?…])(?<!\bTP\.)(?<!\bTX\.)(?<!\bTT\.)(?<!\b[HPQX]\.)[ \n]+")
EMPTY_CLAUSE = (
    (re.compile(rf" *\( *{NO_CLAUSE} *\)"), ""),
    (re.compile(rf"{NO_CLAUSE} *(?:[,;] *(?:và |nhưng )?|(?:và|nhưng) )"), ""),
    (re.compile(rf" *(?:[,;:–-] *)?(?:(?:và|nhưng|với) *)?{NO_CLAUSE}"), ""),
)


class Printer:
    """Keeps the lines that a template prints, and puts them back into the rendered text."""

    def __init__(self) -> None:
        self._held: list[Line] = []

    def hold(self, line: Line) -> str:
        """The placeholder that stands for the line."""
        self._held.append(line)
        return f"{OPEN}{len(self._held) - 1}{CLOSE}"

    def paragraphs(self, rendered: str) -> tuple[Line, ...]:
        """The paragraphs of a rendered text, without the sentences and clauses that could not be stated."""
        blocks = re.split(r"\n[ \t]*\n", rendered)
        return tuple(line for block in blocks if (line := self._paragraph(block)))

    def _paragraph(self, block: str) -> Line:
        sentences = [self._sentence(" ".join(text.split())) for text in SENTENCE_END.split(block.strip())]
        joined: list[Segment] = []
        for sentence in filter(None, sentences):
            joined.extend([" ", *sentence] if joined else sentence)
        return _merged(joined)

    def _sentence(self, text: str) -> Line:
        if NO_SENTENCE in text:
            return ()
        for pattern, instead in EMPTY_CLAUSE:
            text = pattern.sub(instead, text)
        if not re.search(rf"\w|{OPEN}", text):
            return ()
        line: list[Segment] = []
        for position, part in enumerate(HELD.split(text.strip())):
            if position % 2:
                line.extend(self._held[int(part)])
            elif part:
                line.append(part)
        return capitalised(_merged(line))


def _merged(parts: list[Segment]) -> Line:
    """The segments with neighbouring text as one."""
    line: list[Segment] = []
    for part in parts:
        if isinstance(part, str) and line and isinstance(line[-1], str):
            line[-1] += part
        else:
            line.append(part)
    return tuple(line)
