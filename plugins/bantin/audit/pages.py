"""A built site as the gates see it: its files, its public address, and each page parsed once."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast
from urllib.parse import quote, unquote, urljoin, urlsplit

from lxml import etree, html

from bantin.errors import BuildError, Problem

LOST = "404.html"
SOMEWHERE = "khong-co/trang/nay/"
"""The server gives the page for lost readers at any depth; so its links are followed from such an address."""
FORM = "admin/index.html"
TEMPLATE = Path(__file__).resolve().parents[3] / FORM
"""The editors' form, which no reader is led to: a program of its own, with a policy and weights of its own."""
KINDS = {r"\d{4}-\d\d-\d\d": "ngày", r"\d{4}": "năm", r"\d\d": "tháng"}


def finder(path: str) -> Callable[[Any], list[Any]]:
    """A compiled XPath that gives elements or attributes; these know their parent, and it its line."""
    return cast("Callable[[Any], list[Any]]", etree.XPath(path))


CANONICAL = finder("//link[@rel='canonical']/@href")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its file under the output, with slashes; its bytes; its tree."""

    file: str
    body: bytes
    root: html.HtmlElement

    @property
    def is_article(self) -> bool:
        """Whether it is a bulletin."""
        return kind_of(self.file) == "ban-tin/*/ngày"


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """The folder, the names of all files in it, and the public address, which ends in a slash."""

    folder: Path
    files: frozenset[str]
    home: str

    def address(self, file: str) -> str:
        """The public address of a file of the site."""
        if file == LOST:
            return self.home + SOMEWHERE
        return self.home + quote(file.removesuffix("index.html") if f"/{file}".endswith("/index.html") else file)

    def target(self, address: str, base: str) -> str | None:
        """The file that an address leads to, named even where it is not there; None when it leads elsewhere.

        `base` is the public address that the link stands at.
        """
        try:
            full = urljoin(base, address.strip())
        except ValueError:  # such as http://[
            return address
        if not full.startswith(self.home):
            own, other = urlsplit(self.home), urlsplit(full)
            inside = not urlsplit(address.strip()).scheme and own.netloc == other.netloc
            return other.path if inside else None  # from the server's root: outside of a site in a folder
        path = unquote(urlsplit(full).path[len(urlsplit(self.home).path) :])
        if path and not path.endswith("/") and f"{path}/index.html" in self.files:
            return f"{path}/index.html"
        return f"{path}index.html" if not path or path.endswith("/") else path

    def page_files(self) -> list[str]:
        """The files of all pages by name; the editors' form is none, where it is just as we write it."""
        found = sorted(file for file in self.files if file.endswith(".html"))
        return [file for file in found if file != FORM or not is_form((self.folder / file).read_bytes())]

    def pages(self) -> Iterator[Page]:
        """Every page, parsed once, in the order of their names."""
        parser = html.HTMLParser(encoding="utf-8")
        for file in self.page_files():
            body = (self.folder / file).read_bytes()
            yield Page(file, body, html.document_fromstring(body or b"<html></html>", parser=parser))


class Gate(Protocol):
    """One thing that is looked at on every page, and what is left to say after the last of them."""

    name: str

    def page(self, page: Page) -> Iterator[Problem]:
        """The problems of one page."""

    def rest(self) -> Iterator[Problem]:
        """The problems that show only when every page was seen."""

    def measured(self) -> str:
        """What was looked at, in numbers."""


def read_site(folder: Path) -> BuiltSite:
    """The site in a folder; its public address is what its home page calls canonical.

    Raises:
        BuildError: when no site is there.
    """
    home = folder / "index.html"
    if not home.is_file():
        raise BuildError(f"Không có trang nào trong {folder}; dựng trước: python3 tasks.py build.")
    files = frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    canonical = CANONICAL(html.fromstring(home.read_bytes()))
    if len(canonical) != 1 or not re.fullmatch(r"https?://[^/\s]+/(\S*/)?", canonical[0]):
        raise BuildError(f"{home}: thiếu <link rel=canonical> với địa chỉ công khai của trang, kết thúc bằng dấu /.")
    return BuiltSite(folder, files, str(canonical[0]))


def is_form(body: bytes) -> bool:
    """Whether a page is the editors' form to the letter, but for the hosts where it saves and its script's data."""
    (before, between, after) = map(re.escape, re.split(r"\{hosts\}|\{data\}", TEMPLATE.read_text(encoding="utf-8")))
    hosts, data = r"(?: (?:https://[\w.:-]+|http://127\.0\.0\.1:\d+))*", "[^<]*"
    return bool(re.fullmatch(f"{before}{hosts}{between}{data}{after}", body.decode(errors="replace")))


def kind_of(file: str) -> str:
    """What kind of page a file is, by its address: `ban-tin/*/ngày` is a bulletin, `luu-tru/năm` a year's archive."""
    first, *deeper = file.removesuffix("index.html").strip("/").split("/")
    return "/".join([first or "trang chủ", *(_kind(part) for part in deeper)])


def _kind(part: str) -> str:
    return next((kind for pattern, kind in KINDS.items() if re.fullmatch(pattern, part)), "*")


def gzipped(content: bytes) -> int:
    """How many bytes go over the line, at the best compression."""
    return len(gzip.compress(content, 9, mtime=0))


def count(value: int) -> str:
    """A number for people: 1.393."""
    return f"{value:,}".replace(",", ".")
