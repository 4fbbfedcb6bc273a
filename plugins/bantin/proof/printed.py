"""How values that are computed are printed: signs in words, as many decimals as are wanted."""

from __future__ import annotations

from decimal import Decimal

from bantin.vietnamese import NBSP, number


def printed(value: Decimal, decimals: int, *, percent: bool) -> str:
    """A level as it is printed: below nought in words, a percentage with its sign."""
    return (f"âm{NBSP}" if value < 0 else "") + number(abs(value), decimals) + ("%" if percent else "")


def places(value: Decimal) -> int:
    """How many decimals a value needs."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def percentages(value: Decimal, decimals: int) -> frozenset[str]:
    """How a percentage that is computed may be printed: all of a whole also without decimals."""
    return frozenset({f"{number(value, decimals)}%", *(["100%"] if value == 100 else [])})
