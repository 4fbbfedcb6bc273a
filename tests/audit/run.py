"""Every gate on a built site: ``python3 tasks.py audit``.

First what needs nothing but the files, then a real browser, the Nu HTML checker and Lighthouse, where they are. The
last lines are one a gate, those that were skipped too. Exit codes: 0 all well, 2 problems, 1 with --strict when a gate
was skipped.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import browser_path
from audit.browser import in_browser, running, samples
from audit.tools import lighthouse, nu, ready_tools
from bantin.audit.audit import Outcome, audit
from bantin.audit.pages import read_site
from bantin.errors import BuildError, Problem, problems_table
from bantin.publish.npm import Missing
from bantin.publish.serve import start_server


def outcomes(folder: Path) -> Iterable[Outcome]:
    """The outcome of each gate, as soon as it is known."""
    with ThreadPoolExecutor(1) as aside:
        tools = aside.submit(ready_tools)  # npm may need a minute the first time; there is work meanwhile
        yield from audit(folder)
        site = read_site(folder)
        server = start_server(folder, 0)
        address = f"http://localhost:{server.server_port}"
        browser = browser_path.get(browser_path.CHROMIUM)
        if browser is None:
            yield from (Outcome(name, skipped="máy không có trình duyệt") for name in ("axe", "trình duyệt"))
        else:
            with running(browser) as chromium:
                yield from in_browser(site, address, chromium)
        yield with_tools("Nu HTML", tools, lambda there: nu(site, there))
        yield with_tools("Lighthouse", tools, lambda there: _lighthouse(address, samples(site)[1], browser, there))
        server.shutdown()
        server.server_close()


def with_tools(name: str, tools: Future[Path], ask: Callable[[Path], Outcome]) -> Outcome:
    """The outcome of a gate that needs the npm packages, or why it did not look."""
    try:
        return ask(tools.result())
    except Missing as what:
        return Outcome(name, skipped=str(what))


def _lighthouse(address: str, heaviest: str, browser: str | None, tools: Path) -> Outcome:
    if browser is None:
        raise Missing("máy không có trình duyệt")
    if not heaviest:
        raise Missing("trang không có bản tin nào")
    return lighthouse(address, heaviest, browser, tools)


def main(folder: Path, *, strict: bool) -> int:
    """Run all gates, print what they say, and give the exit code."""
    done: list[Outcome] = []
    problems: list[Problem] = []
    try:
        since = time.monotonic()
        for outcome in outcomes(folder):
            done.append(outcome)
            problems += outcome.problems
            now = time.monotonic()
            print(f"{outcome.name}: {now - since:.1f} s".replace(".", ","), file=sys.stderr, flush=True)
            since = now
    except BuildError as fault:
        print(fault, file=sys.stderr)
        return fault.exitcode
    if problems:
        print(problems_table(problems))
    print("\n".join(map(str, done)))
    return 2 if problems else 1 if strict and any(own.skipped for own in done) else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--strict", action="store_true")
    given = parser.parse_args()
    sys.exit(main(given.folder.resolve(), strict=given.strict))
