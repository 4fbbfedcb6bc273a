"""What recomputing alone finds in bulletins, without a whole site around them."""

from pathlib import Path

from bantin.ingest.archive import read_archive
from bantin.pipeline import make_all
from bantin.proof.article import check_words
from bantin.proof.marks import check_marks
from bantin.proof.page import Page
from bantin.proof.told import read_known
from bantin.publish.downloads import bulletin_json
from bantin.publish.markup import line_html, numbers_of


def found(sources: Path, output: Path) -> list[str]:
    """What truth alone finds in the bulletins of `data/`, as plain pages."""
    archive = read_archive(sources / "data", sources / "content")
    made = [bulletin for series in make_all(archive) for bulletin in series.bulletins]
    pages = {}
    for bulletin in made:
        folder = output / "ban-tin" / bulletin.dataset / bulletin.period.last.isoformat()
        folder.mkdir(parents=True)
        (folder / "so-lieu.json").write_text(bulletin_json(bulletin), encoding="utf-8")
        lines = [line_html(line, numbers_of(bulletin)) for line in (bulletin.title, bulletin.lead, *bulletin.body)]
        pages[f"{folder.relative_to(output).as_posix()}/index.html"] = "".join(f"<p>{line}</p>" for line in lines)
    known = read_known(archive, sources / "data", output)
    problems = list(known.problems)
    for path, html in pages.items():
        page = Page(path, f"<html><body>{html}</body></html>")
        check_marks(page, known)
        check_words(page, known)
        problems += page.problems
    problems += [fault for told in known.told.values() for fault in told.faults if fault]
    return [str(problem) for problem in problems]
