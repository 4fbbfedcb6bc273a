"""Locked npm packages: installed into a folder of their own, and only anew after their lock has changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

LOCKED = ("package.json", "package-lock.json")
STAMP = "stamp"


class Missing(Exception):  # noqa: N818 - it is what is missing that matters where it is raised
    """A tool is not there; the message says which, in Vietnamese."""


def is_ready(source: Path, tools: Path) -> bool:
    """Whether the folder `tools` holds just the packages that are locked in `source`."""
    stamp = tools / STAMP
    return stamp.is_file() and stamp.read_text("utf-8") == _wanted(source)


def ready(source: Path, tools: Path) -> Path:
    """The folder `tools` with the packages that are locked in `source`.

    Raises:
        Missing: when there is no npm, or it cannot install.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise Missing("máy không có npm")
    if is_ready(source, tools):
        return tools
    tools.mkdir(parents=True, exist_ok=True)
    stamp = tools / STAMP
    stamp.unlink(missing_ok=True)
    for name in LOCKED:
        shutil.copy(source / name, tools / name)
    # No package's own script has to run; they would fetch a Java, a browser.
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    done = run(command, seconds=300, cwd=tools)
    if done.returncode:
        raise Missing(f"npm không cài được: {last_line(done.stderr)}")
    stamp.write_text(_wanted(source), "utf-8")
    return tools


def _wanted(source: Path) -> str:
    return hashlib.sha256(b"".join((source / name).read_bytes() for name in LOCKED)).hexdigest()


def run(
    command: list[str], seconds: int, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a tool; one that takes too long has failed, and says so."""
    quiet = {"PUPPETEER_SKIP_DOWNLOAD": "1", "NO_UPDATE_NOTIFIER": "1"}
    try:
        return subprocess.run(  # noqa: S603 - the callers' own tools, found on PATH; a list, with no shell in between
            command,
            cwd=cwd,
            env={**os.environ, **quiet, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"quá {seconds} giây")


def last_line(said: str) -> str:
    """The last words of a tool that failed."""
    return next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "không nói gì")
