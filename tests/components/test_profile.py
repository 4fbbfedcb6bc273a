"""An author's page: who they are, and what they signed by role; for readers, for machines, and proved."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import html

from bantin.ingest.archive import read_archive
from bantin.proof.verify import Proof
from conftest import CORRECTED
from partials import part, said

PAGE, LIST = "tac-gia/bich-hue/index.html", "tac-gia/index.html"
COMPILED = "ban-tin/diem-quet-chi-tiet/2021-12-12/"
HOME = "http://localhost:8000/"
BARE = {"position": "", "photo": None, "email": "", "phone": "", "contact": "", "biography_html": ""}


def tree(folder: Path, path: str) -> html.HtmlElement:
    return html.document_fromstring((folder / "output" / path).read_bytes())


def node(folder: Path, path: str) -> dict[str, object]:
    (own,) = tree(folder, path).xpath("//script[@type='application/ld+json']/text()")
    return json.loads(own)


def test_an_author_without_a_word_of_themselves_has_no_empty_boxes() -> None:
    assert len(part("profile", profile=SimpleNamespace(**BARE))) == 0


def test_ways_to_reach_an_author_can_be_pressed() -> None:
    shown = part("profile", profile=SimpleNamespace(**BARE | {"phone": "(0209) 3870", "dialled": "02093870"}))
    assert said(shown) == "Điện thoại: (0209) 3870"
    assert shown.xpath(".//a/@href") == ["tel:02093870"]


def test_an_authors_page_says_who_they_are(corrected: Path) -> None:
    (main,) = tree(corrected, PAGE).xpath("//main")
    assert said(main.xpath("./p[@class='position']")[0]) == "Phóng viên tổ 2"
    (photo,) = main.xpath("./div/figure//img")
    assert photo.get("alt") == "Chân dung năm 2021"
    assert [(own.text, own.get("href")) for own in main.xpath("./ul[contains(@class, 'contact')]//a")] == [
        ("bich.hue7@example.vn", "mailto:bich.hue7@example.vn"),
        ("(0209) 3870-456", "tel:02093870456"),
        ("https://example.vn/toa-soan/8", "https://example.vn/toa-soan/8"),
    ]
    assert said(main.xpath("./div[@class='body']")[0]) == "Viết cho trang từ năm 2019, về chuyển đổi số."


def test_everything_they_signed_stands_under_its_role(corrected: Path) -> None:
    sections = tree(corrected, PAGE).xpath("//main/section")
    assert {said(own.xpath("./h2")[0]): own.xpath(".//li/@data-bulletin") for own in sections} == {
        "Tác giả": [CORRECTED],
        "Ảnh": [CORRECTED],
        "Tổng hợp": [COMPILED],
    }
    assert "2 bản tin" in tree(corrected, PAGE).xpath("//main/p[@class='meta']/text()")
    heads = {
        slug: tree(corrected, f"tac-gia/{slug}/index.html").xpath("//h2/text()") for slug in ("ngoc-tu", "so-y-te")
    }
    assert heads == {"ngoc-tu": ["Biên tập"], "so-y-te": ["Nguồn"]}


def test_the_list_of_authors_shows_their_positions(corrected: Path) -> None:
    rows = {said(own) for own in tree(corrected, LIST).xpath("//ul[@class='months']/li")}
    assert {"Bích Huệ · Phóng viên tổ 2 · 2 bản tin", "Ngọc Tú 1 bản tin"} < rows


def test_the_article_names_each_with_the_role_once(corrected: Path) -> None:
    lines = tree(corrected, f"{CORRECTED}index.html").xpath("//p[@class='byline']")
    assert [(said(own), own.xpath("string(a/@href)").rpartition("tac-gia/")[2]) for own in lines] == [
        ("Bích Huệ", "bich-hue/"),
        ("Bích Huệ (ảnh)", "bich-hue/"),
        ("Đội ảnh 5 (ảnh)", "doi-anh-5/"),
        ("Ngọc Tú (biên tập)", "ngoc-tu/"),
        ("Sở Y tế (nguồn)", "so-y-te/"),
    ]
    assert [said(own) for own in tree(corrected, f"{COMPILED}index.html").xpath("//p[@class='byline']")] == [
        "Bích Huệ (tổng hợp)"
    ]


def test_machines_are_told_who_wrote_and_who_did_what_else(corrected: Path) -> None:
    def person(name: str, slug: str) -> dict[str, str]:
        return {"@type": "Person", "name": name, "url": f"{HOME}tac-gia/{slug}/"}

    article = node(corrected, f"{CORRECTED}index.html")
    assert article["author"] == [person("Bích Huệ", "bich-hue")]
    assert article["editor"] == [person("Ngọc Tú", "ngoc-tu")]
    assert article["contributor"] == [person("Bích Huệ", "bich-hue"), person("Đội ảnh 5", "doi-anh-5")]
    core = tree(corrected, f"{CORRECTED}index.html").xpath("//meta[@name='DC.creator' or @name='DC.source']/@content")
    assert core == ["Bích Huệ", "Sở Thông tin và Truyền thông", "Sở Y tế"]
    page = node(corrected, PAGE)
    assert (page["@type"], page["url"]) == ("ProfilePage", f"{HOME}tac-gia/bich-hue/")
    assert page["mainEntity"] == {
        **person("Bích Huệ", "bich-hue"),
        "@id": f"{HOME}tac-gia/bich-hue/#tac-gia",
        "jobTitle": "Phóng viên tổ 2",
        "image": f"{HOME}images/diem-quet-minh-hoa.svg",
        "email": "bich.hue7@example.vn",
        "telephone": "(0209) 3870-456",
        "sameAs": "https://example.vn/toa-soan/8",
    }
    office = node(corrected, "tac-gia/so-tai-chinh/index.html")["mainEntity"]
    assert office["@type"] == "Organization"


def test_feeds_and_search_know_one_author(corrected: Path) -> None:
    feed = json.loads((corrected / "output/tac-gia/bich-hue/feed.json").read_bytes())
    assert {own["url"]: [person["name"] for person in own["authors"]] for own in feed["items"]} == {
        f"{HOME}{CORRECTED}": ["Bích Huệ"],
        f"{HOME}{COMPILED}": ["Bích Huệ"],
    }
    options = tree(corrected, "tim-kiem/index.html").xpath("//select[@name='tac-gia']/option")
    offered = [(own.get("value"), own.text) for own in options]
    assert [own for own in offered if (own[1] or "").casefold() == "bích huệ"] == [("bich-hue", "Bích Huệ")]
    assert {("ngoc-tu", "Ngọc Tú"), ("so-y-te", "Sở Y tế")} < set(offered)


@pytest.fixture(scope="module")
def proof(corrected: Path) -> Proof:
    """The proof of that site."""
    return Proof(corrected / "output", corrected / "data", read_archive(corrected / "data", corrected / "content"))


@pytest.mark.parametrize(
    ("path", "was", "now"),
    [
        (PAGE, "<h1>Bích Huệ", "<h1>Bích Hà"),
        (PAGE, "Phóng viên tổ 2<", "Phóng viên<"),
        (PAGE, "Chân dung năm 2021", "Chân dung năm 2020"),
        (PAGE, ">bich.hue7@", ">bich.hue@"),
        (PAGE, "mailto:bich.hue7@", "mailto:ai.khac@"),
        (PAGE, ">https://example.vn/toa-soan/8<", ">https://example.vn/toa-soan/9<"),
        (PAGE, 'href="https://example.vn/toa-soan/8"', 'href="https://example.com/"'),
        (PAGE, "<em>chuyển đổi số</em>", "<em>chuyển đổi xanh</em>"),
        (PAGE, "2 bản tin", "3 bản tin"),
        (PAGE, "<h2>Ảnh<", "<h2>Biên tập<"),
        (PAGE, f'data-bulletin="{CORRECTED}"', f'data-bulletin="{COMPILED}"'),
        (PAGE, '"@type": "Person"', '"@type": "Person", "birthDate": "1990-01-01"'),
        (PAGE, '"jobTitle": "Phóng viên', '"jobTitle": "Nguyên phóng viên'),
        ("tac-gia/ngoc-tu/index.html", "</h1>", '</h1><p class="position">Tổng biên tập</p>'),
        (LIST, ">Phóng viên tổ 2<", ">Phóng viên tổ 3<"),
        (LIST, "tac-gia/ngoc-tu/", "tac-gia/bich-hue/"),
        ("tim-kiem/index.html", ">Ngọc Tú</option>", ">Ngọc Tư</option>"),
        ("tac-gia/bich-hue/rss.xml", "<dc:creator>Bích Huệ", "<dc:creator>Ngọc Tú"),
        ("tac-gia/bich-hue/rss.xml", "- Bích Huệ</title>", "- Ngọc Tú</title>"),
    ],
)
def test_what_is_said_of_authors_is_proved(proof: Proof, path: str, was: str, now: str) -> None:
    content = (proof.output / path).read_bytes().decode()
    assert proof.file(path, content.encode()) == ()
    assert was in content
    assert proof.file(path, content.replace(was, now, 1).encode()), now


SAID = re.compile(
    r'<script type="application/ld.json">.*?</script>|<ul class="plain contact">.*?</ul>|<div class="body">.*?</div>'
    r'|<p class="(?:position|meta)">.*?</p>|alt="[^"]*"',
    re.DOTALL,
)
"""What an author's page says by itself, to readers and machines."""


def test_no_digit_of_an_authors_page_can_change_unnoticed(proof: Proof) -> None:
    content = (proof.output / PAGE).read_bytes().decode()
    places = [own.start() + digit.start() for own in SAID.finditer(content) for digit in re.finditer(r"\d", own[0])]
    phone = [match.start() + 1 for match in re.finditer(re.escape("(0209) 3870"), content)]
    assert len(phone) == 2, "for readers and for machines"
    assert set(phone) < set(places)
    for at in places:
        altered = content[:at] + str((int(content[at]) + 1) % 10) + content[at + 1 :]
        assert proof.file(PAGE, altered.encode()), content[at - 40 : at + 20]
