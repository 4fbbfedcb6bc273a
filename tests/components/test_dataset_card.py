from datetime import datetime
from types import SimpleNamespace

from markupsafe import Markup

from partials import part, said

LATEST = SimpleNamespace(url="ban-tin/a/2021-11-12/", date=datetime(2021, 11, 17))  # noqa: DTZ001 - only its day is shown


def card(**changed: object):
    own = {"url": "ban-tin/a/", "title": "Quét <mã>", "illustrative": False, "latest": LATEST, "headline": []}
    return part("dataset_card", dataset=SimpleNamespace(**own | {"sparkline": Markup("<svg></svg>")} | changed))


def test_a_card_leads_to_the_dataset_and_to_its_newest_bulletin():
    made = card()
    assert [(link.get("href"), said(link)) for link in made.xpath(".//a")] == [
        ("../ban-tin/a/", "Quét <mã>"),
        ("../ban-tin/a/2021-11-12/", "Đọc bản tin ngày 17/11/2021: Quét <mã>"),
    ]
    assert made.xpath(".//svg")


def test_a_dataset_without_bulletins_says_so():
    assert said(card(latest=None)) == "Quét <mã> Chưa có bản tin nào."


def test_illustrative_data_are_called_so_here_too():
    assert "Số liệu minh họa" in said(card(illustrative=True))
