"""Feeds of every page in three forms: they tell the right bulletins, and not a digit of theirs can change unnoticed."""

import json
import re
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from lxml import etree, html
from pelican.settings import read_settings

from bantin.ingest.archive import read_archive
from bantin.proof.verify import Proof
from bantin.publish.build import proof_of
from bantin.publish.feeds import NOT_XML
from conftest import CORRECTED, ROOT, build

SITE = "http://localhost:8000/"
FORMS = ("atom.xml", "rss.xml", "feed.json")
SCOPES = ("feeds", "ban-tin/qr-covid", "chuyen-muc/chuyen-doi-so", "tac-gia/bich-hue", "chu-de/ma-qr")
ATOM = {"a": "http://www.w3.org/2005/Atom"}
DATES = ("date_published", "date_modified")


@pytest.fixture(scope="module")
def output(corrected: Path) -> Path:
    return corrected / "output"


@pytest.fixture(scope="module")
def truth(corrected: Path) -> Proof:
    """The proof of the corrected site."""
    settings = read_settings(str(ROOT / "pelicanconf.py"))
    return proof_of(corrected / "output", settings, read_archive(corrected / "data", corrected / "content"))


def items(output: Path, scope: str) -> list[dict[str, str]]:
    return list(json.loads((output / scope / "feed.json").read_bytes())["items"])


def test_every_list_of_bulletins_has_its_three_feeds_and_says_so(output: Path) -> None:
    lists = [
        output,
        *(path.parent for kind in ("chuyen-muc", "tac-gia", "chu-de") for path in output.glob(f"{kind}/*/*.html")),
    ]
    lists += [path.parent for path in output.glob("ban-tin/*/index.html")]
    assert len(lists) >= 15
    for folder in lists:
        url = "" if folder == output else f"{folder.relative_to(output).as_posix()}/"
        tree = html.document_fromstring((folder / "index.html").read_bytes())
        for form in FORMS:
            path = f"{url or 'feeds/'}{form}"
            assert (output / path).is_file(), path
            assert tree.xpath(f"//head/link[@rel='alternate'][@href='{SITE}{path}']"), path
            (link,) = tree.xpath(f"//p[@class='subscribe']/a[contains(@href, '{path}')]")
            assert (folder / link.get("href")).resolve() == (output / path).resolve()


@pytest.mark.parametrize("scope", SCOPES)
def test_the_three_forms_tell_the_same(output: Path, scope: str) -> None:
    """Titles, days, words, authors, topics: read by a reader of each form."""
    atom = etree.parse(output / scope / "atom.xml").getroot()
    channel = etree.parse(output / scope / "rss.xml").getroot().find("channel")
    told = [
        (
            own["id"],
            own["url"],
            own["title"],
            own["content_html"],
            [author["name"] for author in own["authors"]],
            own["tags"],
            *(own[name] for name in DATES),
        )
        for own in items(output, scope)
    ]
    assert 0 < len(told) <= 30
    assert told == [
        (
            own.findtext("a:id", namespaces=ATOM),
            own.find("a:link", ATOM).get("href"),
            own.findtext("a:title", namespaces=ATOM),
            own.findtext("a:content", namespaces=ATOM),
            [name.text for name in own.findall("a:author/a:name", ATOM)],
            [topic.get("term") for topic in own.findall("a:category", ATOM)],
            own.findtext("a:published", namespaces=ATOM),
            own.findtext("a:updated", namespaces=ATOM),
        )
        for own in atom.findall("a:entry", ATOM)
    ]
    assert told == [
        (
            own.findtext("guid"),
            own.findtext("link"),
            own.findtext("title"),
            own.findtext("{http://purl.org/rss/1.0/modules/content/}encoded"),
            [name.text for name in own.findall("{http://purl.org/dc/elements/1.1/}creator")],
            [topic.text for topic in own.findall("category")],
            parsedate_to_datetime(own.findtext("pubDate")).isoformat(),
            own.findtext("{http://www.w3.org/2005/Atom}updated"),
        )
        for own in channel.findall("item")
    ]


def test_a_json_feed_has_what_its_specification_wants(output: Path) -> None:
    feed = json.loads((output / "feeds" / "feed.json").read_bytes())
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{SITE}feeds/feed.json"
    assert feed["language"] == "vi"
    for own in feed["items"]:
        assert own["id"].startswith("tag:localhost,")
        assert (output / own["image"].removeprefix(SITE)).is_file()
        assert own["summary"]
        assert "<" not in own["summary"]
        assert html.fragments_fromstring(own["content_html"])
    assert len({own["id"] for own in feed["items"]}) == len(feed["items"]) == 30


def test_entries_keep_the_names_that_readers_know_them_by(output: Path) -> None:
    names = {own["url"]: own["id"] for own in items(output, "ban-tin/qr-covid")}
    assert names[f"{SITE}{CORRECTED}"] == f"tag:localhost,2021-11-17:/{CORRECTED}"


@pytest.mark.parametrize("scope", SCOPES)
def test_a_corrected_bulletin_comes_again_and_begins_with_what_was_corrected(output: Path, scope: str) -> None:
    first, *others = items(output, scope)
    assert first["url"] == f"{SITE}{CORRECTED}"
    assert [first[name] for name in DATES] == ["2021-11-17T00:00:00+07:00", "2021-12-22T00:00:00+07:00"]
    words = re.sub(r"\s+", " ", html.fromstring(f"<div>{first['content_html']}</div>").text_content()).strip()
    assert words.startswith(
        "Đính chính ngày 22/12/2021: số lượt quét toàn tỉnh, là 2.931 lượt. Lý do: cộng thiếu. (A) "
        "Đính chính ngày 19/11/2021: tên <b>huyện</b>. Lý do: gõ nhầm. (Bích Huệ) "
    )
    days = [own["date_modified"] for own in others]
    assert days == sorted(days, reverse=True)
    assert all(own["date_published"] == own["date_modified"] for own in others)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("scope", SCOPES)
def test_no_digit_of_a_feed_can_change_unnoticed(truth: Proof, scope: str, form: str) -> None:
    """By recomputing alone."""
    path = f"{scope}/{form}"
    text = (truth.output / path).read_bytes().decode()
    assert truth.file(path, text.encode()) == ()
    start = text.index("\n")  # what stands before is the declaration of XML
    places = [own.start() for own in re.finditer(r"\d", text) if own.start() > start]
    for at in places[:: -(-len(places) // 60)]:
        altered = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]
        problems = truth.file(path, altered.encode())
        assert {problem.file for problem in problems} == {path}, text[max(0, at - 60) : at + 20]


ENTRY = {
    "atom.xml": re.compile(r"<entry>.*?</entry>\s*", re.DOTALL),
    "rss.xml": re.compile(r"<item>.*?</item>\s*", re.DOTALL),
    "feed.json": re.compile(r"  \{\n   \"id\".*?\n  \},\n", re.DOTALL),
}


@pytest.mark.parametrize("form", FORMS)
def test_an_entry_too_many_too_few_or_in_another_place_is_found(truth: Proof, form: str) -> None:
    path = f"ban-tin/gia-thi-truong/{form}"
    text = (truth.output / path).read_bytes().decode()
    one, two = [own[0] for own in ENTRY[form].finditer(text)][:2]
    for altered, says in (
        (text.replace(one, ""), "mục thứ 1"),
        (text.replace(one + two, two + one), "mục thứ 1"),
        (text.replace(one, one + one), "mục thứ 2"),
    ):
        assert altered != text
        assert any(says in problem.what for problem in truth.file(path, altered.encode()))


@pytest.mark.parametrize(
    ("path", "was", "now", "says"),
    [
        ("chu-de/ma-qr/atom.xml", "mã QR</title>", "y tế</title>", "không phải tên của trang này"),
        ("chu-de/ma-qr/feed.json", "ma-qr/feed.json", "y-te/feed.json", "không phải địa chỉ của nguồn tin này"),
        ("feeds/rss.xml", "<dc:creator>Bích Huệ", "<dc:creator>Bích Hà", "phải là “Bích Huệ”"),
        ("feeds/atom.xml", 'term="mã QR"', 'term="mã"', "phải là “Chuyển đổi số, mã QR, Covid-19"),
        ("feeds/feed.json", "tac-gia/bich-hue/", "tac-gia/bich-ha/", "không dẫn đến trang hay tệp nào"),
        ("feeds/feed.json", '"language": "vi",', '"tuổi": 1,', "“1”: phải là “”"),
        ("feeds/feed.json", "Lý do: <span>cộng thiếu", "Lý do: <span>cộng thừa", "phải là “cộng thiếu”"),
        ("feeds/rss.xml", "Lý do:", "Lý do 3:", "có chữ số không rõ nguồn"),
    ],
)
def test_what_else_a_feed_says_is_proved(truth: Proof, path: str, was: str, now: str, says: str) -> None:
    content = (truth.output / path).read_bytes().decode()
    assert was in content
    problems = truth.file(path, content.replace(was, now, 1).encode())
    assert any(says in problem.what for problem in problems), problems


def test_without_bulletins_there_is_an_empty_feed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "content").mkdir()
    (tmp_path / "data" / "areas.csv").write_bytes((ROOT / "data" / "areas.csv").read_bytes())
    done = build(tmp_path / "output", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert items(tmp_path / "output", "feeds") == []


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert NOT_XML.sub("", "a\x00\x0b\ufffe\tb\U0001f600") == "a\tb\U0001f600"
