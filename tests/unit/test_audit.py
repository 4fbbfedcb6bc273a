"""The audit's gates that need only files: each kind of fault in a small site is found, and its file named."""

import base64
import hashlib
import io
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bantin.audit.audit import Outcome, audit, grouped
from bantin.audit.feeds import faults
from bantin.audit.forms import mail_moment, moment
from bantin.audit.pages import kind_of, read_site
from bantin.audit.pictures import Pictures
from bantin.errors import BuildError, Problem
from photographs import XMP, exif, scene

HOME = "https://tinh.example.vn/"
STYLE, SCRIPT = "p{margin:0}", "document.documentElement.className='js'"
ARTICLE = "ban-tin/qr/2021-11-12/index.html"


def digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


POLICY = (
    f"default-src 'none'; img-src 'self'; style-src 'sha256-{digest(STYLE)}'; "
    f"script-src 'self' 'sha256-{digest(SCRIPT)}'; base-uri 'none'; form-action 'none'"
)


def page(address: str, up: str, body: str) -> str:
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>Trang</title><script>{SCRIPT}</script><style>{STYLE}</style>
<link rel="canonical" href="{HOME}{address}">
<meta property="og:image" content="{HOME}anh.png">
<link rel="icon" href="{up}theme/icon.svg">
<link rel="alternate" type="application/atom+xml" href="{HOME}tin/atom.xml">
<script type="application/ld+json">{{"@id": "{HOME}{address}#bo", "url": "{HOME}{address}"}}</script>
</head><body><a href="#chinh">Đến</a><main id="chinh">{body}</main>
<script src="{up}theme/js/a.js"></script></body></html>
"""


ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Tin</title><id>{HOME}</id><updated>2021-11-17T00:00:00+07:00</updated>
<link rel="self" href="{HOME}tin/atom.xml"/><link href="{HOME}"/>
<entry><title>Một</title><id>tag:x,2021:1</id><link href="{HOME}ban-tin/qr/2021-11-12/"/>
<author><name>Sở</name></author><published>2021-11-17T00:00:00+07:00</published><updated>2021-11-18T00:00:00Z</updated>
<content type="html">&lt;p&gt;&lt;a href="{HOME}"&gt;Nhà&lt;/a&gt;&lt;/p&gt;</content></entry>
<entry><title>Hai</title><id>tag:x,2021:2</id><link href="{HOME}"/><author><name>Sở</name></author>
<updated>2021-11-18T00:00:00Z</updated></entry></feed>"""
RSS = f"""<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Tin</title><link>{HOME}</link>
<description>Tin</description><atom:link rel="self" href="{HOME}tin/rss.xml"/>
<lastBuildDate>Mon, 20 Dec 2021 17:00:00 +0700</lastBuildDate>
<item><title>Một</title><link>{HOME}</link><guid isPermaLink="false">tag:x,2021:1</guid>
<pubDate>Mon, 20 Dec 2021 17:00:00 +0700</pubDate><description>Lời</description></item>
<item><title>Hai</title><link>{HOME}</link><guid>{HOME}</guid>
<pubDate>Mon, 20 Dec 2021 17:00:00 +0700</pubDate></item></channel></rss>"""
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Tin",
    "feed_url": f"{HOME}tin/feed.json",
    "home_page_url": HOME,
    "_ours": 1,
    "items": [
        {
            "id": "1",
            "url": HOME,
            "content_text": "Lời",
            "date_published": "2021-11-17T00:00:00+07:00",
            "tags": ["Kinh tế"],
            "authors": [{"name": "Sở"}],
        }
    ],
}

Make = Callable[..., dict[str, Outcome]]


@pytest.fixture
def looked(tmp_path: Path) -> Make:
    """Write a small sound site with one text replaced in one file (or added before `</main>`), and audit it."""

    def look(file: str = "", old: str = "", new: str = "") -> dict[str, Outcome]:
        files = {
            "index.html": page("", "./", '<a href="ban-tin/qr/2021-11-12/#so">Tin</a><p>Chữ</p>'),
            ARTICLE: page("ban-tin/qr/2021-11-12/", "../../../", '<p id="so">1</p><a href="../../../">Nhà</a>'),
            "gioi-thieu/index.html": page("gioi-thieu/", "../", '<a href="../gioi-thieu">Đây</a><p>Chữ</p>'),
            "tim-kiem/index.html": page("tim-kiem/", "../", "<p>Chữ</p>"),
            "404.html": page("404.html", "/", '<a href="/">Nhà</a><p>Chữ</p>'),
            "theme/js/a.js": "let a = 1;",
            "theme/icon.svg": "<svg/>",
            "anh.png": "",
            "tin/atom.xml": ATOM,
            "tin/rss.xml": RSS,
            "tin/feed.json": json.dumps(FEED, ensure_ascii=False),
            "sitemap.xml": f"<urlset><loc>{HOME}</loc><loc>{HOME}gioi-thieu/</loc></urlset>",
            "lich.ics": f"BEGIN:VCALENDAR\r\nURL:{HOME}ban-tin/\r\n qr/2021-11-12/\r\n",
            "app.webmanifest": json.dumps({"start_url": "./", "icons": [{"src": "theme/icon.svg"}]}),
        }
        if file:
            assert (old or "</main>") in files[file]
            files[file] = files[file].replace(old or "</main>", new if old else f"{new}</main>")
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8", newline="")
        return {outcome.name: outcome for outcome in audit(tmp_path)}

    return look


def test_a_sound_site_passes_every_gate(looked: Make) -> None:
    done = looked()
    assert list(done) == ["liên kết", "nguồn tin", "dung lượng", "chính sách", "ảnh"]
    assert [own for outcome in done.values() for own in outcome.problems] == []
    assert done["nguồn tin"].measured == "1 Atom, 1 JSON Feed, 1 RSS"
    assert "5 trang" in done["liên kết"].measured
    assert f"({ARTICLE})" in done["dung lượng"].measured
    assert str(done["chính sách"]).startswith("đạt")


BAD_LINKS = [
    ("gioi-thieu/index.html", "", '<a href="khong-co/">x</a>', "“gioi-thieu/khong-co/index.html”"),
    ("gioi-thieu/index.html", "", f'<a href="{HOME}khong-co.csv">x</a>', "“khong-co.csv”"),
    ("gioi-thieu/index.html", "", '<img src="a.png" alt="">', "“gioi-thieu/a.png”"),
    ("gioi-thieu/index.html", "", '<img src="../anh.png" srcset="../anh.png 1x, b.png 2x" alt="">', "b.png"),
    ("gioi-thieu/index.html", "", '<form action="tim/"></form>', "tim/index.html"),
    ("gioi-thieu/index.html", "", '<svg><use xlink:href="#hinh"></use></svg>', "“#hinh”"),
    ("gioi-thieu/index.html", "", '<svg><path fill="url(#soc)"></path></svg>', "“#soc”"),
    ("gioi-thieu/index.html", "", '<a href="#dau">x</a>', "“#dau”"),
    ("gioi-thieu/index.html", "", '<a href="http://[">x</a>', "http://["),
    ("gioi-thieu/index.html", "", '<p id="chinh">x</p>', "id “chinh” có 2 lần"),
    ("gioi-thieu/index.html", "", '<p aria-labelledby="chinh ten">x</p>', "“#ten”"),
    (
        "gioi-thieu/index.html",
        'content="https://tinh.example.vn/anh',
        'content="http://localhost/anh',
        "http://localhost/",
    ),
    ("gioi-thieu/index.html", '"url": "https://tinh.example.vn/', '"url": "https://tinh.example.vn/cu/', "“cu/gioi"),
    ("index.html", "#so", "#khac", "“#khac”, mà không có id như vậy trên trang của ban-tin/qr/2021-11-12/index.html"),
    ("404.html", '<a href="/">', '<a href="index.html">', "bắt đầu bằng /"),
    ("tin/atom.xml", "2021-11-12/", "2021-11-19/", "“ban-tin/qr/2021-11-19/index.html”"),
    ("sitemap.xml", "gioi-thieu/", "gioi-thieu/cu/", "“gioi-thieu/cu/index.html”"),
    ("lich.ics", "2021-11-12", "2021-11-19", "“ban-tin/qr/2021-11-19/index.html”"),
    ("app.webmanifest", "icon.svg", "icon.png", "“theme/icon.png”"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), BAD_LINKS)
def test_a_link_to_nothing_is_found(looked: Make, file: str, old: str, new: str, said: str) -> None:
    found = looked(file, old, new)["liên kết"].problems
    assert file in {problem.file for problem in found}
    assert said in " ".join(problem.what for problem in found)


def test_other_hosts_and_schemes_are_not_followed(looked: Make) -> None:
    links = '<a href="https://khac.vn/x">x</a><a href="mailto:a@b.vn">x</a><a href="tel:0209">x</a><a href="#top">x</a>'
    assert looked("index.html", "", links)["liên kết"].problems == ()


def test_in_a_folder_of_a_server_a_link_from_its_root_leaves_the_site(looked: Make, tmp_path: Path) -> None:
    looked()
    (tmp_path / "index.html").write_text(
        f'<link rel="canonical" href="{HOME}tin/"><a href="/x/">x</a><a href="/tin/theme/icon.svg">x</a>',
        encoding="utf-8",
    )
    (links, *_) = audit(tmp_path)
    assert [own.what for own in links.problems if own.file == "index.html"] == ["dẫn tới “/x/”, là tệp không có"]


BAD_FEEDS = [
    ("tin/atom.xml", "<title>Tin</title>", "", "feed thiếu title"),
    ("tin/atom.xml", "tag:x,2021:2", "tag:x,2021:1", "có ở nhiều mục"),
    ("tin/atom.xml", "tag:x,2021:2", "hai", "không phải là một định danh"),
    ("tin/atom.xml", "<updated>2021-11-18T00:00:00Z", "<updated>2021-11-18", "RFC 3339"),
    ("tin/atom.xml", "<updated>2021-11-18T00:00:00Z", "<updated>2021-11-16T00:00:00Z", "sớm hơn ngày đăng"),
    ("tin/atom.xml", 'rel="self"', 'rel="related"', "tự gọi mình"),
    ("tin/atom.xml", 'rel="self" href="https:', 'rel="self" href="http:', "tự gọi mình"),
    ("tin/atom.xml", "<author><name>Sở</name></author>", "", "không có author"),
    ("tin/atom.xml", "<author><name>Sở</name>", "<author>", "một người"),
    ("tin/atom.xml", 'a href="https://tinh.example.vn/', 'a href="../', "địa chỉ đầy đủ"),
    ("tin/atom.xml", "&lt;p&gt;", "<p>", "không đọc được"),
    ("tin/atom.xml", f'<link href="{HOME}"/><author>', "<author>", "không có content"),
    (
        "tin/atom.xml",
        f'<link href="{HOME}"/><author>',
        f'<link href="{HOME}"/><link href="{HOME}"/><author>',
        "hai link",
    ),
    ("tin/atom.xml", "<entry>", "<entry><pubDate/>", "pubDate không được đứng trong mục"),
    ("tin/rss.xml", "<description>Tin</description>", "", "channel thiếu description"),
    ("tin/rss.xml", ' isPermaLink="false"', "", "isPermaLink"),
    ("tin/rss.xml", f"<guid>{HOME}</guid>", "", "mục thiếu guid"),
    ("tin/rss.xml", f"<guid>{HOME}", '<guid isPermaLink="false">tag:x,2021:1', "có ở nhiều mục"),
    ("tin/rss.xml", "<pubDate>Mon, 20", "<pubDate>Tue, 20", "RFC 822"),
    ("tin/rss.xml", "<pubDate>Mon, 20 Dec 2021", "<pubDate>2021-12-20", "RFC 822"),
    ("tin/rss.xml", "<pubDate>", "<author>Bích Huệ</author><pubDate>", "dc:creator"),
    ("tin/rss.xml", 'version="2.0"', 'version="0.91"', "phiên bản 2.0"),
    ("tin/rss.xml", 'rel="self"', 'rel="next"', "tự gọi mình"),
    ("tin/rss.xml", "Lời", '&lt;img src="a.png"&gt;', "địa chỉ đầy đủ"),
    ("tin/feed.json", "version/1.1", "version/1", "version “https://jsonfeed.org/version/1”"),
    ("tin/feed.json", '"id": "1"', '"id": 1', "id “” không phải là chuỗi"),
    ("tin/feed.json", '"content_text"', '"_content"', "không có content_html"),
    ("tin/feed.json", "T00:00:00+07:00", " 00:00", "RFC 3339"),
    ("tin/feed.json", '"tags": ["Kinh tế"]', '"tags": "Kinh tế"', "danh sách chuỗi"),
    ("tin/feed.json", '{"name": "Sở"}', '"Sở"', "danh sách người"),
    ("tin/feed.json", '"title": "Tin", ', "", "nguồn tin thiếu title"),
    ("tin/feed.json", "feed_url", "feed_ulr", "feed_ulr không được đứng"),
    ("index.html", "application/atom+xml", "application/rss+xml", "gọi đây là RSS, nhưng tệp là Atom"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), BAD_FEEDS)
def test_a_feed_that_breaks_its_standard_is_found(looked: Make, file: str, old: str, new: str, said: str) -> None:
    found = looked(file, old, new)["nguồn tin"].problems
    expected = "tin/atom.xml" if file == "index.html" else file
    assert {problem.file for problem in found} == {expected}
    assert said in " ".join(problem.what for problem in found)


def test_many_faults_of_one_feed_are_told_in_a_few_lines(looked: Make) -> None:
    more = "".join(f"<entry><id>{n}</id></entry>" for n in range(9))
    assert len(looked("tin/atom.xml", "</feed>", f"{more}</feed>")["nguồn tin"].problems) == 6


def test_moments_are_read_strictly() -> None:
    assert moment("2021-11-17T00:00:00.5+07:00")
    assert moment("2021-11-17T00:00:00z")
    assert not moment("2021-11-17T00:00:00")
    assert not moment("2021-02-30T00:00:00Z")
    assert mail_moment("20 Dec 2021 17:00 GMT")
    assert not mail_moment("Mon, 20 Dec 21 17:00:00 +0700")
    assert not mail_moment("Mon, 32 Dec 2021 17:00:00 +0700")


def test_what_is_no_feed_at_all_is_told_without_a_traceback() -> None:
    assert "không đọc được" in faults("Atom", b"<feed", HOME)[0]
    assert "không đọc được" in faults("JSON Feed", b"{", HOME)[0]
    assert faults("JSON Feed", b"[]", HOME) == ["không phải là một đối tượng JSON"]


def noise(size: int) -> str:
    chance = random.Random(1)  # noqa: S311 - no secret: a text that does not compress
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=size))


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (ARTICLE, "", f"<p>{noise(40_000)}</p>", "bản tin nặng"),
        ("gioi-thieu/index.html", "", f"<p>{noise(160_000)}</p>", "trang khác nặng"),
        (ARTICLE, STYLE, f"/*{noise(5_000)}*/", "kiểu nặng"),
        (ARTICLE, "", f"<script>'{noise(7_000)}'</script>", "mã lệnh nặng"),
        (ARTICLE, "", f"<svg><path d='{noise(5_000)}'></path></svg>", "biểu đồ nặng"),
    ],
)
def test_what_is_too_heavy_is_found(looked: Make, file: str, old: str, new: str, said: str) -> None:
    (problem,) = [own for own in looked(file, old, new)["dung lượng"].problems if own.what.startswith(said)]
    assert problem.file == file


def test_a_common_script_counts_in_every_page(looked: Make) -> None:
    (problem,) = looked("theme/js/a.js", "let a = 1;", f"'{noise(7_000)}'")["dung lượng"].problems
    assert problem.what.startswith("mã lệnh nặng")
    assert "và ở 4 tệp khác" in problem.what


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (ARTICLE, "", '<p style="color:red">x</p>', "thuộc tính style trên <p>"),
        (ARTICLE, "", '<button onclick="x()">x</button>', "thuộc tính onclick trên <button>"),
        (ARTICLE, "", '<a href=" JavaScript:x()">x</a>', "javascript:"),
        (ARTICLE, "", '<script src="https://cdn.example.com/a.js"></script>', "https://cdn.example.com/a.js"),
        (ARTICLE, "", '<img src="//cdn.example.com/a.png" alt="">', "https://cdn.example.com/a.png"),
        (ARTICLE, "", '<iframe src="https://khac.vn/"></iframe>', "https://khac.vn/"),
        (ARTICLE, SCRIPT + "<", SCRIPT + ";<", "<script> trong trang không có mã băm"),
        (ARTICLE, STYLE, "p{margin:1px}", "<style> trong trang không có mã băm"),
        (ARTICLE, STYLE, "p{background:url(https://khac.vn/a.png)}", "lấy tệp từ nơi khác"),
        (ARTICLE, "img-src 'self'", "img-src https:", "cho phép https: trong img-src"),
        (ARTICLE, "script-src 'self'", "script-src 'self' 'unsafe-inline'", "'unsafe-inline'"),
        (ARTICLE, "script-src 'self'", "script-src 'self' 'unsafe-eval'", "'unsafe-eval'"),
        (ARTICLE, "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", "'wasm-unsafe-eval'"),
        (ARTICLE, "default-src 'none'", "default-src 'self'", "default-src 'none'"),
        (ARTICLE, "Content-Security-Policy", "X-UA", "có 0 chính sách"),
        (ARTICLE, '<meta charset="utf-8">', "<style></style>", "đứng sau"),
    ],
)
def test_what_the_policy_should_not_allow_is_found(looked: Make, file: str, old: str, new: str, said: str) -> None:
    found = looked(file, old, new)["chính sách"].problems
    assert {problem.file for problem in found} == {file}
    assert said in " ".join(problem.what for problem in found)


def test_only_the_search_page_may_run_its_engine(looked: Make) -> None:
    allowed = looked("tim-kiem/index.html", "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
    assert allowed["chính sách"].problems == ()


def as_bytes(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


SMALL = scene((60, 40))
CLEAN = {"a.jpg": as_bytes(SMALL, "JPEG"), "b.png": as_bytes(SMALL, "PNG"), "c.webp": as_bytes(SMALL, "WEBP")}
PLACE, COMMENT = exif(), PngInfo()
COMMENT.add_text("Comment", "Nhà bà Lý")
TOLD_TOO_MUCH = {
    "exif.jpg": (as_bytes(SMALL, "JPEG", exif=PLACE), "APP1"),
    "xmp.jpeg": (as_bytes(SMALL, "JPEG", xmp=XMP), "APP1"),
    "profile.jpg": (as_bytes(SMALL, "JPEG", icc_profile=b"x"), "APP2"),
    "comment.jpg": (as_bytes(SMALL, "JPEG", comment="Nhà bà Lý"), "COM"),
    "two.jpg": (CLEAN["a.jpg"] + as_bytes(SMALL, "JPEG", exif=PLACE), "sau ảnh"),
    "exif.png": (as_bytes(SMALL, "PNG", exif=PLACE), "eXIf"),
    "comment.png": (as_bytes(SMALL, "PNG", pnginfo=COMMENT), "tEXt"),
    "after.png": (CLEAN["b.png"] + PLACE, "sau ảnh"),
    "exif.webp": (as_bytes(SMALL, "WEBP", exif=PLACE), "EXIF"),
    "xmp.webp": (as_bytes(SMALL, "WEBP", xmp=XMP), "XMP "),
    "moving.webp": (as_bytes(SMALL, "WEBP", save_all=True, append_images=[SMALL.rotate(90)]), "ANIM, ANMF"),
    "after.webp": (CLEAN["c.webp"] + PLACE, "sau ảnh"),
    "lie.jpg": (CLEAN["b.png"], "không đọc được như một ảnh JPEG"),
    "cut.jpg": (CLEAN["a.jpg"][:-30], "không đọc được"),
    "cut.png": (CLEAN["b.png"][:-6], "không đọc được"),
    "empty.webp": (b"", "không đọc được"),
    "a.heic": (b"x", "không phải ảnh"),
    "wide.png": (as_bytes(Image.new("L", (1201, 1)), "PNG"), "cạnh dài 1.201 điểm ảnh, quá mức 1.200"),
    "heavy.png": (as_bytes(Image.effect_noise((600, 600), 99), "PNG"), "byte, quá mức 200.000"),
}


def test_a_published_picture_that_says_more_than_what_is_seen_or_is_too_large_is_found(
    looked: Make, tmp_path: Path
) -> None:
    looked()
    (tmp_path / "images" / "2021").mkdir(parents=True)
    for name, content in {**CLEAN, **{name: own for name, (own, _) in TOLD_TOO_MUCH.items()}}.items():
        (tmp_path / "images" / "2021" / name).write_bytes(content)
    gate = Pictures(read_site(tmp_path))
    found = {problem.file.rpartition("/")[2]: problem.what for problem in gate.rest()}
    assert found.keys() == TOLD_TOO_MUCH.keys()
    assert [name for name, (_, said) in TOLD_TOO_MUCH.items() if said not in found[name]] == []
    assert gate.measured().startswith("22 ảnh")


def test_the_same_fault_of_many_files_is_told_once() -> None:
    found = grouped(Problem(file, "hỏng", "sửa") for file in ("a", "b", "b", "c"))
    assert [(own.file, own.what) for own in found] == [("a", "hỏng (và ở 2 tệp khác)")]
    assert str(Outcome("x", found)).startswith("HỎNG")
    assert str(Outcome("x", skipped="máy không có npm")) == "BỎ QUA  x: máy không có npm"


def test_kinds_of_pages_are_told_by_their_address() -> None:
    files = (
        "index.html",
        "404.html",
        ARTICLE,
        "ban-tin/qr/index.html",
        "luu-tru/2021/11/index.html",
        "gioi-thieu/index.html",
    )
    assert [kind_of(file) for file in files] == [
        "trang chủ",
        "404.html",
        "ban-tin/*/ngày",
        "ban-tin/*",
        "luu-tru/năm/tháng",
        "gioi-thieu",
    ]


def test_a_folder_without_a_site_is_told_to_be_built_first(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"python3 tasks\.py build"):
        read_site(tmp_path)
    (tmp_path / "index.html").write_text("<p>", encoding="utf-8")
    with pytest.raises(BuildError, match="canonical"):
        read_site(tmp_path)
