"""Who is late: releases that were due and are not here, and units that have not reported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import takewhile

from bantin.errors import Problem
from bantin.ingest.archive import Archive, Folder
from bantin.ingest.rules import AREA, RECORD
from bantin.model import Period, Status
from bantin.vietnamese import TIME_ZONE, day, names

MOST_NAMED = 10
MOST_DAYS = 3660  # who has been silent for ten years is not late any more


def lateness(archive: Archive, today: date) -> Iterator[Problem]:
    """What is late at the end of the day, as warnings. No clock is read: the day is given."""
    end = datetime.combine(today, time.max, TIME_ZONE)
    for folder in archive.folders:
        yield from _late_releases(folder, end)
        yield from _silent_items(folder)


def _late_releases(folder: Folder, end: datetime) -> Iterator[Problem]:
    """Every period since the last release that was due by `end`."""
    if not folder.releases:
        return
    dataset, newest = folder.dataset, folder.releases[-1].period

    def is_late(period: Period) -> bool:
        return dataset.period.due_at(period) <= end and (period.last - newest.last).days <= MOST_DAYS

    late = list(takewhile(is_late, dataset.period.after(newest)))
    if late:
        days = names([day(period.last) for period in late[:MOST_NAMED]]) + (" …" if len(late) > MOST_NAMED else "")
        due = dataset.period.due_at(late[0])
        what = f"{dataset.source} chưa gửi số liệu của kỳ đến {days}; hạn của kỳ đầu là {due:%H:%M} {day(due.date())}."
        yield Problem(f"data/{dataset.slug}", what, "nhắc đơn vị gửi số liệu.", is_error=False)


def _silent_items(folder: Folder) -> Iterator[Problem]:
    """The units that reported nothing at all in the newest release."""
    if not folder.releases:
        return
    release, dataset = folder.releases[-1], folder.dataset
    silent: list[str] = []
    for rows in dict.fromkeys(AREA if rule.rows == RECORD else rule.rows for rule in dataset.all_tables.values()):
        kinds = tuple(kind for rule in dataset.all_tables.values() for kind in rule.kinds)
        parent = release.area if rows == AREA else ""
        for item in folder.codelists[rows].below(parent, kinds if rows == AREA else (), release.period.last):
            seen = {release.observations[key].status for key in release.observations if key[1] == item.code}
            if seen <= {Status.NOT_REPORTED}:
                silent.append(item.full_name)
    if silent:
        what = f"chưa báo cáo gì trong kỳ đến {day(release.period.last)}: {names(silent)}."
        yield Problem(release.files[0], what, "nhắc các đơn vị ấy báo cáo.", is_error=False)
