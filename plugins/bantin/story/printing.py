"""Rendered text in which figures stand as placeholders → clean lines.

A template prints strings; a figure must stay an object. So what a template prints of a figure is a placeholder,
two private-use letters around a number, and the lines are put together from the text afterwards. Two more letters
stand for what could not be stated: one takes its clause with it, the other its whole sentence. Names are held too, so
that a comma in one does not part a clause.
"""

from __future__ import annotations

import re

from bantin.errors import CellError
from bantin.model import Figure, Line, Segment
from bantin.vietnamese import capitalised

OPEN, CLOSE, NO_CLAUSE, NO_SENTENCE, OPEN_WORDS = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
RESERVED = re.compile("[\ue000-\ue005]")
HELD = re.compile(f"[{OPEN}{OPEN_WORDS}](\\d+){CLOSE}")
SHORT_FORMS = ("TP", "TX", "TT", "H", "P", "Q", "X", "v.v")
SENTENCE_END = re.compile(r"(?<=[.!?…])" + "".join(rf"(?<!\b{re.escape(word)}\.)" for word in SHORT_FORMS) + r"[ \n]+")

JOINER = re.compile(r"( *[,;:] *(?:(?:và|nhưng|còn|với) +)?| +[–-] +| +(?:và|nhưng|còn) +)")
LEADING_TO = "(?: +(?:là|gồm có|gồm|như|của|đạt|với))"
INTRODUCING = re.compile(r"(?:trong đó|cụ thể|theo đó|như vậy|ngoài ra|bên cạnh đó|riêng)\b[^\d]{0,20}", re.IGNORECASE)
DASHES = ("–", "-")
BRACKETS = re.compile(r" *\(([^()]*)\)")
END = re.compile(r"[ .!?…]*$")


def without_empty_clauses(text: str) -> str:
    """The sentence without the clauses that could not be stated, nor what joined them to the rest."""

    def bracketed(match: re.Match[str]) -> str:
        inner = _rejoined(match[1])
        lost = NO_CLAUSE in match[1] and OPEN not in inner  # the rest only led to what could not be stated
        return "" if lost or not inner else f" ({inner})"

    return _rejoined(BRACKETS.sub(bracketed, text))


def _rejoined(text: str) -> str:
    """The clauses that are left, each with what stood before it; the first has nothing before it.

    What could not be stated takes its whole clause along, unless a figure stands in it too.
    """
    end = END.search(text)
    stop = end[0].strip() if end else ""
    parts = JOINER.split(text[: end.start()] if end else text)
    kept: list[str] = []
    before = ""  # what stood before the clauses that went
    for position in range(0, len(parts), 2):
        clause, joiner = parts[position], parts[position - 1] if position else ""
        if NO_CLAUSE in clause and OPEN not in clause:
            before = before or joiner
            continue
        if before.strip() in DASHES and joiner.strip() in DASHES:
            joiner = " "  # a pair of dashes goes as a pair
        elif ":" in before:
            joiner = before
        before = ""
        kept += [joiner, clause] if kept else [clause]
    while before and len(kept) > 1 and INTRODUCING.fullmatch(kept[-1].strip()):
        kept = kept[:-2]  # it introduced what went
    left = re.sub(f"{LEADING_TO}? *{NO_CLAUSE}", "", "".join(kept)).strip()
    return left + stop if left else ""


class Held(str):
    """A placeholder: what the language's own names and filters print, and nothing else may."""

    __slots__ = ()

    def __bool__(self) -> bool:
        """Whether it could be stated: `{% neu points | so_voi("tuần trước") %}`."""
        return not self.startswith((NO_CLAUSE, NO_SENTENCE))

    def __getitem__(self, _: object) -> str:
        """A part of a placeholder would be a number without a source."""
        raise CellError("không lấy được một phần của chỗ này.", "bỏ phần trong ngoặc vuông.")


class Printer:
    """Keeps the lines that a template prints, and puts them back into the rendered text."""

    def __init__(self) -> None:
        self._held: list[Line] = []

    def hold(self, line: Line) -> Held:
        """The placeholder that stands for the line, of one kind with a figure in it, of another with words alone."""
        self._held.append(line)
        opening = OPEN if any(isinstance(part, Figure) for part in line) else OPEN_WORDS
        return Held(f"{opening}{len(self._held) - 1}{CLOSE}")

    def held(self, number: int) -> Line:
        """The line that a placeholder of this number stands for."""
        return self._held[number]

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
        if NO_CLAUSE in text:
            text = without_empty_clauses(text)
            if OPEN not in text:
                return ()  # what is left only led to what could not be stated
        if not re.search(rf"\w|[{OPEN}{OPEN_WORDS}]", text):
            return ()
        line: list[Segment] = []
        for position, part in enumerate(HELD.split(text.strip())):
            if position % 2:
                line.extend(self._held[int(part)])
            elif part:
                line.append(part)
        return capitalised(_merged(line))


def _merged(parts: list[Segment]) -> Line:
    """The segments with neighbouring text as one and no empty text."""
    line: list[Segment] = []
    for part in parts:
        if isinstance(part, str) and line and isinstance(line[-1], str):
            line[-1] += part
        elif part:
            line.append(part)
    return tuple(line)
