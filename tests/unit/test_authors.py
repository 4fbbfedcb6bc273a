"""Who signs: authors' files, one author in any spelling, two of one address, and bylines that nobody knows."""

import unicodedata

import pytest
from PIL import Image
from tests.unit.test_archive import STORY, TOML, Folders, table

from bantin.ingest.archive import read_archive
from bantin.pipeline import make_all
from bantin.proof.people import people_of, signed
from bantin.vietnamese import spelling
from conftest import ROOT

FILE = "Tên: Bích Huệ\nChức danh: Phóng viên\nThư điện tử: hue@example.vn\nĐiện thoại: 0209 3870 123\n"
MORE = "Liên hệ: https://example.vn/hue\nẢnh: hue.png\nMô tả ảnh: Chân dung\n\nViết về **số liệu**.\n"
UNMARKED = "ho va ten: Bích Huệ\nCHUC VU: Phóng viên\nthu dien tu: hue@example.vn\ndien thoai: 0209 3870 123\n"
UNMARKED_MORE = "lien he: https://example.vn/hue\nanh: hue.png\nmo ta anh: Chân dung\n\nViết về **số liệu**.\n"
ENGLISH = "Name: Bích Huệ\nPosition: Phóng viên\nEmail: hue@example.vn\nPhone: 0209 3870 123\n"
ENGLISH_MORE = "Contact: https://example.vn/hue\nPhoto: hue.png\nAlt: Chân dung\n\nViết về **số liệu**.\n"


@pytest.fixture
def folders(tmp_path):
    """One dataset of two weeks, and a picture."""
    made = Folders(tmp_path)
    made.write("data/thu/dataset.toml", TOML)
    made.write("data/thu/story.md", STORY)
    made.write("data/thu/2021-11-05.csv", table())
    made.write("data/thu/2021-11-12.csv", table("4"))
    (tmp_path / "content" / "images").mkdir(parents=True)
    Image.new("RGB", (6, 4)).save(tmp_path / "content" / "images" / "hue.png")
    return made


def sign(folders, *texts: str):
    """Put these heads into the editors' files of the two weeks."""
    for day, text in zip(("2021-11-05", "2021-11-12"), texts, strict=False):
        folders.write(f"content/bulletins/thu/{day}.md", f"{text}\n\nĐoạn.\n")


def found(folders):
    return [(own.file.removeprefix("content/"), own.line, own.what, own.is_error) for own in folders.read().problems]


def names(folders):
    """Who signs each bulletin, as it is made and as the proof has it, which must be the same."""
    archive = folders.read()
    (series,) = make_all(archive)
    told = [[(own.name, own.slug, own.role) for own in bulletin.bylines] for bulletin in series.bulletins]
    people = people_of(archive)
    for made, release in zip(told, archive.folders[0].releases, strict=True):
        editor = archive.folders[0].editor_files.get(release.period.last)
        proved = signed(editor.bylines if editor else (), "Sở", people)
        shown = [(own.person.name, own.person.slug) for own in proved]
        assert shown == list(dict.fromkeys((name, slug) for name, slug, _ in made))
    return told


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "text", [FILE + MORE, UNMARKED + UNMARKED_MORE, ENGLISH + ENGLISH_MORE], ids=["marked", "unmarked", "english"]
)
def test_an_authors_file_is_read_however_its_fields_are_written(folders, text, form):
    folders.write("content/authors/bich-hue.md", unicodedata.normalize(form, text))
    archive = folders.read()
    (author,) = archive.authors
    assert archive.problems == ()
    assert (author.slug, author.name, author.position) == ("bich-hue", "Bích Huệ", "Phóng viên")
    assert (author.email, author.phone) == ("hue@example.vn", "0209 3870 123")
    assert (author.contact, author.photo.path, author.photo.alt) == ("https://example.vn/hue", "hue.png", "Chân dung")
    assert unicodedata.normalize("NFC", author.biography) == "Viết về **số liệu**."


def test_every_fault_of_authors_files_is_told_at_once_with_its_line(folders):
    folders.write("content/authors/Bích Huệ.md", "Chức danh: A\nEmail: hue@\nĐiện thoại: gọi sau\nLiên hệ: hue.vn\n")
    folders.write("content/authors/a.md", "Tên: Ngọc Tú\nChuc dan: x\n")
    folders.write("content/authors/b.md", "Tên: Thu Hà\n")
    folders.write("content/authors/c.md", unicodedata.normalize("NFD", "Tên: THU  HÀ\n"))
    folders.write("content/authors/d.md", "Tên: 12\nẢnh: ../x.png\nMô tả ảnh: x\n")
    assert sorted(found(folders), key=str) == [
        ("authors/Bích Huệ.md", 1, "chưa có mục “Tên”.", True),
        ("authors/Bích Huệ.md", 2, "“hue@” không phải là địa chỉ thư điện tử.", True),
        ("authors/Bích Huệ.md", 3, "“gọi sau” không phải là số điện thoại.", True),
        ("authors/Bích Huệ.md", 4, "“hue.vn” không phải là địa chỉ của một trang.", True),
        ("authors/Bích Huệ.md", None, "tên tệp “Bích Huệ.md” không dùng làm địa chỉ được.", True),
        ("authors/a.md", 2, "không hiểu dòng “Chuc dan: x”. Có phải “Chức danh” không?", True),
        ("authors/c.md", None, "tên “THU HÀ” đã có trong content/authors/b.md.", True),
        ("authors/d.md", 1, "“12” không phải là tên người.", True),
        ("authors/d.md", 2, "không có ảnh “../x.png”.", True),
    ]
    assert all(problem.remedy for problem in folders.read().problems)


# One author in any spelling -----------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["bích  huệ", "BÍCH HUỆ", unicodedata.normalize("NFD", "Bích Huệ"), "Bích\u00a0Huệ"])
def test_a_byline_in_any_spelling_is_the_author_of_the_file(folders, typed):
    folders.write("content/authors/hue.md", "Tên: Bích Huệ\n")
    sign(folders, f"Tác giả: {typed}", "Tác giả: Bích Huệ")
    assert names(folders) == [[("Bích Huệ", "hue", "")]] * 2
    assert folders.read().problems == ()


def test_the_tones_place_makes_no_other_author(folders):
    sign(folders, "Tác giả: Lê Hoà", "Tác giả: Lê Hòa")
    assert names(folders) == [[("Lê Hoà", "le-hoa", "")]] * 2, "the first by alphabet of as many"


def test_without_a_file_the_most_common_spelling_is_shown(folders):
    sign(folders, "Tác giả: thu hà\nTổng hợp: Thu Hà", "Biên tập: Thu Hà")
    assert {name for bylines in names(folders) for name, _, _ in bylines} == {"Thu Hà", "Sở"}


def test_a_source_is_called_as_its_dataset_declares_it_however_often_editors_write_otherwise(folders):
    sign(folders, "Nguồn: sở", "Nguồn: SỞ\nTác giả: sở")
    assert names(folders)[1] == [("Sở", "so", ""), ("Sở", "so", "nguồn")]


def test_where_nobody_wrote_the_text_the_source_signs_first(folders):
    sign(folders, "Chụp ảnh: A\nBiên tập: B", "Tổng hợp: A")
    assert names(folders) == [[("Sở", "so", ""), ("A", "a", "ảnh"), ("B", "b", "biên tập")], [("A", "a", "tổng hợp")]]


# Two of one address -------------------------------------------------------------------------------------


def test_two_authors_of_one_address_are_refused_with_where_both_signed(folders):
    assert spelling("Lê Hoa") != spelling("Lê Hòa")
    sign(folders, "Ngày đăng: 5/11/2021\nTác giả: Lê Hoa", "Tác giả: Lê Hòa")
    (problem,) = folders.read().problems
    assert (problem.file, problem.line, problem.is_error) == ("content/bulletins/thu/2021-11-12.md", 1, True)
    assert problem.what == (
        "“Lê Hòa” và “Lê Hoa” (content/bulletins/thu/2021-11-05.md, dòng 2) cùng một địa chỉ tac-gia/le-hoa/."
    )
    assert "như le-hoa-2.md" in problem.remedy


def test_a_file_of_another_name_tells_them_apart(folders):
    folders.write("content/authors/le-hoa-2.md", "Tên: Lê Hòa\n")
    sign(folders, "Tác giả: Lê Hoa", "Tác giả: Lê Hòa")
    assert names(folders) == [[("Lê Hoa", "le-hoa", "")], [("Lê Hòa", "le-hoa-2", "")]]


def test_an_author_may_not_have_the_address_of_an_office(folders):
    sign(folders, "Tác giả: Số")
    ((file, line, what, is_error),) = found(folders)
    assert (file, line, is_error) == ("bulletins/thu/2021-11-05.md", 1, True)
    assert what == "“Số” và “Sở” (data/thu/dataset.toml) cùng một địa chỉ tac-gia/so/."


def test_a_name_that_makes_no_address_is_refused_until_it_has_a_file(folders):
    sign(folders, "Tác giả: 阮惠")
    assert "không có chữ cái Latinh" in found(folders)[0][2]
    folders.write("content/authors/nguyen-hue.md", "Tên: 阮惠\n")
    assert names(folders)[0] == [("阮惠", "nguyen-hue", "")]


# Bylines that nobody knows ------------------------------------------------------------------------------


def test_an_unknown_byline_is_warned_of_once_with_the_closest_name_at_its_field(folders):
    folders.write("content/authors/bich-hue.md", "Tên: Bích Huệ\n")
    sign(folders, "Thẻ: a\nTác giả: Bích Hoệ, Sở (tổng hợp)", "Tác giả: bích hoệ\nNguồn: Cục Thống kê và Dân số")
    assert found(folders) == [
        (
            "bulletins/thu/2021-11-05.md",
            2,
            "“Bích Hoệ” chưa có tệp trong content/authors. Có phải “Bích Huệ” không?",
            False,
        )
    ]


def test_without_any_authors_file_nobody_is_unknown(folders):
    sign(folders, "Tác giả: Bích Hoệ")
    assert found(folders) == []


def test_a_name_that_is_a_source_in_one_place_is_a_person_where_it_signs(folders):
    folders.write("content/authors/bich-hue.md", "Tên: Bích Huệ\n")
    sign(folders, "Nguồn: Tổ công tác", "Tổng hợp: Tổ công tác")
    assert [(file, line) for file, line, _, _ in found(folders)] == [("bulletins/thu/2021-11-12.md", 1)]


def test_an_unknown_role_is_warned_of_with_the_closest_and_printed_as_typed(folders):
    sign(folders, "Tác giả: A (tổng hp), B (ảnh và bài)", "Chụp ảnh: C (quay phim), D (bien tap)\nNguồn: E")
    assert [(line, what, is_error) for _, line, what, is_error in found(folders)] == [
        (1, "không hiểu vai trò “tổng hp”, nên in như đã ghi. Có phải “tổng hợp” không?", False),
        (1, "không hiểu vai trò “bài”, nên in như đã ghi.", False),
        (1, "không hiểu vai trò “quay phim”, nên in như đã ghi.", False),
    ]
    assert [[(name, role) for name, _, role in bylines] for bylines in names(folders)] == [
        [("A", "tổng hp"), ("B", "ảnh và bài")],
        [("C", "ảnh, quay phim"), ("D", "ảnh, biên tập"), ("E", "nguồn")],
    ]


def test_the_fields_named_by_roles_follow_the_authors_each_person_once_with_a_role(folders):
    sign(
        folders,
        "Source: Sở Y tế và Dân số, E\nEditor: D\nCompiler: C\nPhotographer: b, A (tác giả)\n"
        "Author: A (tác giả), B (ảnh), a",
    )
    assert [(name, role) for name, _, role in names(folders)[0]] == [
        ("A", ""),
        ("B", "ảnh"),
        ("A", "ảnh, tác giả"),
        ("C", "tổng hợp"),
        ("D", "biên tập"),
        ("Sở Y tế và Dân số", "nguồn"),
        ("E", "nguồn"),
    ]


@pytest.mark.parametrize("text", ["12", "A, 5"])
def test_a_number_is_nobodys_name(folders, text):
    sign(folders, f"Biên tập: {text}")
    assert found(folders) == [("bulletins/thu/2021-11-05.md", 1, f"không hiểu tên tác giả “{text}”.", True)]


def test_the_shipped_authors_are_known():
    archive = read_archive(ROOT / "data", ROOT / "content")
    assert [author.slug for author in archive.authors] == ["bich-hue"]
    assert not [problem for problem in archive.problems if "authors" in problem.what]
