from types import SimpleNamespace

from markupsafe import Markup

from partials import part, said

TERM = SimpleNamespace(name="Số điểm (điểm)", own="Nơi có mã <QR>.", told_html=Markup("Cột “Số điểm”."))
RULE = SimpleNamespace(name="Kỳ báo cáo", own="", told_html=Markup("Hằng tuần."))


def test_the_offices_words_stand_before_ours():
    dataset = SimpleNamespace(method=("Các sở báo cáo.",), terms=[TERM], rules=[RULE])
    made = part("method", dataset=dataset)
    assert [said(line) for line in made.xpath(".//section/p")] == ["Các sở báo cáo."]
    assert [said(line) for line in made.xpath(".//section/dl//*[self::dt or self::dd]")] == [
        "Số điểm (điểm)",
        "Nơi có mã <QR>.",
        "Cột “Số điểm”.",
    ]
    assert [said(line) for line in made.xpath(".//details//dt | .//details//dd")] == ["Kỳ báo cáo", "Hằng tuần."]
