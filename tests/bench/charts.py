"""How long a chart takes to draw, beside the plainest matplotlib script of the same marks; and in two processes.

The plain script makes both widths too, with labels and values, and none of what ours does besides: classes instead of
colours, labels measured and wrapped, titles and descriptions.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from bantin.charts.draw import draw
from bantin.charts.poster import Poster, draw_poster
from bantin.charts.several import draw_all
from bantin.charts.sketch import Sketch, sketch_of
from bantin.engine import Engine
from bantin.model import Chart, ChartRow, Figure, Mark

ROUNDS, SEVERAL, TRIES = 15, 200, 4
AREAS = ("Chợ Mới", "Bắc Kạn", "Ba Bể", "Bạch Thông", "Chợ Đồn", "Na Rì", "Ngân Sơn", "Pác Nặm")
MOST_RATIO, LEAST_GAIN = 1.1, 1.8


def made(kind: str, rows: list[tuple[str, list[int]]], heads: list[str], *, weekly: bool = False) -> Chart:
    """A chart of these numbers; rows a week apart."""
    start, charted = date(2021, 1, 3), []
    for number, (label, values) in enumerate(rows):
        marks = tuple(
            Mark(Figure(Decimal(v), f"{v:,}".replace(",", "."), "điểm", "x", "06", "", "", (), start)) for v in values
        )
        day, place = start + timedelta(weeks=number) if weekly else None, (number % 3 + 1, number // 3 + 1)
        charted.append(ChartRow(label, marks, day, place))
    columns = tuple((head,) for head in heads)
    return Chart(
        "bieu-do-1", kind, "Số điểm quét mã QR", ("Một câu mô tả.",), "điểm", (("Đơn vị",), *columns), tuple(charted)
    )


def cases() -> dict[str, Chart]:
    """A chart of each kind, of the size that bulletins have."""
    items = [(f"huyện {name}", 40 + 37 * i * i % 391) for i, name in enumerate(AREAS)]
    weeks = [(f"{1 + i % 28}/{1 + i % 12}/2021", 1200 + i * i * 37 % 401) for i in range(104)]
    panels = [(day, [value + 9 * i for i in range(8)]) for day, value in weeks[:13]]
    return {
        "bars": made("bars", [(name, [v]) for name, v in items], ["Số điểm"]),
        "grouped": made("grouped", [(name, [v, v // 2]) for name, v in items], ["Một", "Hai"]),
        "stacked": made("stacked", [(name, [v, v // 2, v + v // 2]) for name, v in items], ["Một", "Hai", "Tất cả"]),
        "shares": made("shares", [(name, [v // 8]) for name, v in items], ["Tỷ lệ"]),
        "slope": made("slope", [(name, [v, v * 2 % 400]) for name, v in items], ["5/11/2021", "12/11/2021"]),
        "tiles": made("tiles", [(name, [v]) for name, v in items], ["Số điểm"]),
        "lines": made("lines", [(day, [v]) for day, v in weeks], ["Số điểm"], weekly=True),
        "multiples": made("multiples", panels, [*AREAS], weekly=True),
    }  # fmt: skip


def numbers(chart: Chart, column: int) -> list[float]:
    """A column's values."""
    return [float(row.marks[column].figure.value) for row in chart.rows if row.marks[column].figure]


def plain_bars(chart: Chart, axes: Axes) -> None:
    """Bars with their values, side by side or end to end."""
    places, left = list(range(len(chart.rows))), [0.0] * len(chart.rows)
    columns = range(len(chart.heads) - (2 if chart.kind == "stacked" else 1))
    for column in columns:
        values = numbers(chart, column)
        beside = [place + 0.4 * column for place in places] if chart.kind == "grouped" else places
        bars = axes.barh(beside, values, 0.4, left=left if chart.kind == "stacked" else None)
        axes.bar_label(bars, [f"{value:g}" for value in values])
        left = [a + b for a, b in zip(left, values, strict=True)]
    axes.set_yticks(places, [row.label for row in chart.rows])


def plain_slope(chart: Chart, axes: Axes) -> None:
    """A line and three texts a row."""
    for row, a, b in zip(chart.rows, numbers(chart, 0), numbers(chart, 1), strict=True):
        axes.plot([0, 1], [a, b], marker="o")
        for x, y, text in ((0, a, f"{a:g}"), (1, b, f"{b:g}"), (1.2, b, row.label)):
            axes.text(x, y, text)


def plain_tiles(chart: Chart, axes: Axes) -> None:
    """A box and two texts a row."""
    for row, value in zip(chart.rows, numbers(chart, 0), strict=True):
        x, y = row.place or (0, 0)
        axes.add_patch(mpl.patches.Rectangle((x, y), 1, 1, alpha=value / 400))
        axes.text(x, y, row.label)
        axes.text(x, y + 0.5, f"{value:g}")


def plain_line(chart: Chart, axes: Axes) -> None:
    """One line by days."""
    axes.plot([row.day for row in chart.rows], numbers(chart, 0))


PLAIN: dict[str, Callable[[Chart, Axes], None]] = {
    **dict.fromkeys(("bars", "grouped", "stacked", "shares"), plain_bars),
    "slope": plain_slope,
    "tiles": plain_tiles,
    "lines": plain_line,
}


def by_script(chart: Chart) -> None:
    """Both widths by the plainest script."""
    for width in (640, 320):
        figure = Canvas(figsize=(width / 72, 3), dpi=72)
        if chart.kind == "multiples":
            for column, axes in enumerate(figure.subplots(3, 3).flat):
                if column < len(chart.heads) - 1:
                    axes.plot([row.day for row in chart.rows], numbers(chart, column))
                    axes.set_title(AREAS[column])
        else:
            PLAIN[chart.kind](chart, figure.subplots())
        figure.savefig(BytesIO(), format="svg", metadata={"Date": None})


def median(run: Callable[[], object]) -> float:
    """Milliseconds of the processor, the median of some rounds."""
    run()
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        run()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


def many() -> list[Sketch]:
    """As many different charts as a site of some weeks has."""
    kinds = list(cases().values())
    found = []
    for number in range(SEVERAL):
        chart = kinds[number % len(kinds)]
        found.append(sketch_of(Chart(f"c{number}", chart.kind, chart.title, (), chart.unit, chart.heads, chart.rows)))
    return found


def wall(workers: int, sketches: list[Sketch]) -> float:
    """Seconds by the clock to draw them all."""
    start = time.perf_counter()
    for _ in draw_all(sketches, Engine(workers)):
        pass
    return time.perf_counter() - start


def main() -> None:
    """Print both tables, and fail where a limit of the project is passed."""
    print(f"\nBiểu đồ: hai hình SVG, mili giây, trung vị của {ROUNDS} lần; bên cạnh là bản matplotlib đơn giản nhất")
    worst = 0.0
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "x"}):
        for kind, chart in cases().items():
            sketch = sketch_of(chart)
            own, plain = median(lambda sketch=sketch: draw(sketch)), median(lambda chart=chart: by_script(chart))
            worst = max(worst, own / plain)
            print(f"  {kind:10} {own:6.1f}  {plain:6.1f}  gấp {own / plain:.2f}".replace(".", ","))
    sketch = sketch_of(cases()["bars"])
    poster = Poster("Bản tin", "Toàn tỉnh có 1.393 điểm quét mã QR", "1.393", "điểm", "Số điểm", sketch, "Nguồn: Sở")
    print(f"  {'ảnh PNG':10} {median(lambda: draw_poster(poster)):6.1f}".replace(".", ","))
    sketches = many()
    wall(2, sketches[:8])
    pairs = [(wall(1, sketches), wall(2, sketches)) for _ in range(TRIES)]
    one, two = (min(times) for times in zip(*pairs, strict=True))  # the least disturbed of each
    gain = one / two
    each = ", ".join(f"{a / b:.2f}" for a, b in pairs)
    told = (
        f"  {SEVERAL} biểu đồ: 1 tiến trình {one:.1f} giây, 2 tiến trình {two:.1f} giây, nhanh gấp {gain:.2f} ({each})"
    )
    print(told.replace(".", ","))
    if worst > MOST_RATIO or gain < LEAST_GAIN:
        told = f"vẽ chậm gấp {worst:.2f} (nhiều nhất {MOST_RATIO}), hai tiến trình nhanh gấp {gain:.2f}"
        raise SystemExit(f"Quá giới hạn: {told} (ít nhất {LEAST_GAIN}).")


if __name__ == "__main__":
    main()
