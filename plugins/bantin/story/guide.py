"""The editors' guide: its examples with what they print of the sample data, and where each word is shown."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bantin.errors import ProblemsFound
from bantin.facts.bases import words_of
from bantin.facts.facts import Facts
from bantin.facts.select import DIRECTIONS, KNOWN, STATUSES, UNKNOWN
from bantin.facts.select import OPERATORS as COMPARISONS
from bantin.ingest.archive import Folder, read_archive
from bantin.ingest.period import PREVIOUS_WORDS
from bantin.model import Line, plain
from bantin.story import naming, wording
from bantin.story.blocks import BLOCKS, OPERATORS
from bantin.story.default import story_for
from bantin.story.language import FILTERS
from bantin.story.names import ATTRIBUTES, OWN_NAMES
from bantin.story.now import PERIOD_ATTRIBUTES
from bantin.story.of_units import GROUPED, REPORTING
from bantin.story.story import tell
from bantin.vietnamese import NBSP

BLOCK = re.compile(r"(?<=<!-- lập từ mã nguồn: )([a-z0-9-]+)( -->\n).*?(?=<!-- hết -->)", re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
INDEX = "tra-cuu"
START = "→ "
"""Stands before what a part of a sentence prints, which then begins as it would within one."""

Group = Mapping[str, Any]
"""A group of `mau.toml`: rows of examples (`mau`), or a whole story (`loi`, else the sample's own) told of days."""


def words_by_kind(folders: Iterable[Folder]) -> dict[str, tuple[tuple[str, ...], str]]:
    """Every word of the language by its kind, with the pattern of its use."""
    quoted = r'"{}"'
    bases = dict.fromkeys(word for folder in folders for word in words_of(folder.dataset))
    return {
        "Lệnh": (tuple(BLOCKS), r"\{{% {}\b"),
        "Nối điều kiện": (tuple(OPERATORS), r"\{{%[^%]* {} "),
        "Tên có sẵn": (OWN_NAMES, r"\{{ {}\b"),
        "Về kỳ": (PERIOD_ATTRIBUTES, r"\bky\.{}\b"),
        "Câu hỏi về chỉ tiêu": (ATTRIBUTES, r"(?<!\bky)\.{}\b"),
        "Cách viết": (tuple(FILTERS), r"\| {}\b"),
        "Mốc so sánh": (tuple(bases), quoted),
        "Đếm trong số nào": ((REPORTING,), quoted),
        "Điều kiện của đơn vị": ((*COMPARISONS, *DIRECTIONS, KNOWN, UNKNOWN, *STATUSES), r'"{}(?: [\d,]+)?"'),
        "Độ lớn của thay đổi": (wording.SIZES, quoted),
        "Cách nối các hạng": (wording.CHAINS, quoted),
        "Cách gọi tên đơn vị": (naming.WAYS, quoted),
        "Cách gom các đơn vị": (GROUPED, quoted),
        "Hàng làm tròn": (tuple(wording.TENS), quoted),
    }


@dataclass(frozen=True, slots=True)
class Guide:
    """The examples of `mau.toml` by group, and the folders of sample data by name."""

    groups: Mapping[str, Group]
    folders: Mapping[str, Folder]

    def told(self, of: Group, story: str = "") -> list[str]:
        """Title, lead and paragraphs of a story told of a day of a sample, else of the sample's own story."""
        own = self.folders[of["bo"]]
        end = [release.period.last for release in own.releases].index(of["ngay"]) + 1
        facts = Facts(own.dataset, own.codelists, own.releases[end - 1], own.releases[:end])
        title, lead, body = tell(story_for(replace(own, story=story or own.story))(facts), facts)
        return [_shown(line) for line in (title, lead, *body)]

    def block(self, name: str) -> str:
        """A group as Markdown."""
        group = self.groups[name]
        return "\n".join(self._rows(group)) if "mau" in group else "\n\n".join(self._stories(group))

    def _rows(self, group: Group) -> Iterator[str]:
        first = group.get("truoc")
        yield f"| {first} | viết | in ra |" if first else "| viết | in ra | nghĩa |"
        yield "| --- | --- | --- |"
        for row in group["mau"]:
            start = "" if row["viet"].endswith((".", "%}")) else START
            _, _, *body = self.told({**group, **row}, f"Tiêu đề: a\n---\na\n\n{start}{row['viet']}")
            cells = f"`{_shown((row['viet'],))}` | {' '.join(body).removeprefix(START) or '*(không in gì)*'}"
            yield f"| {row['nghia']} | {cells} |" if first else f"| {cells} | {row['nghia']} |"

    def _stories(self, group: Group) -> Iterator[str]:
        story = group.get("loi", "") or self.folders[group["bo"]].story
        if story:
            yield f"```\n{story.strip()}\n```"
        for row in group["in"]:
            title, *paragraphs = self.told({**group, **row}, story)
            yield f"{row['nghia']}\n\n" + "\n>\n".join(f"> {line}" for line in (f"**{title}**", *paragraphs))

    def index(self, places: Mapping[str, str]) -> str:
        """Every word of the language, linked to the heading (`places`, by group) under which it is first shown."""
        kinds = words_by_kind(self.folders.values()).items()
        linked = {kind: [self._linked(word, pattern, places) for word in words] for kind, (words, pattern) in kinds}
        usual = [f"`{every}` ({', '.join(words)})" for every, words in PREVIOUS_WORDS.items()]
        rows = {**linked, "Kỳ liền trước, theo mục `every` trong dataset.toml": usual}
        return "\n".join(f"- **{kind}**: {', '.join(words)}." for kind, words in rows.items())

    def _linked(self, word: str, pattern: str, places: Mapping[str, str]) -> str:
        used = re.compile(pattern.format(re.escape(word)))
        for name, heading in places.items():
            if any(used.search(row["viet"]) for row in self.groups[name].get("mau", ())):
                return f"[`{word}`](#{re.sub(r'[^-0-9a-zà-ỹđ ]', '', heading.lower()).replace(' ', '-')})"
        return f"`{word}`"


def read_guide(folder: Path) -> Guide:
    """The examples and the sample data in a folder. Raises ProblemsFound when the data has errors."""
    archive = read_archive(folder / "data", folder / "content")
    if any(problem.is_error for problem in archive.problems):
        raise ProblemsFound(archive.problems)
    groups = tomllib.loads((folder / "mau.toml").read_text(encoding="utf-8"))
    return Guide(groups, {one.dataset.slug: one for one in archive.folders})


def filled(text: str, guide: Guide) -> str:
    """The guide's text with each of its generated blocks made anew."""
    places = {found[1]: HEADING.findall(text[: found.start()])[-1] for found in BLOCK.finditer(text)}
    shown = {name: heading for name, heading in places.items() if name != INDEX}

    def made(found: re.Match[str]) -> str:
        return f"{found[1]}{found[2]}\n{guide.index(shown) if found[1] == INDEX else guide.block(found[1])}\n\n"

    return BLOCK.sub(made, text)


def _shown(line: Line) -> str:
    return plain(line).replace(NBSP, " ").replace("|", "\\|")
