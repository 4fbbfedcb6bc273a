"""What is read wrongly from a published history is caught by the truth alone."""

from decimal import Decimal

import pytest

from bantin.ingest import published
from bantin.ingest.published_rows import Texts
from bantin.model import Status
from conftest import ROOT
from proved import found
from restored import histories, made, restore

SLUG = "qr-covid"


def value_off(monkeypatch):
    right = Texts.value

    def wrong(self, text, status, rule):
        value = right(self, text, status, rule)
        return value and (value + 1 if value == 1393 else value)

    monkeypatch.setattr(Texts, "value", wrong)


def values_of_two_units_swapped(monkeypatch):
    right = Texts.item

    def wrong(self, stated, indicator, text):
        item = right(self, stated, indicator, text)
        other = {"058": "065", "065": "058"}.get(item.code, item.code) if indicator == "points" else item.code
        return stated.items[""][other]

    monkeypatch.setattr(Texts, "item", wrong)
    monkeypatch.setattr(Texts, "name", lambda *_: None)


def an_absence_of_another_kind(monkeypatch):
    right = Texts.status

    def wrong(self, text):
        status = right(self, text)
        return Status.NOT_REPORTED if status is Status.NOT_PUBLISHED else status

    monkeypatch.setattr(Texts, "status", wrong)


def another_rank(monkeypatch):
    right = Texts.rank

    def wrong(self, text, rule):
        place = right(self, text, rule)
        return place and Decimal({1: 2, 2: 1}.get(int(place), int(place)))

    monkeypatch.setattr(Texts, "rank", wrong)


def the_row_below(monkeypatch):
    right = published._Reader._cell  # noqa: SLF001 - the mutant's place
    monkeypatch.setattr(published._Reader, "_cell", lambda self, row, column: right(self, row + 1, column))  # noqa: SLF001 - the same


def a_row_not_read(monkeypatch):
    right = published._Reader.record  # noqa: SLF001 - the mutant's place

    def wrong(self, row, record):
        if "app_new" not in record or "065" not in record:
            right(self, row, record)

    monkeypatch.setattr(published._Reader, "record", wrong)  # noqa: SLF001 - the same


def the_week_before(monkeypatch):
    right, weeks = Texts.period, ("2021-11-05", "2021-11-12")
    monkeypatch.setattr(Texts, "period", lambda self, last: right(self, weeks[weeks.index(last) - 1]))
    monkeypatch.setattr(Texts, "first", lambda *_: None)


MUTANTS = [
    value_off,
    values_of_two_units_swapped,
    an_absence_of_another_kind,
    another_rank,
    the_row_below,
    a_row_not_read,
    the_week_before,
]


@pytest.fixture(scope="module")
def history():
    """The reference bulletin's history."""
    return {SLUG: histories(made(ROOT))[SLUG]}


@pytest.mark.parametrize("mutate", MUTANTS, ids=lambda mutate: mutate.__name__)
def test_a_mistake_in_reading_is_found(mutate, history, tmp_path, monkeypatch):
    sources = restore(ROOT, tmp_path, history)
    with (sources / "data" / SLUG / "dataset.toml").open("a", encoding="utf-8") as toml:
        toml.write('[checks]\ntotal = "off"\npart = "off"\nrank = "off"\n')  # they would stop some before the proof
    assert found(sources, tmp_path / "right") == []
    mutate(monkeypatch)
    assert found(sources, tmp_path / "output") != []
