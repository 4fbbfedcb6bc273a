"""The site on this machine: built, served, and built again in a fresh process whenever a source changes."""

from __future__ import annotations

import gzip
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from watchfiles import watch


class Pages(SimpleHTTPRequestHandler):
    """Serves a folder as a public server would: texts in UTF-8 and gzipped, the site's own 404 page, nothing kept."""

    def end_headers(self) -> None:
        """Also say that nothing is to be kept."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def guess_type(self, path: str | Path) -> str:  # type: ignore[override] # typeshed's StrPath, spelled out
        """The kind of a file, with the letters' code of texts."""
        kind = "text/calendar" if str(path).endswith(".ics") else super().guess_type(str(path))
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Texts gzipped, where that is asked for."""
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if self.path.partition("?")[0].endswith("/") else path
        kind = self.guess_type(file)
        text = kind.startswith("text/") or kind.endswith(("xml", "json", "javascript"))
        if not (text and file.is_file() and "gzip" in self.headers.get("Accept-Encoding", "")):
            return super().send_head()
        body = gzip.compress(file.read_bytes(), 6)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return BytesIO(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for what is not there."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing: an editor looks at the pages, not at requests."""


class Server(ThreadingHTTPServer):
    """A server to which it is nothing that a browser has gone before its answer was whole."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print what went wrong, unless somebody just left."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def start_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of the folder on localhost, running in a thread of its own; port 0 takes a free one.

    Raises:
        OSError: when the port is taken.
    """
    server = Server(("127.0.0.1", port), partial(Pages, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def rebuild_on_changes(sources: list[Path], build_command: list[str], tell: Callable[[str], None]) -> None:
    """Run the command in a process of its own after each change under `sources`, until interrupted."""
    for changes in watch(*sources, raise_interrupt=False):
        tell("\nCó thay đổi: " + ", ".join(sorted({Path(path).name for _, path in changes})))
        done = subprocess.run([sys.executable, *build_command], check=False)  # noqa: S603 - the project's own task
        if done.returncode:
            tell("Trang đang xem là bản dựng được lần trước; sửa lỗi rồi lưu, trang sẽ tự dựng lại.")
