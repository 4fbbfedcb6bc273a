"""How long it takes to tell a release with 100 areas and 520 weeks before it, once these are loaded.

Beside it stands the same arithmetic by plain pandas on a ready frame: differences, ranks, averages, no sentence.
"""

import random
import statistics
import time
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd

from bantin.facts.facts import Facts
from bantin.ingest.codelist import Codelist
from bantin.ingest.dataset import Dataset
from bantin.model import Cell, Item, Observation, Release, Status, plain
from bantin.story.default import default_story
from bantin.story.story import read_story, tell

AREAS, WEEKS, ROUNDS = 100, 520, 21
LAST = date(2021, 11, 14)
INDICATORS = ("cases", "beds", "deaths")
STORY = """Tiêu đề: Số ca mắc {{ cases | dien_bien }}
---
Trong {{ ky }}, {{ nguon }} ghi nhận {{ cases }}, {{ cases | so_voi("tuần trước", cach="cả hai") }};
{{ cases | so_voi("cùng kỳ năm trước", "trung bình 4 tuần trước") }}; đây là mức {{ cases | ky_luc }}.

Số ca mắc {{ cases | lien_tiep }}. Nhiều nhất là {{ cases | dan_dau(10) }}; ít nhất là {{ cases | thap_nhat(3) }}.

Có {{ cases | dem("tăng") }} tăng, {{ cases | dem("giảm") }} giảm, {{ cases | dem("= 0") }} không có ca nào.
Các nơi tăng là {{ cases | don_vi("tăng") }}. Trong số đó {{ cases | khoang }}.

{{ [beds, deaths] | so_voi("tuần trước") }}. Tỷ lệ tử vong là {{ deaths | ty_le(cases) }}.
Xã 7 xếp {{ cases | cua("007") | thu_hang }}, {{ cases | cua("007") | lien_tiep }}.
"""


def made() -> tuple[Dataset, dict[str, Codelist], list[Release]]:
    """A dataset of random weeks; the same every time."""
    chance = random.Random(1)  # noqa: S311 - for a benchmark, not for secrets
    content = {
        "slug": "thu",
        "title": "Thử",
        "source": "Sở Y tế",
        "category": "Y tế",
        "area": "T",
        "period": {"every": "week", "from": "monday", "to": "sunday"},
        "table": {"rows": "area", "total": "Toàn tỉnh"},
        "indicators": {
            name: {"label": f"Số {name}", "unit": unit, "column": name}
            for name, unit in zip(INDICATORS, ("ca", "giường", "người"), strict=True)
        },
    }
    codes = [f"{number:03d}" for number in range(AREAS)]
    items = {"T": Item("T", "Thử", "", "tỉnh")} | {c: Item(c, f"Xã {int(c)}", "T", "xã") for c in codes}
    dataset, releases = Dataset.model_validate(content), []
    for back in reversed(range(WEEKS)):
        period = dataset.period.ending(LAST - timedelta(weeks=back))
        if period is None:
            raise ValueError("not a Sunday")
        seen = {}
        for column, name in enumerate(INDICATORS, start=2):
            most = 0.05 if back else 0.01  # the last week is the highest on record, which takes the longest to tell
            values = [Decimal(int(chance.expovariate(most))) for _ in codes]
            rows = [*zip(codes, values, strict=True), ("T", sum(values, Decimal(0)))]
            for row, (code, value) in enumerate(rows, start=2):
                status = Status.REPORTED if value else Status.ZERO
                seen[name, code] = Observation(value, status, (Cell(f"data/thu/{period.last}.csv", row, column),))
        releases.append(Release("thu", period, "T", (f"data/thu/{period.last}.csv",), seen, {}))
    return dataset, {"area": Codelist(items)}, releases


def by_pandas(frame: pd.DataFrame) -> int:
    """The arithmetic alone: `frame` has a row a week, a column an area."""
    whole = frame.sum(axis=1)
    steps = frame.diff().iloc[-1]
    parts = [whole.diff().iloc[-1], whole.pct_change().iloc[-1], whole.shift(1).rolling(4).mean().iloc[-1]]
    parts += [whole.iloc[-1] - whole.iloc[-53], float(whole.iloc[-1] > whole.iloc[:-1].max())]
    ranks = frame.iloc[-1].rank(method="min", ascending=False)
    return int(sum(parts) + (steps > 0).sum() + (steps < 0).sum() + ranks.sum())


def median_ms(run: object, *given: object) -> float:
    """The median over the rounds, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        run(*given)  # type: ignore[operator] # a function
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print the medians and their ratios."""
    dataset, codelists, releases = made()
    phrases = tuple(item.name for item in codelists["area"].items.values())
    story = read_story(STORY, "story.md", tuple(dataset.indicators), phrases)

    shared: dict[object, object] = {}  # what the releases before have found out of the history, as in a build

    def told() -> str:
        return plain(tell(story, Facts(dataset, codelists, releases[-1], releases, shared))[1])

    def told_first() -> str:
        return plain(tell(story, Facts(dataset, codelists, releases[-1], releases))[1])

    def told_by_default() -> str:
        facts = Facts(dataset, codelists, releases[-1], releases, shared)
        return plain(tell(read_story(default_story(facts), "story.md", tuple(dataset.indicators)), facts)[1])

    frame = pd.DataFrame(
        {
            c: [float(r.observations["cases", c].value or 0) for r in releases]
            for c in codelists["area"].items
            if c != "T"
        }
    )
    plainest = median_ms(by_pandas, frame)
    print(f"\nLời bản tin: {AREAS} đơn vị, {WEEKS} kỳ; trung vị của {ROUNDS} lần")
    runs = {
        "story.md dùng hầu hết các cách viết": told,
        "lời mặc định": told_by_default,
        "story.md, khi chưa kỳ nào được lập": told_first,
    }
    for name, run in runs.items():
        took = median_ms(run)
        print(f"  {name}: {took:.1f} ms; gấp {took / plainest:.1f} lần phần tính bằng pandas ({plainest:.1f} ms)")


if __name__ == "__main__":
    main()
