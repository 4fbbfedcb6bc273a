"""The search index: what a result shows is its bulletin's, and its words are those of the bulletin's page."""

from __future__ import annotations

import contextlib
import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from bantin.errors import Problem
from bantin.proof.files import wrong
from bantin.proof.known import Known
from bantin.proof.page import Page, inner, text_of
from bantin.proof.told import Told
from bantin.vietnamese import clean, sought

SEARCH_PAGE = "tim-kiem/"
FRAGMENTS = "pagefind/fragment/"
SIGNATURE = b"pagefind_dcd"
TITLE, TEXT, LABELS, DATASET, YEAR, AUTHOR = "τβγδνα"
"""What stands before each word in the index, for the part of a bulletin that it is a word of. By itself it begins and
ends a run of words: no phrase runs on into the next, and a whole run can be asked for. The page's script knows them."""
ROWS = ".//tbody/tr/th[@scope='row'][not(.//time)]"

Run = tuple[str, str]
"""A letter, and a text of that part."""


def indexed(runs: Iterable[Run]) -> str:
    """The texts as the index has them."""
    return " ".join(f"{letter}{word}" for letter, text in runs for word in ("", *sought(text).split(), ""))


def check_fragment(path: str, content: bytes, known: Known, output: Path) -> list[Problem]:
    """One entry of the index, held against what is told and against the bulletin's page."""
    entry = read_entry(content)
    told = known.told.get(_address(entry))
    if told is None:
        return [wrong(path, str(entry["url"]), "không có bản tin nào ở địa chỉ này.")]
    found = [
        wrong(path, str(entry["meta"].get(name, "")), f"mục {name} phải là “{text}”.")
        for name, text in _shown(told).items()
        if clean(entry["meta"].get(name, "")) != clean(text)
    ]
    found += [wrong(path, name, "mục lạ.") for name in sorted({*entry["meta"], *entry["filters"]} - {*_shown(told)})]
    page = Page(f"{told.url}index.html", (output / told.url / "index.html").read_bytes())
    right, given = indexed(_runs(told, page)).split(), entry["content"].removesuffix(".").split()
    if given != right:
        differs = next(pair for pair in zip_longest(given, right, fillvalue="") if pair[0] != pair[1])
        found.append(wrong(path, differs[0], f"từ để tìm phải là “{differs[1]}”, như trên trang của bản tin."))
    return found


def check_entries(known: Known, output: Path) -> Iterator[Problem]:
    """Every bulletin is in the index once."""
    entries: Counter[str] = Counter()
    for path in (output / FRAGMENTS).glob("*.pf_fragment"):
        with contextlib.suppress(ValueError, LookupError):  # told where the file itself is looked at
            entries[_address(read_entry(path.read_bytes()))] += 1
    for url in known.told:
        if entries[url] != 1:
            yield wrong(FRAGMENTS, url, f"có {entries[url]} mục trong chỉ mục tìm kiếm, phải có 1.")


def check_search_page(page: Page, known: Known) -> None:
    """The search page offers every dataset, year and author that has bulletins, and no other."""
    everyone = known.told.values()
    titles = {told.dataset.slug: told.dataset.title for told in everyone}
    offered = {
        "bo-so-lieu": sorted(titles.items(), key=lambda pair: pair[1]),
        "nam": [(year, year) for year in sorted({f"{told.published:%Y}" for told in everyone}, reverse=True)],
        "tac-gia": sorted({own for told in everyone for own in _authors(told)}, key=lambda pair: pair[1]),
    }
    for name, wanted in offered.items():
        options = inner(page.tree, f".//select[@name='{name}']/option[@value!='']")
        page.expect_all(options, [text for _, text in wanted], name)
        for option, (value, _) in zip(options, wanted, strict=False):
            page.expect(option, value, "value")


def read_entry(content: bytes) -> dict[str, Any]:
    """An entry of the index: its address, words, and what is shown of it.

    Raises:
        ValueError: when it is not one.
    """
    try:
        entry: dict[str, Any] = json.loads(gzip.decompress(content).removeprefix(SIGNATURE))
    except (OSError, EOFError, zlib.error) as fault:
        raise ValueError(f"{fault}") from fault
    return entry


def _address(entry: dict[str, Any]) -> str:
    return str(entry["url"]).removeprefix("/")


def _shown(told: Told) -> dict[str, str]:
    """What a result shows of a bulletin."""
    shown = {
        "title": told.title,
        "lead": told.lead,
        "date": told.published.isoformat(),
        "dataset": told.dataset.title,
    }
    return shown | ({"illustrative": "1"} if told.dataset.illustrative else {})


def _authors(told: Told) -> list[tuple[str, str]]:
    return [(own.person.slug, own.person.name) for own in told.signed]


def _runs(told: Told, page: Page) -> Iterator[Run]:
    """What a bulletin is found by, as its page has it: charts by their titles, remarks and the names of their rows."""
    yield TITLE, told.title
    yield DATASET, told.dataset.slug
    yield YEAR, f"{told.published:%Y}"
    yield from ((AUTHOR, slug) for slug, _ in _authors(told))
    yield TEXT, told.title
    prose = inner(page.tree, ".//p[@class='lead'] | .//div[@class='body']/*[not(self::figure)]")
    yield TEXT, " ".join(map(text_of, prose))
    captions = inner(page.tree, ".//figure[@class='photo']/figcaption")
    yield from ((TEXT, own.text) for own in captions if clean(own.text or ""))  # without who took the photo
    yield LABELS, told.dataset.title
    for chart in inner(page.tree, ".//figure[@class='chart']"):
        for path in ("./figcaption", "./p[@class='note']", ROWS):
            yield from ((LABELS, text_of(own)) for own in inner(chart, path))
