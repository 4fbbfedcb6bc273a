"""A campaign of single alterations of a built site: each must be found, by the name of its file and the altered text.

``python3 tasks.py alterations`` runs the long form; a test runs a short one. `verify` has two halves, which are counted
apart: every number recomputed (`recomputed`), and the bytes beside those of the site built again (`compared`).
"""

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pelican.settings import read_settings

from bantin.ingest.archive import read_archive
from bantin.proof.again import compare_file
from bantin.proof.verify import Proof
from bantin.publish.build import proof_of, verify

ROOT = Path(__file__).resolve().parents[2]

SWAPS = [
    ("tăng", "giảm"),
    ("giảm", "tăng"),
    (" lên ", " xuống "),
    ("xuống", "lên"),
    ("cao nhất", "thấp nhất"),
    ("thấp nhất", "cao nhất"),
    ("nhiều nhất", "ít nhất"),
    ("Dẫn đầu", "Đứng cuối"),
    ("không thay đổi", "tăng"),
    ("không thay đổi", "giảm"),
    ("không có số liệu", "bằng không"),
    ("tuần trước", "tháng trước"),
    ("hơn", "kém"),
    ("giữ ở mức", "tăng lên"),
    ("điểm", "lượt"),
    ("sơ bộ", "chính thức"),
]
TEXT = re.compile(r"(?<=>)[^<>]*\d[^<>]*(?=<)")
ATTRIBUTE = re.compile(r"(?<= )(?:value|content|alt|aria-label|title|datetime|data-n)=\"([^\"]*\d[^\"]*)\"")
UNREAD = re.compile(rb"<style>.*?</style>|<script>.*?</script>", re.DOTALL)


KINDS = {"bulletin": 9, "page": 5, ".xml": 2, ".json": 2, ".csv": 2, ".ics": 1, ".toml": 0.2, ".md": 0.2, ".txt": 0.1}
"""How often the files of each kind are chosen."""


def _group(path: Path) -> str:
    if path.suffix != ".html":
        return path.suffix
    return "bulletin" if path.with_name("so-lieu.json").is_file() else "page"


@dataclass(frozen=True)
class Alteration:
    """One changed place of one file."""

    kind: str
    path: str
    content: bytes
    was: str
    now: str


def alterations(output: Path, count: int, seed: int) -> Iterator[Alteration]:
    """So many alterations, the same for the same seed: digits of numbers, and words that turn a sentence round."""
    chance = random.Random(seed)  # noqa: S311 - to choose places, not secrets
    paths = sorted(path for path in output.rglob("*") if path.is_file())
    kinds = {kind: [path for path in paths if _group(path) == kind] for kind in KINDS}
    made = 0
    while made < count:
        path = chance.choice(kinds[chance.choices(list(KINDS), list(KINDS.values()))[0]])
        text = path.read_bytes().decode("utf-8", "replace")
        found = _word(chance, text) if chance.random() < 0.35 else _digit(chance, text, path.suffix)
        if found:
            kind, start, end, new = found
            made += 1
            altered = text[:start] + new + text[end:]
            around = slice(max(0, start - 25), start)
            tail = text[end : end + 15]
            yield Alteration(
                f"{kind}, {_group(path).lstrip('.')}",
                path.relative_to(output).as_posix(),
                altered.encode(),
                text[around] + text[start:end] + tail,
                text[around] + new + tail,
            )


@lru_cache(maxsize=500)
def _places(text: str, suffix: str) -> list[tuple[str, int, int]]:
    """The stretches of a file that a reader or a machine reads: kind, start and end."""
    if suffix not in {".html", ".xml"}:
        return [("text", 0, len(text))]
    blank = UNREAD.sub(lambda own: b" " * len(own[0]), text.encode()).decode() if suffix == ".html" else text
    if len(blank) != len(text):  # letters of several bytes in a script: leave it in
        blank = text
    places = [("text", own.start(), own.end()) for own in TEXT.finditer(blank)]
    places += [("attribute", own.start(1), own.end(1)) for own in ATTRIBUTE.finditer(blank)]
    return places


def _kind(text: str, kind: str, start: int) -> str:
    before = text[:start]
    if kind == "text" and before.rfind("<svg") > before.rfind("</svg"):
        return "chart label"
    tag = re.search(r"<([\w:]+)[^<]*$", before)
    if tag and tag[1] == "script":
        return "JSON-LD"
    if kind == "attribute" and tag:
        return f"{tag[1]} attribute"
    return kind


def _digit(chance: random.Random, text: str, suffix: str) -> tuple[str, int, int, str] | None:
    """Another digit in one number; a mere leading nought or a digit of geometry is not chosen."""
    places = _places(text, suffix)
    if not places:
        return None
    kind, start, end = chance.choice(places)
    kind = _kind(text, kind, start)
    digits = [own.start() for own in re.finditer(r"\d", text[start:end])]
    if not digits:
        return None
    at = start + chance.choice(digits)
    new = chance.choice([digit for digit in "0123456789" if digit != text[at]])
    return f"digit of {kind}", at, at + 1, new


def _word(chance: random.Random, text: str) -> tuple[str, int, int, str] | None:
    """Another word in place of one that says where a figure went, who leads, or what is compared."""
    was, now = chance.choice(SWAPS)
    places = [own.start() for own in re.finditer(re.escape(was), text)]
    style = (text.find("<style>"), text.find("</style>"))
    places = [at for at in places if not style[0] <= at <= style[1]]
    if not places:
        return None
    at = chance.choice(places)
    return f"word “{was}”", at, at + len(was), now


def run(output: Path, count: int, seed: int, proof: Proof) -> tuple[list[Alteration], dict[str, Counter[str]]]:
    """Those that `verify` did not find in the site of the proof, and how many each of its halves found, by kind."""
    missed: list[Alteration] = []
    score: dict[str, Counter[str]] = {"made": Counter(), "recomputed": Counter(), "compared": Counter()}
    for one in alterations(output, count, seed):
        score["made"][one.kind] += 1
        halves = {
            "recomputed": proof.file(one.path, one.content),
            "compared": tuple(compare_file(one.path, one.content, (output / one.path).read_bytes())),
        }
        for name, problems in halves.items():
            score[name][one.kind] += bool(problems) and all(problem.file == one.path for problem in problems)
        if not any(halves.values()):
            missed.append(one)
    return missed, score


def proof_of_shipped(output: Path) -> Proof:
    """The proof of the shipped sources' site."""
    settings = read_settings(str(ROOT / "pelicanconf.py"))
    return proof_of(output, settings, read_archive(ROOT / "data", ROOT / "content"))


def table(score: dict[str, Counter[str]]) -> str:
    """The score for reading."""
    names = [name for name in score if name != "made"]
    lines = [f"{'kind':44}{'made':>6}" + "".join(f"{name:>18}" for name in names)]
    for kind, made in sorted(score["made"].items()):
        lines.append(f"{kind:44}{made:>6}" + "".join(f"{score[name][kind]:>18}" for name in names))
    total = f"{'all':44}{score['made'].total():>6}" + "".join(f"{score[name].total():>18}" for name in names)
    return "\n".join([*lines, total])


def main(output: Path, count: int, seed: int) -> int:
    """Run the campaign on the shipped sources' site, print the score and what was missed; 1 if anything was."""
    found = verify(ROOT / "pelicanconf.py", ROOT / "data", ROOT / "content", output)
    if found:
        print("\n".join(map(str, found)))
        return 1
    missed, score = run(output, count, seed, proof_of_shipped(output))
    print(table(score))
    for one in missed:
        print(f"KHÔNG PHÁT HIỆN: {one.path}: {one.kind}: “{one.was}” → “{one.now}”")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
