"""What templates see of a chart: its two drawings, and its table."""

from __future__ import annotations

from functools import cached_property

from markupsafe import Markup, escape

from bantin.charts.draw import Drawing
from bantin.charts.sketch import sketch_of
from bantin.ingest.rules import OVER_TIME
from bantin.model import Chart, Moment
from bantin.publish.drawings import Drawings
from bantin.publish.markup import Numbers, line_html


class ChartView:
    """One chart of a bulletin or of a dataset's page."""

    def __init__(self, chart: Chart, csv_url: str, drawings: Drawings, numbers: Numbers) -> None:
        self._chart, self._drawings, self._numbers, self.csv_url = chart, drawings, numbers, csv_url
        self.id, self.title, self.kind, self.unit = chart.name, chart.title, chart.kind, chart.unit
        self.sketch, self.over_time = sketch_of(chart), chart.kind in OVER_TIME
        self.heads = [line_html(head) for head in chart.heads]
        self.description_html = line_html(chart.description, numbers)
        self.note_html = line_html(chart.note, numbers)

    @cached_property
    def _drawing(self) -> Drawing:
        return self._drawings.drawing(self.sketch)

    @property
    def wide(self) -> Markup:
        """The SVG for wide screens."""
        return Markup(self._drawing.wide)  # noqa: S704 - made, and its text escaped, by charts/

    @property
    def narrow(self) -> Markup:
        """The SVG for narrow screens."""
        return Markup(self._drawing.narrow)  # noqa: S704 - made, and its text escaped, by charts/

    @property
    def rows(self) -> list[tuple[Markup, list[Markup]]]:
        """The data table: of each row its label, and each value or absence."""
        return [
            (
                line_html((Moment(row.day, row.label),)) if row.day else escape(row.label),
                [
                    line_html((mark.figure,), self._numbers) if mark.figure else escape(mark.absence)
                    for mark in row.marks
                ],
            )
            for row in self._chart.rows
        ]
