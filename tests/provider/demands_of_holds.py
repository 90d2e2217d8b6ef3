"""Demands on placing, reading, taking and letting go a hold."""

from functions.payment.decline import Decline
from functions.payment.errors import PaymentDeclined, ProviderRefused, ProviderUnavailable
from functions.payment.hold import Hold
from functions.shared import ids
from functions.shared.money import Money
from tests.provider.demands import AMOUNT, PART, Demand, Subject, same, told

CREATED = "a hold is created before use"
REPEATS = "a key repeats its answer"
PARAMETERS = "a key keeps its parameters"
READ = "a hold can be read"
LESS = "what is taken may be less"
OVER = "what is over stays over"
DECLINE = "a decline is told apart"
ASK = "the bank can ask"

REFUSED = ProviderRefused.__name__
DECLINED = PaymentDeclined.__name__
NOTHING = "0 held, 0 captured, 0 given back"
HELD = f"HELD: {AMOUNT} held, 0 captured, 0 given back"


def _names_its_order(to: Subject) -> str:
    order_id = f"ord_{ids.new_key()}"
    hold = to.provider.create_hold(order_id, Money(AMOUNT))
    return same((hold.order_id, hold.amount), (order_id, Money(AMOUNT)))


def _told_of_both(hold: Hold) -> str:
    """How it is, and how it was."""
    return f"{told(hold)}, {'was held' if hold.was_held else 'was never held'}"


def _confirm(to: Subject, hold: Hold, card: str = "") -> Hold:
    return to.provider.confirm_hold(hold.hold_id, card or to.cards.approved, ids.new_key())


def _capture(to: Subject, hold: Hold) -> Hold:
    return to.provider.capture_hold(hold.hold_id, AMOUNT, ids.new_key())


def _create_again(to: Subject) -> str:
    order_id = f"ord_{ids.new_key()}"
    first, second = (to.provider.create_hold(order_id, Money(AMOUNT)) for _ in range(2))
    return same(first.hold_id, second.hold_id)


def _hold_again(to: Subject) -> str:
    hold_id, key = to.created().hold_id, ids.new_key()
    _, again = (to.provider.confirm_hold(hold_id, to.cards.approved, key) for _ in range(2))
    return told(again)


def _capture_again(to: Subject) -> str:
    hold_id, key = to.confirmed().hold_id, ids.new_key()
    _, again = (to.provider.capture_hold(hold_id, AMOUNT - PART, key) for _ in range(2))
    return told(again)


def _key_used_for_another(to: Subject) -> str:
    key, other = ids.new_key(), to.created()
    to.provider.confirm_hold(to.created().hold_id, to.cards.approved, key)
    try:
        done = to.provider.confirm_hold(other.hold_id, to.cards.approved, key)
    except (ProviderRefused, ProviderUnavailable):
        return f"refused, {to.provider.read_hold(other.hold_id).status}"
    return f"done: {told(done)}"


def _read(to: Subject) -> str:
    captured = to.captured(AMOUNT - PART)
    return same(to.provider.read_hold(captured.hold_id), captured)


def _declined(to: Subject) -> str:
    hold = to.created()
    try:
        return told(_confirm(to, hold, to.cards.declined))
    except PaymentDeclined:
        after = to.provider.read_hold(hold.hold_id)
        return f"{DECLINED}, then {after.status}, {'declined' if after.declined else 'not declined'}"


def _why(to: Subject) -> str:
    """As the call says it, and as the hold keeps it."""
    hold = to.created()
    try:
        return told(_confirm(to, hold, to.cards.declined))
    except PaymentDeclined as declined:
        return f"{declined.why}, {to.provider.read_hold(hold.hold_id).why_declined}"


def _another_card(to: Subject) -> str:
    hold = to.created()
    try:
        _confirm(to, hold, to.cards.declined)
    except PaymentDeclined:
        return told(_confirm(to, hold))
    return "approved at once"


def _asking(to: Subject) -> str:
    asked = to.confirmed(to.cards.asking)
    secret = "with" if asked.client_secret else "without"
    gone = to.provider.cancel_hold(asked.hold_id)
    return f"{told(asked)}, {secret} a client secret, then {gone.status}"


DEMANDS = [
    Demand(CREATED, "create", f"OPEN: {NOTHING}", lambda to: told(to.created())),
    Demand(CREATED, "a hold names its order", "the same", _names_its_order),
    Demand(
        CREATED,
        "void what was never confirmed",
        f"GONE: {NOTHING}",
        lambda to: told(to.provider.cancel_hold(to.created().hold_id)),
    ),
    Demand(CREATED, "hold", f"{HELD}, was held", lambda to: _told_of_both(to.confirmed())),
    Demand(CREATED, "hold twice", REFUSED, lambda to: told(_confirm(to, to.confirmed()))),
    Demand(REPEATS, "create again, same key", "the same", _create_again),
    Demand(REPEATS, "hold again, same key", HELD, _hold_again),
    Demand(
        REPEATS,
        "capture again, same key",
        f"TAKEN: 0 held, {AMOUNT - PART} captured, 0 given back",
        _capture_again,
    ),
    Demand(PARAMETERS, "a key with other parameters", "refused, OPEN", _key_used_for_another),
    Demand(READ, "read", "the same", _read),
    Demand(
        READ, "read an unknown hold", "HoldUnknown", lambda to: told(to.provider.read_hold(to.unknown_hold))
    ),
    Demand(
        LESS, "capture", f"TAKEN: 0 held, {AMOUNT} captured, 0 given back", lambda to: told(to.captured())
    ),
    Demand(
        LESS,
        "capture in part",
        f"TAKEN: 0 held, {AMOUNT - PART} captured, 0 given back",
        lambda to: told(to.captured(AMOUNT - PART)),
    ),
    Demand(LESS, "capture too much", REFUSED, lambda to: told(to.captured(AMOUNT + 1))),
    Demand(OVER, "capture twice", REFUSED, lambda to: told(_capture(to, to.captured()))),
    Demand(OVER, "capture after void", REFUSED, lambda to: told(_capture(to, to.cancelled()))),
    Demand(OVER, "hold after void", REFUSED, lambda to: told(_confirm(to, to.cancelled()))),
    Demand(OVER, "void", f"GONE: {NOTHING}, was held", lambda to: _told_of_both(to.cancelled())),
    Demand(OVER, "void twice", REFUSED, lambda to: told(to.provider.cancel_hold(to.cancelled().hold_id))),
    Demand(
        OVER, "void after capture", REFUSED, lambda to: told(to.provider.cancel_hold(to.captured().hold_id))
    ),
    Demand(DECLINE, "declined card", f"{DECLINED}, then OPEN, declined", _declined),
    Demand(DECLINE, "why a card is declined", f"{Decline.REFUSED}, {Decline.REFUSED}", _why),
    Demand(DECLINE, "another card after a decline", HELD, _another_card),
    Demand(DECLINE, "unknown payment method", DECLINED, lambda to: told(to.confirmed(to.cards.unknown))),
    Demand(ASK, "3-D Secure, then void", f"ASKED: {NOTHING}, with a client secret, then GONE", _asking),
]
