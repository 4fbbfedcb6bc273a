"""One period's data file → a release: every declared cell read, checked against the others, or refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from bantin.errors import CellError, Problem, ProblemsFound, suggestion
from bantin.ingest.checks import checks
from bantin.ingest.codelist import Codelist, find_area
from bantin.ingest.dataset import Dataset, IndicatorRule
from bantin.ingest.number import parse_number
from bantin.ingest.table import Table, read_table
from bantin.model import Area, Observation, Period, Release, Status
from bantin.vietnamese import spelling

VIETNAMESE_DAYS = {
    "monday": "thứ hai",
    "tuesday": "thứ ba",
    "wednesday": "thứ tư",
    "thursday": "thứ năm",
    "friday": "thứ sáu",
    "saturday": "thứ bảy",
    "sunday": "chủ nhật",
}

RANK = IndicatorRule(column="rank", label="rank", unit="rank")


def read_release(path: Path, file: str, dataset: Dataset, codelist: Codelist) -> tuple[Release | None, list[Problem]]:
    """The release at `path`, called `file` in messages, and what is wrong or worth a look.

    There is a release exactly when no problem is an error.
    """
    try:
        period = _period(path, file, dataset)
        heads = [dataset.table.column, *_columns(dataset)]
        table = read_table(path, file, heads)
    except ProblemsFound as found:
        return None, list(found.problems)
    areas = codelist.parts(dataset.area, period.last)
    rows, problems = _rows(table, dataset, areas)
    problems.extend(_head_faults(table, dataset))
    problems.extend(_absent_rows(table, dataset, areas, rows))
    observations: dict[tuple[str, str], Observation] = {}
    ranks: dict[tuple[str, str], Observation] = {}
    marks = dataset.marks
    for name, rule in dataset.indicators.items():
        for head, target, cell_rule in _cells_of(rule):
            column = table.column(head)
            if column is None:
                continue
            for code, row in rows.items():
                cell, text = table.cell(row, column), table.text(row, column)
                try:
                    value, status = _read(text, cell_rule, marks)
                except CellError as fault:
                    problems.append(Problem(file, fault.what, fault.remedy, cell, head=head))
                    continue
                (observations if target == "value" else ranks)[name, code] = Observation(value, status, cell)
    release = Release(dataset.slug, period, file, observations, ranks)
    problems.extend(checks(release, dataset))
    problems.sort(key=lambda p: (p.cell is not None, (p.cell.row, p.cell.column) if p.cell else (0, 0)))
    return (None if any(p.is_error for p in problems) else release), problems


def _period(path: Path, file: str, dataset: Dataset) -> Period:
    try:
        last = date.fromisoformat(path.stem)
    except ValueError:
        last = None
    period = dataset.period.ending(last) if last else None
    if period is None:
        what = "tên tệp không phải là ngày cuối của một kỳ báo cáo."
        remedy = f"đặt tên như 2021-11-12{path.suffix}; ngày ấy phải là {VIETNAMESE_DAYS[dataset.period.last]}."
        raise ProblemsFound([Problem(file, what, remedy)])
    return period


def _cells_of(rule: IndicatorRule) -> Iterator[tuple[str, str, IndicatorRule]]:
    yield rule.column, "value", rule
    if rule.rank:
        yield rule.rank, "rank", RANK


def _columns(dataset: Dataset) -> list[str]:
    return [head for rule in dataset.indicators.values() for head, _, _ in _cells_of(rule)]


def _head_faults(table: Table, dataset: Dataset) -> Iterator[Problem]:
    """Declared columns that are missing, columns that are not declared, and two of one name."""
    declared = [dataset.table.column, *_columns(dataset)]
    known = {spelling(word) for word in (*declared, *dataset.table.ignore)}
    for head in declared:
        if table.column(head) is None:
            close = suggestion(head, [word for word in table.heads if spelling(word) not in known])
            remedy = "sửa tiêu đề cột cho khớp với dataset.toml."
            yield Problem(table.file, f"thiếu cột “{head}”.{close}", remedy)
    for index, head in enumerate(table.heads):
        cell = table.cell(table.header, index)
        if head and table.column(head) != index:
            yield Problem(table.file, f"hai cột cùng tên “{head}”.", "chỉ giữ một cột.", cell, head=head)
        elif head and spelling(head) not in known:
            what, remedy = (
                f"cột “{head}” không được khai báo nên không được đọc.",
                "thêm vào ignore trong dataset.toml.",
            )
            yield Problem(table.file, what, remedy, cell, head=head, is_error=False)


def _rows(table: Table, dataset: Dataset, areas: tuple[Area, ...]) -> tuple[dict[str, int], list[Problem]]:
    """The table's row of each area by code, and the faults of the rows' names."""
    own, rows, problems = dataset.table, dict[str, int](), list[Problem]()
    key = table.column(own.column)
    for row in range(table.header + 1, len(table.rows) if key is not None else 0):
        if not any(table.rows[row]):
            continue
        text, cell = table.text(row, key or 0), table.cell(row, key or 0)
        if any(table.rows[row][len(table.heads) :]):
            what, remedy = "dòng có nhiều ô hơn hàng tiêu đề.", 'đặt số có dấu phẩy trong ngoặc kép: "20,94%".'
            problems.append(Problem(table.file, what, remedy, table.cell(row, len(table.heads))))
        try:
            code = dataset.area if spelling(text) == spelling(own.total) else find_area(text, areas).code
        except CellError as fault:
            problems.append(Problem(table.file, fault.what, fault.remedy, cell, head=own.column))
            continue
        if code in rows:
            what = f"“{text}” đã có ở dòng {rows[code] + 1}."
            problems.append(Problem(table.file, what, "mỗi đơn vị chỉ một dòng.", cell, head=own.column))
        rows.setdefault(code, row)
    return rows, problems


def _absent_rows(table: Table, dataset: Dataset, areas: tuple[Area, ...], rows: dict[str, int]) -> Iterator[Problem]:
    if dataset.area not in rows:
        what = f"không có dòng “{dataset.table.total}”."
        yield Problem(table.file, what, "thêm dòng ấy, ghi rõ tình trạng.")
    for area in areas:
        if area.code not in rows:
            what = f"không có dòng của {area.full_name}; coi như không có số liệu."
            yield Problem(table.file, what, "thêm dòng, ghi rõ tình trạng.", is_error=False)


def _read(text: str, rule: IndicatorRule, marks: dict[str, Status]) -> tuple[Decimal | None, Status]:
    status = marks.get(text.casefold())
    if status is not None:
        return None, status
    value = parse_number(text, decimals=rule.decimals, percent=rule.unit == "%", negative=rule.negative)
    return value, Status.REPORTED if value else Status.ZERO
