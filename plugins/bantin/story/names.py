"""What a story can name, and what it can ask of it. Attributes are the story language's own words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

from bantin.facts.bases import Base
from bantin.facts.changes import Change, Record, Streak, change, record, streak
from bantin.facts.facts import Facts
from bantin.ingest.period import said
from bantin.model import Figure, Line, Moment, Status
from bantin.story.printing import NO_CLAUSE, NO_SENTENCE, Held, Printer
from bantin.vietnamese import NBSP, NOT_FINAL, counted, day, span


class Indicator:
    """An indicator of the release, under its name in dataset.toml: of the whole, or of the item with the code.

    Printed, it is the figure with its unit, or with another noun. `base` is what its direction is asked against.
    """

    def __init__(
        self, facts: Facts, printer: Printer, name: str, code: str = "", base: str = "", noun: str | None = None
    ) -> None:
        self.facts, self.printer, self.name, self.code, self.base, self.noun = facts, printer, name, code, base, noun

    def but(self, **changed: str) -> Indicator:
        """The same with another item, base or noun."""
        own = {"code": self.code, "base": self.base, "noun": self.noun, **changed}
        return Indicator(self.facts, self.printer, self.name, **own)  # type: ignore[arg-type] # the keys are its own

    @property
    def figure(self) -> Figure | None:
        """Its value, counted in the wanted noun."""
        figure = self.facts.level(self.name, self.code)
        return figure and self._renamed(figure)

    def _renamed(self, figure: Figure) -> Figure:
        if self.noun is None or figure.unit != self.facts.unit(self.name, figure.area) or figure.unit == "%":
            return figure
        return replace(figure, unit=self.noun, unit_first=False)

    def change(self, base: Base | None = None) -> Change | None:
        """How it stands to a base, its own unless another is given."""
        found = change(self.facts, self.name, self.code, base or self.facts.base(self.base))
        return found and replace(found, figure=self._renamed(found.figure), was=self._renamed(found.was))

    @property
    def streak(self) -> Streak | None:
        """For how long it has moved one way."""
        return streak(self.facts, self.name, self.code)

    @property
    def record(self) -> Record | None:
        """Whether it is above or below all before."""
        return record(self.facts, self.name, self.code)

    def __bool__(self) -> bool:
        return self.co

    def __str__(self) -> str:
        figure = self.figure
        return Held(NO_SENTENCE) if figure is None else self.printer.hold(self.told(figure))

    def told(self, figure: Figure) -> Line:
        """A figure with its unit, and that it is not final, unless the release says so of all its figures."""
        noun = (f"{NBSP}{self.noun}",) if self.noun and figure.unit == "%" else ()
        final = self.facts.all_provisional or not figure.provisional
        return (*counted(figure), *noun, *(() if final else (NOT_FINAL,)))

    @property
    def co(self) -> bool:
        """Whether its value is known."""
        return self.facts.level(self.name, self.code) is not None

    @property
    def tang(self) -> bool:
        """Whether it rose against its base."""
        return self._sign == 1

    @property
    def giam(self) -> bool:
        """Whether it fell against its base."""
        return self._sign == -1

    @property
    def khong_doi(self) -> bool:
        """Whether it is what its base is."""
        return self._sign == 0

    @property
    def so_duoc(self) -> bool:
        """Whether it may be compared with its base."""
        return self._sign is not None

    @property
    def so_bo(self) -> bool:
        """Whether its value is not final."""
        return self.facts.observation(self.name, self.code).status is Status.PROVISIONAL

    @property
    def theo_don_vi(self) -> bool:
        """Whether it may be said which areas lead."""
        return self.facts.ranking(self.name) is not None

    @property
    def du_don_vi(self) -> bool:
        """Whether every area's value is known."""
        return self.facts.is_complete(self.name)

    @property
    def mot_phan(self) -> bool:
        """Whether its total is only of those areas that are known."""
        return self.facts.is_partial(self.name, self.code or self.facts.release.area, self.facts.release)

    @property
    def _sign(self) -> int | None:
        found = self.change()
        return found.sign if found else None

    def _compared(self, other: object, holds: Callable[[Decimal, Any], bool]) -> bool:
        own, against = self.facts.level(self.name, self.code), other
        if isinstance(other, float):
            against = Decimal(str(other))
        elif isinstance(other, Indicator):
            given = self.facts.level(other.name, other.code)
            against = given.value if given else None
        return own is not None and against is not None and holds(own.value, against)

    def __gt__(self, other: object) -> bool:
        return self._compared(other, lambda own, given: bool(own > given))

    def __ge__(self, other: object) -> bool:
        return self._compared(other, lambda own, given: bool(own >= given))

    def __lt__(self, other: object) -> bool:
        return self._compared(other, lambda own, given: bool(own < given))

    def __le__(self, other: object) -> bool:
        return self._compared(other, lambda own, given: bool(own <= given))

    def __eq__(self, other: object) -> bool:
        return self._compared(other, lambda own, given: bool(own == given))

    def __ne__(self, other: object) -> bool:
        return self._compared(other, lambda own, given: bool(own != given))

    __hash__ = None  # type: ignore[assignment] # equal to numbers by value, so it is no key


ATTRIBUTES = ("co", "tang", "giam", "khong_doi", "so_duoc", "so_bo", "theo_don_vi", "du_don_vi", "mot_phan")


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
        at = time.fromisoformat(clock)
        minutes = f"{NBSP}{at.minute}{NBSP}phút" if at.minute else ""
        return self._printer.hold(
            (Moment(last, f"{at.hour}{NBSP}giờ{minutes} ngày {day(last, pattern)}", f"{last}T{clock}"),)
        )

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
    "dau_tien",
    "sau_gian_doan",
)
OWN_NAMES = ("ky", "nguon", "ten")


def names(facts: Facts, printer: Printer) -> dict[str, object]:
    """All that a story can name: the indicators, `ky` (the period), `nguon` (the source), `ten` (the dataset)."""
    return {
        **{name: Indicator(facts, printer, name) for name in facts.dataset.indicators},
        "ky": Now(facts, printer),
        "nguon": printer.hold((facts.dataset.source,)),
        "ten": printer.hold((facts.dataset.title,)),
    }
