"""Take the money that is held for an order: once, and always the same amount.

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


class CaptureMismatch(Exception):
    """Another amount was begun to be captured before, or more is asked for than is held: a fault of ours."""


class CaptureInProgress(TransientError):
    """Another invocation is capturing this payment at this moment."""


def capture_payment(order_id: str, amount: int, why: str) -> None:
    """Returns once `amount` (minor units) has been captured; found captured is a success.

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
            _capture(begun, why)
            return
    _go_on(payment, amount, why)


def _begin(payment: Payment, amount: int) -> Payment:
    """CAPTURING, attempt 1. Raises PaymentMoved."""
    if not 0 < amount <= payment.amount:
        raise CaptureMismatch(f"{payment.order_id}: {amount} of {payment.amount}")
    return store.amend(
        payment,
        "#state = :authorized",
        "SET #state = :capturing, #to_capture = :amount, #capture_attempt = :first",
        {"authorized": State.AUTHORIZED, "capturing": State.CAPTURING, "amount": amount, "first": 1},
    )


def _go_on(payment: Payment, amount: int, why: str) -> None:
    """An earlier try, or a void, got this far."""
    match payment.state:
        case State.CAPTURED:
            return
        case State.VOIDED:
            raise OrderClosing(payment.order_id)
        case State.CAPTURING:
            _resume(payment, amount, why)
        case _:
            raise HoldLost(f"{payment.order_id}: {payment.state}")


def _resume(payment: Payment, amount: int, why: str) -> None:
    """Read first: only a hold that still holds the money is captured again, under the next key, since the
    provider repeats a 500 for the same one."""
    if payment.to_capture != amount:
        raise CaptureMismatch(f"{payment.order_id}: {payment.to_capture} was begun, now {amount}")
    hold = _read(payment)
    if hold.status is not HoldStatus.HELD:
        _conclude(payment, hold, why)
        return
    _capture(_next_attempt(payment), why)


def _capture(payment: Payment, why: str) -> None:
    key = f"{payment.order_id}-capture-{payment.capture_attempt}"
    try:
        hold = provider.capture_hold(payment.hold_id or "", payment.to_capture, key)
    except (ProviderRefused, PaymentDeclined):
        # It is in another state than it was taken to be, and knows best in which.
        hold = _read(payment)
    _conclude(payment, hold, why)


def _conclude(payment: Payment, hold: Hold, why: str) -> None:
    match hold.status:
        case HoldStatus.TAKEN:
            _record(payment, hold, why)
        case HoldStatus.HELD | HoldStatus.UNDECIDED:
            raise ProviderUnavailable(f"hold {hold.hold_id} was not captured")
        case _:
            raise HoldLost(f"hold {hold.hold_id} is {hold.status}")


def _record(payment: Payment, hold: Hold, why: str) -> None:
    """What was captured is what the provider says, whatever was asked for."""
    try:
        store.amend(
            payment,
            "#state = :capturing",
            "SET #state = :captured, #captured = :amount",
            {"capturing": State.CAPTURING, "captured": State.CAPTURED, "amount": hold.captured},
            entry={"type": State.CAPTURED, "amount": hold.captured, "why": why},
        )
    except PaymentMoved as moved:
        if moved.payment.state is not State.CAPTURED:
            raise OrderClosing(payment.order_id) from moved


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
