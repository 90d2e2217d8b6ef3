"""What the payment adapter asks of a provider, each operation with what Stripe documents of it.

An operation answers in a few words what it found; one that ends in an error answers with the error's name.
"""

from collections.abc import Callable
from dataclasses import dataclass

from functions.payment import provider
from functions.payment.errors import PaymentDeclined, ProviderUnavailable
from functions.payment.payment import Intent
from functions.shared import ids
from functions.shared.money import Money

AMOUNT = 1000
PART = 300


@dataclass(frozen=True)
class Cards:
    """Payment methods that are approved, declined, and that make the bank ask its customer."""

    approved: str
    declined: str
    asking: str


@dataclass(frozen=True)
class Operation:
    name: str
    documented: str
    run: Callable[[Cards], str]


def _new() -> Intent:
    return provider.create_intent(f"ord_{ids.new_key()}", Money(AMOUNT))


def _confirmed(payment_method: str) -> Intent:
    return provider.confirm_intent(_new().intent_id, payment_method, ids.new_key())


def _captured(cards: Cards, amount: int = AMOUNT) -> Intent:
    return provider.capture_intent(_confirmed(cards.approved).intent_id, amount, ids.new_key())


def _voided(cards: Cards) -> Intent:
    return provider.cancel_intent(_confirmed(cards.approved).intent_id)


def _told(intent: Intent) -> str:
    return f"{intent.status}: {intent.holds} held, {intent.captured} captured, {intent.refunded} given back"


def _same(one: object, other: object) -> str:
    return "the same" if one == other else "another one"


def _create_again(cards: Cards) -> str:
    order_id = f"ord_{ids.new_key()}"
    first, second = (provider.create_intent(order_id, Money(AMOUNT)) for _ in range(2))
    return _same(first.intent_id, second.intent_id)


def _hold_with_a_used_key(cards: Cards) -> str:
    key = ids.new_key()
    provider.confirm_intent(_new().intent_id, cards.approved, key)
    return _told(provider.confirm_intent(_new().intent_id, cards.approved, key))


def _hold_twice(cards: Cards) -> str:
    held = _confirmed(cards.approved)
    return _told(provider.confirm_intent(held.intent_id, cards.approved, ids.new_key()))


def _capture_twice(cards: Cards) -> str:
    return _told(provider.capture_intent(_captured(cards).intent_id, AMOUNT, ids.new_key()))


def _capture_after_void(cards: Cards) -> str:
    return _told(provider.capture_intent(_voided(cards).intent_id, AMOUNT, ids.new_key()))


def _void_twice(cards: Cards) -> str:
    return _told(provider.cancel_intent(_voided(cards).intent_id))


def _void_after_capture(cards: Cards) -> str:
    return _told(provider.cancel_intent(_captured(cards).intent_id))


def _refund_part(cards: Cards, captured: int = AMOUNT) -> str:
    intent_id = _captured(cards, captured).intent_id
    provider.refund_part(intent_id, PART, "ret_1", ids.new_key())
    return _told(provider.read_intent(intent_id))


def _refund_again(cards: Cards) -> str:
    intent_id, key = _captured(cards).intent_id, ids.new_key()
    first, second = (provider.refund_part(intent_id, PART, "ret_1", key) for _ in range(2))
    return _same(first.refund_id, second.refund_id)


def _refund_all(cards: Cards) -> str:
    intent_id = _captured(cards).intent_id
    provider.refund_part(intent_id, PART, "ret_1", ids.new_key())
    provider.refund_intent(intent_id)
    after = provider.read_intent(intent_id)
    return f"{_told(after)}, {'over' if after.over else 'not over'}"


def _refund_too_much(cards: Cards) -> str:
    intent_id = _captured(cards, AMOUNT - PART).intent_id
    return str(provider.refund_part(intent_id, AMOUNT, "ret_1", ids.new_key()).amount)


def _refund_a_hold(cards: Cards) -> str:
    provider.refund_intent(_confirmed(cards.approved).intent_id)
    return "refunded"


def _refunds_listed(cards: Cards) -> str:
    intent_id = _captured(cards, AMOUNT - PART).intent_id
    provider.refund_part(intent_id, PART + 1, "ret_1", ids.new_key())
    return ", ".join(
        f"{one.amount} for {one.return_id or 'none'}" for one in provider.list_refunds(intent_id)
    )


def _declined(cards: Cards) -> str:
    intent_id = _new().intent_id
    try:
        return _told(provider.confirm_intent(intent_id, cards.declined, ids.new_key()))
    except PaymentDeclined:
        after = provider.read_intent(intent_id)
        return f"{after.status}, {'declined' if after.declined else 'not declined'}"


def _asking(cards: Cards) -> str:
    asked = _confirmed(cards.asking)
    secret = "with" if asked.client_secret else "without"
    return f"{asked.status}, {secret} a client secret, then {provider.cancel_intent(asked.intent_id).status}"


def _listed(cards: Cards) -> str:
    mine = [_new().intent_id for _ in range(2)]
    found = [one.intent_id for one in provider.list_intents() if one.intent_id in mine]
    return "newest first" if found == mine[::-1] else "in another order"


def _hold(intent_id: str, payment_method: str) -> str:
    return _told(provider.confirm_intent(intent_id, payment_method, ids.new_key()))


REFUSED = provider.ProviderRefused.__name__
DECLINED = PaymentDeclined.__name__
UNKNOWN = provider.IntentUnknown.__name__
UNAVAILABLE = ProviderUnavailable.__name__
NO_INTENT = "pi_0000000000000000"

OPERATIONS = (
    Operation("create", "requires_payment_method: 0 held, 0 captured, 0 given back", lambda _: _told(_new())),
    Operation("create again, same key", "the same", _create_again),
    Operation(
        "hold",
        "requires_capture: 1000 held, 0 captured, 0 given back",
        lambda cards: _told(_confirmed(cards.approved)),
    ),
    Operation("hold twice", REFUSED, _hold_twice),
    Operation("a key with other parameters", UNAVAILABLE, _hold_with_a_used_key),
    Operation("declined card", "requires_payment_method, declined", _declined),
    Operation("unknown payment method", DECLINED, lambda _: _hold(_new().intent_id, "pm_unknown")),
    Operation("3-D Secure, then void", "requires_action, with a client secret, then canceled", _asking),
    Operation(
        "capture",
        "succeeded: 0 held, 1000 captured, 0 given back",
        lambda cards: _told(_captured(cards)),
    ),
    Operation(
        "capture in part",
        "succeeded: 0 held, 700 captured, 0 given back",
        lambda cards: _told(_captured(cards, AMOUNT - PART)),
    ),
    Operation("capture too much", REFUSED, lambda cards: _told(_captured(cards, AMOUNT + 1))),
    Operation("capture twice", REFUSED, _capture_twice),
    Operation("capture after void", REFUSED, _capture_after_void),
    Operation("void", "canceled: 0 held, 0 captured, 0 given back", lambda cards: _told(_voided(cards))),
    Operation("void twice", REFUSED, _void_twice),
    Operation("void after capture", REFUSED, _void_after_capture),
    Operation("refund in part", "succeeded: 0 held, 1000 captured, 300 given back", _refund_part),
    Operation(
        "refund in part, captured in part",
        "succeeded: 0 held, 700 captured, 300 given back",
        lambda cards: _refund_part(cards, AMOUNT - PART),
    ),
    Operation("refund again, same key", "the same", _refund_again),
    Operation("refund the rest", "succeeded: 0 held, 1000 captured, 1000 given back, over", _refund_all),
    Operation("refund too much", REFUSED, _refund_too_much),
    Operation("refund a hold", REFUSED, _refund_a_hold),
    Operation("list refunds", "301 for ret_1, 300 for none", _refunds_listed),
    Operation("read an unknown intent", UNKNOWN, lambda _: _told(provider.read_intent(NO_INTENT))),
    Operation("list intents", "newest first", _listed),
)
