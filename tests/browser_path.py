"""Finds a Chromium-like browser for the tests, or gets one; run as a script it prints the path.

In this order: BANTIN_BROWSER, the machine's own, Playwright's own, one that Playwright downloads, Debian's.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from playwright.sync_api import sync_playwright

VARIABLE = "BANTIN_BROWSER"

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
MAC_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
WINDOWS_PLACES = (
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)

NONE_FOUND = f"""\
Không có trình duyệt nào để chạy kiểm thử, và cũng không tự cài được. Hãy làm một trong các cách:
    Debian:                     sudo apt install chromium
    máy khác:                   .venv/bin/python -m playwright install --with-deps chromium
    đã có sẵn một trình duyệt:  {VARIABLE}=/đường/dẫn/tới/chrome python3 tasks.py test"""


def find() -> str | None:
    """Return the path of a browser that this machine already has, or None."""
    return next(filter(runs, candidates(os.environ)), None)


def get() -> str | None:
    """Return the path of a browser, installing one where there is none, or None where that fails."""
    return find() or after(playwright_installs) or after(apt_installs)


def candidates(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield the places where a browser may be, the wished-for first."""
    if VARIABLE in environment:
        yield environment[VARIABLE]
    yield from filter(None, map(shutil.which, NAMES))
    yield from MAC_PLACES
    for folder in filter(None, map(environment.get, WINDOWS_FOLDERS)):
        yield from (str(Path(folder, place)) for place in WINDOWS_PLACES)
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def runs(browser: str) -> bool:
    """Tell whether a browser is there and starts: Ubuntu's chromium-browser may only point to a snap."""
    if os.name == "nt":  # there --version opens a window
        return Path(browser).is_file()
    return Path(browser).is_file() and succeeds([browser, "--version"], seconds=30)


def after(install: Callable[[], bool]) -> str | None:
    """Return the browser found after an installation, if it went well."""
    return find() if install() else None


def playwright_installs() -> bool:
    """Let Playwright download its Chromium into the person's cache."""
    say("Không thấy trình duyệt nào; Playwright đang tải Chromium…")
    command = [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]
    return succeeds(command, seconds=600, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT="10000")


def apt_installs() -> bool:
    """Install Debian's Chromium, where that is possible without asking for a password."""
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        return False
    say("Playwright không tải được; đang cài chromium bằng apt…")
    apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    return succeeds([*apt, "update"], seconds=300, **quiet) and succeeds(
        [*apt, "install", "-y", "--no-install-recommends", "chromium"], seconds=1200, **quiet
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
    found = get()
    if found is None:
        sys.exit(NONE_FOUND)
    print(found)
