"""The door of this room: a built site in, everything out that is not proved to be true and as it was made."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

from bantin.errors import Problem
from bantin.ingest.archive import Archive, read_archive
from bantin.pipeline import Series, make_all
from bantin.proof.article import check_article, check_words, words, written
from bantin.proof.chrome import Setting, check_chrome, check_digits
from bantin.proof.feeds import check_feed
from bantin.proof.fidelity import Made
from bantin.proof.files import check_history, check_json, check_office, check_robots, check_sitemap, wrong
from bantin.proof.marks import check_marks
from bantin.proof.page import Page, inner, text_of
from bantin.proof.theme import Theme
from bantin.proof.told import read_known
from bantin.vietnamese import clean

POLICY = ".//meta[@http-equiv='Content-Security-Policy']"

logger = logging.getLogger("bantin")


class Proof:
    """The proof of one site: what is known of it is read once, then each file can be proved by itself.

    `series` is what the pipeline makes of the archive; without it, only the truth of what is said is proved, not that
    it is what was made.
    """

    def __init__(
        self,
        output: Path,
        settings: Mapping[str, Any],
        archive: Archive,
        series: Iterable[Series] | None = None,
    ) -> None:
        self.output, self.theme_folder = output, Path(settings["THEME"])
        self.data, self.content = Path(settings["BANTIN_DATA"]), Path(settings["PATH"])
        agency = settings.get("BANTIN_AGENCY") or {}
        address = str(settings.get("FEED_DOMAIN") or settings["SITEURL"])
        self.setting = Setting(settings["SITENAME"], settings.get("SITESUBTITLE") or "", address, agency)
        self.known = read_known(archive, self.data, output)
        self.made = None if series is None else Made(series, self.known, self.setting)

    @cached_property
    def theme(self) -> Theme:
        """The words of the templates."""
        return Theme(self.theme_folder / "templates")

    @cached_property
    def files(self) -> frozenset[str]:
        """The site's files."""
        return frozenset(path.relative_to(self.output).as_posix() for path in self.output.rglob("*") if path.is_file())

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """The names with digits of all datasets."""
        found = {phrase for told in self.known.told.values() for phrase in told.phrases}
        return tuple(sorted(found | {self.setting.name, *self.setting.agency.values()}, key=len, reverse=True))

    @cached_property
    def titles(self) -> dict[str, str]:
        """What each page is called, by its address."""
        return {page.url: clean("".join(map(text_of, inner(page.tree, ".//h1")[:1]))) for page in self._indexes}

    @cached_property
    def policy(self) -> str:
        """What pages may load, as most of them say."""
        policies = [meta.get("content", "") for page in self._indexes for meta in inner(page.tree, POLICY)]
        return Counter(policies).most_common(1)[0][0] if policies else ""

    @cached_property
    def _indexes(self) -> list[Page]:
        names = sorted(name for name in self.files if name.endswith("index.html"))
        return [Page(name, (self.output / name).read_bytes()) for name in names]

    def all(self) -> tuple[Problem, ...]:
        """Every problem of the whole site."""
        found = list(self.known.problems)
        for path in sorted(self.files):
            found += self.file(path, (self.output / path).read_bytes())
        found += [wrong(path, path, "thiếu tệp này.") for path in sorted(self._needed - self.files)]
        return tuple(found)

    @property
    def _needed(self) -> set[str]:
        """The files that a site must have."""
        found = {"index.html", "404.html", "sitemap.xml", "robots.txt", "feeds/atom.xml", "feeds/rss.xml"}
        for slug, folder in self.known.folders.items():
            found |= {f"ban-tin/{slug}/index.html", f"ban-tin/{slug}/so-lieu.csv"}
            found |= {f"du-lieu/{file.removeprefix('data/')}" for release in folder.releases for file in release.files}
        for told in self.known.told.values():
            found |= {f"{told.url}index.html", f"{told.url}so-lieu.json"}
            found |= {f"luu-tru/{told.published:%Y}/{part}index.html" for part in ("", f"{told.published:%m}/")}
        return found

    def file(self, path: str, content: bytes) -> tuple[Problem, ...]:
        """The problems of one file of the site, were this its content."""
        try:
            return tuple(dict.fromkeys(self._file(path, content)))
        except (etree.LxmlError, ValueError, KeyError, IndexError, AttributeError, TypeError) as fault:
            return (wrong(path, path, f"không đọc được ({fault})."),)

    def _file(self, path: str, content: bytes) -> Iterable[Problem]:
        setting, known, folder = self.setting, self.known, path.rpartition("/")[0]
        checks: dict[str, Callable[[], Iterable[Problem]]] = {
            r".*\.html": lambda: self.page(path, content),
            r"feeds/.*": lambda: check_feed(Page(path, content), known, setting, self.made),
            r"ban-tin/.*/so-lieu\.json": lambda: self._json(path, content, f"{folder}/"),
            r"ban-tin/[^/]*/so-lieu\.csv": lambda: check_history(
                path, content, known.levels[folder.removeprefix("ban-tin/")]
            ),
            r"du-lieu/.*": lambda: check_office(path, content, self.data / path.removeprefix("du-lieu/")),
            r"theme/.*": lambda: check_office(
                path, content, self.theme_folder / "static" / path.removeprefix("theme/")
            ),
            r"images/.*": lambda: check_office(path, content, self.content / path),
            r"sitemap\.xml": lambda: check_sitemap(path, content, known, setting, self.titles),
            r"robots\.txt": lambda: check_robots(path, content, setting),
        }
        check = next((check for pattern, check in checks.items() if re.fullmatch(pattern, path)), None)
        return check() if check else [wrong(path, path, "tệp lạ, không ai chứng minh được.")]

    def _json(self, path: str, content: bytes, url: str) -> list[Problem]:
        made = self.made.bulletins.get(url) if self.made else None
        return check_json(path, content, self.known.told[url], self.titles.get(url, ""), made)

    def page(self, path: str, content: bytes) -> list[Problem]:
        """The problems of one HTML page, were this its content."""
        page = Page(path, content)
        told = self.known.told.get(page.url)
        check_chrome(page, self.known, self.setting)
        check_marks(page, self.known)
        if told:
            check_article(page, told)
        else:
            self._written(page)
        check_words(page, self.known)
        self._links(page)
        self._inlined(page)
        check_digits(page, self.known, self.phrases)
        if self.made:
            self.made.check(page)
            self.theme.check(page, self.made.names)
        return page.problems

    def _written(self, page: Page) -> None:
        """A page that is written by hand says what its file says."""
        for body in inner(page.tree, ".//div[@class='body']"):
            file = self.content / "pages" / f"{page.url.strip('/')}.md"
            text = file.read_text(encoding="utf-8-sig").partition("\n\n")[2] if file.is_file() else ""
            page.claim(body)
            if words(text_of(body)) != written(text):
                page.fault(body, text_of(body), "khác với tệp của trang.")

    def _links(self, page: Page) -> None:
        """Every link leads somewhere."""
        for element in inner(page.tree, ".//main//a[@href] | .//main//img[@src]"):
            target = page.target(element)
            place = target + ("index.html" if target.endswith("/") or not target else "")
            if place not in self.files and not re.match(r"[a-z]+:|#", target) and page.path != "404.html":
                page.fault(element, target, "liên kết không dẫn đến đâu.")

    def _inlined(self, page: Page) -> None:
        """Style and script within the page are the theme's, and the policy allows these alone."""
        css, script = (
            (self.theme_folder / "static" / name).read_text(encoding="utf-8").strip()
            for name in ("css/bantin.css", "js/head.js")
        )
        for tag, text in (("style", css), ("script[not(@src) and not(@type)]", script)):
            for element in inner(page.tree, f".//{tag}"):
                if text_of(element).strip() != text:
                    page.fault(element, tag, "khác với tệp của giao diện.")
        hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (css, script)]
        for element in inner(page.tree, POLICY):
            given = re.findall(r"sha256-([^']+)", element.get("content", ""))
            page.expect(element, self.policy, "content")
            if given != hashes:
                page.fault(element, ", ".join(given), "khác với mã của giao diện.")


def verify(
    output: Path, settings: Mapping[str, Any], archive: Archive | None = None, series: Iterable[Series] | None = None
) -> tuple[Problem, ...]:
    """Everything in the built site that is not proved, all at once."""
    data, content = Path(settings["BANTIN_DATA"]).resolve(), Path(settings["PATH"]).resolve()
    archive = archive or read_archive(data, content)
    settings = {**settings, "BANTIN_DATA": data, "PATH": content}
    logger.info("Chứng minh lại mọi con số của trang")
    return Proof(output, settings, archive, series if series is not None else make_all(archive)).all()
