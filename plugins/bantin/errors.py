"""What can go wrong, told to people.

    BantinError            everything this plugin raises on purpose
    ├── CellError          one text or picture cannot be read; becomes a Problem where its place is known
    ├── ProblemsFound      a list of problems, each with its place and remedy
    ├── ChartError          a drawing is not what the page may carry: a fault of the program
    └── BuildError          the site cannot be built, for a reason that is not in the data

Messages are Vietnamese, as those who mend data and stories read them; only ChartError speaks to developers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bantin.model import Cell


class BantinError(Exception):
    """Base of all errors of the plugin; Pelican ends the process with `exitcode`."""

    exitcode = 2


class CellError(BantinError):
    """A text or picture is not what was expected: `what` is wrong, and the `remedy`."""

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
    close = closest(word, known)
    return f" Có phải “{close}” không?" if close else ""


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like it, if one is close."""
    folded = {other.casefold(): other for other in known}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def problems_table(problems: Sequence[Problem]) -> str:
    """The problems as a table for a terminal: level, file, sheet, cell, what; the remedy under it."""
    if not problems:
        return "Không có lỗi hay cảnh báo nào."
    heads = ("MỨC", "TỆP", "TRANG TÍNH", "Ô", "ĐIỀU SAI VÀ CÁCH SỬA")
    rows = [_row(problem) for problem in problems]
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads) - 1)]
    indent = " " * (sum(widths) + 2 * len(widths))
    lines = ["  ".join([*(h.ljust(w) for h, w in zip(heads, widths, strict=False)), heads[-1]])]
    for problem, row in zip(problems, rows, strict=True):
        lines.append("  ".join([*(text.ljust(w) for text, w in zip(row, widths, strict=False)), row[-1]]))
        lines.append(f"{indent}→ {problem.remedy}")
    errors = sum(problem.is_error for problem in problems)
    return "\n".join([*lines, "", f"{errors} lỗi, {len(problems) - errors} cảnh báo."])


def _row(problem: Problem) -> tuple[str, ...]:
    cell = problem.cell
    place = f"{cell.letters}{cell.row}" if cell else f"dòng {problem.line}" if problem.line else ""
    head = f"[{problem.head}] " if problem.head else ""
    level = "LỖI" if problem.is_error else "cảnh báo"
    return (level, problem.file, cell.sheet if cell else "", place, head + problem.what)


def problems_json(problems: Sequence[Problem]) -> str:
    """The problems as JSON, for programs."""
    rows = [
        {
            "level": "error" if problem.is_error else "warning",
            "file": problem.file,
            "sheet": problem.cell.sheet if problem.cell else "",
            "cell": f"{problem.cell.letters}{problem.cell.row}" if problem.cell else "",
            "line": problem.cell.row if problem.cell else problem.line,
            "head": problem.head,
            "what": problem.what,
            "remedy": problem.remedy,
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)
