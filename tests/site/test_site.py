"""The shipped site as Pelican builds it: what is on the pages, and that every build gives the same bytes."""

import csv
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from lxml import etree, html

from conftest import ROOT, build

ARTICLE = Path("ban-tin/qr-covid/2021-11-12/index.html")
REFERENCE = {
    "1393": "1.393",
    "45536": "45.536",
    "133": "133",
    "7410": "7.410",
    "390": "390",
    "203": "203",
    "1975": "1.975",
    "20.94": "20,94%",
    "282": "282",
    "209": "209",
}


def page(site: Path, path: Path = ARTICLE) -> html.HtmlElement:
    return html.document_fromstring((site / path).read_text(encoding="utf-8"))


def text_of(element: html.HtmlElement) -> str:
    """The text as a reader sees it, in lines."""
    return re.sub(r"\s+", " ", element.text_content().replace("\u00a0", " ")).strip()


def told(site: Path) -> str:
    """What the article says: title, lead and paragraphs, without charts, tables and tools."""
    article = page(site).xpath("//article")[0]
    return " ".join(text_of(part) for part in article.xpath(".//h1 | .//p[not(ancestor::figure)]"))


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_article_carries_every_figure_of_the_reference(site: Path) -> None:
    words = page(site).xpath("//article")[0]
    for value, text in REFERENCE.items():
        found = words.xpath(f'.//p//data[@value="{value}"] | .//h1//data[@value="{value}"]')
        assert [text_of(data) for data in found] == [text] * len(found)
        assert found, value


def test_every_figure_leads_to_its_cells(site: Path) -> None:
    figures = json.loads((site / ARTICLE.with_name("so-lieu.json")).read_text(encoding="utf-8"))["figures"]
    by_value = {str(figure["value"]): figure for figure in figures}
    assert set(REFERENCE) <= set(by_value)
    assert by_value["133"]["cells"] == [
        {"file": "data/qr-covid/2021-11-12.csv", "cell": "B10"},
        {"file": "data/qr-covid/2021-11-05.csv", "cell": "B10"},
    ]
    assert all(figure["cells"] and figure["computation"] for figure in figures)
    leader = [figure["cells"] for figure in figures if figure["text"] == "390" and "thứ hạng" in figure["computation"]]
    assert [cell["cell"] for cell in leader[0]] == ["B8", "C8"], "the value, and the rank that the office states"


def test_the_published_data_file_is_the_offices_own(site: Path) -> None:
    name = "qr-covid/2021-11-12.csv"
    assert (site / "du-lieu" / name).read_bytes() == (ROOT / "data" / name).read_bytes()


def test_no_number_of_the_text_is_without_its_mark(site: Path) -> None:
    for data in (article := page(site).xpath("//article")[0]).xpath(".//data | .//time | .//svg | .//details"):
        data.drop_tree()
    for other in article.xpath(".//*[@class='photo' or @class='reading']"):
        other.drop_tree()
    left = re.findall(r"\d[\d.,]*", told_left(article))
    assert set(left) <= {"19", "4.0", "0"}, "only two names, of the disease and the licence, and a nought spelled out"


def told_left(article: html.HtmlElement) -> str:
    return " ".join(text_of(part) for part in article.xpath(".//h1 | .//p"))


def test_the_parts_stand_in_the_references_order(site: Path) -> None:
    article = page(site).xpath("//article")[0]
    order = [
        ".//time[@datetime='2021-11-17']",
        ".//button[normalize-space()='Tăng cỡ chữ']",
        ".//button[normalize-space()='Giảm cỡ chữ']",
        ".//h1",
        ".//*[contains(@class,'lead')]",
        ".//figure[contains(@class,'photo')]",
        ".//p[contains(.,'Dẫn đầu')]",
        ".//p[contains(.,'đề nghị')]",
        ".//span[@class='end'][.='./.']",
        ".//*[contains(@class,'byline')][contains(.,'Bích Huệ')]",
    ]
    everything = list(article.iter())
    places = [everything.index(article.xpath(path)[0]) for path in order]
    assert places == sorted(places)
    assert len(article.xpath(".//figure[contains(@class,'chart')]")) == 2
    assert article.xpath(".//figure[contains(@class,'chart')]//table")


def test_unpublished_areas_are_named_and_not_drawn_as_zero(site: Path) -> None:
    chart = page(site).xpath("//figure[contains(@class,'chart')]")[0]
    note = text_of(chart.xpath(".//*[contains(@class,'note')]")[0])
    for name in ("Pác Nặm", "Ba Bể", "Ngân Sơn", "Bạch Thông", "Chợ Đồn", "Na Rì"):
        assert name in note
    for svg in chart.xpath(".//svg"):
        assert len(svg.xpath(".//*[@class='bar']")) == 2


def test_a_fall_is_told_as_a_fall(sources: Path, tmp_path: Path) -> None:
    release = sources / "data/qr-covid/2021-11-12.csv"
    release.write_text(release.read_text(encoding="utf-8").replace("1393", "1250"), encoding="utf-8")
    assert build(tmp_path / "output", sources).returncode == 0
    said = told(tmp_path / "output")
    assert "giảm 10 điểm" in said
    assert not re.search(r"tăng[^.;]*điểm", said)


def test_without_an_earlier_release_nothing_is_compared(sources: Path, tmp_path: Path) -> None:
    (sources / "data/qr-covid/2021-11-05.csv").unlink()
    assert build(tmp_path / "output", sources).returncode == 0
    article = page(tmp_path / "output").xpath("//article")[0]
    said = text_of(article).split("Để có đủ dữ liệu")[0]
    assert not re.search(r"so với|tăng \d|giảm \d|tuần trước", said)
    assert not re.search(r"[,;:] ?[.,;]| ,|\(\s*\)|\.\.", told(tmp_path / "output").replace("./.", "")), (
        "clean punctuation"
    )
    assert len(article.xpath(".//figure[contains(@class,'chart')]")) == 1, "one week is no trend"


def test_a_bad_cell_stops_the_build_and_leaves_the_site(sources: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    assert build(output, sources).returncode == 0
    before = files(output)
    release = sources / "data/qr-covid/2021-11-12.csv"
    release.write_text(release.read_text(encoding="utf-8").replace(",390,", ",abc,"), encoding="utf-8")
    done = build(output, sources)
    assert done.returncode == 2
    assert "data/qr-covid/2021-11-12.csv, dòng 8, cột B “Số điểm quét”" in done.stderr
    assert "“abc” không phải là số nguyên" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert files(output) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == [], "nothing left over"


@pytest.mark.parametrize(
    ("zone", "language", "seed"),
    [("UTC", "C", "1"), ("America/Los_Angeles", "C.UTF-8", "2"), ("Asia/Tokyo", "vi_VN", "3")],
)
def test_builds_are_identical_in_any_zone_locale_and_seed(
    site: Path, tmp_path: Path, zone: str, language: str, seed: str
) -> None:
    done = build(tmp_path / "again", TZ=zone, LC_ALL=language, LANG=language, PYTHONHASHSEED=seed)
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "again") == files(site)


def test_sources_in_another_place_give_the_same_site(reference_site: Path, sources: Path, tmp_path: Path) -> None:
    assert build(tmp_path / "again", sources).returncode == 0
    assert files(tmp_path / "again") == files(reference_site)


def test_every_internal_link_leads_somewhere(site: Path) -> None:
    root = "http://site"
    missing = []
    for path in sorted(site.rglob("*.html")):
        here = f"{root}/{path.relative_to(site).as_posix()}"
        tree = html.document_fromstring(path.read_text(encoding="utf-8"))
        for address in tree.xpath("//@href | //@src"):
            target, fragment = urldefrag(urljoin(here, address))
            if not target.startswith(root):
                continue
            file = site / urlsplit(target).path.lstrip("/")
            file = file / "index.html" if file.is_dir() else file
            if not file.is_file() or (fragment and f'id="{fragment}"' not in file.read_text(encoding="utf-8")):
                missing.append((here, address))
    assert not missing


def test_each_bulletin_has_its_own_figures_as_csv(site: Path) -> None:
    for history in sorted(site.glob("ban-tin/*/so-lieu.csv")):
        head, *rows = history.read_text(encoding="utf-8").splitlines(keepends=True)
        bulletins = sorted(path.parent for path in history.parent.glob("*/index.html"))
        assert bulletins
        together = []
        for folder in bulletins:
            own_head, *own = (folder / "so-lieu.csv").read_text(encoding="utf-8").splitlines(keepends=True)
            assert own_head == head
            assert {row.split(",")[1] for row in own} == {folder.name}
            together += own
            links = {
                link.text: link.get("href") for link in html.parse(folder / "index.html").xpath("//a[@class='tap']")
            }
            assert links["Số liệu kỳ này (CSV)"].endswith(f"/ban-tin/{history.parent.name}/{folder.name}/so-lieu.csv")
        assert together == rows


def test_the_portal_has_its_pages(site: Path) -> None:
    for path in (
        "index.html",
        "404.html",
        "robots.txt",
        "ban-tin/qr-covid/index.html",
        "ban-tin/qr-covid/so-lieu.csv",
        "luu-tru/index.html",
        "luu-tru/2021/index.html",
        "luu-tru/2021/11/index.html",
        "tac-gia/bich-hue/index.html",
        "chuyen-muc/chuyen-doi-so/index.html",
        "gioi-thieu/index.html",
    ):
        assert (site / path).is_file(), path


def test_feeds_are_whole_and_without_the_end_mark(reference_site: Path) -> None:
    atom = etree.parse(reference_site / "feeds/atom.xml").getroot()
    rss = etree.parse(reference_site / "feeds/rss.xml").getroot()
    name = {"a": "http://www.w3.org/2005/Atom"}
    assert [link.get("href") for link in atom.findall("a:entry/a:link", name)] == [
        "http://localhost:8000/ban-tin/qr-covid/2021-11-12/",
        "http://localhost:8000/ban-tin/qr-covid/2021-11-05/",
    ]
    assert "./." not in (reference_site / "feeds/atom.xml").read_text(encoding="utf-8")
    assert len(rss.findall("channel/item")) == 2


def test_the_site_map_lists_every_page_that_search_engines_may_show(site: Path) -> None:
    pages = etree.parse(site / "sitemap.xml").getroot()
    listed = {loc.text for loc in pages.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    built = {
        "http://localhost:8000/" + path.relative_to(site).as_posix().removesuffix("index.html")
        for path in site.rglob("*.html")
        if b'content="noindex"' not in path.read_bytes()
    }
    assert listed == built


HOSTILE = '<script>alert(1)</script> {{ points }} *đậm* <b>"x"</b> =1+1'


def test_what_a_cell_says_is_printed_as_text(tmp_path: Path) -> None:
    """Markup, Markdown and template code in a codelist's name and in a source."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "content").mkdir()
    products = tmp_path / "data" / "gia-thi-truong" / "products.csv"
    with products.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    name, aliases = rows[0].index("name"), rows[0].index("aliases")
    for row in rows[1:]:
        row[name], row[aliases] = f"{HOSTILE} {row[name]}", f"{row[aliases]}|{row[name]}"
    with products.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    assert build(tmp_path / "output", tmp_path).returncode == 0
    shown = 0
    for path in (tmp_path / "output" / "ban-tin" / "gia-thi-truong").rglob("*"):
        if path.suffix == ".html":
            tree = html.document_fromstring(path.read_text(encoding="utf-8"))
            assert not [
                script for script in tree.iter("script") if "alert" in (script.text or "") and not script.get("type")
            ]
            assert not tree.xpath("//article//b | //em")
            shown += HOSTILE in tree.text_content()
        elif path.suffix == ".csv":
            assert not re.search(r"(?m)(?:^|,)\"?[=+@]", path.read_text(encoding="utf-8"))
    assert shown
    atom = etree.parse(tmp_path / "output" / "feeds" / "atom.xml")
    assert not [text for text in atom.getroot().itertext() if re.search(r"<script>alert", text)]


def test_a_formula_in_a_published_csv_is_made_harmless(sources: Path, tmp_path: Path) -> None:
    release = sources / "data/qr-covid/2021-11-12.csv"
    lines = release.read_text(encoding="utf-8").splitlines()
    lines.insert(0, '"=HYPERLINK(""http://x"")",+cmd,-5,@sum')
    release.write_text("\n".join(lines), encoding="utf-8")
    assert build(tmp_path / "output", sources).returncode == 0
    first = (tmp_path / "output/du-lieu/qr-covid/2021-11-12.csv").read_text("utf-8-sig").splitlines()[0]
    assert first == '"\'=HYPERLINK(""http://x"")",\'+cmd,-5,\'@sum'


def test_every_page_has_a_strict_policy_and_asks_no_other_host(site: Path) -> None:
    for path in site.rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        tree = html.document_fromstring(source)
        (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert "default-src 'none'" in policy
        search = path == site / "tim-kiem" / "index.html"  # which runs the search engine
        assert "unsafe" not in (policy.replace("'wasm-unsafe-eval'", "") if search else policy)
        assert not tree.xpath("//@style | //@onclick | //@onload")
        loaded = tree.xpath("//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='icon']/@href")
        assert not [address for address in loaded if urlsplit(address).netloc]
        assert unicodedata.is_normalized("NFC", source)


def test_the_style_and_the_script_keep_to_their_budgets(site: Path) -> None:
    (style,) = page(site).xpath("//style/text()")
    assert len(gzip.compress(style.encode())) <= 3000
    assert len(gzip.compress((site / "theme/bantin.js").read_bytes())) <= 4000


def test_a_foreign_folder_is_never_replaced(tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "to-grandmother.txt").write_text("…", encoding="utf-8")
    done = build(letters)
    assert done.returncode == 2
    assert "chọn thư mục khác" in done.stderr
    assert (letters / "to-grandmother.txt").is_file()


@pytest.mark.parametrize("inside", ["data/x", "content/x", "data", "."])
def test_the_output_never_lies_among_the_sources(sources: Path, inside: str) -> None:
    before = files(sources)
    done = build(sources / inside, sources)
    assert done.returncode == 2
    assert "chọn thư mục khác" in done.stderr
    assert files(sources) == before


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = build(tmp_path / "output", tmp_path / "nowhere")
    assert done.returncode == 2
    assert "Không có thư mục" in done.stderr
    assert "Traceback" not in done.stderr


def test_pelicans_own_command_builds_the_same_site(site: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    command = [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "-o", str(output), "--fatal", "errors"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert files(output) == files(site)


def test_a_name_with_marks_of_html_is_published_as_it_is_written(sources: Path, tmp_path: Path) -> None:
    """In titles, leads, feeds and what machines read: the proof reads each of them as it is meant to be read."""
    toml = sources / "data" / "qr-covid" / "dataset.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace('"Sở Thông tin và Truyền thông"', "'Sở \"A & B\" <C>'", 1), encoding="utf-8")
    done = build(tmp_path / "output", sources)
    assert done.returncode == 0, done.stdout + done.stderr
    page = html.fromstring((tmp_path / "output/ban-tin/qr-covid/2021-11-12/index.html").read_bytes())
    assert 'Sở "A & B" <C> ghi nhận' in page.xpath("string(//p[@class='lead'])")
