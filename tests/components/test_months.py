from partials import part, said


def test_each_place_leads_on_and_says_how_much_is_there():
    places = [("luu-tru/2021/11/", "Tháng 11", 2021, 12), ("tac-gia/bich-hue/", "Bích Huệ", "", 1)]
    rows = part("months", places=places).xpath("./ul/li/a")
    assert [(row.get("href"), said(row)) for row in rows] == [
        ("../luu-tru/2021/11/", "Tháng 11 2021: 12 bản tin"),
        ("../tac-gia/bich-hue/", "Bích Huệ 1 bản tin"),
    ]
    assert [said(hidden) for hidden in rows[0].xpath("./span[@class='vh']")] == ["2021:"], "for those who hear it"
