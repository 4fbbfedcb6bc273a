"""The built site is proved, and every single alteration of it is found by the name of its file."""

import re
import shutil
import subprocess
import sys

import pytest
from tests.site.alterations import proof_of_shipped, run, table

from bantin.proof.verify import Proof
from conftest import ROOT, build

BUILT = (
    "tests/golden/real-xang-dau",
    "tests/golden/real-cap-do-dich-18-01",
    "tests/golden/tie-at-the-cut",
    "docs/vi-du",
)
COUNT = 150
PROVEN = re.compile(r"digit of (?:data|span|time) attribute|digit of chart label|word “(?:tăng|giảm|.*nhất)”, bulletin")


def verified(output, sources=ROOT) -> subprocess.CompletedProcess[str]:
    """`verify` as a person runs it."""
    folders = ["--data", sources / "data", "--content", sources / "content", "--output", output]
    command = [sys.executable, "-m", "invoke", "-c", "tasks", "verify", *map(str, folders)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def test_the_shipped_site_is_proved_and_an_altered_one_is_not(site, tmp_path):
    done = verified(site)
    assert done.returncode == 0, done.stdout + done.stderr
    altered = tmp_path / "output"
    shutil.copytree(site, altered)
    page, robots = altered / PAGE, altered / "robots.txt"
    page.write_text(page.read_text(encoding="utf-8").replace(">133<", ">138<"), encoding="utf-8")
    robots.write_text(robots.read_text(encoding="utf-8").replace("Allow", "Disallow"), encoding="utf-8")
    done = verified(altered)
    assert done.returncode == 2
    assert "phải là “133”" in done.stdout
    assert "ghi “Disallow”, phải là “Allow”" in done.stdout


@pytest.mark.parametrize("case", BUILT)
def test_other_sites_are_built_only_when_they_are_proved(case, tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "data").symlink_to(ROOT / case / "data")
    done = build(tmp_path / "output", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def truth(site) -> Proof:
    """The proof of what is said, whatever the pipeline makes."""
    return proof_of_shipped(site)


def test_single_alterations_are_found(site, truth):
    missed, score = run(site, COUNT, 2021, truth)
    assert missed == [], table(score)
    for kind, made in score["made"].items():
        if PROVEN.match(kind):  # what recomputing alone must find
            assert score["recomputed"][kind] == made, table(score)


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
        ("luu-tru/index.html", "2 bản tin", "3 bản tin", "có chữ số không rõ nguồn"),
        ("feeds/rss.xml", "<title>Toàn tỉnh có 1.393", "<title>Toàn tỉnh có 1.339", "phải là “Toàn tỉnh có 1.393"),
    ],
)
def test_the_truth_alone_says_what_is_wrong_and_where(truth, path, was, now, says):
    content = (truth.output / path).read_text(encoding="utf-8")
    assert was in content
    problems = truth.file(path, content.replace(was, now, 1).encode())
    assert {problem.file for problem in problems} == {path}
    assert any(says in problem.what for problem in problems), problems
