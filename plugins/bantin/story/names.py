"""What a story can name, and what it can ask of it. Attributes are the story language's own words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bantin.errors import CellError
from bantin.facts.bases import Base, Why
from bantin.facts.changes import PERCENT_DECIMALS, Change, Record, Streak, change, compare, record, streak
from bantin.facts.facts import Facts
from bantin.model import Figure, Line, Status
from bantin.story.now import Now
from bantin.story.printing import NO_SENTENCE, Held, Printer
from bantin.vietnamese import counted, marked


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
        """The figure with the wanted noun, unless it is counted in something else, such as percentage points."""
        own = self.noun is not None and figure.unit == self.facts.unit(self.name, figure.area)
        return replace(figure, noun=self.noun) if own else figure

    def change(self, base: Base | None = None, decimals: int = PERCENT_DECIMALS) -> Change | None:
        """How it stands to a base, its own unless another is given."""
        found = change(self.facts, self.name, self.code, base or self.facts.base(self.base), decimals)
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
        if self.base:
            raise CellError("sau goc(…) chỉ hỏi được, không in được.", "mức của kỳ ấy viết | o_moc(…).")
        figure = self.figure
        return Held(NO_SENTENCE) if figure is None else self.printer.hold(self.told(figure))

    def told(self, figure: Figure) -> Line:
        """A figure with its unit, and that it is not final, unless the release says so of all its figures."""
        return counted(figure) if self.facts.all_provisional else marked(figure)

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
    def khac_cach_tinh(self) -> bool:
        """Whether it is not compared with its base because its definition has changed."""
        base = self.facts.base(self.base)
        return compare(self.facts, self.name, self.code, base) is Why.REDEFINED

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


ATTRIBUTES = (
    "co",
    "tang",
    "giam",
    "khong_doi",
    "so_duoc",
    "so_bo",
    "theo_don_vi",
    "du_don_vi",
    "mot_phan",
    "khac_cach_tinh",
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
