"""Cases of where figures go: up, down, nowhere, to nought, to one."""

from __future__ import annotations

from bantin.review.draft import Key
from bantin.review.ground import Ground
from bantin.review.variant import NOT_COMPARED, Made, Variant, called, with_before, with_now


def rise(ground: Ground) -> Made:
    """Every figure is higher than before: what all other cases are held against."""
    yield Variant("", ground.usual, concerned=False)


def fall(ground: Ground) -> Made:
    """Every figure is lower than before."""
    yield Variant("", with_before(ground, ground.all_moved(1)), concerned=bool(ground.compared))


def unchanged(ground: Ground) -> Made:
    """Every figure is what it was before."""
    yield Variant("", with_before(ground, ground.draft()), concerned=bool(ground.compared))


def mixed(ground: Ground) -> Made:
    """The compared figures go different ways, each of them each way once."""
    if len(ground.compared) < 2:
        yield NOT_COMPARED if not ground.compared else "Lời bản tin chỉ so sánh một số với kỳ trước."
        return
    words = {-1: "tăng", 1: "giảm", 0: "không đổi"}
    for turn in range(3):
        ways = {key: (-1, 1, 0)[(position + turn) % 3] for position, key in enumerate(ground.compared)}
        every = {key: _way(ground, ways, key) for key in ground.now.observations}
        told = "; ".join(f"{called(ground.usual, key)}: {words[way]}" for key, way in ways.items())
        yield Variant(told, with_before(ground, ground.moved(every)))


def _way(ground: Ground, ways: dict[Key, int], key: Key) -> int:
    """Which way a figure goes with those compared: its own, its whole's, its sum's, or that of the item's others."""
    name, code = key
    sums = [own for own, rule in ground.dataset.indicators.items() if name in rule.parts]
    kin = [key, (name, ground.now.area), *((own, ground.now.area) for own in sums)]
    others = [way for (_, own), way in ways.items() if own == code != ground.now.area]
    return next((ways[one] for one in kin if one in ways), others[0] if others else -1)


# Nought and one ------------------------------------------------------------------------------------------


def why_uncountable(ground: Ground, key: Key) -> str:
    """Why a figure is never 0 or 1; nothing where it may be."""
    rule, table = ground.dataset.indicators[key[0]], ground.dataset.table_of(key[0])
    if rule.item_unit or rule.unit_first or "/" in rule.unit:
        return "giá cả và cấp độ không đếm được nên không bằng 0 hay 1"
    if rule.grows:
        return "số lũy kế chỉ tăng nên không về 0 hay 1"
    if rule.records in {"count", "sum", "missing"} and table.empty == "silent" and not (rule.where or rule.field):
        return "không có bản ghi nào thì kỳ ấy là chưa báo cáo, không phải bằng 0"
    return ""


def counts(ground: Ground, keys: tuple[Key, ...]) -> tuple[Key, ...]:
    """Of the figures those that may be 0."""
    rules = ground.dataset.indicators
    return tuple(key for key in keys if not rules[key[0]].share_of and not why_uncountable(ground, key))


def _why_none(ground: Ground) -> str:
    reasons = [why for key in ground.subjects if (why := why_uncountable(ground, key))]
    return f"Không có số nào như vậy: {reasons[0]}." if reasons else "Lời bản tin không có số nào như vậy."


def zero(ground: Ground) -> Made:
    """One figure is nought."""
    for key in counts(ground, ground.subjects):
        draft = ground.draft()
        draft.put_count(*key, 0)
        yield Variant(called(ground.usual, key), with_now(ground, draft))
    if not counts(ground, ground.subjects):
        yield _why_none(ground)


def still_zero(ground: Ground) -> Made:
    """One figure is nought, and was nought before."""
    for key in counts(ground, ground.compared):
        now, before = ground.draft(), ground.all_moved(-1)
        for draft in (now, before):
            draft.put_count(*key, 0)
        now.settle()
        yield Variant(called(ground.usual, key), with_before(ground, before, now.finish()))
    if not counts(ground, ground.compared):
        yield NOT_COMPARED if not ground.compared else _why_none(ground)


def zero_base(ground: Ground) -> Made:
    """One figure was nought before and no longer is."""
    for key in counts(ground, ground.compared):
        before = ground.all_moved(-1)
        before.put_count(*key, 0)
        yield Variant(called(ground.usual, key), with_before(ground, before), concerned=key in ground.measured)
    if not counts(ground, ground.compared):
        yield NOT_COMPARED if not ground.compared else _why_none(ground)


def one(ground: Ground) -> Made:
    """One count is one."""
    rules = ground.dataset.indicators
    keys = [k for k in counts(ground, ground.subjects) if rules[k[0]].unit != "%" and not rules[k[0]].decimals]
    for key in keys:
        draft = ground.draft()
        draft.put_count(*key, 1)
        yield Variant(called(ground.usual, key), with_now(ground, draft))
    if not keys:
        yield _why_none(ground)
