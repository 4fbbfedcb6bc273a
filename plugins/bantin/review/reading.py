"""What is wrong with the words of a told case: punctuation, clauses left hanging, a story that has nothing to say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bantin.model import Bulletin, Figure, Line, plain
from bantin.review.scenarios import Scenario
from bantin.story.printing import SENTENCE_END

JOINERS = "và|hoặc|nhưng|với|là|của|gồm|tại|từ|như|so với|chiếm|lần lượt"
STATED = frozenset({"level", "leader"})
VERBS = "tăng|giảm|thêm|bớt|cao hơn|thấp hơn"
ANYWHERE = {
    "dấu câu thừa": re.compile(r"[,;:]\s*[,;:.!?]|(?<!\.)\.\s*[,;:!?]|(?<![./])\.\.(?!\.)|[!?][,;:.]"),
    "khoảng trắng trước dấu câu": re.compile(r"\s[,.;:!?)%…]|\(\s"),
    "thiếu khoảng trắng sau dấu câu": re.compile(r"[,;:!?)](?=[^\W\d_])|(?<=[^\W_]{2})\.(?=[^\W\d_]{2})"),
    "ngoặc rỗng": re.compile(r"\(\s*\)|“\s*”"),
    "tăng hoặc giảm 0": re.compile(rf"\b(?:{VERBS})\s+0(?:,0+)?(?![\d,.]*\d)", re.IGNORECASE),
    "từ nối bỏ lửng": re.compile(
        rf"\b(?:{JOINERS})\s*(?:[,.;!?)]|$)|\btrong đó\s*[.;!?)]|[(,;:]\s*(?:và|hoặc)\s*[,.;:)]", re.IGNORECASE
    ),
    "từ lặp": re.compile(
        r"\b(và|với|là|của|có|so với|trong|đạt|còn|vẫn|nhưng|\w+ \w+)\s+\1\b|\u00a0(\w+) \2\b", re.IGNORECASE
    ),
    "khoảng trắng thừa": re.compile(r"[ \u00a0]{2,}|^\s|\s$"),
    "chữ của máy": re.compile(r"[\ue000-\uf8ff{}]|\bNone\b|\bnan\b|%%"),
}
"""What no line may have: what is wrong, and how it is found."""
UNHANDLED = "trường hợp chưa được xử lý"
"""How a case is called that the story does not meet; what `--strict` looks for."""
BESIDE = ("cùng", "giảm còn", "xuống còn", "mức", "từ", "đến", "lên", "xuống", "là", "bằng", "trên", "dưới", "quá", ":")
"""What a nought in digits may follow: it is a mark on a scale then, not how many there are."""
NOUGHT = re.compile("".join(rf"(?<!{word}[ \u00a0])" for word in BESIDE) + r"(?<![\w.,(/-])0[ \u00a0](?!giờ\b)[^\W\d_]")
NOBODY = re.compile(r"\b(?:của|ở|tại|gồm|từ|với|cho)\s+không\s[^.;()]{1,60}?\snào\b", re.IGNORECASE)
DENIED = re.compile(r"\b(?:chưa|không)\b", re.IGNORECASE)


def findings(scenario: Scenario) -> tuple[str, ...]:
    """Everything wrong with the case as it is told, each with the case and the sentence."""
    if scenario.reason:
        return ()
    bulletin = scenario.bulletin
    if bulletin is None:
        return (f"{scenario.name}: {unhandled(scenario.fault)}",)
    found = [*_of_lines(bulletin), *_of_whole(scenario, bulletin)]
    return tuple(f"{scenario.name}: {what}" for what in dict.fromkeys(found))


def unhandled(why: str) -> str:
    """How a case is called that the story does not meet."""
    return f"{UNHANDLED}: {why}"


def sentences(line: Line) -> list[str]:
    """The sentences of a paragraph."""
    return [sentence for sentence in SENTENCE_END.split(plain(line)) if sentence]


def _of_lines(bulletin: Bulletin) -> Iterator[str]:
    glance = [line for headline in bulletin.headlines for line in (headline.value, headline.change)]
    for line in (bulletin.title, *glance):
        yield from _of_text(plain(line))
    if plain(bulletin.title).endswith((".", ",", ";", ":")):
        yield f"tiêu đề có dấu câu ở cuối: “{plain(bulletin.title)}”"
    for line in (bulletin.lead, *bulletin.body):
        for sentence in sentences(line):
            yield from _of_text(sentence)
            yield from _of_sentence(sentence)
    for line in (bulletin.title, bulletin.lead, *bulletin.body):
        loose = [part for part in line if isinstance(part, Figure) and part.provisional and part.operation in STATED]
        if loose and "sơ" not in plain(line) and "sơ" not in plain(bulletin.lead):
            yield f"con số sơ bộ không ghi là sơ bộ: “{plain(line)}”"


def _of_text(text: str) -> Iterator[str]:
    for what, pattern in ANYWHERE.items():
        if pattern.search(text):
            yield f"{what}: “{text}”"
    if text.count("(") != text.count(")") or text.count("“") != text.count("”"):
        yield f"ngoặc không đóng: “{text}”"


def _of_sentence(sentence: str) -> Iterator[str]:
    if not re.search(r"[^\W\d_]{2}", sentence):
        yield f"câu rỗng: “{sentence}”"
    elif sentence[0].islower():
        yield f"câu không viết hoa: “{sentence}”"
    if NOUGHT.search(sentence):
        yield f"nói không bằng chữ: “{sentence}”"
    if NOBODY.search(sentence):
        yield f"“không … nào” chỉ đứng đầu câu: “{sentence}”"
    if not sentence.endswith((".", "!", "?", "…")):
        yield f"thiếu dấu chấm cuối câu: “{sentence}”"


def _of_whole(scenario: Scenario, bulletin: Bulletin) -> Iterator[str]:
    fallback, usual = scenario.fallback, scenario.usual
    if scenario.facts and all(seen.value is None for seen in scenario.facts.release.observations.values()):
        for line in (bulletin.lead, *bulletin.body):  # what stands in for a story that has nothing to say is right
            yield from (f"không có số nào mà vẫn khẳng định: “{s}”" for s in sentences(line) if not DENIED.search(s))
        return
    if not scenario.written:
        return  # the machine's own story meets a case as far as it can
    if fallback and bulletin.title == fallback[0]:
        yield unhandled(f"lời bản tin không có tiêu đề, in thay “{plain(bulletin.title)}”")
    if fallback and bulletin.lead == fallback[1]:
        yield unhandled(f"lời bản tin không có phần dẫn, in thay “{plain(bulletin.lead)}”")
    later = [sentence for line in (usual.lead, *usual.body) for sentence in sentences(line)][1:] if usual else []
    if sentences(bulletin.lead)[0] in later:
        yield unhandled(f"phần dẫn mất câu đầu, câu sau lên thay: “{sentences(bulletin.lead)[0]}”")
    if not bulletin.body and (usual is None or usual.body):
        yield unhandled("phần sau đoạn dẫn không còn gì")
    if scenario.concerned and usual and story_text(bulletin) == story_text(usual):
        yield unhandled("lời bản tin giống hệt khi không có trường hợp này")


def story_text(bulletin: Bulletin) -> tuple[str, ...]:
    """What the story says, as text."""
    return tuple(plain(line) for line in (bulletin.title, bulletin.lead, *bulletin.body))
