"""What the documents say is so: commands exist, folders and rooms are as drawn, examples print what is shown."""

import ast
import re
from pathlib import Path

import pytest
import tasks
from invoke.collection import Collection

from bantin.facts.facts import Facts
from bantin.ingest.archive import read_archive
from bantin.ingest.dataset import ChartRule, Dataset, IndicatorRule, PeriodRule, TableRule
from bantin.model import plain
from bantin.story.blocks import BLOCKS, OPERATORS
from bantin.story.names import ATTRIBUTES, FILTERS, NAMINGS, OWN_NAMES
from bantin.story.story import read_story, tell

ROOT = Path(tasks.__file__).parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
PACKAGE = ROOT / "plugins" / "bantin"


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_named_is_a_task_with_such_options(document: Path) -> None:
    known = Collection.from_module(tasks).tasks
    for name, options in re.findall(
        r"python3 tasks\.py[ \n]([a-z]+)((?: --[a-z]+)*)", document.read_text(encoding="utf-8")
    ):
        assert name in known, f"{document.name}: {name}"
        takes = {flag.lstrip("-") for argument in known[name].get_arguments() for flag in argument.names}
        assert {option.removeprefix("--") for option in options.split()} <= takes


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_linked_is_there(document: Path) -> None:
    for address in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8")):
        assert (document.parent / address).exists(), address


def test_both_readmes_give_the_two_commands() -> None:
    for name in ("README.md", "README.vi.md"):
        (block,) = re.findall(r"```sh\n(.*?)```", text(name), re.DOTALL)
        assert [line.split("#")[0].strip() for line in block.splitlines()] == [
            "python3 tasks.py build",
            "python3 tasks.py test",
        ]


# The rooms ----------------------------------------------------------------------------------------------

ROOMS = re.findall(r"^\| `plugins/bantin/([\w./]+?)(?:\.py|/)` \|", text("docs/architecture.md"), re.MULTILINE)


def imports_of(path: Path) -> set[str]:
    """Every module that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_the_rooms_are_the_folders() -> None:
    there = {path.stem for path in PACKAGE.iterdir() if path.name not in {"__init__.py", "__pycache__"}}
    assert set(ROOMS) == there
    assert list(dict.fromkeys(ROOMS)) == ROOMS


def test_a_room_imports_only_rooms_before_it() -> None:
    for path in PACKAGE.rglob("*.py"):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room == "__init__":
            continue
        allowed = set(ROOMS[: ROOMS.index(room) + 1])
        for module in imports_of(path):
            if module.startswith("bantin."):
                assert module.split(".")[1] in allowed, f"{path.name} imports {module}"


def test_only_publish_knows_pelican() -> None:
    for path in PACKAGE.rglob("*.py"):
        if "publish" not in path.parts:
            assert not [name for name in imports_of(path) if name.split(".")[0] == "pelican"], path.name


def test_no_module_has_grown_past_one_idea() -> None:
    longest = max(PACKAGE.rglob("*.py"), key=lambda path: len(path.read_text(encoding="utf-8").splitlines()))
    assert len(longest.read_text(encoding="utf-8").splitlines()) <= 300, longest


# The guides ---------------------------------------------------------------------------------------------

EXAMPLES = re.findall(r"^\| `(\{\{.+?\}\})` \| (.+?) \|$", text("docs/viet-ban-tin.md"), re.MULTILINE)


@pytest.fixture(scope="module")
def reference() -> Facts:
    archive = read_archive(ROOT / "data", ROOT / "content")
    (folder,) = [folder for folder in archive.folders if folder.dataset.slug == "qr-covid"]
    return Facts(folder.dataset, archive.codelist, folder.releases[-1], folder.releases)


@pytest.mark.parametrize(("template", "printed"), [row for row in EXAMPLES if "{{ ten }}" not in row[0]])
def test_the_story_guides_examples_print_what_it_shows(reference: Facts, template: str, printed: str) -> None:
    source = f"Tiêu đề: x\n---\nThấy {template.replace(chr(92), '')}."
    story = read_story(source, "story.md", tuple(reference.dataset.indicators))
    _, lead, _ = tell(story, reference)
    assert plain(lead).replace("\u00a0", " ") == f"Thấy {printed}."


def test_the_story_guide_names_all_of_the_language() -> None:
    guide = text("docs/viet-ban-tin.md")
    words = (*BLOCKS, *OPERATORS, *FILTERS, *OWN_NAMES, *NAMINGS, *(f"points.{name}" for name in ATTRIBUTES))
    assert len(EXAMPLES) >= 8
    assert not [word for word in words if not re.search(rf"\b{re.escape(word)}\b", guide)]


def test_the_data_guide_names_every_option() -> None:
    guide = text("docs/du-lieu.md")
    for rule in (Dataset, PeriodRule, TableRule, IndicatorRule, ChartRule):
        for name, field in rule.model_fields.items():
            if name != "slug":
                assert re.search(rf"\b{field.alias or name}\b", guide), f"{rule.__name__}.{name}"
