"""Finds browsers for the tests, or gets them; run as a script it prints the path of one.

In this order: the one that the engine's variable names, the machine's own, Playwright's own, one that Playwright
downloads, Debian's. ``browser_path.py`` is for Chromium, without which browser tests fail; ``browser_path.py firefox``
for the second engine, without which its tests are skipped.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")


@dataclass(frozen=True)
class Engine:
    """What a browser engine is called, and where its browsers may be."""

    name: str
    variable: str
    """Of the environment: the path of the wished-for browser."""
    package: str
    """Debian's."""
    commands: tuple[str, ...]
    mac: tuple[str, ...]
    windows: tuple[str, ...]
    """Under each of WINDOWS_FOLDERS."""
    by_playwright: bool
    """Whether Playwright drives it, and may download it."""
    advice: str
    """To the person at the keyboard, where there is none."""


CHROMIUM = Engine(
    name="Chromium",
    variable="BANTIN_BROWSER",
    package="chromium",
    commands=(
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "msedge",
        "microsoft-edge",
    ),
    mac=(
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    windows=(
        "Chromium/Application/chrome.exe",
        "Google/Chrome/Application/chrome.exe",
        "Microsoft/Edge/Application/msedge.exe",
    ),
    by_playwright=True,
    advice="""\
Không có trình duyệt nào để chạy kiểm thử, và cũng không tự cài được. Hãy làm một trong các cách:
    Debian:                     sudo apt install chromium
    máy khác:                   .venv/bin/python -m playwright install --with-deps chromium
    đã có sẵn một trình duyệt:  BANTIN_BROWSER=/đường/dẫn/tới/chrome python3 tasks.py test""",
)
FIREFOX = Engine(
    name="Firefox",
    variable="BANTIN_FIREFOX",
    package="firefox-esr",
    commands=("firefox", "firefox-esr"),
    mac=(
        "/Applications/Firefox.app/Contents/MacOS/firefox",
        "/Applications/Firefox Developer Edition.app/Contents/MacOS/firefox",
    ),
    windows=("Mozilla Firefox/firefox.exe",),
    by_playwright=False,  # its Firefox is a patched one, and speaks a language of its own
    advice="không có Firefox, cũng không tự cài được (Debian: sudo apt install firefox-esr; "
    "hoặc BANTIN_FIREFOX=/đường/dẫn/tới/firefox)",
)


def find(engine: Engine) -> str | None:
    """Return the path of a browser that this machine already has, or None."""
    return next(filter(runs, candidates(engine, os.environ)), None)


def get(engine: Engine) -> str | None:
    """Return the path of a browser, installing one where there is none, or None where that fails."""
    return find(engine) or after(playwright_installs, engine) or after(apt_installs, engine)


def candidates(engine: Engine, environment: Mapping[str, str]) -> Iterator[str]:
    """Yield the places where a browser may be, the wished-for first."""
    if engine.variable in environment:
        yield environment[engine.variable]
    yield from filter(None, map(shutil.which, engine.commands))
    yield from engine.mac
    for folder in filter(None, map(environment.get, WINDOWS_FOLDERS)):
        yield from (str(Path(folder, place)) for place in engine.windows)
    if engine.by_playwright:
        with sync_playwright() as playwright:
            yield playwright.chromium.executable_path


def runs(browser: str) -> bool:
    """Tell whether a browser is there and starts: Ubuntu's chromium-browser may only point to a snap."""
    if os.name == "nt":  # there --version opens a window
        return Path(browser).is_file()
    return Path(browser).is_file() and succeeds([browser, "--version"], seconds=30)


def after(install: Callable[[Engine], bool], engine: Engine) -> str | None:
    """Return the browser found after an installation, if it went well."""
    return find(engine) if install(engine) else None


def playwright_installs(engine: Engine) -> bool:
    """Let Playwright download its Chromium into the person's cache."""
    if not engine.by_playwright:
        return False
    say("Không thấy trình duyệt nào; Playwright đang tải Chromium…")
    command = [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]
    return succeeds(command, seconds=600, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT="10000")


def apt_installs(engine: Engine) -> bool:
    """Install Debian's browser, where that is possible without asking for a password."""
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        return False
    say(f"Đang cài {engine.package} bằng apt…")
    apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    return succeeds([*apt, "update"], seconds=300, **quiet) and succeeds(
        [*apt, "install", "-y", "--no-install-recommends", engine.package], seconds=1200, **quiet
    )


def succeeds(command: list[str], seconds: int, **environment: str) -> bool:
    """Tell whether a command ends well in time; where it does not, its last words go to stderr."""
    try:
        done = subprocess.run(
            command,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        say(f"    {error}")
        return False
    if done.returncode:
        say("\n".join("    " + line for line in done.stdout.strip().splitlines()[-5:]))
    return done.returncode == 0


def say(message: str) -> None:
    """Tell the person at the keyboard; stdout is for the path."""
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    wanted = FIREFOX if sys.argv[1:] == ["firefox"] else CHROMIUM
    found = get(wanted)
    if found is None and wanted is CHROMIUM:
        sys.exit(wanted.advice)
    print(found or "")
