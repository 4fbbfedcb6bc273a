"""Where the form saves: its own files alone, for its own page alone; and `form` as an editor starts and stops it."""

import base64
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bantin.publish.form import ADMIN, TOOLS
from bantin.publish.npm import Missing, ready
from bantin.publish.store import started
from conftest import ROOT

PAGE = "http://127.0.0.1:8000"
PATIENCE = 60
GOOD = "content/bulletins/qr-covid/2021-11-05.md"
PICTURE = base64.b64encode(b"x").decode()


@pytest.fixture(scope="module", autouse=True)
def _tools() -> None:
    try:
        ready(ADMIN, TOOLS)
    except Missing as what:
        pytest.skip(f"biểu mẫu cần npm: {what}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = tmp_path_factory.mktemp("store") / "content"
    content.mkdir()
    return content


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    with started(folder, [PAGE]) as address:
        yield address


def asked(address: str, action: str, params: dict[str, object], **headers: str) -> tuple[int, str]:
    """What the server answers."""
    where = urlsplit(address)
    connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=PATIENCE)
    body = json.dumps({"action": action, "params": {"branch": "main", **params}})
    connection.request("POST", where.path, body, {"Content-Type": "application/json", "Origin": PAGE, **headers})
    answer = connection.getresponse()
    told = answer.status, answer.read().decode()
    connection.close()
    return told


def entry(path: str, **more: object) -> dict[str, object]:
    """The parameters with which Decap saves one file."""
    options = {"commitMessage": "x", "useWorkflow": False, "status": "draft", "collectionName": "a"}
    return {"dataFiles": [{"slug": "a", "path": path, "raw": "Tác giả: A\n", **more}], "assets": [], "options": options}


def photo(path: str) -> dict[str, object]:
    asset = {"path": path, "content": PICTURE, "encoding": "base64"}
    return {"asset": asset, "options": {"commitMessage": "x"}}


def test_what_a_form_has_is_written(server: str, folder: Path) -> None:
    assert asked(server, "persistEntry", entry(GOOD))[0] == 200
    assert asked(server, "persistEntry", entry("content/authors/bich-hue.md"))[0] == 200
    assert asked(server, "persistMedia", photo("content/images/a.png"))[0] == 200
    assert (folder.parent / GOOD).read_text("utf-8") == "Tác giả: A\n"
    assert (folder / "images/a.png").read_bytes() == b"x"


@pytest.mark.parametrize(
    ("action", "params"),
    [
        ("persistEntry", entry("plugins/bantin/__init__.py")),
        ("persistEntry", entry("content/pages/gioi-thieu.md")),
        ("persistEntry", entry("content/bulletins/qr-covid/x.md")),
        ("persistEntry", entry("content/bulletins/../../pelicanconf.py")),
        ("persistEntry", entry("/2021-11-05.md")),
        ("persistEntry", entry("content\\bulletins\\qr-covid\\2021-11-05.md")),
        ("persistEntry", entry(GOOD, newPath="content/bulletins/qr-covid/2021-11-06.md")),
        ("persistEntry", {**entry(GOOD), "assets": [photo("content/images/../a.html")["asset"]]}),
        ("persistMedia", photo("content/images/a.html")),
        ("persistMedia", photo("content/images/.git/a.png")),
        ("persistMedia", photo("../a.png")),
        ("getEntry", {"path": ".env"}),
        ("getMedia", {"mediaFolder": "data"}),
        ("entriesByFolder", {"folder": ".", "extension": "md", "depth": 9}),
        ("deleteFile", {"path": GOOD, "options": {"commitMessage": "x"}}),
        ("deleteFiles", {"paths": [GOOD], "options": {"commitMessage": "x"}}),
    ],
)
def test_nothing_else_is_read_written_moved_or_deleted(
    server: str, folder: Path, action: str, params: dict[str, object]
) -> None:
    asked(server, "persistEntry", entry(GOOD))
    before = {path: path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()}
    status, told = asked(server, action, params)
    assert (status, "không xóa tệp nào" in told) == (403, True)
    assert {path: path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()} == before


def test_what_was_changed_elsewhere_since_it_was_opened_is_not_written_over(server: str, folder: Path) -> None:
    path = "content/bulletins/qr-covid/2021-11-12.md"
    file = folder.parent / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("Tác giả: B\n", encoding="utf-8")
    assert asked(server, "persistEntry", entry(path))[0] == 409, "it was never opened"
    assert asked(server, "getEntry", {"path": path})[0] == 200
    assert [asked(server, "persistEntry", entry(path))[0] for _ in range(2)] == [200, 200]
    file.write_text("Tác giả: C\n", encoding="utf-8")
    status, told = asked(server, "persistEntry", entry(path))
    assert (status, "đã được sửa ở nơi khác" in told) == (409, True)
    assert file.read_text(encoding="utf-8") == "Tác giả: C\n"


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Host": "evil.example:80"}, {"Origin": ""}])
def test_no_other_page_is_served(server: str, headers: dict[str, str]) -> None:
    assert asked(server, "info", {})[0] == 200
    assert asked(server, "info", {}, **headers)[0] == 403


def until_told(log: Path, words: str) -> str:
    end = time.monotonic() + PATIENCE
    while words not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < end, log.read_text(encoding="utf-8")
        time.sleep(0.1)
    return log.read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="the signal of Ctrl+C cannot be sent to one process there")
def test_the_form_is_opened_with_one_command_and_ends_whole_with_ctrl_c(sources: Path, tmp_path: Path) -> None:
    folders = [f"--{name}={sources / name}" for name in ("data", "content")]
    command = [sys.executable, "-m", "invoke", "-c", "tasks", "form", *folders, f"--output={tmp_path / 'shown'}"]
    log = tmp_path / "log"
    with log.open("w", encoding="utf-8") as written:
        running = subprocess.Popen(
            [*command, "--no-browser", "--port=0"],
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1"},
            stdout=written,
            stderr=written,
        )
        try:
            (address,) = re.findall(r"http://localhost:\d+(?=/admin/ —)", until_told(log, "Biểu mẫu đang mở tại"))
            with urllib.request.urlopen(f"{address}/admin/config.yml") as answer:  # noqa: S310 - our own server on localhost
                saving = json.load(answer)["backend"]["proxy_url"]
            assert asked(saving, "persistEntry", entry(GOOD), Origin=address)[0] == 200
            assert (sources / GOOD).read_text("utf-8") == "Tác giả: A\n"
            running.send_signal(signal.SIGINT)
            running.wait(PATIENCE)
        finally:
            running.kill()
            running.wait()
    assert "Traceback" not in log.read_text(encoding="utf-8")
    for own in (address, saving):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((str(urlsplit(own).hostname), urlsplit(own).port or 0)).close()
