"""The form's files: what Decap is told of datasets and authors, where it may save, and that it is no reader's page."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bantin.audit.pages import BuiltSite, is_form
from bantin.errors import BuildError
from bantin.ingest.archive import Archive, read_archive
from bantin.ingest.editor import FIELDS
from bantin.ingest.header import parted
from bantin.publish import form, npm
from conftest import ROOT

PROXY = {"backend": {"name": "proxy", "proxy_url": "http://127.0.0.1:8081/api/v1"}}
GITHUB = {"backend": {"name": "github", "repo": "a/b", "base_url": "https://auth.example.vn/x"}}


@pytest.fixture(scope="module")
def archive() -> Archive:
    return read_archive(ROOT / "data", ROOT / "content")


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, archive: Archive) -> Callable[[Any], dict[str, bytes]]:
    """The form's files with a Decap of two words."""
    package = tmp_path / "node_modules" / "decap-cms" / "dist"
    package.mkdir(parents=True)
    for name in (form.DECAP, f"{form.DECAP}.LICENSE.txt"):
        (package / name).write_text("decap", "utf-8")
    monkeypatch.setattr(form, "TOOLS", tmp_path)
    monkeypatch.setattr(form, "PACKAGE", package)
    monkeypatch.setattr(npm, "run", lambda *_, **__: npm.subprocess.CompletedProcess([], 0, "", ""))
    monkeypatch.setattr(npm.shutil, "which", lambda _: "npm")
    npm.ready(form.ADMIN, tmp_path)
    return lambda given: form.form_files(given, archive, ROOT / "content", "https://x.vn")


def config(files: dict[str, bytes]) -> Any:  # noqa: ANN401 - what JSON has
    return json.loads(files["config.yml"])


def test_every_release_is_there_to_be_chosen_by_its_period_and_nobody_names_a_file(
    files: Callable[[Any], dict[str, bytes]], archive: Archive
) -> None:
    *datasets, authors = config(files(PROXY))["collections"]
    assert [own["label"] for own in datasets] == [folder.dataset.title for folder in archive.folders]
    qr = next(own for own in datasets if own["name"] == "ban-tin-qr-covid")
    assert [(own["label"], own["file"]) for own in qr["files"]] == [
        ("Tuần từ ngày 5/11 - 12/11/2021", "content/bulletins/qr-covid/2021-11-12.md"),
        ("Tuần từ ngày 29/10 - 5/11/2021", "content/bulletins/qr-covid/2021-11-05.md"),
    ]
    assert (authors["folder"], authors["create"]) == ("content/authors", True)


def test_the_newest_releases_of_a_long_history_are_listed(
    files: Callable[[Any], dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form, "NEWEST", 3)
    weekly = next(own for own in config(files(PROXY))["collections"] if own["name"] == "ban-tin-gia-thi-truong")
    assert [own["name"] for own in weekly["files"]] == ["2021-12-19", "2021-12-12", "2021-12-05"]


def test_words_are_placed_at_the_storys_points_and_figures_are_named_with_their_labels(
    files: Callable[[Any], dict[str, bytes]],
) -> None:
    qr = next(own for own in config(files(PROXY))["collections"] if own["name"] == "ban-tin-qr-covid")
    (parts,) = (own for own in qr["files"][0]["fields"] if own["name"] == "parts")
    place, text = parts["fields"]
    assert [own["value"] for own in place["options"]] == ["dau_bai", "sau_dan_dau", "truoc_bieu_do", "cuoi_bai"]
    assert "`{{ points }}` Số điểm quét mã QR;" in text["hint"]


def test_the_form_has_every_field_of_a_file_and_no_other(files: Callable[[Any], dict[str, bytes]]) -> None:
    """What it writes is read: each key of the script's is a field, by the name that it is written with."""
    found = re.search(r'type="application/json">(.*?)</script>', files(PROXY)["index.html"].decode())
    assert found
    known = json.loads(found[1])["formats"]["ban-tin"]
    text = "\n".join(f"{label}: x" for label in known["labels"].values())
    header, _ = parted(text, "x.md", FIELDS)
    assert {*header.fields, *header.blocks[0]} == {*known["labels"]} == {*FIELDS.names.values()}
    assert not header.problems
    fields = config(files(PROXY))["collections"][0]["files"][0]["fields"]
    listed = {own["name"] for own in fields} - {"bylines", "parts", "corrections"}
    inner = {one["name"] for own in fields if own["name"] == "corrections" for one in own["fields"]}
    assert listed | inner | {"author", *known["roles"]} == {*known["labels"]}


@pytest.mark.parametrize(
    ("given", "hosts"),
    [
        (PROXY, " http://127.0.0.1:8081"),
        (GITHUB, " https://api.github.com https://auth.example.vn https://www.githubstatus.com"),
        (True, ""),
    ],
)
def test_the_page_may_ask_only_where_it_saves(
    files: Callable[[Any], dict[str, bytes]], given: object, hosts: str
) -> None:
    made = files(given)
    assert f"connect-src 'self' blob:{hosts}; " in made["index.html"].decode()
    assert config(made)["backend"]["name"] == (given["backend"]["name"] if isinstance(given, dict) else "git-gateway")


def test_the_same_sources_give_the_same_form(files: Callable[[Any], dict[str, bytes]]) -> None:
    assert files(GITHUB) == files(GITHUB)


def test_without_decap_one_is_told_what_to_install(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form, "TOOLS", Path("/khong-co"))
    with pytest.raises(BuildError, match=r"python3 tasks\.py form --install"):
        form.form_files(GITHUB, archive, ROOT / "content", "https://x.vn")


def test_the_audit_passes_over_the_form_and_over_nothing_that_only_looks_like_it(
    files: Callable[[Any], dict[str, bytes]], tmp_path: Path
) -> None:
    page = files(GITHUB)["index.html"]
    assert is_form(page)
    for old, new in (
        (b"</body>", b"<script src=https://x.vn/a.js></script></body>"),
        (b"'self' 'unsafe-eval'", b"* 'unsafe-eval'"),
        (b"https://api.github.com", b"http://x.vn"),
        (b"noindex, ", b""),
        (b'{"authors"', b'</script><script>{"authors"'),
    ):
        assert old in page
        assert not is_form(page.replace(old, new)), new
    names = ("admin/index.html", "admin/other.html", "index.html")
    site = BuiltSite(tmp_path, frozenset(names), "https://x.vn/")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(page)
    assert site.page_files() == ["admin/other.html", "index.html"]
