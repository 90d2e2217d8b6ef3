"""The customer was waited for in vain, or the news was lost: ask the provider before giving the order up."""

from functions.payment import store
from functions.payment.errors import PaymentDeclined
from functions.payment.payment import OPEN, State, settled_state
from functions.payment.provider import provider
from functions.payment.store import PaymentMoved
from functions.shared.errors import OrderClosing


def check_payment(order_id: str) -> None:
    """Returns if the money is held after all. Raises PaymentDeclined, OrderClosing if the payment was voided
    meanwhile, ProviderUnavailable."""
    match _state(order_id):
        case State.AUTHORIZED:
            return
        case State.VOIDED:
            raise OrderClosing(order_id)
        case _:
            raise PaymentDeclined("the customer did not answer the bank")


def _state(order_id: str) -> State | None:
    payment = store.load(order_id)
    if payment is None:
        return None
    if payment.hold_id is None or payment.state not in OPEN:
        return payment.state
    hold = provider.read_hold(payment.hold_id)
    state = settled_state(hold)
    if state not in (State.AUTHORIZED, State.DECLINED):
        return state
    try:
        return store.settle(order_id, hold, state).state
    except PaymentMoved as moved:
        return moved.payment.state
