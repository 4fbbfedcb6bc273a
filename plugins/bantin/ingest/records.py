"""A table of records, one a reporting point or case → observations computed from them, by item and for the whole.

Columns come as text and are understood value by value, each different text once: a million records have few
different texts, so reading them costs little more than loading them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from bantin.errors import CellError
from bantin.ingest.columns import Column, condition_words, holds, meaning_of
from bantin.ingest.figures import head_faults
from bantin.ingest.reading import Reading, Scope
from bantin.ingest.rules import FieldRule, IndicatorRule
from bantin.ingest.table import Table, without
from bantin.model import Cell, Observation, Status
from bantin.vietnamese import clean, day, names

if TYPE_CHECKING:
    import pandas as pd

    from bantin.ingest.columns import Flags, Ints

MOST_FAULTS = 50  # of one kind in one column; more would not be read


class _Records:
    """One table of records while it is read."""

    def __init__(self, frame: pd.DataFrame, table: Table, scope: Scope, to: Reading) -> None:
        self.frame, self.table, self.scope, self.to = frame, table, scope, to
        self.fields = scope.dataset.fields
        self.filled = (frame != "").any(axis=1).to_numpy()
        self._read: dict[str, Column] = {}

    def column(self, head: str, meaning: Callable[[str], int | None]) -> Column | None:
        """The column under a head, each different text understood by `meaning`; texts it refuses are told."""
        import numpy as np  # noqa: PLC0415 - with pandas a third of a second, for datasets of records only
        import pandas as pd  # noqa: PLC0415 - the same

        index = self.table.column(head)
        if index is None:
            return None
        codes, raw = pd.factorize(self.frame[index])
        texts = [without(clean(text), self.scope.rule.footnotes) for text in raw]
        values, known = np.zeros(len(texts), np.int64), np.zeros(len(texts), bool)
        provisional, silent = np.zeros(len(texts), bool), np.zeros(len(texts), bool)
        for number, text in enumerate(texts):
            bare = without(text, self.scope.dataset.provisional_marks)
            silent[number] = self.scope.dataset.marks.get(text.casefold()) is Status.NOT_REPORTED
            provisional[number] = bare != text
            try:
                value = meaning(bare)
            except CellError as fault:
                self._tell(codes, number, index, head, fault)
                continue
            if value is not None:
                values[number], known[number] = value, True
        return Column(codes, texts, values, known, provisional, silent)

    def _tell(self, codes: Ints, number: int, column: int, head: str, fault: CellError) -> None:
        rows = ((codes == number) & self.filled).nonzero()[0]
        for row in rows[:MOST_FAULTS]:
            self.to.fault(self.table.cell(self.table.start + int(row), column), fault, head)

    def field(self, name: str) -> Column | None:
        """A declared field's column, read once."""
        if name not in self._read:
            rule = self.fields[name]
            column = self.column(rule.column, lambda text: meaning_of(text, rule, self.scope))
            if column is None:
                return None
            self._read[name] = column
        return self._read[name]

    def cells(self, head: str) -> tuple[Cell, ...]:
        """The whole column under a head, as provenance."""
        index = self.table.column(head)
        if index is None:
            return ()
        first = self.table.cell(self.table.start, index)
        return (Cell(first.file, first.row, first.column, first.sheet, self.table.start + max(len(self.frame), 1)),)

    def where(self, rule: IndicatorRule) -> Flags:
        """Which records an indicator counts."""
        chosen = self.filled
        for name, wanted in rule.where.items():
            column = self.field(name)
            if column is not None:
                chosen = chosen & holds(column, wanted, self.fields[name])
        return chosen


def read_records(frame: pd.DataFrame, table: Table, scope: Scope, to: Reading) -> None:
    """Compute the table's indicators into `to`.

    `frame` has the table's data as text, a row a record from the table's `start` on, its columns by number.
    """
    dataset, rule, items = scope.dataset, scope.rule, scope.items
    records = _Records(frame, table, scope, to)
    to.problems.extend(head_faults(table, heads_of_records(scope), rule.ignore))
    _check_beyond(records)
    for name, own in dataset.fields.items():
        column = records.field(name)
        if own.key and column is not None:
            _check_key(records, own, column)
    groups = _groups(records)
    for item in items:
        if rule.empty == "silent" and item.code in groups and not groups[item.code].any():
            what = f"không có bản ghi nào của {item.full_name}."
            to.check(dataset.checks.absent, table, what, "kiểm tra xem đơn vị đã báo cáo chưa.")
    for name, indicator in dataset.indicators.items():
        if indicator.records and indicator.table == scope.name:
            _compute(records, name, indicator, groups)


def _groups(records: _Records) -> dict[str, Flags]:
    """Which records are each item's, by its code; by the whole's code, all."""
    scope = records.scope
    groups = {scope.whole.code: records.filled}
    numbers = {item.code: number for number, item in enumerate(scope.items)}
    places = records.column(scope.rule.column, lambda text: numbers[_item_of(text, scope)]) if numbers else None
    if places is not None:
        known = records.filled & places.is_known
        groups |= {code: known & (places.value == number) for code, number in numbers.items()}
    return groups


def _item_of(text: str, scope: Scope) -> str:
    """The code of the item that a record is of.

    Raises:
        CellError: when it names none.
    """
    if not text:
        raise CellError("bản ghi không có tên đơn vị.", "ghi tên đơn vị.")
    return scope.item(text).code


def _check_beyond(records: _Records) -> None:
    """Tell cells that stand under no head: their record may be shifted."""
    for index, head in enumerate(records.table.heads):
        rows = (records.frame[index] != "").to_numpy().nonzero()[0] if not head else ()
        for row in rows[:MOST_FAULTS]:
            what = "ô này không nằm dưới tiêu đề nào, nên có thể cả dòng đã bị lệch cột."
            fault = CellError(what, 'đặt số có dấu phẩy trong ngoặc kép: "20,94%".')
            records.to.fault(records.table.cell(records.table.start + int(row), index), fault)


def heads_of_records(scope: Scope) -> list[str]:
    """The heads that a table of records must have."""
    fields = [own.column for own in scope.dataset.fields.values()]
    return list(dict.fromkeys([scope.rule.column, *fields] if scope.items else fields))


def _check_key(records: _Records, rule: FieldRule, column: Column) -> None:
    """Tell records whose key another record has."""
    import numpy as np  # noqa: PLC0415 - see above
    import pandas as pd  # noqa: PLC0415 - see above

    index = records.table.column(rule.column) or 0
    blank = np.isin(column.codes, [code for code, text in enumerate(column.texts) if not text])
    again = (pd.Series(column.codes).duplicated().to_numpy() | blank) & records.filled
    for row in again.nonzero()[0][:MOST_FAULTS]:
        text = column.texts[column.codes[row]]
        first = int((column.codes == column.codes[row]).argmax()) + records.table.start + 1
        what = f"mã “{text}” đã có ở dòng {first}." if text else "thiếu mã."
        cell = records.table.cell(records.table.start + int(row), index)
        severity = records.scope.dataset.checks.duplicate
        records.to.check(severity, records.table, what, "mỗi bản ghi một mã riêng.", cell)


def _compute(records: _Records, name: str, own: IndicatorRule, groups: dict[str, Flags]) -> None:
    """One indicator, of the whole and of every item; none where silence would count as nought."""
    chosen, scope = records.where(own), records.scope
    column = records.field(own.field) if own.field else None
    if own.field and column is None:
        return
    fields = dict.fromkeys([*own.where, *filter(None, [own.field])])
    heads = [*([scope.rule.column] if len(groups) > 1 else []), *(records.fields[key].column for key in fields)]
    cells = tuple(cell for head in dict.fromkeys(heads) for cell in records.cells(head))
    called = {item.code: item.full_name for item in scope.items}
    silent = [code for code, group in groups.items() if scope.rule.empty == "silent" and not group.any()]
    for code, everyone in groups.items():
        who, group = f"bản ghi của {called[code]}" if code in called else "bản ghi", chosen & everyone
        if code in silent:
            value, computation = None, f"không có {who}"
        elif silent and code == scope.whole.code:
            value, computation = None, f"chưa đủ: không có bản ghi của {names([called[one] for one in silent])}"
        else:
            value, computation = _figure(records, own, column, group, who)
        status = Status.NOT_REPORTED if value is None else Status.REPORTED if value else Status.ZERO
        if value is not None and column is not None and (column.is_provisional & group).any():
            status = Status.PROVISIONAL
        records.to.observations[name, code] = Observation(value, status, cells, computation)


def _figure(
    records: _Records, own: IndicatorRule, column: Column | None, group: Flags, who: str
) -> tuple[Decimal | None, str]:
    """The indicator's value over a group of records, and how it was found."""
    if own.where:
        who += " thỏa " + ", ".join(
            f"{records.fields[key].column} {condition_words(v)}" for key, v in own.where.items()
        )
    if column is None:
        return Decimal(int(group.sum())), f"đếm {who}"
    rule = records.fields[own.field or ""]
    if own.records == "missing":
        return Decimal(int((group & column.is_silent).sum())), f"đếm {who} không có số ở cột {rule.column}"
    known = group & column.is_known
    absent = int(group.sum() - known.sum())
    left_out = f" ({absent} ô không có số)" if absent else ""
    if own.records == "sum":
        if absent and not known.any():
            return None, f"không {who} nào có số ở cột {rule.column}"
        total = Decimal(int(column.value[known].sum())).scaleb(-rule.decimals)
        return total, f"cộng cột {rule.column} của {who}{left_out}"
    return _latest(records, column, known, rule, who)


def _latest(records: _Records, column: Column, known: Flags, rule: FieldRule, who: str) -> tuple[Decimal | None, str]:
    """The value of the newest day among the records, when that day has one value."""
    dates = [name for name, field in records.fields.items() if field.type == "date"]
    days = records.field(dates[0]) if dates else None
    if days is None or not (known & days.is_known).any():
        return None, f"không {who} nào có ngày và số"
    newest = days.value[known & days.is_known].max()
    found = {int(value) for value in column.value[known & days.is_known & (days.value == newest)]}
    told = day(date.fromordinal(int(newest)))
    if len(found) > 1:
        return None, f"ngày {told} có nhiều số khác nhau ở cột {rule.column}"
    return Decimal(found.pop()).scaleb(-rule.decimals), f"cột {rule.column} ngày {told}, ngày mới nhất của {who}"
