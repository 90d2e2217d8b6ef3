"""Demands on what a provider says that it takes: it takes that, and refuses what is beyond."""

from functions.payment.limits import Limits
from functions.shared import ids
from functions.shared.money import Money, shop_currency
from tests.provider.demands import Demand, Subject, told

LIMITS = "limits are told"
REFUSED = "ProviderRefused"


def _held(to: Subject, amount: int) -> str:
    hold = to.provider.create_hold(f"ord_{ids.new_key()}", Money(amount))
    held = to.provider.confirm_hold(hold.hold_id, to.cards.approved, ids.new_key())
    return "held" if held.holds == amount else told(held)


def _limits(to: Subject) -> Limits:
    return to.provider.limits(shop_currency())


def _created(to: Subject, fils: int) -> str:
    return to.provider.create_hold(f"ord_{ids.new_key()}", Money(fils, "BHD")).amount.text()


def _makes_sense(to: Subject) -> str:
    known = _limits(to)
    ordered = 0 < known.step <= known.minimum <= known.maximum and known.exponent >= 0
    return "in order" if ordered and known.minimum % known.step == 0 else str(known)


DEMANDS = [
    Demand(LIMITS, "limits of the shop's currency", "in order", _makes_sense),
    Demand(LIMITS, "limits of no currency", "CurrencyUnknown", lambda to: str(to.provider.limits("XXX"))),
    Demand(LIMITS, "the least", "held", lambda to: _held(to, _limits(to).minimum)),
    Demand(
        LIMITS,
        "less than the least",
        REFUSED,
        lambda to: _held(to, _limits(to).minimum - 1),
    ),
    Demand(LIMITS, "the most", "held", lambda to: _held(to, _limits(to).maximum)),
    Demand(
        LIMITS,
        "more than the most",
        REFUSED,
        lambda to: _held(to, _limits(to).maximum + 1),
    ),
    Demand(LIMITS, "nothing", REFUSED, lambda to: _held(to, 0)),
    Demand(LIMITS, "dinars by tens of fils", "BHD 1.250", lambda to: _created(to, 1250)),
    Demand(LIMITS, "dinars that are none", REFUSED, lambda to: _created(to, 1255)),
]
