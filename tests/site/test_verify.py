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
    "tests/golden/tai-nan-giao-thong",
    "docs/vi-du",
)
COUNT = 150
PROVEN = re.compile(
    r"digit of (?:data|span|time) attribute|digit of (?:chart label|JSON-LD)|digit of text, (?:ics|toml|md)"
    r"|word “(?:tăng|giảm|.*nhất)”, bulletin"
)


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
CSV = "ban-tin/qr-covid/2021-11-12/so-lieu.csv"
DATASET = "ban-tin/qr-covid/index.html"
RECORDS = "ban-tin/diem-quet-chi-tiet/index.html"
OFFICES = "ban-tin/thu-tuc-hanh-chinh/index.html"
PRODUCTS = "ban-tin/gia-thi-truong/index.html"
GAP = '<time datetime="2021-11-14">14/11/2021</time></th><td colspan="8">không có số liệu</td>'


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
        (DATASET, 'T17:00">17', 'T18:00">18', "“18 giờ ngày 19/11/2021”: phải là 2021-11-19T17:00"),
        (DATASET, 'T17:00">17\u00a0giờ ngày 19/', '">19/', "“19/11/2021”: phải là 2021-11-19T17:00"),
        (DATASET, '"2021-11-17">17/11', '"2021-11-19">19/11', "“19/11/2021”: phải là 2021-11-17"),
        (DATASET, "2021-10-29/2021-11-12", "2021-10-22/2021-11-12", "DC.coverage phải là"),
        (DATASET, 'Coverage": "2021-10-29/', 'Coverage": "2021-11-05/', "temporalCoverage phải là"),
        (DATASET, 'so-lieu.csv", "encoding', 'du-lieu.csv", "encoding', "contentUrl phải là"),
        (DATASET, '"identifier": "06"', '"identifier": "19"', "identifier phải là “06”"),
        (PAGE, '"issueNumber": "2021-11-12"', '"issueNumber": "2021-11-05"', "issueNumber phải là “2021-11-12”"),
        (PAGE, 'DC.date" content="2021-11-17', 'DC.date" content="2021-11-12', "DC.date phải là “2021-11-17”"),
        (PAGE, "tac-gia/bich-hue/", "tac-gia/bich-ha/", "không dẫn đến trang hay tệp nào"),
        (
            "ban-tin/qr-covid/datapackage.json",
            '"end": "2021-11-12"',
            '"end": "2021-11-19"',
            "phải là “{'start': '2021-10-29', 'end': '2021-11-12'}”",
        ),
        ("ban-tin/qr-covid/datapackage.json", '"points"', '"point"', "các giá trị được phép không đúng"),
        ("ban-tin/qr-covid/areas.csv", "065,Chợ Mới", "065,Chợ Đồn", "khác với danh mục"),
        ("ban-tin/qr-covid/areas.csv", "066,Na Rì", "067,Na Rì", "“066”: thiếu mã này"),
        ("ban-tin/qr-covid/dataset.toml", "[period]", "[periods]", "khác với tệp nguồn"),
        ("ban-tin/qr-covid/lich.ics", "DTSTART:20211119", "DTSTART:20211120", "phải là “20211119T100000Z”"),
        ("lich.ics", "UID:qr-covid-2021-11-19", "UID:qr-covid-2021-11-20", "có 0 lần, phải có 1 lần"),
        ("luu-tru/index.html", "2 bản tin", "3 bản tin", "có chữ số không rõ nguồn"),
        (CSV, ",1393,reported", ",1398,reported", "giá trị phải là 1393"),
        (CSV, ",390,reported,1,", ",390,reported,2,", "rank phải là “1”"),
        (CSV, ",,not_published,,", ",,not_reported,,", "status phải là “not_published”"),
        (CSV, "2021-11-12.csv,B8", "2021-11-12.csv,B7", "ô nguồn không đúng"),
        (CSV, "2021-11-05,2021-11-12,065", "2021-10-29,2021-11-05,065", "không có trong tệp số liệu"),
        (PRODUCTS, 'sort">Gà ta (đồng/kg)', 'sort">Gà ta (đồng/lít)', "phải là “Gà ta (đồng/kg)”"),
        (PRODUCTS, "<td>không có số liệu</td>", "<td>không áp dụng</td>", "phải là “không có số liệu”"),
        (OFFICES, GAP, GAP.replace("-14", "-15").replace("14/", "15/"), "ở đây phải là kỳ đến 2021-11-14"),
        (OFFICES, GAP, GAP.replace("không có số liệu", "không phát sinh"), "phải là “không có số liệu”"),
        (OFFICES, "2021-10-10/", "2021-10-17/", "không thuộc bản tin của kỳ này"),
        (RECORDS, "“Số lượt quét” bằng 0.", "“Số lượt quét” bằng 1.", "các con số phải là: 0"),
        (RECORDS, "nhân với 100.000.", "nhân với 10.000.", "các con số phải là: 100000"),
        (RECORDS, "Trước 17 giờ", "Trước 7 giờ", "các con số phải là: 17"),
        (RECORDS, '"2021-09-20">20/9/2021</time>;', '"2021-09-21">21/9/2021</time>;', "ngày khác với ngày ghi"),
        (RECORDS, "ghi “Cơ sở y tế” ở cột", "ghi “Cơ quan” ở cột", "có tên không ghi trong dataset.toml"),
        (RECORDS, "một chữ số thập phân", "hai chữ số thập phân", "phải nói đến một chữ số thập phân"),
        (RECORDS, "gửi một dòng", "gửi hai dòng", "phải là “Mỗi điểm kiểm soát gửi một dòng"),
        (RECORDS, "<dt>“0”</dt>", "<dt>“1”</dt>", "phải là ““0””"),
        ("feeds/rss.xml", "<title>Toàn tỉnh có 1.393", "<title>Toàn tỉnh có 1.339", "phải là “Toàn tỉnh có 1.393"),
    ],
)
def test_the_truth_alone_says_what_is_wrong_and_where(truth, path, was, now, says):
    content = (truth.output / path).read_bytes().decode()
    assert was in content
    problems = truth.file(path, content.replace(was, now, 1).encode())
    assert {problem.file for problem in problems} == {path}
    assert any(says in problem.what for problem in problems), problems


READ = re.compile(r"<script type=\"application/ld\+json\">.*?</script>|<meta name=\"DC\.[^>]*>|<time [^>]*>.*?</time>")
"""What machines read of a page, and its days."""


@pytest.mark.parametrize(
    "path",
    [
        "ban-tin/gia-thi-truong/index.html",
        "ban-tin/gia-thi-truong/2021-12-19/index.html",
        "ban-tin/gia-thi-truong/datapackage.json",
        "ban-tin/gia-thi-truong/products.csv",
        "ban-tin/gia-thi-truong/lich.ics",
        "lich.ics",
    ],
)
def test_no_digit_of_open_data_can_change_unnoticed(truth, path):
    """A hundred of them in turn, by recomputing alone."""
    text = (truth.output / path).read_bytes().decode()
    assert truth.file(path, text.encode()) == ()
    parts = READ.finditer(text) if path.endswith(".html") else [re.match(r"(?s).*", text)]
    places = [part.start() + own.start() for part in parts for own in re.finditer(r"\d", part[0])]
    assert len(places) > 10
    for at in places[:: -(-len(places) // 100)]:
        altered = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]
        assert truth.file(path, altered.encode()), text[max(0, at - 60) : at + 20]


def test_a_table_of_periods_that_lacks_one_or_whose_cells_are_another_indicators_is_found(truth):
    content = (truth.output / OFFICES).read_text(encoding="utf-8")
    gap = content[content.index('<tr><th scope="row"><time datetime="2021-11-08">') :].partition("</tr>")[0] + "</tr>"
    row = re.search(r"<tr data-bulletin.*?</th>(<td>.*?</td>)(<td>.*?</td>)", content, re.DOTALL)
    assert row
    last = re.search(r'<tr data-bulletin="ban-tin/thu-tuc-hanh-chinh/2021-09-26/">.*?</tr>', content, re.DOTALL)
    assert last
    for was, now, says in (
        (gap, "", "ở đây phải là kỳ đến 2021-11-14"),
        (last[0], "", "thiếu các kỳ từ ngày 2021-09-26 trở về trước"),
        (last[0], last[0] * 2, "kỳ này không có trong số liệu"),
        (row[1] + row[2], row[2] + row[1], "phải là “Hồ sơ tiếp nhận mới” của kỳ này"),
        (row[2], "", "có 7 ô, phải có 8"),
    ):
        assert was in content
        problems = truth.file(OFFICES, content.replace(was, now, 1).encode())
        assert any(says in problem.what for problem in problems), (says, problems)


@pytest.mark.parametrize("path", [RECORDS, OFFICES, "ban-tin/qr-covid/index.html"])
def test_every_digit_of_the_explanations_is_accounted_for(truth, path):
    content = (truth.output / path).read_text(encoding="utf-8")
    start = content.index('<h2 id="giai-thich">')
    section = content[start : content.index("</section>", start)]
    texts = re.finditer(r">([^<]*\d[^<]*)<", section)
    places = [start + text.start(1) + digit.start() for text in texts for digit in re.finditer(r"\d", text[1])]
    assert places
    for at in places:
        other = str((int(content[at]) + 1) % 10)
        altered = content[:at] + other + content[at + 1 :]
        assert truth.file(path, altered.encode()), content[at - 40 : at + 20]
