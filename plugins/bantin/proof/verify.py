"""The door of this room: a built site in, every number and word out that is not proved."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from bantin.engine import apart
from bantin.errors import Problem
from bantin.ingest.archive import Archive
from bantin.ingest.phrases import phrases_of
from bantin.proof.about import check_about
from bantin.proof.around import check_around, check_digits, check_month
from bantin.proof.article import check_article, check_words
from bantin.proof.beside import check_beside, check_withdrawn
from bantin.proof.calendars import check_calendar
from bantin.proof.drawings import check_charts
from bantin.proof.feeds import MOST, check_feed, is_feed
from bantin.proof.files import check_history, check_json, check_office, check_picture, wrong
from bantin.proof.index import FRAGMENTS, SEARCH_PAGE, check_entries, check_fragment, check_search_page
from bantin.proof.known import read_known
from bantin.proof.machines import check_machines
from bantin.proof.marks import check_marks
from bantin.proof.overdue import check_overdue
from bantin.proof.package import check_package, check_part
from bantin.proof.page import Page, inner
from bantin.proof.photos import check_photo
from bantin.proof.profiles import check_profile
from bantin.proof.sparklines import check_sparklines

OF_A_BULLETIN = {
    "so-lieu.json": check_json,
    "anh-chia-se.png": check_picture,
}

logger = logging.getLogger("bantin")


class Proof:
    """The proof of one site: what is known of it is read once, then each file can be proved by itself.

    `names` are names with digits that the site has beside those of its datasets: its own, its agency's. A feed has as
    many entries as there are, but at most `entries`.
    """

    def __init__(
        self, output: Path, data: Path, archive: Archive, names: Iterable[str] = (), entries: int | None = MOST
    ) -> None:
        self.output, self.data, self.known = output, data, read_known(archive, data, output)
        self.entries = entries
        found = {name for told in self.known.told.values() for name in told.tags.values()}
        found |= {name for own in archive.folders for name in phrases_of(own.dataset, own.codelists)}
        said = [own for told in self.known.told.values() if told.editor for own in told.editor.bylines]
        written = {*(own.name for own in self.known.people.values()), *(own.role for own in said)}
        found |= {name for name in written if re.search(r"[^\W\d_]", name)}
        self.names = tuple(sorted({*found, *names}, key=lambda name: (-len(name), name)))

    def all(self, workers: int = 1) -> tuple[Problem, ...]:
        """Every problem of the whole site, found by so many processes."""
        logger.info("Tính lại và kiểm tra mọi con số của trang")
        files = sorted(path.relative_to(self.output).as_posix() for path in self.output.rglob("*") if path.is_file())
        found = [problem for own in apart(self._there, files, workers) for problem in own]
        return (*self.known.problems, *found, *check_entries(self.known, self.output))

    def _there(self, path: str) -> tuple[Problem, ...]:
        return self.file(path, (self.output / path).read_bytes())

    def file(self, path: str, content: bytes) -> tuple[Problem, ...]:
        """The problems of one file of the site, were this its content; files without figures have none."""
        try:
            return tuple(dict.fromkeys(self._file(path, content)))
        except (etree.LxmlError, ValueError, LookupError, AttributeError, TypeError) as fault:
            return (wrong(path, path, f"không đọc được ({fault})."),)

    def _file(self, path: str, content: bytes) -> Iterable[Problem]:
        folder, _, name = path.rpartition("/")
        slug = folder.removeprefix("ban-tin/")
        told = self.known.of(f"{folder}/")
        found: Iterable[Problem] = ()
        if name.endswith(".html"):
            found = self.page(path, content)
        elif path.startswith(FRAGMENTS):
            found = check_fragment(path, content, self.known, self.output)
        elif is_feed(path):
            found = check_feed(path, content, self.known, self.names, self.entries)
        elif path.startswith("du-lieu/"):
            found = check_office(path, content, self.data / path.removeprefix("du-lieu/"))
        elif name in OF_A_BULLETIN:
            lost = [wrong(path, path, "không thuộc bản tin nào.")]
            found = OF_A_BULLETIN[name](path, content, told) if told else lost
        elif name == "so-lieu.csv" and told and told.url == f"{folder}/":
            found = check_history(path, content, told.levels, told.last)
        elif name == "lich.ics":
            found = check_calendar(path, content, self.known, self.names)
        elif slug in self.known.folders and folder != slug:
            found = self.part(path, content, slug)
        return found

    def part(self, path: str, content: bytes, slug: str) -> Iterable[Problem]:
        """The problems of one file of a dataset's package, were this its content."""
        name = path.rpartition("/")[2]
        if name == "so-lieu.csv":
            return check_history(path, content, self.known.levels[slug])
        if name == "datapackage.json":
            return check_package(path, content, self.known, (self.output / path).parent, self.names)
        return check_part(path, content, self.known.folders[slug], self.data)

    def page(self, path: str, content: bytes) -> list[Problem]:
        """The problems of one HTML page, were this its content."""
        page = Page(path, content)
        told = self.known.told.get(page.url)
        check_around(page, self.known)
        check_month(page, self.known)
        check_machines(page, self.known, self.names)
        check_overdue(page, self.known)
        if told:
            check_beside(page, told)
        if page.url in self.known.withdrawn:
            check_withdrawn(page, *self.known.withdrawn[page.url])
        check_marks(page, self.known)
        check_about(page, self.known)
        check_sparklines(page, self.known)
        if told:
            check_article(page, told)
            check_photo(page, told, self.known)
        if page.url == SEARCH_PAGE:
            check_search_page(page, self.known)
        if page.url in self.known.datasets:
            check_charts(page, self.known.datasets[page.url])
        check_profile(page, self.known)
        for body in [] if told else inner(page.tree, ".//div[@class='body']"):
            page.claim(body)  # a page of the editors' own
        check_words(page, self.known)
        check_digits(page, self.known, self.names)
        return page.problems
