"""The story of a dataset that has no `story.md`: written in the story language, from what the facts make important.

Missing reports come first, then what moves the most against its own past. The same facts give the same story.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from statistics import median

from bantin.facts.changes import change
from bantin.facts.facts import Facts
from bantin.ingest.archive import Folder
from bantin.ingest.period import PREVIOUS_WORDS, SAME_LAST_YEAR_WORDS
from bantin.ingest.phrases import phrases_of
from bantin.model import Item, Status
from bantin.story.story import Story, read_story
from bantin.vietnamese import ABSENCE

MOST_ITEMS = 12
LEADERS = 3
WAYS = {"tăng": "tăng", "giảm": "giảm", "không đổi": "không thay đổi"}
PAST = 104
"""How many periods are looked back on to see what is usual."""


def story_for(folder: Folder) -> Callable[[Facts], Story]:
    """What tells each release of a dataset: its `story.md`, or else the default story of the release's facts.

    Raises:
        ProblemsFound: with every fault of its `story.md`.
    """
    indicators, phrases = tuple(folder.dataset.indicators), phrases_of(folder.dataset, folder.codelists)
    if folder.story:
        own = read_story(folder.story, folder.story_file, indicators, phrases)
        return lambda _: own
    return lambda facts: read_story(default_story(facts), folder.story_file, indicators, phrases)


def default_story(facts: Facts) -> str:
    """The text of a `story.md` for one release."""
    names = list(facts.dataset.indicators)
    wholes = [name for name in names if facts.has_whole(name) and facts.level(name)]
    known = (name for name in names for item in facts.items(name) if facts.level(name, item.code))
    paragraphs = _of_wholes(facts, wholes) if wholes else _of_items(facts, next(known, names[0]))
    title, *body = paragraphs
    return f"Tiêu đề: {title}\n---\n" + "\n\n".join(filter(None, body)) + "\n"


def surprise(facts: Facts, indicator: str) -> Decimal:
    """How large the last step of the whole is against the usual one: 1 is as usual; 0 where there is no step."""
    latest = change(facts, indicator)
    if latest is None:
        return Decimal(0)
    seen = [facts.observation(indicator, "", release).value for release in facts.history[-PAST:-1]]
    steps = [abs(new - old) for old, new in pairwise(seen) if old is not None and new is not None]
    usual = median(steps) if steps else Decimal(0)
    if not usual:
        return Decimal("Infinity" if steps and latest.sign else abs(latest.sign))
    return latest.figure.value / usual


def _of_wholes(facts: Facts, wholes: list[str]) -> Iterator[str]:
    """Title, lead, and the paragraphs where the dataset gives totals: the first indicator leads."""
    main, *others = wholes
    before, label = PREVIOUS_WORDS[facts.period.frequency][0], _label(main)
    moved, only = f"{label} {{{{ {main} | dien_bien }}}}", f"{label}: {{{{ {main} }}}}"
    yield f"{{% neu {main}.so_duoc %}}{moved}{{% khong_thi %}}{only}{{% het %}}"
    yield (
        f"Theo {{{{ nguon }}}}, trong {{{{ ky }}}}, {label} {_is(facts, main)} {{{{ {main} | tinh_trang }}}}, "
        f'{{{{ {main} | so_voi("{before}", cach="cả hai") }}}}; đây là mức {{{{ {main} | ky_luc }}}}. '
        + " ".join(_silent(name) for name in _lacking(facts, wholes))
    )
    year = f'{_label(main)} {{{{ {main} | so_voi("{SAME_LAST_YEAR_WORDS[0]}", cach="cả hai") }}}}.'
    yield f"{_leaders(facts, main)} {year} {_label(main)} {{{{ {main} | lien_tiep(3) }}}}."
    for start in range(0, len(others), 2):
        moving = sorted(others, key=lambda name: -surprise(facts, name))[start : start + 2]
        yield " ".join(_of_other(facts, name, before) for name in moving)


def _of_other(facts: Facts, name: str, before: str) -> str:
    rule = facts.dataset.indicators[name]
    change = "" if rule.cumulative or rule.grows else f', {{{{ {name} | so_voi("{before}") }}}}'  # it only ever grows
    return f"{_label(name)} {_is(facts, name)} {{{{ {name} | tinh_trang }}}}{change}."


def _of_items(facts: Facts, main: str) -> Iterator[str]:
    """Title, lead and paragraphs where only products or areas have values: each by its name."""
    before, label = PREVIOUS_WORDS[facts.period.frequency][0], _label(main)
    known = [item for item in facts.items(main) if facts.level(main, item.code)]
    yield "{{ ten }}, {{ ky }}"
    if not known:
        absent = {facts.observation(main, item.code).status for item in facts.items(main)} or {Status.NOT_REPORTED}
        word = ABSENCE[absent.pop()].removesuffix(" số liệu") if len(absent) == 1 else "chưa có"
        yield f"Trong {{{{ ky }}}}, {{{{ nguon }}}} {word} số liệu."
        return
    yield f"Trong {{{{ ky }}}}, {{{{ nguon }}}} công bố {label}."
    yield " ".join(_silent(name) for name in _lacking(facts, [main]))
    ways = ", ".join(f'{{{{ {main} | dem("{way}") }}}} {word}' for way, word in WAYS.items())
    yield f"So với {before}, {label}: {ways}. {_leaders(facts, main)}" if len(known) > 1 else ""
    if len(known) <= MOST_ITEMS:
        yield " ".join(_of_item(main, item, before) for item in known)


def _of_item(main: str, item: Item, before: str) -> str:
    own = f'{main} | cua("{item.code}")'
    name = item.full_name[:1].upper() + item.full_name[1:]
    return f'{name}: {{{{ {own} | tinh_trang }}}}, {{{{ {own} | so_voi("{before}") }}}}.'


def _label(name: str) -> str:
    return f"{{{{ {name} | goi }}}}"


def _is(facts: Facts, name: str) -> str:
    return "ở" if facts.dataset.indicators[name].unit_first else "là"


def _lacking(facts: Facts, names: list[str]) -> list[str]:
    """The indicators that some items did not report; of those that lack the same items the first says so for all."""
    lacking: dict[tuple[str, ...], str] = {}
    for name in (name for name in names if not facts.dataset.indicators[name].sources):
        items = facts.items(name)
        silent = tuple(i.code for i in items if facts.observation(name, i.code).status is Status.NOT_REPORTED)
        if silent and len(silent) < len(items):
            lacking.setdefault(silent, name)
    return list(lacking.values())


def _silent(name: str) -> str:
    return f'Chưa có số liệu về {_label(name)} của {{{{ {name} | don_vi("không có số liệu") }}}}.'


def _leaders(facts: Facts, name: str) -> str:
    ranking = facts.ranking(name)
    if ranking is None or len({row.figure.value for row in ranking.rows}) == 1:
        return ""
    least = sum(row.figure.value == ranking.rows[-1].figure.value for row in ranking.rows)
    told = not ranking.stated and len(ranking.rows) > LEADERS >= least
    last = f"; thấp nhất là {{{{ {name} | thap_nhat }}}}" if told else ""
    return f"Về {_label(name)}, cao nhất là {{{{ {name} | dan_dau({LEADERS}) }}}}{last}."
