"""What a bulletin says of its corrections, held against the editors' files, the ledger and its own figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from bantin.editorial import Changed, Correction
from bantin.ingest.ledger import Issue, Printed
from bantin.proof.outcome import Entry
from bantin.proof.told import Told
from bantin.vietnamese import clean


def check_revised(told: Told) -> Iterator[str]:
    """What is wrong with its corrections: each is somebody's, with what was and what is; no change is kept quiet."""
    issue, given = told.folder.issues.get(told.last, Issue()), told.corrections
    wanted = told.editor.corrections if told.editor else ()
    if [_words(own) for own in given if own.origin is None] != [_words(own) for own in wanted]:
        yield "đính chính khác với tệp của biên tập viên."
    current = {_key(entry): entry for entry in reversed(told.entries)}
    for own in given:
        if own.origin:
            yield from _note(told, own)
        if own.moment in issue.changes:
            wrong = own.changes != issue.changes[own.moment]
        else:
            wrong = any(_is_wrong(change, issue.figures, current) for change in own.changes)
        if wrong:
            yield f"đính chính lúc {own.moment:%d/%m/%Y %H:%M} nêu sai con số trước hay sau khi sửa."
    if lost := {note.moment for note in issue.notes} - {own.moment for own in given if own.origin}:
        yield f"thiếu cập nhật đã đăng lúc {min(lost):%d/%m/%Y %H:%M}."
    named = {change.key for own in given if own.moment not in issue.changes for change in own.changes}
    for key, printed in issue.figures.items() if not told.folder.audience.editors else ():
        if key in current and key not in named and _moved(printed, current[key]):
            yield f"“{printed.label}” đã đăng là {printed.text}, nay khác mà không có đính chính."


def _words(own: Correction) -> tuple[datetime, str, str, str]:
    return own.moment, own.what, own.why, own.by


def _note(told: Told, note: Correction) -> Iterator[str]:
    """A correction of an earlier bulletin, which that one's editor made."""
    origin = told.folder.editor_files.get(note.origin) if note.origin and note.origin < told.last else None
    made = {(own.moment, own.why, own.by) for own in (origin.corrections if origin else ())}
    if (note.moment, note.why, note.by) not in made:
        yield f"không có đính chính nào của bản tin kỳ đến {note.origin} như cập nhật này nói."


def _moved(before: Printed, entry: Entry) -> bool:
    """Whether a figure is another one than was published, in value and in print."""
    return Decimal(str(entry["value"])) != Decimal(before.value) and before.text not in _texts(entry)


def _texts(entry: Entry) -> set[str]:
    """How a figure may be printed with its unit."""
    text, unit = clean(entry["text"]), clean(entry["unit"])
    texts = {text, text[:1].lower() + text[1:]}
    return texts if unit in {"", "%"} else {f"{text} {unit}", f"{unit} {text}"}


def _is_wrong(change: Changed, before: Mapping[str, Printed], current: Mapping[str, Entry]) -> bool:
    was, entry = before.get(change.key), current.get(change.key)
    if was is None and entry and change.was == "":  # stated again
        return change.now not in _texts(entry)
    if was is None or (was.label, was.text) != (change.label, change.was):
        return True
    if entry is None:
        return change.now != ""
    return change.now not in _texts(entry) or not _moved(was, entry)


def _key(entry: Entry) -> str:
    """What the ledger calls a figure."""
    against = ",".join(entry["against"])
    return f"{entry['indicator']}|{entry['area']}|{entry['operation']}|{against}|{entry['period']}"
