"""What tests share: a browser, pages in it that are watched, and folders served on the loopback."""

import contextlib
import functools
import os
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

import bidi
import browser_path
from bantin.publish.serve import start_server

LOOPBACK = "127.0.0.1"
BROWSER_FLAGS = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium; without one, browser tests fail rather than pass over in silence."""
    engine = browser_path.CHROMIUM
    path = os.environ.get(engine.variable) or browser_path.find(engine)
    if path is None:
        pytest.fail(engine.advice, pytrace=False)
    # Chromium's sandbox refuses to work for root, which is what containers run as.
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS + root)
        yield running
        running.close()


@pytest.fixture
def page_at(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open fresh pages of a given width: ``page_at(390, javascript=False, color_scheme="dark")``.

    `options` are Playwright's of a new context. At the end the test fails if such a page logged an error or asked
    another host for something, unless it was opened with ``watch=False``.
    """
    troubles: list[str] = []
    with contextlib.ExitStack() as opened:

        def note_error(message: ConsoleMessage) -> None:
            # Browsers ask for this by themselves where a page names no icon.
            if message.type == "error" and not message.location["url"].endswith("/favicon.ico"):
                troubles.append(f"console: {message.text}")

        def note_stranger(request: Request) -> None:
            troubles.extend(strangers([request.url]))

        def open_page(
            width: int,
            *,
            javascript: bool = True,
            color_scheme: Literal["light", "dark"] = "light",
            watch: bool = True,
            **options: Any,  # noqa: ANN401 - as many kinds as Playwright's contexts have
        ) -> Page:
            context = browser.new_context(
                viewport={"width": width, "height": 800},
                **options,
                java_script_enabled=javascript,
                color_scheme=color_scheme,
                locale="vi-VN",
                timezone_id="Asia/Ho_Chi_Minh",
            )
            opened.callback(context.close)
            if watch:
                context.on("console", note_error)
                context.on("weberror", lambda error: troubles.append(f"script: {error.error}"))
                context.on("request", note_stranger)
            return context.new_page()

        yield open_page
    if troubles:
        pytest.fail("\n".join(troubles), pytrace=False)


def strangers(addresses: Iterable[str]) -> list[str]:
    """What to say of requests that went to another host."""
    parts = ((address, urlsplit(address)) for address in addresses)
    return [
        f"request to another host: {address}"
        for address, part in parts
        if part.scheme in {"http", "https", "ws", "wss"} and part.hostname != LOOPBACK
    ]


@pytest.fixture(scope="session")
def firefox_path() -> str:
    """Where the second engine is; without one its tests are skipped."""
    engine = browser_path.FIREFOX
    path = os.environ.get(engine.variable) or browser_path.find(engine)
    return path or pytest.skip(engine.advice)


@pytest.fixture(scope="session")
def firefox(firefox_path: str) -> Iterator[bidi.Firefox]:
    """A running Firefox."""
    with bidi.started(firefox_path) as running:
        yield running


BROKEN_OFF = "A ServiceWorker intercepted the request and encountered an unexpected error"
"""What Firefox says of a request through a worker that it broke off itself, as a page was left."""


@pytest.fixture
def firefox_at(firefox: bidi.Firefox) -> Iterator[Callable[[int], bidi.Tab]]:
    """Open fresh tabs of a given width in Firefox: ``firefox_at(320)``; they are watched as those of `page_at` are."""
    tabs: list[bidi.Tab] = []
    with contextlib.ExitStack() as opened:

        def open_tab(width: int) -> bidi.Tab:
            tabs.append(opened.enter_context(firefox.tab(width)))
            return tabs[-1]

        yield open_tab
        told = [error for tab in tabs for error in tab.errors() if BROKEN_OFF not in error]
        troubles = [*told, *(stranger for tab in tabs for stranger in strangers(tab.requests()))]
    if troubles:
        pytest.fail("\n".join(troubles), pytrace=False)


@pytest.fixture(scope="session")
def serve_folder() -> Iterator[Callable[[Path], str]]:
    """Serve folders on the loopback until the session ends; returns the address, without a last slash."""
    with contextlib.ExitStack() as running:

        @functools.cache
        def serve(folder: Path) -> str:
            server = running.enter_context(start_server(folder, 0))
            running.callback(server.shutdown)
            return f"http://{LOOPBACK}:{server.server_port}"

        yield serve


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--golden` writes the golden cases' expected output anew."""
    parser.addoption("--golden", action="store_true", help="write tests/golden/*/expected.txt anew")


ROOT = Path(__file__).resolve().parent.parent


def build(output: Path, sources: Path = ROOT, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build the site of the `data/` and `content/` under `sources`, as a person would, in a process of its own."""
    folders = ["--data", str(sources / "data"), "--content", str(sources / "content"), "--output", str(output)]
    return subprocess.run(
        [sys.executable, "-m", "invoke", "-c", "tasks", "build", *folders, *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped site, built."""
    output = tmp_path_factory.mktemp("site") / "output"
    done = build(output)
    assert done.returncode == 0, done.stdout + done.stderr
    return output


def copy_reference(folder: Path) -> Path:
    """Copy the reference bulletin's `data/` and `content/`, without the other datasets, and return the folder."""
    (folder / "data").mkdir()
    for file in (ROOT / "data").glob("*.csv"):
        shutil.copy(file, folder / "data")
    shutil.copytree(ROOT / "data" / "qr-covid", folder / "data" / "qr-covid")
    shutil.copytree(ROOT / "content", folder / "content")
    return folder


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """The reference bulletin's sources, to be changed."""
    return copy_reference(tmp_path)


@pytest.fixture(scope="session")
def reference_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the reference bulletin alone, built."""
    folder = copy_reference(tmp_path_factory.mktemp("reference"))
    done = build(folder / "output", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "output"


CORRECTED = "ban-tin/qr-covid/2021-11-12/"
AUTHOR = """Tên: Bích Huệ
Chức danh: Phóng viên tổ 2
Ảnh: diem-quet-minh-hoa.svg
Mô tả ảnh: Chân dung năm 2021
Thư điện tử: bich.hue7@example.vn
Điện thoại: (0209) 3870-456
Liên hệ: https://example.vn/toa-soan/8

Viết cho trang từ năm 2019, về *chuyển đổi số*.
"""


@pytest.fixture(scope="session")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped sources in a folder, one bulletin longer, corrected twice and tagged; the site in its `output`.

    It is signed with several roles, as another one is by the same author in other letters, whose file says all it can.
    """
    folder = tmp_path_factory.mktemp("corrected")
    for name in ("data", "content"):
        shutil.copytree(ROOT / name, folder / name)
    path = folder / "content" / "bulletins" / "qr-covid" / "2021-11-12.md"
    said = (
        "Chụp ảnh: bích huệ, Đội ảnh 5\nBiên tập: Ngọc Tú\nNguồn: Sở Y tế\n"
        "Thẻ: giá cả 2021, Mã QR\n"
        "Đính chính: 22/12/2021\nNội dung sửa: số lượt quét toàn tỉnh, là 2.931 lượt\nLý do: cộng thiếu\nNgười sửa: A\n"
        "Đính chính: 19/11/2021 09:05\nNội dung sửa: tên <b>huyện</b>.\nLý do: gõ nhầm\nNgười sửa: Bích Huệ\n"
    )
    more = "\n" + "Các đơn vị gửi báo cáo đúng hạn. " * 40  # a minute more to read
    path.write_text(said + path.read_text(encoding="utf-8") + more, encoding="utf-8")
    compiled = unicodedata.normalize("NFD", "Tổng hợp: BÍCH  HUỆ\n\n")
    other = folder / "content" / "bulletins" / "diem-quet-chi-tiet" / "2021-12-12.md"
    other.parent.mkdir()
    other.write_text(compiled, encoding="utf-8")
    (folder / "content" / "authors" / "bich-hue.md").write_text(AUTHOR, encoding="utf-8")
    done = build(folder / "output", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


# How many tests ran in a browser, and in which: said at the end, so that none goes missing unnoticed ------

IN_BROWSER = "in-browser"
NO_FIREFOX = "không có Firefox"
ran_in: pytest.StashKey["BrowserCount"] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    """Start the count."""
    config.stash[ran_in] = BrowserCount()
    config.pluginmanager.register(config.stash[ran_in])


def pytest_runtest_call(item: pytest.Item) -> None:
    """Mark the test's report, which also comes back from another process, with the browser's version."""
    for fixture, name in (("browser", "Chromium"), ("firefox", "Firefox")):
        used = getattr(item, "funcargs", {}).get(fixture)
        if used is not None:
            item.user_properties.append((IN_BROWSER, f"{name} {used.version}"))


class BrowserCount:
    """Collects the marked reports, in the process that prints the summary."""

    def __init__(self) -> None:
        self.ran: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test once, when its body has run or been skipped for want of a browser."""
        if report.when == "call":
            self.ran.update(str(value) for name, value in report.user_properties if name == IN_BROWSER)
        elif report.skipped and NO_FIREFOX in str(report.longrepr):
            self.ran[f"bỏ qua vì {NO_FIREFOX}"] += 1

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say the count, above pytest's closing line."""
        told = "; ".join(f"{number} {where}" for where, number in sorted(self.ran.items()))
        terminalreporter.write_line(f"Kiểm thử trên trình duyệt: {told or 'không có'}")
