"""Parts of large values that are read from where they are kept only when somebody looks at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Any

Load = Callable[[str, str], Any]
_loading: list[Load] = []


@contextmanager
def loading(load: Load) -> Iterator[None]:
    """What is unpickled within reads its later parts by this function."""
    _loading.append(load)
    try:
        yield
    finally:
        _loading.pop()


def _again(kind: str, key: str) -> Kept:
    return Kept(_loading[-1], kind, key)


class Kept:
    """A value that is kept somewhere under a key; `load` gives it, and need not read it each time."""

    __slots__ = ("_load", "key", "kind")

    def __init__(self, load: Load, kind: str, key: str) -> None:
        self._load, self.kind, self.key = load, kind, key

    def __reduce__(self) -> tuple[Callable[[str, str], Kept], tuple[str, str]]:
        return _again, (self.kind, self.key)

    def part(self, name: str) -> Any:  # noqa: ANN401 - whatever the part is
        """What `attrgetter` gives of the value by this name; without a name the value itself."""
        whole = self._load(self.kind, self.key)
        return attrgetter(name)(whole) if name else whole


class LaterTuple(Sequence[Any]):
    """A tuple that is an attribute of a kept value. It holds nothing itself, so that it costs nothing to keep."""

    __slots__ = ("_kept", "_name")

    def __init__(self, kept: Kept, name: str) -> None:
        self._kept, self._name = kept, name

    def _value(self) -> tuple[Any, ...]:
        found: tuple[Any, ...] = self._kept.part(self._name)
        return found

    def __getitem__(self, at: Any) -> Any:  # noqa: ANN401 - an item or a part
        return self._value()[at]

    def __len__(self) -> int:
        return len(self._value())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._value())

    def __eq__(self, other: object) -> bool:
        return self._value() == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._value())


class LaterLine(LaterTuple):
    """A line of a kept value, whose text alone is at hand."""

    __slots__ = ("text",)

    def __init__(self, kept: Kept, name: str, text: str) -> None:
        super().__init__(kept, name)
        self.text = text


class LaterMapping(Mapping[Any, Any]):
    """A mapping that is an attribute of a kept value."""

    __slots__ = ("_kept", "_name")

    def __init__(self, kept: Kept, name: str) -> None:
        self._kept, self._name = kept, name

    def _value(self) -> Mapping[Any, Any]:
        found: Mapping[Any, Any] = self._kept.part(self._name)
        return found

    def __getitem__(self, key: object) -> Any:  # noqa: ANN401 - whatever is mapped to
        return self._value()[key]

    def __len__(self) -> int:
        return len(self._value())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._value())
