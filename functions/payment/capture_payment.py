"""Take the money that is held for an order: once, and always the same amount.

What costs nothing, or less than the provider takes, is not captured: to take 0 is to let the hold go, by the
same steps, and ends as RELEASED. What is forgone is recorded.

Record the amount as CAPTURING -> capture -> record what was captured. Whoever finds CAPTURING knows that it
may have been captured already, and asks the provider before anything is tried again. A void that comes
between any two of these steps leaves a record that the next one respects, and a hold that the provider
refuses to capture.
"""

from functions.payment import store
from functions.payment.errors import HoldLost, PaymentDeclined, ProviderRefused, ProviderUnavailable
from functions.payment.hold import Hold, HoldStatus
from functions.payment.payment import Payment, State
from functions.payment.provider import provider
from functions.payment.store import PaymentMoved
from functions.shared.errors import OrderClosing, TransientError
from functions.shared.money import shop_currency
from functions.shared.observe import count
from functions.shared.write import Item


class CaptureMismatch(Exception):
    """Another amount was begun to be captured before, or more is asked for than is held: a fault of ours."""


class CaptureInProgress(TransientError):
    """Another invocation is capturing this payment at this moment."""


def capture_payment(order_id: str, amount: int, why: str) -> int:
    """Returns what was captured (minor units) once `amount` has been, or as much of it as there is to
    capture; found captured is a success.

    Raises HoldLost if nothing is held any more, OrderClosing if the payment was voided, ProviderUnavailable
    when the provider may or may not have acted, CaptureMismatch.
    """
    payment = store.load(order_id)
    if payment is None:
        raise HoldLost(order_id)
    if payment.state is State.AUTHORIZED:
        try:
            begun = _begin(payment, amount)
        except PaymentMoved as moved:
            payment = moved.payment
        else:
            return _capture(begun, why)
    return _go_on(payment, amount, why)


def _begin(payment: Payment, amount: int) -> Payment:
    """CAPTURING, attempt 1. Raises PaymentMoved."""
    if not 0 <= amount <= payment.amount:
        raise CaptureMismatch(f"{payment.order_id}: {amount} of {payment.amount}")
    taken = amount if amount >= provider.limits(shop_currency()).minimum else 0
    return store.amend(
        payment,
        "#state = :authorized",
        "SET #state = :capturing, #to_capture = :taken, #forgone = :forgone, #capture_attempt = :first",
        {
            "authorized": State.AUTHORIZED,
            "capturing": State.CAPTURING,
            "taken": taken,
            "forgone": amount - taken,
            "first": 1,
        },
    )


def _go_on(payment: Payment, amount: int, why: str) -> int:
    """An earlier try, or a void, got this far."""
    match payment.state:
        case State.CAPTURED | State.RELEASED:
            return payment.captured
        case State.NOT_NEEDED:
            if amount:
                raise CaptureMismatch(f"{payment.order_id}: {amount} of an order that costs nothing")
            return 0
        case State.VOIDED:
            raise OrderClosing(payment.order_id)
        case State.CAPTURING:
            return _resume(payment, amount, why)
        case _:
            raise HoldLost(f"{payment.order_id}: {payment.state}")


def _resume(payment: Payment, amount: int, why: str) -> int:
    """Read first: only a hold that still holds the money is captured again, under the next key, since the
    provider repeats a 500 for the same one."""
    begun = payment.to_capture + payment.forgone
    if begun != amount:
        raise CaptureMismatch(f"{payment.order_id}: {begun} was begun, now {amount}")
    hold = _read(payment)
    if hold.status is not HoldStatus.HELD:
        return _conclude(payment, hold, why)
    return _capture(_next_attempt(payment), why)


def _capture(payment: Payment, why: str) -> int:
    hold_id, key = payment.hold_id or "", f"{payment.order_id}-capture-{payment.capture_attempt}"
    try:
        if payment.lets_go:
            hold = provider.cancel_hold(hold_id)
        else:
            hold = provider.capture_hold(hold_id, payment.to_capture, key)
    except (ProviderRefused, PaymentDeclined):
        # It is in another state than it was taken to be, and knows best in which.
        hold = _read(payment)
    return _conclude(payment, hold, why)


def _conclude(payment: Payment, hold: Hold, why: str) -> int:
    match hold.status:
        case HoldStatus.TAKEN:
            return _record(payment, hold, why)
        case HoldStatus.HELD | HoldStatus.UNDECIDED:
            raise ProviderUnavailable(f"hold {hold.hold_id} was not captured")
        case HoldStatus.GONE if payment.lets_go:
            return _record_released(payment, hold, why)
        case _:
            raise HoldLost(f"hold {hold.hold_id} is {hold.status}")


def _record(payment: Payment, hold: Hold, why: str) -> int:
    """What was captured is what the provider says, whatever was asked for."""
    entry = {"type": State.CAPTURED, "amount": hold.captured, "why": why}
    return _enter(payment, State.CAPTURED, hold.captured, entry)


def _record_released(payment: Payment, hold: Hold, why: str) -> int:
    """The entry tells what was let go, and what was forgone."""
    if payment.forgone:
        why += f", {payment.forgone} forgone: less than the provider takes"
        count("CapturesForgone")
    entry = {"type": State.RELEASED, "amount": hold.amount.amount, "why": why}
    return _enter(payment, State.RELEASED, 0, entry)


def _enter(payment: Payment, state: State, captured: int, entry: Item) -> int:
    """What the record says was captured."""
    try:
        entered = store.amend(
            payment,
            "#state = :capturing",
            "SET #state = :ended, #captured = :captured",
            {"capturing": State.CAPTURING, "ended": state, "captured": captured},
            entry=entry,
        )
    except PaymentMoved as moved:
        if moved.payment.state is not state:
            raise OrderClosing(payment.order_id) from moved
        entered = moved.payment
    return entered.captured


def _next_attempt(payment: Payment) -> Payment:
    try:
        return store.amend(
            payment,
            "#state = :capturing AND #capture_attempt = :seen",
            "SET #capture_attempt = :next",
            {
                "capturing": State.CAPTURING,
                "seen": payment.capture_attempt,
                "next": payment.capture_attempt + 1,
            },
        )
    except PaymentMoved as moved:
        if moved.payment.state is State.VOIDED:
            raise OrderClosing(payment.order_id) from moved
        raise CaptureInProgress(payment.order_id) from moved


def _read(payment: Payment) -> Hold:
    return provider.read_hold(payment.hold_id or "")
