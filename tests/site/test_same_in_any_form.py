"""The same figures as CSV in three encodings, and as XLSX saved by LibreOffice, give the same bulletins.

The workbooks in tests/fixtures/qr-covid hold the shipped releases with numbers and percentages as such; they were
saved by LibreOffice 7.4 (`soffice --headless --convert-to xlsx`).
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, build
from unit.test_reads_back import encoded

FIXTURES = ROOT / "tests" / "fixtures" / "qr-covid"
DAYS = ("2021-11-05", "2021-11-12")


def rewritten(encoding: str) -> Callable[[Path], None]:
    def rewrite(folder: Path) -> None:
        for day in DAYS:
            path = folder / f"{day}.csv"
            path.write_bytes(encoded(path.read_text(encoding="utf-8"), encoding))

    return rewrite


def as_workbooks(folder: Path) -> None:
    for day in DAYS:
        (folder / f"{day}.csv").unlink()
        (folder / f"{day}.xlsx").write_bytes((FIXTURES / f"{day}.xlsx").read_bytes())


def without_provenance(text: str) -> str:
    """The text without what names files and cells, their kind, or how long the text is that has these names."""
    for kind in ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"):
        text = text.replace(kind, "")
    text = re.sub(r'"(?:bytes|hash)": [^,]+', "", text)
    return re.sub(r"2021-11-(05|12)\.(csv|xlsx)", r"2021-11-\1", text.replace("Báo cáo!", ""))


def said(output: Path) -> dict[str, str | bytes]:
    """The dataset's pages, figures, pictures and history, provenance aside."""
    folder = output / "ban-tin" / "qr-covid"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        if path.suffix == ".png"
        else without_provenance(path.read_text("utf-8"))
        for path in files
    }


@pytest.mark.parametrize(
    "change",
    [rewritten("cp1258"), rewritten("utf-16"), rewritten("utf-8-sig"), as_workbooks],
    ids=["windows-1258", "utf-16", "utf-8 with mark", "xlsx by LibreOffice"],
)
def test_the_bulletins_are_the_same(
    reference_site: Path, sources: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    change(sources / "data" / "qr-covid")
    done = build(tmp_path / "output", sources)
    assert done.returncode == 0, done.stderr
    assert said(tmp_path / "output") == said(reference_site)
