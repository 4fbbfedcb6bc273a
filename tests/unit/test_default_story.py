"""The story of a dataset without `story.md`: chosen by the facts, told in the same language, the same every time."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bantin.facts.facts import Facts
from bantin.ingest.archive import Folder, read_archive
from bantin.model import plain
from bantin.story.default import default_story, story_for, surprise
from bantin.story.story import tell

ROOT = Path(__file__).parents[2]
WITHOUT = {folder.dataset.slug: replace(folder, story="") for folder in read_archive(ROOT / "data", ROOT).folders}
(CLINICS,) = read_archive(ROOT / "tests/golden/default-story/data", ROOT).folders


def facts_of(folder: Folder, release: int = -1) -> Facts:
    end = release % len(folder.releases) + 1
    return Facts(folder.dataset, folder.codelists, folder.releases[end - 1], folder.releases[:end])


def told(folder: Folder, release: int = -1) -> list[str]:
    facts = facts_of(folder, release)
    title, lead, body = tell(story_for(folder)(facts), facts)
    return [plain(line).replace("\u00a0", " ") for line in (title, lead, *body)]


@pytest.mark.parametrize("slug", WITHOUT)
def test_every_release_of_every_dataset_is_told_soundly(slug):
    folder = WITHOUT[slug]
    for release in range(len(folder.releases)):
        title, lead, *body = told(folder, release)
        assert title
        assert folder.dataset.source in lead
        for text in (lead, *body):
            assert text.endswith(".")
            assert not re.search(r"\s[,.;)]|[,;:]\s*[.,;]|\.\.|\(\)|  |tăng 0 |giảm 0 ", text), text


def test_the_same_facts_give_the_same_story():
    for folder in WITHOUT.values():
        assert default_story(facts_of(folder)) == default_story(facts_of(folder))


def test_what_moves_most_against_its_own_past_is_told_first():
    facts = facts_of(CLINICS, 4)
    assert surprise(facts, "chuyen") > surprise(facts, "noi_tru") > 1
    body = " ".join(told(CLINICS, 4)[2:])
    assert body.index("ca chuyển tuyến") < body.index("điều trị nội trú")


def test_who_is_silent_is_said_in_the_lead_and_nothing_is_ranked_or_compared():
    title, lead, *body = told(CLINICS)
    assert title == "Số lượt khám bệnh: 951 lượt"
    assert lead.endswith("Chưa có số liệu về số lượt khám bệnh của huyện Chợ Mới.")
    assert not re.search("tăng|giảm|cao nhất|thấp nhất", " ".join([title, lead, *body]))


def test_an_indicator_without_a_value_does_not_lead():
    folder = WITHOUT["qr-covid"]
    release = folder.releases[-1]
    lacking = {key: seen for key, seen in release.observations.items() if key[0] != "points"}
    title, *_ = told(replace(folder, releases=(replace(release, observations=lacking),)))
    assert title == "Số lượt quét mã QR: 45.536 lượt"
