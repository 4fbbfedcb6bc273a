"""An editor's words in a bulletin: in the place of its title or lead, or at a point of its story.

Figures stand in them by name, as in a story. A number that is typed and is that of a figure is bound to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from jinja2 import TemplateError

from bantin.editorial import BEFORE_CHARTS, END, START, EditorFile, Part
from bantin.errors import Problem, ProblemsFound, suggestion
from bantin.facts.facts import Facts
from bantin.model import Figure, Line, Words
from bantin.story.language import environment, faults
from bantin.story.names import names
from bantin.story.printing import HELD, NO_CLAUSE, NO_SENTENCE, RESERVED, Printer
from bantin.story.story import Telling, rendered
from bantin.vietnamese import NBSP

GENERATED = {"title": "tieu_de", "lead": "loi_dan"}
"""By what names an editor's title and lead call those of the story."""
NOT_FIGURES = (
    r"[\ue000\ue004]\d+\ue001|`[^`\n]*`|\]\([^)\n]*\)|<[^>\n]*>|https?://\S+|^\s*\d+[.)]\s"
    r"|\d{1,2}/\d{1,2}(?:/\d{4})?|\d{1,2}/\d{4}|\d+/[\w/-]*[^\W\d][\w/-]*|(?:năm|Năm)\s\d{4}|\b0\d+"
    r"|\w*[^\W\d_]\w*\d[\w-]*|\w*[^\W\d_]-\d+"
)
"""What digits stand in that is no figure: links, days, numbers of documents, names, what is held already."""
NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?%?|\d+(?:,\d+)?%?"
PLAIN_SIZE = re.compile(r"\d\.\d{3}|\d,\d")
"""Numbers so particular that they speak of a figure even where no unit follows."""
UNSTATED = re.compile(f"[{NO_CLAUSE}{NO_SENTENCE}]")
BY_NAME = "viết tên chỉ tiêu trong {{ }} để con số luôn đúng."


@dataclass
class Placing:
    """An editor's file while it is brought into a bulletin. `printed` are the figures that the bulletin has already."""

    editor: EditorFile
    facts: Facts
    printed: Sequence[Figure]
    phrases: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.printer = Printer()
        self.known = names(self.facts, self.printer)
        self.by_text: dict[str, list[Figure]] = {}
        for figure in sorted(self.printed, key=lambda figure: figure.operation != "level"):
            self.by_text.setdefault(figure.text, []).append(figure)
        nouns = {figure.noun for figure in self.printed if figure.noun}
        self.units = nouns | {rule.unit for rule in self.facts.dataset.indicators.values()} - {"%", ""}

    def telling(self, telling: Telling) -> Telling:
        """The story's telling with the editor's title and lead."""
        title, lead = self.editor.title, self.editor.lead
        return replace(
            telling,
            title=self._line(title, telling.title) if title else telling.title,
            lead=self._line(lead, telling.lead) if lead else telling.lead,
        )

    def words(self, telling: Telling) -> tuple[Words, ...]:
        """The editor's words, each before a paragraph of the body, the last after the charts."""
        size, order = len(telling.body), [START, *telling.points, BEFORE_CHARTS, END]
        at = {START: 0, **telling.points, BEFORE_CHARTS: size, END: size + 1}
        placed: list[tuple[int, Words]] = []
        for part in self.editor.parts:
            if part.place not in at:
                close = suggestion(part.place, at)
                remedy = f"dùng một trong: {', '.join(('ban_tin', *order))}; con số thì viết trong một câu."
                self._problem(part, f"không có điểm nào tên là “{part.place}”.{close}", remedy, line=part.line - 1)
                continue
            text = self._bound(self._rendered(part, self.known), part)
            runs = tuple(
                self.printer.held(int(run)) if position % 2 else run
                for position, run in enumerate(HELD.split(text))
                if run
            )
            placed.append((order.index(part.place), Words(at[part.place], runs, part.line)))
        return tuple(words for _, words in sorted(placed, key=lambda own: own[0]))

    def look(self, text: str) -> None:
        """Tell of wrong numbers in words beside the text, such as a photo's; no figure is bound in them."""
        for match in _typed(text, self.phrases):
            after = text[match.end() :].lstrip(f" {NBSP}")
            if not self._figure(match[0], text[: match.start()], after):
                self._doubt(Part("", text, 1), match, after)

    def _problem(self, part: Part, what: str, remedy: str, *, line: int = 0, is_error: bool = True) -> None:
        self.problems.append(Problem(self.editor.file, what, remedy, line=line or part.line, is_error=is_error))

    def _line(self, part: Part, generated: Line) -> Line:
        """A title or a lead; a number in it that is no figure's would be one without a source."""
        known = {**self.known, GENERATED[part.place]: self.printer.hold(generated)}
        text = self._bound(self._rendered(part, known), part, tell=False)
        for typed in _typed(text, self.phrases):
            close = suggestion(typed[0], self._values)
            self._problem(part, f"“{typed[0]}” không phải là con số nào của kỳ này.{close}", BY_NAME)
        found = self.printer.paragraphs(text)
        return found[0] if found else generated

    def _rendered(self, part: Part, known: Mapping[str, object]) -> str:
        """The text with what its names stand for; nothing where something in it is wrong, which is told."""
        source, file = RESERVED.sub("", part.text), self.editor.file
        wrong = list(faults(source, file, tuple(known), self.phrases, typed=True))
        try:
            text = "" if wrong else rendered(environment().from_string(source), known, file)
        except (ProblemsFound, TemplateError) as found:
            wrong, text = list(getattr(found, "problems", ())), ""
        lines = [number for number, line in enumerate(text.split("\n")) if UNSTATED.search(line)]
        for number in lines:
            what = "ở kỳ này không có con số mà dòng này nêu tên."
            self._problem(part, what, "bỏ câu ấy, hoặc chờ số liệu.", line=part.line + number)
        self.problems += [replace(problem, line=part.line + (problem.line or 1) - 1) for problem in wrong]
        return "" if lines else text

    def _bound(self, text: str, part: Part, *, tell: bool = True) -> str:
        """The text in which typed numbers that are those of figures are held as these."""
        made, end = "", 0
        for match in _typed(text, self.phrases):
            after = text[match.end() :].lstrip(f" {NBSP}")
            figure = self._figure(match[0], text[: match.start()], after)
            made += text[end : match.start()] + (self.printer.hold((figure,)) if figure else match[0])
            end = match.end()
            if tell and not figure:
                self._doubt(part, match, after)
        return made + text[end:]

    def _figure(self, typed: str, before: str, after: str) -> Figure | None:
        """The printed figure that a typed number is: by the unit that stands beside it, else by its size.

        A small number without a unit, such as 5, may count anything.
        """
        same = self.by_text.get(typed, [])
        for figure in same:
            unit = (figure.unit or typed).casefold()
            beside = before.rstrip(f" {NBSP}").casefold().endswith(unit) if figure.unit_first else _counts(after, unit)
            if figure.unit == "%" or beside:
                return figure
        other = any(_counts(after, unit) for unit in self.units)
        return same[0] if same and not other and PLAIN_SIZE.search(typed) else None

    def _doubt(self, part: Part, match: re.Match[str], after: str) -> None:
        """Tell of a typed number that is counted in one of the dataset's units, and is none of its values."""
        unit = next((unit for unit in sorted(self.units, key=len, reverse=True) if _counts(after, unit)), "")
        if match[0] in self._values or not (
            unit or (PLAIN_SIZE.search(match[0]) and suggestion(match[0], self._values))
        ):
            return
        line = part.line + match.string.count("\n", 0, match.start())
        what = (
            f"“{f'{match[0]} {unit}'.strip()}” không phải là con số nào của kỳ này.{suggestion(match[0], self._values)}"
        )
        self._problem(part, what, f"xem lại con số, hoặc {BY_NAME}", line=line, is_error=False)

    @cached_property
    def _values(self) -> set[str]:
        """All values of this period as they are printed, those of single items too, and those of the period before."""
        facts, found = self.facts, set(self.by_text)
        for release in filter(None, (facts.release, facts.previous)):
            for indicator, code in release.observations:
                level = facts.level(indicator, code, release)
                found |= {level.text} if level else set()
        return found


def typed_numbers(text: str) -> Iterator[str]:
    """The numbers that an editor typed, as far as they may be figures."""
    return (match[0] for match in _typed(text, ()))


def _counts(after: str, unit: str) -> bool:
    """Whether a text begins with a unit as words of its own."""
    return bool(re.match(rf"{re.escape(unit)}(?!\w)", after, re.IGNORECASE))


def _typed(text: str, phrases: tuple[str, ...]) -> Iterator[re.Match[str]]:
    """The numbers in a text that may be figures."""
    return (match for match in _numbers(phrases).finditer(text) if match["number"])


@lru_cache(maxsize=64)
def _numbers(phrases: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(rf"(?<![\w.,]){re.escape(phrase)}(?!\w|[.,]\d)" for phrase in phrases)
    skipped = f"{names}|{NOT_FIGURES}" if names else NOT_FIGURES
    return re.compile(rf"(?:{skipped})|(?P<number>(?<![\w.,/])(?:{NUMBER})(?![\w/]|[.,]\d))", re.MULTILINE)
