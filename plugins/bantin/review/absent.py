"""Cases of what is not there, or not final: earlier periods, figures, areas."""

from __future__ import annotations

from decimal import Decimal

from bantin.ingest.rules import AREA, RECORD, IndicatorRule
from bantin.model import Status
from bantin.review.ground import Ground
from bantin.review.variant import Made, Variant, called, every_code, with_now

BY_ITEM = frozenset({"leader", "place", "items", "extent", "limit"})
WHOLE_RELEASE = "cả kỳ"


def first_issue(ground: Ground) -> Made:
    """There is no release before."""
    yield Variant("", ground.facts((ground.now,)), concerned=bool(ground.compared))


def gap(ground: Ground) -> Made:
    """The release before is missing, though there are earlier ones."""
    older = ground.older
    if not older:
        rule = ground.dataset.period
        earlier = rule.ending(rule.previous(ground.before.period)) or ground.before.period
        older = (ground.all_moved(-1).finish(earlier),)
    yield Variant("", ground.facts((*older, ground.now)), concerned=bool(ground.compared))


def from_cells(rule: IndicatorRule, status: Status) -> bool:
    """Whether a cell, or a field of records, may give an indicator the status."""
    if rule.records:
        return rule.records in {"sum", "latest"} and status is not Status.NOT_PUBLISHED
    return True


def absent(ground: Ground, status: Status, why_not: str) -> Made:
    """One figure after the other is absent, then all of them."""
    keys = [key for key in ground.subjects if from_cells(ground.dataset.indicators[key[0]], status)]
    for key in keys:
        draft = ground.draft()
        draft.mark(every_code(draft, key), status)
        yield Variant(called(ground.usual, key), with_now(ground, draft))
    if not keys:
        yield why_not
        return
    draft = ground.draft()
    draft.mark(draft.seen, status)
    yield Variant(WHOLE_RELEASE, with_now(ground, draft))


def missing(ground: Ground) -> Made:
    """Figures were not reported."""
    return absent(ground, Status.NOT_REPORTED, "Các số đều đếm từ bản ghi, nên không thiếu riêng từng số.")


def not_published(ground: Ground) -> Made:
    """Figures were not published."""
    return absent(ground, Status.NOT_PUBLISHED, "Các số tính từ bản ghi, không có ô ghi “không công bố”.")


def provisional(ground: Ground) -> Made:
    """One figure after the other is not final, then all of them."""
    return absent(ground, Status.PROVISIONAL, "Các số đều đếm từ bản ghi, không có số nào là sơ bộ.")


def silent_areas(ground: Ground) -> Made:
    """Some areas did not report; a whole is then the sum of the others, or not known."""
    draft, rules = ground.draft(), ground.dataset.indicators
    of_areas = [name for name in draft.rules if ground.dataset.table_of(name).rows in {AREA, RECORD}]
    full = [name for name in of_areas if draft.is_complete(name) and ground.dataset.table_of(name).empty == "silent"]
    if not full:
        yield "Số của từng đơn vị không bao giờ có đủ, hoặc các dòng không phải là đơn vị báo cáo."
        return
    items = draft.items[full[0]]
    quiet = items[-2:] if len(items) > 3 else items[-1:]
    for name in full:
        draft.mark([(name, item.code) for item in quiet], Status.NOT_REPORTED)
        if rules[name].records:
            draft.mark([(name, ground.now.area)], Status.NOT_REPORTED)
        elif rules[name].adds_up and draft.value(name, ground.now.area) is not None:
            known = (draft.value(name, item.code) or Decimal(0) for item in draft.ranked(name))
            draft.put(name, ground.now.area, sum(known, Decimal(0)))
    told = " và ".join(item.full_name for item in quiet)
    yield Variant(told, with_now(ground, draft), concerned=bool(set(full) & {name for name, _ in ground.subjects}))


def partial(ground: Ground) -> Made:
    """The whole is known, and of the leading item nothing."""
    if not any(figure.operation in BY_ITEM for figure in ground.figures):
        yield "Lời bản tin không so sánh các đơn vị với nhau."
        return
    for name in ground.ranked or {figure.indicator: 1 for figure in ground.figures if figure.operation in BY_ITEM}:
        draft = ground.draft()
        leader = draft.ranked(name)[0] if name in draft.rules and draft.ranked(name) else None
        if leader is None:
            continue
        if not from_cells(draft.rules[name], Status.NOT_REPORTED):
            yield f"{ground.dataset.indicators[name].label}: đếm từ bản ghi nên đơn vị có bản ghi là có số."
            continue
        draft.mark([(name, leader.code)], Status.NOT_REPORTED)
        yield Variant(f"{ground.dataset.indicators[name].label}, {leader.full_name}", with_now(ground, draft))
