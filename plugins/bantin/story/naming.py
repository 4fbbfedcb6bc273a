"""How units and products are called, one by one and together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bantin.ingest.codelist import Codelist
from bantin.model import Item, Line, plain
from bantin.vietnamese import enumeration

NAMINGS: dict[str, Callable[[Item], str]] = {
    "đầy đủ": lambda item: item.full_name,
    "ngắn": lambda item: item.full_name if item.name[:1].isdigit() else item.name,  # “quận 1” is not called “1”
    "cơ quan": lambda item: f"{item.authority} {item.full_name}".strip(),
}
TOGETHER = "gộp"
"""Naming units of one kind together: `các huyện Ba Bể và Chợ Mới`."""
WAYS = (*NAMINGS, TOGETHER)
KINDS = ("tỉnh", "quận", "huyện", "thị xã", "thành phố", "xã", "phường", "thị trấn", "đặc khu")
"""The order in which kinds of units are said."""


def named_together(items: Iterable[Item], naming: str) -> Line:
    """Some items by name: `A, B và C`."""
    given = list(items)
    if naming != TOGETHER:
        return enumeration([(NAMINGS[naming](item),) for item in given])
    kinds = {item.kind: [other.name for other in given if other.kind == item.kind] for item in given}
    if len(kinds) == 1:
        ((kind, names),) = kinds.items()
        start = f"{_several(kind, names)} " if kind else ""
        return (start, *enumeration([(name,) for name in names]))
    groups = sorted(kinds.items(), key=lambda group: len(group[1]))
    return enumeration([(f"{_several(kind, names)} {', '.join(names)}".strip(),) for kind, names in groups])


def _several(kind: str, names: Sequence[str]) -> str:
    return f"các {kind}" if kind and len(names) > 1 else kind


def grouped(items: Sequence[Item], naming: str, areas: Codelist, *, flowing: bool) -> Line:
    """The items by the units they belong to: `a, b (Pác Nặm); c (Chợ Đồn)`, flowing `a (Pác Nặm), b và c (Chợ Đồn)`."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.parent, []).append(item)
    parts: list[str] = []
    for code, members in groups.items():
        if flowing or naming == TOGETHER:
            inner = plain(named_together(members, naming))
        else:
            inner = ", ".join(NAMINGS[naming](item) for item in members)
        parts.append(f"{inner} ({areas.items[code].name})" if code in areas.items else inner)
    return ((", " if flowing else "; ").join(parts),)


def kinds_of(items: Iterable[Item], otherwise: str) -> str:
    """The noun for some items by the kinds among them: `huyện, thành phố`."""
    present = dict.fromkeys(item.kind for item in items if item.kind)
    return ", ".join(sorted(present, key=lambda kind: KINDS.index(kind) if kind in KINDS else len(KINDS))) or otherwise
