"""What readers would see that is not what was last published, sentence by sentence and figure by figure, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bantin.editorial import EditorFile
from bantin.ingest.ledger import WITHDRAWN, Issue
from bantin.ledger.issues import issues_of, key_of, printed
from bantin.ledger.revise import GONE
from bantin.model import Bulletin, Figure, plain
from bantin.pipeline import Series
from bantin.story.printing import SENTENCE_END
from bantin.vietnamese import span

WHY = {"data": "số liệu", "story": "lời bản tin", "editor": "biên tập viên", "code": "chương trình"}
KINDS = {
    "title": "tiêu đề",
    "lead": "lời dẫn",
    "paragraph": "đoạn",
    "words": "lời biên tập",
    "figure": "con số",
    "byline": "người ký",
    "photo": "ảnh",
    "tags": "thẻ",
    "date": "ngày đăng",
}
BY_EDITORS = ("words", "byline", "photo", "tags", "date")
"""Texts that are an editor's wherever they stand."""
NUMBERS = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was: kind, name, what was and what is (nothing: not there), why, and its cells."""

    kind: str
    label: str
    was: str
    now: str
    why: tuple[str, ...]
    cells: str = ""

    @property
    def reason(self) -> str:
        """Why, in words."""
        return " hoặc ".join(WHY[kind] for kind in self.why)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A bulletin that is new to readers, withdrawn, or not as it was published."""

    dataset: str
    period: str
    url: str
    state: str
    differences: tuple[Difference, ...] = ()


def review(series: Iterable[Series]) -> tuple[Reviewed, ...]:
    """Everything that the next publication would change for readers, dataset by dataset, in time order."""
    return tuple(reviewed for own in series for reviewed in _review(own))


def _review(series: Series) -> Iterator[Reviewed]:
    folder = series.folder
    slug, title = folder.dataset.slug, folder.dataset.title
    issues = issues_of(series)
    for bulletin in series.bulletins:
        now = issues[bulletin.period.last]
        url = f"ban-tin/{slug}/{bulletin.period.last.isoformat()}/"
        before = folder.issues.get(bulletin.period.last)
        editor = folder.editor_files.get(bulletin.period.last) or EditorFile("")
        lines = (("title", editor.title), ("lead", editor.lead), *((kind, True) for kind in BY_EDITORS))
        written = {kind for kind, text in lines if text}
        found = tuple(_differences(before, now, bulletin, written)) if before else ()
        held = "nháp" if bulletin.is_draft else "chưa đến giờ đăng" if bulletin.held_until else "mới"
        if not before or found:
            yield Reviewed(title, plain(span(bulletin.period)), url, "" if before else held, found)
    unsaid = (own for own in folder.withdrawn if WITHDRAWN not in folder.issues.get(own.last, Issue()).of)
    for period in unsaid:
        url = f"ban-tin/{slug}/{period.last.isoformat()}/"
        yield Reviewed(title, plain(span(period)), url, "đã rút")


def _differences(before: Issue, now: Issue, bulletin: Bulletin, written: set[str]) -> Iterator[Difference]:
    """What differs; `written` are the kinds of texts that are an editor's."""
    moved = {kind for kind in now.of if before.of.get(kind) != now.of[kind]}
    figures: dict[str, Figure] = {}
    for figure in printed(bulletin):
        figures.setdefault(key_of(figure), figure)
    for key in dict.fromkeys((*before.figures, *now.figures)):
        was, own = before.figures.get(key), now.figures.get(key)
        if (was and was.text) != (own and own.text):
            label = own.label if own else was.label if was else key
            cells = figures[key].cells if key in figures else ()
            where = ", ".join(dict.fromkeys(f"{cell.file.rpartition('/')[2]} ô {cell.reference}" for cell in cells))
            texts = (was.text if was else "", own.text if own else "")
            yield Difference("figure", label, *texts, (_why_figure(moved),), where)
    for kind, was_text, now_text in _changed_texts(before, now):
        why = _why_text(was_text, now_text, moved, written=kind in written)
        yield Difference(kind, KINDS[kind], was_text, now_text, why)


def _changed_texts(before: Issue, now: Issue) -> Iterator[tuple[str, str, str]]:
    """Sentences that were replaced, that went or came, each with its kind."""
    old, new = _sentences(before), _sentences(now)
    for what, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        gone, come = old[start:end], new[new_start:new_end]
        for at in range(max(len(gone), len(come))):
            kind = (come[at] if at < len(come) else gone[at])[0]
            yield kind, gone[at][1] if at < len(gone) else "", come[at][1] if at < len(come) else ""


def _sentences(issue: Issue) -> list[tuple[str, str]]:
    return [(kind, one) for kind, text in issue.said for one in SENTENCE_END.split(text)]


def _why_figure(moved: set[str]) -> str:
    causes = ("data" if moved & {"data", "history"} else "", *(kind for kind in ("story", "editor") if kind in moved))
    return next(filter(None, causes), "code")


def _why_text(was: str, now: str, moved: set[str], *, written: bool) -> tuple[str, ...]:
    """Why a text is another one.

    What an editor has written is theirs; the same words with other numbers follow from the data; of other words both
    the data and the story may be the cause.
    """
    reworded = NUMBERS.sub("", was) != NUMBERS.sub("", now)
    if written and "editor" in moved and (reworded or not moved & {"data", "history"}):
        return ("editor",)
    if not reworded:
        return (_why_figure(moved),)
    causes = [_why_figure(moved - {"story", "editor"}), "story" if "story" in moved else ""]
    return tuple(cause for cause in causes if cause and cause != "code") or ("code",)


def table(found: Iterable[Reviewed]) -> str:
    """The review as text for a terminal."""
    lines: list[str] = []
    for own in found:
        state = f" [{own.state}]" if own.state else ""
        lines += ["", f"{own.dataset}, kỳ {own.period}{state}", f"  {own.url}"]
        for one in own.differences:
            lines.append(f"  - {one.label} (do {one.reason})")
            lines += [f"      trước: {one.was or '(chưa có)'}", f"      nay:   {one.now or GONE}"]
            lines += [f"      theo:  {one.cells}"] if one.cells else []
    return "\n".join(lines).strip() or "Không có gì khác với bản đã đăng."


def page(found: tuple[Reviewed, ...], site: str) -> str:
    """The review as a page for editors, with links into the preview at the address `site`."""
    return _environment().get_template("review.html").render(found=found, site=site, gone=GONE)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
