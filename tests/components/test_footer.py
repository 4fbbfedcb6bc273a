from partials import part, said

AGENCY = {
    "name": "Sở <A>",
    "address": "Tổ 1",
    "phone": "0209 3.870.000",
    "email": "a@b.vn",
    "feedback": "https://a.vn/gop-y",
}


def test_how_to_reach_the_agency_comes_from_the_settings():
    foot = part("footer", BANTIN_AGENCY=AGENCY)
    (address,) = foot.xpath(".//address")
    assert said(address).startswith("Sở <A> Tổ 1 Điện thoại: 0209 3.870.000 Thư điện tử: a@b.vn")
    assert address.xpath(".//a/@href") == ["tel:02093870000", "mailto:a@b.vn", "https://a.vn/gop-y"]


def test_what_is_not_set_is_not_there():
    assert not part("footer").xpath(".//address")
    assert not part("footer", BANTIN_AGENCY={"name": "Sở A"}).xpath(".//address//a")


def test_other_agencies_are_linked():
    (links,) = part("footer", BANTIN_LINKS=[("Chính phủ", "https://chinhphu.vn")]).xpath(".//ul[@aria-label]")
    assert links.get("aria-label") == "Cơ quan liên quan"
    assert [(link.get("href"), said(link)) for link in links.xpath(".//a")] == [("https://chinhphu.vn", "Chính phủ")]
