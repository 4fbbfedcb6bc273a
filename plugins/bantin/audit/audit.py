"""The door of this room: a built site in, every problem of links, feeds, weights, policy and pictures out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from bantin.audit.feeds import Feeds
from bantin.audit.links import Links
from bantin.audit.pages import Gate, read_site
from bantin.audit.pictures import Pictures
from bantin.audit.policy import Policy
from bantin.audit.weights import Weights
from bantin.errors import Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one gate found, and in a line of Vietnamese what it measured; `skipped` says why it did not look."""

    name: str
    problems: tuple[Problem, ...] = ()
    measured: str = ""
    skipped: str = ""

    def __str__(self) -> str:
        if self.skipped:
            return f"BỎ QUA  {self.name}: {self.skipped}"
        return f"{'HỎNG  ' if self.problems else 'đạt   '}  {self.name}: {self.measured}"


def audit(folder: Path) -> list[Outcome]:
    """The outcome of each gate that needs nothing but the files.

    Raises:
        BuildError: when no site is in the folder.
    """
    site = read_site(folder)
    gates: list[Gate] = [Links(site), Feeds(site), Weights(site), Policy(site), Pictures(site)]
    found: dict[str, list[Problem]] = {gate.name: [] for gate in gates}
    for page in site.pages():
        for gate in gates:
            found[gate.name] += gate.page(page)
    for gate in gates:
        found[gate.name] += gate.rest()
    return [Outcome(gate.name, grouped(found[gate.name]), gate.measured()) for gate in gates]


def grouped(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The same fault of several files told once: a dead link in the footer is one thing to mend, not ten thousand."""
    first: dict[tuple[str, str], Problem] = {}
    files: dict[tuple[str, str], set[str]] = {}
    for problem in problems:
        key = problem.what, problem.remedy
        first.setdefault(key, problem)
        files.setdefault(key, set()).add(problem.file)
    return tuple(
        replace(problem, what=f"{problem.what} (và ở {len(files[key]) - 1} tệp khác)")
        if len(files[key]) > 1
        else problem
        for key, problem in first.items()
    )
