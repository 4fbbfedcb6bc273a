"""Stories held against their figures before any page is made, so that a typed “tăng” is found by its sentence."""

from __future__ import annotations

import json
from dataclasses import replace

from markupsafe import Markup

from bantin.errors import Problem, ProblemsFound
from bantin.ingest.archive import Archive
from bantin.pipeline import make_all
from bantin.proof.article import check_words
from bantin.proof.known import Known
from bantin.proof.levels import Levels
from bantin.proof.page import Page
from bantin.proof.raw import Files
from bantin.proof.told import Told
from bantin.publish.downloads import bulletin_json
from bantin.publish.markup import line_html, numbers_of
from bantin.vietnamese import day


def proofread(archive: Archive) -> tuple[Problem, ...]:
    """What in the stories' words their figures do not bear out, once each, with the first period that it is of."""
    try:
        made = make_all(archive)
    except ProblemsFound:
        return ()  # told already
    known, files = Known({}, {}, {}, []), Files(archive.data)
    found: dict[tuple[str, str], Problem] = {}
    for series in made:
        folder = series.folder
        levels = Levels(folder, files)
        for bulletin, release in zip(series.bulletins, folder.releases, strict=True):
            told = Told(folder, release, levels, json.loads(bulletin_json(bulletin)))
            known.told[told.url] = told
            lines = (bulletin.title, bulletin.lead, *bulletin.body)
            numbers = numbers_of(bulletin)
            html = Markup("").join(Markup("<p>{}</p>").format(line_html(line, numbers)) for line in lines)
            page = Page(f"{told.url}index.html", f"<div>{html}</div>")
            check_words(page, known)
            for problem in page.problems:
                what = problem.what.partition(": ")[2]
                dated = f"kỳ đến {day(release.period.last)}: {what}"
                own = replace(problem, file=folder.story_file, what=dated)
                found.setdefault((folder.story_file, what.partition(" (câu:")[0]), own)
    return tuple(found.values())
