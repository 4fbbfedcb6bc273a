from types import SimpleNamespace

from markupsafe import Markup

from partials import part, said

FIGURE = SimpleNamespace(
    html=Markup('<data value="3" data-n="0">3</data> điểm'),
    computation="= B2",
    cells=[{"label": "ô B2, a.csv", "url": "du-lieu/a/a.csv"}],
)


def view(**changed: object) -> SimpleNamespace:
    own = {"source": "Sở <Y tế>", "period_html": Markup("5/11 - 12/11/2021"), "figures": [FIGURE], "downloads": []}
    return SimpleNamespace(**own | changed)


def test_every_figure_leads_to_its_cells():
    made = part("sources", view=view(), address="https://a.vn/ban-tin/")
    assert [said(line) for line in made.xpath(".//dl//dd")] == [
        "Sở <Y tế>",
        "5/11 - 12/11/2021",
        "https://a.vn/ban-tin/",
    ]
    (item,) = made.xpath(".//details//li")
    assert said(item) == "3 điểm = B2 Ô số liệu: ô B2, a.csv"
    assert item.xpath(".//a/@href") == ["../du-lieu/a/a.csv"]


def test_what_can_be_taken_away_is_listed():
    own = [{"label": "Số liệu kỳ này (CSV)", "url": "ban-tin/a/so-lieu.csv"}]
    made = part("sources", view=view(downloads=own, figures=[]), address="")
    assert made.xpath(".//ul[@class='plain']/li/a/@href") == ["../ban-tin/a/so-lieu.csv"]
    assert not made.xpath(".//details")
