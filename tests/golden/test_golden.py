"""Each folder here is a case: `data/` and `content/` go in, `expected.txt` comes out, word for word.

The case named reference has no folders of its own: it is what the repository ships as qr-covid. After a change that
is meant, `python3 tasks.py test --args --golden` writes the files anew; read the difference before committing it.
"""

from pathlib import Path

import pytest

from bantin.errors import ProblemsFound
from bantin.ingest.archive import read_archive
from bantin.model import Bulletin, Figure, plain
from bantin.pipeline import make_all

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CASES = sorted(path.parent for path in HERE.glob("*/expected.txt"))


def told(bulletin: Bulletin) -> list[str]:
    """A bulletin as people review it: what is said, what is drawn, where each figure is from."""
    first, last = bulletin.period.first.isoformat(), bulletin.period.last.isoformat()
    lines = [f"=== {bulletin.dataset}, {first} … {last}, published {bulletin.published.isoformat()}", ""]
    lines += [f"# {plain(bulletin.title)}", "", plain(bulletin.lead), ""]
    for paragraph in bulletin.body:
        lines += [plain(paragraph), ""]
    for chart in bulletin.charts:
        lines += [f"[{chart.kind}] {chart.title}", f"  description: {plain(chart.description)}"]
        lines += [f"  note: {plain(chart.note)}"] if chart.note else []
        lines += [f"  | {' | '.join(map(plain, chart.heads))}"] if len(chart.heads) > 2 else []
        lines += [
            f"  {row.label}: {' | '.join(mark.figure.text if mark.figure else mark.absence for mark in row.marks)}"
            for row in chart.rows
        ] + [""]
    lines += [f"{h.label}: {plain(h.value)}; {plain(h.change) or 'no change stated'}" for h in bulletin.headlines]
    lines += ["", "signed: " + ", ".join(byline.name for byline in bulletin.bylines), ""]
    lines += [figure_line(figure) for figure in bulletin.figures] + [""]
    return [line.replace("\u00a0", "~") for line in lines]


def figure_line(figure: Figure) -> str:
    cells = ", ".join(f"{cell.file} {cell.reference}" for cell in figure.cells)
    return f"{figure.text} = {figure.value} [{figure.operation}] {figure.computation} <- {cells}"


def outcome(case: Path) -> str:
    root, only = (case, "") if (case / "data").is_dir() else (ROOT, "qr-covid")
    try:
        archive = read_archive(root / "data", root / "content")
        lines = [str(warning) for warning in archive.problems if only in warning.file]
        bulletins = [bulletin for series in make_all(archive) for bulletin in series.bulletins]
        lines += [line for bulletin in bulletins if only in bulletin.dataset for line in told(bulletin)]
    except ProblemsFound as found:
        lines = [str(problem) for problem in found.problems]
    return "\n".join(lines).rstrip() + "\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_comes_out_as_it_was_reviewed(case: Path, request: pytest.FixtureRequest) -> None:
    came_out = outcome(case)
    if request.config.getoption("--golden"):
        (case / "expected.txt").write_text(came_out, encoding="utf-8", newline="\n")
    assert came_out == (case / "expected.txt").read_text(encoding="utf-8")


def test_there_are_cases() -> None:
    assert "reference" in {case.name for case in CASES}
