"""What is to be written waits until all is known, and is then the same by any number of processes."""

from pathlib import Path

import pytest
from jinja2 import Environment
from pelican import signals
from pelican.settings import DEFAULT_CONFIG

from bantin.publish.press import Press

TEMPLATE = Environment(autoescape=True).from_string("{{ SITEURL }}|{{ output_file }}|{{ word }}")


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return Press(str(tmp_path / "output"), {**DEFAULT_CONFIG, "PAGINATED_TEMPLATES": {}})


def names(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
    }


def around(root: Path) -> dict[str, str]:
    """What every page's template sees."""
    return {"SITEURL": "x", "OUTPUT_PATH": str(root / "output")}


@pytest.mark.parametrize("workers", [1, 2])
def test_pages_and_files_are_written_together(press: Press, tmp_path: Path, workers: int) -> None:
    told: list[tuple[str, str]] = []

    def hear(path: str, context: dict[str, str]) -> None:
        told.append((Path(path).relative_to(tmp_path / "output").as_posix(), context["word"]))

    for number in range(50):
        press.write_file(f"{number}/index.html", TEMPLATE, around(tmp_path), relative_urls=True, word=f"<{number}>")
    press.add("so-lieu.json", lambda: b"{}")
    assert not (tmp_path / "output").exists()
    with signals.content_written.connected_to(hear):
        press.print(workers)
    found = names(tmp_path / "output")
    assert found.pop("so-lieu.json") == "{}"
    assert found == {f"{number}/index.html": f"..|{number}/index.html|&lt;{number}&gt;" for number in range(50)}
    assert told == [(f"{number}/index.html", f"<{number}>") for number in range(50)]


def test_no_two_files_have_one_address(press: Press) -> None:
    press.add("a.json", lambda: b"")
    with pytest.raises(RuntimeError, match=r"a\.json"):
        press.write_file("a.json", TEMPLATE, {})


def test_what_comes_after_is_written_at_once(press: Press, tmp_path: Path) -> None:
    press.print(1)
    press.write_file("later/index.html", TEMPLATE, around(tmp_path), word="a")
    assert names(tmp_path / "output") == {"later/index.html": "x|later/index.html|a"}


def test_a_page_that_cannot_be_made_stops_all(press: Press) -> None:
    def fail() -> bytes:
        raise ValueError("hỏng")

    for number in range(60):
        press.add(f"{number}.json", fail if number == 55 else bytes)
    with pytest.raises(ValueError, match="hỏng"):
        press.print(2)
