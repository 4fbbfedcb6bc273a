"""Two areas that become one: as the codelist has it, or else the two that lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from bantin.ingest.codelist import Codelist
from bantin.ingest.rules import AREA, RECORD
from bantin.model import ABSENT, Item, Observation, Release, Status
from bantin.review.draft import Draft
from bantin.review.ground import Ground

Merged = tuple[str, Release, Mapping[str, Codelist]]
"""What became of what, in words; the release then, and the codelists."""


def merge(ground: Ground) -> Merged | None:
    """The last release after a merger; None where the dataset's rows are no areas."""
    draft, table_of = ground.draft(), ground.dataset.table_of
    names = [name for name in draft.rules if table_of(name).rows in {AREA, RECORD} and len(draft.items[name]) > 2]
    if not names:
        return None
    areas = ground.folder.codelists[AREA]
    chief = next((name for name in ground.ranked if name in names), names[0])
    new = _declared(areas, draft, chief) or _made(ground, draft, chief)
    last = ground.before.period.last
    new = replace(new, valid_from=last + timedelta(days=1), valid_to=None)
    parts = [replace(areas.items[code], valid_to=last) for code in new.formed_from]
    for name in names:
        _join(draft, name, new)
    codelist = replace(areas, items={**areas.items, **{item.code: item for item in (*parts, new)}})
    codelists = {**ground.folder.codelists, AREA: codelist}
    settled = Draft(ground.dataset, codelists, draft.finish())
    settled.settle()
    settled.rank_anew(chief)
    told = f"{' và '.join(part.full_name for part in parts)} nhập thành {new.full_name}"
    return told, settled.finish(), codelists


def _declared(areas: Codelist, draft: Draft, name: str) -> Item | None:
    """A unit of the codelist that consists of some of the rows."""
    rows = {item.code for item in draft.items[name]}
    return next((i for i in areas.items.values() if len(i.formed_from) > 1 and rows >= set(i.formed_from)), None)


def _made(ground: Ground, draft: Draft, name: str) -> Item:
    """A unit made of the two that lead, with the first one's name."""
    first, second = (draft.ranked(name) if len(draft.ranked(name)) > 1 else draft.items[name])[:2]
    code = f"{first.code}~{ground.now.period.last.year}"
    return replace(first, code=code, aliases=(), formed_from=(first.code, second.code))


def _join(draft: Draft, name: str, new: Item) -> None:
    """Put the new unit's figure in the place of its parts': their sum, or the first one's where they do not add up."""
    parts = [draft.seen.pop((name, code), ABSENT) for code in new.formed_from]
    ranks = [draft.ranks.pop((name, code), None) for code in new.formed_from]
    if ranks[0]:
        draft.ranks[name, new.code] = ranks[0]
    values = [seen.value for seen in parts if seen.value is not None]
    if len(values) < len(parts):
        draft.seen[name, new.code] = replace(parts[0], value=None, status=Status.NOT_REPORTED)
        return
    value = sum(values, Decimal(0)) if draft.rules[name].adds_up else values[0]
    cells = tuple(cell for seen in parts for cell in seen.cells)
    draft.seen[name, new.code] = Observation(value, Status.REPORTED if value else Status.ZERO, cells)
