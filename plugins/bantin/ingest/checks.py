"""What the figures of one release must obey between themselves."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from bantin.errors import Problem
from bantin.ingest.dataset import Dataset, IndicatorRule
from bantin.model import Observation, Release
from bantin.vietnamese import number


def checks(release: Release, dataset: Dataset) -> Iterator[Problem]:
    """The release's contradictions: parts against the total, a part above its base, ranks against values."""
    for name, rule in dataset.indicators.items():
        column = {code: seen for (own, code), seen in release.observations.items() if own == name}
        total = column.get(dataset.area)
        if rule.adds_up and not rule.negative and total:
            parts = [seen for code, seen in column.items() if code != dataset.area]
            yield from _total(release, rule, parts, total)
        if rule.part_of:
            base_rule = dataset.indicators[rule.part_of]
            for code, seen in column.items():
                base = release.observations.get((rule.part_of, code))
                yield from _part(release, rule, seen, base_rule, base)
        yield from _ranks(release, dataset, name)


def _total(release: Release, rule: IndicatorRule, parts: list[Observation], total: Observation) -> Iterator[Problem]:
    values = [seen.value for seen in parts if seen.value is not None]
    if total.value is None or not values:
        return
    added, whole = sum(values, Decimal(0)), len(values) == len(parts)
    if added > total.value or (whole and added != total.value):
        how = "các đơn vị cộng lại được" if whole else "riêng các đơn vị đã có số liệu cộng lại đã được"
        what = f"tổng ghi {number(total.value, rule.decimals)} nhưng {how} {number(added, rule.decimals)}."
        yield Problem(release.file, what, "kiểm tra lại dòng tổng và các dòng đơn vị.", total.cell, head=rule.column)


def _part(
    release: Release, rule: IndicatorRule, seen: Observation, base_rule: IndicatorRule, base: Observation | None
) -> Iterator[Problem]:
    if base and seen.value is not None and base.value is not None and seen.value > base.value:
        what = (
            f"{number(seen.value, rule.decimals)} lớn hơn {number(base.value, base_rule.decimals)} "
            f"của “{base_rule.column}” (ô {base.cell.reference}), trong khi chỉ là một phần của số ấy."
        )
        yield Problem(release.file, what, "kiểm tra lại hai ô.", seen.cell, head=rule.column)


def _ranks(release: Release, dataset: Dataset, name: str) -> Iterator[Problem]:
    """The office's ranks run from the highest value down; who has a value and no rank is below them all."""
    ranked, others = [], []
    for (own, code), seen in release.observations.items():
        stated = release.ranks.get((name, code))
        if own != name or code == dataset.area or stated is None or seen.value is None:
            continue
        if stated.value is None:
            others.append((Decimal("Infinity"), -seen.value, stated, seen))
        else:
            ranked.append((stated.value, -seen.value, stated, seen))
    in_order = sorted(ranked, key=lambda row: row[:2])
    if in_order and others:
        in_order.append(min(others, key=lambda row: row[1]))
    for (rank, value, _, seen), (next_rank, next_value, stated, next_seen) in pairwise(in_order):
        if value > next_value or (rank == next_rank and value != next_value):
            what = f"thứ hạng đã ghi không khớp với số liệu ở ô {seen.cell.reference} và ô {next_seen.cell.reference}."
            head = dataset.indicators[name].rank or ""
            yield Problem(release.file, what, "sửa thứ hạng hoặc số liệu.", stated.cell, head=head)
