"""Takes an order through its saga by the real steps, the payment's apart: its record is written directly."""

import json

import pytest

from functions.checkout import steps
from functions.checkout.reserve_stock import reserve_stock
from functions.inventory.stock import OutOfStock, Units, wanted
from functions.order import store as orders
from functions.order.order import Reason
from functions.payment import store as payments
from functions.payment.hold import Hold, HoldStatus
from functions.payment.payment import State
from functions.shared.money import Money

_ERRORS = {Reason.OUT_OF_STOCK: "OutOfStock", Reason.PAYMENT_DECLINED: "PaymentDeclined"}


def reserves(order_id: str) -> tuple[Units, ...]:
    """What ReserveStock holds for the order."""
    return reserve_stock(order_id, wanted(orders.load(order_id).lines))


def confirm(order_id: str) -> None:
    held = steps.reserve_stock({"order_id": order_id}, None)
    steps.confirm_order(held, None)


def abandon(order_id: str, reason: Reason, text: str = "") -> None:
    """PENDING becomes CANCELLING; `text` is that of the error."""
    failure = {"Error": _ERRORS.get(reason, "Broken"), "Cause": json.dumps({"errorMessage": text})}
    steps.abandon_order({"order_id": order_id, "failure": failure}, None)


def cancel(order_id: str, reason: Reason, text: str = "") -> None:
    abandon(order_id, reason, text)
    steps.close_order({"order_id": order_id}, None)


def sell_out(order_id: str) -> None:
    """ReserveStock finds too few units, and the way back is gone to its end."""
    with pytest.raises(OutOfStock) as refused:
        steps.reserve_stock({"order_id": order_id}, None)
    cancel(order_id, Reason.OUT_OF_STOCK, str(refused.value))


def hold(order_id: str, status: HoldStatus = HoldStatus.ASKED, **members: object) -> Hold:
    known: dict[str, object] = {
        "hold_id": "pi_1",
        "order_id": order_id,
        "status": status,
        "amount": Money(250),
        "captured": 0,
        "refunded": 0,
        "declined": False,
        "was_held": False,
        "client_secret": "pi_1_secret",
        "action_url": "https://bank.test/1",
    }
    return Hold(**(known | members))  # type: ignore[arg-type]  # members by name


def ask_customer(order_id: str) -> None:
    """The bank wants to hear the customer first."""
    payments.begin(hold(order_id))
    payments.settle(order_id, hold(order_id), State.ACTION_REQUIRED)
