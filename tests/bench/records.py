"""How long and how much memory a CSV of many records takes, beside a plain pandas read of it with the same grouping.

Each measurement is a process of its own, ours and the plain one in turn; medians and their ratio are printed.
"""

import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RECORDS = 1_000_000
ROUNDS = 5
UNITS = ["Thành phố Bắc Kạn", "Pác Nặm", "Ba Bể", "Ngân Sơn", "Bạch Thông", "Chợ Đồn", "Chợ Mới", "Na Rì"]
HEADS = ("Mã điểm", "Đơn vị", "Loại điểm", "Số lượt quét", "Có camera", "Ngày báo cáo")
DATASET = """\
title = "Điểm quét"
source = "Sở"
category = "Thử"
area = "06"
period = { every = "week", from = "monday", to = "sunday" }
table = { rows = "record" }
[fields]
code = { column = "Mã điểm", key = true }
kind = { column = "Loại điểm" }
scans = { column = "Số lượt quét", type = "number" }
camera = { column = "Có camera", type = "mark" }
day = { column = "Ngày báo cáo", type = "date", in_period = true }
[indicators]
points = { label = "Số điểm", unit = "điểm", records = "count" }
scans = { label = "Số lượt", unit = "lượt", records = "sum", field = "scans" }
zero = { label = "Báo cáo bằng 0", unit = "điểm", records = "count", where = { scans = 0 } }
silent = { label = "Không báo cáo", unit = "điểm", records = "missing", field = "scans" }
"""


def write(folder: Path) -> None:
    """A dataset's folder with one release of so many records; the same bytes every time."""
    chance = random.Random(1)  # noqa: S311 - for a benchmark, not for secrets
    (folder / "dataset.toml").write_text(DATASET, encoding="utf-8")
    with (folder / "2021-11-14.csv").open("w", encoding="utf-8") as file:
        file.write(",".join(HEADS) + "\n")
        for number in range(RECORDS):
            scans = "" if chance.random() < 0.1 else str(int(chance.expovariate(0.01)))
            kind = chance.choice(("chợ", "trường học", "cơ quan"))
            camera = chance.choice(("x", ""))
            day = f"{8 + chance.randrange(7)}/11/2021"
            file.write(f"D{number:07d},{chance.choice(UNITS)},{kind},{scans},{camera},{day}\n")


def ours(folder: Path) -> int:
    """Read, check and aggregate by the plugin."""
    from bantin.ingest.codelist import read_codelist
    from bantin.ingest.dataset import read_dataset
    from bantin.ingest.release import period_of, read_release

    dataset = read_dataset(folder / "dataset.toml", "dataset.toml")
    period = period_of("2021-11-14", dataset)
    assert period
    areas = read_codelist(Path(__file__).parents[2] / "data" / "areas.csv", "areas.csv")
    release, problems = read_release({"": (folder / "2021-11-14.csv", "x.csv")}, dataset, {"area": areas}, period)
    assert release, problems
    return int(release.observations["scans", "06"].value or 0)


def plain(folder: Path) -> int:
    """The same grouping by plain pandas, all columns text, nothing checked."""
    import pandas as pd

    frame = pd.read_csv(folder / "2021-11-14.csv", dtype=str, keep_default_na=False, na_filter=False)
    scans = pd.to_numeric(frame["Số lượt quét"], errors="coerce")
    grouped = scans.groupby(frame["Đơn vị"]).agg(["size", "sum", "count"])
    grouped["zero"] = (scans == 0).groupby(frame["Đơn vị"]).sum()
    return int(grouped["sum"].sum())


def main() -> None:
    """Measure in turn and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "diem-quet"  # a temporary folder's own name may be no dataset's
        folder.mkdir()
        write(folder)
        results: dict[str, list[tuple[float, float, str]]] = {"ours": [], "plain": []}
        for _ in range(ROUNDS):
            for which, rows in results.items():
                command = [sys.executable, __file__, which, str(folder)]
                done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
                seconds, megabytes, total = done.stdout.split()
                rows.append((float(seconds), float(megabytes), total))
    assert results["ours"][0][2] == results["plain"][0][2], "both must add up to the same"
    print(f"{RECORDS} bản ghi, trung vị của {ROUNDS} lần:")
    middle = {}
    for which, rows in results.items():
        middle[which] = tuple(statistics.median(row[i] for row in rows) for i in (0, 1))
        print(f"  {which:6} {middle[which][0]:6.2f} s  {middle[which][1]:6.0f} MB")
    (time_a, space_a), (time_b, space_b) = middle["ours"], middle["plain"]
    print(f"  tỷ lệ  {time_a / time_b:6.2f}    {space_a / space_b:6.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.path.insert(0, str(Path(__file__).parents[2] / "plugins"))
        begun = time.perf_counter()
        total = {"ours": ours, "plain": plain}[sys.argv[1]](Path(sys.argv[2]))
        spent = time.perf_counter() - begun
        print(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, total)
    else:
        main()
