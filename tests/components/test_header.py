from types import SimpleNamespace

from markupsafe import Markup

from partials import part, said

BANTIN = SimpleNamespace(own=Markup(""), emblem=SimpleNamespace(url="images/huy-hieu.png", width=60, height=44))


def header(count: int = 2, output_file: str = "index.html", **values: object):
    named = [(SimpleNamespace(name=f"Mục {i}", url=f"chuyen-muc/{i}/"), []) for i in range(count)]
    return part("header", bantin=BANTIN, SITENAME="Bản tin", output_file=output_file, categories=named, **values)


def test_who_publishes_is_said_with_the_emblem():
    made = header(BANTIN_AGENCY={"name": "Cổng thông tin"})
    (image,) = made.xpath(".//img")
    assert (image.get("src"), image.get("width"), image.get("height"), image.get("alt")) == (
        "../images/huy-hieu.png",
        "60",
        "44",
        "",
    )
    assert [said(line) for line in made.xpath(".//p")] == ["Cổng thông tin", "Bản tin"]
    assert not header(BANTIN_AGENCY={"name": "Bản tin"}).xpath(".//p[@class='agency']"), "not the same name twice"


def test_without_an_emblem_of_its_own_the_header_draws_the_themes():
    made = part("header", bantin=SimpleNamespace(own=Markup(""), emblem=None), SITENAME="A", output_file="index.html")
    assert not made.xpath(".//img")
    (drawing,) = made.xpath(".//div[@class='brand']/svg")
    assert drawing.get("aria-hidden") == "true"


def test_the_name_is_the_home_pages_title():
    assert [said(name) for name in header(home=True).xpath(".//h1")] == ["Bản tin"]
    assert not header().xpath(".//h1")


def test_a_few_categories_stand_in_the_menu():
    made = header(4, "chuyen-muc/1/index.html")
    assert [said(link) for link in made.xpath(".//nav//li[@class='of']")] == ["Mục 0", "Mục 1", "Mục 2", "Mục 3"]
    assert made.xpath(".//a[@aria-current='page']/@href") == ["../chuyen-muc/1/"]
    assert made.xpath(".//li[@class='to']/a/@href") == ["../chuyen-muc/"], "for small screens"


def test_many_categories_have_a_page_of_their_own():
    made = header(5)
    assert not made.xpath(".//li[@class]")
    assert [said(link) for link in made.xpath(".//nav//a")] == [
        "Trang chủ",
        "Chuyên mục",
        "Lưu trữ",
        "Tìm kiếm",
    ]
