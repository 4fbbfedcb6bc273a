"""The story language: Jinja's sandbox with our words, and every way in which a story is not in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from inspect import Parameter, signature
from math import isfinite
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from bantin.editorial import PLACES, WHOLE
from bantin.errors import CellError, Problem, suggestion
from bantin.ingest.phrases import DIGIT, without_phrases
from bantin.story import of_units, of_values
from bantin.story.blocks import BLOCKS, POINT, STRANGE, VietnameseBlocks
from bantin.story.names import ATTRIBUTES, OWN_NAMES, Indicator
from bantin.story.now import PERIOD_ATTRIBUTES, Now
from bantin.story.printing import RESERVED, Held
from bantin.vietnamese import fold

GUIDE = "xem docs/viet-ban-tin.md."
FILTERS = {**of_values.FILTERS, **of_units.FILTERS}
WORDS_OF_THEIR_OWN = ("danh_tu", "neu_khong", "theo_muc")
GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{3})+(?!\d)")
STATEMENT = re.compile(r"\{%(.*?)%\}", re.DOTALL)
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
NOT_PRINTED = (
    "chỗ này không in được.",
    "trong {{ }} chỉ viết tên chỉ tiêu, có thể thêm | và cách viết; câu hỏi chỉ dùng sau {% neu.",
)
NO_SUMS = ("lời bản tin không tính toán được.", f"chỉ dùng tên chỉ tiêu và các cách viết; {GUIDE}")
NUMBERS = "trong điều kiện, số viết liền không dấu chấm hàng nghìn, phần lẻ sau dấu chấm: 2000, 99.5."
SPOKEN = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Name, nodes.Const, nodes.Filter),
    *(
        nodes.Getattr,
        nodes.Compare,
        nodes.Operand,
        nodes.And,
        nodes.Or,
        nodes.Not,
        nodes.List,
        nodes.Keyword,
        nodes.Neg,
    ),
)
CALLED = (nodes.Name, nodes.Filter)
INDICATORS_YET = ("cua", "goc", "danh_tu")


@lru_cache(maxsize=1)
def environment() -> SandboxedEnvironment:
    """Jinja with our filters and nothing of its own."""
    made = SandboxedEnvironment(
        undefined=StrictUndefined,
        extensions=[VietnameseBlocks],
        autoescape=False,  # this makes plain text; HTML is made, and escaped, in publish/
    )
    made.filters = dict(FILTERS)
    made.tests = {}
    made.globals = {}
    made.finalize = _printable
    return made


def _printable(value: object) -> str:
    """Only what the language has names for is printed; all else would be a number without a source, or Python.

    Raises:
        CellError: for anything else.
    """
    if isinstance(value, (Indicator, Now, Held)):
        return str(value)
    if isinstance(value, str) and not RESERVED.search(value):
        return value  # the story's own text
    raise CellError(*NOT_PRINTED)


def faults(
    source: str, file: str, known: tuple[str, ...], phrases: tuple[str, ...], *, typed: bool = False
) -> Iterator[Problem]:
    """Everything in a template that the language does not have; `known` are the names that it may use.

    With `typed` numbers may stand in it as they are typed, in an editor's own words.
    """
    try:
        tree = environment().parse(source)
        found = [*_misread(source), *_grammar(tree), *_unknown(tree, known), *_points(tree, known)]
        found += [] if typed else _typed(tree, phrases)
        if not found:
            environment().compile(tree)
    except TemplateSyntaxError as fault:
        yield Problem(file, *_misspelt(fault.message or ""), line=fault.lineno)
        return
    except (RecursionError, SyntaxError, MemoryError):
        yield Problem(file, "các câu lệnh lồng nhau quá nhiều tầng.", "viết thành nhiều câu ngắn.")
        return
    for line, what, remedy in dict.fromkeys(found):
        yield Problem(file, what, remedy, line=line)


Fault = tuple[int, str, str]
"""A line, what is wrong there, and how to mend it."""


def _grammar(tree: nodes.Template) -> Iterator[Fault]:
    """What Jinja knows and the language does not."""
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Tuple):
            yield node.lineno, "dấu phẩy đứng sai chỗ.", NUMBERS
        elif not isinstance(node, SPOKEN) or (isinstance(node, nodes.Neg) and not isinstance(node.node, nodes.Const)):
            yield (node.lineno, *NO_SUMS)
        else:
            check = CHECKS.get(type(node))
            yield from check(node) if check else ()


def _output(node: nodes.Output) -> Iterator[Fault]:
    for part in node.nodes:
        of_period = isinstance(part, nodes.Getattr) and getattr(part.node, "name", "") == "ky"
        if not isinstance(part, (nodes.TemplateData, *CALLED)) and not of_period and isinstance(part, SPOKEN):
            yield (part.lineno, *NOT_PRINTED)


def _filter(node: nodes.Filter) -> Iterator[Fault]:
    given = [*node.args, *(pair.value for pair in node.kwargs)]
    fine = all(isinstance(value, (nodes.Const, nodes.Neg, *CALLED)) for value in given)
    if not fine or not isinstance(node.node, (nodes.List, *CALLED)) or node.dyn_args or node.dyn_kwargs:
        yield node.lineno, f"{node.name} không dùng được như thế.", f"viết như trong hướng dẫn; {GUIDE}"
    elif node.name in FILTERS:
        yield from _arguments(node)


def _arguments(node: nodes.Filter) -> Iterator[Fault]:
    """Too many or too few of what a filter is given, or something that it does not know."""
    asked, named = signature(FILTERS[node.name]), {str(pair.key): pair.value for pair in node.kwargs}
    try:
        asked.bind(node.node, *node.args, **named)
    except TypeError:
        takes = dict(list(asked.parameters.items())[1:])
        options = [key for key, one in takes.items() if one.default is not Parameter.empty]
        strange = next((key for key in named if key not in takes), "")
        what = f"không có mục “{strange}”." if strange else "thiếu hoặc thừa điều ghi trong ngoặc."
        remedy = f"ghi thêm được: {', '.join(options)}; {GUIDE}" if options else f"viết như ví dụ; {GUIDE}"
        yield node.lineno, f"{node.name}: {what}", remedy if takes else f"không ghi gì trong ngoặc; {GUIDE}"
    if len(named) < len(node.kwargs):
        yield node.lineno, f"{node.name}: một mục ghi hai lần.", "giữ lại một."


def _question(node: nodes.Getattr) -> Iterator[Fault]:
    asked = getattr(node.node, "name", "")
    if asked in {"nguon", "ten"} or (isinstance(node.node, nodes.Filter) and asked not in INDICATORS_YET):
        yield node.lineno, f"không hỏi “.{node.attr}” ở đây được.", "chỉ hỏi sau tên chỉ tiêu, hoặc cua(…), goc(…)."


def _comparison(node: nodes.Compare) -> Iterator[Fault]:
    for side in (node.expr, *(operand.expr for operand in node.ops)):
        value = side.value if isinstance(side, nodes.Const) else 0
        asked = getattr(side, "name", "")
        fine = isinstance(side, (nodes.Const, nodes.Neg, *CALLED)) and asked not in OWN_NAMES
        fine = fine and (not isinstance(side, nodes.Filter) or asked in INDICATORS_YET)
        if not fine or not isinstance(value, int | float):
            yield node.lineno, "chỉ so sánh được chỉ tiêu với số hay với chỉ tiêu khác.", "viết như points > 0."
        elif not isfinite(value):
            yield node.lineno, "số này quá lớn.", NUMBERS


CHECKS: dict[type[nodes.Node], Callable[[Any], Iterator[Fault]]] = {
    nodes.Output: _output,
    nodes.Filter: _filter,
    nodes.Getattr: _question,
    nodes.Compare: _comparison,
}


def _unknown(tree: nodes.Template, known: tuple[str, ...]) -> Iterator[Fault]:
    """Names that nothing has, with the closest that something has."""
    for node in tree.find_all((nodes.Name, nodes.Filter, nodes.Getattr)):
        if isinstance(node, nodes.Filter):
            word, among, kind = node.name, tuple(FILTERS), "cách viết (sau dấu |)"
        elif isinstance(node, nodes.Getattr):
            of_period = getattr(node.node, "name", "") == "ky"
            word, among, kind = node.attr, PERIOD_ATTRIBUTES if of_period else ATTRIBUTES, "câu hỏi (sau dấu chấm)"
        elif isinstance(node, nodes.Name):
            word, among, kind = node.name, known, "tên"
        if word not in among:
            what = f"{kind} “{word}” không có.{suggestion(word, among)}"
            yield node.lineno, what, f"dùng một trong: {', '.join(among)}."


def points_in(tree: nodes.Node) -> Iterator[tuple[int, str]]:
    """The points that a template names, with their lines."""
    for text in tree.find_all(nodes.TemplateData):
        yield from ((text.lineno, name) for name in POINT.findall(text.data))


def _points(tree: nodes.Template, known: tuple[str, ...]) -> Iterator[Fault]:
    """Points that could not be told from other names, or that would not be there in every period."""
    seen = {*known, *PLACES, WHOLE}
    conditional = {name for block in tree.find_all(nodes.If) for _, name in points_in(block)}
    for line, name in points_in(tree):
        if not re.fullmatch("[a-z]+(?:_[a-z]+)*", name):
            yield line, f"tên điểm “{name}” viết chưa đúng.", "chỉ dùng chữ thường không dấu và gạch dưới: sau_dan_dau."
        elif name in seen:
            yield line, f"tên điểm “{name}” đã có nghĩa khác.", "đặt tên khác."
        if name in conditional:
            yield line, f"điểm “{name}” nằm trong {{% neu … %}} nên có kỳ không có.", "đặt điểm ở ngoài {% neu … %}."
        seen.add(name)


def _typed(tree: nodes.Template, phrases: tuple[str, ...]) -> Iterator[Fault]:
    """Numbers typed by hand, in the text or in the words that some filters print."""
    said = [
        (text.lineno + offset, line)
        for text in tree.find_all(nodes.TemplateData)
        for offset, line in enumerate(text.data.split("\n"))
    ]
    for node in tree.find_all(nodes.Filter):
        given = [*node.args, *(pair.value for pair in node.kwargs)]
        words = [value.value for value in given if isinstance(value, nodes.Const) and isinstance(value.value, str)]
        if any(RESERVED.search(word) for word in words):
            yield node.lineno, "có ký tự không in được.", "xóa ký tự ấy."
        said += [(node.lineno, word) for word in words if node.name in WORDS_OF_THEIR_OWN]
    for line, words_said in said:
        if typed := _with_digit(without_phrases(words_said, phrases)):
            what = f"“{RESERVED.sub('', typed)}” là con số gõ tay, nên không có nguồn và không đổi theo kỳ."
            remedy = "dùng tên chỉ tiêu; nếu là tên gọi (như Covid-19), ghi cả cụm từ vào phrases trong dataset.toml."
            yield line, what, remedy


def _with_digit(text: str) -> str:
    """The first word in which there is a digit."""
    found = DIGIT.search(text)
    return text[: found.start()].rpartition(" ")[2] + text[found.start() :].partition(" ")[0] if found else ""


def _misread(source: str) -> Iterator[Fault]:
    """What Jinja would read and not tell: grouped thousands as decimals, and its word for “as it stands”."""
    for statement in STATEMENT.finditer(source):
        line = source.count("\n", 0, statement.start()) + 1
        if number := GROUPED.search(QUOTED.sub("", statement[1])):
            yield line, f"số {number[0]} có thể đọc theo hai cách.", NUMBERS
        if re.match(r"[-+]?\s*(?:end)?raw\b", statement[1]):
            yield (line, *_misspelt("unknown tag 'raw'"))


def _misspelt(message: str) -> tuple[str, str]:
    """What is wrong and the remedy, for Jinja's words about a fault of syntax."""
    remedy = f"các lệnh: {', '.join(BLOCKS)}; mỗi {{% neu … %}} cần một {{% het %}}; {GUIDE}"
    unknown = re.search(r"unknown tag '([^']*)'", message)
    own = {english: word for word, english in BLOCKS.items()}
    if unknown and unknown[1] in own:
        return f"{{% {own[unknown[1]]} %}} đứng một mình, không có {{% neu … %}} trước nó.", remedy
    if unknown:
        word = unknown[1].removesuffix(STRANGE)
        return f"không có lệnh “{word}”.{suggestion(fold(word).replace(' ', '_'), BLOCKS)}", remedy
    if "Unexpected end of template" in message:
        return "có {% neu … %} mà chưa có {% het %}.", remedy
    return "câu lệnh viết chưa đúng: thiếu hoặc thừa dấu ngoặc, dấu phần trăm hay dấu nháy.", remedy
