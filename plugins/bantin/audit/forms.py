"""What the parts of a feed may be: forms of values, and tables of which parts there are and how often."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urlsplit

from lxml import html

from bantin.audit.pages import finder

RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
RFC_822 = re.compile(
    r"((Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(:\d\d)? ([+-]\d{4}|GMT|UTC?|Z)"
)
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
INNER_ADDRESSES = finder("//@href | //@src")


@dataclass(frozen=True, slots=True)
class Rule:
    """How often a part may be there, at least and at most, and what it must be; `said` says that to people."""

    least: int
    most: int | None
    form: Callable[[object], bool]
    said: str


def held(parts: Iterable[tuple[str, object]], rules: Mapping[str, Rule], where: str) -> Iterator[str]:
    """What of the named parts is not by the rules, in words."""
    there = list(parts)
    times = Counter(name for name, _ in there)
    for name, rule in rules.items():
        if times[name] < rule.least:
            yield f"{where} thiếu {name}"
        elif rule.most is not None and times[name] > rule.most:
            yield f"{where} có nhiều {name}"
    for name, value in there:
        if name not in rules:
            yield f"{name} không được đứng trong {where}"
        elif not rules[name].form(value):
            shown = value if isinstance(value, str) else getattr(value, "text", "") or ""
            yield f"{name} “{shown.strip()[:80]}” không phải là {rules[name].said}"


def moment(text: object) -> datetime | None:
    """A moment of RFC 3339, with its zone; None for anything else."""
    if not isinstance(text, str) or not RFC_3339.fullmatch(text.strip()):
        return None
    try:
        return datetime.fromisoformat(text.strip().upper())
    except ValueError:
        return None


def mail_moment(text: str) -> datetime | None:
    """A moment of RFC 822 with a year of four digits, whose day of the week is right; None for anything else."""
    if not RFC_822.fullmatch(text.strip()):
        return None
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if "," not in text or format_datetime(found)[:3] == text.strip()[:3] else None


def is_address(text: object) -> bool:
    """Whether a text is a whole address of the web."""
    if not isinstance(text, str) or not IRI.fullmatch(text.strip()):
        return False
    parts = urlsplit(text.strip())
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def repeated(names: Iterable[str]) -> list[str]:
    """Those that are there more than once."""
    return [name for name, times in Counter(names).items() if times > 1]


def whole_addresses(markup: object) -> bool:
    """Whether a feed's HTML has no address that means nothing outside of the site."""
    if not isinstance(markup, str):
        return False
    found = INNER_ADDRESSES(html.fragment_fromstring(markup, create_parent=True)) if "<" in markup else []
    return all(IRI.fullmatch(str(own)) for own in found)
