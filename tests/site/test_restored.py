"""A site built of nothing but what another one published says the same, and is proved; the tasks take it as any."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html
from pelican.settings import read_settings

from bantin.ingest.archive import read_archive
from bantin.publish.build import proof_of
from bantin.review.scenarios import scenarios
from conftest import ROOT, build
from restored import restore, said

SETTINGS = read_settings(str(ROOT / "pelicanconf.py"))
SLUGS = ("diem-quet-chi-tiet", "gia-thi-truong", "qr-covid", "thu-tuc-hanh-chinh")
PAGE = "ban-tin/qr-covid/2021-11-12"


def run(task: str, sources: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """A task as a person runs it."""
    folders = ["--data", str(sources / "data"), "--content", str(sources / "content")]
    command = [sys.executable, "-m", "invoke", "-c", "tasks", task, *folders, *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def restored(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sources with the histories that the shipped site publishes, byte for byte, and the site built of them."""
    published = {slug: (site / f"ban-tin/{slug}/so-lieu.csv").read_bytes().decode("utf-8") for slug in SLUGS}
    sources = restore(ROOT, tmp_path_factory.mktemp("restored") / "sources", published)
    assert sorted(path.name for path in sources.glob("data/*/*2021*")) == []
    done = build(sources / "output", sources)
    assert done.returncode == 0, done.stdout + done.stderr
    return sources


def words(page: Path) -> list[str]:
    """What a page says, its list of sources and its downloads aside."""
    tree = html.fromstring(page.read_bytes())
    for own in tree.xpath("//section[@class='sources'] | //script | //style"):
        own.drop_tree()
    return tree.text_content().split()


def test_the_same_site_comes_of_it(site: Path, restored: Path) -> None:
    there, here = ({path.relative_to(root) for path in root.rglob("*.html")} for root in (site, restored / "output"))
    assert here == there
    for path in sorted(there):
        assert words(restored / "output" / path) == words(site / path), path


def test_the_figures_for_machines_are_the_same(site: Path, restored: Path) -> None:
    for path in sorted(site.glob("ban-tin/*/*/so-lieu.json")):
        both = [
            json.loads((root / path.relative_to(site)).read_text(encoding="utf-8"))
            for root in (site, restored / "output")
        ]
        for content in both:
            for figure in content["figures"]:
                del figure["cells"]
                del figure["computation"]  # of records it says how they were counted
        assert both[0] == both[1], path


def test_what_it_publishes_again_differs_in_files_and_cells_only(site: Path, restored: Path) -> None:
    for path in sorted(site.glob("ban-tin/**/so-lieu.csv")):
        tables = []
        for root in (site, restored / "output"):
            rows = csv.DictReader(io.StringIO((root / path.relative_to(site)).read_text("utf-8"), newline=""))
            tables.append([{name: text for name, text in row.items() if name not in {"file", "cell"}} for row in rows])
        assert tables[0] == tables[1], path
        assert tables[0]


def test_nothing_in_it_is_unproved(restored: Path) -> None:
    done = run("verify", restored, "--output", str(restored / "output"))
    assert done.returncode == 0, done.stdout + done.stderr


def test_its_office_file_is_the_history_once_for_all_bulletins(restored: Path) -> None:
    for slug in SLUGS:
        folder = restored / "output/du-lieu" / slug
        assert [path.name for path in folder.iterdir()] == ["so-lieu.csv"]
        assert (folder / "so-lieu.csv").read_bytes() == (restored / "data" / slug / "so-lieu.csv").read_bytes()


def test_a_figure_leads_to_its_row(restored: Path) -> None:
    tree = html.fromstring((restored / "output" / PAGE / "index.html").read_bytes())
    (link,) = tree.xpath("//ul[@class='figures']/li[1]//a")
    assert link.get("href").endswith("/du-lieu/qr-covid/so-lieu.csv")
    row = int(re.fullmatch(r"ô H(\d+), so-lieu\.csv", link.text)[1])
    lines = (restored / "output/du-lieu/qr-covid/so-lieu.csv").read_text(encoding="utf-8").splitlines()
    assert lines[row - 1].startswith("2021-11-05,2021-11-12,06,tỉnh Bắc Kạn,points,")
    assert ",1393,reported," in lines[row - 1]


def test_an_altered_row_is_found_in_whichever_file(restored: Path) -> None:
    data, output = restored / "data", restored / "output"
    proof = proof_of(output, SETTINGS, read_archive(data, restored / "content"))
    assert proof.all() == ()
    for path in ("du-lieu/qr-covid/so-lieu.csv", "ban-tin/qr-covid/so-lieu.csv", f"{PAGE}/so-lieu.csv"):
        content = (output / path).read_text(encoding="utf-8")
        for was, now in ((",1393,", ",1398,"), (",390,reported,1,", ",390,reported,2,"), ("tỉnh Bắc Kạn", "tỉnh X")):
            assert was in content
            assert proof.file(path, content.replace(was, now, 1).encode()) != (), (path, was)


def test_an_altered_source_is_not_what_the_site_says(restored: Path, tmp_path: Path) -> None:
    shutil.copytree(restored / "data", tmp_path / "data")
    path = tmp_path / "data/qr-covid/so-lieu.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",1393,", ",1394,"), encoding="utf-8")
    proof = proof_of(restored / "output", SETTINGS, read_archive(tmp_path / "data", restored / "content"))
    assert any("phải là 1394" in problem.what for problem in proof.all())


def test_its_data_can_be_checked(restored: Path) -> None:
    done = run("check", restored, "--today", "2022-01-20")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 lỗi" in done.stdout
    assert "chưa gửi số liệu của kỳ" in done.stdout
    told = "diem-quet-chi-tiet/so-lieu.csv"
    path = restored / "data" / told
    right = path.read_text(encoding="utf-8")
    path.write_text(right.replace(",058,", ",58,", 1), encoding="utf-8")
    done = run("check", restored, "--format", "json")
    path.write_text(right, encoding="utf-8")
    assert done.returncode == 2
    found = [problem for problem in json.loads(done.stdout) if problem["level"] == "error"]
    assert [(one["file"], one["cell"], one["line"]) for one in found] == [(f"data/{told}", "C2", 2)]


@pytest.mark.parametrize("slug", ["qr-covid", "diem-quet-chi-tiet"])
def test_its_stories_are_heard_in_the_same_cases(restored: Path, slug: str) -> None:
    told = []
    for root in (ROOT, restored):
        archive = read_archive(root / "data", root / "content")
        (folder,) = (folder for folder in archive.folders if folder.dataset.slug == slug)
        told.append(
            [
                (one.name, one.reason, one.fault, one.altered, one.bulletin and said(one.bulletin, counted=True))
                for one in scenarios(folder)
            ]
        )
    assert told[0] == told[1]
    assert len(told[0]) > 20
