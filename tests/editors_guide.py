"""The editors' guide taken apart: its examples of files, what it quotes of the machine, its pictures."""

import re
from dataclasses import dataclass
from pathlib import Path

from conftest import ROOT

GUIDE = ROOT / "docs" / "huong-dan-bien-tap.md"
TEXT = GUIDE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?:<!-- (.+?) -->\n)?```\n(.*?)```", TEXT, re.DOTALL)
"""Every block that is set apart: what the comment above it calls it, and its text."""
ASKED = dict(BLOCKS)["lệnh new"]
PICTURES = re.findall(r"!\[([^\]]*)\]\(hinh/([^)]+)\)", TEXT)
"""Each picture: what it shows, in words, and its name in `docs/hinh`."""
DRAFT = "Trạng thái: nháp\n"
CHANGED = ("data/qr-covid/2021-11-05.csv", "1260", "1262")
"""What the guide corrects: a file, what it had, what it has."""


@dataclass(frozen=True)
class Example:
    """A file that the guide shows, and where it belongs."""

    path: str
    text: str

    def write(self, root: Path, without: str = "") -> None:
        """Put it there, without a line."""
        file = root / self.path
        assert without in self.text
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self.text.replace(without, ""), encoding="utf-8")


EXAMPLES = [Example(name.removeprefix("tệp: "), text) for name, text in BLOCKS if name.startswith("tệp: ")]
WRITTEN, CORRECTED, WITHDRAWN, AUTHOR = EXAMPLES


def change(root: Path, file: str, was: str, now: str) -> None:
    """Change what must be in a file."""
    text = (root / file).read_text(encoding="utf-8")
    assert was in text
    (root / file).write_text(text.replace(was, now, 1), encoding="utf-8")
