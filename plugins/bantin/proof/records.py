"""Indicators of records counted again, record by record, without ingest's columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from bantin.ingest.archive import Folder
from bantin.ingest.dataset import Dataset
from bantin.ingest.rules import FieldRule, IndicatorRule, TableRule, Wanted
from bantin.model import Item, Release, Status
from bantin.proof.raw import Files, Rows, bare, day_of, names, number_of
from bantin.vietnamese import spelling

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {">=": ge, "<=": le, "!=": ne, ">": gt, "<": lt, "=": eq}
TICKS = {"x", "có", "v", "✓", "1"}

Counted = tuple[Decimal | None, frozenset[Decimal], frozenset[tuple[int, int, int]]]
"""A value, the numbers that tell how it was found, and column, first and last row of the cells it rests on."""
Meaning = Decimal | date | str | bool | None


def recount(
    files: Files, folder: Folder, release: Release, rule: IndicatorRule, items: tuple[Item, ...]
) -> dict[str, Counted]:
    """One indicator of the whole and of every item."""
    dataset, table = folder.dataset, folder.dataset.all_tables[rule.table]
    heads = [table.column, *(field.column for field in dataset.fields.values())]
    file, sheet = next(
        (cell.file, cell.sheet)
        for (name, _), seen in release.observations.items()
        for cell in seen.cells
        if dataset.indicators[name] is rule
    )
    rows = files.rows(file, sheet, heads)
    columns, start = _heads(rows, heads, table)

    @cache
    def whose(text: str) -> str:
        return next((item.code for item in items if names(text, item)), "")

    @cache
    def meaning(name: str, text: str) -> Meaning:
        return _meaning(bare(text, table.footnotes), dataset.fields[name], dataset)

    def cell(row: list[str], column: int) -> str:
        return row[column] if column < len(row) else ""

    records = [row for row in rows[start:] if any(row)]
    place = columns.get(spelling(table.column))
    chosen = [
        row
        for row in records
        if all(
            _holds(meaning(key, cell(row, columns[spelling(dataset.fields[key].column)])), wanted, dataset.fields[key])
            for key, wanted in rule.where.items()
        )
    ]
    used = [table.column] if items else []
    used += [dataset.fields[key].column for key in (*rule.where, *filter(None, [rule.field]))]
    places = frozenset((columns[spelling(head)] + 1, start + 1, start + max(len(rows) - start, 1)) for head in used)
    value_of: Callable[[list[str]], Meaning] | None = None
    if rule.field:
        index = columns[spelling(dataset.fields[rule.field].column)]
        value_of = lambda row: meaning(rule.field or "", cell(row, index))  # noqa: E731 - of this one column
    silent = {item.code for item in items if not any(whose(cell(row, place or 0)) == item.code for row in records)}
    silent = silent if table.empty == "silent" else set()
    counted: dict[str, Counted] = {}
    for code in (release.area, *(item.code for item in items)):
        group = [row for row in chosen if code == release.area or whose(cell(row, place or 0)) == code]
        empty = code in silent or (code == release.area and bool(silent)) or (not records and table.empty == "silent")
        value, numbers = (None, set[Decimal]()) if empty else _value(rule, group, value_of, dataset, columns)
        counted[code] = (value, frozenset(numbers | ({value} if value is not None else set())), places)
    return counted


def _heads(rows: Rows, heads: list[str], table: TableRule) -> tuple[dict[str, int], int]:
    """Where each head is, and the first row below them."""
    wanted = set(map(spelling, heads))
    bared = [[spelling(bare(text, table.footnotes)) for text in row] for row in rows[:200]]
    first = max(range(len(bared)), key=lambda row: len(wanted & set(bared[row])))
    return {head: bared[first].index(head) for head in wanted if head in bared[first]}, first + 1


def _meaning(text: str, field: FieldRule, dataset: Dataset) -> Meaning:
    if field.type == "text":
        return text
    if field.type == "mark":
        return text.casefold() in TICKS
    status = dataset.marks.get(text.casefold())
    if status is not None:
        return Decimal(0) if status is Status.NIL else "silent" if status is Status.NOT_REPORTED else None
    number = bare(text, dataset.provisional_marks)
    return day_of(number) if field.type == "date" else number_of(number)


def _holds(value: Meaning, wanted: Wanted, field: FieldRule) -> bool:
    """Whether a record meets a condition of `where`."""
    match = re.fullmatch(r"(>=|<=|!=|>|<|=)\s*(.+)", wanted) if isinstance(wanted, str) else None
    operator, given = (match[1], match[2]) if match else ("=", wanted)
    if field.type == "text":
        return OPERATORS[operator](spelling(str(value)), spelling(str(given)))
    if field.type == "mark":
        return value is given
    if value is None or isinstance(value, str):
        return False
    own = day_of(str(given)) if field.type == "date" else number_of(str(given).replace(".", ","))
    return bool(OPERATORS[operator](value, own))


def _value(
    rule: IndicatorRule,
    group: list[list[str]],
    value_of: Callable[[list[str]], Meaning] | None,
    dataset: Dataset,
    columns: dict[str, int],
) -> tuple[Decimal | None, set[Decimal]]:
    values = [value_of(row) if value_of else None for row in group]
    known = [value for value in values if isinstance(value, Decimal)]
    absent = Decimal(len(values) - len(known))
    if rule.records == "count":
        return Decimal(len(group)), set()
    if rule.records == "missing":
        return Decimal(values.count("silent")), set()
    if rule.records == "sum":
        return (None, set()) if absent and not known else (sum(known, Decimal(0)), {absent})
    field = next(own for own in dataset.fields.values() if own.type == "date")
    days = [day_of(row[columns[spelling(field.column)]]) for row in group]
    dated = [(day, value) for day, value in zip(days, values, strict=True) if day and isinstance(value, Decimal)]
    newest = {value for day, value in dated if day == max(day for day, _ in dated)}
    return (newest.pop() if len(newest) == 1 else None), set()
