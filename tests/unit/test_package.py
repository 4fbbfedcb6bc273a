"""A dataset's package: Frictionless itself finds it valid and finds what is broken, and it is all that one needs."""

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path

import frictionless
import pytest

from bantin.facts.history import COLUMNS
from bantin.ingest.archive import read_archive
from bantin.ingest.codelist import NEEDED, OPTIONAL
from bantin.model import Status, plain
from bantin.pipeline import make_all
from bantin.publish.downloads import history_csv
from bantin.publish.offer import Offer
from bantin.publish.package import package_files
from bantin.publish.portal import Portal
from bantin.publish.schema import CODELIST, HISTORY, STATUSES

ROOT = Path(__file__).parents[2]
LICENCE = {"name": "CC-BY-4.0", "title": "Ghi công", "path": "https://creativecommons.org/licenses/by/4.0/"}
PORTAL = Portal("https://bantin.example.vn", "Bản tin", "Cổng thông tin", LICENCE)
CASES = [
    path.parent
    for path in sorted([ROOT / "data", ROOT / "docs/vi-du/data", *ROOT.glob("tests/golden/*/data")])
    if path.parent.name not in {"ten-faults", "real-bau-cu-as-printed", "real-tthc-vinh-phuc-as-printed"}
]


def packages(case: Path, portal: Portal = PORTAL) -> dict[str, dict[str, bytes]]:
    """The files of each dataset's package."""
    archive = read_archive(case / "data", case / "content")
    offers = [Offer(series) for series in make_all(archive)]
    return {
        own.rules.slug: package_files(portal, own, case / "data", history_csv(own.series)[0].encode()) for own in offers
    }


@pytest.fixture(scope="module")
def shipped() -> dict[str, dict[str, bytes]]:
    """The packages of the shipped datasets."""
    return packages(ROOT)


def written(files: dict[str, bytes], folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def faults(folder: Path) -> list[tuple[str, str]]:
    """What Frictionless finds wrong: the resource and the kind of fault."""
    limit = csv.field_size_limit()
    package = frictionless.Package(str(folder / "datapackage.json"))
    report = package.validate()
    csv.field_size_limit(limit)  # it lifts the limit of the whole process, which our own reading relies on
    found = [(task.name, error.type) for task in report.tasks for error in task.errors]
    return found + [("", error.type) for error in report.errors]


def test_frictionless_finds_the_published_folders_valid(site):
    folders = [path.parent for path in sorted(site.glob("ban-tin/*/datapackage.json"))]
    assert [folder.name for folder in folders] == sorted(path.parent.name for path in ROOT.glob("data/*/dataset.toml"))
    for folder in folders:
        assert faults(folder) == [], folder.name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_frictionless_finds_every_dataset_here_valid(case, tmp_path):
    for slug, files in packages(case).items():
        assert faults(written(files, tmp_path / slug)) == [], slug


@pytest.mark.parametrize(
    ("file", "was", "now", "kind"),
    [
        ("so-lieu.csv", ",1393,", ",1.393.5,", "type-error"),
        ("so-lieu.csv", ",1393,", ",một nghìn,", "type-error"),
        ("so-lieu.csv", ",reported,", ",reportet,", "constraint-error"),
        ("so-lieu.csv", ",reported,", ",,", "constraint-error"),
        ("so-lieu.csv", ",points,", ",pionts,", "constraint-error"),
        ("so-lieu.csv", "2021-11-12,065,", "2021-11-12,99,", "foreign-key"),
        ("so-lieu.csv", "2021-11-12,065,", "2021-11-12,064,", "primary-key"),
        ("so-lieu.csv", "2021-11-05,2021-11-12,", "5/11/2021,2021-11-12,", "type-error"),
        ("so-lieu.csv", "period_last,", "last,", "incorrect-label"),
        ("areas.csv", ",06,huyện,", ",07,huyện,", "foreign-key"),
        ("areas.csv", "\n065,", "\n064,", "primary-key"),
        ("areas.csv", "2025-06-30", "30/6/2025", "type-error"),
        ("dataset.toml", "title", "titel", "hash-count"),
        ("story.md", "điểm", "đi", "byte-count"),
    ],
)
def test_frictionless_finds_what_is_broken(shipped, tmp_path, file, was, now, kind):
    files = dict(shipped["qr-covid"])
    text = files[file].decode()
    assert was in text
    files[file] = text.replace(was, now, 1).encode()
    assert kind in {found for _, found in faults(written(files, tmp_path / "package"))}


def test_codes_of_several_codelists_are_held_too(tmp_path):
    (files,) = packages(ROOT / "tests/golden/real-cap-do-dich-18-01").values()
    files["so-lieu.csv"] = files["so-lieu.csv"].replace(b",01864,", b",01865,", 1)
    assert ("so-lieu", "constraint-error") in faults(written(files, tmp_path / "package"))


def test_a_missing_code_of_populations_is_found(shipped, tmp_path):
    files = dict(shipped["diem-quet-chi-tiet"])
    files["populations.csv"] = files["populations.csv"].replace(b"\n06,", b"\n19,")
    assert ("populations", "foreign-key") in faults(written(files, tmp_path / "package"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_with_the_packages_own_files_the_bulletins_are_the_same(case, tmp_path):
    """All that is taken from elsewhere are the offices' tables of the periods, which the history is made of."""
    whole = {series.folder.dataset.slug: series for series in make_all(read_archive(case / "data", case / "content"))}
    for slug, files in packages(case).items():
        shared = ("areas.csv", "populations.csv")
        data = written({name: files[name] for name in shared if name in files}, tmp_path / slug / "data")
        own = {name: content for name, content in files.items() if name not in {*shared, "so-lieu.csv"}}
        own.pop("datapackage.json")
        folder = written(own, data / slug)
        for path in (case / "data" / slug).glob("[12]*"):
            shutil.copy(path, folder)
        content = tmp_path / slug / "content"
        for part in (f"bulletins/{slug}", "images"):
            if (case / "content" / part).is_dir():
                shutil.copytree(case / "content" / part, content / part)
        (again,) = make_all(read_archive(data, content))
        assert again.bulletins == whole[slug].bulletins
        for name, codelist in again.folder.codelists.items():
            known = whole[slug].folder.codelists[name].items
            assert list(codelist.items.values()) == [known[code] for code in codelist.items]


def test_a_codelist_is_what_the_dataset_needs_of_it(shipped):
    codes = [line.split(b",")[0] for line in shipped["qr-covid"]["areas.csv"].splitlines()]
    assert codes == [b"code", b"06", b"058", b"060", b"061", b"062", b"063", b"064", b"065", b"066"]
    assert shipped["gia-thi-truong"]["areas.csv"].count(b"\n") == 2, "the heads, and the province"
    assert b"thit-lon-hoi,Th\xe1" in shipped["gia-thi-truong"]["products.csv"]


def test_across_the_merger_the_codes_that_are_continued_are_there_too(tmp_path):
    data = shutil.copytree(ROOT / "data/qr-covid", tmp_path / "data/qr-covid").parent
    shutil.copy(ROOT / "data/areas.csv", data)
    heads = (data / "qr-covid/2021-11-12.csv").read_text(encoding="utf-8").splitlines()[0]
    (data / "qr-covid/2025-07-04.csv").write_text(f"{heads}\nToàn tỉnh,5,không xếp hạng,6,0,0,7,8\n", encoding="utf-8")
    (files,) = packages(tmp_path).values()
    codes = [line.split(",")[0] for line in files["areas.csv"].decode().splitlines()]
    assert {"06", "19", "06~2025", "01864~2025", "01861", "060"} <= set(codes)
    assert faults(written(files, tmp_path / "package")) == []
    (data / "areas.csv").write_bytes(files["areas.csv"])
    assert packages(tmp_path)["qr-covid"] == files


def test_sources_are_there_byte_for_byte(shipped):
    for slug, files in shipped.items():
        for name in ("dataset.toml", "story.md"):
            assert files[name] == (ROOT / "data" / slug / name).read_bytes()
    populations = (ROOT / "data/populations.csv").read_bytes()
    assert {slug for slug, files in shipped.items() if "populations.csv" in files} == {"diem-quet-chi-tiet"}
    assert shipped["diem-quet-chi-tiet"]["populations.csv"] == populations


def test_the_package_says_whose_it_is_and_what_it_covers(shipped):
    said = json.loads(shipped["qr-covid"]["datapackage.json"])
    assert said["profile"] == "data-package"
    assert said["name"] == "qr-covid"
    assert said["homepage"] == "https://bantin.example.vn/ban-tin/qr-covid/"
    assert said["licenses"] == [LICENCE]
    assert said["sources"] == [{"title": "Sở Thông tin và Truyền thông"}]
    assert said["contributors"][0] == {
        "title": "Cổng thông tin",
        "role": "publisher",
        "path": "https://bantin.example.vn/",
    }
    assert said["temporal"] == {"start": "2021-10-29", "end": "2021-11-12"}
    assert said["spatial"] == {"code": "06", "name": "tỉnh Bắc Kạn"}
    assert "minh họa" not in said["description"]
    assert "minh họa" in json.loads(shipped["gia-thi-truong"]["datapackage.json"])["description"]


def test_without_a_licence_nothing_is_said_of_one():
    files = packages(ROOT, replace(PORTAL, licence={}))["qr-covid"]
    assert b"licen" not in files["datapackage.json"]


def test_every_column_has_its_name_and_its_meaning():
    assert set(COLUMNS) <= HISTORY.keys()
    assert {*NEEDED, *OPTIONAL} <= CODELIST.keys()
    assert STATUSES.keys() == set(Status)
    assert all(column["title"] and column["type"] for column in (*HISTORY.values(), *CODELIST.values()))


def test_a_dataset_without_releases_has_a_package_too(tmp_path):
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data/qr-covid", data / "qr-covid", ignore=shutil.ignore_patterns("2021*"))
    shutil.copy(ROOT / "data/areas.csv", data)
    (files,) = packages(tmp_path).values()
    assert faults(written(files, tmp_path / "package")) == []
    assert files["so-lieu.csv"].decode().splitlines() == [",".join(COLUMNS)]


@pytest.mark.parametrize("name", ["areas", "populations"])
def test_a_codelist_is_not_called_as_a_shared_file_is(tmp_path, name):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    folder = tmp_path / "data/gia-thi-truong"
    (folder / "products.csv").rename(folder / f"{name}.csv")
    toml = folder / "dataset.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('"products"', f'"{name}"'), encoding="utf-8")
    problems = read_archive(tmp_path / "data", tmp_path).problems
    assert [problem.what for problem in problems if problem.is_error] == [
        f"“{name}” là tên của tệp dùng chung data/{name}.csv."
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_package_alone_gives_the_same_bulletins(case, tmp_path):
    before = {series.folder.dataset.slug: series for series in make_all(read_archive(case / "data", case / "content"))}
    for slug, files in packages(case).items():
        shared = {"areas.csv", "populations.csv"} & files.keys()
        data = written({name: files[name] for name in shared}, tmp_path / slug / "data")
        written({name: own for name, own in files.items() if name not in {*shared, "datapackage.json"}}, data / slug)
        (again,) = make_all(read_archive(data, tmp_path / slug / "content"))
        pairs = zip(before[slug].bulletins, again.bulletins, strict=True)
        for one, other in pairs:
            assert told(other) == told(one)


def told(bulletin):
    """A bulletin's words, and its figures as they are printed."""
    lines = [plain(line) for line in (bulletin.title, bulletin.lead, *bulletin.body)]
    return lines, [(figure.text, figure.unit, figure.operation, figure.period) for figure in bulletin.figures]
