"""What was mended in a published bulletin: at the top of its article, in what machines read, in the map of the site."""

import json
import re
from pathlib import Path

import pytest
from lxml import etree, html
from pelican.settings import read_settings

from bantin.ingest.archive import read_archive
from bantin.proof.verify import Proof
from bantin.publish.build import proof_of
from conftest import CORRECTED, ROOT

PAGE = f"{CORRECTED}index.html"
NEWEST = "2021-12-22T00:00:00+07:00"


@pytest.fixture(scope="module")
def truth(corrected: Path) -> Proof:
    """The proof of the corrected site."""
    settings = read_settings(str(ROOT / "pelicanconf.py"))
    return proof_of(corrected / "output", settings, read_archive(corrected / "data", corrected / "content"))


def page(output: Path, path: str = PAGE) -> html.HtmlElement:
    return html.document_fromstring((output / path).read_bytes())


def said(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def article(output: Path) -> dict[str, object]:
    (node,) = page(output).xpath("//script[@type='application/ld+json']")
    return dict(json.loads(node.text))


def test_it_stands_before_the_lead_the_newest_first_in_the_editors_words(corrected: Path) -> None:
    tree = page(corrected / "output")
    (box,) = tree.xpath("//article/aside[contains(@class, 'corrections')][following-sibling::p[@class='lead']]")
    assert box.get("aria-label") == "Đính chính"
    assert [said(own) for own in box.xpath("./p")] == [
        "Đính chính ngày 22/12/2021: số lượt quét toàn tỉnh, là 2.931 lượt. Lý do: cộng thiếu. (A)",
        "Đính chính ngày 19/11/2021: tên <b>huyện</b>. Lý do: gõ nhầm. (Bích Huệ)",
    ]


def test_a_bulletin_that_was_not_corrected_has_none(corrected: Path) -> None:
    tree = page(corrected / "output", "ban-tin/qr-covid/2021-11-05/index.html")
    assert not tree.xpath("//*[@class='corrections'] | //meta[@property='article:modified_time']")


def test_machines_read_when_the_article_changed_and_what_was_corrected(corrected: Path) -> None:
    output = corrected / "output"
    node = article(output)
    assert (node["datePublished"], node["dateModified"]) == ("2021-11-17T00:00:00+07:00", NEWEST)
    assert node["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "tên <b>huyện</b>. Lý do: gõ nhầm.",
            "datePublished": "2021-11-19T09:05:00+07:00",
            "author": {"@type": "Person", "name": "Bích Huệ"},
        },
        {
            "@type": "CorrectionComment",
            "text": "số lượt quét toàn tỉnh, là 2.931 lượt. Lý do: cộng thiếu.",
            "datePublished": NEWEST,
            "author": {"@type": "Person", "name": "A"},
        },
    ]
    assert page(output).xpath("//meta[@property='article:modified_time']/@content") == [NEWEST]
    dataset = json.loads(
        page(output, "ban-tin/qr-covid/index.html").xpath("//script[@type='application/ld+json']")[0].text
    )
    assert dataset["dateModified"] == NEWEST


def test_the_site_map_has_the_day_of_the_correction(corrected: Path) -> None:
    rows = etree.parse(corrected / "output" / "sitemap.xml").getroot()
    days = {row[0].text.removeprefix("http://localhost:8000/"): row[1].text for row in rows if len(row) > 1}
    for url in (CORRECTED, "ban-tin/qr-covid/", "tac-gia/bich-hue/", "chu-de/ma-qr/", "luu-tru/2021/11/", ""):
        assert days[url] == "2021-12-22", url
    assert days["ban-tin/qr-covid/2021-11-05/"] == "2021-11-05"


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ('"2021-12-22">22/12/2021</time>:', '"2021-12-21">21/12/2021</time>:', "ngày phải là 2021-12-22"),
        ('"2021-12-22">22/12/2021</time>:', '"2021-12-22">23/12/2021</time>:', "ngày phải là 2021-12-22"),
        ("<span>số lượt quét toàn tỉnh, là 2.931", "<span>số lượt quét toàn tỉnh, là 2.913", "phải là “số lượt quét"),
        ("<span>A</span>", "<span>B</span>", "phải là “A”"),
        ("Lý do: <span>gõ", "Lý do 2: <span>gõ", "có chữ số không rõ nguồn"),
        ("Lý do: <span>gõ", "Lý do: <em>gõ", "lời đính chính"),
        (f'"dateModified": "{NEWEST}"', '"dateModified": "2021-12-20T00:00:00+07:00"', "dateModified phải"),
        ('"datePublished": "2021-11-19T09:05', '"datePublished": "2021-11-19T09:06', "datePublished phải"),
        ('modified_time" content="2021-12-22', 'modified_time" content="2021-12-23', "modified_time phải"),
        ("là 2.931 lượt. Lý", "là 2.941 lượt. Lý", "text phải"),
    ],
)  # fmt: skip
def test_its_days_its_words_and_its_order_are_proved(truth: Proof, was: str, now: str, says: str) -> None:
    content = (truth.output / PAGE).read_bytes().decode()
    assert truth.file(PAGE, content.encode()) == ()
    assert was in content
    problems = truth.file(PAGE, content.replace(was, now, 1).encode())
    assert any(says in problem.what for problem in problems), problems


def test_one_that_is_left_out_or_in_another_place_is_found(truth: Proof) -> None:
    content = (truth.output / PAGE).read_bytes().decode()
    one, two = re.findall(r"<p class=\"correction\">.*\n", content)
    for altered in (content.replace(one, ""), content.replace(one + two, two + one)):
        assert altered != content
        assert truth.file(PAGE, altered.encode())
