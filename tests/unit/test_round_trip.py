"""Bulletins made of what a site published are the bulletins that it published: figure by figure, word by word."""

import csv
import functools
import io
import shutil
from pathlib import Path

import pytest

from bantin.facts.history import COLUMNS
from bantin.ingest.archive import read_archive
from bantin.pipeline import Series
from conftest import ROOT
from proved import found
from restored import counts_records, histories, made, restore, said

PROVENANCE = {"file", "cell"}


FAULTY = {"ten-faults", "real-bau-cu-as-printed", "real-tthc-vinh-phuc-as-printed"}  # which stop a build
GOLDEN = sorted(path.parent for path in ROOT.glob("tests/golden/*/data") if path.parent.name not in FAULTY)
CASES = [ROOT, ROOT / "docs" / "vi-du", *GOLDEN]


@functools.cache
def published_of(case: Path) -> tuple[Series, ...]:
    """The bulletins of a case's offices' files."""
    return made(case)


def without_provenance(history: str) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(history, newline=""))
    return [{column: text for column, text in row.items() if column not in PROVENANCE} for row in rows]


@pytest.fixture(params=CASES, ids=[case.relative_to(ROOT).name or "shipped" for case in CASES])
def case(request) -> Path:
    """Sources with the offices' files."""
    return request.param


def test_there_are_cases_of_every_kind_of_table() -> None:
    datasets = [series.folder.dataset for case in CASES for series in published_of(case)]
    rules = [rule for dataset in datasets for rule in dataset.all_tables.values()]
    assert {"area", "record", "products"} <= {rule.rows for rule in rules}
    assert {rule.layout for rule in rules} == {"wide", "long"}
    assert any(len(dataset.tables) > 1 for dataset in datasets)
    assert any(rule.rank for dataset in datasets for rule in dataset.indicators.values())


def test_bulletins_of_the_download_are_those_of_the_offices_files(case: Path, tmp_path: Path) -> None:
    published = published_of(case)
    again = made(restore(case, tmp_path, histories(published)))
    assert [one.folder.dataset for one in again] == [one.folder.dataset for one in published]
    for before, after in zip(published, again, strict=True):
        counted = counts_records(before)
        assert len(before.bulletins) == len(after.bulletins) > 0
        for one, other in zip(before.bulletins, after.bulletins, strict=True):
            assert said(other, counted=counted) == said(one, counted=counted)
            assert [figure.value for figure in other.figures] == [figure.value for figure in one.figures]


def test_what_is_worth_a_look_is_told_of_the_download_too(case: Path, tmp_path: Path) -> None:
    again = read_archive(restore(case, tmp_path, histories(published_of(case))) / "data", case / "content")
    before = read_archive(case / "data", case / "content")
    assert sorted(problem.what for problem in again.problems) == sorted(problem.what for problem in before.problems)


def test_the_figures_of_the_download_are_proved(case: Path, tmp_path: Path) -> None:
    assert found(restore(case, tmp_path, histories(published_of(case))), tmp_path / "output") == []


def test_new_files_of_the_offices_go_on_from_the_download(case: Path, tmp_path: Path) -> None:
    published = published_of(case)
    older = {}
    for series in published:
        slug, newest = series.folder.dataset.slug, series.folder.releases[-1]
        rows = histories([series])[slug].splitlines(keepends=True)
        older[slug] = "".join(row for row in rows if f",{newest.period.last}," not in row[:22])
    sources = restore(case, tmp_path, older)
    for file in (file for series in published for file in series.folder.releases[-1].files):
        shutil.copy(case / file, sources / file)
    for before, after in zip(published, made(sources), strict=True):
        assert [len(before.bulletins), len(after.bulletins)] == [len(before.folder.releases)] * 2
        assert said(after.bulletins[-1], counted=True) == said(before.bulletins[-1], counted=True)
    assert found(sources, tmp_path / "output") == []


def test_a_history_published_again_is_the_same_history(case: Path, tmp_path: Path) -> None:
    first = histories(published_of(case))
    second = histories(made(restore(case, tmp_path / "second", first)))
    third = histories(made(restore(case, tmp_path / "third", second)))
    for slug, history in first.items():
        assert without_provenance(second[slug]) == without_provenance(history)
        assert third[slug] == second[slug]
        rows = list(csv.DictReader(io.StringIO(second[slug], newline="")))
        assert rows
        assert list(rows[0]) == list(COLUMNS)
        files = {file for row in rows for file in row["file"].split("; ")}
        assert files <= {f"data/{slug}/so-lieu.csv", "data/populations.csv", ""}  # some sums cannot be had
