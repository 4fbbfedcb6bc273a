"""`ky`: the release's period, and what a story can ask of it. Attributes are the story language's own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

from bantin.facts.facts import Facts
from bantin.ingest.period import said
from bantin.model import Figure, Moment
from bantin.story.printing import NO_CLAUSE, NO_SENTENCE, Held, Printer
from bantin.vietnamese import counted, day, hour, span


class Now:
    """`ky`: the release's period. Printed, it is the period within a sentence; its parts are attributes."""

    def __init__(self, facts: Facts, printer: Printer) -> None:
        self._facts, self._printer = facts, printer

    def __str__(self) -> str:
        return self._printer.hold(said(self._facts.period))

    @property
    def ngay_dau(self) -> Held:
        """The first day: `5/11/2021`."""
        return self._printer.hold((Moment(self._facts.period.first, day(self._facts.period.first)),))

    @property
    def ngay_cuoi(self) -> Held:
        """The last day: `12/11/2021`."""
        return self._printer.hold((Moment(self._facts.period.last, day(self._facts.period.last)),))

    @property
    def hai_ngay(self) -> Held:
        """The two days: `5/11 - 12/11/2021`."""
        return self._printer.hold(span(self._facts.period))

    @property
    def hai_ngay_gon(self) -> Held:
        """The two days without a year: `5/11 - 12/11`."""
        return self._printer.hold(span(self._facts.period, last="d/M"))

    @property
    def gio_chot(self) -> Held:
        """When the figures were closed: `17 giờ ngày 12/11/2021`."""
        return self._closed(self._facts.period.last)

    @property
    def gio_chot_gon(self) -> Held:
        """The same without the year: `17 giờ ngày 12/11`."""
        return self._closed(self._facts.period.last, "d/M")

    @property
    def gio_dau(self) -> Held:
        """When those of the period before were closed: `17 giờ ngày 11/10/2021`."""
        return self._closed(self._facts.before(self._facts.period.last))

    def _closed(self, last: date, pattern: str = "d/M/yyyy") -> Held:
        clock = self._facts.dataset.period.cutoff
        if not clock:
            return Held(NO_SENTENCE)
        return self._printer.hold((hour(datetime.combine(last, time.fromisoformat(clock)), pattern),))

    @property
    def so_tuan(self) -> Held:
        """The week's number in its year: `tuần 17`."""
        number = self._facts.dataset.period.number_of(self._facts.period)
        return self._counted("week", number, "tuần", first=True)

    @property
    def so_thang(self) -> Held:
        """How many months of the year have passed: `10 tháng`."""
        return self._counted("months", self._facts.period.last.month, "tháng", first=False)

    def _counted(self, operation: str, value: int | None, noun: str, *, first: bool) -> Held:
        if value is None:
            return Held(NO_CLAUSE)
        facts = self._facts
        computation = f"tính từ ngày cuối của kỳ, {day(facts.period.last)}."
        figure = Figure(
            Decimal(value), str(value), noun, "", facts.release.area, operation, computation, (), facts.period.last
        )
        return self._printer.hold(counted(replace(figure, unit_first=first)))

    @property
    def dau_nam(self) -> bool:
        """Whether it is the first period of its year."""
        return self._facts.before(self._facts.period.last).year < self._facts.period.last.year

    @property
    def cuoi_nam(self) -> bool:
        """Whether it is the last period of its year: the year ends before the next one can."""
        last = self._facts.period.last
        return (last + (last - self._facts.before(last))).year > last.year

    @property
    def dau_tien(self) -> bool:
        """Whether there is no release before this one."""
        return len(self._facts.history) == 1

    @property
    def sau_gian_doan(self) -> bool:
        """Whether the release of the period just before is missing, though there are earlier ones."""
        return len(self._facts.history) > 1 and self._facts.previous is None


PERIOD_ATTRIBUTES = (
    "ngay_dau",
    "ngay_cuoi",
    "hai_ngay",
    "hai_ngay_gon",
    "gio_chot",
    "gio_chot_gon",
    "gio_dau",
    "so_tuan",
    "so_thang",
    "dau_nam",
    "cuoi_nam",
    "dau_tien",
    "sau_gian_doan",
)
