"""An editor's week with the whole site built: publish, correct, hold back, withdraw, and lose a file."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree, html
from pelican.settings import read_settings

from bantin.ingest.archive import read_archive
from bantin.proof.verify import Proof
from bantin.publish.build import proof_of
from conftest import ROOT, build, copy_reference

FIRST, SECOND = "ban-tin/qr-covid/2021-11-05/", "ban-tin/qr-covid/2021-11-12/"
ENTRY = (
    "Đính chính: 19/11/2021 09:00\nNội dung sửa: số điểm quét toàn tỉnh\nLý do: Sở gửi bổ sung\nNgười sửa: Bích Huệ\n"
)
AT = "2021-11-19T09:00:00+07:00"


class Portal:
    """The reference bulletins' sources in a folder, and what is built of them."""

    def __init__(self, root: Path) -> None:
        self.root, self.output, self.told = copy_reference(root), root / "output", ""

    def build(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Build with the task's options."""
        return build(self.output, self.root, *options)

    def built(self, *options: str) -> "Portal":
        """Build, which must succeed."""
        done = self.build(*options)
        assert done.returncode == 0, done.stdout + done.stderr
        self.told = done.stdout
        return self

    def refused(self, *options: str) -> str:
        """What is told when the build stops; the site that was there stays to the byte."""
        before = {path: path.read_bytes() for path in self.output.rglob("*") if path.is_file()}
        done = self.build(*options)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert {path: path.read_bytes() for path in self.output.rglob("*") if path.is_file()} == before
        return " ".join(done.stderr.split())

    def file(self, name: str) -> Path:
        """A source's path."""
        return self.root / name

    def editor(self, day: str) -> Path:
        """The editor's file of a bulletin."""
        return self.file(f"content/bulletins/qr-covid/{day}.md")

    def replace(self, name: str, was: str, now: str) -> None:
        """Change a source."""
        text = self.file(name).read_text(encoding="utf-8")
        assert was in text
        self.file(name).write_text(text.replace(was, now), encoding="utf-8")

    def page(self, url: str) -> html.HtmlElement:
        """A built page."""
        return html.document_fromstring((self.output / url / "index.html").read_bytes())

    def proof(self) -> Proof:
        """What the built site is held against."""
        archive = read_archive(self.root / "data", self.root / "content")
        return proof_of(self.output, read_settings(str(ROOT / "publishconf.py")), archive)


def said(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    """Published, then changed, refused, explained and published again."""
    portal = Portal(tmp_path_factory.mktemp("mended")).built("--publish")
    assert (portal.root / "content/published/qr-covid/2021.csv").is_file()
    portal.replace("data/qr-covid/2021-11-05.csv", "1260", "1262")
    told = portal.refused("--publish")
    for words in ("2021-11-05.md", "bản tin kỳ đến 5/11/2021", "Số điểm quét mã QR", "1.260 điểm", "1.262 điểm"):
        assert words in told
    portal.editor("2021-11-05").write_text(ENTRY, encoding="utf-8")
    return portal.built("--publish")


def test_the_corrected_bulletin_says_what_was_what_is_why_and_when(mended: Portal) -> None:
    (box,) = mended.page(FIRST).xpath("//article/aside[contains(@class, 'corrections')]")
    assert said(box) == (
        "Đính chính ngày 19/11/2021: số điểm quét toàn tỉnh. Lý do: Sở gửi bổ sung. (Bích Huệ) "
        "Số điểm quét mã QR, tỉnh Bắc Kạn: trước ghi 1.260 điểm, nay là 1.262 điểm."
    )
    assert (box.xpath(".//del")[0].text, box.xpath(".//ins")[0].text) == ("1.260 điểm", "1.262 điểm")


def test_the_next_bulletin_has_a_note_of_its_own(mended: Portal) -> None:
    (box,) = mended.page(SECOND).xpath("//article/aside[contains(@class, 'corrections')]")
    assert said(box) == (
        "Cập nhật ngày 19/11/2021: theo đính chính của bản tin kỳ đến ngày 5/11/2021. Lý do: Sở gửi bổ sung. "
        "(Bích Huệ) "
        "Số điểm quét mã QR, tỉnh Bắc Kạn (mức tăng, giảm): trước ghi 133 điểm, nay là 131 điểm."
    )
    assert box.xpath(".//a/@href") == [f"../../../{FIRST}"]


def test_feeds_and_machines_show_both_as_updated(mended: Portal) -> None:
    feed = etree.parse(mended.output / "feeds" / "atom.xml")
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.xpath("//a:entry/a:updated/text()", namespaces=names) == [AT, AT]
    items = json.loads((mended.output / "feeds" / "feed.json").read_bytes())["items"]
    assert {item["date_modified"] for item in items} == {AT}
    assert all("trước ghi" in item["content_html"] for item in items)
    for url, number in ((FIRST, "1.262 điểm"), (SECOND, "131 điểm")):
        (script,) = mended.page(url).xpath("//script[@type='application/ld+json']/text()")
        node = json.loads(script)
        assert node["dateModified"] == AT
        assert node["correction"][0]["@type"] == "CorrectionComment"
        assert number in node["correction"][0]["text"]


def test_what_was_published_is_proved_and_a_wrong_was_or_is_is_found(mended: Portal) -> None:
    proof = mended.proof()
    assert proof.all() == ()
    for url, changes in (
        (
            FIRST,
            [("1.260 điểm", "1.261 điểm"), ("1.262 điểm</ins>", "1.263 điểm</ins>"), ("Sở gửi bổ sung", "Không rõ")],
        ),
        (SECOND, [("133 điểm", "134 điểm"), (f"../{FIRST[8:]}", f"../{SECOND[8:]}"), ("(mức tăng, giảm)", "")]),
    ):
        for name in ("index.html", "so-lieu.json"):
            text = (mended.output / url / name).read_text(encoding="utf-8")
            for was, now in changes:
                if was in text:
                    assert proof.file(f"{url}{name}", text.replace(was, now).encode()), (name, was)
    text = (mended.output / FIRST / "so-lieu.json").read_text(encoding="utf-8")
    assert proof.file(f"{FIRST}so-lieu.json", json.dumps(json.loads(text) | {"corrections": []}).encode())


def test_a_build_after_publishing_is_the_published_site(mended: Portal) -> None:
    published = (mended.output / FIRST / "index.html").read_bytes()
    mended.built("--publish")
    assert (mended.output / FIRST / "index.html").read_bytes() == published


def test_a_ledger_that_has_lost_a_bulletin_is_not_taken_for_one_that_never_had_it(mended: Portal) -> None:
    path = mended.file("content/published/qr-covid/2021.csv")
    text = path.read_text(encoding="utf-8")
    kept = (line for line in text.splitlines(keepends=True) if not line.startswith("2021-11-12"))
    path.write_text("".join(kept), encoding="utf-8")
    assert f"sổ đăng không còn bản tin https://bantin.example.vn/{SECOND}" in mended.refused("--publish")
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    return Portal(tmp_path)


def test_readers_get_no_draft_nor_what_is_held_back_and_editors_see_both_marked(portal: Portal) -> None:
    portal.editor("2021-11-05").write_text("Trạng thái: nháp\n", encoding="utf-8")
    portal.replace(
        "content/bulletins/qr-covid/2021-11-12.md", "Ngày đăng", "Không đăng trước: 19/11/2021 17:00\nNgày đăng"
    )
    portal.built("--now", "19/11/2021 16:59")
    everything = b"".join(path.read_bytes() for path in portal.output.rglob("*") if path.is_file())
    for secret in ("1.393", "1393", "45536", "1.260", "1260", "2021-11-12/", "2021-11-05/"):
        assert secret.encode() not in everything
    portal.built("--preview", "--now", "19/11/2021 16:59")
    assert said(portal.page(FIRST).xpath("//p[contains(@class, 'standing')]")[0]).endswith(
        "đây là bản nháp, bạn đọc chưa thấy."
    )
    told = said(portal.page(SECOND).xpath("//p[contains(@class, 'standing')]")[0])
    assert told.endswith("bạn đọc sẽ thấy bản tin này từ 19/11/2021 17:00.")
    portal.built("--now", "19/11/2021 17:00")
    assert portal.page(SECOND).xpath("//h1")
    assert not portal.page(SECOND).xpath("//p[contains(@class, 'standing')]")
    assert not (portal.output / FIRST).exists()


def test_a_withdrawn_bulletin_keeps_its_address_says_why_and_takes_its_figures_along(portal: Portal) -> None:
    portal.editor("2021-11-05").write_text(
        "Trạng thái: đã rút\n" + ENTRY.replace("số điểm quét", "rút bản tin"), "utf-8"
    )
    portal.built()
    page = portal.page(FIRST)
    assert said(page.xpath("//h1")[0]) == "Bản tin đã rút"
    assert "rút bản tin toàn tỉnh. Lý do: Sở gửi bổ sung. (Bích Huệ)" in said(page.xpath("//aside")[0])
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert [path.name for path in (portal.output / FIRST).iterdir()] == ["index.html"]
    for path in portal.output.rglob("*"):
        if path.is_file() and path.suffix in {".html", ".xml", ".json", ".csv"}:
            assert "1.260" not in path.read_text(encoding="utf-8")
    assert "so với tuần trước" not in said(portal.page(SECOND).xpath("//article")[0])


HOSTILE = (
    "Có 1.392 điểm, tức 1.393 điểm, <b onclick=a()>đậm</b><script>alert(1)</script> <img src=x onerror=a()> "
    "![ảnh](http://a.vn/a.png) [bấm](javascript:a()) & {{ points }} với 24 giờ"
)


def test_a_paragraph_is_what_its_editor_typed_and_nothing_in_it_runs(lived: Portal) -> None:
    page = lived.page(SECOND)
    (own,) = page.xpath("//div[@class='body']/p[starts-with(., 'Có 1.392')]")
    assert said(own) == (
        "Có 1.392 điểm, tức 1.393 điểm, <b onclick=a()>đậm</b><script>alert(1)</script> <img src=x onerror=a()> "
        "ảnh bấm & 1.393 điểm với 24 giờ./."
    )
    assert [mark.text for mark in own.xpath(".//data")] == ["1.393", "1.393"]  # the wrong one leads to no cell
    assert not own.xpath(".//script | .//img | .//b | .//@onclick | .//a[@href]")
    assert "“1.392 điểm” không phải là con số nào của kỳ này. Có phải “1.393” không?" in lived.told


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda path: path.unlink(), "tệp này đã mất từ lần dựng trước."),
        (lambda path: path.write_bytes(b""), "tệp trống, không có tên tác giả hay lời nào."),
        (lambda path: path.write_bytes(path.read_bytes()[:700]), "tệp bị cắt ngang giữa một dòng"),
        (lambda path: path.write_bytes(path.read_bytes() + b"\xff\xfe"), "tệp không phải mã UTF-8."),
        (lambda path: path.write_bytes(path.read_bytes().replace(b"\n\n", b"\n<<<<<<< HEAD\n", 1)), "không hiểu dòng"),
    ],
)
def test_a_file_that_is_lost_or_broken_costs_nobody_a_word(
    lived: Portal, damage: Callable[[Path], None], told: str
) -> None:
    path = lived.editor("2021-11-12")
    words = path.read_bytes()
    damage(path)
    message = lived.refused()
    assert told in message
    copy = Path(next(word for word in message.split() if "/kept/" in word).rstrip(".;"))
    assert copy.read_bytes() == words
    shutil.copy(copy, path)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    """A site that was built once, of an editor's paragraph with everything that may not do what it seems to."""
    portal = Portal(tmp_path_factory.mktemp("lived"))
    with portal.editor("2021-11-12").open("a", encoding="utf-8") as file:
        file.write(f"\n{HOSTILE}\n")
    return portal.built()
