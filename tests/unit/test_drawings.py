"""Drawings are made once and kept by their content; pictures to share say what their bulletin says."""

import io
import logging
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from bantin.charts.draw import draw
from bantin.charts.poster import HEIGHT, WIDTH, Poster, draw_poster
from bantin.charts.sketch import Cell, Row, Sketch
from bantin.engine import Engine
from bantin.publish import drawings, kept
from bantin.publish.drawings import Drawings


def sketch(name: str, *values: int) -> Sketch:
    rows = tuple(Row(f"huyện {at}", (Cell(f"{value}", float(value)),)) for at, value in enumerate(values))
    return Sketch(name, "bars", "Số điểm", "Mô tả.", ("Số điểm",), rows)


SKETCHES = [sketch(f"c{number}", number, number + 1) for number in range(9)]
POSTER = Poster(
    "Bản tin số liệu", "Toàn tỉnh có 1.393 điểm quét mã QR", "1.393", "điểm", "Số điểm quét mã QR",
    sketch("c", 390, 203), "Nguồn: Sở Thông tin và Truyền thông", "Kỳ 5/11 - 12/11/2021",
)  # fmt: skip


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many jobs each call of the painters had."""
    calls: list[int] = []
    real = drawings.draw_all

    def counting(jobs, engine):
        calls.append(len(jobs))
        return real(jobs, engine)

    monkeypatch.setattr(drawings, "draw_all", counting)
    return calls


def test_what_was_drawn_is_not_drawn_again_not_even_by_another_build(tmp_path: Path, counted: list[int]) -> None:
    first = Drawings(tmp_path, Engine(2))
    first.prepare(SKETCHES[:8])
    second = Drawings(tmp_path, Engine(1))
    second.prepare(SKETCHES)
    assert counted == [8, 1]
    assert [second.drawing(own) for own in SKETCHES] == list(map(draw, SKETCHES))
    assert counted == [8, 1]


def test_equal_charts_are_drawn_once(tmp_path: Path, counted: list[int]) -> None:
    Drawings(tmp_path, Engine(1)).prepare([SKETCHES[1], replace(SKETCHES[1])])
    assert counted == [1]


def test_a_changed_text_value_or_name_is_another_drawing(tmp_path: Path) -> None:
    kept = Drawings(tmp_path, Engine(1))
    for other in (sketch("c1", 1, 3), sketch("c2", 1, 2), replace(SKETCHES[1], title="Khác")):
        assert kept.drawing(other) == draw(other) != kept.drawing(SKETCHES[1])


@pytest.mark.parametrize("damage", [b"", b"x", b"0" * 64 + b"\n<svg/>\n<svg/>"])
def test_a_damaged_drawing_is_drawn_anew(tmp_path: Path, damage: bytes) -> None:
    kept = Drawings(tmp_path, Engine(1))
    kept.prepare([SKETCHES[0]])
    (file,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    file.write_bytes(damage)
    assert Drawings(tmp_path, Engine(1)).drawing(SKETCHES[0]) == draw(SKETCHES[0])


def test_where_nothing_can_be_kept_charts_are_drawn_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    caplog.set_level(logging.INFO, "bantin")
    kept = Drawings(tmp_path / "file", Engine(1))
    kept.prepare(SKETCHES[:2])
    assert [kept.drawing(own) for own in SKETCHES[:2]] == list(map(draw, SKETCHES[:2]))
    told = [record.getMessage() for record in caplog.records]
    assert [message for message in told if message.startswith("Không giữ lại được biểu đồ đã vẽ")] == told[1:2]


def test_drawings_of_another_version_are_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Drawings(tmp_path, Engine(1)).prepare([SKETCHES[0]])
    old = next(tmp_path.iterdir())
    monkeypatch.setattr(kept, "version", lambda name: f"{name} 99")
    Drawings(tmp_path, Engine(1)).prepare([SKETCHES[0]])
    assert not old.exists()
    assert len(list(tmp_path.iterdir())) == 1


def test_progress_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bantin")
    Drawings(tmp_path, Engine(2)).prepare([sketch(f"n{number}", number) for number in range(30)])
    assert [record.getMessage() for record in caplog.records] == [
        "Vẽ 30 biểu đồ và ảnh, bằng 2 tiến trình", "Đã vẽ 25/30", "Đã vẽ 30/30",
    ]  # fmt: skip


# The picture to be shared


def test_the_picture_has_its_size_and_says_its_texts_for_those_who_ask() -> None:
    with Image.open(io.BytesIO(draw_poster(POSTER))) as picture:
        assert picture.size == (WIDTH, HEIGHT) == (1200, 630)
        assert picture.info["Title"] == POSTER.title
        said = picture.info["Comment"].splitlines()
    assert said[:3] == [POSTER.site, POSTER.title, "1.393"]
    assert {"huyện 0", "390", "huyện 1", "203", POSTER.source, POSTER.remark} <= set(said)


def test_the_same_picture_has_the_same_bytes_in_any_number_of_processes(tmp_path: Path) -> None:
    posters = [replace(POSTER, value=f"{number}") for number in range(7)]
    alone = [draw_poster(poster) for poster in posters]
    for workers in (1, 2, 4):
        kept = Drawings(tmp_path / f"{workers}", Engine(workers))
        kept.prepare(posters)
        assert [kept.picture(poster) for poster in posters] == alone


def test_a_chart_too_high_for_the_picture_loses_its_last_rows_and_nothing_leaves_it() -> None:
    many = replace(POSTER, chart=sketch("c", *range(90, 50, -1)))
    with Image.open(io.BytesIO(draw_poster(many))) as picture:
        said = picture.info["Comment"].splitlines()
        edges = picture.convert("L").crop((0, 14, WIDTH, HEIGHT))
    drawn = [int(line) for line in said if line.isdecimal()]
    assert 4 <= len(drawn) < 40
    assert drawn == list(range(90, 90 - len(drawn), -1))
    bottom = edges.height
    for box in ((0, 0, 40, bottom), (WIDTH - 40, 0, WIDTH, bottom), (0, bottom - 20, WIDTH, bottom)):
        assert is_blank(edges.crop(box))


@pytest.mark.parametrize("title", ["Giá", "Tổng số hồ sơ thủ tục hành chính các huyện, thành phố tiếp nhận " * 4])
def test_a_title_of_any_length_stays_within_the_picture(title: str) -> None:
    with Image.open(io.BytesIO(draw_poster(replace(POSTER, title=title.strip())))) as picture:
        edges = picture.convert("L").crop((WIDTH - 30, 14, WIDTH, HEIGHT))
    assert is_blank(edges)


def test_a_bulletin_without_charts_or_figures_has_a_picture_too() -> None:
    bare = replace(POSTER, value="", unit="", label="", chart=None)
    assert draw_poster(bare).startswith(b"\x89PNG")


def test_values_and_days_take_no_part_in_a_key_but_as_they_are_drawn() -> None:
    """A sketch is all that painters see: no cells, no computation, no Decimal."""
    assert {type(cell.value) for own in SKETCHES for row in own.rows for cell in row.cells} == {float}
    assert not any(isinstance(part, (Decimal, date)) for own in SKETCHES for row in own.rows for part in vars_of(row))


def is_blank(picture: Image.Image) -> bool:
    low, high = picture.getextrema()
    return low == high >= 250


def vars_of(row: Row) -> list[object]:
    return [
        row.label,
        row.day,
        row.place,
        *(part for cell in row.cells for part in (cell.text, cell.value, cell.final)),
    ]
