"""Bulletins come out of the workshop as they are made plainly, and only those whose sources changed are made again."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bantin import workshop as module
from bantin.engine import Engine, apart
from bantin.errors import ProblemsFound
from bantin.ingest.archive import Archive, read_archive
from bantin.memo import Memo
from bantin.pipeline import Series, make_all
from bantin.workshop import Workshop, runs
from conftest import ROOT

SLUG = "diem-quet-chi-tiet"


class Place:
    """Sources that are built from again and again."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.made = root, list[str]()
        for name in ("data", "content"):
            shutil.copytree(ROOT / name, root / name)
        real = module.make_batch

        def counted(batch):
            found = real(batch)
            self.made += [f"{own.bulletin.dataset}/{own.bulletin.period.last}" for own in found]
            return found

        monkeypatch.setattr(module, "make_batch", counted)

    @property
    def path(self) -> Path:
        """The folder of the dataset that is changed."""
        return self.root / "data" / SLUG

    def archive(self, memo: Memo | None = None) -> Archive:
        """Everything read."""
        return read_archive(self.root / "data", self.root / "content", memo=memo)

    def build(self, workers: int = 1) -> tuple[Series, ...]:
        """By the workshop, as each command begins: with nothing but the file of the memo."""
        self.made.clear()
        memo, engine = Memo(self.root / "memo.sqlite"), Engine(workers)
        series = make_all(self.archive(memo), Workshop(memo, engine))
        memo.save_files()
        engine.close()
        return series

    def is_as_made_plainly(self, series: tuple[Series, ...]) -> bool:
        """Whether these are what is made without any memo."""
        plain = make_all(self.archive())
        assert [own.problems for own in series] == [own.problems for own in plain]
        assert [own.trends for own in series] == [own.trends for own in plain]
        assert [own.sparkline for own in series] == [own.sparkline for own in plain]
        return [b for own in series for b in own.bulletins] == [b for own in plain for b in own.bulletins]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return Place(tmp_path, monkeypatch)


def test_nothing_is_made_twice(place: Place) -> None:
    assert place.is_as_made_plainly(place.build())
    assert len(place.made) == 38
    assert place.is_as_made_plainly(place.build())
    assert place.made == []


def test_a_release_that_is_added_is_the_only_one_made(place: Place) -> None:
    newest = place.path / "2021-12-12.csv"
    aside = newest.rename(place.root / "aside.csv")
    place.build()
    aside.rename(newest)
    assert place.is_as_made_plainly(place.build())
    assert place.made == [f"{SLUG}/2021-12-12"]


def test_a_corrected_release_makes_those_after_it_anew(place: Place) -> None:
    place.build()
    path = place.path / "2021-11-28.csv"
    path.write_text(path.read_text("utf-8").replace("\n", "\n\n", 1), "utf-8")  # the cells move down
    assert place.is_as_made_plainly(place.build())
    assert [own.rpartition("/")[2] for own in place.made] == ["2021-11-28", "2021-12-05", "2021-12-12"]


def test_story_declaration_and_editor_make_theirs_anew(place: Place) -> None:
    place.build()
    (place.root / "content/bulletins" / SLUG).mkdir(parents=True, exist_ok=True)
    editors = place.root / "content/bulletins" / SLUG / "2021-10-10.md"
    editors.write_text("Thẻ: thử\n", "utf-8")
    assert place.is_as_made_plainly(place.build())
    assert place.made == [f"{SLUG}/2021-10-10"]
    for name, old, new in (("story.md", "Tiêu đề: ", "Tiêu đề:  "), ("dataset.toml", "\n[period]", "\n\n[period]")):
        path = place.path / name
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
        assert place.is_as_made_plainly(place.build())
    assert len(place.made) == 0  # an empty line more declares nothing else
    path.write_text(path.read_text("utf-8").replace("title ", 'phrases = ["G7"]\ntitle ', 1), "utf-8")
    assert place.is_as_made_plainly(place.build())
    assert len(place.made) == 12


def test_several_processes_make_the_same(place: Place) -> None:
    assert place.is_as_made_plainly(place.build(workers=2))


def test_faults_of_stories_are_told_from_other_processes_too(place: Place) -> None:
    (place.path / "story.md").write_text("Tiêu đề: {{ points.sai }}\n---\n{{ points }}\n", "utf-8")
    with pytest.raises(ProblemsFound) as plain:
        make_all(place.archive())
    for workers in (1, 2):
        with pytest.raises(ProblemsFound) as found:
            place.build(workers)
        assert found.value.problems == plain.value.problems


def test_runs_are_neighbours_and_no_longer_than_asked() -> None:
    assert [*runs([0, 1, 2, 3, 7, 8, 10], 3)] == [range(3), range(3, 4), range(7, 9), range(10, 11)]
    assert [*runs([], 3)] == []


def test_work_apart_may_use_whatever_is_at_hand() -> None:
    day = date(2021, 11, 12)
    assert apart(lambda number: f"{day}/{number}", range(100), 2) == [f"{day}/{number}" for number in range(100)]
