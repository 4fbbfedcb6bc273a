from datetime import datetime
from types import SimpleNamespace

from partials import part, said


def bulletin(day: int) -> SimpleNamespace:
    when = datetime(2021, 11, day)  # noqa: DTZ001 - only its day is shown
    return SimpleNamespace(url=f"ban-tin/a/{day}/", title=f"Ngày {day}", date=when)


def test_the_periods_beside_are_linked_by_what_they_are():
    dataset = SimpleNamespace(url="ban-tin/a/", title="Quét mã")
    view = SimpleNamespace(previous=bulletin(5), next=bulletin(19), dataset=dataset)
    links = part("neighbours", view=view).xpath("./nav/a")
    assert [(link.get("rel"), link.get("href")) for link in links] == [
        ("prev", "../ban-tin/a/5/"),
        ("next", "../ban-tin/a/19/"),
        (None, "../ban-tin/a/"),
    ]
    assert said(links[0]) == "Kỳ trước, 5/11/2021 Ngày 5"


def test_the_first_and_the_last_have_one_neighbour_less():
    view = SimpleNamespace(previous=None, next=None, dataset=SimpleNamespace(url="ban-tin/a/", title="Quét mã"))
    assert [said(link) for link in part("neighbours", view=view).xpath("./nav/a")] == ["Tất cả các kỳ Quét mã"]
