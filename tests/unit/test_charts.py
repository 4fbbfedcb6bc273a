from __future__ import annotations

import gzip
import hashlib
import multiprocessing
import os
import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from bantin.charts.draw import Drawing
from bantin.charts.draw import draw as draw_sketch
from bantin.charts.several import draw_all
from bantin.charts.sketch import sketch_of
from bantin.charts.style import BARS, LINES, NARROW, WIDE, Form, Ink, Sheet
from bantin.charts.svg import translate
from bantin.engine import FEWEST, Engine
from bantin.errors import ChartError
from bantin.ingest.rules import CHART_KINDS
from bantin.model import Chart, ChartRow, Event, Figure, Mark

PLUGINS = str(Path(__file__).parents[2] / "plugins")
SVG = "{http://www.w3.org/2000/svg}"
CLASSES = {name for ink in Ink for name in ink.value.split()}
AREAS = (
    "huyện Chợ Mới", "thành phố Bắc Kạn", "huyện Ba Bể", "huyện Bạch Thông",
    "huyện Chợ Đồn", "huyện Na Rì", "huyện Ngân Sơn", "huyện Pác Nặm",
)  # fmt: skip
PLACES = ((3, 4), (2, 4), (1, 2), (2, 3), (1, 3), (3, 3), (2, 2), (1, 1))


def draw(chart):
    return draw_sketch(sketch_of(chart))


def figure(value, text="", *, provisional=False):
    number = Decimal(str(value))
    shown = text or f"{abs(number):,}".replace(",", ".")
    made = Figure(number, shown, "điểm", "points", "06", "", "", (), date(2021, 11, 12))
    return replace(made, provisional=provisional)


def mark(value, absence="không công bố"):
    if isinstance(value, Mark):
        return value
    if value is None:
        return Mark(None, absence)
    return Mark(value if isinstance(value, Figure) else figure(value))


def chart_of(kind, rows, heads=(), name="diem", title="Số điểm theo đơn vị", **more: object) -> Chart:
    """A chart of rows, each a label and one value or several."""
    labels, values = [label for label, _ in rows], [value for _, value in rows]
    listed = [row if isinstance(row, (list, tuple)) else [row] for row in values]
    days = more.pop("days", [None] * len(listed))
    made = tuple(
        ChartRow(label, tuple(map(mark, row)), day, place)
        for label, row, day, place in zip(labels, listed, days, (PLACES * 20)[: len(listed)], strict=True)
    )
    columns = heads or [f"Cột {i}" for i, _ in enumerate(listed[0] if listed else ())]
    description = ("Nhiều nhất là ", figure(390), " điểm.")
    return Chart(name, kind, title, description, "điểm", (("A",), *((head,) for head in columns)), made, **more)


def bars(values, labels=AREAS, name="diem", title="Số điểm theo đơn vị", kind="bars"):
    return chart_of(kind, list(zip(labels, values, strict=False)), name=name, title=title)


def lines(values, name="qua-tuan", days=7, kind="lines", heads=(), **more: object) -> Chart:
    start = date(2021, 1, 1)
    dates = [start + timedelta(days * i) for i in range(len(values))]
    rows = [(f"{d.day}/{d.month}", value) for d, value in zip(dates, values, strict=True)]
    return chart_of(kind, rows, heads, name, "Số điểm qua các tuần", days=dates, **more)


def weeks(count):
    return [1200 + (i * i * 37) % 401 + 7 * i for i in range(count)]


LABELS = ("A & B", "<đ> “ngoặc”", "ẾẬỘ ế $x$ $y$", "100%")
CHARTS = {
    "two of eight areas known": bars([390, 203] + [None] * 6),
    "eight areas, one zero": bars([390, 283, 203, 150, 97, 41, 4, 0]),
    "negative values": bars([120, 44, 0, -18, -75, None]),
    "only negative values": bars([-1, -300]),
    "nothing but zeros": bars([0, 0]),
    "nothing known": bars([None, None]),
    "awkward labels": bars([figure("1200", "1.200"), figure("20.94", "20,94%"), 3, None], LABELS),
    "forty areas": bars(range(40, 0, -1), [f"xã số {i} của huyện Bạch Thông và Pác Nặm" for i in range(40)]),
    "twelve areas": bars(range(12, 0, -1), [f"xã số {i}" for i in range(12)]),
    "one week": lines([1393]),
    "two weeks": lines([1200, 1393]),
    "the same in two weeks": lines([5, 5]),
    "twelve weeks with a gap": lines([800, 860, 905, 1020, None, 1110, 1099, 1200, 1180, 1250, 1310, 1393]),
    "around zero": lines([3, -5, 8, 0, None, -2, 9]),
    "below zero": lines([-300, -310, -305]),
    "two years": lines(weeks(104)),
    "weeks without a figure": lines([None, None, None]),
    "two indicators beside each other": bars([(390, 12), (203, None), (0, 0)], kind="grouped"),
    "four indicators beside each other": bars([(4, 3, 2, 1)] * 3, kind="grouped"),
    "parts of a whole": bars([(300, 90, 390), (3, 200, 203), (0, 0, 0), (5, None, None)], kind="stacked"),
    "parts too small to see": bars([(9_999_999, 1, 2, 3, 10_000_005), (1, 1, 1, 1, 4)], kind="stacked"),
    "shares": bars([figure("60.0", "60,0%"), figure("40.0", "40,0%"), None], kind="shares"),
    "two periods": bars([(340, 390), (203, 203), (5, 4), (None, 3), (6, None)], kind="slope"),
    "two periods, all alike": bars([(7, 7)] * 8, kind="slope"),
    "a map": bars([390, 283, 203, 150, 97, 41, 0, None], kind="tiles"),
    "three lines": lines([(9, 5, None), (8, 6, None), (9, 7, 1), (None, 8, 2)], heads=("a", "b", "c")),
    "two long lines": lines([(v, v // 2) for v in weeks(52)], heads=("a", "b")),
    "four lines": lines(
        [tuple((i * i * k * 7919) % 19997 for k in (3, 5, 11, 17)) for i in range(1, 27)],
        heads=("Hồ sơ tiếp nhận mới", "Hồ sơ đã giải quyết đúng hạn", "Hồ sơ quá hạn", "Hồ sơ chuyển kỳ sau"),
    ),
    "not final": lines([5, 6, figure(7, provisional=True), figure(9, provisional=True)]),
    "events": lines(
        [800, 860, 905, 1020, 1040, 1110],
        events=(
            Event(date(2021, 1, 10), "bỏ khai báo giấy"),
            Event(date(2021, 1, 20), "cách tính thay đổi", breaks=True),
        ),
    ),
    "small multiples": lines([tuple(100 * i + j for j in range(8)) for i in range(13)], kind="multiples", heads=AREAS),
    "small multiples with gaps": lines(
        [(1, None, -3), (2, None, 4), (None, None, 5), (4, None, 6)], kind="multiples", heads=AREAS[:3]
    ),
}
FORMS = [(chart, form) for chart in CHARTS for form in (WIDE, NARROW)]
every_form = pytest.mark.parametrize(
    ("chart", "form"), [(CHARTS[c], f) for c, f in FORMS], ids=[f"{c}, {f.name}" for c, f in FORMS]
)


def tree(chart, form=WIDE):
    return etree.fromstring(getattr(draw(chart), form.name))


def texts(root):
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def paths(root, css):
    """Each path of the class as its points."""
    found = root.findall(f"{SVG}path[@class='{css}']")
    return [[tuple(map(float, p.split())) for p in re.findall(r"[\d.]+ [\d.]+", e.get("d"))] for e in found]


def width(bar):
    xs = [x for x, _ in bar]
    return max(xs) - min(xs)


def dots(root):
    return [(float(dot.get("cx")), float(dot.get("cy"))) for dot in root.iter(f"{SVG}circle")]


def boxes(root, form):
    """What each text covers: (text, left, top, right, bottom), by the font that the layout measures with."""
    sheet = Sheet(form)
    for text in root.iter(f"{SVG}text"):
        parts = [(text.get("x"), text.get("y"), text.text)]
        parts += [(part.get("x"), part.get("y"), part.text) for part in text]
        for x, y, words in parts:
            size = sheet.measure(words.rstrip())
            left = float(x) - {None: 0, "middle": size / 2, "end": size}[text.get("text-anchor")]
            yield words, left, float(y) - form.size * 0.75, left + size, float(y) + form.size * 0.1


# What is written


def test_labels_of_bars_are_the_data_string_for_string():
    for form in (WIDE, NARROW):
        assert texts(tree(CHARTS["awkward labels"], form)) == [
            "A & B", "1.200", "<đ> “ngoặc”", "20,94%", "ẾẬỘ ế $x$ $y$", "3", "100%", "không công bố",
        ]  # fmt: skip


@every_form
def test_every_text_is_a_label_a_figure_or_an_absence_of_the_data(chart, form):
    sketch = sketch_of(chart)
    data = {row.label for row in chart.rows} | {cell.text for row in sketch.rows for cell in row.cells}
    data |= {*sketch.heads, *(event.text for event in sketch.events), "số liệu sơ bộ"}
    data.add(f"{chart.rows[0].label} – {chart.rows[-1].label}")
    assert set(texts(tree(chart, form))) <= data


@every_form
def test_no_text_leaves_the_drawing_or_covers_another(chart, form):
    root = tree(chart, form)
    covered = list(boxes(root, form))
    height = float(root.get("height"))
    assert [b for b in covered if b[1] < -0.1 or b[2] < 0 or b[3] > form.width + 0.1 or b[4] > height] == []
    meeting = [
        (a[0], b[0])
        for i, a in enumerate(covered)
        for b in covered[:i]
        if a[1] < b[3] and b[1] < a[3] and a[2] < b[4] and b[2] < a[4]
    ]
    assert meeting == []


def test_a_long_label_is_wrapped_and_still_one_text():
    label = "Trung tâm Kiểm soát bệnh tật và Phòng dịch tỉnh"
    text = tree(bars([1], [label])).find(f"{SVG}text")
    assert len(text) == 1
    assert "".join(text.itertext()) == label


def test_title_and_description_are_the_charts_own():
    root = tree(bars([390], title="Điểm <mã QR> & khác"))
    named = [root.find(f"{SVG}{tag}") for tag in ("title", "desc")]
    assert [e.text for e in named] == ["Điểm <mã QR> & khác", "Nhiều nhất là 390 điểm."]
    assert [root.get("aria-labelledby"), root.get("aria-describedby")] == [e.get("id") for e in named]
    assert root.get("role") == "img"


# What is drawn


def test_zero_is_a_hairline_with_its_label_and_an_absence_has_no_bar():
    root = tree(bars([390, 0, None]))
    assert texts(root)[1::2] == ["390", "0", "không công bố"]
    whole, zero = paths(root, "bar")
    assert width(zero) == 1 < width(whole)
    assert root.findall(f"{SVG}text")[-1].get("class") == "muted"


def test_bars_are_as_long_as_their_values():
    one, two, four = map(width, paths(tree(bars([100, 200, 400])), "bar"))
    assert two == pytest.approx(2 * one, abs=0.2)
    assert four == pytest.approx(4 * one, abs=0.2)


def test_a_negative_bar_goes_left_of_zero_with_its_value_at_the_outer_end():
    root = tree(bars([100, -50]))
    plus, minus = paths(root, "bar")
    zero = min(x for x, _ in plus)
    assert max(x for x, _ in minus) == zero
    value = root.findall(f"{SVG}text")[-1]
    assert value.get("text-anchor") == "end"
    assert float(value.get("x")) < min(x for x, _ in minus)


def test_marks_keep_the_order_they_are_given_in():
    assert texts(tree(bars([1, 3, 2])))[::2] == list(AREAS[:3])


def test_in_the_narrow_form_the_label_stands_above_its_bar():
    root = tree(bars([390]), NARROW)
    (bar,) = paths(root, "bar")
    assert float(root.find(f"{SVG}text").get("y")) < min(y for _, y in bar)


def test_a_gap_breaks_the_line_and_is_a_cross_on_the_axis():
    root = tree(lines([10, 12, None, 11, 13]))
    before, after = paths(root, "line")
    assert (len(before), len(after), len(dots(root))) == (2, 2, 4)
    on_axis, in_key = paths(root, "muted")[::2], texts(root)[-1]
    (left, _), (right, _) = on_axis[0]
    assert (left + right) / 2 == pytest.approx((before[1][0] + after[0][0]) / 2, abs=0.2)
    assert in_key == "không công bố"


def test_a_point_between_two_gaps_is_a_dot_even_among_many():
    values = weeks(104)
    values[50] = values[52] = None
    assert len(dots(tree(lines(values)))) == len(dots(tree(lines(weeks(104))))) + 1


def test_x_is_the_true_date():
    start = date(2021, 1, 1)
    days = [start + timedelta(n) for n in (0, 10, 40)]
    (line,) = paths(tree(chart_of("lines", [("0", 0), ("10", 10), ("40", 40)], days=days)), "line")
    (a, _), (b, _), (c, _) = line
    assert (c - a) == pytest.approx(4 * (b - a), abs=0.5)


def test_far_from_zero_the_scale_is_zoomed_and_its_axis_is_dotted():
    zoomed, whole = (tree(lines(v)).find(f"{SVG}path[@class='grid']") for v in ([1000, 1393], [100, 1393]))
    assert zoomed.get("stroke-dasharray")
    assert whole.get("stroke-dasharray") is None


def test_zero_lies_on_the_axis():
    root = tree(lines([0, 10]))
    assert dots(root)[0][1] == paths(root, "grid")[0][0][1]


@pytest.mark.parametrize(
    ("values", "form", "told"),
    [
        ([4, 9, 5, 8, 6, 7], WIDE, {"4", "9", "5", "8", "6", "7"}),
        ([5, 9, 4, 8, 6, 3, 7], WIDE, {"5", "9", "3", "7"}),
        ([4, 9, 5, 8], NARROW, {"4", "9", "5", "8"}),
        ([5, 9, 4, 8, 6, 7], NARROW, {"5", "9", "4", "7"}),
    ],
)
def test_a_few_points_are_all_labelled_and_of_many_the_ends_and_extremes(values, form, told):
    root = tree(lines(values), form)
    assert {t.text for t in root.findall(f"{SVG}text[@class='ink halo']")} == told


def test_of_a_tie_the_earliest_is_labelled():
    root = tree(lines([5, 9, 6, 7, 9, 5, 6, 8]))
    (nine,) = [t for t in root.iter(f"{SVG}text") if t.text == "9"]
    assert float(nine.get("x")) == pytest.approx(dots(root)[1][0], abs=1)


def test_the_axis_names_the_first_and_the_last_day_and_few_between():
    for form, most in ((WIDE, 8), (NARROW, 4)):
        chart = CHARTS["two years"]
        days = [t.text for t in tree(chart, form).iter(f"{SVG}text") if t.get("class") == "muted"]
        assert (days[0], days[-1]) == (chart.rows[0].label, chart.rows[-1].label)
        assert most - 1 <= len(days) <= most


def test_weeks_without_any_figure_are_days_crosses_and_words():
    root = tree(CHARTS["weeks without a figure"])
    assert (dots(root), paths(root, "line")) == ([], [])
    assert texts(root) == ["1/1", "8/1", "15/1", "không công bố"]


# What the page may hold


@every_form
def test_only_classes_and_listed_attributes_reach_the_page(chart, form):
    root = tree(chart, form)
    allowed = {
        "svg": {
            "class", "viewBox", "width", "height", "font-size", "role", "aria-labelledby", "aria-describedby",
            "data-x", "data-grid",
        },
        "pattern": {"id", "width", "height", "patternUnits", "patternTransform"},
        "title": {"id"},
        "desc": {"id"},
        "path": {"class", "d", "fill", "stroke-width", "stroke-dasharray"},
        "circle": {"class", "cx", "cy", "r"},
        "text": {"class", "x", "y", "text-anchor"},
        "tspan": {"x", "y"},
    }  # fmt: skip
    for element in root.iter():
        assert set(element.attrib) <= allowed[element.tag.removeprefix(SVG)]
        own = f"url(#{chart.name}-{form.name[0]}-"
        assert element.get("fill", "none") == "none" or element.get("fill").startswith(own)
    drawn = [e for tag in ("path", "circle", "text") for e in root.iter(f"{SVG}{tag}")]
    assert all(set(e.get("class").split()) <= CLASSES for e in drawn)
    assert set(root.nsmap) == {None}


@every_form
def test_geometry_has_one_decimal_at_most(chart, form):
    geometry = [
        value
        for e in tree(chart, form).iter()
        for key, value in e.attrib.items()
        if key not in {"id", "fill", "aria-labelledby", "aria-describedby"}
    ]
    assert not re.search(r"\.\d\d|-0\b(?!\.)|\de-", " ".join(geometry).replace("-w-", "").replace("-n-", ""))


def test_ids_are_unique_in_a_page_of_several_charts():
    drawings = [draw(bars([(1, 2)], name=name, kind="grouped")) for name in ("mot", "hai")]
    page = "".join(d.wide + d.narrow for d in drawings)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 8 + 4
    assert all(i.startswith(("mot-w-", "mot-n-", "hai-w-", "hai-n-")) for i in ids)


@pytest.mark.parametrize(
    "chart",
    [
        "twelve areas", "two years", "four indicators beside each other", "parts of a whole", "shares", "two periods",
        "a map", "two long lines", "four lines", "small multiples",
    ],
)  # fmt: skip
def test_both_forms_of_a_figure_stay_within_three_kilobytes(chart):
    drawing = draw(CHARTS[chart])
    assert len(gzip.compress((drawing.wide + drawing.narrow).encode())) <= 3000


# The same everywhere


def digest():
    """Of all the drawings. Also called in other processes."""
    drawings = [draw(chart) for chart in CHARTS.values()]
    return hashlib.sha256("".join(d.wide + d.narrow for d in drawings).encode()).hexdigest()


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "77", "TZ": "America/Lima", "LC_ALL": "C.UTF-8"},
    ],
)
def test_another_process_draws_the_same_bytes(surroundings, tmp_path):
    (tmp_path / "matplotlibrc").write_text("svg.fonttype: path\npath.sketch: 1, 9, 2\nfont.family: serif\n")
    code = (
        "import runpy, sys; sys.path[:0] = sys.argv[2:];"
        "print(runpy.run_path(sys.argv[1])['digest']())"
    )  # fmt: skip
    run = subprocess.run(
        [sys.executable, "-c", code, __file__, PLUGINS],
        env={**os.environ, **surroundings, "MATPLOTLIBRC": str(tmp_path / "matplotlibrc")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert run.stdout.strip() == digest()


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_worker_draws_the_same(method):
    charts = list(CHARTS.values())[:3]
    sketches = list(map(sketch_of, charts))
    with ProcessPoolExecutor(2, multiprocessing.get_context(method)) as workers:
        assert list(workers.map(draw_sketch, sketches)) == list(map(draw, charts))


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_processes_draws_the_same_bytes_in_order(workers):
    sketches = [sketch_of(chart) for chart in CHARTS.values()][: FEWEST + 6]
    alone = [f"{drawing.wide}\n{drawing.narrow}".encode() for drawing in map(draw_sketch, sketches)]
    assert list(draw_all(sketches, Engine(workers))) == alone


def test_drawing_leaves_matplotlibs_settings_as_they_were():
    import matplotlib as mpl  # noqa: PLC0415 - as late as the room itself does

    before = dict(mpl.rcParams)
    with mpl.rc_context({"lines.linewidth": 9, "text.color": "red"}):
        assert draw(CHARTS["two weeks"]) == draw(CHARTS["two weeks"])
        assert mpl.rcParams["lines.linewidth"] == 9
    assert dict(mpl.rcParams) == before


def test_importing_the_room_does_not_import_matplotlib():
    code = "import sys; sys.path.append({!r}); import bantin.charts.draw; print('matplotlib' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code.format(PLUGINS)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


# Each kind


def classed(root, *classes: str):
    return [e.get("class") for e in root.iter(f"{SVG}path") if e.get("class") in classes]


def test_there_is_a_case_of_every_kind():
    assert {chart.kind for chart in CHARTS.values()} == set(CHART_KINDS)


def test_columns_are_told_apart_by_fill_and_named_above():
    root = tree(CHARTS["four indicators beside each other"])
    assert texts(root)[:4] == ["Cột 0", "Cột 1", "Cột 2", "Cột 3"]
    assert classed(root, *BARS) == [*BARS] * 4
    fills = {e.get("class"): e.get("fill") for e in root.iter(f"{SVG}path") if e.get("class") in BARS}
    assert len(set(fills.values())) == len(BARS)


def test_parts_stand_end_to_end_with_the_whole_at_the_end_and_their_values_below():
    root = tree(CHARTS["parts of a whole"])
    assert texts(root)[2:6] == [AREAS[0], "300", "90", "390"]
    first, second = paths(root, "bar")[1], paths(root, "p2")[1]
    assert max(x for x, _ in first) == pytest.approx(min(x for x, _ in second), abs=0.1)
    assert width(first) / width(second) == pytest.approx(300 / 90, rel=0.02)


def test_where_a_part_is_unknown_no_bar_is_drawn():
    root = tree(bars([(5, 5, 10), (5, None, None)], kind="stacked"))
    assert classed(root, *BARS) == ["bar", "p2", "bar", "p2"]  # two of them in the legend
    assert texts(root)[-4:] == [AREAS[1], "5", "không công bố", "không công bố"]


def test_a_share_lies_on_a_track_of_all():
    root = tree(CHARTS["shares"])
    (track, other), (sixty, forty) = paths(root, "t1"), paths(root, "bar")
    assert width(track) == width(other)
    assert width(sixty) / width(track) == pytest.approx(0.6, abs=0.005)
    assert width(forty) / width(track) == pytest.approx(0.4, abs=0.005)


def test_a_slope_runs_between_the_heights_of_its_two_values_and_others_stand_below():
    root = tree(CHARTS["two periods"])
    up, level, down = paths(root, "line")
    assert up[0][1] > up[1][1]
    assert level[0][1] == level[1][1]
    assert down[0][1] < down[1][1]
    assert texts(root)[-6:] == [AREAS[3], "không công bố", "3", AREAS[4], "6", "không công bố"]


def test_a_map_has_a_tile_at_each_place_darker_for_more_and_dashed_for_none():
    root = tree(CHARTS["a map"])
    assert classed(root, "t0", "t1", "t2", "t3", "t4") == ["t4", "t3", "t3", "t2", "t1", "t1", "t0"]
    (dashed,) = [e for e in root.iter(f"{SVG}path") if e.get("class") == "muted"]
    assert dashed.get("stroke-dasharray")
    tiles = dict(zip(AREAS, (b for c in "43210" for b in paths(root, f"t{c}")), strict=False))
    assert min(x for x, _ in tiles[AREAS[0]]) > min(x for x, _ in tiles[AREAS[1]])  # Chợ Mới is east of Bắc Kạn


def test_a_map_that_has_no_room_for_its_words_is_bars():
    labels = [f"Trung-tâm-y-tế-số-{i}" for i in range(8)]  # which cannot be wrapped
    assert classed(tree(bars([1] * 8, labels, kind="tiles"), NARROW), "t4") == []
    assert len(paths(tree(bars([1] * 8, labels, kind="tiles"), NARROW), "bar")) == 8


def test_lines_differ_by_dash_and_by_the_shape_of_their_points():
    root = tree(CHARTS["three lines"])
    dashes = {e.get("class"): e.get("stroke-dasharray") for e in root.iter(f"{SVG}path") if e.get("class") in LINES}
    assert len(set(dashes.values())) == len(dashes) == 3
    shapes = {
        e.get("class"): e.get("d").count("L") for e in root.iter(f"{SVG}path") if e.get("class", "").startswith("dot")
    }
    assert shapes == {"dot s2": 3, "dot s3": 2}  # a square and a triangle beside the first line's discs


def test_a_line_towards_a_value_that_is_not_final_is_dotted_and_the_point_open():
    root = tree(CHARTS["not final"])
    final, dotted = [e.get("stroke-dasharray") for e in root.iter(f"{SVG}path") if e.get("class") == "line"]
    assert (final, bool(dotted)) == (None, True)
    assert [e.get("class") for e in root.iter(f"{SVG}circle")].count("open") == 2
    assert texts(root)[-1] == "số liệu sơ bộ"


def test_events_are_named_below_and_a_changed_definition_breaks_the_line():
    root = tree(CHARTS["events"])
    assert texts(root)[-2:] == ["10/1/2021: bỏ khai báo giấy", "20/1/2021: cách tính thay đổi"]
    assert [len(line) for line in paths(root, "line")] == [3, 3]


def test_small_multiples_have_one_scale_unless_they_count_differently():
    shared = tree(CHARTS["small multiples"])
    assert len(paths(shared, "line")) == len(AREAS)
    flat = chart_of("multiples", [("1/1", (1, 1000)), ("8/1", (2, 2000))], days=[date(2021, 1, 1), date(2021, 1, 8)])
    rises = {}
    for unit in ("điểm", ""):
        own = paths(tree(replace(flat, unit=unit)), "line")
        rises[unit] = [abs(line[0][1] - line[1][1]) for line in own]
    assert rises["điểm"][0] < 1 < rises["điểm"][1]
    assert rises[""][0] == pytest.approx(rises[""][1], abs=0.2)


def test_equal_sketches_have_equal_keys_and_others_do_not():
    one, same, other = (sketch_of(bars(values)) for values in ([1, 2], [1, 2], [1, 3]))
    assert one.key == same.key != other.key


# What is refused


def raw(body):
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 20">{body}</svg>'.encode()


@pytest.mark.parametrize(
    "body",
    [
        '<path d="M 0 0 L 1 1" style="fill: none; stroke: #ff0000"/>',
        '<path d="M 0 0 L 1 1 z"/>',  # black, by SVG's default
        '<text x="1" y="1" style="fill: #123456">1</text>',
        '<image href="http://example.org/a.png"/>',
        "<script>alert(1)</script>",
        f'<text x="1" y="1" transform="rotate(-90 1 1)" style="fill: {Ink.TEXT.sentinel}">1</text>',
    ],
)
def test_a_foreign_colour_or_element_is_refused(body):
    with pytest.raises(ChartError):
        translate(raw(body), sketch_of(CHARTS["one week"]), Sheet(WIDE))


def test_a_text_keeps_its_zeros_while_its_place_is_rounded():
    body = f'<text x="1.200" y="2.349" style="fill: {Ink.TEXT.sentinel}">1.200</text>'
    assert '<text x="1.2" y="2.3" class="ink">1.200</text>' in translate(
        raw(body), sketch_of(CHARTS["one week"]), Sheet(WIDE)
    )


@pytest.mark.parametrize(
    "chart",
    [
        bars([1], kind="pie"),
        bars([]),
        bars([1], name="a b"),
        chart_of("bars", [("a", Mark(None, ""))]),
        chart_of("lines", [("a", Mark(None, ""))], days=[date(2021, 1, 1)]),
        chart_of("lines", [("a", 1)]),
        lines([1, 2], days=0),
    ],
    ids=["kind", "no rows", "name", "no words for bars", "no words for lines", "no day", "one day twice"],
)
def test_a_chart_that_cannot_be_shown_is_refused(chart):
    with pytest.raises(ChartError):
        draw(chart)


def test_every_ink_has_a_colour_of_its_own():
    assert len({ink.sentinel for ink in Ink}) == len(Ink)


def test_a_drawing_is_two_strings_for_inline_use():
    drawing = draw(CHARTS["one week"])
    assert isinstance(drawing, Drawing)
    assert drawing.wide.startswith('<svg xmlns="http://www.w3.org/2000/svg" class="wide" viewBox="0 0 640 ')
    assert drawing.narrow.startswith('<svg xmlns="http://www.w3.org/2000/svg" class="narrow" viewBox="0 0 320 ')


@pytest.mark.parametrize("form", [WIDE, Form("tiny", 40, 9)])
def test_lines_of_a_wrapped_text_are_the_text_again(form):
    sheet = Sheet(form)
    for text in ("", "một", "thành phố  Bắc Kạn ", "xã Mỹ Thanh và xã Nguyên Phúc thuộc huyện Bạch Thông"):
        assert " ".join(sheet.wrap(text, 100)) == text
