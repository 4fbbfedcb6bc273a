"""Reading many files so that one that cannot be read does not hide the others' faults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bantin.errors import Problem, ProblemsFound
from bantin.memo import Memo

Progress = Callable[[str], None]
T = TypeVar("T")


@dataclass
class Reader:
    """Reads on past faults, so that all of them are told together."""

    data: Path
    content: Path
    progress: Progress
    memo: Memo | None = None
    problems: list[Problem] = field(default_factory=list)

    def named(self, path: Path) -> str:
        """How messages and provenance call a file: alike on every machine, wherever the folders lie."""
        for label, root in (("data", self.data), ("content", self.content)):
            if path.is_relative_to(root):
                return f"{label}/{path.relative_to(root).as_posix()}"
        return path.name

    def tried(self, read: Callable[..., T], path: Path, *more: object) -> T | None:
        """What `read` makes of a file, or None with its problems noted."""
        file = self.named(path)
        self.progress(f"Đọc {file}")
        try:
            if self.is_inside(path):
                return read(path, file, *more)
        except ProblemsFound as found:
            self.problems.extend(found.problems)
        except OSError:
            self.note(path, "không mở được tệp.", "kiểm tra tệp có còn đó và có quyền đọc.")
        return None

    def is_inside(self, path: Path) -> bool:
        """Whether a file lies where it seems to; a link that leads out of the folders is told."""
        if any(path.resolve().is_relative_to(root.resolve()) for root in (self.data, self.content)):
            return True
        self.note(path, "là một liên kết dẫn ra ngoài thư mục.", "chép tệp thật vào đây.")
        return False

    def note(self, path: Path, what: str, remedy: str, *, is_error: bool = True) -> None:
        """Note a problem of a whole file."""
        self.problems.append(Problem(self.named(path), what, remedy, is_error=is_error))
