"""A payment in its table, without a saga around it: held, or captured."""

from functions.payment import claims_store, refunds_store
from functions.payment import store as payments
from functions.payment.hold import HoldStatus
from functions.payment.payment import Payment, State
from functions.payment.refunds import Account
from harness.items import present
from tests.handlers.saga import hold

HELD = hold("ord_x", HoldStatus.HELD, was_held=True)
TAKEN = hold("ord_x", HoldStatus.TAKEN, captured=250, was_held=True)


def payment() -> Payment:
    return present(payments.load("ord_x"))


def authorized() -> Payment:
    payments.begin(HELD)
    return payments.settle("ord_x", HELD, State.AUTHORIZED)


def captured() -> Account:
    seen = authorized()
    claims_store.record_captured(seen, TAKEN, "packed")
    return refunds_store.load("ord_x")
