"""The words around figures: a verb agrees with the change, a superlative with the ranking, a base with its days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bantin.proof.asked import HIGHEST, LOWEST, REPORTED, SIGNS, Unproven, compare
from bantin.proof.bases import wrong_base
from bantin.proof.marks import beside, figure_of, wrong_unit
from bantin.proof.outcome import Entry, Outcome, operation_of
from bantin.proof.page import Mark, Token
from bantin.proof.told import Told
from bantin.vietnamese import clean

BETWEEN = r"(?: (?!cao|thấp|nhiều|ít|lớn|nhỏ)[^\W\d_]+){0,6}?"
WORD = re.compile(
    r"(?<!\w)(?:(?P<same>không thay đổi|không đổi|giữ nguyên|giữ ở|vẫn ở|vẫn là)"
    r"|(?P<up>tăng(?! cường| tốc| trưởng)|(?<!không )cao hơn)"
    r"|(?P<down>giảm(?! nghèo| thiểu| nhẹ)|(?<!không )thấp hơn)"
    rf"|(?P<high>(?:cao|nhiều|lớn){BETWEEN} nhất|(?:dẫn|đi|đứng) đầu)"
    rf"|(?P<low>(?:thấp|ít|nhỏ){BETWEEN} nhất|đứng cuối|cuối bảng))(?!\w)",
    re.IGNORECASE,
)
SIGN = {"same": 0, "up": 1, "down": -1}
END = {"high": HIGHEST, "low": LOWEST}
TO = re.compile(r"(?<!\w)(lên|xuống)(?: còn)?(?: mức)?$")
FROM = re.compile(r"(?<!\w)từ(?: mức)?$", re.IGNORECASE)
EVERY = {
    ">": ("đều trên",),
    ">=": ("đều từ",),
    "<": ("đều dưới",),
    "<=": ("đều không quá",),
    "=": ("đều bằng", "đều ở", "đều"),
}
NEGATED = re.compile(r"(?<!\w)(?:không|chưa|chẳng) $", re.IGNORECASE)
ROUNDING = re.compile(r"(?<!\w)(?<!cao )(?<!thấp )(?<!nhiều )(?<!ít )(?:gần|hơn)$")
MOVES = frozenset({"change", "percent", "streak"})

Wrong = tuple[str, str]
"""A text, and what is wrong with it."""


@dataclass
class _Claim:
    """A verb or a superlative: what it says, and whether a figure has borne it out."""

    text: str
    sign: int = 0
    end: str = ""
    proven: bool = False


@dataclass(frozen=True)
class _Seen:
    """A figure of the sentence and the text before it, its unit left out."""

    entry: Entry
    made: Outcome
    before: str


class Sentence:
    """One sentence of a bulletin while its words are held against its figures."""

    def __init__(self, told: Told, run: list[Token]) -> None:
        self.told, self.run = told, run
        self.seen: list[_Seen] = []
        self.verb: _Claim | None = None
        self.top: _Claim | None = None
        self.place = 0

    def wrongs(self) -> Iterator[Wrong]:
        """What is wrong with the sentence's words."""
        for at, token in enumerate(self.run):
            if isinstance(token, str):
                if ";" in token and self.top and self.top.proven:
                    self.top = None  # what it said is said
                for match in self.told.matches(WORD, token):
                    yield from self._word(match)
            elif isinstance(token, Mark) and (found := figure_of(token, self.told)):
                entry, made = found
                bare = clean(beside(self.run, at - 1)).removesuffix(clean(entry["unit"])).rstrip()
                if entry["operation"] == "direction":
                    yield from self._closed()
                    self.verb = _Claim(token.text, made.sign, proven=True)
                    yield from self._goes_on(token.text, made.sign, beside(self.run, at + 1))
                    continue
                if wrong := wrong_unit(self.run, at, entry, self.told.nouns):
                    yield token.text, wrong
                for wrong in self._figure(_Seen(entry, made, bare)):
                    yield token.text, wrong
        yield from self._closed()
        yield from self._topped()
        yield from wrong_base(self.told, self.run)

    def _word(self, match: re.Match[str]) -> Iterator[Wrong]:
        kind = match.lastgroup or ""
        if NEGATED.search(match.string[: match.start()]):
            yield match[0], "câu phủ định không chứng minh được."
        elif kind in END:
            yield from self._topped()
            self.top, self.place = _Claim(match[0], end=END[kind]), 1
        else:
            yield from self._closed()
            self.verb = _Claim(match[0], SIGN[kind])
            yield from self._goes_on(match[0], SIGN[kind], match.string[match.end() :])

    @staticmethod
    def _goes_on(text: str, sign: int, after: str) -> Iterator[Wrong]:
        """`tăng lên`, `giảm xuống`, never the other way."""
        to = re.match(r" (lên|xuống|còn)(?!\w)", after)
        if to and sign != (1 if to[1] == "lên" else -1):
            yield f"{text}{to[0]}", "hai từ trái chiều nhau."

    def _closed(self) -> Iterator[Wrong]:
        """The verb so far, if none of the figures after it bore it out, must be borne out by those before it."""
        verb, before = self.verb, [seen for seen in self.seen if self._says(seen, self.verb) is not None]
        if verb and not verb.proven:
            counted = bool(before) and operation_of(before[-1].entry) == "items"
            said = [self._says(seen, verb) for seen in (before[-1:] if verb.sign or counted else before)]
            if not said:
                yield verb.text, "không có con số nào chứng minh từ này."
            elif not all(said):
                yield verb.text, "không đúng với các con số đứng trước."
        self.verb = None

    def _topped(self) -> Iterator[Wrong]:
        if self.top and not self.top.proven:
            yield self.top.text, "không có xếp hạng nào chứng minh từ này."
        self.top = None

    def _says(self, seen: _Seen, verb: _Claim | None) -> bool | None:
        """Whether a figure bears out a verb; None where it says nothing of it."""
        entry, operation = seen.entry, operation_of(seen.entry)
        if verb and operation in MOVES:
            return seen.made.sign == verb.sign
        if verb and operation == "items" and (sign := SIGNS.get((*entry["against"], "")[0])) is not None:
            return sign == verb.sign
        labelled = {SIGN[m.lastgroup] for m in WORD.finditer(self._label(entry)) if m.lastgroup in SIGN}
        if verb is None or operation != "level" or len(labelled) == 1:
            return verb.sign in labelled if verb and operation == "level" else None
        try:
            is_now = entry["period"] == self.told.last.isoformat() and not verb.text.casefold().endswith("hơn")
            return self.told.asked.sign(entry["indicator"], entry["area"]) == verb.sign if is_now else None
        except Unproven:
            return None

    def _label(self, entry: Entry) -> str:
        return self.told.dataset.indicators[entry["indicator"]].label if entry["indicator"] else ""

    def _figure(self, seen: _Seen) -> Iterator[str]:
        operation = operation_of(seen.entry)
        counted = [own for own in self.seen[-2:] if operation_of(own.entry) == "items"]
        if self.verb and operation == "items" and any(self._says(own, self.verb) for own in counted):
            self.verb = None  # `5/8 huyện tăng, 2/8 huyện giảm`: the verb belongs to the count before it
        verb = self.verb
        if verb and (
            operation in MOVES or not verb.proven or (verb.sign == 0 and operation == "level" and not self._marked)
        ):
            says = self._says(seen, verb)
            verb.proven = verb.proven or says is not None
            if says is False:
                yield f"“{verb.text}” không đúng với con số này."
        yield from self._owned(seen)
        yield from self._reached(seen)
        yield from self._ranked(seen)
        yield from self._qualified(seen)
        self.seen.append(seen)

    def _owned(self, seen: _Seen) -> Iterator[str]:
        """A figure of one unit does not stand behind the name of another alone."""
        items = self.told.levels.items(seen.entry["indicator"], self.told.release) if seen.entry["indicator"] else ()
        own = next((item for item in items if item.code == seen.entry["area"]), None)
        if own is None or seen.entry["operation"] not in {"level", "change", "percent", "direction"}:
            return
        before = re.split(r"[;,(]", seen.before.casefold())[-1]
        others = [item.full_name for item in items if item is not own and _names(before, item.full_name)]
        if others and not _names(before, own.name):
            yield f"con số này là của {own.full_name}, không phải của {', '.join(others)}."

    @property
    def _marked(self) -> bool:
        return self.verb is not None and any(
            isinstance(token, Mark) and token.text == self.verb.text for token in self.run
        )

    def _reached(self, seen: _Seen) -> Iterator[str]:
        """`từ A lên B`, `tăng lên B`, `giảm còn B`."""
        to = TO.search(seen.before)
        if not to and not (seen.before in {"còn", "lên"} or re.search(r"(?:tăng|giảm) còn$", seen.before)):
            return
        wanted = 1 if (to and to[1] == "lên") or seen.before == "lên" else -1
        origin = next((own for own in reversed(self.seen) if FROM.search(own.before)), None)
        if not to and not self.verb:
            return
        if origin and to:
            sign = compare(seen.made.value, origin.made.value)
        elif self.verb:
            sign = self.verb.sign
        else:
            try:
                sign = self.told.asked.sign(seen.entry["indicator"], seen.entry["area"])
            except Unproven:
                sign = 0
        if sign != wanted:
            yield f"“{seen.before[-10:]}” không đúng với con số này."

    def _ranked(self, seen: _Seen) -> Iterator[str]:
        entry, operation, top = seen.entry, seen.entry["operation"], self.top
        named = [END[m.lastgroup] for m in WORD.finditer(self._label(entry)) if m.lastgroup in END]
        if operation in {"leader", "record", "extent", "peak"}:
            named = [entry["against"][0]]
        elif operation != "level" or (top and top.proven):
            return
        if top and named:
            top.proven = True
            if top.end not in named:
                yield f"“{top.text}” không đúng: đây là số {named[0]}."
        if operation == "leader":
            place = int(entry["against"][1])
            if place != (self.place or 1):
                yield f"sai thứ tự xếp hạng: con số này đứng thứ {place}."
            self.place = place + len(seen.made.tied)
            yield from self._holders(seen)

    def _holders(self, seen: _Seen) -> Iterator[str]:
        """Who holds a place is named before the figure: all who share it, and nobody else."""
        before, tied = seen.before.casefold(), seen.made.tied
        lacking = [item.full_name for item in tied if not _names(before, item.name)]
        items = self.told.levels.items(seen.entry["indicator"], self.told.release)
        others = [item.full_name for item in items if item not in tied and _names(before, item.full_name)]
        if lacking:
            yield f"thiếu tên của {', '.join(lacking)}, là nơi có con số này."
        if others:
            yield f"con số này không phải của {', '.join(others)}."
        if (len(tied) > 1) != seen.before.endswith("cùng"):
            yield "“cùng” không đúng với số đơn vị có con số này."

    def _qualified(self, seen: _Seen) -> Iterator[str]:
        """`gần`, `hơn`; `cả`; `đều trên`."""
        entry, operation, last = seen.entry, seen.entry["operation"], seen.before.rpartition(" ")[2].casefold()
        if operation == "rounded" and last not in {"khoảng", {1: "gần", -1: "hơn"}.get(seen.made.side)}:
            yield f"“{last}” không đúng: số thật {'thấp' if seen.made.side > 0 else 'cao'} hơn."
        after_extent = bool(self.seen) and self.seen[-1].entry["operation"] == "extent"
        if operation == "extent" and entry["against"][0] == LOWEST and after_extent:
            yield "khoảng này đảo ngược: số thấp phải đứng trước."
        if operation == "level" and ROUNDING.search(seen.before.casefold()):
            yield f"“{last}” đứng trước con số đúng; số tròn viết | tron(…)."
        if operation == "items" and seen.before.endswith("/") and self.seen[-1].made.value > seen.made.value:
            yield "nhiều hơn số đơn vị."
        if operation == "items" and last == "cả":
            everyone = self.told.asked.everyone(entry["indicator"])
            known = [own for own, level in everyone if level.value is not None]
            whole = known if REPORTED in entry["against"] else everyone
            if seen.made.value != len(whole):
                yield f"“cả” không đúng: có {len(whole)} đơn vị."
        ways = EVERY[entry["against"][0].rstrip("0123456789.,-% ")] if operation == "limit" else ("",)
        if not seen.before.casefold().endswith(ways):
            yield f"“{seen.before[-15:]}” không đúng với điều kiện {entry['against'][0]}."


def _names(text: str, name: str) -> bool:
    """Whether a text has a name as words of its own."""
    return bool(re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text.casefold()))
