"""What was made once and need not be made again: values by the fingerprint of all that they follow from.

A memo is one file of SQLite, whole after whatever end of the program; it may be deleted at any time. What another
version of this program, of its libraries or of Python made is not in it.
"""

from __future__ import annotations

import os
import pickle
import sqlite3
import sys
import tempfile
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, TypeVar

from bantin.later import Kept, loading

T = TypeVar("T")
MOST_AT_HAND = 192
"""How many loaded values stay at hand, such as the releases that a long history is computed of."""
_JUST_NOW = 50_000_000
"""Nanoseconds within which a file may change twice and look the same."""


def fingerprint(*parts: object) -> str:
    """A fingerprint of texts, bytes and whatever else has a `repr` that tells it apart."""
    made = sha256()
    for part in parts:
        own = part if isinstance(part, bytes) else part.encode() if isinstance(part, str) else repr(part).encode()
        made.update(len(own).to_bytes(8, "big"))
        made.update(own)
    return made.hexdigest()[:32]


@cache
def program() -> str:
    """A fingerprint of this plugin's own source, of every library's version and of Python's."""
    root = Path(__file__).resolve().parent
    sources = [path.read_bytes() for path in sorted(root.rglob("*.py"))]
    libraries = sorted({f"{own.name}=={own.version}" for own in distributions()})
    return fingerprint(sys.version, *libraries, *sources)


def written(value: object) -> bytes:
    """A value as a memo keeps it."""
    return pickle.dumps(value, protocol=5)


class Memo:
    """The values kept in `file`. Processes forked from this one may read it."""

    def __init__(self, file: Path) -> None:
        self._file, self._process, self._own = file, 0, None  # type: tuple[Path, int, sqlite3.Connection | None]
        self._at_hand: OrderedDict[tuple[str, str], Any] = OrderedDict()
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._prepare()
        except sqlite3.DatabaseError:  # damaged, or no database at all
            self.close()
            file.unlink(missing_ok=True)
            self._prepare()
        self.files = Files(self.load("files", "all") or {})

    def _prepare(self) -> None:
        known = self._connection.execute("SELECT name FROM sqlite_master WHERE name = 'kept'").fetchone()
        made_by = known and self._connection.execute("SELECT value FROM kept WHERE kind = 'program'").fetchone()
        if not made_by or made_by[0] != program().encode():
            with self._connection as own:
                own.execute("DROP TABLE IF EXISTS kept")
                own.execute(
                    "CREATE TABLE kept (kind TEXT, key TEXT, value BLOB, PRIMARY KEY (kind, key)) WITHOUT ROWID"
                )
                own.execute("INSERT INTO kept VALUES ('program', '', ?)", (program().encode(),))

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._own is None or self._process != os.getpid():
            self._own, self._process = sqlite3.connect(self._file, isolation_level=None, timeout=60), os.getpid()
            self._own.execute("PRAGMA journal_mode = WAL")
            self._own.execute("PRAGMA synchronous = OFF")  # a lost cache costs time alone
        return self._own

    def close(self) -> None:
        """Close the file; a forked process's copy of the connection stays the first one's."""
        if self._own is not None and self._process == os.getpid():
            self._own.close()
        self._own = None

    def content(self, kind: str, key: str) -> bytes | None:
        """What is kept, as it is kept."""
        found = self._connection.execute("SELECT value FROM kept WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        return found[0] if found else None

    def load(self, kind: str, key: str) -> Any:  # noqa: ANN401 - whatever was kept
        """What is kept, or None; the same object to all who ask for it soon."""
        if (kind, key) in self._at_hand:
            self._at_hand.move_to_end((kind, key))
            return self._at_hand[kind, key]
        content = self.content(kind, key)
        value = None if content is None else self.read(content)
        if value is not None:
            self._hold(kind, key, value)
        return value

    def keep(self, kind: str, key: str, value: object) -> None:
        """Keep a value under a key."""
        self.keep_all([(kind, key, written(value))])

    def keep_all(self, rows: Iterable[tuple[str, str, bytes]]) -> None:
        """Keep values that are written already, all of them or none."""
        rows = list(rows)
        with self._connection as own:
            own.execute("BEGIN")
            own.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)
        for kind, key, _ in rows:
            self._at_hand.pop((kind, key), None)

    def made(self, kind: str, key: str, make: Callable[[], T]) -> T:
        """What is kept, else what is made now and kept."""
        found: T | None = self.load(kind, key)
        if found is None:
            found = make()
            self.keep(kind, key, found)
            self._hold(kind, key, found)
        return found

    def later(self, kind: str, key: str) -> Kept:
        """A value that is read when it is asked for."""
        return Kept(self.load, kind, key)

    def forget(self, kind: str, but: Iterable[str]) -> None:
        """Drop what is kept of a kind under other keys than these."""
        stay = set(but)
        keys = [key for (key,) in self._connection.execute("SELECT key FROM kept WHERE kind = ?", (kind,))]
        with self._connection as own:
            own.execute("BEGIN")
            own.executemany(
                "DELETE FROM kept WHERE kind = ? AND key = ?", [(kind, key) for key in keys if key not in stay]
            )

    def save_files(self) -> None:
        """Keep what is known of files."""
        if self.files.changed:
            self.keep("files", "all", self.files.known)

    def read(self, content: bytes) -> Any:  # noqa: ANN401 - whatever was written
        """A value as it was written; what it leaves for later is read from this memo."""
        with loading(self.load):
            return pickle.loads(content)  # noqa: S301 - written by ourselves

    def _hold(self, kind: str, key: str, value: object) -> None:
        self._at_hand[kind, key] = value
        if len(self._at_hand) > MOST_AT_HAND:
            self._at_hand.popitem(last=False)


def memo_of(cache: Path, *of: Path) -> Memo:
    """The memo of a site made of these folders; where the cache cannot be written to, one for this run alone."""
    name = f"site-{fingerprint(*map(str, of))[:16]}.sqlite"
    try:
        return Memo(cache / name)
    except (OSError, sqlite3.Error):
        return Memo(Path(tempfile.mkdtemp()) / name)


class Files:
    """Fingerprints of files' contents; a file is not read again while its size, times and place stay as they were.

    `known` has by path those four and the fingerprint.
    """

    def __init__(self, known: dict[str, tuple[tuple[int, ...], str]]) -> None:
        self.known, self.changed = known, False

    def print_of(self, path: Path | str, stat: os.stat_result | None = None) -> str:
        """The fingerprint of what is in a file."""
        seen, name = stat or Path(path).stat(), str(path)
        sign = (seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino)
        known = self.known.get(name)
        if known and known[0] == sign:
            return known[1]
        with open(path, "rb") as file:  # noqa: PTH123 - a path or its text
            made = sha256(content := file.read()).hexdigest()[:32]
        if len(content) == seen.st_size and time.time_ns() - seen.st_ctime_ns > _JUST_NOW:
            self.known[name], self.changed = (sign, made), True
        return made

    def under(self, folder: Path) -> dict[str, str]:
        """The fingerprints of all files below a folder, by their paths below it."""
        found: dict[str, str] = {}
        waiting = [str(folder)] if folder.is_dir() else []
        while waiting:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir():
                        waiting.append(entry.path)
                    elif entry.is_file():
                        found[entry.path] = self.print_of(entry.path, entry.stat())
        root = len(str(folder)) + 1
        return {path[root:]: found[path] for path in sorted(found)}
