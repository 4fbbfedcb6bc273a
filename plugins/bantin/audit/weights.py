"""Budgets: what a reader's phone has to fetch, gzipped, for a page without its photos."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from lxml import html

from bantin.audit.pages import BuiltSite, Page, count, finder, gzipped
from bantin.audit.policy import CODE_TYPES
from bantin.errors import Problem

PAGE = 20 * 1024
"""A bulletin: its HTML with styles and charts, the scripts, the icon."""
LIST = 100 * 1024
"""Any other page. A history of ten years by the week is long by its nature; beyond this, two seconds at 400 kbit/s,
it ought to be divided."""
SCRIPTS, STYLES, CHART = 4096, 3072, 3000
"""All scripts that a page loads; all its styles; one drawing."""

OUTER_SCRIPTS = finder("//script[@src]/@src")
INNER_SCRIPTS = finder("//script[not(@src)]")
OUTER_STYLES = finder("//link[@rel='stylesheet']/@href")
INNER_STYLES = finder("//style")
ICONS = finder("//link[contains(concat(' ', @rel, ' '), ' icon ')]/@href")
DRAWINGS = finder("//svg[not(ancestor::svg)]")


class Weights:
    """The gate of budgets."""

    name = "dung lượng"

    def __init__(self, site: BuiltSite) -> None:
        self.site = site
        self.heaviest: dict[str, tuple[int, str]] = {}  # of what: how heavy, where
        self.file = cache(self._file)
        self.text = cache(gzipped)  # the same styles and head script stand in every page

    def page(self, page: Page) -> Iterator[Problem]:
        """What of a page is heavier than it may be."""
        outer = [(page.root, OUTER_SCRIPTS), (page.root, OUTER_STYLES), (page.root, ICONS)]
        scripts, styles, icons = ([self._target(page, str(own)) for own in find(root)] for root, find in outer)
        code = [own for own in INNER_SCRIPTS(page.root) if own.get("type", "").lower() in CODE_TYPES]
        script = sum(map(self.file, scripts)) + sum(self.text((own.text or "").encode()) for own in code)
        style = sum(map(self.file, styles)) + sum(
            self.text((own.text or "").encode()) for own in INNER_STYLES(page.root)
        )
        whole = gzipped(page.body) + sum(map(self.file, {*scripts, *styles, *icons}))
        kind, most = ("bản tin", PAGE) if page.is_article else ("trang khác", LIST)
        yield from self._held(page, kind, whole, most)
        yield from self._held(page, "mã lệnh", script, SCRIPTS)
        yield from self._held(page, "kiểu", style, STYLES)
        for drawing in DRAWINGS(page.root):
            drawn = html.tostring(drawing, encoding="utf-8", with_tail=False)
            yield from self._held(page, "biểu đồ", gzipped(drawn), CHART, drawing.sourceline)

    def rest(self) -> Iterator[Problem]:
        """Nothing: each page stands for itself."""
        return iter(())

    def measured(self) -> str:
        """The heaviest of each, and where."""
        most = {"bản tin": PAGE, "trang khác": LIST, "mã lệnh": SCRIPTS, "kiểu": STYLES, "biểu đồ": CHART}
        parts = (
            f"{kind} {count(self.heaviest[kind][0])}/{count(limit)}"
            + (f" ({self.heaviest[kind][1]})" if kind in {"bản tin", "trang khác"} else "")
            for kind, limit in most.items()
            if kind in self.heaviest
        )
        return "nặng nhất, byte sau nén: " + ", ".join(parts)

    def _held(self, page: Page, kind: str, size: int, most: int, line: int | None = None) -> Iterator[Problem]:
        if size > self.heaviest.get(kind, (0, ""))[0]:
            self.heaviest[kind] = size, page.file
        if size > most:
            what = f"{kind} nặng {count(size)} byte sau nén, quá mức {count(most)}"
            yield Problem(page.file, what, "Bớt nội dung của trang hoặc chia thành nhiều trang.", line=line)

    def _target(self, page: Page, address: str) -> str:
        return self.site.target(address, self.site.address(page.file)) or ""

    def _file(self, file: str) -> int:
        path = self.site.folder / file
        return gzipped(path.read_bytes()) if file in self.site.files else 0
