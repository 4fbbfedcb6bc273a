"""Drives a Firefox by WebDriver BiDi, which it speaks by itself: there is no driver program in between.

The words are those of Playwright's pages, as far as the tests of the second engine need them::

    with started("/usr/bin/firefox") as firefox, firefox.tab(320) as page:
        page.goto("http://127.0.0.1:8000/")
        page.click("button", "Tăng cỡ chữ")
        page.until("() => document.documentElement.dataset.size === '20'")
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

SECONDS = 30
"""How long anything may take before the test fails."""
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Space": " "} | {
    name: chr(0xE010 + place)
    for place, name in enumerate(["End", "Home", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"])
}
"""Keys by their names, as WebDriver encodes them."""
POLICY = """() => addEventListener("securitypolicyviolation",
    e => console.error(`policy: ${e.effectiveDirective} ${e.blockedURI}`))"""
CALL = "async (...given) => JSON.stringify(await ({})(...given.map(one => one.at ? JSON.parse(one) : one)))"
"""Values go to the page and come back as JSON; a string has the method `at`, an element has not."""


@contextlib.contextmanager
def started(path: str, preferences: Mapping[str, bool | int | str] | None = None) -> Iterator[Firefox]:
    """Run a Firefox with a fresh profile and these preferences of about:config."""
    with tempfile.TemporaryDirectory(prefix="bantin-firefox-", ignore_cleanup_errors=True) as profile:
        set_ones = (
            f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in (preferences or {}).items()
        )
        Path(profile, "user.js").write_text("\n".join(set_ones), encoding="utf-8")
        command = [path, "--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            # Without `proxy` the library would ask the environment's proxy for the loopback.
            with connect(_address(process, Path(profile)), max_size=None, proxy=None) as socket:
                yield Firefox(socket)
        finally:
            process.terminate()
            try:
                process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _address(process: subprocess.Popen[bytes], profile: Path) -> str:
    """Where Firefox says that it listens."""
    said = profile / "WebDriverBiDiServer.json"
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError, ValueError):  # not yet there, or not yet whole
            place = json.loads(said.read_text(encoding="utf-8"))
            return f"ws://{place['ws_host']}:{place['ws_port']}/session"
        time.sleep(0.05)
    raise AssertionError(
        f"{process.args} does not speak WebDriver BiDi. A Firefox of snap cannot see {profile}: "
        "name another one by BANTIN_FIREFOX, or set TMPDIR to a folder under ~/snap/firefox/common."
    )


class Firefox:
    """A running Firefox, and what it has reported."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.numbers = itertools.count(1)
        self.events: list[dict[str, Any]] = []
        self.version: str = self.call("session.new", capabilities={})["capabilities"]["browserVersion"]
        self.call("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send a command and return its result; what is reported meanwhile is kept in `events`."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv(timeout=SECONDS))
            if answer["type"] == "event":
                self.events.append(answer)
            elif answer["id"] == number:
                assert answer["type"] == "success", f"{method}: {answer['error']}: {answer['message']}"
                result: dict[str, Any] = answer["result"]
                return result

    @contextlib.contextmanager
    def tab(self, width: int, height: int = 800) -> Iterator[Tab]:
        """Open a tab that shares no storage with any other, and close it at the end."""
        user = self.call("browser.createUserContext")["userContext"]
        tab = Tab(self, self.call("browsingContext.create", type="tab", userContext=user)["context"])
        tab.call("browsingContext.setViewport", viewport={"width": width, "height": height})
        tab.at_start(POLICY)
        yield tab
        self.call("browser.removeUserContext", userContext=user)


class Tab:
    """One page in Firefox; functions are JavaScript's, as ``() => document.title``."""

    def __init__(self, firefox: Firefox, context: str) -> None:
        self.firefox = firefox
        self.context = context

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send a command about this tab."""
        return self.firefox.call(method, context=self.context, **parameters)

    def goto(self, address: str) -> None:
        """Open an address and wait until it has loaded."""
        self.call("browsingContext.navigate", url=address, wait="complete")

    def reload(self) -> None:
        """Load the page again."""
        self.call("browsingContext.reload", wait="complete")

    def at_start(self, function: str) -> None:
        """Run a function in every page to come, before anything of it."""
        self.firefox.call("script.addPreloadScript", functionDeclaration=function, contexts=[self.context])

    def evaluate(self, function: str, *given: object) -> Any:  # noqa: ANN401 - what the function returns
        """Call a function with values of JSON or with elements from `get`, wait for it, and return its value."""
        done = self.firefox.call(
            "script.callFunction",
            functionDeclaration=CALL.format(function),
            arguments=[
                {"sharedId": one.id} if isinstance(one, Element) else {"type": "string", "value": json.dumps(one)}
                for one in given
            ],
            target={"context": self.context},
            awaitPromise=True,
        )
        assert done["type"] == "success", done["exceptionDetails"]["text"]
        return json.loads(done["result"].get("value", "null"))

    def until(self, function: str, *given: object) -> None:
        """Wait until a function returns something true."""
        end = time.monotonic() + SECONDS / 3
        while not self.evaluate(function, *given):
            assert time.monotonic() < end, f"never came true: {function} {given}"
            time.sleep(0.02)

    def get(self, role: str, name: str) -> Element:
        """Return the one element that has this role and name to a screen reader."""
        locator = {"type": "accessibility", "value": {"role": role, "name": name}}
        found = self.call("browsingContext.locateNodes", locator=locator)["nodes"]
        assert len(found) == 1, f"{len(found)} of role {role} called {name}"
        return Element(found[0]["sharedId"])

    def click(self, role: str, name: str) -> None:
        """Press and release the mouse in the middle of an element."""
        element = self.get(role, name)
        self.evaluate("element => element.scrollIntoView({block: 'center'})", element)
        origin = {"type": "element", "element": {"sharedId": element.id}}
        self._act(
            "pointer",
            {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        )

    def press(self, *keys: str) -> None:
        """Press keys of KEYS one after another."""
        self._act("key", *({"type": way, "value": KEYS[key]} for key in keys for way in ("keyDown", "keyUp")))

    def _act(self, kind: str, *actions: dict[str, object]) -> None:
        self.call("input.performActions", actions=[{"type": kind, "id": kind, "actions": actions}])

    def pdf(self) -> bytes:
        """Print on A4."""
        paper = {"width": 21.0, "height": 29.7}
        return base64.b64decode(self.call("browsingContext.print", page=paper, background=False)["data"])

    def requests(self) -> list[str]:
        """The addresses asked for so far."""
        self.evaluate("() => null")  # its answer comes after all reports of what was before it
        return [report["request"]["url"] for report in self._reports("network.beforeRequestSent")]

    def errors(self) -> list[str]:
        """What the console has shown as errors, and what the page's policy has refused."""
        self.evaluate("() => null")
        return [str(report["text"]) for report in self._reports("log.entryAdded") if report["level"] == "error"]

    def _reports(self, method: str) -> Iterator[dict[str, Any]]:
        for event in self.firefox.events:
            report = event["params"]
            if event["method"] == method and self.context in {
                report.get("context"),
                report.get("source", {}).get("context"),
            }:
                yield report


class Element:
    """An element of a page."""

    def __init__(self, identity: str) -> None:
        self.id = identity
