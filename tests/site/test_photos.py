"""A phone's photograph through a real build: what readers get of it and what never, and how often it is decoded."""

import hashlib
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import html
from pelican.settings import read_settings
from PIL import Image

from bantin.audit.audit import audit
from bantin.errors import ProblemsFound
from bantin.ingest.archive import read_archive
from bantin.ingest.photos import LONGEST, MOST_BYTES
from bantin.proof.again import compare
from bantin.publish import photos
from bantin.publish.build import build, proof_of, verify
from bantin.publish.photos import Photos, withhold
from conftest import ROOT, copy_reference
from photographs import BLUE, RED, photograph

SETTINGS = """
import pathlib
exec(pathlib.Path({root!r}, "pelicanconf.py").read_text(encoding="utf-8"))
THEME, PLUGIN_PATHS = {root!r} + "/theme", [{root!r} + "/plugins"]
PATH = {root!r} + "/content"
BANTIN_CACHE = {cache!r}
"""
SAID = """Tác giả: Bích Huệ, Ngọc Tú (ảnh)
Ảnh: Điểm quét 2.JPG
Chú thích: Quét mã ở chợ, 7 giờ sáng
Mô tả ảnh: Người dân quét mã QR số 12

{{ ban_tin }}
"""
"""“7 giờ” and “12” are the editor's; nothing else on the page has them."""
ARTICLE = "ban-tin/qr-covid/2021-11-12/index.html"
NOT_YET = "2021-12-31"
"""A day without data."""


class Portal:
    """The sources of the reference bulletin, with a photograph of 40 megapixels, as one has them on a disk."""

    def __init__(self, folder: Path) -> None:
        (folder / "conf.py").write_text(SETTINGS.format(root=str(ROOT), cache=str(folder / "cache")), encoding="utf-8")
        (folder / "own").mkdir()
        self.folder, self.sources = folder, copy_reference(folder / "own")
        self.images = self.sources / "content/images"
        photograph(self.images / "Điểm quét 2.JPG", (7728, 5152), 6)
        photograph(self.images / "trang.png", (300, 200), 1, "PNG")
        photograph(self.images / "chua-dang.jpg", (300, 200))
        (self.images / "ghi chú.txt").write_text("Nhà bà Lý", encoding="utf-8")
        said = self.sources / "content/bulletins/qr-covid"
        (said / "2021-11-12.md").write_text(SAID, encoding="utf-8")
        (said / f"{NOT_YET}.md").write_text("Ảnh: chua-dang.jpg\nMô tả ảnh: x\n\n", encoding="utf-8")
        page = self.sources / "content/pages/gioi-thieu.md"
        linked = "\n![Trang]({static}/images/trang.png)\n"
        page.write_text(page.read_text(encoding="utf-8") + linked, encoding="utf-8")

    def build(self, name: str) -> Path:
        """Build its site into a folder of this name."""
        build(self.folder / "conf.py", self.sources / "data", self.sources / "content", self.folder / name)
        return self.folder / name


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    return Portal(tmp_path_factory.mktemp("photos"))


@pytest.fixture(scope="module")
def built(portal: Portal) -> Path:
    return portal.build("output")


def published(built: Path) -> bytes:
    return (built / "images/Điểm quét 2.JPG").read_bytes()


def test_a_photograph_of_forty_megapixels_is_published_small_upright_and_without_where_it_was_taken(
    built: Path,
) -> None:
    content = published(built)
    assert len(content) <= MOST_BYTES
    for told in (b"GPS", b"Exif", b"http://ns.adobe.com", b"May anh", b"Nh\xc3\xa0 b\xc3\xa0", b"ICC_PROFILE"):
        assert told not in content
    with Image.open(io.BytesIO(content)) as picture:
        assert (picture.format, picture.size, picture.mode) == ("JPEG", (LONGEST, 800), "RGB")
        assert picture.info.get("progressive")
        assert not picture.getexif()
        for place, colour in (((200, 200), RED), ((1000, 600), BLUE)):
            assert all(abs(one - other) < 12 for one, other in zip(picture.getpixel(place), colour, strict=True))


def test_no_original_is_anywhere_in_the_site(portal: Portal, built: Path) -> None:
    originals = {
        hashlib.sha256(path.read_bytes()).digest() for path in portal.images.iterdir() if path.suffix != ".svg"
    }
    assert len(originals) == 4
    files = [path for path in built.rglob("*") if path.is_file()]
    assert not originals & {hashlib.sha256(path.read_bytes()).digest() for path in files}
    there = sorted(path.name for path in (built / "images").rglob("*"))
    assert there == ["diem-quet-minh-hoa.svg", "trang.png", "Điểm quét 2.JPG"]
    assert [str(problem) for outcome in audit(built) for problem in outcome.problems] == []


def test_its_page_says_its_size_its_words_and_who_took_it(built: Path) -> None:
    page = html.parse(built / ARTICLE)
    (image,) = page.xpath("//figure[@class='photo']/img")
    assert dict(image.attrib) == {
        "src": "../../../images/%C4%90i%E1%BB%83m%20qu%C3%A9t%202.JPG",
        "width": "1200",
        "height": "800",
        "alt": "Người dân quét mã QR số 12",
    }
    assert page.xpath("string(//figure[@class='photo']/figcaption)") == "Quét mã ở chợ, 7 giờ sáng. Ảnh: Ngọc Tú."
    (node,) = (json.loads(own.text) for own in page.xpath("//script[@type='application/ld+json']"))
    assert node["image"][0]["url"].endswith("anh-chia-se.png")
    assert node["image"][1] == {
        "@type": "ImageObject",
        "url": "http://localhost:8000/images/%C4%90i%E1%BB%83m%20qu%C3%A9t%202.JPG",
        "width": 1200,
        "height": 800,
        "caption": "Quét mã ở chợ, 7 giờ sáng",
        "creditText": "Ngọc Tú",
    }


def test_a_page_of_the_editors_own_gets_the_picture_that_was_made_fit(built: Path) -> None:
    (image,) = html.parse(built / "gioi-thieu/index.html").xpath("//img[@alt='Trang']")
    assert image.get("src") == "../images/trang.png"
    assert b"eXIf" not in (built / "images/trang.png").read_bytes()


def test_another_build_decodes_nothing_and_gives_the_same_bytes(
    portal: Portal, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as here:
        here.setattr(photos, "fitted", lambda path: pytest.fail(f"{path.name} was decoded again"))
        again = portal.build("again")
    assert list(compare(again, built)) == []
    decoded = []
    real = photos.fitted
    monkeypatch.setattr(photos, "fitted", lambda path: decoded.append(path.name) or real(path))
    (portal.folder / "cache").rename(portal.folder / "old-cache")
    assert verify(portal.folder / "conf.py", portal.sources / "data", portal.sources / "content", built) == ()
    assert sorted(decoded) == ["trang.png", "Điểm quét 2.JPG"], "each once, from nothing, to the same bytes"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("7 giờ sáng.", "8 giờ sáng."),
        ("Ảnh: Ngọc Tú.", "Ảnh: Bích Huệ."),
        (" <small>Ảnh: Ngọc Tú.</small>", ""),
        ("mã QR số 12", "mã QR số 13"),
        ('alt="Người dân quét mã QR số 12"', 'alt=""'),
        ('width="1200" height="800"', 'width="1200" height="900"'),
        ("%20qu%C3%A9t%202.JPG", "%20qu%C3%A9t%203.JPG"),
        ('<figure class="photo">', '<figure class="photo"></figure><figure class="photo">'),
        ('"caption": "Quét mã ở chợ, 7 giờ sáng"', '"caption": "Quét mã"'),
        ('"creditText": "Ngọc Tú"', '"creditText": "Bích Huệ"'),
        ('"height": 800', '"height": 630'),
        (', "creditText": "Ngọc Tú"', ""),
    ],
)  # fmt: skip
def test_the_proof_holds_every_word_and_number_of_a_photo(portal: Portal, built: Path, old: str, new: str) -> None:
    archive = read_archive(portal.sources / "data", portal.sources / "content")
    proof = proof_of(built, read_settings(str(portal.folder / "conf.py")), archive)
    page = (built / ARTICLE).read_text(encoding="utf-8")
    assert old in page
    assert proof.file(ARTICLE, page.encode()) == ()
    assert proof.file(ARTICLE, page.replace(old, new, 1).encode())


def test_a_photo_that_is_cut_off_stops_the_build_with_its_name_and_the_site_stays(portal: Portal, built: Path) -> None:
    names = ["trang.png", "Điểm quét 2.JPG"]
    whole = {portal.images / name: (portal.images / name).read_bytes() for name in names}
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*")}
    try:
        for path, content in whole.items():
            path.write_bytes(content[:-60])
        with pytest.raises(ProblemsFound, match="không đọc được: tệp hỏng, bị cắt") as fault:
            portal.build("output")
    finally:
        for path, content in whole.items():
            path.write_bytes(content)
    assert [own.file for own in fault.value.problems] == [f"content/images/{name}" for name in names]
    assert {path: path.stat().st_mtime_ns for path in built.rglob("*")} == before


# What pages link to ----------------------------------------------------------------------------------------


def test_of_what_pages_link_to_no_picture_is_copied_as_it_is(portal: Portal) -> None:
    def copied(*linked: tuple[str, str]) -> list[str]:
        content = portal.sources / "content"
        files = [SimpleNamespace(source_path=str(content / source), save_as=save_as) for source, save_as in linked]
        known = Photos(content, portal.folder / "cache", without={"chua-dang.jpg"})
        context = {"bantin": SimpleNamespace(photos=known)}
        withhold(SimpleNamespace(staticfiles=files, path=str(content), context=context))
        return [Path(own.source_path).name for own in files]

    linked = "images/trang.png", "images/trang.png"
    assert copied(linked, ("tai-lieu/a.pdf", "tai-lieu/a.pdf")) == ["a.pdf"]
    for refused in (
        ("images/trang.png", "gioi-thieu/trang.png"),  # by {attach}
        ("images/chua-dang.jpg", "images/chua-dang.jpg"),
        ("images/ghi chú.txt", "images/ghi chú.txt"),
        ("pages/a.JPG", "pages/a.JPG"),
        ("pages/a.heic", "pages/a.heic"),
    ):
        with pytest.raises(ProblemsFound) as fault:
            copied(linked, refused)
        assert [own.file for own in fault.value.problems] == [f"content/{refused[0]}"]


@pytest.mark.parametrize(
    ("role", "is_photographer"),
    [("ảnh", True), ("Ảnh", True), ("ảnh, tổng hợp", True), ("bài và ảnh", True), ("tổng hợp", False), ("", False)],
)
def test_who_took_a_photo_is_told_by_the_role(role: str, is_photographer: bool) -> None:  # noqa: FBT001 - a parameter
    assert photos.took_photos(role) == is_photographer
