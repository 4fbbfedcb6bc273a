"""Corrections: what has changed since it was published is said on its page, or not published at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from bantin.editorial import Changed, Correction, EditorFile
from bantin.errors import Problem, ProblemsFound
from bantin.ingest.archive import Archive, Folder
from bantin.ingest.ledger import WITHDRAWN, Issue
from bantin.ledger.issues import issues_of
from bantin.model import Bulletin
from bantin.pipeline import Series, make_all
from bantin.story.words import BY_NAME, typed_numbers
from bantin.vietnamese import day

MOST_NAMED = 6
GONE = "không nêu nữa"
NOT_SAID = "không nêu"
ENTRY = "thêm bốn dòng mới: Đính chính, Nội dung sửa, Lý do, Người sửa."


def changes_between(before: Issue, now: Issue) -> tuple[Changed, ...]:
    """The figures that were published and are others now, in value and in print, plain values first.

    A figure that is no longer stated counts when the data, or nothing else, have changed: then it is they that took it
    away, and not other words. So does one that a correction took away, when it is stated again.
    """
    moved = any(before.of.get(kind) != now.of.get(kind) for kind in ("data", "history"))
    reworded = any(before.of.get(kind) != now.of.get(kind) for kind in ("story", "editor", "code"))
    found = []
    for key, was in before.figures.items():
        own = now.figures.get(key)
        if own is None and (moved or not reworded):
            found.append(Changed(key, was.label, was.text, ""))
        elif own and own.text != was.text and Decimal(own.value) != Decimal(was.value):
            found.append(Changed(key, was.label, was.text, own.text))
    gone = {own.key: own.now for _, changes in sorted(before.changes.items()) for own in changes}
    back = [key for key in now.figures if gone.get(key) == "" and key not in before.figures]
    found += [Changed(key, now.figures[key].label, "", now.figures[key].text) for key in back]
    return tuple(sorted(found, key=lambda changed: changed.key.split("|")[2] != "level"))


@dataclass
class Revision:
    """A dataset's bulletins while they are held against the ledger, in time order."""

    series: Series
    problems: list[Problem] = field(default_factory=list)
    made: list[Bulletin] = field(default_factory=list)
    causes: dict[date, Correction | None] = field(default_factory=dict)
    """Which bulletins have changed, and by which correction; None where that is lacking."""

    @property
    def folder(self) -> Folder:
        """The dataset's folder."""
        return self.series.folder

    def revise(self) -> Series:
        """The series with its corrections; what is lacking is added to the problems."""
        issues = self.folder.issues
        if not issues:
            return self.series
        now = issues_of(self.series)
        self._missing()
        self._withdrawn()
        for bulletin in self.series.bulletins:
            before, editor = issues.get(bulletin.period.last), self.folder.editor_files.get(bulletin.period.last)
            corrections = editor.corrections if editor else ()
            if before:
                corrections = self._corrections(bulletin, before, now[bulletin.period.last], corrections)
                self._kept(before, editor, bulletin)
            self.made.append(replace(bulletin, corrections=corrections))
        return replace(self.series, bulletins=tuple(self.made))

    def _corrections(
        self, bulletin: Bulletin, before: Issue, now: Issue, entries: tuple[Correction, ...]
    ) -> tuple[Correction, ...]:
        """The editor's entries and the notes of a published bulletin, each with what it changed."""
        changes = changes_between(before, now)
        new = [entry for entry in entries if entry.moment not in before.changes]
        told = [replace(entry, changes=before.changes.get(entry.moment, ())) for entry in entries]
        told += [replace(note, changes=before.changes.get(note.moment, ())) for note in before.notes]
        self._typed(bulletin, changes)
        if WITHDRAWN in before.of:
            self.causes[bulletin.period.last] = new[-1] if new else None
            if not new:
                what = f"bản tin kỳ đến {day(bulletin.period.last)} đã rút, nay đăng lại mà chưa nói vì sao."
                self.problems.append(Problem(self._file(bulletin.period.last), what, ENTRY))
        if changes and new:
            newest = replace(new[-1], changes=changes)
            told = [newest if own.moment == newest.moment and not own.origin else own for own in told]
            self.causes[bulletin.period.last] = newest
        elif changes:
            earlier = [last for last in self.causes if last < bulletin.period.last]
            own, past = (before.of.get(kind) != now.of.get(kind) for kind in ("data", "history"))
            followed = bool(earlier) and past and not own
            cause = self.causes[max(earlier)] if followed else None
            if cause:
                origin = cause.origin or max(earlier)
                if cause.moment in before.changes:
                    other = f"một đính chính đã đăng của bản tin kỳ đến {day(bulletin.period.last)}"
                    self._same_moment(self._file(origin), cause, other)
                told.append(replace(cause, what="", line=0, changes=changes, origin=origin))
            elif not followed:
                self._demand(bulletin, changes)
            self.causes[bulletin.period.last] = told[-1] if cause else None
        return tuple(sorted(told, key=lambda own: own.moment))

    def _withdrawn(self) -> None:
        """What is withdrawn now says so in an entry of its own, which is what later bulletins' changes come from."""
        for last in (period.last for period in self.folder.withdrawn):
            before, editor = self.folder.issues.get(last), self.folder.editor_files[last]
            if before is None or WITHDRAWN in before.of:
                continue  # it was never there, or the later ones have said so already
            new = [entry for entry in editor.corrections if entry.moment not in before.changes]
            self.causes[last] = new[-1] if new else None
            if not new:
                what = "bản tin rút mà chưa nói vì sao: đính chính trong tệp là của lần trước."
                self.problems.append(Problem(self._file(last), what, ENTRY))

    def _demand(self, bulletin: Bulletin, changes: tuple[Changed, ...]) -> None:
        first = changes[:MOST_NAMED]
        named = "; ".join(f"{own.label}: đã đăng {own.was or NOT_SAID}, nay {own.now or GONE}" for own in first)
        more = f"; và {len(changes) - MOST_NAMED} con số khác" if len(changes) > MOST_NAMED else ""
        what = f"bản tin kỳ đến {day(bulletin.period.last)} đã đăng mà số liệu nay khác: {named}{more}."
        remedy = "ghi Đính chính, Nội dung sửa, Lý do, Người sửa vào đầu tệp này; hoặc trả lại số liệu như đã đăng."
        self.problems.append(Problem(self._file(bulletin.period.last), what, remedy))

    def _typed(self, bulletin: Bulletin, changes: Iterable[Changed]) -> None:
        """Numbers that an editor typed, which were figures when they were published, and no longer are."""
        was = {own.was.split(" ")[0]: own for own in changes if own.was}
        for words in bulletin.words:
            for run in words.runs:
                for typed in dict.fromkeys(typed_numbers(run) if isinstance(run, str) else ()):
                    if own := was.get(typed):
                        what = f"lời này ghi “{typed}”, là “{own.label}” khi đăng; nay là {own.now or GONE}."
                        remedy = f"sửa con số trong lời, hoặc {BY_NAME}"
                        self.problems.append(Problem(self._file(bulletin.period.last), what, remedy, line=words.line))

    def _kept(self, before: Issue, editor: EditorFile | None, bulletin: Bulletin) -> None:
        """What was published of an editor's stays, unless the editor says otherwise."""
        file = self._file(bulletin.period.last)
        if editor is None:
            if before.of.get("editor"):
                what = "tệp này đã mất, trong khi bản tin đăng rồi có lời hay tên người ký lấy từ đó."
                remedy = f"lấy lại tệp (git checkout -- {file}); muốn bỏ hết thì để lại một dòng: Trạng thái: đã đăng."
                self.problems.append(Problem(file, what, remedy))
            return
        noted = {note.moment for note in before.notes}
        for entry in editor.corrections:
            said = (entry.what, entry.why, entry.by)
            if entry.moment in noted:
                self._same_moment(file, entry, "một cập nhật đã đăng của bản tin này")
            if before.entries.get(entry.moment, said) != said:
                what = f"đính chính lúc {entry.moment:%d/%m/%Y %H:%M} đã đăng với lời khác."
                remedy = "ghi lại như cũ; muốn nói thêm thì thêm một đính chính mới."
                self.problems.append(Problem(file, what, remedy, line=entry.line))
        for moment in sorted(before.changes.keys() - noted - {entry.moment for entry in editor.corrections}):
            what = f"đính chính ngày {day(moment.date())} đã đăng mà nay không còn trong tệp."
            self.problems.append(Problem(file, what, "ghi lại đính chính ấy như cũ, đúng cả ngày giờ."))

    def _same_moment(self, file: str, entry: Correction, other: str) -> None:
        """Two corrections of one bulletin are told apart by their moments."""
        what = f"đính chính lúc {entry.moment:%d/%m/%Y %H:%M} trùng giờ với {other}."
        self.problems.append(Problem(file, what, "ghi giờ khác, sớm hay muộn hơn vài phút.", line=entry.line))

    def _missing(self) -> None:
        """Bulletins that were published and are no longer there."""
        there = {own.period.last for own in self.series.bulletins if not own.is_draft and not own.held_until}
        there |= {period.last for period in self.folder.withdrawn}
        for last in sorted(self.folder.issues.keys() - there):
            what = f"bản tin kỳ đến {day(last)} đã đăng, nay không còn: số liệu đã mất, hoặc bài đã thành nháp."
            remedy = "trả lại như cũ; muốn rút bài thì ghi Trạng thái: đã rút và một Đính chính vào tệp này."
            self.problems.append(Problem(self._file(last), what, remedy))

    def _file(self, last: date) -> str:
        return f"content/bulletins/{self.folder.dataset.slug}/{last.isoformat()}.md"


def revised(series: Iterable[Series]) -> tuple[tuple[Series, ...], tuple[Problem, ...]]:
    """Every series with its corrections, and what keeps it from being published."""
    revisions = [Revision(own) for own in series]
    made = tuple(revision.revise() for revision in revisions)
    return made, tuple(problem for revision in revisions for problem in revision.problems)


def lacking(archive: Archive) -> tuple[Problem, ...]:
    """What keeps an archive without other faults from being published."""
    try:
        return revised(make_all(archive))[1]
    except ProblemsFound:
        return ()  # told already
