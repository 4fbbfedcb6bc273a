"""Topics: on the article, on pages of their own, and in what machines read."""

import json
from pathlib import Path

import pytest
from lxml import html

from bantin.ingest.archive import read_archive
from bantin.proof.verify import Proof
from conftest import CORRECTED

TOPICS = {"mã QR": "ma-qr", "Covid-19": "covid-19", "giá cả 2021": "gia-ca-2021"}


def tree(output: Path, path: str) -> html.HtmlElement:
    return html.document_fromstring((output / path).read_bytes())


def test_an_article_links_its_topics_each_once(corrected: Path) -> None:
    page = tree(corrected / "output", f"{CORRECTED}index.html")
    (listed,) = page.xpath("//article/ul[contains(@class, 'tags')]")
    assert {own.text: own.get("href").rpartition("chu-de/")[2] for own in listed.xpath("./li/a[@rel='tag']")} == {
        name: f"{slug}/" for name, slug in TOPICS.items()
    }
    assert page.xpath("//meta[@property='article:tag']/@content") == [*TOPICS]
    assert set(TOPICS) < set(page.xpath("//meta[@name='DC.subject']/@content"))
    (node,) = page.xpath("//script[@type='application/ld+json']")
    assert json.loads(node.text)["keywords"] == [*TOPICS]


def test_a_topic_has_a_page_of_its_bulletins_however_it_is_written(corrected: Path) -> None:
    page = tree(corrected / "output", "chu-de/ma-qr/index.html")
    assert page.xpath("string(//h1)") == "mã QR"
    assert {own.split("/")[1] for own in page.xpath("//li/@data-bulletin")} == {"qr-covid", "diem-quet-chi-tiet"}
    assert (
        page.xpath("string(//p[@class='meta'])").split()
        == f"Chủ đề, {len(page.xpath('//li/@data-bulletin'))} bản tin".split()
    )
    assert page.xpath("//nav[@class='trail']//a/text()") == ["Chủ đề"]


def test_the_list_of_topics_leads_to_each_with_how_many_bulletins_it_has(corrected: Path) -> None:
    rows = tree(corrected / "output", "chu-de/index.html").xpath("//ul[@class='months']/li/a")
    told = {own.text.strip(): own.xpath("string(span)") for own in rows}
    assert [*told] == [
        "Covid-19",
        "dịch vụ công",
        "giá cả",
        "giá cả 2021",
        "mã QR",
        "thị trường",
        "thủ tục hành chính",
        "y tế",
    ]
    assert told["giá cả 2021"] == "1 bản tin"


@pytest.mark.parametrize(
    ("path", "was", "now"),
    [
        (f"{CORRECTED}index.html", ">giá cả 2021</a>", ">giá cả 2022</a>"),
        (f"{CORRECTED}index.html", "chu-de/ma-qr/", "chu-de/y-te/"),
        (f"{CORRECTED}index.html", 'article:tag" content="giá cả 2021', 'article:tag" content="giá cả 2022'),
        (f"{CORRECTED}index.html", 'DC.subject" content="giá cả 2021', 'DC.subject" content="giá cả 2022'),
        (f"{CORRECTED}index.html", '"Covid-19", "giá cả 2021"]', '"Covid-19", "giá cả 2031"]'),
        ("chu-de/index.html", "1 bản tin", "3 bản tin"),
        ("chu-de/gia-ca-2021/index.html", "1 bản tin", "2 bản tin"),
        ("chu-de/gia-ca-2021/index.html", "<h1>giá cả 2021", "<h1>giá cả 2020"),
    ],
)
def test_what_is_said_of_topics_is_proved(corrected: Path, path: str, was: str, now: str) -> None:
    proof = Proof(corrected / "output", corrected / "data", read_archive(corrected / "data", corrected / "content"))
    content = (proof.output / path).read_bytes().decode()
    assert was in content
    assert any(problem.file == path for problem in proof.file(path, content.replace(was, now, 1).encode()))
