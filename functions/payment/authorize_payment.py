"""Place a hold on the customer's card: at most one, whatever is repeated, late or lost.

Create the hold (moves no money) -> record it as CONFIRMING -> confirm it -> record what came of it.
The record stands between the two provider calls, so a void always finds either no hold, and forbids one,
or the hold it has to undo.
"""

from dataclasses import replace

from functions.payment import store
from functions.payment.errors import (
    CustomerActionRequired,
    PaymentDeclined,
    PaymentRefused,
    ProviderRefused,
    ProviderUnavailable,
)
from functions.payment.hold import Hold
from functions.payment.payment import SECURED, Payment, State, settled_state
from functions.payment.provider import provider
from functions.payment.store import PaymentMoved
from functions.shared.errors import OrderClosing
from functions.shared.money import Money


def authorize_payment(order_id: str, amount: Money, payment_method: str) -> None:
    """Returns once the money is held. Raises PaymentDeclined, PaymentRefused, CustomerActionRequired,
    OrderClosing if the payment was voided meanwhile, ProviderUnavailable."""
    try:
        hold = provider.create_hold(order_id, amount)
    except ProviderRefused as refused:
        # Nothing was begun and asking again changes nothing: an amount the provider does not take, say.
        raise PaymentRefused(str(refused)) from refused
    try:
        store.begin(hold)
    except PaymentMoved as moved:
        _resume(moved.payment, hold, payment_method)
        return
    _confirm(order_id, hold, payment_method, attempt=1)


def need_no_payment(order_id: str) -> None:
    """Record that there is nothing to pay: nobody is asked for it. Again is fine. Raises OrderClosing if the
    payment was voided first."""
    try:
        store.need_nothing(order_id)
    except PaymentMoved as moved:
        _conclude(order_id, moved.payment.state)


def _resume(payment: Payment, created: Hold, payment_method: str) -> None:
    """An earlier try got this far, or a void came first."""
    if payment.hold_id is None:
        _discard(created)
        raise OrderClosing(payment.order_id)
    if payment.state is not State.CONFIRMING:
        _conclude(payment.order_id, payment.state)
        return
    hold = provider.read_hold(payment.hold_id)
    state = settled_state(hold)
    if state is None:
        # Only after reading that nothing came of the last try may another key be used.
        attempt = _next_attempt(payment)
        _confirm(payment.order_id, hold, payment_method, attempt)
        return
    _settle(payment.order_id, hold, state)


def _confirm(order_id: str, hold: Hold, payment_method: str, attempt: int) -> None:
    try:
        confirmed = provider.confirm_hold(hold.hold_id, payment_method, f"{order_id}-confirm-{attempt}")
    except PaymentDeclined as declined:
        standing = _record(order_id, replace(hold, why_declined=declined.why), State.DECLINED)
        if standing is State.DECLINED:
            raise
        _conclude(order_id, standing)
        return
    except ProviderRefused as refused:
        confirmed = provider.read_hold(hold.hold_id)
        if settled_state(confirmed) is None:
            # It is in no other state than it was taken to be in: asking again changes nothing.
            raise PaymentRefused(str(refused)) from refused
    state = settled_state(confirmed)
    if state is None:
        raise ProviderUnavailable(f"hold {hold.hold_id} was not confirmed")
    _settle(order_id, confirmed, state)


def _settle(order_id: str, hold: Hold, state: State) -> None:
    _conclude(order_id, state if state is State.VOIDED else _record(order_id, hold, state))


def _record(order_id: str, hold: Hold, state: State) -> State:
    """The state that stands afterwards: a webhook or a void may have been quicker, and knows better."""
    try:
        return store.settle(order_id, hold, state).state
    except PaymentMoved as moved:
        return moved.payment.state


def _next_attempt(payment: Payment) -> int:
    try:
        return store.try_again(payment).attempt
    except PaymentMoved as moved:
        if moved.payment.state is State.VOIDED:
            raise OrderClosing(payment.order_id) from moved
        raise ProviderUnavailable("another try is on its way") from moved


def _conclude(order_id: str, state: State) -> None:
    if state in SECURED:
        return
    match state:
        case State.DECLINED:
            raise PaymentDeclined("declined before")
        case State.ACTION_REQUIRED:
            raise CustomerActionRequired(order_id)
        case _:
            raise OrderClosing(order_id)


def _discard(hold: Hold) -> None:
    """A hold that nobody has recorded and nobody will: it never moved money and only stands in the way."""
    try:
        provider.cancel_hold(hold.hold_id)
    except ProviderRefused:
        return
