"""What can go wrong, told to people.

    BantinError            everything this plugin raises on purpose
    ├── CellError          one text cannot be read; becomes a Problem where its address is known
    ├── ProblemsFound      a list of problems, each with its place and remedy
    ├── ChartError          a drawing is not what the page may carry: a fault of the program
    └── BuildError          the site cannot be built, for a reason that is not in the data

Messages are Vietnamese, as those who mend data and stories read them; only ChartError speaks to developers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from bantin.model import Cell


class BantinError(Exception):
    """Base of all errors of the plugin; Pelican ends the process with `exitcode`."""

    exitcode = 2


class CellError(BantinError):
    """A text is not what was expected: `what` is wrong, and the `remedy`."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


class ChartError(BantinError):
    """A chart that cannot be drawn as it is given, or a drawing that may not be published: a fault of ours."""


class BuildError(BantinError):
    """The site cannot be built, for a reason that is not in the data."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where (file, and cell or line with its column's head), what, and how to mend it."""

    file: str
    what: str
    remedy: str
    cell: Cell | None = None
    line: int | None = None
    head: str = ""
    is_error: bool = True

    def __str__(self) -> str:
        place = self.file
        if self.cell:
            sheet = f", trang tính “{self.cell.sheet}”" if self.cell.sheet else ""
            head = f" “{self.head}”" if self.head else ""
            name = f"{self.cell.letters}{self.cell.row}"
            place += f"{sheet}, dòng {self.cell.row}, cột {self.cell.letters}{head} (ô {name})"
        elif self.line:
            place += f", dòng {self.line}"
        kind = "Lỗi" if self.is_error else "Cảnh báo"
        return f"{kind}: {place}: {self.what}\n    Cách sửa: {self.remedy}"


class ProblemsFound(BantinError):  # noqa: N818 - it is what was found that matters where it is raised
    """The problems that stop a build, all of them at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def suggestion(word: str, known: Iterable[str]) -> str:
    """` Có phải “…” không?` with the closest known word, or nothing when none is close."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Có phải “{close[0]}” không?" if close else ""
