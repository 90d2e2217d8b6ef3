"""Demands on giving back what was taken."""

from functions.payment.errors import ProviderRefused
from functions.payment.refunds import made_by_hand
from functions.shared import ids
from tests.provider.demands import AMOUNT, PART, Demand, Subject, same, told
from tests.provider.demands_of_holds import REFUSED, REPEATS

NAMED = "refunds name their return"
NO_MORE = "no more goes back than came"
BY_HAND = "refunds by hand are told apart"


def _refunded_in_part(to: Subject, captured: int) -> str:
    hold_id = to.captured(captured).hold_id
    to.provider.refund_part(hold_id, PART, "ret_1", ids.new_key())
    return told(to.provider.read_hold(hold_id))


def _refund_again(to: Subject) -> str:
    hold_id, key = to.captured().hold_id, ids.new_key()
    first, second = (to.provider.refund_part(hold_id, PART, "ret_1", key) for _ in range(2))
    return same(first.refund_id, second.refund_id)


def _refund_all(to: Subject) -> str:
    hold_id = to.captured().hold_id
    to.provider.refund_part(hold_id, PART, "ret_1", ids.new_key())
    to.provider.refund_hold(hold_id)
    after = to.provider.read_hold(hold_id)
    return f"{told(after)}, {'over' if after.over else 'not over'}"


def _refund_all_twice(to: Subject) -> str:
    hold_id = to.captured().hold_id
    to.provider.refund_hold(hold_id)
    try:
        to.provider.refund_hold(hold_id)
    except ProviderRefused:
        return f"{REFUSED}, {to.provider.read_hold(hold_id).refunded} given back"
    return "refunded twice"


def _refund_too_much(to: Subject) -> str:
    hold_id = to.captured(AMOUNT - PART).hold_id
    return str(to.provider.refund_part(hold_id, AMOUNT, "ret_1", ids.new_key()).amount)


def _refund_a_hold(to: Subject) -> str:
    to.provider.refund_hold(to.confirmed().hold_id)
    return "refunded"


def _list_refunds(to: Subject) -> str:
    """What a partial capture let go may be listed as well: nobody made it for a return."""
    hold_id = to.captured(AMOUNT - PART).hold_id
    for amount, return_id in ((PART + 1, "ret_1"), (PART, "ret_2")):
        to.provider.refund_part(hold_id, amount, return_id, ids.new_key())
    listed = [one for one in to.provider.list_refunds(hold_id) if one.return_id]
    return ", ".join(f"{one.amount} for {one.return_id}" for one in listed)


def _made_by_hand(to: Subject, captured: int) -> str:
    """By somebody at the provider, as much as a partial capture let go; beside a return's and a void's."""
    hold_id = to.captured(captured).hold_id
    by_hand = to.refunds_by_hand(hold_id, PART)
    to.provider.refund_part(hold_id, PART, "ret_1", ids.new_key())
    to.provider.refund_hold(hold_id)
    found = made_by_hand(to.provider.read_hold(hold_id), list(to.provider.list_refunds(hold_id)))
    return same([(one.refund_id, one.amount) for one in found], [(by_hand, PART)])


DEMANDS = [
    Demand(
        NO_MORE,
        "refund in part",
        f"TAKEN: 0 held, {AMOUNT} captured, {PART} given back",
        lambda to: _refunded_in_part(to, AMOUNT),
    ),
    Demand(
        NO_MORE,
        "refund in part, captured in part",
        f"TAKEN: 0 held, {AMOUNT - PART} captured, {PART} given back",
        lambda to: _refunded_in_part(to, AMOUNT - PART),
    ),
    Demand(REPEATS, "refund again, same key", "the same", _refund_again),
    Demand(
        NO_MORE,
        "refund the rest",
        f"TAKEN: 0 held, {AMOUNT} captured, {AMOUNT} given back, over",
        _refund_all,
    ),
    Demand(NO_MORE, "refund the rest twice", f"{REFUSED}, {AMOUNT} given back", _refund_all_twice),
    Demand(NO_MORE, "refund too much", REFUSED, _refund_too_much),
    Demand(NO_MORE, "refund a hold", REFUSED, _refund_a_hold),
    Demand(BY_HAND, "list refunds by hand", "the same", lambda to: _made_by_hand(to, AMOUNT)),
    Demand(
        BY_HAND,
        "list refunds by hand, captured in part",
        "the same",
        lambda to: _made_by_hand(to, AMOUNT - PART),
    ),
    Demand(NAMED, "list refunds", f"{PART} for ret_2, {PART + 1} for ret_1", _list_refunds),
]
