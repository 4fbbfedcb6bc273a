"""`serve` as an editor uses it: pages on localhost, anew after a change, the last good ones after a mistake."""

import gzip
import os
import re
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from bantin.publish.serve import start_server
from conftest import ROOT

PATIENCE = 60  # seconds; a build takes two


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def test_a_change_is_shown_and_a_mistake_keeps_the_last_good_pages(sources: Path, tmp_path: Path) -> None:
    folders = ["--data", str(sources / "data"), "--content", str(sources / "content")]
    command = [sys.executable, "-m", "invoke", "-c", "tasks", "serve", *folders, "--port", "0"]
    log = tmp_path / "log"
    with log.open("w", encoding="utf-8") as written:
        environment = {**os.environ, "PYTHONUTF8": "1"}
        serving = subprocess.Popen(
            [*command, "--output", str(tmp_path / "output")], cwd=ROOT, env=environment, stdout=written, stderr=written
        )
        try:
            until(lambda: "Trang đang mở tại" in log.read_text(encoding="utf-8"))
            (address,) = re.findall(r"http://localhost:\d+(?=/ —)", log.read_text(encoding="utf-8"))

            def shown() -> str:
                page = f"{address}/ban-tin/qr-covid/2021-11-12/"
                with urllib.request.urlopen(page) as answer:  # noqa: S310 - our own server on localhost
                    return str(answer.read().decode())

            assert "1.393" in shown()
            time.sleep(1)  # the watch begins after the server
            release = sources / "data/qr-covid/2021-11-12.csv"
            good = release.read_text(encoding="utf-8")
            release.write_text(good.replace("1393", "1250"), encoding="utf-8")
            until(lambda: log.read_text(encoding="utf-8").count("Xong sau") == 2)
            assert "giảm" in shown()
            release.write_text(good.replace("1393", "nhiều"), encoding="utf-8")
            until(lambda: "Trang đang xem là bản dựng được lần trước" in log.read_text(encoding="utf-8"))
            assert "“nhiều” không phải là số nguyên" in log.read_text(encoding="utf-8")
            assert "1.250" in shown()
        finally:
            serving.terminate()
            serving.wait()


def test_texts_are_sent_gzipped_to_those_who_take_it_and_plain_to_others(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>Chữ</p>", encoding="utf-8")
    (tmp_path / "anh.png").write_bytes(b"x")
    server = start_server(tmp_path, 0)

    def answered(path: str, **headers: str) -> tuple[str | None, str, bytes]:
        request = urllib.request.Request(f"http://localhost:{server.server_port}/{path}", headers=headers)
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - the same
            return answer.headers["Content-Encoding"], answer.headers["Content-Type"], answer.read()

    takes = {"Accept-Encoding": "br, gzip"}
    encoding, kind, body = answered("?q=x", **takes)
    assert (encoding, kind, gzip.decompress(body).decode()) == ("gzip", "text/html; charset=utf-8", "<p>Chữ</p>")
    assert answered("")[0::2] == (None, "<p>Chữ</p>".encode())
    assert answered("anh.png", **takes) == (None, "image/png", b"x")
    server.shutdown()
    server.server_close()


def test_who_leaves_before_the_answer_is_whole_makes_no_noise(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "lớn.bin").write_bytes(b"x" * 50_000_000)
    server = start_server(tmp_path, 0)
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", server.server_port)) as leaving:
            leaving.sendall(b"GET /l%E1%BB%9Bn.bin HTTP/1.0\r\n\r\n")
            leaving.recv(1000)
            leaving.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # gone at once
    server.shutdown()
    server.server_close()  # waits for the answers that are under way
    assert capfd.readouterr().err == ""
