"""Every example of the guide to the story language, told of every release of its samples, passes the proof gate."""

import shutil
import tomllib
from pathlib import Path

import pytest

from bantin.errors import ProblemsFound
from bantin.ingest.archive import read_archive
from bantin.ingest.phrases import phrases_of
from bantin.story.story import read_story
from proved import found

SAMPLES = Path(__file__).parents[2] / "docs" / "vi-du"
WRONG_ON_PURPOSE = "Số ca nội trú giảm {{ noi_tru | tu_den }}."


def examples(part) -> list[str]:
    """All templates in a part of `mau.toml`."""
    if isinstance(part, dict):
        own = [part["viet"]] if "viet" in part else []
        return own + [text for value in part.values() for text in examples(value)]
    return [text for value in part for text in examples(value)] if isinstance(part, list) else []


EXAMPLES = examples(tomllib.loads((SAMPLES / "mau.toml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("slug", ["sot-xuat-huyet", "cap-do-dich"])
def test_every_example_is_proved(slug, tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "data").mkdir()
    shutil.copy(SAMPLES / "data" / "areas.csv", tmp_path / "data")
    shutil.copytree(SAMPLES / "data" / slug, tmp_path / "data" / slug)
    (folder,) = read_archive(tmp_path / "data", tmp_path / "content").folders
    names, phrases, sayable = tuple(folder.dataset.indicators), phrases_of(folder.dataset, folder.codelists), []
    for text in EXAMPLES:
        sentence = text.strip() if text.strip().endswith((".", "%}")) else f"{text.strip()}."
        try:
            read_story(f"Tiêu đề: Thử\n---\n{sentence}", "story.md", names, phrases)
        except ProblemsFound:
            continue  # of the other sample, or a word by itself
        sayable += [sentence] if sentence != WRONG_ON_PURPOSE else []
    assert len(sayable) > 20
    told = "\n\n".join(("Lời dẫn {{ ky }}.", *sayable))
    (tmp_path / "data" / slug / "story.md").write_text(f"Tiêu đề: Thử\n---\n{told}\n", encoding="utf-8")
    assert found(tmp_path, tmp_path / "output") == []
