"""The built site is proved, and every single alteration of it is found by the name of its file."""

import runpy
from pathlib import Path

import pytest
from tests.site.alterations import run, table

from bantin.ingest.archive import read_archive
from bantin.pipeline import make_all
from bantin.proof.verify import Proof, verify
from conftest import ROOT, build

BUILT = (
    "tests/golden/real-xang-dau",
    "tests/golden/real-cap-do-dich-18-01",
    "tests/golden/tie-at-the-cut",
    "docs/vi-du",
)
COUNT = 150


def settings(sources: Path = ROOT) -> dict[str, object]:
    """The site's settings, for the `data/` and `content/` under `sources`."""
    own = runpy.run_path(str(ROOT / "pelicanconf.py"))
    return {**own, "BANTIN_DATA": sources / "data", "PATH": sources / "content", "THEME": ROOT / "theme"}


def test_the_shipped_site_is_proved(site):
    assert verify(site, settings()) == ()


@pytest.mark.parametrize("case", BUILT)
def test_other_sites_are_proved(case, tmp_path):
    content = tmp_path / "content"
    content.mkdir()
    (tmp_path / "data").symlink_to(ROOT / case / "data")
    done = build(tmp_path / "output", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert verify(tmp_path / "output", settings(tmp_path)) == ()


def test_single_alterations_are_found(site):
    archive = read_archive(ROOT / "data", ROOT / "content")
    proofs = {"truth and words": Proof(site, settings(), archive, make_all(archive))}
    missed, score = run(proofs, site, COUNT, seed=2021)
    assert missed == [], table(score)


@pytest.fixture(scope="module")
def truth(site) -> Proof:
    """The proof of what is said alone, whatever the pipeline makes."""
    return Proof(site, settings(), read_archive(ROOT / "data", ROOT / "content"))


PAGE = "ban-tin/qr-covid/2021-11-12/index.html"


@pytest.mark.parametrize(
    ("path", "was", "now", "says"),
    [
        (PAGE, ">1.393</data>\u00a0điểm quét", ">1.394</data>\u00a0điểm quét", "tiêu đề: “1.394”: phải là “1.393”"),
        (PAGE, '<data value="1393"', '<data value="1398"', "thuộc tính value là “1398”, phải là 1393"),
        (PAGE, ">tăng</span>", ">giảm</span>", "“giảm”: phải là “tăng”"),
        (PAGE, "Dẫn đầu", "Đứng cuối", "“Đứng cuối” không đúng: đây là số cao nhất"),
        (PAGE, "UBND huyện Chợ Mới (", "UBND huyện Ba Bể (", "thiếu tên của huyện Chợ Mới"),
        (
            PAGE,
            "</data>\u00a0lượt so với tuần",
            "</data>\u00a0lượt so với cùng kỳ năm",
            "con số được so với 2021-11-05",
        ),
        (PAGE, "</data>\u00a0lượt quét khi", "</data>\u00a0điểm quét khi", "đơn vị phải là “lượt"),
        (PAGE, "phần lớn cơ sở", "mọi cơ sở", "khác với lời của biên tập viên"),
        (PAGE, '"ink">390</text>', '"ink">309</text>', "hình: “309”: phải là “390”"),
        (PAGE, 'content="Toàn tỉnh có 1.393', 'content="Toàn tỉnh có 1.993', "thẻ meta og:title"),
        (PAGE, 'datetime="2021-11-05">5/11', 'datetime="2021-11-05">6/11', "“6/11”: không khớp"),
        ("index.html", "· Số liệu minh họa", "· Số liệu", "phải là"),
        ("luu-tru/index.html", "2 bản tin", "3 bản tin", "có chữ số không rõ nguồn"),
        ("feeds/rss.xml", "<title>Toàn tỉnh có 1.393", "<title>Toàn tỉnh có 1.339", "phải là “Toàn tỉnh có 1.393"),
        ("sitemap.xml", "<lastmod>2021-12-20", "<lastmod>2021-12-21", "phải là"),
    ],
)
def test_the_truth_alone_says_what_is_wrong_and_where(truth, path, was, now, says):
    content = (truth.output / path).read_text(encoding="utf-8")
    assert was in content
    problems = truth.file(path, content.replace(was, now, 1).encode())
    assert {problem.file for problem in problems} == {path}
    assert any(says in problem.what for problem in problems), problems
