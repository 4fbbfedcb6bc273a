"""What part of a whole something is, in percent: rounded together with the other parts, never more than all of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bantin.facts.facts import Facts
from bantin.model import Figure
from bantin.vietnamese import percent_text, rounded_shares

Of = tuple[str, str]
"""An indicator, and the code of the item whose it is; no code for the whole."""


def share(facts: Facts, own: Of, whole: Of, decimals: int = 1) -> Figure | None:
    """The percentage that one value is of another; None where either is not known, below nought, or the whole is 0."""
    (name, code), (of, of_code) = own, whole
    part, base = facts.level(name, code), facts.level(of, of_code)
    if part is None or base is None or part.value < 0 or base.value <= 0:
        return None
    value = _rounded(facts, own, whole, decimals)
    labels = [facts.dataset.indicators[one].label for one in (name, of)]
    computation = f"{labels[0]}, {facts.called(name, part.area)} ({part.text}) chia cho {labels[1]} ({base.text})."
    text, cells = percent_text(value, decimals), (*part.cells, *base.cells)
    made = facts.figure((name, part.area), "share", value, text, computation, cells)
    made = replace(made, unit="%", unit_first=False, against=(of, base.area, str(decimals)))
    return replace(made, provisional=part.provisional or base.provisional)


def _rounded(facts: Facts, own: Of, whole: Of, decimals: int) -> Decimal:
    """The percentage, rounded together with those of the other items or parts of the same whole."""
    (name, code), (of, of_code), rules = own, whole, facts.dataset.indicators
    total = facts.observation(of, of_code).value or Decimal(1)
    key, beside = name, {part: facts.observation(part, code).value for part in rules[of].parts}
    if name == of and of_code in {"", facts.release.area}:
        key, beside = code, {item.code: facts.observation(name, item.code).value for item in facts.concerned(name)}
    if key not in beside or (name != of and code != of_code):
        beside = {key: facts.observation(name, code).value}
    exact = {one: value * 100 / total for one, value in beside.items() if value is not None}
    return rounded_shares(exact, decimals)[key]
