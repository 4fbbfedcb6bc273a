"""Links: every address leads to a file of the site, every fragment to a place in its page."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote, urldefrag

from bantin.audit.pages import LOST, BuiltSite, Page, count, finder
from bantin.errors import Problem

ADDRESSES = finder(
    "//@href | //@*[name()='xlink:href'] | //@src | //@action | //@formaction | //@poster | //@cite | //object/@data"
)
SRCSETS = finder("//@srcset | //@imagesrcset")
IDS = finder("//@id")
OF_IDS = finder(
    "//label/@for | //output/@for | //@form | //@list | //@headers | //@popovertarget | //@aria-labelledby"
    " | //@aria-describedby | //@aria-controls | //@aria-owns | //@aria-details | //@aria-flowto"
)
PAINTED = finder("//svg//@*[starts-with(., 'url(#')]")
OWN_NAMES = finder("//link[@rel='canonical']/@href | //meta[@property='og:url' or @property='og:image']/@content")
TEXTS = (".xml", ".json", ".ics", ".txt", ".webmanifest")
"""Files that name pages and files of the site by their public addresses."""
MANIFEST_KEYS = {"src", "start_url", "scope", "url", "action"}
MEND = "Sửa nơi in ra địa chỉ này (khuôn trang hoặc bài viết), hoặc thêm tệp còn thiếu, rồi dựng lại."


class Links:
    """The gate of links."""

    name = "liên kết"

    def __init__(self, site: BuiltSite) -> None:
        self.site = site
        self.ids: dict[str, frozenset[str]] = {}
        self.pending: list[tuple[str, int, str, str]] = []  # file, line, target, fragment
        self.followed = self.named = 0
        end = re.escape(site.home.encode())
        self.public = re.compile(end + rb"[^\s\"'<>\\`{}|^&]*")

    def page(self, page: Page) -> Iterator[Problem]:
        """Dead links, ids that are there twice, and references to ids that are not there."""
        ids = IDS(page.root)
        self.ids[page.file] = frozenset(sys.intern(str(own)) for own in ids)
        for own, times in Counter(map(str, ids)).items() if len(self.ids[page.file]) < len(ids) else ():
            yield Problem(page.file, f"id “{own}” có {times} lần trên trang", "Mỗi id chỉ được dùng một lần.")
        for found in ADDRESSES(page.root):
            yield from self._link(page, str(found), found.getparent().sourceline)
        for found in SRCSETS(page.root):
            for candidate in filter(None, re.split(r",\s+|,$", str(found).strip())):
                yield from self._link(page, candidate.split()[0], found.getparent().sourceline)
        for found in OF_IDS(page.root):
            for own in str(found).split():
                self.pending.append((page.file, found.getparent().sourceline or 0, page.file, own))
        for found in PAINTED(page.root):
            own = str(found)[5:].partition(")")[0]
            self.pending.append((page.file, found.getparent().sourceline or 0, page.file, own))
        for found in OWN_NAMES(page.root):
            if not str(found).startswith(self.site.home):
                what = f"“{found}” không phải là địa chỉ công khai của trang ({self.site.home})"
                yield Problem(page.file, what, "Ghi địa chỉ đầy đủ, theo SITEURL.", line=found.getparent().sourceline)
        yield from self._public(page.file, page.body)

    def rest(self) -> Iterator[Problem]:
        """Fragments, and the addresses in feeds, site maps, calendars, manifests and data files."""
        for file, line, target, own in self.pending:
            self.followed += 1
            if own not in self.ids.get(target, ()) and unquote(own) not in self.ids.get(target, ()):
                where = "" if target == file else f" của {target}"
                yield Problem(
                    file, f"dẫn tới “#{own}”, mà không có id như vậy trên trang{where}", MEND, line=line or None
                )
        for file in sorted(file for file in self.site.files if file.endswith(TEXTS)):
            body = (self.site.folder / file).read_bytes()
            yield from self._public(file, body.replace(b"\r\n ", b"") if file.endswith(".ics") else body)
            if file.endswith((".webmanifest", "manifest.json")):
                yield from self._manifest(file, body)

    def measured(self) -> str:
        """How many links were followed."""
        return (
            f"{count(self.followed)} liên kết và nơi đến trong {count(len(self.ids))} trang, "
            f"{count(self.named)} địa chỉ công khai"
        )

    def _link(self, page: Page, address: str, line: int | None) -> Iterator[Problem]:
        self.followed += 1
        path, fragment = urldefrag(address.strip())
        target = self.site.target(path, self.site.address(page.file)) if path else page.file
        if target is None:
            return
        if target not in self.site.files:
            why = (
                " (máy chủ đưa ra trang này ở mọi địa chỉ, nên liên kết phải bắt đầu bằng /)"
                if page.file == LOST
                else ""
            )
            yield Problem(page.file, f"dẫn tới “{target}”, là tệp không có{why}", MEND, line=line)
        elif fragment and target.endswith(".html") and not (fragment == "top" or fragment.startswith(":~:")):
            self.pending.append((page.file, line or 0, target, fragment))

    def _public(self, file: str, body: bytes) -> Iterator[Problem]:
        """Where the site's own public address is written, in whatever, a file of it must be meant."""
        for found in sorted(set(self.public.findall(body))):
            self.named += 1
            path = re.split(r"[?#]", found.decode(errors="replace"))[0].rstrip(".,;:!)]")
            target = self.site.target(path, self.site.home)
            if target not in self.site.files:
                yield Problem(file, f"ghi địa chỉ công khai của “{target}”, là tệp không có", MEND)

    def _manifest(self, file: str, body: bytes) -> Iterator[Problem]:
        try:
            found = list(_addresses(json.loads(body)))
        except ValueError as fault:
            yield Problem(file, f"không đọc được ({fault})", "Sửa nơi lập ra tệp này.")
            return
        for address in found:
            self.followed += 1
            target = self.site.target(urldefrag(address)[0], self.site.address(file))
            if target is not None and target not in self.site.files:
                yield Problem(file, f"dẫn tới “{target}”, là tệp không có", MEND)


def _addresses(value: object) -> Iterator[str]:
    """The addresses in a web app's manifest, at any depth."""
    if isinstance(value, dict):
        for key, own in value.items():
            yield from [own] if key in MANIFEST_KEYS and isinstance(own, str) else _addresses(own)
    elif isinstance(value, list):
        for own in value:
            yield from _addresses(own)
