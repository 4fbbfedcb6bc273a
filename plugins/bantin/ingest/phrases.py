"""Names that have digits in them, such as “Covid-19” or “RON 95”: the only ones that a text may hold unmarked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from bantin.ingest.codelist import Codelist
from bantin.ingest.dataset import Dataset

DIGIT = re.compile("[\\d\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2089\u2150-\u218b\u2460-\u249b\u2776-\u2793]")
"""A digit, also raised, in a circle, or as a fraction."""


def phrases_of(dataset: Dataset, codelists: Mapping[str, Codelist]) -> tuple[str, ...]:
    """The names with digits that the dataset or its codelists declare, the longest first."""
    found = {part for text in _declared(dataset, codelists) if DIGIT.search(text) for part in _parts(text)}
    found = {part for part in found if re.search(r"[^\W\d_]", part)}  # a bare number names nothing
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))


def without_phrases(text: str, phrases: Iterable[str]) -> str:
    """The text with each of the names taken out, where it stands as words of its own."""
    for phrase in phrases:
        if phrase.casefold() in text.casefold():
            text = re.sub(rf"(?<![\w.,]){re.escape(phrase)}(?![\w]|[.,]\d)", "", text, flags=re.IGNORECASE)
    return text


def _declared(dataset: Dataset, codelists: Mapping[str, Codelist]) -> Iterator[str]:
    yield from (dataset.title, dataset.description, dataset.source, dataset.category, *dataset.phrases, *dataset.bases)
    for table in dataset.all_tables.values():
        yield from (table.column, *table.totals)
    for rule in dataset.indicators.values():
        yield from (rule.label, rule.unit)
    yield from (chart.title or "" for chart in dataset.charts)
    for codelist in codelists.values():
        for item in codelist.items.values():
            yield from (item.name, item.full_name, item.unit, *item.aliases)


def _parts(text: str) -> Iterator[str]:
    """The text, and in it each word that mixes letters and digits, or a bare number with the word before it."""
    yield text
    words = [word.strip(",;:()") for word in text.split()]
    for before, word in zip(["", *words], words, strict=False):
        if DIGIT.search(word):
            yield word if re.search(r"[^\W\d_]", word) else f"{before} {word}".strip()
