"""What the documents say is so: commands exist, folders and rooms are as drawn, examples print what is shown."""

import ast
import json
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
import tasks
from invoke.collection import Collection
from jsonschema import Draft202012Validator

from bantin.ingest.guide import options_markdown, schema_json

ROOT = Path(tasks.__file__).parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
PACKAGE = ROOT / "plugins" / "bantin"


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_named_is_a_task_with_such_options(document: Path) -> None:
    known = Collection.from_module(tasks).tasks
    for name, options in re.findall(
        r"py(?:thon3)? tasks\.py[ \n]([a-z]+)((?: --[a-z]+)*)", document.read_text(encoding="utf-8")
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


def test_the_guide_of_options_and_the_schema_are_what_the_code_says() -> None:
    """Else: `python3 tasks.py docs`."""
    guide = text("docs/du-lieu.md")
    made = guide.split("<!-- lập từ mã nguồn -->\n", 1)[1].split("<!-- hết -->", 1)[0]
    assert made == f"\n{options_markdown()}\n"
    assert text("docs/dataset.schema.json") == schema_json()


SCHEMA = json.loads(schema_json())


def as_json(value: object) -> object:
    """What TOML reads as an editor's JSON Schema sees it: a date is a text."""
    if isinstance(value, dict):
        return {key: as_json(own) for key, own in value.items()}
    if isinstance(value, list):
        return [as_json(own) for own in value]
    return value.isoformat() if isinstance(value, date) else value


def faults(toml: str) -> list[str]:
    checker = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [fault.json_path for fault in checker.iter_errors(as_json(tomllib.loads(toml)))]


@pytest.mark.parametrize(
    "path",
    sorted([*ROOT.glob("data/*/dataset.toml"), *ROOT.glob("tests/**/dataset.toml")]),
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_every_dataset_here_holds_to_the_schema(path: Path) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("title ", "titel ", "$"),
        ("[table]", "[table]\nrow = 1", "$.table"),
        ("decimals = 2", "decimals = 7", "$.indicators.app_share.decimals"),
        ('kind  = "bars"', 'kind = "pie"', "$.charts[0].kind"),
        ("[statuses]", '[checks]\ntotal = "warn"\n[statuses]', "$.checks.total"),
        ("not_applicable =", "zero =", "$.statuses"),
        ('from  = "friday"', 'from  = "fryday"', "$.period.from"),
    ],
)
def test_the_schema_finds_what_reading_would_refuse(old: str, new: str, place: str) -> None:
    toml = text("data/qr-covid/dataset.toml")
    assert any(found.startswith(place) for found in faults(toml.replace(old, new, 1)))


WIDE = """
[indicators.rate]
label = "a"
unit = "b"
rate = "points"
[indicators.total]
label = "a"
unit = "b"
cumulative = "points"
since = 2021-11-05
jump = 12.5
[indicators.of_year]
label = "a"
unit = "b"
cumulative = "points"
since = "year"
jump = 50
[indicators.counted]
label = "a"
unit = "b"
records = "count"
where = { a = 0, b = "> 10", c = true }
"""


def test_the_schema_takes_every_form_that_reading_takes() -> None:
    one_total = text("data/qr-covid/dataset.toml").replace('"Toàn tỉnh"', '["Toàn tỉnh", "Tổng"]')
    assert faults(one_total + WIDE) == []
