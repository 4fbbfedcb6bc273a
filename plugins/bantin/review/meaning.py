"""Cases of who leads and of what figures mean: ties, mergers, percentages over a hundred, other definitions."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from bantin.review.ground import Ground
from bantin.review.merger import merge
from bantin.review.variant import NOT_COMPARED, Made, Variant, called, every_code, with_now

NOT_RANKED = "Lời bản tin không xếp thứ các đơn vị."


def tied(ground: Ground, place: Callable[[int], int]) -> Made:
    """For each ranking, the items at a place and at the next are equal."""
    for name, told in ground.ranked.items():
        draft, at = ground.draft(), place(told)
        rows = draft.ranked(name)
        others = [item for item in draft.items[name] if item not in rows]
        if at > len(rows) or (at == len(rows) and not others):
            continue
        here = rows[at - 1]
        if at < len(rows) and (draft.value(name, rows[at].code) or 0) > 0:
            following = rows[at]
            draft.put(name, here.code, draft.value(name, following.code) or 0)
        else:
            following = others[0] if at == len(rows) else rows[at]
            draft.put(name, following.code, draft.value(name, here.code) or 0)
        draft.settle()
        draft.rank_anew(name)
        told_of = f"{ground.dataset.indicators[name].label}: {here.full_name} và {following.full_name}"
        yield Variant(told_of, with_now(ground, draft), concerned=draft.seen != dict(ground.now.observations))
    if not ground.ranked:
        yield NOT_RANKED


def tie(ground: Ground) -> Made:
    """Two lead together."""
    return tied(ground, lambda _: 1)


def cut(ground: Ground) -> Made:
    """The last one named is level with the first that would not be."""
    return tied(ground, lambda told: told)


def merged_area(ground: Ground) -> Made:
    """Two areas have become one since the release before."""
    made = merge(ground)
    if made is None:
        yield "Các dòng không phải là đơn vị hành chính."
        return
    told, release, codelists = made
    facts = ground.facts((*ground.older, ground.before, release), codelists=codelists)
    yield Variant(told, facts, concerned=bool(ground.ranked))


def over_hundred(ground: Ground) -> Made:
    """A percentage is above a hundred."""
    rules = ground.dataset.indicators
    percents = [key for key in ground.subjects if rules[key[0]].unit == "%" and not rules[key[0]].share_of]
    for key in percents:
        draft = ground.draft()
        for own in every_code(draft, key):
            if draft.value(*own) is not None:
                draft.put(*own, Decimal("103.5"))
        yield Variant(called(ground.usual, key), with_now(ground, draft))
    if not percents:
        yield "Không có tỷ lệ nào ghi thẳng trong tệp; tỷ lệ của một phần trong toàn thể không vượt 100%."


def negative(ground: Ground) -> Made:
    """A figure is below nought, where that is allowed."""
    allowed = [key for key in ground.subjects if ground.dataset.indicators[key[0]].negative]
    for key in allowed:
        draft = ground.draft()
        for own in every_code(draft, key):
            draft.put(*own, -(draft.value(*own) or Decimal(1)))
        yield Variant(called(ground.usual, key), with_now(ground, draft))
    if not allowed:
        yield "Không chỉ tiêu nào của bộ số liệu được phép âm."


def redefined(ground: Ground) -> Made:
    """An indicator means something else since this release."""
    for name in dict.fromkeys(name for name, _ in ground.compared):
        rule = ground.dataset.indicators[name].model_copy(update={"redefined": (ground.now.period.last,)})
        indicators = {**ground.dataset.indicators, name: rule}
        dataset = ground.dataset.model_copy(update={"indicators": indicators})
        facts = ground.facts((*ground.older, ground.before, ground.now), dataset=dataset)
        yield Variant(rule.label, facts)
    if not ground.compared:
        yield NOT_COMPARED
