"""The site's files that are no pages: figures as JSON, histories as CSV, the offices' files, the site map."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

from lxml import etree

from bantin.errors import Problem
from bantin.model import Bulletin, Figure, plain
from bantin.proof.chrome import Setting, shown
from bantin.proof.levels import Levels
from bantin.proof.page import MENDING
from bantin.proof.raw import Rows, csv_rows
from bantin.proof.told import Known, Told
from bantin.vietnamese import clean

PLAIN = ("text", "unit", "indicator", "area", "operation", "computation", "provisional")
RUNNING = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[-+]?[\d.,]+\s?%?")


def wrong(path: str, text: str, what: str) -> Problem:
    """A problem of a file."""
    return Problem(path, f"“{clean(text)[:160]}”: {what}", MENDING)


def check_json(path: str, content: bytes, told: Told, title: str, made: Bulletin | None) -> list[Problem]:
    """A bulletin's figures, which `told` must have been made from; `title` is what its page is called."""
    if json.loads(content) != told.content:
        own = Told(told.folder, told.release, told.levels, json.loads(content))
        return check_json(path, content, own, title, made)
    found = [wrong(path, entry["text"], fault) for entry, fault in zip(told.entries, told.faults, strict=True) if fault]
    rules, period = told.dataset, told.release.period
    wanted = {
        "dataset": rules.slug,
        "period": {"first": period.first.isoformat(), "last": period.last.isoformat()},
        "published": told.published.isoformat(),
        "source": rules.source,
        "title": title,
    }
    if made:
        wanted |= {"title": plain(made.title), "lead": plain(made.lead)}
    for key, right in wanted.items():
        if clean(str(told.content.get(key))) != clean(str(right)):
            found.append(wrong(path, str(told.content.get(key)), f"mục {key} phải là “{right}”."))
    if told.content.keys() != {*wanted, "lead", "figures"}:
        found.append(wrong(path, ", ".join(told.content), "thiếu hoặc thừa mục."))
    if made and len(told.entries) != len(made.figures):
        found.append(wrong(path, "figures", f"có {len(told.entries)} con số, phải có {len(made.figures)}."))
    if made:
        for entry, figure in zip(told.entries, made.figures, strict=False):
            differs = [key for key, own in _machine(figure).items() if entry[key] != own]
            if differs:
                found.append(wrong(path, entry["text"], f"khác với bản tin lập từ số liệu ở mục {', '.join(differs)}."))
    return found


def _machine(figure: Figure) -> dict[str, object]:
    """A figure as the JSON must have it."""
    cells = [{"file": cell.file, "cell": cell.reference} for cell in figure.cells]
    own = {key: getattr(figure, key) for key in PLAIN}
    return {**own, "period": figure.period.isoformat(), "against": list(figure.against), "cells": cells}


def check_history(path: str, content: bytes, levels: Levels) -> list[Problem]:
    """A dataset's history: one row a level, each with its value, name, unit and cells."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
    found, seen = [], set()
    keys = {(last.isoformat(), code, name): (name, code, last) for name, code, last in levels.known}
    for row in rows:
        day, code, name = row["period_last"], row["code"], row["indicator"]
        key = keys.get((day, code, name))
        if key is None or key in seen:
            found.append(wrong(path, ",".join(row.values()), "không có trong tệp số liệu, hoặc lặp lại."))
            continue
        seen.add(key)
        level, rule, item = levels.known[key], levels.dataset.indicators[name], levels.item(name, code)
        period = levels.releases[key[2]].period
        right = {
            "period_first": period.first.isoformat(),
            "name": item.full_name if item else "",
            "label": rule.label,
            "unit": (item.unit if item and rule.item_unit else "") or rule.unit,
            "status": level.status.value,
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
    if len(seen) < len(levels.known):
        found.append(wrong(path, path, f"thiếu {len(levels.known) - len(seen)} dòng."))
    return found


def check_office(path: str, content: bytes, source: Path) -> list[Problem]:
    """An office's file: the very bytes, or the same cells where what could run as a formula was made harmless."""
    if not source.is_file():
        return [wrong(path, path, "không có tệp gốc.")]
    original = source.read_bytes()
    if content == original:
        return []
    if source.suffix.lower() == ".xlsx":
        return [wrong(path, path, "khác với tệp gốc.")]
    given, right = (csv_rows(own, _heads(original)) for own in (content, original))
    return [
        wrong(path, text, f"ô {row + 1}, {column + 1} phải là “{wanted}”.")
        for row, (texts, wanteds) in enumerate(zip(_even(given, right), _even(right, given), strict=True))
        for column, (text, wanted) in enumerate(zip(_even_row(texts, wanteds), _even_row(wanteds, texts), strict=True))
        if text != wanted and not (RUNNING.match(wanted) and not NUMBER.fullmatch(wanted) and text == f"'{wanted}")
    ]


def _heads(original: bytes) -> list[str]:
    first = original.decode("utf-8-sig", "replace").splitlines()[:1]
    return re.split(r"[,;\t]", first[0]) if first else []


def _even(rows: Rows, others: Rows) -> Rows:
    return rows + [[] for _ in range(len(others) - len(rows))]


def _even_row(row: list[str], other: list[str]) -> list[str]:
    return row + [""] * (len(other) - len(row))


def check_sitemap(path: str, content: bytes, known: Known, setting: Setting, titles: dict[str, str]) -> list[Problem]:
    """The site map: every page of `titles` (by address), with the day of the newest bulletin that it is about."""
    wanted = {}
    for url, title in titles.items():
        told = known.told.get(url)
        about = [told] if told else shown(url, title, known)
        wanted[f"{setting.address}/{url}"] = about[0].published.date().isoformat() if about else ""
    given = {}
    for entry in etree.fromstring(content):
        texts = [clean(own.text or "") for own in entry]
        given[texts[0]] = "".join(texts[1:])
    found = [
        wrong(path, f"{url} {given.get(url, '')}", f"phải là {url} {day}.")
        for url, day in wanted.items()
        if given.get(url) != day
    ]
    return found + [wrong(path, url, "không có trang nào ở địa chỉ này.") for url in given.keys() - wanted.keys()]


def check_robots(path: str, content: bytes, setting: Setting) -> list[Problem]:
    """What robots are told."""
    right = f"User-agent: *\nAllow: /\nSitemap: {setting.address}/sitemap.xml\n"
    return (
        []
        if content == right.encode()
        else [wrong(path, content.decode("utf-8", "replace"), f"phải là “{clean(right)}”.")]
    )
