"""Where the form saves on an editor's own machine: Decap's file server behind our door (`admin/server.js`)."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bantin.publish.form import ADMIN, TOOLS
from bantin.publish.npm import Missing


@contextmanager
def started(content: Path, origins: list[str]) -> Iterator[str]:
    """The address of a server for the editors' folder, while it runs; only pages of these origins may ask it.

    Raises:
        Missing: when there is no Node.js, or it does not start.
    """
    node = shutil.which("node")
    if node is None:
        raise Missing("máy không có Node.js")
    own = {
        "GIT_REPO_DIRECTORY": str(content.parent),
        "BANTIN_CONTENT": content.name,
        "BANTIN_ORIGINS": " ".join(origins),
        "NODE_PATH": str(TOOLS / "node_modules"),
    }
    with subprocess.Popen(  # noqa: S603 - our own script; a list, with no shell in between
        [node, str(ADMIN / "server.js")],
        env={**os.environ, **own},
        stdin=subprocess.PIPE,  # it ends when this is closed, however we end
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        try:
            told = process.stdout.readline() if process.stdout else ""
            if not told.startswith("PORT "):
                raise Missing("máy chủ của biểu mẫu không chạy được")
            yield f"http://127.0.0.1:{told.split()[1]}/api/v1"
        finally:
            process.terminate()
