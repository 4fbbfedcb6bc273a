"""What figures must obey: within one release, and from one release to the next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from bantin.errors import Problem
from bantin.ingest.dataset import Dataset
from bantin.ingest.reading import PUBLISHED
from bantin.ingest.rules import Severity
from bantin.model import Item, Observation, Release, Status
from bantin.vietnamese import day, number, rounded

Column = Mapping[str, Observation]
_Row = tuple[Decimal, Decimal, Observation, Observation]  # rank, value downwards, both as observed


@dataclass(frozen=True, slots=True)
class Checker:
    """The checks of one dataset's releases; `items` are the codes that each indicator's rows should have."""

    dataset: Dataset
    items: Mapping[str, Collection[Item]]

    def within(self, release: Release) -> list[Problem]:
        """The release's contradictions."""
        found: list[Problem] = []
        for name, rule in self.dataset.indicators.items():
            column = {code: seen for (own, code), seen in release.observations.items() if own == name}
            if rule.adds_up and self.dataset.table_of(name).totals:
                found.extend(self._total(release.area, name, column))
            if rule.part_of:
                found.extend(self._part(release, name, column))
            if rule.parts:
                found.extend(self._parts(release, name, column))
            if rule.rank:
                found.extend(self._ranks(release, name, column))
            if rule.share_of:
                found.extend(self._share(release, name, column))
            found.extend(self._decimals(name, column))
        return found

    def between(self, before: Release, after: Release) -> list[Problem]:
        """What does not follow from one release to the next."""
        found: list[Problem] = []
        calendar = self.dataset.period
        if calendar.every != "irregular" and calendar.previous(after.period) != before.period.last:
            what = f"thiếu kỳ nằm giữa {day(before.period.last)} và {day(after.period.last)}."
            remedy = "gửi bổ sung kỳ thiếu; chưa có thì bản tin không so sánh với kỳ trước."
            found.extend(self._said("gap", None, after.files[0], what, remedy))
        shown = [{k: (o.value, o.status) for k, o in release.observations.items()} for release in (before, after)]
        if shown[0] == shown[1] and any(value for value, _ in shown[1].values()):
            what = f"mọi số liệu giống hệt kỳ đến {day(before.period.last)}."
            found.extend(self._said("repeated", None, after.files[0], what, "kiểm tra xem có gửi nhầm tệp cũ không."))
        for (name, code), seen in after.observations.items():
            then, rule = before.observations.get((name, code)), self.dataset.indicators[name]
            if seen.value is None or then is None or then.value is None:
                continue
            own = after.files
            moved = f"{number(then.value, rule.decimals)} ở kỳ trước, nay {number(seen.value, rule.decimals)}"
            if rule.grows and seen.value < then.value:
                found.extend(
                    self._said("decrease", seen, name, f"số lũy kế giảm: {moved}.", "kiểm tra cả hai kỳ.", files=own)
                )
            if rule.jump and then.value and abs(seen.value - then.value) * 100 > rule.jump * abs(then.value):
                what = f"thay đổi quá {number(rule.jump, _places(rule.jump))}%: {moved}."
                found.extend(self._said("jump", seen, name, what, "kiểm tra lại; nếu đúng thì giữ nguyên.", files=own))
        return found

    def _said(
        self,
        check: str,
        seen: Observation | None,
        where: str,
        what: str,
        remedy: str,
        *,
        files: Collection[str] = (),
    ) -> Iterator[Problem]:
        """The problem, as severe as the dataset wants; `where` is the indicator, or without a cell the file.

        Of a figure from several files the cell is one of `files`.
        """
        severity: Severity = getattr(self.dataset.checks, check)
        if severity == "off":
            return
        error = severity == "error"
        if seen is None or not seen.cells:
            yield Problem(where, what, remedy, is_error=error)
        else:
            head = self.dataset.indicators[where].column or ""
            cell = next((cell for cell in reversed(seen.cells) if cell.file in files), seen.cells[-1])
            yield Problem(cell.file, what, remedy, cell, head=head, is_error=error)

    def _total(self, area: str, name: str, column: Column) -> Iterator[Problem]:
        total = column.get(area)
        values = [s.value for code, s in column.items() if code != area and s.value is not None]
        if total is None or total.value is None or not values:
            return
        rule = self.dataset.indicators[name]
        added, whole = sum(values, Decimal(0)), len(values) == len(self.items[name])
        if (whole and added != total.value) or (added > total.value and not rule.negative):
            how = "các dòng cộng lại được" if whole else "riêng các dòng đã có số cộng lại đã được"
            what = f"tổng ghi {number(total.value, rule.decimals)} nhưng {how} {number(added, rule.decimals)}."
            yield from self._said("total", total, name, what, "kiểm tra lại dòng tổng và các dòng khác.")

    def _part(self, release: Release, name: str, column: Column) -> Iterator[Problem]:
        rule = self.dataset.indicators[name]
        base_rule = self.dataset.indicators[rule.part_of or ""]
        for code, seen in column.items():
            base = release.observations.get((rule.part_of or "", code))
            if base and seen.value is not None and base.value is not None and seen.value > base.value:
                what = (
                    f"{number(seen.value, rule.decimals)} lớn hơn {number(base.value, base_rule.decimals)} "
                    f"của “{base_rule.label}”, trong khi chỉ là một phần của số ấy."
                )
                yield from self._said("part", seen, name, what, "kiểm tra lại cả hai số.")

    def _parts(self, release: Release, name: str, column: Column) -> Iterator[Problem]:
        rule = self.dataset.indicators[name]
        for code, seen in column.items():
            parts = [release.observations.get((part, code)) for part in rule.parts]
            values = [part.value for part in parts if part and part.value is not None]
            added = sum(values, Decimal(0))
            if seen.value is not None and len(values) == len(parts) and added != seen.value:
                labels = " + ".join(self.dataset.indicators[part].label for part in rule.parts)
                what = f"ghi {number(seen.value, rule.decimals)} nhưng {labels} = {number(added, rule.decimals)}."
                yield from self._said("part", seen, name, what, "kiểm tra lại số này và các phần của nó.")

    def _ranks(self, release: Release, name: str, column: Column) -> Iterator[Problem]:
        """The office's ranks run from the highest value down; who has a value and no rank is below them all."""
        ranked, others = list[_Row](), list[_Row]()
        for code, seen in column.items():
            stated = release.ranks.get((name, code))
            if code == release.area or stated is None or seen.value is None:
                continue
            row = (stated.value or Decimal("Infinity"), -seen.value, stated, seen)
            (others if stated.value is None else ranked).append(row)
        in_order = sorted(ranked, key=lambda row: row[:2])
        if in_order and others:
            in_order.append(min(others, key=lambda row: row[1]))
        for (rank, value, _, seen), (next_rank, next_value, stated, next_seen) in pairwise(in_order):
            if value > next_value or (rank == next_rank and value != next_value):
                cells = " và ".join(f"ô {s.cells[0].reference}" for s in (seen, next_seen))
                yield from self._said("rank", stated, name, f"thứ hạng đã ghi không khớp với số ở {cells}.", "sửa lại.")

    def _decimals(self, name: str, column: Column) -> Iterator[Problem]:
        """Within a column as people typed it all figures have as many decimals, as 2,16% beside 3,3% has not.

        A workbook's numbers have no zeros at their end, and say nothing of how they were typed; nor does a published
        history, which may be of workbooks.
        """
        rule = self.dataset.indicators[name]
        if not rule.column or not rule.decimals:
            return
        given = [
            seen
            for seen in column.values()
            if seen.value is not None
            and seen.status is not Status.NIL
            and not seen.cells[0].file.endswith((".xlsx", f"/{PUBLISHED}"))
        ]
        places = {_places(seen.value) for seen in given if seen.value} - {0}  # 100% beside 99,29% is no drift
        if len(places) > 1:
            few = next(seen for seen in given if seen.value and _places(seen.value) == min(places))
            what = f"cột này có ô {max(places)} chữ số lẻ, có ô chỉ {min(places)}."
            yield from self._said("decimals", few, name, what, "ghi cùng một số chữ số lẻ trong cả cột.")

    def _share(self, release: Release, name: str, column: Column) -> Iterator[Problem]:
        """A share that the file states is the one that follows from its two figures."""
        rule = self.dataset.indicators[name]
        part, base = rule.share_of or ("", "")
        for code, seen in column.items():
            top, bottom = (release.observations.get((key, code)) for key in (part, base))
            if seen.value is None or not top or not bottom or top.value is None or not bottom.value:
                continue
            right = rounded(top.value * 100 / bottom.value, rule.decimals)
            if right != rounded(seen.value, rule.decimals):
                pair = f"{number(top.value, 0)}/{number(bottom.value, 0)}"
                written = number(seen.value, _places(seen.value))
                what = f"ghi {written}% nhưng {pair} là {number(right, rule.decimals)}%."
                yield from self._said("share", seen, name, what, "sửa tỷ lệ, hoặc hai số của nó.")


def _places(value: Decimal) -> int:
    """How many decimals a value was given with."""
    return max(0, -int(value.as_tuple().exponent))
