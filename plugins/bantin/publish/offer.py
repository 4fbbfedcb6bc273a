"""What a dataset offers beside its pages: data to take away, and when the next are due."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from markupsafe import Markup

from bantin.ingest.period import ANNOUNCED
from bantin.ingest.rules import AREA
from bantin.model import Period
from bantin.pipeline import Series
from bantin.publish.markup import line_html
from bantin.vietnamese import hour


class Offer:
    """One dataset's. `rules` are its declarations, `places` its area in each period by the last day.

    `covers` are all its days, for machines; `coming` the periods that are announced, with when they are due.
    """

    def __init__(self, series: Series) -> None:
        self.series, self.rules = series, series.folder.dataset
        self.url = f"ban-tin/{self.rules.slug}/"
        self.csv_url, self.package_url = f"{self.url}so-lieu.csv", f"{self.url}datapackage.json"
        releases, areas = series.folder.releases, series.folder.codelists[AREA].items
        self.places = {release.period.last: areas[release.area] for release in releases}
        self.place = [areas[self.rules.area], *self.places.values()][-1]
        self.covers = interval(releases[0].period, releases[-1].period) if releases else ""
        rule = self.rules.period
        after = rule.after(releases[-1].period) if releases else iter(())
        self.coming = [(period, rule.due_at(period)) for period in islice(after, ANNOUNCED[rule.every])]
        self.calendar_url = f"{self.url}lich.ics" if self.coming else ""

    @property
    def due(self) -> datetime | None:
        """The moment when the next release is due, if that is known."""
        return self.coming[0][1] if self.coming else None

    @property
    def about(self) -> str:
        """What it is, for catalogues; search engines want fifty letters, which the last sentence alone has."""
        rules = self.rules
        words = [f"{rules.title}.", rules.description, "Số liệu minh họa." if rules.illustrative else ""]
        origin = f"Số liệu từng kỳ do {rules.source} cung cấp, đăng cùng bản tin của mỗi kỳ."
        return " ".join([*filter(None, words), origin])

    @property
    def next_html(self) -> Markup:
        """When the next release is due; nothing when that is not known."""
        return line_html(tuple(hour(due) for _, due in self.coming[:1]))

    @property
    def data(self) -> list[dict[str, str]]:
        """Its data as files: what they are called, where they are, and of which kind."""
        return [
            {"label": "Số liệu tất cả các kỳ (CSV)", "url": self.csv_url, "type": "text/csv"},
            {"label": "Gói số liệu (JSON)", "url": self.package_url, "type": "application/json"},
        ]

    @property
    def downloads(self) -> list[dict[str, str]]:
        """What readers can take away: the data, and the calendar."""
        dates = {"label": "Lịch công bố (tệp .ics)", "url": self.calendar_url, "type": "text/calendar"}
        return [*self.data, *([dates] if self.calendar_url else [])]


def interval(first: Period, last: Period) -> str:
    """The days from the first of one period to the last of another, as ISO 8601 has them."""
    return f"{first.first.isoformat()}/{last.last.isoformat()}"
