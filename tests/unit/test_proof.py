"""The proof's own parts: its reader of files, its rounding, and what it says of sentences that are not true."""

import shutil
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from bantin.ingest.archive import read_archive
from bantin.model import Cell, Item
from bantin.pipeline import make_all
from bantin.proof.article import check_words
from bantin.proof.known import read_known
from bantin.proof.levels import under
from bantin.proof.marks import check_marks
from bantin.proof.page import Page
from bantin.proof.raw import csv_rows, half_up, names, number_of
from bantin.publish.downloads import bulletin_json

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_file_is_read_whatever_it_is_written_in(encoding, separator):
    rows = [["Đơn vị", "Số điểm"], ["Chợ Mới", "1.393"]]
    text = "\r\n".join(separator.join(row) for row in rows)
    parted = text.translate(
        {ord("ợ"): "ơ\u0323", ord("ố"): "ô\u0301", ord("ị"): "i\u0323", ord("ớ"): "ơ\u0301", ord("ể"): "ê\u0309"}
    )
    content = (parted if encoding == "cp1258" else text).encode(encoding)
    assert csv_rows(content, ["Đơn vị", "Số điểm"]) == rows


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.393", "1393"), ("20,94%", "20.94"), ("-5", "-5"), ("\u22120,5 %", "-0.5"), ("1,393.5", None), ("x", None)],
)
def test_a_number_is_read_by_the_vietnamese_notation(text, value):
    assert number_of(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("value", "decimals", "right"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(2005, 1000), 2, "2.01"),
        (Fraction(1, 3), 1, "0.3"),
    ],
)
def test_halves_go_away_from_nought(value, decimals, right):
    assert half_up(value, decimals) == Decimal(right)


@pytest.mark.parametrize(
    "text", ["Bắc Kạn", "TP. Bắc Kạn", "TP Bắc Kạn", "thành phố Bắc Kạn", "UBND TP Bắc Kạn", "058"]
)
def test_an_item_is_known_by_all_its_spellings(text):
    assert names(text, Item("058", "Bắc Kạn", "06", "thành phố"))
    assert not names(text, Item("066", "Na Rì", "06", "huyện"))


def test_a_head_over_several_columns_counts_for_each_and_for_no_other():
    rows = [
        ["", "Tiếp nhận", "", "Giải quyết", ""],
        ["Đơn vị", "Mới", "Tổng", "Mới", "Tổng"],
        ["A", "1", "2", "3", "4"],
    ]
    assert under(rows, Cell("x", 3, 3), "Tiếp nhận / Tổng", ())
    assert not under(rows, Cell("x", 3, 5), "Tiếp nhận / Tổng", ())
    assert not under(rows, Cell("x", 3, 2), "Tiếp nhận / Tổng", ())


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """The reference bulletin, its JSON written out."""
    folder = tmp_path_factory.mktemp("proof")
    shutil.copytree(ROOT / "data/qr-covid", folder / "data/qr-covid")
    shutil.copy(ROOT / "data/areas.csv", folder / "data")
    archive = read_archive(folder / "data", folder)
    for bulletin in make_all(archive)[0].bulletins:
        path = folder / "output/ban-tin/qr-covid" / bulletin.period.last.isoformat()
        path.mkdir(parents=True)
        (path / "so-lieu.json").write_text(bulletin_json(bulletin), encoding="utf-8")
    return read_known(archive, folder / "data", folder / "output")


def figures(known, sentence: str) -> str:
    """A sentence in which `{level 06}` stands for the first figure of the operation and area, as a page has it."""
    told = known.told["ban-tin/qr-covid/2021-11-12/"]
    for number, entry in enumerate(told.entries):
        tag = "span" if entry["operation"] == "direction" else f"data value='{entry['value']}'"
        mark = f"<{tag} data-n='{number}'>{entry['text']}</{tag.split(maxsplit=1)[0]}>"
        sentence = sentence.replace(f"{{{entry['operation']} {entry['area']}}}", mark, 1)
    assert "{" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Toàn tỉnh {direction 06} {change 06}\u00a0điểm so với tuần trước.", ""),
        ("Toàn tỉnh {direction 06} {change 06}\u00a0lượt so với tuần trước.", "đơn vị phải là"),
        ("Toàn tỉnh {direction 06} {change 06}\u00a0điểm so với lần trước.", ""),
        ("Toàn tỉnh {direction 06} {change 06}\u00a0điểm so với cùng kỳ năm trước.", "được so với 2021-11-05"),
        ("Số điểm tăng lên {level 06}.", ""),
        ("Số điểm giảm còn {level 06}.", "“giảm” không đúng"),
        ("Số điểm giảm lên {level 06}.", "trái chiều"),
        ("Số điểm giữ ở mức {level 06}.", "không đúng"),
        ("Số điểm không thay đổi: {level 06}.", "không đúng"),
        ("Số điểm {level 06} đã giảm.", "không đúng với các con số đứng trước"),
        ("Tình hình đã giảm.", "không có con số nào chứng minh"),
        ("Các đơn vị tăng cường kiểm tra.", ""),
        ("Nhiều nhất là huyện Chợ Mới ({leader 065}).", ""),
        ("Có nhiều điểm quét nhất là huyện Chợ Mới ({leader 065}).", ""),
        ("Ít nhất là huyện Chợ Mới ({leader 065}).", "đây là số cao nhất"),
        ("Nhiều nhất là huyện Ba Bể ({leader 065}).", "thiếu tên của huyện Chợ Mới"),
        ("Nhiều nhất là huyện Chợ Mới (cùng {leader 065}).", "“cùng” không đúng"),
        ("Nhiều nhất là thành phố Bắc Kạn ({leader 058}).", "sai thứ tự"),
        ("Đơn vị lớn nhất được biểu dương.", "không có xếp hạng nào"),
        ("Có <data value='1393'>1.393</data> điểm.", "không có trong"),
        ("Ngày <time datetime='2021-11-12'>13/11</time>.", "không khớp"),
        ("Ngày <time datetime='2021-01-12'>12/1</time>.", "không thuộc kỳ nào"),
    ],
)
def test_a_sentence_is_held_against_its_figures(known, sentence, wrong):
    html = f"<html><body><p>{figures(known, sentence)}</p></body></html>"
    page = Page("ban-tin/qr-covid/2021-11-12/index.html", html)
    check_marks(page, known)
    check_words(page, known)
    told = [problem.what for problem in page.problems]
    assert any(wrong in what for what in told) if wrong else told == [], told
