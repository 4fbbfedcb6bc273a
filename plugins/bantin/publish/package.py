"""A dataset as people take it away: its history, and all that its bulletins are made of, described for machines.

The description is a Data Package of Frictionless, version 1: https://specs.frictionlessdata.io/data-package/
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from bisect import bisect_left
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bantin.facts.history import COLUMNS
from bantin.ingest.codelist import NEEDED, OPTIONAL
from bantin.ingest.reading import items_of
from bantin.ingest.rules import AREA, RECORD
from bantin.model import Item
from bantin.publish.downloads import harmless, media_type
from bantin.publish.offer import Offer
from bantin.publish.portal import Portal
from bantin.publish.schema import CODELIST, HISTORY, POPULATIONS, Descriptor, limited, refers, schema
from bantin.vietnamese import clean

AREAS = "areas"
KEY = ["period_last", "indicator", "code"]


def package_files(portal: Portal, offer: Offer, data: Path, history: bytes) -> dict[str, bytes]:
    """The files of the dataset's package by name, its description as `datapackage.json`.

    `data` is the folder of the sources, `history` the dataset's observations as CSV.
    """
    names = {AREA: AREAS} | {name: name for name in offer.series.folder.codelists if name != AREA}
    populations = _populations(offer, data)
    lists = {own: _needed(offer, name) for name, own in names.items()}
    table = _history_schema(offer, lists, history)
    resources = [_resource("so-lieu.csv", "Số liệu tất cả các kỳ", history, table)]
    files = {"so-lieu.csv": history}

    def add(name: str, title: str, content: bytes, table: Descriptor | None = None) -> None:
        files[name] = content
        resources.append(_resource(name, title, content, table))

    for name, items in lists.items():
        title = "Danh mục đơn vị hành chính" if name == AREAS else "Danh mục của bộ số liệu"
        table = schema(CODELIST, (*NEEDED, *OPTIONAL), ["code"]) | {"foreignKeys": [refers("parent", "")]}
        add(f"{name}.csv", title, _codelist_csv(items), table)
    if populations:
        heads = map(clean, next(csv.reader(io.StringIO(populations.decode("utf-8-sig"), newline=""))))
        table = schema(POPULATIONS, heads, ["area", "date"]) | {"foreignKeys": [refers("area", AREAS)]}
        add("populations.csv", "Dân số", populations, table)
    for name, title in (("dataset.toml", "Khai báo của bộ số liệu"), ("story.md", "Lời bản tin")):
        path = data / offer.rules.slug / name
        if path.is_file():
            add(name, title, path.read_bytes())
    text = json.dumps(_descriptor(portal, offer, resources), ensure_ascii=False, indent=1)
    return files | {"datapackage.json": f"{text}\n".encode()}


def _descriptor(portal: Portal, offer: Offer, resources: list[Descriptor]) -> Descriptor:
    dated: dict[str, Any] = {}
    for newest in offer.series.bulletins[-1:]:
        first, last = offer.covers.split("/")
        dated = {"created": newest.published.isoformat(), "temporal": {"start": first, "end": last}}
    licences = {"licenses": [dict(portal.licence)]} if portal.licence else {}
    return {
        "profile": "data-package",
        "name": offer.rules.slug,
        "title": offer.rules.title,
        "description": offer.about,
        "homepage": portal.address(offer.url),
        "keywords": [offer.rules.category, *offer.rules.tags],
        **licences,
        "sources": [{"title": offer.rules.source}],
        "contributors": [{"title": portal.agency, "role": "publisher", "path": portal.address("")}],
        **dated,
        "spatial": {"code": offer.place.code, "name": offer.place.full_name},
        "resources": resources,
    }


def _resource(path: str, title: str, content: bytes, table: Descriptor | None = None) -> Descriptor:
    """A file of the package; with its size and hash a copy can be checked."""
    stem, _, ending = path.partition(".")
    return {
        "profile": "tabular-data-resource" if table else "data-resource",
        "name": stem if table else f"{stem}-{ending}",  # no codelist's name has a hyphen
        "path": path,
        "title": title,
        "format": ending,
        "mediatype": media_type(path),
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        **({"schema": table} if table else {}),
    }


def _history_schema(offer: Offer, lists: Mapping[str, list[Item]], history: bytes) -> Descriptor:
    """The history's schema: its codes are a codelist's; when they are of several, any of these codes."""
    table = schema(HISTORY, COLUMNS, KEY)
    limited(table, "indicator", offer.rules.indicators)
    used = {row["code"] for row in csv.DictReader(io.StringIO(history.decode(), newline=""))}
    whole = next((name for name, items in lists.items() if used <= {item.code for item in items}), None)
    if whole is None:
        limited(table, "code", sorted(used))
        return table
    return table | {"foreignKeys": [refers("code", whole)]}


def _populations(offer: Offer, data: Path) -> bytes:
    """The file of populations where the dataset counts by them, else nothing."""
    path = data / "populations.csv"
    return path.read_bytes() if _is_rated(offer) and path.is_file() else b""


def _is_rated(offer: Offer) -> bool:
    return any(rule.rate for rule in offer.rules.indicators.values())


def _needed(offer: Offer, name: str) -> list[Item]:
    """The items of a codelist without which the dataset could not be read again, in the codelist's order."""
    folder = offer.series.folder
    rules, codelist = folder.dataset, folder.codelists[name]
    tables = [own for own in rules.all_tables.values() if name in {own.rows, AREA if own.rows == RECORD else ""}]
    open_codes = {
        rules.area,
        *(code for chart in rules.charts for code in chart.items),
        *(codelist.populations if _is_rated(offer) else ()),
    }
    bounds = codelist.bounds()
    unlike = {(release.area, bisect_left(bounds, release.period.last)): release for release in folder.releases}
    for release in unlike.values():
        for table in tables:
            open_codes |= {item.code for item in items_of(table, release.area, folder.codelists, release.period.last)}
    for release in folder.releases:
        open_codes |= {release.area, *(code for _, code in release.observations)}
    found: set[str] = set()
    while open_codes:
        code = open_codes.pop()
        if code in codelist.items and code not in found:
            found.add(code)
            open_codes |= {codelist.items[code].parent, *codelist.items[code].formed_from}
    return [item for code, item in codelist.items.items() if code in found]


def _codelist_csv(items: list[Item]) -> bytes:
    """The items as `data/areas.csv` has them."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow((*NEEDED, *OPTIONAL))
    for item in items:
        rows.writerow(harmless(_cell(item, column)) for column in (*NEEDED, *OPTIONAL))
    return out.getvalue().encode()


def _cell(item: Item, column: str) -> str:
    """A field of an item as its column holds it: several parted by bars, a day as ISO has it, nothing empty."""
    value = getattr(item, column)
    if isinstance(value, tuple):
        return ("." if column == "tile" else "|").join(map(str, value))
    return str(value or "")
