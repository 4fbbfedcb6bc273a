"""The small lines beside latest figures: every point anew from the levels, of the dataset that the card is of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bantin.ingest.rules import AREA, RECORD
from bantin.proof.known import Known
from bantin.proof.page import Element, Page, inner
from bantin.proof.told import Told

PERIODS, FEWEST = 26, 3
SIDES, MARGIN = (120, 32), 3
NEAR = 0.06
"""Half of the last decimal that is drawn, and a little."""


def check_sparklines(page: Page, known: Known) -> None:
    """Every small line of the page has the points that it must have, and no others."""
    for drawing in inner(page.tree, ".//svg[@class='spark']"):
        told = _told(drawing, known)
        wanted = list(_points(told)) if told else []
        box, size = drawing.get("viewbox"), [drawing.get("width"), drawing.get("height")]
        (path, *others), dots = (*inner(drawing, "./path"), None), inner(drawing, "./circle")
        parts = [own for own in re.split(r"(?=M)", path.get("d", "") if path is not None else "") if own]
        drawn = [[float(number) for number in re.findall(r"[\d.]+", own.partition("h")[0])] for own in parts]
        ends = [wanted[-1][-2:]] if wanted and wanted[-1] else []
        fits = (
            box == f"0 0 {SIDES[0]} {SIDES[1]}"
            and size == list(map(str, SIDES))
            and len(others) == 1
            and _same(drawn, [run for run in wanted if run])
            and _same([[float(dot.get("cx")), float(dot.get("cy"))] for dot in dots], ends)
            and not inner(drawing, ".//text | .//title | .//desc")
        )
        if not fits:
            page.fault(drawing, "đường diễn biến nhỏ", "không đúng với số liệu của các kỳ gần đây.")


def _same(drawn: list[list[float]], wanted: list[list[float]]) -> bool:
    return list(map(len, drawn)) == list(map(len, wanted)) and all(
        abs(a - b) <= NEAR for run, right in zip(drawn, wanted, strict=True) for a, b in zip(run, right, strict=True)
    )


def _told(drawing: Element, known: Known) -> Told | None:
    """The bulletin whose latest figures the drawing stands beside."""
    for node in drawing.iterancestors():
        for beside in inner(node, ".//*[@data-bulletin]")[:1]:
            told = known.told.get(beside.get("data-bulletin"))
            return told and known.newest(told.dataset.slug)
    return None


def _points(told: Told) -> Iterator[list[float]]:
    """The places of each unbroken run of known periods, as x, y, x, y; an empty one last if the newest is unknown."""
    rules, levels = told.dataset.indicators, told.levels
    wholes = [name for name in rules if told.dataset.table_of(name).has_whole]
    name = (*wholes, *rules)[0]
    rows = told.dataset.table_of(name).rows
    code = "" if wholes or rows in {AREA, RECORD} else levels.items(name, told.release)[0].code
    days = [day for day in (told.last, *told.back) if day >= min(levels.releases)][:PERIODS][::-1]
    seen = {day: _value(told, name, code, day) for day in days}
    known = {day: value for day, value in seen.items() if value is not None}
    if len(known) < FEWEST:
        return
    breaks = [since for own in (name, *rules[name].sources) for since in rules[own].redefined]
    start, (low, high) = min(known), (min(known.values()), max(known.values()))
    wide, tall = (side - 2 * MARGIN for side in SIDES)
    run: list[float] = []
    before = start
    for day, value in seen.items():
        if run and (value is None or any(before < since <= day for since in breaks)):
            yield run
            run = []
        if value is not None:
            share = (value - low) / (high - low) if high != low else 0.5
            run = [
                *run,
                MARGIN + wide * (day - start).days / (told.last - start).days,
                SIDES[1] - MARGIN - tall * share,
            ]
        before = day
    yield run


def _value(told: Told, name: str, code: str, day: date) -> float | None:
    """An indicator's level in a period, unless it is that of a whole that lacks some parts."""
    release = told.levels.releases.get(day)
    if release is None or (not code and told.asked.is_partial(name, release)):
        return None
    value = told.levels.at(name, code or release.area, day).value
    return None if value is None else float(value)
