"""The head of a file that an editor writes: a line a field, then an empty line, then their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bantin.errors import Problem, ProblemsFound, suggestion
from bantin.vietnamese import clean, fold

Block = dict[str, tuple[str, int]]
"""Fields by name, each with its text and its line."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What a kind of file may say: `names` are its fields by how they may be written, folded; `shown` for people.

    A field of `begins` starts a block that may come several times, made of it and of those of `parts`; `block` is what
    messages call such a block.
    """

    names: Mapping[str, str]
    shown: tuple[str, ...]
    begins: str = ""
    parts: frozenset[str] = frozenset()
    block: str = ""


@dataclass
class Header:
    """The fields read so far, those of each block by themselves, their faults; `start` is the line of the words."""

    file: str
    fields: Block = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    start: int = 1

    def text(self, name: str) -> str:
        """A field's text, nothing where it is not there."""
        return self.fields.get(name, ("", 0))[0]

    def line(self, name: str) -> int:
        """A field's line, the first where it is not there."""
        return self.fields.get(name, ("", 1))[1]

    def fault(self, name: str, what: str, remedy: str, *, is_error: bool = True) -> None:
        """Note what is wrong with a field."""
        self.problems.append(Problem(self.file, what, remedy, line=self.line(name), is_error=is_error))


def read_text(path: Path, file: str) -> str:
    """The text of an editor's file, any line ends as one; `file` is what messages call it.

    Raises:
        ProblemsFound: when it is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        problem = Problem(file, "tệp không phải mã UTF-8.", "lưu lại tệp bằng mã UTF-8.")
        raise ProblemsFound([problem]) from fault


def parted(text: str, file: str, known: Fields) -> tuple[Header, str]:
    """The head of a file's text, and the words under it."""
    header, lines = Header(file), text.split("\n")
    number = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            break
        name, colon, value = line.partition(":")
        key = known.names.get(fold(name))
        if not colon or key is None:
            close = suggestion(clean(name), known.shown) if colon else ""
            what = f"không hiểu dòng “{clean(line)[:60]}”.{close}"
            remedy = f"đầu tệp chỉ ghi các mục {', '.join(known.shown)}; rồi một dòng trống."
            header.problems.append(Problem(file, what, remedy, line=number))
        elif key in known.parts and not header.blocks:
            what = f"mục “{clean(name)}” không thuộc {known.block} nào."
            remedy = f"ghi dòng {known.block[:1].upper()}{known.block[1:]} lên trên."
            header.problems.append(Problem(file, what, remedy, line=number))
        else:
            if key == known.begins:
                header.blocks.append({})
            fields = header.blocks[-1] if key == known.begins or key in known.parts else header.fields
            if key in fields:
                what = f"mục “{clean(name)}” có hai lần."
                header.problems.append(Problem(file, what, "chỉ giữ một.", line=number))
            fields.setdefault(key, (clean(value), number))
    header.start = number + 1
    return header, "\n".join(lines[number:])
