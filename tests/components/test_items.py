from datetime import datetime
from types import SimpleNamespace

import pytest

from partials import part, said

ITEM = SimpleNamespace(
    url="ban-tin/a/2021-11-12/",
    title="Có <3> điểm",
    summary="Lời dẫn",
    date=datetime(2021, 11, 17),  # noqa: DTZ001 - only its day is shown
    category=SimpleNamespace(name="Y tế"),
    bulletin=SimpleNamespace(dataset=SimpleNamespace(illustrative=True)),
)


@pytest.mark.parametrize("level", [2, 3])
def test_an_entry_has_day_category_title_and_lead(level: int):
    (item,) = part("items", items=[ITEM], level=level).xpath("./ul/li")
    assert item.get("data-bulletin") == ITEM.url
    assert item.xpath(".//time/@datetime") == ["2021-11-17"]
    assert said(item.xpath("./p")[0]) == "17/11/2021 · Y tế · Số liệu minh họa"
    assert [said(head) for head in item.xpath(f"./h{level}/a")] == ["Có <3> điểm"]
    assert said(item.xpath("./p")[1]) == "Lời dẫn"


def test_a_brief_entry_has_day_and_title_alone():
    (item,) = part("items", items=[ITEM], level=3, brief=True).xpath("./ul/li")
    assert [said(line) for line in item.xpath("./p")] == ["17/11/2021 · Số liệu minh họa"]


def test_an_empty_list_says_so():
    assert said(part("items", items=[])) == "Chưa có bản tin nào."
