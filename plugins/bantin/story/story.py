"""`story.md` → a compiled story; a story and facts → title, lead and body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import TracebackType

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from bantin.errors import CellError, Problem, ProblemsFound, suggestion
from bantin.facts.facts import Facts
from bantin.model import Line
from bantin.story.blocks import BLOCKS, VietnameseBlocks
from bantin.story.names import ATTRIBUTES, FILTERS, OWN_NAMES, names
from bantin.story.printing import RESERVED, Printer
from bantin.vietnamese import fold, span

GUIDE = "xem docs/viet-ban-tin.md."


@dataclass(frozen=True, slots=True)
class Story:
    """A dataset's wording, compiled and checked."""

    file: str
    title: Template
    body: Template


def read_story(text: str, file: str, indicators: tuple[str, ...]) -> Story:
    """The story of a `story.md`'s text, called `file` in messages.

    Raises:
        ProblemsFound: with every unknown name and every fault of syntax.
    """
    lines = RESERVED.sub("", text).split("\n")
    rule = next((index for index, line in enumerate(lines) if line.strip() == "---"), None)
    head = next((index for index, line in enumerate(lines[: rule or 0]) if line.strip()), None)
    name, colon, title = lines[head].partition(":") if head is not None else ("", "", "")
    if rule is None or head is None or not colon or fold(name) not in {"tieu de", "title"}:
        what, remedy = "thiếu dòng “Tiêu đề: …” và dòng “---” ở đầu tệp.", GUIDE
        raise ProblemsFound([Problem(file, what, remedy, line=1)])
    # leading empty lines keep the numbers of the lines as the file has them
    parts = ("\n" * head + title.strip(), "\n" * (rule + 1) + "\n".join(lines[rule + 1 :]))
    problems = [problem for part in parts for problem in _faults(part, file, (*indicators, *OWN_NAMES))]
    if problems:
        raise ProblemsFound(problems)
    environment = _environment()
    return Story(file, *(environment.from_string(part) for part in parts))


def tell(story: Story, facts: Facts) -> tuple[Line, Line, tuple[Line, ...]]:
    """Title, lead and the body's paragraphs. What may not be stated is left out.

    Raises:
        ProblemsFound: when the story asks for something in a way that cannot be answered.
    """
    printer = Printer()
    known = names(facts, printer)
    title, *_ = (*printer.paragraphs(_rendered(story, story.title, known)), ())
    lead, *body = (*printer.paragraphs(_rendered(story, story.body, known)), ())
    return title or _plain_title(facts), lead or ("Số liệu của kỳ này chưa được công bố.",), tuple(filter(None, body))


def _plain_title(facts: Facts) -> Line:
    """A title that states no figure, for when the story's own cannot be said."""
    return (f"{facts.dataset.title}, kỳ ", *span(facts.period))


@lru_cache(maxsize=1)
def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        undefined=StrictUndefined,
        extensions=[VietnameseBlocks],
        autoescape=False,
    )
    environment.filters = dict(FILTERS)
    environment.tests = {}
    environment.globals = {}
    return environment


def _faults(source: str, file: str, known: tuple[str, ...]) -> Iterator[Problem]:
    """Everything in a template that the story language does not have."""
    try:
        tree = _environment().parse(source)
    except TemplateSyntaxError as fault:
        words = {"message": fault.message or "", "blocks": ", ".join(BLOCKS)}
        what = f"câu lệnh viết chưa đúng ({words['message']})."
        yield Problem(
            file, what, f"mỗi {{% neu … %}} cần một {{% het %}}; các lệnh: {words['blocks']}.", line=fault.lineno
        )
        return
    for node in tree.find_all((nodes.Name, nodes.Filter, nodes.Getattr)):
        word, among, kind = _asked(node, known)
        if word not in among:
            what = f"{kind} “{word}” không có.{suggestion(word, among)}"
            yield Problem(file, what, f"dùng một trong: {', '.join(among)}.", line=node.lineno)


def _asked(node: nodes.Node, known: tuple[str, ...]) -> tuple[str, tuple[str, ...], str]:
    if isinstance(node, nodes.Filter):
        return node.name, tuple(FILTERS), "cách viết (sau dấu |)"
    if isinstance(node, nodes.Getattr):
        return node.attr, ATTRIBUTES, "câu hỏi (sau dấu chấm)"
    return str(getattr(node, "name", "")), known, "tên"


def _rendered(story: Story, template: Template, known: dict[str, object]) -> str:
    try:
        return template.render(known)
    except CellError as fault:
        problem = Problem(story.file, fault.what, fault.remedy, line=_line(fault.__traceback__))
    except (TemplateError, TypeError, ValueError, ArithmeticError) as fault:
        problem = Problem(
            story.file, f"câu lệnh không thực hiện được ({fault}).", GUIDE, line=_line(fault.__traceback__)
        )
    raise ProblemsFound([problem])


def _line(traceback: TracebackType | None) -> int | None:
    """The template's line at which an exception arose."""
    line = None
    while traceback:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
