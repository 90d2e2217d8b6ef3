"""Demands on what a provider says that it takes: it takes that, and refuses what is beyond."""

from functions.shared import ids
from functions.shared.money import CURRENCY, Money
from tests.provider.demands import Demand, Subject, told

LIMITS = "limits are told"
REFUSED = "ProviderRefused"


def _held(to: Subject, amount: int) -> str:
    hold = to.provider.create_hold(f"ord_{ids.new_key()}", Money(amount))
    held = to.provider.confirm_hold(hold.hold_id, to.cards.approved, ids.new_key())
    return "held" if held.holds == amount else told(held)


def _makes_sense(to: Subject) -> str:
    known = to.provider.limits(CURRENCY)
    ordered = 0 < known.step <= known.minimum <= known.maximum and known.exponent >= 0
    return "in order" if ordered and known.minimum % known.step == 0 else str(known)


DEMANDS = [
    Demand(LIMITS, "limits of the shop's currency", "in order", _makes_sense),
    Demand(LIMITS, "limits of no currency", "CurrencyUnknown", lambda to: str(to.provider.limits("XXX"))),
    Demand(LIMITS, "the least", "held", lambda to: _held(to, to.provider.limits(CURRENCY).minimum)),
    Demand(
        LIMITS, "less than the least", REFUSED, lambda to: _held(to, to.provider.limits(CURRENCY).minimum - 1)
    ),
    Demand(LIMITS, "the most", "held", lambda to: _held(to, to.provider.limits(CURRENCY).maximum)),
    Demand(
        LIMITS, "more than the most", REFUSED, lambda to: _held(to, to.provider.limits(CURRENCY).maximum + 1)
    ),
    Demand(LIMITS, "nothing", REFUSED, lambda to: _held(to, 0)),
]
