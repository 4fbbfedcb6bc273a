from types import SimpleNamespace

from markupsafe import Markup

from partials import part, said


def fact(label: str, change: str = "") -> SimpleNamespace:
    return SimpleNamespace(
        label=label,
        value_html=Markup('<data value="3" data-n="0">3</data> điểm'),
        change_html=Markup(change),  # noqa: S704 - the test's own
    )


DATASET = SimpleNamespace(
    latest=SimpleNamespace(url="ban-tin/a/2021-11-12/"),
    headline=[fact("Một", 'tăng <data value="1">1</data>'), fact("Hai", "không thay đổi"), fact("Ba"), fact("Bốn")],
)


def test_a_change_is_marked_only_where_there_is_one():
    (found,) = part("headline", dataset=DATASET).xpath("./dl")
    assert [said(box) for box in found.xpath("./div")] == [
        "Một3 điểmtăng 1",
        "Hai3 điểmkhông thay đổi",
        "Ba3 điểm",
        "Bốn3 điểm",
    ]
    assert [said(change) for change in found.xpath(".//dd[@class='change']")] == ["tăng 1"]
    assert found.get("data-bulletin") == "ban-tin/a/2021-11-12/", "whose figures these are"


def test_a_card_shows_no_more_than_it_is_told_to():
    assert len(part("headline", dataset=DATASET, most=3).xpath("./dl/div")) == 3
