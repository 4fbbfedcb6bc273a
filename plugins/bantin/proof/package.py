"""A dataset's package: its description held against its files, and each of them against the sources."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

from bantin.errors import Problem
from bantin.ingest.archive import Folder
from bantin.ingest.phrases import phrases_of, without_phrases
from bantin.ingest.rules import AREA
from bantin.model import Item, Status
from bantin.proof.files import wrong
from bantin.proof.known import Known
from bantin.proof.machines import leaves

ENCODING = "utf-8"
CHECKED = frozenset({"bytes", "hash", "created", "start", "end", "code", "enum"})


def check_package(path: str, content: bytes, known: Known, folder: Path, names: tuple[str, ...]) -> Iterator[Problem]:
    """Prove the description of the package that lies in the folder."""
    said, slug = json.loads(content), path.split("/")[1]
    own = known.folders[slug]
    yield from _differing(path, said, _right(known, slug))
    if said["homepage"] != f"{said['contributors'][0]['path']}ban-tin/{slug}/":
        yield wrong(path, said["homepage"], "không phải địa chỉ của bộ số liệu, hoặc của trang.")
    described = set()
    for resource in said["resources"]:
        described.add(resource["path"])
        file = folder / resource["path"]
        bytes_there = file.read_bytes() if file.is_file() else b""
        wanted: dict[str, object] = {
            "bytes": len(bytes_there),
            "hash": f"sha256:{hashlib.sha256(bytes_there).hexdigest()}",
            "encoding": ENCODING,
        }
        yield from _differing(path, resource, wanted)
        yield from _columns(path, resource, bytes_there, own)
    there = {file.name for file in folder.iterdir() if file.suffix in {".csv", ".toml", ".md"}}
    if described != there:
        yield wrong(path, ", ".join(sorted(described ^ there)), "không được mô tả, hoặc không có tệp.")
    phrases = (*phrases_of(own.dataset, own.codelists), *own.dataset.indicators, slug, *names)
    for _, key, text in leaves(said):
        bare = without_phrases(text, phrases)
        is_home = said["homepage"].startswith(text)
        if key not in CHECKED and text != ENCODING and not is_home and re.search(r"\d", bare):
            yield wrong(path, text, "có chữ số không rõ nguồn.")


def _right(known: Known, slug: str) -> dict[str, object]:
    """What the description must say of the whole."""
    own = known.folders[slug]
    right: dict[str, object] = {"name": slug, "title": own.dataset.title, "sources": [{"title": own.dataset.source}]}
    area = own.codelists[AREA].items[own.dataset.area]
    if own.releases:
        newest = known.newest(slug)
        area = own.codelists[AREA].items[newest.release.area]
        first = min(release.period.first for release in own.releases)
        right["created"] = newest.published.isoformat()
        right["temporal"] = {"start": first.isoformat(), "end": newest.last.isoformat()}
    return right | {"spatial": {"code": area.code, "name": area.full_name}}


def _differing(path: str, said: dict[str, object], right: dict[str, object]) -> Iterator[Problem]:
    for key, wanted in right.items():
        if said.get(key) != wanted:
            yield wrong(path, f"{key}: {said.get(key)}", f"phải là “{wanted}”.")


def _columns(path: str, resource: dict[str, object], content: bytes, folder: Folder) -> Iterator[Problem]:
    """The described columns are the file's, and what they may hold is what is declared."""
    table = resource.get("schema")
    if not isinstance(table, dict):
        return
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    heads = list(rows[0]) if rows else [column["name"] for column in table["fields"]]
    if [column["name"] for column in table["fields"]] != heads:
        yield wrong(path, str(resource["path"]), f"các cột phải là {', '.join(heads)}.")
    known = {"indicator": set(folder.dataset.indicators), "status": {str(status) for status in Status}}
    known["code"] = {row.get("code", "") for row in rows}
    for column in table["fields"]:
        allowed = column.get("constraints", {}).get("enum")
        if allowed is not None and set(allowed) != known.get(column["name"]):
            yield wrong(path, column["name"], "các giá trị được phép không đúng.")


def check_part(path: str, content: bytes, folder: Folder, data: Path) -> Iterator[Problem]:
    """Prove a file of the package beside its history and its description."""
    name = path.rpartition("/")[2]
    listed = {f"{own}.csv": own for own in folder.codelists if own != AREA} | {"areas.csv": AREA}
    if name in listed:
        yield from _check_codelist(path, content, folder, listed[name])
        return
    source = data / name if name == "populations.csv" else data / folder.dataset.slug / name
    if content != (source.read_bytes() if source.is_file() else b""):
        yield wrong(path, path, "khác với tệp nguồn.")


def _check_codelist(path: str, content: bytes, folder: Folder, name: str) -> Iterator[Problem]:
    """Every row is the item's, no item that the others lean on is missing."""
    items, rows = folder.codelists[name].items, list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
    seen = [row["code"].removeprefix("'") for row in rows]
    for code, row in zip(seen, rows, strict=True):
        right = {column.name: _text(items[code], column.name) for column in fields(Item)} if code in items else {}
        if {key: text.removeprefix("'") for key, text in row.items()} != right or seen.count(code) != 1:
            yield wrong(path, ",".join(row.values()), "không có trong danh mục, khác với danh mục, hoặc lặp lại.")
    needed = {folder.dataset.area} | {code for release in folder.releases for _, code in release.observations}
    needed |= {other for code in seen if code in items for other in (items[code].parent, *items[code].formed_from)}
    missing = sorted((needed & items.keys()) - set(seen))
    if missing:
        yield wrong(path, ", ".join(missing), "thiếu mã này.")


def _text(item: Item, column: str) -> str:
    value = getattr(item, column)
    if isinstance(value, tuple):
        return ("." if column == "tile" else "|").join(map(str, value))
    return value.isoformat() if isinstance(value, date) else value or ""
