"""Corrections in an editor's file: four lines each, so that none is made without a day, a reason and a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from bantin.editorial import Correction
from bantin.errors import Problem
from bantin.vietnamese import TIME_ZONE

Fields = Mapping[str, tuple[str, int]]
"""The fields of one correction, each with its line: `correction`, which begins it, and those of PARTS."""
BEGINS = "correction"
PARTS = {"what": "Nội dung sửa", "why": "Lý do", "by": "Người sửa"}
DATES = ("%d/%m/%Y", "%d/%m/%Y %H:%M", "%Y-%m-%d", "%Y-%m-%d %H:%M")


def moment_of(text: str) -> datetime | None:
    """The day, or the hour and minute of a day, that a text names, in Vietnam; None where it names none."""
    for pattern in DATES:
        try:
            moment = datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone is set below: dates are civil dates of Vietnam
        except ValueError:
            continue
        return moment.replace(tzinfo=TIME_ZONE)
    return None


def corrections_of(file: str, blocks: list[Fields], problems: list[Problem]) -> tuple[Correction, ...]:
    """The corrections, the oldest first; what is wrong with them is added to the problems."""
    made = []
    for block in blocks:
        text, line = block[BEGINS]
        moment = moment_of(text)
        if moment is None:
            what = f"“{text}” không phải là ngày đính chính."
            problems.append(Problem(file, what, "ghi như 19/11/2021 hoặc 19/11/2021 09:00.", line=line))
        for name, label in PARTS.items():
            if not block.get(name, ("", 0))[0]:
                what = f"đính chính này chưa có mục “{label}”."
                remedy = f"dưới dòng Đính chính ghi đủ các mục {', '.join(PARTS.values())}."
                problems.append(Problem(file, what, remedy, line=line))
        what, why, by = (block.get(name, ("", 0))[0].removesuffix(".") for name in PARTS)
        made += [Correction(moment, what, why, by, line)] if moment else []
    return tuple(sorted(made, key=lambda correction: correction.moment))


def too_late(file: str, corrections: tuple[Correction, ...], now: datetime | None) -> Iterator[Problem]:
    """What is wrong with corrections that come after now: they would stand on top of all feeds until then."""
    for correction in corrections:
        if now and correction.moment > now:
            what = f"đính chính ghi một lúc chưa đến ({correction.moment:%d/%m/%Y %H:%M})."
            yield Problem(file, what, "ghi đúng ngày giờ đính chính.", line=correction.line)


def too_early(file: str, corrections: tuple[Correction, ...], published: datetime) -> Iterator[Problem]:
    """What is wrong with corrections that come before what they correct."""
    for correction in corrections:
        if correction.moment < published:
            what = f"đính chính trước khi bản tin được đăng ({published:%d/%m/%Y %H:%M})."
            yield Problem(
                file,
                what,
                "ghi đúng ngày và cả giờ ở mục Đính chính (như 17/11/2021 18:00), hoặc sửa Ngày đăng.",
                line=correction.line,
            )
