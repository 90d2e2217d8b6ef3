"""The few roundings that prices go through. Integers throughout: minor units, and rates in basis points.

`step`: what is held at the provider is a multiple of so many minor units (functions/payment/limits.py), and
so is every amount made here.
"""

from collections.abc import Mapping

WHOLE = 10_000
"""Basis points: 10,000 are all of it, 2200 are 22 %."""


def half_up(numerator: int, denominator: int) -> int:
    """The nearest whole number; of two that are as near, the greater."""
    return (2 * numerator + denominator) // (2 * denominator)


def part(amount: int, numerator: int, denominator: int, step: int = 1) -> int:
    """So many of `denominator` equal parts of an amount, rounded once."""
    return step * half_up(amount * numerator, denominator * step)


def to_step(amount: int, step: int) -> int:
    return part(amount, 1, 1, step)


def tax_within(gross: int, rate: int, step: int = 1) -> int:
    """The tax that an amount includes."""
    return part(gross, rate, WHOLE + rate, step)


def tax_on(net: int, rate: int, step: int = 1) -> int:
    """The tax that an amount is added."""
    return part(net, rate, WHOLE, step)


def spread(amount: int, over: Mapping[str, int], step: int = 1) -> dict[str, int]:
    """The amount in pieces that are in proportion to these weights and add up to it, by largest remainder; of
    two remainders that are alike, the one whose name is the lesser.

    Amount and weights are multiples of `step`. No piece is larger than its weight where the amount is no
    larger than all weights. Without any weight there is nothing to spread over.
    """
    whole = sum(over.values())
    if whole == 0:
        return dict.fromkeys(over, 0)
    steps = amount // step
    pieces = {name: steps * weight // whole for name, weight in over.items()}
    by_remainder = sorted(over, key=lambda name: (-(steps * over[name] % whole), name))
    for name in by_remainder[: steps - sum(pieces.values())]:
        pieces[name] += 1
    return {name: piece * step for name, piece in pieces.items()}
