"""Calendars of the releases to come: every event read again, by a reader of its own, and held against its due day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from bantin.errors import Problem
from bantin.ingest.period import said
from bantin.ingest.phrases import phrases_of, without_phrases
from bantin.model import plain
from bantin.proof.files import wrong
from bantin.proof.known import Known
from bantin.proof.marks import day_texts
from bantin.vietnamese import clean

Event = dict[str, str]

FIXED = {"VERSION": "2.0", "REFRESH-INTERVAL": "P1D", "X-PUBLISHED-TTL": "P1D"}
SHOWN = timedelta(minutes=30)


def check_calendar(path: str, content: bytes, known: Known, names: tuple[str, ...]) -> Iterator[Problem]:
    """Prove a dataset's calendar, or that of all of them."""
    head, events = _read(content.decode("utf-8"))
    slugs = [path.split("/")[1]] if path.startswith("ban-tin/") else list(known.folders)
    right = {uid: event for slug in slugs for uid, event in _right(slug, known)}
    site, page = head.get("URL", ""), path.removesuffix("lich.ics")
    if not site.endswith(f"/{page}"):
        yield wrong(path, site, "không phải địa chỉ của trang có lịch này.")
    declared = [name for slug in slugs for name in phrases_of(known.folders[slug].dataset, {})]
    for name, text in head.items():
        if name in FIXED and text != FIXED[name]:
            yield wrong(path, f"{name}:{text}", f"phải là {FIXED[name]}.")
        elif name not in {*FIXED, "URL"} and re.search(r"\d", without_phrases(text, (*declared, *names))):
            yield wrong(path, text, "có chữ số không rõ nguồn.")
    given = [event.pop("UID", "") for event in events]
    host = urlsplit(site).hostname
    wanted = [f"{uid}@{host}" for uid in right]
    for uid in {*given, *wanted}:
        if given.count(uid) != wanted.count(uid):
            yield wrong(path, uid, f"có {given.count(uid)} lần, phải có {wanted.count(uid)} lần.")
    root = site.removesuffix(page)
    for uid, event in zip(given, events, strict=True):
        own = right.get(uid.partition("@")[0], {})
        for name in sorted(own.keys() | event.keys()):
            wanted_text = root + own["URL"] if name == "URL" and own else own.get(name, "")
            if event.get(name) != wanted_text:
                yield wrong(path, f"{name}:{event.get(name)}", f"phải là “{wanted_text}” (kỳ {uid}).")


def _right(slug: str, known: Known) -> Iterator[tuple[str, Event]]:
    """The events of a dataset, as they must be; addresses within the site."""
    dataset = known.folders[slug].dataset
    for own in known.coming(slug):
        at = f"{own.due:%Y-%m-%dT%H:%M}"
        told = f"Số liệu {plain(said(own.period))}, do {dataset.source} cung cấp."
        yield (
            f"{slug}-{own.period.last}",
            {
                "DTSTAMP": _utc(known.newest(slug).published),
                "DTSTART": _utc(own.due),
                "DTEND": _utc(own.due + SHOWN),
                "SUMMARY": f"Công bố số liệu: {dataset.title}",
                "DESCRIPTION": clean(f"{told} Dự kiến công bố lúc {next(day_texts(at))}.")
                + (" Số liệu minh họa." if dataset.illustrative else ""),
                "URL": f"ban-tin/{slug}/",
                "CATEGORIES": dataset.category,
                "TRANSP": "TRANSPARENT",
            },
        )


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _read(text: str) -> tuple[Event, list[Event]]:
    """What the calendar says of itself, and its events: the values by their names."""
    head, events = Event(), list[Event]()
    into = head
    for line in re.sub(r"\r\n[ \t]", "", text).split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            into = Event()
            events.append(into)
        elif line == "END:VEVENT":
            into = head
        elif name not in {"BEGIN", "END", ""}:
            into[name.partition(";")[0]] = re.sub(r"\\(.)", r"\1", value)
    return head, events
