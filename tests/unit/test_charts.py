from __future__ import annotations

import gzip
import hashlib
import multiprocessing
import os
import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from bantin.charts.draw import Drawing, draw
from bantin.charts.style import NARROW, WIDE, Form, Ink, Sheet
from bantin.charts.svg import translate
from bantin.errors import ChartError
from bantin.model import Chart, Figure, Mark

PLUGINS = str(Path(__file__).parents[2] / "plugins")
SVG = "{http://www.w3.org/2000/svg}"
CLASSES = {"ink", "muted", "bar", "bar-now", "line", "dot", "halo", "grid"}
AREAS = (
    "huyện Chợ Mới", "thành phố Bắc Kạn", "huyện Ba Bể", "huyện Bạch Thông",
    "huyện Chợ Đồn", "huyện Na Rì", "huyện Ngân Sơn", "huyện Pác Nặm",
)  # fmt: skip


def figure(value, text=""):
    number = Decimal(str(value))
    shown = text or f"{abs(number):,}".replace(",", ".")
    return Figure(number, shown, "điểm", "points", "06", "", "", (), date(2021, 11, 12))


def mark(label, value, day=None, absence="không công bố"):
    if value is None:
        return Mark(label, None, absence, day)
    return Mark(label, value if isinstance(value, Figure) else figure(value), day=day)


def bars(values, labels=AREAS, name="diem", title="Số điểm theo đơn vị"):
    marks = tuple(mark(label, value) for label, value in zip(labels, values, strict=False))
    return Chart(name, "bars", title, ("Nhiều nhất là ", figure(390), " điểm."), "điểm", marks, ("A", "B"))


def lines(values, name="qua-tuan", days=7):
    start = date(2021, 1, 1)
    dates = [start + timedelta(days * i) for i in range(len(values))]
    marks = tuple(mark(f"{d.day}/{d.month}", v, d) for d, v in zip(dates, values, strict=True))
    return Chart(name, "lines", "Số điểm qua các tuần", ("Nay là ", figure(1393), "."), "điểm", marks, ("A", "B"))


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
    data = {m.label for m in chart.marks} | {m.figure.text for m in chart.marks if m.figure}
    assert set(texts(tree(chart, form))) <= data | {m.absence for m in chart.marks}


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
    assert root.get("aria-labelledby").split() == [e.get("id") for e in named]
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
    marks = tuple(mark(str(n), n, start + timedelta(n)) for n in (0, 10, 40))
    (line,) = paths(tree(Chart("x", "lines", "", (), "", marks, ("", ""))), "line")
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
        assert (days[0], days[-1]) == (chart.marks[0].label, chart.marks[-1].label)
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
        "svg": {"class", "viewBox", "width", "height", "font-size", "role", "aria-labelledby"},
        "title": {"id"},
        "desc": {"id"},
        "path": {"class", "d", "fill", "stroke-width", "stroke-dasharray"},
        "circle": {"class", "cx", "cy", "r"},
        "text": {"class", "x", "y", "text-anchor"},
        "tspan": {"x", "y"},
    }
    for element in root.iter():
        assert set(element.attrib) <= allowed[element.tag.removeprefix(SVG)]
        assert element.get("fill", "none") == "none"
    drawn = [e for tag in ("path", "circle", "text") for e in root.iter(f"{SVG}{tag}")]
    assert all(set(e.get("class").split()) <= CLASSES for e in drawn)
    assert set(root.nsmap) == {None}


@every_form
def test_geometry_has_one_decimal_at_most(chart, form):
    geometry = [value for e in tree(chart, form).iter() for key, value in e.attrib.items() if key != "id"]
    assert not re.search(r"\.\d\d|-0\b(?!\.)|\de-", " ".join(geometry).replace("-w-", "").replace("-n-", ""))


def test_ids_are_unique_in_a_page_of_several_charts():
    drawings = [draw(bars([1], name="mot")), draw(bars([1], name="hai"))]
    page = "".join(d.wide + d.narrow for d in drawings)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 8
    assert all(i.startswith(("mot-w-", "mot-n-", "hai-w-", "hai-n-")) for i in ids)


@pytest.mark.parametrize("chart", ["twelve areas", "two years"])
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
    with ProcessPoolExecutor(2, multiprocessing.get_context(method)) as workers:
        assert list(workers.map(draw, charts)) == [draw(chart) for chart in charts]


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
        translate(raw(body), CHARTS["one week"], WIDE)


def test_a_text_keeps_its_zeros_while_its_place_is_rounded():
    body = f'<text x="1.200" y="2.349" style="fill: {Ink.TEXT.sentinel}">1.200</text>'
    assert '<text x="1.2" y="2.3" class="ink">1.200</text>' in translate(raw(body), CHARTS["one week"], WIDE)


@pytest.mark.parametrize(
    "chart",
    [
        Chart("x", "pie", "", (), "", (mark("a", 1),), ("", "")),
        Chart("x", "bars", "", (), "", (), ("", "")),
        Chart("a b", "bars", "", (), "", (mark("a", 1),), ("", "")),
        Chart("x", "bars", "", (), "", (mark("a", None, absence=""),), ("", "")),
        Chart("x", "lines", "", (), "", (mark("a", None, date(2021, 1, 1), absence=""),), ("", "")),
        Chart("x", "lines", "", (), "", (mark("a", 1),), ("", "")),
        lines([1, 2], days=0),
    ],
    ids=["kind", "no marks", "name", "no words for bars", "no words for lines", "no day", "one day twice"],
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
