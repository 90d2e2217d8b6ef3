"""Demands on placing, reading, taking and letting go a hold."""

from functions.payment.errors import PaymentDeclined, ProviderRefused, ProviderUnavailable
from functions.shared import ids
from functions.shared.money import Money
from tests.provider.demands import AMOUNT, PART, Subject, demand, same, told

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


@demand(CREATED, "create", f"OPEN: {NOTHING}")
def _create(to: Subject) -> str:
    return told(to.created())


@demand(CREATED, "a hold names its order", "the same")
def _names_its_order(to: Subject) -> str:
    order_id = f"ord_{ids.new_key()}"
    hold = to.provider.create_hold(order_id, Money(AMOUNT))
    return same((hold.order_id, hold.amount), (order_id, Money(AMOUNT)))


@demand(CREATED, "void what was never confirmed", f"GONE: {NOTHING}")
def _cancel_unconfirmed(to: Subject) -> str:
    return told(to.provider.cancel_hold(to.created().hold_id))


@demand(CREATED, "hold", f"HELD: {AMOUNT} held, 0 captured, 0 given back, was held")
def _hold(to: Subject) -> str:
    hold = to.confirmed()
    return f"{told(hold)}, {'was held' if hold.was_held else 'was never held'}"


@demand(CREATED, "hold twice", REFUSED)
def _hold_twice(to: Subject) -> str:
    return told(to.provider.confirm_hold(to.confirmed().hold_id, to.cards.approved, ids.new_key()))


@demand(REPEATS, "create again, same key", "the same")
def _create_again(to: Subject) -> str:
    order_id = f"ord_{ids.new_key()}"
    first, second = (to.provider.create_hold(order_id, Money(AMOUNT)) for _ in range(2))
    return same(first.hold_id, second.hold_id)


@demand(REPEATS, "hold again, same key", f"HELD: {AMOUNT} held, 0 captured, 0 given back")
def _hold_again(to: Subject) -> str:
    hold_id, key = to.created().hold_id, ids.new_key()
    _, again = (to.provider.confirm_hold(hold_id, to.cards.approved, key) for _ in range(2))
    return told(again)


@demand(REPEATS, "capture again, same key", f"TAKEN: 0 held, {AMOUNT - PART} captured, 0 given back")
def _capture_again(to: Subject) -> str:
    hold_id, key = to.confirmed().hold_id, ids.new_key()
    _, again = (to.provider.capture_hold(hold_id, AMOUNT - PART, key) for _ in range(2))
    return told(again)


@demand(PARAMETERS, "a key with other parameters", "refused, OPEN")
def _key_used_for_another(to: Subject) -> str:
    key, other = ids.new_key(), to.created()
    to.provider.confirm_hold(to.created().hold_id, to.cards.approved, key)
    try:
        done = to.provider.confirm_hold(other.hold_id, to.cards.approved, key)
    except (ProviderRefused, ProviderUnavailable):
        return f"refused, {to.provider.read_hold(other.hold_id).status}"
    return f"done: {told(done)}"


@demand(READ, "read", "the same")
def _read(to: Subject) -> str:
    captured = to.captured(AMOUNT - PART)
    return same(to.provider.read_hold(captured.hold_id), captured)


@demand(READ, "read an unknown hold", "HoldUnknown")
def _read_unknown(to: Subject) -> str:
    return told(to.provider.read_hold(to.unknown_hold))


@demand(LESS, "capture", f"TAKEN: 0 held, {AMOUNT} captured, 0 given back")
def _capture(to: Subject) -> str:
    return told(to.captured())


@demand(LESS, "capture in part", f"TAKEN: 0 held, {AMOUNT - PART} captured, 0 given back")
def _capture_part(to: Subject) -> str:
    return told(to.captured(AMOUNT - PART))


@demand(LESS, "capture too much", REFUSED)
def _capture_too_much(to: Subject) -> str:
    return told(to.captured(AMOUNT + 1))


@demand(OVER, "capture twice", REFUSED)
def _capture_twice(to: Subject) -> str:
    return told(to.provider.capture_hold(to.captured().hold_id, AMOUNT, ids.new_key()))


@demand(OVER, "capture after void", REFUSED)
def _capture_after_void(to: Subject) -> str:
    return told(to.provider.capture_hold(to.cancelled().hold_id, AMOUNT, ids.new_key()))


@demand(OVER, "hold after void", REFUSED)
def _hold_after_void(to: Subject) -> str:
    return told(to.provider.confirm_hold(to.cancelled().hold_id, to.cards.approved, ids.new_key()))


@demand(OVER, "void", f"GONE: {NOTHING}, was held")
def _void(to: Subject) -> str:
    gone = to.cancelled()
    return f"{told(gone)}, {'was held' if gone.was_held else 'was never held'}"


@demand(OVER, "void twice", REFUSED)
def _void_twice(to: Subject) -> str:
    return told(to.provider.cancel_hold(to.cancelled().hold_id))


@demand(OVER, "void after capture", REFUSED)
def _void_after_capture(to: Subject) -> str:
    return told(to.provider.cancel_hold(to.captured().hold_id))


@demand(DECLINE, "declined card", f"{DECLINED}, then OPEN, declined")
def _declined(to: Subject) -> str:
    hold_id = to.created().hold_id
    try:
        return told(to.provider.confirm_hold(hold_id, to.cards.declined, ids.new_key()))
    except PaymentDeclined:
        after = to.provider.read_hold(hold_id)
        return f"{DECLINED}, then {after.status}, {'declined' if after.declined else 'not declined'}"


@demand(DECLINE, "another card after a decline", f"HELD: {AMOUNT} held, 0 captured, 0 given back")
def _another_card(to: Subject) -> str:
    hold_id = to.created().hold_id
    try:
        to.provider.confirm_hold(hold_id, to.cards.declined, ids.new_key())
    except PaymentDeclined:
        return told(to.provider.confirm_hold(hold_id, to.cards.approved, ids.new_key()))
    return "approved at once"


@demand(DECLINE, "unknown payment method", DECLINED)
def _unknown_method(to: Subject) -> str:
    return told(to.confirmed(to.cards.unknown))


@demand(ASK, "3-D Secure, then void", f"ASKED: {NOTHING}, with a client secret, then GONE")
def _asking(to: Subject) -> str:
    asked = to.confirmed(to.cards.asking)
    secret = "with" if asked.client_secret else "without"
    gone = to.provider.cancel_hold(asked.hold_id)
    return f"{told(asked)}, {secret} a client secret, then {gone.status}"
