"""A chart reduced to what is drawn: texts and places without their sources; equal sketches have equal drawings."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bantin.model import Chart, ChartRow, Mark, plain

PROVISIONAL = "số liệu sơ bộ"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as written and as a length; an absence has words and no value."""

    text: str
    value: float | None
    final: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row's label and cells; `day` is its day's number in the calendar, 0 where it has none."""

    label: str
    cells: tuple[Cell, ...]
    day: int = 0
    place: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event on the axis of time, as written under the chart."""

    day: int
    text: str
    breaks: bool


@dataclass(frozen=True, slots=True)
class Sketch:
    """All that painters see of a chart: `heads` are those of its columns; with `own_scales` these count differently."""

    name: str
    kind: str
    title: str
    description: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    events: tuple[Occasion, ...] = ()
    own_scales: bool = False

    @property
    def key(self) -> str:
        """A name for the content, the same on every machine."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    @property
    def columns(self) -> range:
        """The numbers of the columns."""
        return range(len(self.heads))


def sketch_of(chart: Chart) -> Sketch:
    """The chart as painters see it."""
    rows = tuple(_row(row) for row in chart.rows)
    events = tuple(
        Occasion(
            event.day.toordinal(), f"{event.day.day}/{event.day.month}/{event.day.year}: {event.label}", event.breaks
        )
        for event in chart.events
    )
    description = " ".join(filter(None, (plain(chart.description), plain(chart.note).strip())))
    heads = tuple(map(plain, chart.heads[1:]))
    return Sketch(chart.name, chart.kind, chart.title, description, heads, rows, events, not chart.unit)


def _row(row: ChartRow) -> Row:
    cells = tuple(_cell(mark) for mark in row.marks)
    return Row(row.label, cells, row.day.toordinal() if row.day else 0, row.place or (0, 0))


def _cell(mark: Mark) -> Cell:
    figure = mark.figure
    return Cell(figure.text, float(figure.value), not figure.provisional) if figure else Cell(mark.absence, None)
