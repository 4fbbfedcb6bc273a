"""What one period's tables are read for, and what has been read of them so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bantin.errors import CellError, Problem
from bantin.ingest.codelist import Codelist, find_item
from bantin.ingest.dataset import Dataset
from bantin.ingest.rules import AREA, RECORD, TableRule
from bantin.ingest.table import Table
from bantin.model import Cell, Item, Observation, Period


@dataclass(frozen=True, slots=True)
class Scope:
    """One table of a period: its name and rule, the items that its rows may name, and what its total is about."""

    dataset: Dataset
    name: str
    rule: TableRule
    items: tuple[Item, ...]
    whole: Item
    areas: Codelist
    period: Period

    @property
    def candidates(self) -> tuple[Item, ...]:
        """What a name may mean; among areas the whole too, since a province and its city may share a name."""
        return (*self.items, self.whole) if self.rule.rows == AREA else self.items

    def item(self, text: str) -> Item:
        """The item that a name means.

        Raises:
            CellError: when it means none, or an area that is not of this table.
        """
        try:
            return find_item(text, self.candidates)
        except CellError as fault:
            if self.rule.rows not in {AREA, RECORD}:
                raise
            try:
                other = find_item(text, [item for item in self.areas.items.values() if item not in self.candidates])
            except CellError:
                raise fault from None
            valid = "" if other.valid_on(self.period.last) else " và không có hiệu lực trong kỳ này"
            what = f"{other.full_name} không thuộc các dòng của bảng{valid}."
            remedy = f'kiểm tra tên; bảng ghi theo {other.kind} thì khai báo kinds = ["{other.kind}"] trong [table].'
            raise CellError(what, remedy) from None


def items_of(rule: TableRule, whole: str, codelists: Mapping[str, Codelist], day: date) -> tuple[Item, ...]:
    """What a table's rows, or its records' column of units, may name on a day, in the codelist's order."""
    if rule.rows in {AREA, RECORD}:
        return codelists[AREA].below(whole, rule.kinds, day)
    return tuple(item for item in codelists[rule.rows].items.values() if item.valid_on(day))


@dataclass
class Reading:
    """Observations and stated ranks by (indicator, code), and the problems met on the way."""

    observations: dict[tuple[str, str], Observation] = field(default_factory=dict)
    ranks: dict[tuple[str, str], Observation] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def fault(self, cell: Cell, fault: CellError, head: str = "") -> None:
        """Note an unreadable cell."""
        self.problems.append(Problem(cell.file, fault.what, fault.remedy, cell, head=head))

    def check(self, severity: str, table: Table, what: str, remedy: str, cell: Cell | None = None) -> None:
        """Note what a check found, as severely as the dataset wants."""
        if severity != "off":
            head = table.head(cell.column - 1) if cell and cell.row > table.start else ""
            self.problems.append(Problem(table.file, what, remedy, cell, head=head, is_error=severity == "error"))
