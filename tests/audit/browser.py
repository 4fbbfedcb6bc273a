"""The gates that need a real browser: axe, and what a page does while it is read, on a page of every kind."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from bantin.audit.audit import Outcome
from bantin.audit.pages import BuiltSite, gzipped, kind_of
from bantin.errors import Problem

FLAGS = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
THEMES = {"light": "sáng", "dark": "tối", "high": "tương phản"}
WIDTHS, SIZES = (320, 1280), (18, 36)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
MOST_REQUESTS = 3
CONTENDERS = 20
"""Of so many of the longest files of a kind the heaviest is sought: gzipping ten thousand would take a minute."""

CHOOSE = """
try { localStorage.setItem("bantin-theme", "%s"); localStorage.setItem("bantin-size", "%d"); } catch (e) {}
window.shift = 0;
new PerformanceObserver(list => { for (const own of list.getEntries()) window.shift += own.value })
    .observe({type: "layout-shift", buffered: true});
"""
MEASURE = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
    const root = document.documentElement, body = getComputedStyle(document.body), link = document.querySelector("a");
    done({
        shift: window.shift,
        size: parseFloat(getComputedStyle(root).fontSize),
        colours: [body.backgroundColor, body.color, link ? getComputedStyle(link).color : ""].join(" "),
        icons: [...document.querySelectorAll("link[rel~=icon]")].map(own => own.href),
    });
})))"""
OPEN_AND_OVERFLOW = """() => {
    document.querySelectorAll("details").forEach(box => { box.open = true });
    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}"""


@dataclass(slots=True)
class Watched:
    """What was seen in the browser: faults with the states that they were seen in, and what is measured."""

    address: str
    """Where the site is served, without a last slash."""
    axe: dict[tuple[str, str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    behaviour: dict[tuple[str, str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    colours: dict[str, str] = field(default_factory=dict)
    requests: dict[str, set[str]] = field(default_factory=dict)
    runs: int = 0
    file: str = ""
    state: str = ""

    def note(self, what: str, remedy: str) -> None:
        """A fault of the page that is open now, in the state that it is shown in."""
        self.behaviour[self.file, what, remedy].append(self.state)


def samples(site: BuiltSite) -> tuple[list[str], str]:
    """The heaviest page of every kind, and the newest bulletin; and the heaviest bulletin, where there is one."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for file in site.page_files():
        by_kind[kind_of(file)].append(file)
    chosen = {}
    for kind, files in by_kind.items():
        largest = sorted(files, key=lambda file: (site.folder / file).stat().st_size)[-CONTENDERS:]
        chosen[kind] = max(largest, key=lambda file: gzipped((site.folder / file).read_bytes()))
    articles = by_kind.get("ban-tin/*/ngày", [])
    newest = max(articles, key=lambda file: file.split("/")[-2], default="")
    return sorted({*chosen.values(), newest} - {""}), chosen.get("ban-tin/*/ngày", "")


def in_browser(site: BuiltSite, address: str, browser: Browser) -> list[Outcome]:
    """The outcome of both gates for a site that is served at this address."""
    files, heaviest = samples(site)
    seen = Watched(address)
    for theme, size, width in product(THEMES, SIZES, WIDTHS):
        _look(browser, seen, files, (theme, size, width))
    if len(set(seen.colours.values())) < len(THEMES):
        seen.file, seen.state = "index.html", "mọi cỡ"
        seen.note("ba giao diện (localStorage bantin-theme) không khác màu nhau", "Xem kiểu của giao diện (theme/).")
    needed = len(seen.requests.get(heaviest, ()))
    if needed > MOST_REQUESTS:
        seen.file, seen.state = heaviest, "lần mở đầu"
        seen.note(f"cần {needed} yêu cầu, quá mức {MOST_REQUESTS}", "Gộp tệp, hoặc tải muộn hơn.")
    kinds = f"{len(files)} trang đủ loại × {len(THEMES)} giao diện × {len(SIZES)} cỡ chữ × {len(WIDTHS)} bề rộng"
    told = f"{kinds}; bản tin nặng nhất cần {needed} yêu cầu"
    return [
        Outcome("axe", _problems(seen.axe), f"{seen.runs} lượt: {kinds}"),
        Outcome("trình duyệt", _problems(seen.behaviour), f"xê dịch, tràn ngang, lỗi, nơi khác: {told}"),
    ]


@contextmanager
def running(path: str) -> Iterator[Browser]:
    """A running Chromium."""
    # Chromium's sandbox refuses to work for root, which is what containers run as.
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS + root)
        yield browser
        browser.close()


def _look(browser: Browser, seen: Watched, files: list[str], state: tuple[str, int, int]) -> None:
    theme, size, width = state
    seen.state = f"{THEMES[theme]}, cỡ chữ {size}, rộng {width}"
    # A service worker would answer instead of the server, and hide what is not there.
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="vi-VN", service_workers="block")
    try:
        context.add_init_script(CHOOSE % (theme, size))
        _watch(context, seen)
        page = context.new_page()
        for seen.file in files:
            _look_at(page, seen, state)
    finally:
        context.close()


def _watch(context: BrowserContext, seen: Watched) -> None:
    def request(made: Request) -> None:
        to = urlsplit(made.url)
        if to.scheme in {"http", "https", "ws", "wss"} and to.netloc != urlsplit(seen.address).netloc:
            seen.note(f"gọi tới nơi khác: {made.url}", "Trang chỉ được dùng tệp của chính nó.")
        elif made.resource_type != "image":
            seen.requests[seen.file].add(made.url)

    context.on("request", request)
    context.on(
        "console",
        lambda said: seen.note(f"báo lỗi: {said.text}", "Xem trong trình duyệt.") if said.type == "error" else None,
    )
    context.on("weberror", lambda error: seen.note(f"mã lệnh hỏng: {error.error}", "Xem trong trình duyệt."))


def _look_at(page: Page, seen: Watched, state: tuple[str, int, int]) -> None:
    theme, size, _ = state
    seen.requests[seen.file] = set()
    page.goto(f"{seen.address}/{seen.file.removesuffix('index.html')}", wait_until="load")
    found = page.evaluate(MEASURE)
    seen.requests[seen.file] |= set(found["icons"][:1])  # a headless browser may not fetch it
    if seen.file == "index.html":
        seen.colours[theme] = found["colours"]
    if found["size"] != size:
        seen.note(f"cỡ chữ đã chọn không được dùng ({found['size']:g})", "Xem head.js của giao diện.")
    if found["shift"]:  # once more: a busy machine may paint half a page before the rest of it has come
        page.reload(wait_until="load")
    if found["shift"] and page.evaluate(MEASURE)["shift"]:
        seen.note("nội dung xê dịch khi mở trang (CLS khác 0)", "Cho mọi phần đủ chỗ từ đầu.")
    if page.evaluate(OPEN_AND_OVERFLOW) > 0:
        seen.note("trang tràn ngang", "Xem kiểu của phần rộng nhất.")
    for violation in Axe().run(page, options=RULES).response["violations"]:
        where = ", ".join(str(node["target"][0]) for node in violation["nodes"][:2])
        seen.axe[seen.file, f"{violation['id']}: {violation['help']}: {where}", violation["helpUrl"]].append(seen.state)
    seen.runs += 1


def _problems(found: dict[tuple[str, str, str], list[str]]) -> tuple[Problem, ...]:
    return tuple(
        Problem(file, f"{what} ({states[0]}" + (f", và {len(states) - 1} lần nữa)" if len(states) > 1 else ")"), remedy)
        for (file, what, remedy), states in found.items()
    )
