"""The values that pass between the rooms, named by the terms of docs/architecture.md.

All are frozen and picklable, so that the pipeline can be cached, or run in another process, unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bantin.editorial import Byline, Correction, Photo
from bantin.later import LaterLine


class Status(StrEnum):
    """What a cell says about its value (SDMX OBS_STATUS); nought, however said, is a value, the absences are not."""

    REPORTED = "reported"
    ZERO = "zero"
    NIL = "nil"
    PROVISIONAL = "provisional"
    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"
    NOT_PUBLISHED = "not_published"


@dataclass(frozen=True, slots=True)
class Cell:
    """The address of a cell: the file as people name it, and 1-based row and column as spreadsheets count.

    With `last_row` it is the cells of a column from `row` down to there, as figures counted from records need.
    """

    file: str
    row: int
    column: int
    sheet: str = ""
    last_row: int = 0

    @property
    def letters(self) -> str:
        """The spreadsheet's own name of the column, such as `B`."""
        letters, number = "", self.column
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return letters

    @property
    def reference(self) -> str:
        """The spreadsheet's own name of the cell or cells: `B3`, `B3:B90`, in a named sheet `Tuần 45!B3`."""
        place = f"{self.letters}{self.row}" + (f":{self.letters}{self.last_row}" if self.last_row else "")
        return f"{self.sheet}!{place}" if self.sheet else place


@dataclass(frozen=True, slots=True)
class Item:
    """One code of a codelist: an administrative unit, a product… Its code is its identity; names change.

    A bound left blank is not known. `formed_from` are the codes that it wholly consists of and continues: only
    across them may it be compared with the time before. `unit` is for items that are not counted alike. `tile` is its
    column and row on a map of tiles.
    """

    code: str
    name: str
    parent: str = ""
    kind: str = ""
    authority: str = ""
    aliases: tuple[str, ...] = ()
    unit: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    formed_from: tuple[str, ...] = ()
    tile: tuple[int, int] | None = None

    @property
    def full_name(self) -> str:
        """Kind and name as they stand within a sentence: `huyện Chợ Mới`."""
        return f"{self.kind} {self.name}".strip()

    def valid_on(self, day: date) -> bool:
        """Whether the item existed on the day, as far as is known."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Period:
    """The civil days that a release covers, both counted."""

    first: date
    last: date
    frequency: str


@dataclass(frozen=True, slots=True)
class Observation:
    """A value, given exactly when the status is a present one; its cells, and how it follows from them."""

    value: Decimal | None
    status: Status
    cells: tuple[Cell, ...]
    computation: str = "ghi trong tệp số liệu"


ABSENT = Observation(None, Status.NOT_REPORTED, ())  # what is known of a value that no file has


@dataclass(frozen=True, slots=True)
class Release:
    """One period's data: observations, and ranks that the office states, by (indicator, code of the item).

    `area` is the code of the whole in this period.
    """

    dataset: str
    period: Period
    area: str
    files: tuple[str, ...]
    observations: Mapping[tuple[str, str], Observation]
    ranks: Mapping[tuple[str, str], Observation]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as printed.

    `text` is the Vietnamese form of `value`. The size of a change has no sign: the words around it say the
    direction. `computation` says in Vietnamese how it follows from `cells`. `operation`, `period` (the last day of
    the period it speaks of) and `against` (what it is held against) say the same to machines: docs/architecture.md
    lists them. Of a direction the text is a word. With `noun` it is printed with other words than its unit.
    """

    value: Decimal
    text: str
    unit: str
    indicator: str
    area: str
    operation: str
    computation: str
    cells: tuple[Cell, ...]
    period: date
    against: tuple[str, ...] = ()
    provisional: bool = False
    unit_first: bool = False
    noun: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Moment:
    """A civil day as printed, such as `5/11`; of a longer time, `machine` says which, such as `2021-09`."""

    day: date
    text: str
    machine: str = ""


Segment = str | Figure | Moment
"""A run of text, or a printed number or day that keeps what it was made from."""

Line = tuple[Segment, ...]
"""A title, a paragraph, a note: text in which every number and date is still traced."""


def plain(line: Line) -> str:
    """The line as text alone."""
    return line.text if isinstance(line, LaterLine) else "".join(p if isinstance(p, str) else p.text for p in line)


def figures_in(lines: Iterable[Line]) -> tuple[Figure, ...]:
    """The figures of lines, in reading order."""
    return tuple(part for line in lines for part in line if isinstance(part, Figure))


@dataclass(frozen=True, slots=True)
class Words:
    """An editor's Markdown, in which lines with figures stand; before the paragraph `at`, past the body after charts.

    `line` is where the editor's file has them.
    """

    at: int
    runs: tuple[str | Line, ...]
    line: int = field(default=0, compare=False)

    @property
    def held(self) -> tuple[Line, ...]:  # noqa: D102 - the lines in it
        return tuple(run for run in self.runs if not isinstance(run, str))


@dataclass(frozen=True, slots=True)
class Mark:
    """One value of a chart: its figure, or in words why there is none."""

    figure: Figure | None
    absence: str = ""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A unit, a product or a period of a chart, with a mark a column; `place` is its tile's column and row."""

    label: str
    marks: tuple[Mark, ...]
    day: date | None = None
    place: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A day to be marked on a chart over time, and what happened; what `breaks` a line makes values not comparable."""

    day: date
    label: str
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows before any drawing: a table of marks.

    `kind` is one of `ingest.rules.CHART_KINDS`. Rows of `lines` and `multiples` are periods in time order, gaps
    included; rows of the others are units or products in the order to draw. `heads` name the rows and each column.
    """

    name: str
    kind: str
    title: str
    description: Line
    unit: str
    heads: tuple[Line, ...]
    rows: tuple[ChartRow, ...]
    note: Line = ()
    events: tuple[Event, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure drawn, as the table is read."""
        return tuple(mark.figure for row in self.rows for mark in row.marks if mark.figure)

    @property
    def printed(self) -> tuple[Figure, ...]:
        """Those of its words, then those drawn."""
        return (*figures_in((self.description, self.note)), *self.figures)


@dataclass(frozen=True, slots=True)
class Headline:
    """At a glance: a value or why there is none, and its change in words; `of` an indicator, of a product or of all."""

    label: str
    value: Line
    change: Line
    of: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Bulletin:
    """The article made from one release; the one value that publishing needs.

    `tags` are topics, each once; `corrections` what was mended after publication, the oldest first. Only editors see a
    draft, and what is held back until a moment.
    """

    dataset: str
    period: Period
    files: tuple[str, ...]
    source: str
    category: str
    published: datetime
    title: Line
    lead: Line
    body: tuple[Line, ...]
    charts: tuple[Chart, ...]
    headlines: tuple[Headline, ...]
    bylines: tuple[Byline, ...]
    photo: Photo | None
    words: tuple[Words, ...] = ()
    tags: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    is_draft: bool = False
    held_until: datetime | None = None

    @property
    def updated(self) -> datetime:
        """When it last changed for its readers: at the newest correction, else when it was published."""
        return self.corrections[-1].moment if self.corrections else self.published

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure that is printed, in reading order, the charts' last."""
        glance = (line for headline in self.headlines for line in (headline.value, headline.change))
        charts = (line for chart in self.charts for line in (chart.description, chart.note))
        own = (line for words in self.words for line in words.held)
        printed = figures_in((self.title, self.lead, *self.body, *charts, *glance, *own))
        drawn = (figure for chart in self.charts for figure in chart.figures)
        return tuple(dict.fromkeys((*printed, *drawn)))
