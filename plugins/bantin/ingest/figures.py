"""A table whose cells are already figures → observations, each by its indicator and its row's item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches

from bantin.errors import CellError, Problem, suggestion
from bantin.ingest.dataset import Dataset
from bantin.ingest.number import parse_number
from bantin.ingest.reading import Reading, Scope
from bantin.ingest.rules import IndicatorRule, TableRule
from bantin.ingest.table import Table, without
from bantin.model import Item, Observation, Status
from bantin.vietnamese import names, spelling

NUMERIC = re.compile(r"[-\u2212]?\d[\d.,]*\s?(?:%?\s?\(.*\)|\S{0,4})")
COLUMN_NUMBER = re.compile(r"\(?(?:[A-ZĐ]|\d{1,2})\)?(?: ?= ?[\d+\-*/:()% ]+)?")
TOTALS = tuple(map(spelling, ("Toàn tỉnh", "Tổng cộng", "Tổng số", "Tổng", "Cộng", "Toàn huyện", "Cả nước")))
RANK = IndicatorRule(column="rank", label="rank", unit="rank")


def _undeclared_total(text: str) -> CellError:
    return CellError(f"“{text}” là dòng tổng, nhưng chưa được khai báo.", f'thêm total = "{text}" vào [table].')


def heads_of(rule: TableRule, indicators: dict[str, IndicatorRule]) -> list[str]:
    """The heads that a table of figures must have."""
    if rule.layout == "long":
        return [rule.column, rule.indicator_column, rule.value_column]
    columns = [(own.column, own.rank) for own in indicators.values()]
    return [rule.column, *(head for pair in columns for head in pair if head)]


def read_figures(table: Table, scope: Scope, to: Reading) -> None:
    """Read every declared figure of the table into `to`."""
    dataset, rule = scope.dataset, scope.rule
    indicators = {key: own for key, own in dataset.indicators.items() if own.column and own.table == scope.name}
    to.problems.extend(head_faults(table, heads_of(rule, indicators), rule.ignore))
    key = table.column(rule.column)
    if key is None:
        return
    _check_merged(table, heads_of(rule, indicators), to)
    seen: dict[str, int] = {}
    rows = list(_item_rows(table, scope, key, seen, to))
    if rule.layout == "long":
        _read_long(table, scope, indicators, rows, to)
    else:
        _read_wide(table, scope, indicators, rows, to)
    for item in scope.items:
        lacking = [own.label for name, own in indicators.items() if (name, item.code) not in to.observations]
        if item.code not in seen or (rule.layout == "long" and lacking):
            of_what = f" ({names(lacking)})" if item.code in seen else ""
            what = f"không có dòng của {item.full_name}{of_what}; coi như không có số liệu."
            to.check(dataset.checks.absent, table, what, "thêm dòng, ghi rõ tình trạng.")
    if rule.totals and scope.whole.code not in seen:
        what = f"không có dòng “{rule.totals[0]}”."
        to.problems.append(Problem(table.file, what, "thêm dòng ấy, ghi rõ tình trạng."))


def _check_merged(table: Table, heads: list[str], to: Reading) -> None:
    """A cell merged over several rows of a column that is read: it cannot be told whose its figure is."""
    read = {table.column(head) for head in heads}
    for top, left, bottom, right in table.sheet.merged:
        if bottom > max(top, table.start - 1) and bottom >= table.start and read & set(range(left, right + 1)):
            row = max(top, table.start)
            if sum(any(table.sheet.rows[r]) for r in range(row, min(bottom + 1, len(table.sheet.rows)))) > 1 - (
                top < row
            ):
                to.fault(table.cell(row, left), CellError("ô gộp trùm nhiều dòng.", "bỏ gộp ô, ghi số cho từng dòng."))


def head_faults(table: Table, declared: list[str], ignored: tuple[str, ...]) -> Iterator[Problem]:
    """Declared columns that are missing, columns that are not declared, and two of one name."""
    known = {spelling(word) for word in (*declared, *ignored)}
    for head in declared:
        if table.column(head) is None:
            close = suggestion(head, [word for word in table.heads if spelling(word) not in known])
            remedy = "sửa tiêu đề cột cho khớp với dataset.toml."
            yield Problem(table.file, f"thiếu cột “{head}”.{close}", remedy)
    for index, head in enumerate(table.heads):
        cell = table.cell(table.start - 1, index)
        if head and table.column(head) != index:
            yield Problem(table.file, f"hai cột cùng tên “{head}”.", "chỉ giữ một cột.", cell, head=head)
        elif head and spelling(head) not in known:
            what, remedy = (
                f"cột “{head}” không được khai báo nên không được đọc.",
                "thêm vào ignore trong dataset.toml.",
            )
            yield Problem(table.file, what, remedy, cell, head=head, is_error=False)


def _item_rows(table: Table, scope: Scope, key: int, seen: dict[str, int], to: Reading) -> Iterator[tuple[int, str]]:
    """The rows that speak of an item or of the whole, with its code; `seen` learns also of those not to be read."""
    rule, area = scope.rule, scope.whole.code
    totals = {spelling(word) for word in rule.totals}
    for row in table.rows():
        text, cell = without(table.text(row, key), rule.footnotes), table.cell(row, key)
        if spelling(text) in totals:
            code = area
        elif _is_note(table, row, key, scope.items, totals) or (row == table.start and _numbers_columns(table, row)):
            continue
        else:
            if not text:
                to.fault(cell, CellError("dòng có số nhưng không có tên.", "ghi tên, hoặc xóa dòng."), rule.column)
                continue
            try:
                code = scope.item(text).code
            except CellError as fault:
                to.fault(cell, _undeclared_total(text) if spelling(text) in TOTALS else fault, rule.column)
                continue
            if code == area and not totals:
                to.fault(cell, _undeclared_total(text), rule.column)
                continue
        beyond = [c for c, cell_text in enumerate(table.sheet.rows[row]) if cell_text and not table.head(c)]
        if beyond:
            what = "ô này không nằm dưới tiêu đề nào, nên có thể cả dòng đã bị lệch cột."
            remedy = 'đặt số có dấu phẩy trong ngoặc kép: "20,94%".'
            to.problems.append(Problem(table.file, what, remedy, table.cell(row, beyond[0])))
            seen.setdefault(code, row)
            continue
        if code in seen and rule.layout == "wide":
            what = f"“{text}” đã có ở dòng {seen[code] + 1}."
            to.check(scope.dataset.checks.duplicate, table, what, "mỗi đơn vị chỉ một dòng.", cell)
            continue
        seen.setdefault(code, row)
        yield row, code


def _is_note(table: Table, row: int, key: int, items: tuple[Item, ...], totals: set[str]) -> bool:
    """A banner, a footnote, a line for signatures: a row without figures whose name is like no item's."""
    name = table.text(row, key)
    if any(NUMERIC.fullmatch(text) for index, text in enumerate(table.sheet.rows[row]) if index != key):
        return False
    known = [*totals, *(spelling(word) for item in items for word in (item.name, item.full_name, *item.aliases))]
    return not get_close_matches(spelling(name), known, n=1, cutoff=0.75)


def _numbers_columns(table: Table, row: int) -> bool:
    """Whether the row under the heads is the forms' own numbering of columns: `A | B | 1 | 2 | 3 = 1 + 2`."""
    texts = [text for text in table.sheet.rows[row] if text]
    return len(texts) > 1 and all(COLUMN_NUMBER.fullmatch(text) for text in texts)


def _read_wide(
    table: Table, scope: Scope, indicators: dict[str, IndicatorRule], rows: list[tuple[int, str]], to: Reading
) -> None:
    for name, own in indicators.items():
        for head, target, cell_rule in ((own.column, to.observations, own), (own.rank, to.ranks, RANK)):
            column = table.column(head) if head else None
            for row, code in rows if column is not None else ():
                seen = _observed(table, row, column or 0, scope, cell_rule, to)
                if seen:
                    target[name, code] = seen


def _read_long(
    table: Table, scope: Scope, indicators: dict[str, IndicatorRule], rows: list[tuple[int, str]], to: Reading
) -> None:
    which, value = table.column(scope.rule.indicator_column), table.column(scope.rule.value_column)
    if which is None or value is None:
        return
    by_word = {spelling(own.column or ""): (name, own) for name, own in indicators.items()}
    for row, code in rows:
        text, cell = table.text(row, which), table.cell(row, which)
        name, own = by_word.get(spelling(text), ("", RANK))
        if not name:
            words = [own.column or "" for own in indicators.values()]
            fault = CellError(f"không có chỉ tiêu “{text}”.{suggestion(text, words)}", f"dùng: {', '.join(words)}.")
            to.fault(cell, fault, scope.rule.indicator_column)
        elif (name, code) in to.observations:
            to.check(scope.dataset.checks.duplicate, table, "con số này đã có ở trên.", "chỉ giữ một dòng.", cell)
        elif seen := _observed(table, row, value, scope, own, to):
            to.observations[name, code] = seen


def _observed(
    table: Table, row: int, column: int, scope: Scope, rule: IndicatorRule, to: Reading
) -> Observation | None:
    """The cell's observation, or None with its fault noted."""
    cell, text = table.cell(row, column), without(table.text(row, column), scope.rule.footnotes)
    try:
        value, status = read_value(text, rule, scope.dataset)
    except CellError as fault:
        to.fault(cell, fault, table.head(column))
        return None
    if rule is RANK and value == 0:
        to.fault(cell, CellError("thứ hạng bắt đầu từ 1.", "sửa thứ hạng."), table.head(column))
        return None
    return Observation(value, status, (cell,))


def read_value(text: str, rule: IndicatorRule, dataset: Dataset) -> tuple[Decimal | None, Status]:
    """A cell's value and status.

    Raises:
        CellError: when the text is neither a declared mark nor a number of the declared kind.
    """
    status = dataset.marks.get(text.casefold())
    if status is Status.NIL:
        return Decimal(0), status
    if status is not None:
        return None, status
    bare = without(text, dataset.provisional_marks)
    value = parse_number(bare, decimals=rule.decimals, percent=rule.unit == "%", negative=rule.negative)
    if bare != text:
        return value, Status.PROVISIONAL
    return value, Status.REPORTED if value else Status.ZERO
