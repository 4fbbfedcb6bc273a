import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.site.alterations import proof_of_shipped

from bantin.errors import BuildError
from bantin.proof.index import FRAGMENTS, SIGNATURE, TEXT, TITLE, check_entries, indexed, read_entry
from bantin.proof.verify import Proof
from bantin.publish import search
from bantin.publish.search import Record, write_index
from bantin.vietnamese import sought

URL = "ban-tin/qr-covid/2021-11-12/"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Điểm quét, “BẮC KẠN”: 1.393 điểm", "diem quet bac kan 1393 diem"),
        ("1.234.567,5 tấn; 20,94%", "1234567phay5 tan 20phay94"),
        ("ngày 12/11/2021, Covid-19 ./.", "ngay 12 11 2021 covid 19"),
        ("hết năm 2021. 100 ca", "het nam 2021 100 ca"),
    ],
)
def test_search_compares_words_without_marks_and_numbers_without_dots(text, words):
    assert sought(text) == words


def test_a_number_typed_without_its_dots_is_the_number_as_printed():
    assert sought("1393") == sought("1.393")
    assert sought("20.94") == sought("20,94") != sought("2.094")


def test_no_phrase_runs_on_from_one_part_into_the_next():
    assert indexed([(TITLE, "Chợ"), (TEXT, "Chợ"), (TEXT, "Đồn 1.393")]) == "τ τcho τ β βcho β β βdon β1393 β"


# The index -----------------------------------------------------------------------------------------------------


def records(count: int) -> list[Record]:
    return [
        Record(
            f"ban-tin/thu/{number}/",
            ((TITLE, f"Bản tin {number}"), (TEXT, "Thử & <b> “so sánh”")),
            {"title": f"Bản tin “{number}” <b>", "date": f"20{number % 30:02d}-01-01T00:00:00+07:00"},
        )
        for number in range(count)
    ]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_index_has_the_same_bytes_each_time_wherever_it_is_made(tmp_path, monkeypatch):
    write_index(records(300), tmp_path / "one")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    monkeypatch.setenv("PAGEFIND_FORCE_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pagefind.toml").write_text('force_language = "en"', encoding="utf-8")
    write_index(records(300), tmp_path / "deeper" / "two")
    made = files(tmp_path / "one")
    assert made == files(tmp_path / "deeper" / "two")
    assert sum(name.startswith("fragment/") for name in made) == 300
    assert not [name for name in made if "ui" in name or "highlight" in name or "worker" in name]


def test_what_a_result_shows_is_kept_as_it_is_written(tmp_path):
    write_index(records(1), tmp_path)
    (path,) = (tmp_path / "fragment").iterdir()
    assert read_entry(path.read_bytes())["meta"]["title"] == "Bản tin “0” <b>"


def test_without_bulletins_there_is_no_index(tmp_path):
    write_index([], tmp_path)
    assert files(tmp_path) == {}


@pytest.mark.parametrize("engine", [None, Path("/khong/co/pagefind"), Path("/bin/false")])
def test_an_engine_that_does_not_run_is_told_with_a_remedy(tmp_path, monkeypatch, engine):
    monkeypatch.setattr(search, "get_executable", lambda: engine)
    with pytest.raises(BuildError, match=r"pagefind[\s\S]*Cách sửa"):
        write_index(records(1), tmp_path)


# What is proved of it ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def proof(site: Path) -> Proof:
    return proof_of_shipped(site)


def entry_of(site: Path, url: str) -> tuple[str, dict]:
    """The path in the site and the content of a bulletin's entry."""
    for path in (site / FRAGMENTS).iterdir():
        entry = read_entry(path.read_bytes())
        if entry["url"] == f"/{url}":
            return path.relative_to(site).as_posix(), entry
    raise LookupError(url)


def packed(entry: dict) -> bytes:
    return gzip.compress(SIGNATURE + json.dumps(entry).encode())


def test_every_bulletin_of_the_shipped_site_has_its_proved_entry(site, proof):
    path, entry = entry_of(site, URL)
    assert proof.file(path, packed(entry)) == ()
    assert "τ1393" in entry["content"].split()
    assert len(list((site / FRAGMENTS).iterdir())) == len(proof.known.told)


@pytest.mark.parametrize(
    ("alter", "told"),
    [
        (
            lambda entry: entry["meta"].update(title=entry["meta"]["title"].replace("1.393", "1.398")),
            "mục title phải là",
        ),
        (lambda entry: entry["meta"].update(lead=entry["meta"]["lead"].replace("tăng", "giảm")), "mục lead phải là"),
        (lambda entry: entry["meta"].update(date="2021-11-18T00:00:00+07:00"), "mục date phải là"),
        (lambda entry: entry["meta"].update(dataset="Giá thị trường"), "mục dataset phải là"),
        (lambda entry: entry["meta"].update(illustrative="1"), "mục lạ"),
        (lambda entry: entry["meta"].pop("lead"), "mục lead phải là"),
        (lambda entry: entry["filters"].update(nam=["2022"]), "mục lạ"),
        (lambda entry: entry.update(content=entry["content"].replace("β1393", "β1398")), "từ để tìm phải là “β1393”"),
        (lambda entry: entry.update(content=entry["content"].replace("ν2021", "ν2022")), "từ để tìm phải là “ν2021”"),
        (lambda entry: entry.update(content=entry["content"][:-1] + " βthem"), "từ để tìm phải là “”"),
        (lambda entry: entry.update(content=""), "từ để tìm phải là “τ”"),
        (lambda entry: entry.update(url="/ban-tin/qr-covid/2021-11-05/"), "mục title phải là"),
        (lambda entry: entry.update(url="/ban-tin/qr-covid/2021-11-19/"), "không có bản tin nào"),
    ],
)
def test_an_altered_entry_is_found_by_recomputing(site, proof, alter: Callable[[dict], object], told):
    path, entry = entry_of(site, URL)
    alter(entry)
    problems = proof.file(path, packed(entry))
    assert any(told in problem.what for problem in problems), problems
    assert {problem.file for problem in problems} == {path}


def test_an_entry_that_cannot_be_read_is_found(proof):
    assert proof.file(f"{FRAGMENTS}vi_0.pf_fragment", b"x")[0].what.endswith(".")


def test_a_bulletin_without_an_entry_or_with_two_is_found(site, proof, tmp_path):
    path, entry = entry_of(site, URL)
    for own in (site / FRAGMENTS).iterdir():
        copy = tmp_path / FRAGMENTS / own.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(own.read_bytes())
    known = proof.known
    assert list(check_entries(known, tmp_path)) == []
    (tmp_path / path).unlink()
    assert ["có 0 mục" in problem.what for problem in check_entries(known, tmp_path)] == [True]
    for name in ("a", "b"):
        (tmp_path / FRAGMENTS / f"{name}.pf_fragment").write_bytes(packed(entry))
    assert ["có 2 mục" in problem.what for problem in check_entries(known, tmp_path)] == [True]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('<option value="2021">2021</option>', '<option value="2022">2022</option>'),
        ('<option value="2021">2021</option>', '<option value="2020">2021</option>'),
        ('<option value="qr-covid">', '<option value="gia-thi-truong">'),
        ('<option value="bich-hue">Bích Huệ</option>', ""),
        ('<option value="bich-hue">', '<option value="so-tai-chinh">'),
        ("<h1>", "<p>Có 38 bản tin</p><h1>"),
    ],
)
def test_the_search_page_offers_what_there_is(site, proof, was, now):
    page = (site / "tim-kiem/index.html").read_text(encoding="utf-8")
    assert proof.file("tim-kiem/index.html", page.encode()) == ()
    assert was in page
    assert proof.file("tim-kiem/index.html", page.replace(was, now, 1).encode())
