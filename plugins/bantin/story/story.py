"""`story.md` → a compiled story; a story and facts → title, lead and body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import TracebackType

from jinja2 import Template, TemplateError

from bantin.errors import CellError, Problem, ProblemsFound
from bantin.facts.facts import Facts
from bantin.facts.select import STATUSES, UNKNOWN
from bantin.ingest.period import said
from bantin.model import Figure, Line, Segment
from bantin.story.blocks import POINT
from bantin.story.language import GUIDE, environment, faults, points_in
from bantin.story.names import OWN_NAMES, names
from bantin.story.printing import RESERVED, Printer
from bantin.story.wording import headlines
from bantin.vietnamese import enumeration, fold

ABSENT_ARE = {(words,) for words in (UNKNOWN, *STATUSES)}
TOTALS = frozenset({"level", "rounded", "share"})
NOT_INCLUDED = {False: " Số liệu chưa gồm ", True: " Số cộng dồn còn thiếu một số kỳ của "}


@dataclass(frozen=True, slots=True)
class Story:
    """A dataset's wording, compiled and checked."""

    file: str
    title: Template
    body: Template
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """What a story tells: title, lead, the body's paragraphs, and before which of these each point lies."""

    title: Line
    lead: Line
    body: tuple[Line, ...]
    points: Mapping[str, int]


@lru_cache(maxsize=256)  # default stories are often the same
def read_story(text: str, file: str, indicators: tuple[str, ...], phrases: tuple[str, ...] = ()) -> Story:
    """The story of a `story.md`'s text, called `file` in messages; `phrases` are the names with digits it may have.

    Raises:
        ProblemsFound: with every unknown name and every fault of syntax.
    """
    lines = RESERVED.sub("", text).split("\n")
    rule = next((index for index, line in enumerate(lines) if line.strip() == "---"), None)
    head = next((index for index, line in enumerate(lines[: rule or 0]) if line.strip()), None)
    name, colon, title = lines[head].partition(":") if head is not None else ("", "", "")
    others = [line for line in lines[(head or 0) + 1 : rule] if line.strip()]
    if rule is None or head is None or not colon or fold(name) not in {"tieu de", "title"} or others:
        what, remedy = "thiếu dòng “Tiêu đề: …” và dòng “---” ở đầu tệp, hoặc giữa chúng có dòng khác.", GUIDE
        raise ProblemsFound([Problem(file, what, remedy, line=1)])
    # leading empty lines keep the numbers of the lines as the file has them
    parts = ("\n" * head + title.strip(), "\n" * (rule + 1) + "\n".join(lines[rule + 1 :]))
    problems = [problem for part in parts for problem in faults(part, file, (*indicators, *OWN_NAMES), phrases)]
    if problems:
        raise ProblemsFound(problems)
    points = tuple(name for _, name in points_in(environment().parse(parts[1])))
    head_template, body_template = (environment().from_string(part) for part in parts)
    return Story(file, head_template, body_template, points)


def tell(story: Story, facts: Facts) -> tuple[Line, Line, tuple[Line, ...]]:
    """Title, lead and the body's paragraphs. What may not be stated is left out.

    Raises:
        ProblemsFound: when the story asks for something in a way that cannot be answered.
    """
    telling = noted(told(story, facts), facts)
    return telling.title, telling.lead, telling.body


def told(story: Story, facts: Facts) -> Telling:
    """What the story itself tells of the facts.

    Raises:
        ProblemsFound: as `tell`.
    """
    printer = Printer()
    known = names(facts, printer)
    title, *_ = (*printer.paragraphs(rendered(story.title, known, story.file)), ())
    text, *placed = POINT.split(rendered(story.body, known, story.file))
    lines, points = list(printer.paragraphs(text)), dict[str, int]()
    for name, more in zip(placed[::2], placed[1::2], strict=True):
        points[name] = max(len(lines) - 1, 0)
        lines += printer.paragraphs(more)
    lead, *body = (*lines, ()) if lines else ((),)
    return Telling(title or _plain_title(facts), lead or _plain_lead(facts), tuple(filter(None, body)), points)


def noted(telling: Telling, facts: Facts) -> Telling:
    """The same with what the lead must say of its figures: that they are not final, whom the totals leave out."""
    title, lead, body = telling.title, telling.lead, telling.body
    if facts.all_provisional:
        lead = (*lead, " Các con số trong kỳ là số liệu sơ bộ.")
    return replace(telling, lead=(*lead, *_not_included(facts, (title, lead, *body))))


def _not_included(facts: Facts, lines: Sequence[Line]) -> Line:
    """Whom the stated totals leave out, unless the story says so itself: nobody may take a part for the whole."""
    area = facts.release.area
    stated = [part for line in lines for part in line if isinstance(part, Figure) and part.area == area]
    totals = dict.fromkeys(figure.indicator for figure in stated if figure.indicator and figure.operation in TOTALS)
    told = " ".join(
        figure.text for figure in stated if figure.operation == "items" and figure.against[:1] in ABSENT_ARE
    )
    notes: list[Segment] = []
    for over_periods, words in NOT_INCLUDED.items():
        names = [name for name in totals if bool(facts.dataset.indicators[name].cumulative) is over_periods]
        missing = dict.fromkeys(item for name in names for item in facts.missing(name, area, facts.release))
        if missing and (over_periods or not all(item.name in told for item in missing)):
            notes += [words, *enumeration([(item.full_name,) for item in missing]), "."]
    return tuple(notes)


def _plain_title(facts: Facts) -> Line:
    """A title that states no figure, for when the story's own cannot be said."""
    return (f"{facts.dataset.title}, ", *said(facts.period))


def _plain_lead(facts: Facts) -> Line:
    """A lead of what is known, for when none of the story can be said."""
    known = [
        (f"{row.label}: ", *row.value)
        for row in headlines(facts)
        if not row.of[1] and any(isinstance(part, Figure) for part in row.value)
    ]
    if not known and any(seen.value is not None for seen in facts.release.observations.values()):
        return ("Kỳ này chưa có số liệu chung.",)
    if not known:
        return ("Số liệu của kỳ này chưa được công bố.",)
    return (*tuple(part for line in known for part in ("; ", *line))[1:], ".")


def rendered(template: Template, known: Mapping[str, object], file: str) -> str:
    """What a template prints with these names; `file` is what messages call it.

    Raises:
        ProblemsFound: when it asks for something in a way that cannot be answered.
    """
    try:
        return template.render(known)
    except CellError as fault:
        problem = Problem(file, fault.what, fault.remedy, line=_line(fault.__traceback__))
    except (TemplateError, TypeError, ValueError, ArithmeticError) as fault:
        what = "câu lệnh không thực hiện được với những gì ghi trong ngoặc."
        problem = Problem(file, what, GUIDE, line=_line(fault.__traceback__))
    raise ProblemsFound([problem])


def _line(traceback: TracebackType | None) -> int | None:
    """The template's line at which an exception arose."""
    line = None
    while traceback:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
