"""One period's files → a release: every declared figure read or computed, or refused with its address."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import date
from itertools import islice
from pathlib import Path

from bantin.errors import Problem, ProblemsFound
from bantin.ingest.checks import Checker
from bantin.ingest.codelist import Codelist
from bantin.ingest.columns import frame_of, load_frame
from bantin.ingest.csv_text import Dialect, csv_dialect
from bantin.ingest.dataset import Dataset
from bantin.ingest.figures import heads_of, read_figures
from bantin.ingest.period import named
from bantin.ingest.reading import Reading, Scope, items_of
from bantin.ingest.records import heads_of_records, read_records
from bantin.ingest.rules import AREA, RECORD
from bantin.ingest.sheet import Sheet, read_sheet
from bantin.ingest.table import Table, find_table
from bantin.model import Item, Period, Release
from bantin.vietnamese import clean, day

NAMED_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})", re.ASCII)
YEARS = range(1945, 2200)
MOST_ABOVE = 200  # rows, within which a table's heads must stand


def period_of(stem: str, dataset: Dataset) -> Period | None:
    """The period whose last day a file's name gives, or None when no period ends then."""
    match = NAMED_DAY.match(stem)
    try:
        last = date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None
    return dataset.period.ending(last) if last and last.year in YEARS else None


def read_release(
    files: Mapping[str, tuple[Path, str]], dataset: Dataset, codelists: Mapping[str, Codelist], period: Period
) -> tuple[Release | None, list[Problem]]:
    """The release of a period, and what is wrong or worth a look.

    `files` are, by table, the path and what messages call it; `codelists` are by the name that `rows` says. There is
    a release exactly when no problem is an error.
    """
    areas = codelists[AREA]
    whole = areas.on(dataset.area, period.last)
    if whole is None:
        name = areas.items[dataset.area].full_name
        what = f"{name} (mã {dataset.area}) không có hiệu lực vào ngày {day(period.last)}."
        remedy = "lập bộ số liệu cho đơn vị mới, hoặc khai báo formed_from trong data/areas.csv."
        return None, [Problem(file, what, remedy) for _, file in files.values()]
    reading = Reading()
    items: dict[str, tuple[Item, ...]] = {}
    for name, rule in dataset.all_tables.items():
        items[name] = items_of(rule, whole.code, codelists, period.last)
        scope = Scope(dataset, name, rule, items[name], whole, areas, period)
        try:
            (_records if rule.rows == RECORD else _figures)(*files[name], scope, reading)
        except ProblemsFound as found:
            reading.problems.extend(found.problems)
    shown = tuple(dict.fromkeys(file for _, file in files.values()))
    release = Release(dataset.slug, period, whole.code, shown, reading.observations, reading.ranks)
    faults = any(problem.is_error for problem in reading.problems)
    if not faults:  # contradictions between figures are only worth telling when all of them could be read
        of_indicator = {key: items[own.table] for key, own in dataset.indicators.items() if not own.sources}
        reading.problems.extend(Checker(dataset, of_indicator).within(release))
    problems = sorted(reading.problems, key=_place)
    return (None if any(problem.is_error for problem in problems) else release), problems


def _place(problem: Problem) -> tuple[str, int, int]:
    return (problem.file, *((problem.cell.row, problem.cell.column) if problem.cell else (0, 0)))


def _figures(path: Path, file: str, scope: Scope, reading: Reading) -> None:
    own = {key: rule for key, rule in scope.dataset.indicators.items() if rule.column and rule.table == scope.name}
    heads = heads_of(scope.rule, own)
    sheet = read_sheet(path, file, heads, sheet=scope.rule.sheet, faults=reading.problems)
    table = find_table(sheet, heads, scope.rule.header_rows, scope.rule.footnotes)
    _check_days(table, scope, reading)
    read_figures(table, scope, reading)


def _records(path: Path, file: str, scope: Scope, reading: Reading) -> None:
    heads = heads_of_records(scope)
    if path.suffix.lower() == ".xlsx":
        sheet = read_sheet(path, file, heads, sheet=scope.rule.sheet, faults=reading.problems)
        table = find_table(sheet, heads, scope.rule.header_rows, scope.rule.footnotes)
        frame = frame_of(table)
    else:
        dialect = csv_dialect(path, file, heads)
        table = find_table(_top(path, file, dialect), heads, scope.rule.header_rows, scope.rule.footnotes)
        frame = load_frame(path, file, dialect, table.start, len(table.heads))
    _check_days(table, scope, reading)
    read_records(frame, table, scope, reading)


def _check_days(table: Table, scope: Scope, reading: Reading) -> None:
    """The dates and the period's name, as far as they are written above the table, are those of the file's name."""
    period = scope.period
    dates = [(f"ngày {day(found)}", found in {period.first, period.last}, cell) for found, cell in table.days_above()]
    names = [(name, name == named(period), cell) for name, cell in table.periods_above(period.frequency)]
    for written in (dates, names):
        if written and not any(fits for _, fits, _ in written):
            what, _, cell = written[-1]
            own = f"{named(period)} ({day(period.first)} - {day(period.last)})"
            remedy = "đổi tên tệp, hoặc sửa trong tệp; kiểm tra xem có gửi nhầm kỳ không."
            told = f"trong tệp ghi {what}, nhưng tên tệp là của kỳ {own}."
            reading.check(scope.dataset.checks.period, table, told, remedy, cell)


def _top(path: Path, file: str, dialect: Dialect) -> Sheet:
    """The first rows of a CSV file that may be long, among which its heads are."""
    with path.open(encoding=dialect.encoding, newline="") as lines:
        rows = islice(csv.reader(lines, delimiter=dialect.separator), MOST_ABOVE)
        return Sheet(file, "", tuple(tuple(map(clean, row)) for row in rows), ())
