"""What was made once, kept in a folder by the content that it follows from; the folder may be deleted at any time."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import tempfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

logger = logging.getLogger("bantin")


class Kept:
    """Things of one `kind`, which messages call `told`, as made by these libraries and these sources of ours.

    What was made by others, or by another version of them, is not used.
    """

    def __init__(self, root: Path, kind: str, told: str, libraries: Iterable[str], sources: Iterable[Path]) -> None:
        digest = hashlib.sha256(repr([version(name) for name in libraries]).encode())
        for source in sources:
            digest.update(source.read_bytes())
        self.kind, self.told = kind, told
        self.folder = root / f"{kind}-{digest.hexdigest()[:16]}"
        self._unkept: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """What is kept under a key of hexadecimal digits; what was damaged on the way is not."""
        if key in self._unkept:
            return self._unkept[key]
        try:
            seal, _, content = self._path(key).read_bytes().partition(b"\n")
        except OSError:
            return None
        return content if seal == _seal(content) else None

    def put(self, key: str, content: bytes) -> None:
        """Keep something, whole or not at all, whoever else is keeping it at the same time; if need be in memory."""
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(_seal(content) + b"\n" + content)
            Path(name).replace(path)
        except OSError as fault:
            if not self._unkept:  # told, but no reason to stop a publication
                logger.info("Không giữ lại được %s trong %s (%s); lần sau phải làm lại.", self.told, path.parent, fault)
            self._unkept[key] = content

    def drop_others(self) -> None:
        """What was made by others will not be asked for again."""
        for other in self.folder.parent.glob(f"{self.kind}-*"):
            if other != self.folder:
                shutil.rmtree(other, ignore_errors=True)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key


def _seal(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
