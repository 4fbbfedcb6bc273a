"""`story.md` → a compiled story; a story and facts → title, lead and body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import TracebackType

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from bantin.errors import CellError, Problem, ProblemsFound, suggestion
from bantin.facts.facts import Facts
from bantin.ingest.period import said
from bantin.ingest.phrases import without_phrases
from bantin.model import Figure, Line
from bantin.story import of_units, of_values
from bantin.story.blocks import BLOCKS, VietnameseBlocks
from bantin.story.names import ATTRIBUTES, OWN_NAMES, PERIOD_ATTRIBUTES, Indicator, Now, names
from bantin.story.printing import RESERVED, Held, Printer
from bantin.story.wording import headlines
from bantin.vietnamese import fold

GUIDE = "xem docs/viet-ban-tin.md."
TYPED = re.compile(r"\S*\d\S*")
FILTERS = {**of_values.FILTERS, **of_units.FILTERS}
WORDS_OF_THEIR_OWN = ("danh_tu", "neu_khong", "theo_muc")


@dataclass(frozen=True, slots=True)
class Story:
    """A dataset's wording, compiled and checked."""

    file: str
    title: Template
    body: Template


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
    problems = [problem for part in parts for problem in _faults(part, file, (*indicators, *OWN_NAMES), phrases)]
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
    lead = lead or _plain_lead(facts)
    if facts.all_provisional:
        lead = (*lead, " Các con số trong kỳ là số liệu sơ bộ.")
    return title or _plain_title(facts), lead, tuple(filter(None, body))


def _plain_title(facts: Facts) -> Line:
    """A title that states no figure, for when the story's own cannot be said."""
    return (f"{facts.dataset.title}, ", *said(facts.period))


def _plain_lead(facts: Facts) -> Line:
    """A lead of what is known, for when none of the story can be said."""
    known = [
        (f"{row.label}: ", *row.value) for row in headlines(facts) if any(isinstance(p, Figure) for p in row.value)
    ]
    if not known:
        return ("Số liệu của kỳ này chưa được công bố.",)
    return (*tuple(part for line in known for part in ("; ", *line))[1:], ".")


@lru_cache(maxsize=1)
def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        undefined=StrictUndefined,
        extensions=[VietnameseBlocks],
        autoescape=False,  # this makes plain text; HTML is made, and escaped, in publish/
    )
    environment.filters = dict(FILTERS)
    environment.tests = {}
    environment.globals = {}
    environment.finalize = _printable
    return environment


def _printable(value: object) -> str:
    """Only what the language has names for is printed; all else would be a number without a source, or Python.

    Raises:
        CellError: for anything else.
    """
    if isinstance(value, (Indicator, Now, Held)):
        return str(value)
    if isinstance(value, str) and not RESERVED.search(value):
        return value
    remedy = "trong {{ }} chỉ viết tên chỉ tiêu, có thể thêm | và cách viết; câu hỏi chỉ dùng sau {% neu."
    raise CellError("chỗ này không in được.", remedy)


def _faults(source: str, file: str, known: tuple[str, ...], phrases: tuple[str, ...]) -> Iterator[Problem]:
    """Everything in a template that the story language does not have."""
    try:
        tree = _environment().parse(source)
    except TemplateSyntaxError as fault:
        what, remedy = _misspelt(fault.message or "")
        yield Problem(file, what, remedy, line=fault.lineno)
        return
    for odd in tree.find_all(
        (nodes.BinExpr, nodes.Concat, nodes.Neg, nodes.Pos, nodes.Call, nodes.Getitem, nodes.CondExpr)
    ):
        if not isinstance(odd, (nodes.And, nodes.Or)):
            yield Problem(
                file,
                "lời bản tin không tính toán được.",
                f"chỉ dùng tên chỉ tiêu và các cách viết; {GUIDE}",
                line=odd.lineno,
            )
    for node in tree.find_all((nodes.Name, nodes.Filter, nodes.Getattr, nodes.Test, nodes.Assign, nodes.For)):
        word, among, kind = _asked(node, known)
        if word not in among:
            what = f"{kind} “{word}” không có.{suggestion(word, among)}"
            yield Problem(file, what, f"dùng một trong: {', '.join(among)}.", line=node.lineno)
    for line, words in _typed(tree):
        if typed := TYPED.search(without_phrases(words, phrases)):
            what = f"“{typed[0]}” là con số gõ tay, nên không có nguồn và không đổi theo kỳ."
            remedy = "dùng tên chỉ tiêu; nếu là tên gọi (như Covid-19), ghi cả cụm từ vào phrases trong dataset.toml."
            yield Problem(file, what, remedy, line=line)


def _typed(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """The words that a story prints as they are, with their lines: its text, and what it gives to some filters."""
    for text in tree.find_all(nodes.TemplateData):
        for offset, line in enumerate(text.data.split("\n")):
            yield text.lineno + offset, line
    for node in tree.find_all(nodes.Filter):
        if node.name in WORDS_OF_THEIR_OWN:
            yield from ((node.lineno, str(given.value)) for given in node.args if isinstance(given, nodes.Const))


def _misspelt(message: str) -> tuple[str, str]:
    """What is wrong and the remedy, for Jinja's words about a fault of syntax."""
    remedy = f"các lệnh: {', '.join(BLOCKS)}; mỗi {{% neu … %}} cần một {{% het %}}; {GUIDE}"
    unknown = re.search(r"unknown tag '([^']*)'", message)
    own = {english: word for word, english in BLOCKS.items()}
    if unknown and unknown[1] in own:
        return f"{{% {own[unknown[1]]} %}} đứng một mình, không có {{% neu … %}} trước nó.", remedy
    if unknown:
        return f"không có lệnh “{unknown[1]}”.{suggestion(fold(unknown[1]).replace(' ', '_'), BLOCKS)}", remedy
    if "Unexpected end of template" in message:
        return "có {% neu … %} mà chưa có {% het %}.", remedy
    return "câu lệnh viết chưa đúng: thiếu hoặc thừa dấu ngoặc, dấu phần trăm hay dấu nháy.", remedy


def _asked(node: nodes.Node, known: tuple[str, ...]) -> tuple[str, tuple[str, ...], str]:
    if isinstance(node, nodes.Filter):
        return node.name, tuple(FILTERS), "cách viết (sau dấu |)"
    if isinstance(node, nodes.Getattr):
        of_period = isinstance(node.node, nodes.Name) and node.node.name == "ky"
        return node.attr, PERIOD_ATTRIBUTES if of_period else ATTRIBUTES, "câu hỏi (sau dấu chấm)"
    if not isinstance(node, nodes.Name):
        return type(node).__name__.lower(), tuple(BLOCKS), "lệnh"
    return node.name, known, "tên"


def _rendered(story: Story, template: Template, known: dict[str, object]) -> str:
    try:
        return template.render(known)
    except CellError as fault:
        problem = Problem(story.file, fault.what, fault.remedy, line=_line(fault.__traceback__))
    except (TemplateError, TypeError, ValueError, ArithmeticError) as fault:
        what = "câu lệnh không thực hiện được với những gì ghi trong ngoặc."
        problem = Problem(story.file, what, GUIDE, line=_line(fault.__traceback__))
    raise ProblemsFound([problem])


def _line(traceback: TracebackType | None) -> int | None:
    """The template's line at which an exception arose."""
    line = None
    while traceback:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
