"""A built site beside the same site built again: whatever differs was altered, or is not of these sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from bantin.errors import Problem

WORDS = re.compile(r"[^\W_]+(?:[.,][^\W_]+)*|.", re.DOTALL)
AROUND = 6
MOST_TOLD = 5
REMEDY = "dựng lại trang: python3 tasks.py build."


def compare(output: Path, again: Path) -> Iterator[Problem]:
    """What differs in `output` from the site built again, with the words on both sides."""
    there, wanted = ({_name(path, root) for path in root.rglob("*") if path.is_file()} for root in (output, again))
    for name in sorted(wanted - there):
        yield Problem(name, "trang thiếu tệp này.", REMEDY)
    for name in sorted(there - wanted):
        yield Problem(name, "tệp lạ: không được dựng từ số liệu và bài hiện có.", REMEDY)
    for name in sorted(there & wanted):
        yield from compare_file(name, (output / name).read_bytes(), (again / name).read_bytes())


def compare_file(name: str, found: bytes, wanted: bytes) -> Iterator[Problem]:
    """What differs in one file, the first few places."""
    if found == wanted:
        return
    try:
        own, right = WORDS.findall(found.decode("utf-8")), WORDS.findall(wanted.decode("utf-8"))
    except UnicodeDecodeError:
        yield Problem(name, "khác với tệp dựng lại từ số liệu.", REMEDY)
        return
    places = [at for at, pair in enumerate(zip_longest(own, right)) if pair[0] != pair[1]]
    for at in places[:MOST_TOLD] if len(own) == len(right) else places[:1]:
        around = "".join(own[max(0, at - AROUND) : at + AROUND])
        told = own[at] if at < len(own) else "(hết tệp)"
        right_word = right[at] if at < len(right) else "(hết tệp)"
        yield Problem(name, f"ghi “{told}”, phải là “{right_word}”: “…{around}…”.", REMEDY)


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
