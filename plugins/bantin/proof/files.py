"""The site's files for machines: figures as JSON, histories as CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path

from PIL import Image

from bantin.errors import Problem
from bantin.ingest.rules import RECORD
from bantin.model import Release
from bantin.proof.levels import Levels
from bantin.proof.machines import SIZE
from bantin.proof.marks import day_texts
from bantin.proof.page import MENDING
from bantin.proof.raw import csv_rows
from bantin.proof.revised import check_revised
from bantin.proof.told import NUMBERS, Told
from bantin.vietnamese import clean

PRINTED = re.compile(r"\d[\d./]*(?:,\d+)?")


def wrong(path: str, text: str, what: str) -> Problem:
    """A problem of a file."""
    return Problem(path, f"“{clean(text)[:160]}”: {what}", MENDING)


def check_json(path: str, content: bytes, told: Told) -> list[Problem]:
    """A bulletin's figures, and what else it says to machines."""
    if json.loads(content) != told.content:
        told = Told(told.folder, told.release, told.levels, json.loads(content))
    found = [wrong(path, entry["text"], fault) for entry, fault in zip(told.entries, told.faults, strict=True) if fault]
    if path.startswith(told.url):  # a dataset's own figures are never corrected, only its bulletins are
        found += [wrong(path, "corrections", fault) for fault in check_revised(told)]
    period = told.release.period
    wanted = {
        "dataset": told.dataset.slug,
        "period": {"first": period.first.isoformat(), "last": period.last.isoformat()},
        "published": told.published.isoformat(),
        "source": told.dataset.source,
    }
    for key, right in wanted.items():
        if told.content.get(key) != right:
            found.append(wrong(path, str(told.content.get(key)), f"mục {key} phải là “{right}”."))
    return found


def check_history(path: str, content: bytes, levels: Levels, only: date | None = None) -> list[Problem]:
    """A dataset's history, or of `only` one period: one row a level, each with its value, name, unit and cells.

    What has no row in the office's file has one here too, as not reported.
    """
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
    found, seen = [], set()
    releases = {only: levels.releases[only]} if only else levels.releases
    keys = {
        (last.isoformat(), code, name): (name, code, last)
        for last, release in releases.items()
        for name, code in _wanted(levels, release)
    }
    for row in rows:
        day, code, name = row["period_last"], row["code"], row["indicator"]
        key = keys.get((day, code, name)) or keys.get((day, code.removeprefix("'"), name))
        if key is None or key in seen:
            found.append(wrong(path, ",".join(row.values()), "không có trong tệp số liệu, hoặc lặp lại."))
            continue
        seen.add(key)
        level, rule, item = levels.at(*key), levels.dataset.indicators[name], levels.item(name, code)
        period = levels.releases[key[2]].period
        right = {
            "period_first": period.first.isoformat(),
            "name": item.full_name if item else "",
            "label": rule.label,
            "unit": (item.unit if item and rule.item_unit else "") or rule.unit,
            "status": level.status.value,
            "rank": str(levels.ranks.get(key, "")),
        }
        wrongs = [
            f"{head} phải là “{text}”"
            for head, text in right.items()
            if clean(row[head].removeprefix("'")) != clean(text)
        ]
        if (Decimal(row["value"]) if row["value"] else None) != level.value:
            wrongs.append(f"giá trị phải là {level.value}")
        files, cells = {file for file, _ in level.cells}, {cell for _, cell in level.cells}
        if set(filter(None, row["file"].split("; "))) != files or set(filter(None, row["cell"].split("; "))) != cells:
            wrongs.append("ô nguồn không đúng")
        found += [wrong(path, ",".join(row.values()), "; ".join(wrongs))] if wrongs else []
    if len(seen) < len(keys):
        found.append(wrong(path, path, f"thiếu {len(keys) - len(seen)} dòng."))
    return found


def _wanted(levels: Levels, release: Release) -> set[tuple[str, str]]:
    """What a release has a value of, or should have."""
    wanted = set(release.observations)
    for name in levels.dataset.indicators:
        table = levels.dataset.table_of(name)
        whole = {release.area} if table.totals or table.rows == RECORD else set()
        wanted |= {(name, code) for code in whole | {item.code for item in levels.items(name, release)}}
    return wanted


def check_office(path: str, content: bytes, source: Path) -> list[Problem]:
    """An office's file as it is published: the very bytes, or the same cells, some of them made harmless."""
    original = source.read_bytes() if source.is_file() else b""
    if content == original:
        return []
    heads = re.split(r"[,;\t]", original.decode("utf-8-sig", "replace").partition("\n")[0])
    given, right = (
        [[cell.removeprefix("'") for cell in row] for row in csv_rows(own, heads)] for own in (content, original)
    )
    found = [
        wrong(path, text, f"phải là “{wanted}”.")
        for row, wanted_row in zip_longest(given, right, fillvalue=list[str]())
        for text, wanted in zip_longest(row, wanted_row, fillvalue="")
        if text != wanted
    ]
    return found or ([] if source.suffix.lower() == ".csv" else [wrong(path, path, "khác với tệp của cơ quan.")])


def check_picture(path: str, content: bytes, told: Told) -> list[Problem]:
    """A picture to be shared: its size, and that what it says with digits is of the bulletin."""
    with Image.open(io.BytesIO(content)) as picture:
        size, texts = picture.size, picture.info
    found = [] if size == SIZE else [wrong(path, f"{size}", f"ảnh phải rộng {SIZE[0]}, cao {SIZE[1]} điểm ảnh.")]
    if clean(texts.get("Title", "")) != clean(told.title):
        found.append(wrong(path, texts.get("Title", ""), f"phải là “{told.title}”."))
    known = {number for entry in told.entries for number in NUMBERS.findall(entry["text"])}
    known |= {text for when in told.days for text in day_texts(when.isoformat())}
    for line in texts.get("Comment", "").splitlines():
        said = told.without_names(clean(line).replace(clean(told.title), ""))
        strange = [number for number in PRINTED.findall(said) if number.rstrip(".") not in known]
        found += [wrong(path, line, f"“{own}” không phải là con số hay ngày của bản tin.") for own in strange]
    return found
