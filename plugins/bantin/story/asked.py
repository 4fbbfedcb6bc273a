"""What all filters share: their names in the language, and how what an editor gave them is checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bantin.errors import CellError, suggestion
from bantin.facts.bases import Base
from bantin.ingest.rules import MOST_DECIMALS
from bantin.model import Line
from bantin.story.names import Indicator
from bantin.story.printing import NO_CLAUSE, Held, Printer
from bantin.vietnamese import within_sentence

Filters = dict[str, Callable[..., object]]
"""Filters by their names in the language."""


def named(filters: Filters, name: str) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Give a function its name in the language."""

    def known(function: Callable[..., object]) -> Callable[..., object]:
        filters[name] = function
        return function

    return known


def one_of(name: str, given: object, known: Sequence[str]) -> str:
    """One of the known words. Raises CellError, with the closest, for any other."""
    if words(name, given) not in known:
        raise CellError(
            f"{name}: không có “{given}”.{suggestion(str(given), known)}", f"dùng: {', '.join(filter(None, known))}."
        )
    return str(given)


def an_indicator(name: str, given: object) -> Indicator:
    """An indicator, which a filter needs before it. Raises CellError for anything else."""
    if not isinstance(given, Indicator):
        raise CellError(f"{name} chỉ dùng sau tên chỉ tiêu.", f"viết như {{{{ points | {name} }}}}.")
    return given


def an_indicator_of_all(name: str, given: object) -> Indicator:
    """An indicator of all units, as it is declared. Raises CellError for anything else, or of one unit."""
    own = an_indicator(name, given)
    if own.code or own.noun is not None:
        raise CellError(f"{name} nói về mọi đơn vị, không dùng sau cua(…) hay danh_tu(…).", "bỏ phần ấy.")
    return own


def words(name: str, given: object) -> str:
    """Words that an editor wrote in quotes. Raises CellError for anything else."""
    if not isinstance(given, str) or isinstance(given, Held):
        raise CellError(f"{name} cần chữ trong ngoặc kép.", f'viết như {{{{ points | {name}("…") }}}}.')
    return given


def a_number(name: str, given: object, least: int = 1) -> int:
    """A whole number. Raises CellError for anything else, or less than the least."""
    if not isinstance(given, int) or isinstance(given, bool) or given < least:
        raise CellError(f"{name} cần một số từ {least} trở lên.", f"viết như {{{{ points | {name}(2) }}}}.")
    return given


def decimals_of(name: str, given: object) -> int:
    """How many decimals are asked for: as many as an indicator may have. Raises CellError for anything else."""
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= MOST_DECIMALS:
        raise CellError(
            f"{name}: so_le cần một số từ 0 đến {MOST_DECIMALS}.", f"viết như {{{{ points | {name}(…, so_le=2) }}}}."
        )
    return given


def a_base(of: Indicator, given: object, *, earlier: bool = False) -> Base:
    """What an indicator is compared with: another one, or what a word means; without one its own base.

    Raises:
        CellError: for anything else, and for another indicator where it must be an `earlier` period.
    """
    if isinstance(given, Indicator) and earlier:
        raise CellError("ở đây chỉ dùng được một kỳ trước.", 'viết như dien_bien("tuần trước").')
    if isinstance(given, Indicator):
        if given.name == of.name or given.code not in {"", of.code}:
            raise CellError("chỉ so được với một chỉ tiêu khác.", "viết tên chỉ tiêu ấy, không kèm cua(…).")
        if of.facts.unit(of.name, of.code) != of.facts.unit(given.name, of.code):
            raise CellError(
                f"“{of.name}” và “{given.name}” không cùng đơn vị nên không so được.", "chọn chỉ tiêu khác."
            )
        label = of.facts.dataset.indicators[given.name].label
        return Base(within_sentence(label), (), given.name)
    return of.facts.base(words("mốc so sánh", given) or of.base)


def said_or(printer: Printer, line: Line | None, otherwise: str = NO_CLAUSE) -> Held:
    """The line held, or the mark of what could not be stated."""
    return Held(otherwise) if line is None else printer.hold(line)
