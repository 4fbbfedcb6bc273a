"""The editors' guide says what the code prints, and leaves out no word of the language."""

import inspect
import re
from pathlib import Path

import pytest
import tasks

from bantin.errors import ProblemsFound
from bantin.story.guide import BLOCK, INDEX, Guide, filled, read_guide, words_by_kind
from bantin.story.language import FILTERS

DOCS = Path(tasks.__file__).parent / "docs"
TEXT = (DOCS / "viet-ban-tin.md").read_text(encoding="utf-8")
POSITIONAL = {"so_don_vi", "xu_huong.moc", "tu_den.moc", "dien_bien.moc"}
"""Parameters that stories give by their place; the others are words of the language."""


@pytest.fixture(scope="module")
def guide() -> Guide:
    return read_guide(DOCS / "vi-du")


@pytest.fixture(scope="module")
def examples(guide: Guide) -> list[str]:
    return [row["viet"] for group in guide.groups.values() for row in group.get("mau", ())]


def test_every_example_prints_what_the_guide_shows(guide: Guide) -> None:
    """Else: `python3 tasks.py docs`."""
    assert filled(TEXT, guide) == TEXT


def test_what_is_made_anew_is_only_between_the_marks(guide: Guide) -> None:
    emptied = BLOCK.sub(r"\1\2", TEXT)
    assert len(emptied) < len(TEXT)
    assert filled(emptied, guide) == TEXT


def test_every_group_of_examples_has_its_place(guide: Guide) -> None:
    assert sorted(found[1] for found in BLOCK.finditer(TEXT)) == sorted([*guide.groups, INDEX])


def test_every_word_of_the_language_is_shown_in_an_example(guide: Guide, examples: list[str]) -> None:
    kinds = words_by_kind(guide.folders.values())
    assert not [
        (kind, word)
        for kind, (words, pattern) in kinds.items()
        for word in words
        if not any(re.search(pattern.format(re.escape(word)), example) for example in examples)
    ]


def test_every_option_of_a_filter_is_shown_with_it(examples: list[str]) -> None:
    for name, function in FILTERS.items():
        for option, parameter in inspect.signature(function).parameters.items():
            if parameter.default is not parameter.empty and not {option, f"{name}.{option}"} & POSITIONAL:
                used = rf"\| {name}\([^)]*\b{option}="
                assert any(re.search(used, example) for example in examples), f"{name}({option}=…)"


def test_every_word_of_the_index_leads_to_where_it_is_shown(guide: Guide) -> None:
    kinds = words_by_kind(guide.folders.values())
    for word in (word for words, _ in kinds.values() for word in words):
        assert re.search(rf"^- .*\[`{re.escape(word)}`\]\(#", TEXT, re.MULTILINE), word


def test_every_link_of_the_index_leads_to_a_heading() -> None:
    headings = re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
    places = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    linked = set(re.findall(r"\]\(#([^)]+)\)", TEXT))
    assert len(linked) > 5
    assert linked <= places


def test_the_worked_examples_print_something_of_every_day(guide: Guide) -> None:
    for name, group in guide.groups.items():
        for row in group.get("in", ()):
            title, lead, *_ = guide.told({**group, **row}, group.get("loi", ""))
            assert title, name
            assert re.search(r"\d", lead), name


def test_a_fault_in_the_sample_data_is_told(tmp_path: Path) -> None:
    (tmp_path / "data" / "a").mkdir(parents=True)
    (tmp_path / "data" / "areas.csv").write_text("code,name\n1,Tỉnh\n", encoding="utf-8")
    (tmp_path / "data" / "a" / "dataset.toml").write_text("title = 1\n", encoding="utf-8")
    (tmp_path / "mau.toml").write_text("", encoding="utf-8")
    with pytest.raises(ProblemsFound):
        read_guide(tmp_path)
