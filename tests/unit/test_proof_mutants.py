"""A pipeline that errs in one place is caught by the truth alone, without a look at what the pipeline makes now."""

import shutil
from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal
from pathlib import Path

import pytest

from bantin.facts import changes, facts, ranking
from bantin.ingest import derive, figures
from bantin.story import wording
from proved import found

ROOT = Path(__file__).parents[2]
CASES = [
    path.parent
    for path in (*ROOT.glob("tests/golden/*/data"), ROOT / "data", ROOT / "docs/vi-du/data")
    if path.parent.name not in {"ten-faults", "real-bau-cu-as-printed", "real-tthc-vinh-phuc-as-printed"}
]


@pytest.fixture
def sources(tmp_path):
    """The reference bulletin, the one of procedures, which has shares, ties and workbooks, and the one of prices."""
    for slug in ("qr-covid", "thu-tuc-hanh-chinh", "gia-thi-truong"):
        shutil.copytree(ROOT / "data" / slug, tmp_path / "data" / slug)
    for path in (ROOT / "data").glob("*.csv"):
        shutil.copy(path, tmp_path / "data")
    (tmp_path / "content").mkdir()
    return tmp_path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_the_repository_holds_is_proved(case, tmp_path):
    assert found(case, tmp_path) == []


def sign_flipped(monkeypatch):
    made = changes._change  # noqa: SLF001 - the mutant's place
    monkeypatch.setattr(changes, "_change", lambda *given: (own := made(*given)) and replace(own, sign=-own.sign))


def base_a_period_off(monkeypatch):
    made = facts.find_base

    def off(word, dataset, period, earlier):
        base = made(word, dataset, period, earlier)
        return replace(base, days=tuple(day - timedelta(weeks=1) for day in base.days))

    monkeypatch.setattr(facts, "find_base", off)


def ranking_reversed(monkeypatch):
    made = ranking.by_value

    def reverse(items, figures_of_items, *, lowest=False):
        return made(items, figures_of_items, lowest=not lowest)

    monkeypatch.setattr(ranking, "by_value", reverse)


def neighbouring_column(monkeypatch):
    made = figures._observed  # noqa: SLF001 - the mutant's place
    wrong = "Số điểm báo cáo bằng 0"

    def off(own, row, column, scope, rule, to):
        return made(own, row, column + (own.head(column) == wrong), scope, rule, to)

    monkeypatch.setattr(figures, "_observed", off)


def neighbouring_row(monkeypatch):
    made = figures._observed  # noqa: SLF001 - the mutant's place

    def off(own, row, column, scope, rule, to):
        beside = row + 3  # each product has three rows
        wrong = own.heads[0] == "Mặt hàng" and beside < len(own.sheet.rows)
        return made(own, beside if wrong else row, column, scope, rule, to)

    monkeypatch.setattr(figures, "_observed", off)


def share_rounded_down(monkeypatch):
    monkeypatch.setattr(
        derive, "rounded", lambda value, decimals: value.quantize(Decimal(1).scaleb(-decimals), ROUND_DOWN)
    )


def tie_dropped(monkeypatch):
    made = wording._placed  # noqa: SLF001 - the mutant's place
    monkeypatch.setattr(wording, "_placed", lambda rows, *given, **more: made(rows[:1], *given, **more))


def another_indicator(monkeypatch):
    made = facts.Facts.observation
    swapped = {"scans": "points", "chuyen_sang": "tiep_nhan"}
    monkeypatch.setattr(
        facts.Facts, "observation", lambda own, name, *given: made(own, swapped.get(name, name), *given)
    )


def size_of_the_change_off(monkeypatch):
    made = changes.number
    monkeypatch.setattr(changes, "number", lambda value, decimals: made(value + 1, decimals))


MUTANTS = [
    sign_flipped,
    base_a_period_off,
    ranking_reversed,
    neighbouring_column,
    neighbouring_row,
    share_rounded_down,
    tie_dropped,
    another_indicator,
    size_of_the_change_off,
]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_pipeline_that_errs_is_caught_by_the_truth_alone(mutant, sources, tmp_path, monkeypatch):
    mutant(monkeypatch)
    assert found(sources, tmp_path / "output") != []


@pytest.mark.parametrize(
    ("was", "now"), [("nhiều nhất", "ít nhất"), ("Dẫn đầu", "Đứng cuối"), ("cao nhất", "thấp nhất")]
)
def test_a_story_with_a_wrong_superlative_is_caught_by_the_truth_alone(sources, tmp_path, was, now):
    assert found(sources, tmp_path / "output") == []
    for story in sources.glob("data/*/story.md"):
        story.write_text(story.read_text(encoding="utf-8").replace(was, now), encoding="utf-8")
    assert any(now in problem for problem in found(sources, tmp_path / "again"))
