"""One published bulletin: what it says of itself, and what that must be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from bantin.editorial import Changed, Correction, EditorFile
from bantin.ingest.archive import Folder
from bantin.ingest.phrases import phrases_of
from bantin.ingest.rules import MOST_DECIMALS
from bantin.model import Period, Release, Status
from bantin.proof.asked import Asked, Unproven
from bantin.proof.levels import Levels, cells_of
from bantin.proof.operations import prove
from bantin.proof.outcome import Entry, Outcome
from bantin.proof.people import NOBODY, People, Signed, signed
from bantin.vietnamese import NBSP, day, number, slug

NUMBERS = re.compile(r"\d[\d.]*(?:,\d+)?")
DATES = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
MOST_BACK = 400
PART_OF_A_LEVEL = frozenset({"level", "leader", "extent", "peak", "rounded"})


class Told:
    """One published bulletin: what its JSON says, and what that must be."""

    def __init__(
        self, folder: Folder, release: Release, levels: Levels, content: Mapping[str, Any], people: People = NOBODY
    ) -> None:
        self.folder, self.release, self.levels, self.content = folder, release, levels, content
        self.people = people
        self.dataset, self.asked = folder.dataset, Asked(levels, release)
        self.last = release.period.last
        self.url = f"ban-tin/{self.dataset.slug}/{self.last.isoformat()}/"
        self.title, self.lead = str(content.get("title", "")), str(content.get("lead", ""))
        self.entries: list[Entry] = list(content.get("figures", ()))

    @property
    def editor(self) -> EditorFile | None:
        """What the editor wrote for it."""
        return self.folder.editor_files.get(self.last)

    @cached_property
    def published(self) -> datetime:
        """When it was published: as the editor says, or when the release was due."""
        return (self.editor and self.editor.published) or self.dataset.period.due_at(self.release.period)

    @cached_property
    def signed(self) -> list[Signed]:
        """Who signed it: as the editor says, or the source."""
        return signed(self.editor.bylines if self.editor else (), self.dataset.source, self.people)

    @cached_property
    def tags(self) -> dict[str, str]:
        """Its topics by their names in addresses: the dataset's, then the editor's, each as it is written first."""
        found: dict[str, str] = {}
        for tag in (*self.dataset.tags, *(self.editor.tags if self.editor else ())):
            found.setdefault(slug(tag), tag)
        return found

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        """What its JSON says was mended after publication, the oldest first."""
        return tuple(
            Correction(
                datetime.fromisoformat(own["moment"]),
                *(own["what"], own["why"], own["by"]),
                changes=tuple(Changed(**change) for change in own["changes"]),
                origin=date.fromisoformat(own["origin"]) if own["origin"] else None,
            )
            for own in self.content.get("corrections", ())
        )

    @cached_property
    def updated(self) -> datetime:
        """When it last changed: at its newest correction, else when it was published."""
        return max([self.published, *(correction.moment for correction in self.corrections)])

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """The names with digits that may stand unmarked."""
        return phrases_of(self.dataset, self.folder.codelists)

    @cached_property
    def names(self) -> list[str]:
        """The dataset's names of several words, the longest first."""
        own = self.dataset
        found = {own.title, own.description, *own.phrases, *(rule.label for rule in own.indicators.values())}
        found |= {chart.title or "" for chart in own.charts}
        items = [item for codelist in self.folder.codelists.values() for item in codelist.items.values()]
        found |= {name for item in items for name in (item.full_name, item.name)}
        return sorted((name for name in found if " " in name), key=lambda name: (-len(name), name))

    def matches(self, pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
        """Where a pattern is in a text, but not in a declared name, as “tăng” is in a label “Mức tăng”."""
        for name in self.names if pattern.search(text) else ():
            if pattern.search(name):
                text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "\ue000", text, flags=re.IGNORECASE)
        return pattern.finditer(text)

    @cached_property
    def nouns(self) -> frozenset[str]:
        """The nouns that its story counts in beside the units."""
        return frozenset(re.findall(r"danh_tu\(\s*[\"'](.+?)[\"']", self.folder.story))

    @cached_property
    def counted(self) -> frozenset[str]:
        """What it counts: units, kinds of areas, nouns of its story."""
        items = [item for codelist in self.folder.codelists.values() for item in codelist.items.values()]
        units = {rule.unit.partition("/")[0] for rule in self.dataset.indicators.values()}
        return frozenset(units | self.nouns | {name for item in items for name in (item.kind, item.unit)}) - {""}

    @cached_property
    def outcomes(self) -> list[Outcome | str]:
        """What each figure must be, or why that cannot be told."""
        return [self._proved(entry) for entry in self.entries]

    def _proved(self, entry: Entry) -> Outcome | str:
        try:
            return prove(self.asked, entry)
        except Unproven as fault:
            return str(fault)

    @cached_property
    def back(self) -> list[date]:
        """The last days of the periods before, the nearest first; for a year or so."""
        found: list[date] = []
        period: Period | None = self.release.period
        while period and len(found) < MOST_BACK:
            found.append(self.levels.previous(period))
            if self.dataset.period.every == "irregular" and found[-1] not in self.levels.releases:
                return found[:-1]
            period = self.dataset.period.ending(found[-1])
        return found

    @cached_property
    def days(self) -> frozenset[date]:
        """The days that the bulletin may speak of: the ends of all periods so far, and of those named as bases."""
        rule, found = self.dataset.period, set[date]()
        period, first = self.release.period, min(self.levels.releases)
        stated = {base for entry in self.entries for base in entry["against"] if re.fullmatch(r"\d{4}-\d\d-\d\d", base)}
        earliest = min([first, *map(date.fromisoformat, stated)])
        while period.last >= earliest:
            found |= {period.first, period.last}
            previous = rule.ending(rule.previous(period))
            if previous is None:
                break
            period = previous
        return frozenset(found | {period.last} | set(map(date.fromisoformat, stated)))

    @cached_property
    def faults(self) -> list[str]:
        """What is wrong with each figure of the JSON; nothing where it is right."""
        return [
            made if isinstance(made, str) else self._fault(entry, made)
            for entry, made in zip(self.entries, self.outcomes, strict=True)
        ]

    def _fault(self, entry: Entry, made: Outcome) -> str:
        wrong = []
        if Decimal(str(entry["value"])) != made.value:
            wrong.append(f"giá trị phải là {made.value}, không phải {entry['value']}")
        if not {entry["text"], entry["text"][:1].lower() + entry["text"][1:]} & made.texts:
            wrong.append(f"phải in là “{'” hoặc “'.join(sorted(made.texts))}”, không phải “{entry['text']}”")
        if entry["unit"].replace(NBSP, " ") not in {unit.replace(NBSP, " ") for unit in made.units}:
            wrong.append(f"đơn vị phải là “{'” hoặc “'.join(sorted(made.units))}”, không phải “{entry['unit']}”")
        provisional = [level.status is Status.PROVISIONAL for level in made.used]
        of_a_level = entry["operation"] in PART_OF_A_LEVEL and "change" not in entry["against"]
        if entry["provisional"] != any(provisional) and (of_a_level or not any(provisional)):
            wrong.append("ghi sai là số liệu sơ bộ hay chính thức")
        given = {(cell["file"], cell["cell"]) for cell in entry["cells"]}
        needed = frozenset[tuple[str, str]]().union(*(level.cells for level in made.used))
        ranked = self.release.ranks.get((entry["indicator"], entry["area"]))
        if given != needed and given != needed | (cells_of(ranked) if ranked else frozenset()):
            cells = ", ".join(sorted(cell for _, cell in needed ^ given))
            wrong.append(f"các ô nguồn không phải là những ô đã dùng để tính ({cells})")
        wrong += [f"trong cách tính, “{text}” không phải là số đã dùng" for text in self._strangers(entry, made)]
        return "; ".join(wrong)

    def _strangers(self, entry: Entry, made: Outcome) -> list[str]:
        """The numbers and dates in a computation that are none of those it follows from."""
        text = self.without_names(entry["computation"])
        known = {
            number(abs(value), places) for value in {*made.numbers, made.value} for places in range(MOST_DECIMALS + 1)
        }
        known |= set(NUMBERS.findall(" ".join(self._conditions(entry))))
        days = {day(own) for own in self.days}
        if entry["indicator"] and self.dataset.indicators[entry["indicator"]].rate:
            days |= {day(own) for own in self.levels.census}
        dates = [found for found in DATES.findall(text) if found not in days]
        found = [number.rstrip(".") for number in NUMBERS.findall(DATES.sub("", text))]
        return dates + [number for number in found if number not in known]

    def _conditions(self, entry: Entry) -> list[str]:
        """The conditions that items or records were chosen by."""
        rules = self.dataset.indicators
        names = [entry["indicator"], *(rules[entry["indicator"]].sources if entry["indicator"] else ())]
        stated = [str(wanted) for name in names if name for wanted in rules[name].where.values()]
        return stated + (list(entry["against"][:1]) if entry["operation"] in {"items", "limit"} else [])

    def without_names(self, text: str) -> str:
        """A text without the names with digits, each replaced by a letter that is no word's."""
        for phrase in self.phrases:
            text = re.sub(rf"(?<![\w.,]){re.escape(phrase)}(?!\w|[.,]\d)", "\ue000", text, flags=re.IGNORECASE)
        return text
