"""The cases that readers may one day get: for each, the altered releases, made of the dataset's own declaration."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from bantin.facts.facts import Facts
from bantin.ingest.rules import AREA, RECORD, IndicatorRule
from bantin.model import Release, Status
from bantin.review.draft import Draft, Key
from bantin.review.ground import Ground
from bantin.review.merger import merge

NOT_COMPARED = "Lời bản tin không so sánh với kỳ trước."
NOT_RANKED = "Lời bản tin không xếp thứ các đơn vị."
BY_ITEM = frozenset({"leader", "place", "items", "extent", "limit"})
WHOLE_RELEASE = "cả kỳ"


@dataclass(frozen=True, slots=True)
class Variant:
    """One form of a case: what is altered, the facts then, and whether the story should be heard to change."""

    subject: str
    facts: Facts
    concerned: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """A case: `make` gives its variants, or in words why the dataset never meets it."""

    name: str
    explanation: str
    make: Callable[[Ground], Iterator[Variant | str]]


CASES: list[Case] = []
Maker = Callable[[Ground], Iterator[Variant | str]]


def case(name: str, explanation: str) -> Callable[[Maker], Maker]:
    """Add a case to the list, in the order of the page."""

    def added(make: Maker) -> Maker:
        CASES.append(Case(name, explanation, make))
        return make

    return added


def called(facts: Facts, key: Key) -> str:
    """A figure's name for people: `Số điểm quét mã QR, toàn tỉnh`."""
    return f"{facts.dataset.indicators[key[0]].label}, {facts.called(*key)}"


def with_now(ground: Ground, draft: Draft) -> Facts:
    """The facts when only the last release is another."""
    draft.settle()
    return ground.facts((*ground.older, ground.before, draft.finish()))


def with_before(ground: Ground, before: Release, now: Release | None = None) -> Facts:
    """The facts when the release before is another."""
    return ground.facts((*ground.older, before, now or ground.now))


# Where figures go ----------------------------------------------------------------------------------------


@case("Tăng", "Mọi số đều cao hơn kỳ trước. Các trường hợp sau được đặt cạnh trường hợp này.")
def rise(ground: Ground) -> Iterator[Variant | str]:
    """Every figure is higher than before: what all other cases are held against."""
    yield Variant("", ground.usual, concerned=False)


@case("Giảm", "Mọi số đều thấp hơn kỳ trước (số chỉ có tăng, như số lũy kế, vẫn tăng).")
def fall(ground: Ground) -> Iterator[Variant | str]:
    """Every figure is lower than before."""
    before = ground.finished_before(ground.all_moved(1))
    yield Variant("", with_before(ground, before), concerned=bool(ground.compared))


@case("Không thay đổi", "Mọi số bằng kỳ trước.")
def unchanged(ground: Ground) -> Iterator[Variant | str]:
    """Every figure is what it was before."""
    yield Variant("", with_before(ground, ground.finished_before(ground.draft())), concerned=bool(ground.compared))


@case("Số tăng, số giảm, số không đổi", "Các số không cùng một chiều.")
def mixed(ground: Ground) -> Iterator[Variant | str]:
    """The compared figures go different ways, each of them each way once."""
    if len(ground.compared) < 2:
        yield NOT_COMPARED if not ground.compared else "Lời bản tin chỉ so sánh một số với kỳ trước."
        return
    words = {-1: "tăng", 1: "giảm", 0: "không đổi"}
    for turn in range(3):
        ways = {key: (-1, 1, 0)[(position + turn) % 3] for position, key in enumerate(ground.compared)}
        every = {key: _way(ground, ways, key) for key in ground.now.observations}
        told = "; ".join(f"{called(ground.usual, key)}: {words[way]}" for key, way in ways.items())
        before = ground.finished_before(ground.moved(every))
        yield Variant(told, with_before(ground, before))


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


@case("Bằng 0", "Một số bằng 0, kỳ trước lớn hơn 0.")
def zero(ground: Ground) -> Iterator[Variant | str]:
    """One figure is nought."""
    for key in counts(ground, ground.subjects):
        draft = ground.draft()
        draft.put_count(*key, 0)
        yield Variant(called(ground.usual, key), with_now(ground, draft))
    if not counts(ground, ground.subjects):
        yield _why_none(ground)


@case("Vẫn bằng 0", "Một số bằng 0, kỳ trước cũng bằng 0.")
def still_zero(ground: Ground) -> Iterator[Variant | str]:
    """One figure is nought, and was nought before."""
    for key in counts(ground, ground.compared):
        now, before = ground.draft(), ground.all_moved(-1)
        for draft in (now, before):
            draft.put_count(*key, 0)
            draft.settle()
        yield Variant(called(ground.usual, key), with_before(ground, ground.finished_before(before), now.finish()))
    if not counts(ground, ground.compared):
        yield NOT_COMPARED if not ground.compared else _why_none(ground)


@case("Kỳ trước bằng 0", "Một số kỳ trước bằng 0, kỳ này có: không có phần trăm nào để nói.")
def zero_base(ground: Ground) -> Iterator[Variant | str]:
    """One figure was nought before and no longer is."""
    for key in counts(ground, ground.compared):
        before = ground.all_moved(-1)
        before.put_count(*key, 0)
        before.settle()
        yield Variant(called(ground.usual, key), with_before(ground, ground.finished_before(before)))
    if not counts(ground, ground.compared):
        yield NOT_COMPARED if not ground.compared else _why_none(ground)


@case("Chỉ có một", "Một số đếm được đúng một.")
def one(ground: Ground) -> Iterator[Variant | str]:
    """One count is one."""
    rules = ground.dataset.indicators
    keys = [k for k in counts(ground, ground.subjects) if rules[k[0]].unit != "%" and not rules[k[0]].decimals]
    for key in keys:
        draft = ground.draft()
        draft.put_count(*key, 1)
        yield Variant(called(ground.usual, key), with_now(ground, draft))
    if not keys:
        yield _why_none(ground)


# What is not there ---------------------------------------------------------------------------------------


@case("Bản tin đầu tiên", "Chưa có kỳ nào trước để so sánh.")
def first_issue(ground: Ground) -> Iterator[Variant | str]:
    """There is no release before."""
    yield Variant("", ground.facts((ground.now,)), concerned=bool(ground.compared))


@case("Thiếu kỳ trước", "Kỳ ngay trước không có số liệu, chỉ có những kỳ trước nữa.")
def gap(ground: Ground) -> Iterator[Variant | str]:
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


def every_code(draft: Draft, key: Key) -> list[Key]:
    """A whole with all its items; an item alone."""
    name, code = key
    return [(name, own) for own in draft.codes(name)] if code == draft.release.area else [key]


def absent(ground: Ground, status: Status, why_not: str) -> Iterator[Variant | str]:
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


@case("Không có số liệu", "Ô của một số để trống; rồi mọi ô để trống.")
def missing(ground: Ground) -> Iterator[Variant | str]:
    """Figures were not reported."""
    return absent(ground, Status.NOT_REPORTED, "Các số đều đếm từ bản ghi, nên không thiếu riêng từng số.")


@case("Không công bố", "Cơ quan không công bố một số; rồi không công bố cả kỳ.")
def not_published(ground: Ground) -> Iterator[Variant | str]:
    """Figures were not published."""
    return absent(ground, Status.NOT_PUBLISHED, "Các số tính từ bản ghi, không có ô ghi “không công bố”.")


@case("Đơn vị chưa báo cáo", "Một vài đơn vị không có số nào; tổng chỉ là của những đơn vị đã báo cáo, nếu có.")
def silent_areas(ground: Ground) -> Iterator[Variant | str]:
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


@case("Chưa đủ số của từng đơn vị", "Có tổng, nhưng đơn vị đứng đầu không có số nên không biết ai dẫn đầu.")
def partial(ground: Ground) -> Iterator[Variant | str]:
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


# Who leads -----------------------------------------------------------------------------------------------


def tied(ground: Ground, place: Callable[[int], int]) -> Iterator[Variant | str]:
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
        yield Variant(told_of, with_now(ground, draft))
    if not ground.ranked:
        yield NOT_RANKED


@case("Đồng hạng", "Hai đơn vị cùng dẫn đầu.")
def tie(ground: Ground) -> Iterator[Variant | str]:
    """Two lead together."""
    return tied(ground, lambda _: 1)


@case("Đồng hạng ở chỗ cắt", "Đơn vị cuối cùng được nêu bằng đơn vị đầu tiên không được nêu.")
def cut(ground: Ground) -> Iterator[Variant | str]:
    """The last one named is level with the first that would not be."""
    return tied(ground, lambda told: told)


# What the figures mean -----------------------------------------------------------------------------------


@case("Số liệu sơ bộ", "Một số chưa phải là số cuối cùng; rồi mọi số của kỳ.")
def provisional(ground: Ground) -> Iterator[Variant | str]:
    """One figure after the other is not final, then all of them."""
    return absent(ground, Status.PROVISIONAL, "Các số đều đếm từ bản ghi, không có số nào là sơ bộ.")


@case("Đơn vị mới sáp nhập", "Hai đơn vị đã nhập làm một từ kỳ này.")
def merged_area(ground: Ground) -> Iterator[Variant | str]:
    """Two areas have become one since the release before."""
    made = merge(ground)
    if made is None:
        yield "Các dòng không phải là đơn vị hành chính."
        return
    told, release, codelists = made
    facts = ground.facts((*ground.older, ground.before, release), codelists=codelists)
    yield Variant(told, facts, concerned=bool(ground.ranked))


@case("Trên 100%", "Một tỷ lệ vượt 100%.")
def over_hundred(ground: Ground) -> Iterator[Variant | str]:
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


@case("Số âm", "Một số nhỏ hơn 0.")
def negative(ground: Ground) -> Iterator[Variant | str]:
    """A figure is below nought, where that is allowed."""
    allowed = [key for key in ground.subjects if ground.dataset.indicators[key[0]].negative]
    for key in allowed:
        draft = ground.draft()
        for own in every_code(draft, key):
            draft.put(*own, -(draft.value(*own) or Decimal(1)))
        yield Variant(called(ground.usual, key), with_now(ground, draft))
    if not allowed:
        yield "Không chỉ tiêu nào của bộ số liệu được phép âm."


@case("Cách tính thay đổi", "Từ kỳ này, một số được tính theo cách khác nên không so được với kỳ trước.")
def redefined(ground: Ground) -> Iterator[Variant | str]:
    """An indicator means something else since this release."""
    for name in dict.fromkeys(name for name, _ in ground.compared):
        rule = ground.dataset.indicators[name].model_copy(update={"redefined": (ground.now.period.last,)})
        indicators = {**ground.dataset.indicators, name: rule}
        dataset = ground.dataset.model_copy(update={"indicators": indicators})
        facts = ground.facts((*ground.older, ground.before, ground.now), dataset=dataset)
        yield Variant(rule.label, facts)
    if not ground.compared:
        yield NOT_COMPARED
