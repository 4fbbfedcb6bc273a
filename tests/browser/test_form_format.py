"""An editor's file goes through the form's script and comes back: whole, and as Python reads it."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from bantin.ingest.archive import read_archive
from bantin.ingest.editor import FIELDS, read_editor_file
from bantin.ingest.header import parted
from bantin.publish import form
from conftest import ROOT

FILE = "x.md"
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
REFERENCE = (ROOT / "content/bulletins/qr-covid/2021-11-12.md").read_text(encoding="utf-8")
MIXED = (
    "TAC GIA:  Bích Huệ ,Ngọc Tú (tổng hợp)\nTóm lược: lạ\nDate: 17/11/2021\nđính chính: 22/11/2021\n"
    "Why:  cộng thiếu \nnoi dung sua: a\nBy: B\nChụp ảnh: C\nĐính chính: 2021-11-23 7:05\nWhat: b\nWhy: c\nBy: D\n"
    "\n  Đầu.\n\n{{ sau_dan_dau }}\n\nGiữa {{ points }}.\n\n{{ban_tin}}\n\nCuối.\n"
)


@pytest.fixture(scope="module")
def script(browser: Browser) -> Page:
    """A page with the form's script alone."""
    page = browser.new_page()
    page.add_script_tag(path=form.ADMIN / "format.js")
    known = form._for_script(read_archive(ROOT / "data", ROOT / "content"))  # noqa: SLF001 - what the page is given
    page.evaluate("known => { window.of = name => BanTin.format(known[name]) }", known["formats"])
    return page


def read(script: Page, text: str) -> dict[str, Any]:
    return dict(script.evaluate("text => of('ban-tin').fromFile(text)", text))


def written(script: Page, data: dict[str, Any], kind: str = "ban-tin") -> str:
    return str(script.evaluate("([kind, data]) => of(kind).toFile(data)", [kind, data]))


def head(text: str) -> tuple[dict[str, str], list[dict[str, str]], str]:
    """What Python reads: fields, corrections, words."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    header, body = parted(plain, FILE, FIELDS)
    blocks = [{name: value for name, (value, _) in block.items()} for block in header.blocks]
    return {name: value for name, (value, _) in header.fields.items()}, blocks, body.strip()


NAMES = st.sampled_from([*FIELDS.names, *FIELDS.shown, "Tóm lược", ""])
VALUES = st.one_of(
    st.sampled_from(["17/11/2021", "2021-11-17 8:05", "A, B (ảnh) và C", "draft", "", " x  y ", "a: b", "(", "A (b"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=12),
)
LINES = st.one_of(st.builds("{}: {}".format, NAMES, VALUES), VALUES)
WORDS = st.one_of(
    st.sampled_from(["", "{{ ban_tin }}", "{{sau_dan_dau}}", " {{ cuoi_bai }} ", "Lời {{ points }}.", "    mã", "- a"]),
    VALUES,
)


@st.composite
def files(draw: st.DrawFn) -> str:
    lines = [
        *draw(st.lists(LINES, max_size=8)),
        *draw(st.sampled_from([[""], [" "], []])),
        *draw(st.lists(WORDS, max_size=8)),
    ]
    text = draw(st.sampled_from(["\n", "\r\n", "\r"])).join(lines) + draw(st.sampled_from(["", "\n"]))
    return draw(st.sampled_from(["", "\ufeff"])) + unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), text)


@pytest.mark.parametrize(
    "text", [REFERENCE, MIXED, MIXED.replace("\n", "\r\n"), "\nLời.", "Tác giả: A", "\ufeffa\n\nb"]
)
def test_a_file_that_was_only_looked_at_stays_as_it_is(script: Page, text: str) -> None:
    assert written(script, read(script, text)) == text


@MANY
@given(text=files())
def test_any_file_that_was_only_looked_at_stays_as_it_is(script: Page, text: str) -> None:
    made = written(script, read(script, text))
    assert made == text if text.strip() else made.strip() == "Trạng thái: đã đăng"


@MANY
@given(text=files(), name=st.sampled_from(["title", "alt", "tags"]), value=st.text("aâđ,;:()\n\t {}", max_size=12))
def test_what_is_changed_is_read_and_the_rest_stays(script: Page, text: str, name: str, value: str) -> None:
    fields, blocks, body = head(text)
    wanted = " ".join(unicodedata.normalize("NFC", value).split())
    changed = {**fields, name: wanted}
    if not wanted:
        del changed[name]
    made = written(script, {**read(script, text), name: value})
    found, *rest = head(made)
    assert {key: own for key, own in found.items() if own or key != name} == changed or made == "Trạng thái: đã đăng\n"
    assert rest == [blocks, body]


def test_only_the_lines_of_what_was_changed_change(script: Page) -> None:
    data = read(script, MIXED)
    data["corrections"][1]["why"] = "gõ  nhầm\nhai lần"
    data["date"] = "2021-11-18T07:30"
    data["credit"] = "Báo A"
    assert (
        written(script, data)
        == (
            "TAC GIA:  Bích Huệ ,Ngọc Tú (tổng hợp)\nTóm lược: lạ\nNgày đăng: 18/11/2021 07:30\n"
            "đính chính: 22/11/2021\nWhy:  cộng thiếu \nnoi dung sua: a\nBy: B\n"
            "Đính chính: 23/11/2021 07:05\nNội dung sửa: b\nLý do: gõ nhầm hai lần\nNgười sửa: D\n"
            "Chụp ảnh: C\nNguồn ảnh: Báo A\n"
        )
        + MIXED.partition("By: D\n")[2]
    )


def test_signatures_and_corrections_that_are_entered_are_read_by_python(script: Page, tmp_path: Path) -> None:
    data = {
        "bylines": [
            {"name": "Bích  Huệ", "role": "tác giả"},
            {"name": "Ngọc Tú, Hà", "role": "tổng hợp"},
            {"name": " ", "role": "ảnh"},
        ],
        "corrections": [{"correction": "2021-11-19T09:05", "what": "a\nb", "why": "c", "by": "d"}, {}],
        "parts": [{"place": "cuoi_bai", "text": "\n\nMột.\r\n\r\nHai.  \n"}, {"place": "cuoi_bai", "text": " "}],
        "title": None,
        "status": "",
    }
    text = written(script, data)
    assert text == (
        "Tác giả: Bích Huệ, Ngọc Tú (tổng hợp), Hà (tổng hợp)\n"
        "Đính chính: 19/11/2021 09:05\nNội dung sửa: a b\nLý do: c\nNgười sửa: d\n\n{{ ban_tin }}\n\nMột.\n\nHai.\n"
    )
    path = tmp_path / FILE
    path.write_text(text, encoding="utf-8")
    file = read_editor_file(path, FILE, tmp_path)
    roles = [("Bích Huệ", ""), ("Ngọc Tú", "tổng hợp"), ("Hà", "tổng hợp")]
    assert [(byline.name, byline.role) for byline in file.bylines] == roles
    (correction,) = file.corrections
    assert (f"{correction.moment:%d/%m/%Y %H:%M}", correction.what) == ("19/11/2021 09:05", "a b")


PLACED = st.lists(
    st.tuples(st.sampled_from(["dau_bai", "truoc_bieu_do", "sau_dan_dau", "cuoi_bai"]), st.sampled_from("abcd")),
    max_size=6,
)


@MANY
@given(parts=PLACED)
def test_words_come_back_at_their_places_in_their_order(script: Page, parts: list[tuple[str, str]]) -> None:
    given_parts = [{"place": place, "text": text} for place, text in parts]
    found = read(script, written(script, {"parts": given_parts, "title": "x"}))["parts"]
    told = [(own["place"], word) for own in found for word in own["text"].split("\n\n")]
    assert told == parts


def test_everything_taken_out_leaves_a_file_that_says_so(script: Page) -> None:
    data = {**read(script, "Tác giả: A\n\nLời.\n"), "bylines": [], "parts": []}
    assert written(script, data) == "Trạng thái: đã đăng\n"


def test_an_authors_file_goes_there_and_back(script: Page) -> None:
    text = "Tên: Bích Huệ\nĐiện thoại: 0209\nLạ: x\n\nTiểu sử.\n\n{{ ban_tin }}\n"
    data = dict(script.evaluate("text => of('tac-gia').fromFile(text)", text))
    assert data["bio"] == "Tiểu sử.\n\n{{ ban_tin }}"
    assert written(script, data, "tac-gia") == text
    assert written(script, {**data, "phone": "", "bio": "Mới."}, "tac-gia") == "Tên: Bích Huệ\nLạ: x\n\nMới.\n"
