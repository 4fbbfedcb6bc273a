"""The content policy: every page has one, inline code is named by its hash, and nothing comes from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import cast
from urllib.parse import urljoin

from lxml import html

from bantin.audit.pages import BuiltSite, Page, count, finder
from bantin.errors import Problem

SEARCH = "tim-kiem/index.html"
"""The one page that may run WebAssembly: the search index's engine."""
CODE_TYPES = {"", "text/javascript", "application/javascript", "module"}
MAY_SAY = re.compile(r"'(none|self|wasm-unsafe-eval|sha(256|384|512)-[\w+/]+={0,2})'")
BEFORE = finder("(//script | //style | //link[@href])[1]/preceding::meta[@http-equiv='Content-Security-Policy']")
METAS = finder("//meta[@http-equiv]")
INLINE = finder("//style | //script[not(@src)]")
STYLED = finder("//@style")
HANDLERS = finder("//@*[starts-with(name(), 'on')]")
CODE_LINKS = finder(
    " | ".join(
        f"//@{name}[contains(translate(., 'JAVSCRIPT', 'javscript'), 'javascript:')]"
        for name in ("href", "src", "action", "formaction")
    )
)
FOREIGN_STYLE = re.compile(r"(?:url\(|@import)\s*['\"]?\s*(?:https?:)?//")
LOADED = finder(
    "//@src | //@srcset | //@poster | //object/@data | //image/@href | //use/@href | //form/@action"
    " | //link[not(@rel='canonical' or @rel='alternate' or @rel='license' or @rel='author' or @rel='search'"
    " or @rel='prev' or @rel='next' or @rel='me')]/@href"
)
MEND = "Chuyển vào tệp của giao diện (theme/); mã và kiểu nhúng trong trang phải có mã băm trong chính sách."


class Policy:
    """The gate of the content policy."""

    name = "chính sách"

    def __init__(self, site: BuiltSite) -> None:
        self.site = site
        self.pages = self.hashed = 0

    def page(self, page: Page) -> Iterator[Problem]:
        """What the page's policy allows too much, and what on the page it would not allow."""
        self.pages += 1
        root = page.root
        own = [meta for meta in METAS(root) if meta.get("http-equiv").lower() == "content-security-policy"]
        if len(own) != 1:
            yield Problem(
                page.file, f"có {len(own)} chính sách nội dung (meta), phải có đúng một", "Sửa khuôn của trang."
            )
            return
        if INLINE(root) and not BEFORE(root):
            yield Problem(page.file, "chính sách nội dung đứng sau mã hoặc kiểu", "Đặt nó lên đầu <head>.")
        rules = directives(own[0].get("content", ""))
        yield from self._rules(page, rules)
        for code in INLINE(root):
            yield from self._inline(page, code, rules)
        for found in STYLED(root):
            what = f"có thuộc tính style trên <{found.getparent().tag}>"
            yield Problem(page.file, what, MEND, line=found.getparent().sourceline)
        for found in HANDLERS(root):
            what = f"có thuộc tính {found.attrname} trên <{found.getparent().tag}>"
            yield Problem(page.file, what, MEND, line=found.getparent().sourceline)
        for found in CODE_LINKS(root):
            yield Problem(page.file, "có địa chỉ javascript:", MEND, line=found.getparent().sourceline)
        yield from self._loaded(page)

    def rest(self) -> Iterator[Problem]:
        """Nothing: each page stands for itself."""
        return iter(())

    def measured(self) -> str:
        """How many pages and hashes."""
        return f"{count(self.pages)} trang, {count(self.hashed)} mã băm của mã và kiểu nhúng trong trang"

    def _rules(self, page: Page, rules: dict[str, list[str]]) -> Iterator[Problem]:
        if rules.get("default-src") != ["'none'"]:
            yield Problem(page.file, "chính sách không bắt đầu từ default-src 'none'", "Sửa chính sách của trang.")
        for name, words in rules.items():
            for word in words:
                wasm = word == "'wasm-unsafe-eval'" and page.file != SEARCH
                if wasm or not MAY_SAY.fullmatch(word):
                    remedy = "Chỉ cho phép 'none', 'self' và mã băm; trang tìm kiếm thêm 'wasm-unsafe-eval'."
                    yield Problem(page.file, f"chính sách cho phép {word} trong {name}", remedy)

    def _inline(self, page: Page, code: html.HtmlElement, rules: dict[str, list[str]]) -> Iterator[Problem]:
        if code.tag == "script" and code.get("type", "").lower() not in CODE_TYPES:
            return  # data for machines, which no browser runs
        self.hashed += 1
        name = f"{code.tag}-src"
        allowed = rules.get(name, rules.get("default-src", []))
        line = cast("int | None", code.sourceline)
        if not any(f"'{word}'" in allowed for word in hashes(code.text or "")):
            yield Problem(page.file, f"<{code.tag}> trong trang không có mã băm trong {name}", MEND, line=line)
        if code.tag == "style" and FOREIGN_STYLE.search(code.text or ""):
            yield Problem(page.file, "kiểu trong trang lấy tệp từ nơi khác", MEND, line=line)

    def _loaded(self, page: Page) -> Iterator[Problem]:
        for found in LOADED(page.root):
            for address in re.split(r",\s+", str(found).strip()) if found.attrname == "srcset" else [str(found)]:
                full = urljoin(self.site.address(page.file), address.split()[0] if address.split() else "")
                if not full.startswith(self.site.home):
                    what = f"<{found.getparent().tag}> lấy “{full[:80]}” từ nơi khác"
                    remedy = "Đặt tệp ấy vào theme/static hoặc content/images."
                    yield Problem(page.file, what, remedy, line=found.getparent().sourceline)


def directives(policy: str) -> dict[str, list[str]]:
    """A policy's directives with what each allows; of one that is there twice the first counts, as in browsers."""
    rules: dict[str, list[str]] = {}
    for part in policy.split(";"):
        if words := part.split():
            rules.setdefault(words[0].lower(), words[1:])
    return rules


def hashes(text: str) -> Iterator[str]:
    """How a policy may name this text."""
    for kind in ("sha256", "sha384", "sha512"):
        yield f"{kind}-{base64.b64encode(hashlib.new(kind, text.encode()).digest()).decode()}"
