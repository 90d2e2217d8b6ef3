"""The payment's steps in the checkout that talk to the provider."""

from datetime import timedelta
from functools import partial
from typing import Any

from functions.payment.authorize_payment import authorize_payment as authorize
from functions.payment.authorize_payment import need_no_payment
from functions.payment.breaker import watch
from functions.payment.check_payment import check_payment as check
from functions.payment.errors import PaymentRefused
from functions.payment.void_payment import void_payment as void
from functions.shared import clock
from functions.shared.money import Money
from functions.shared.observe import count, logger, saga_step


@saga_step
def authorize_payment(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """In: what ReserveStock answered. Where there is nothing to pay, nobody is asked. Raises PaymentDeclined,
    PaymentRefused, CustomerActionRequired, OrderClosing; PaymentInProgress while another invocation is at
    it."""
    order_id, payment = event["order_id"], event["payment"]
    amount = Money.from_dict(payment["amount"])
    if amount.amount == 0:
        need_no_payment(order_id)
        return {"order_id": order_id}
    try:
        watch(partial(authorize, order_id, amount, payment["payment_method"], _turn(context)))
    except PaymentRefused as refused:
        logger.error("the provider refuses a payment", extra={"why": str(refused)})
        count("PaymentsRefused")
        raise
    return {"order_id": order_id}


@saga_step
def void_payment(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """In: `{order_id, abandoned: {reason}}`; what the fence answered says why."""
    why = (event.get("abandoned") or {}).get("reason", "")
    void(event["order_id"], why)
    return {"order_id": event["order_id"]}


@saga_step
def check_payment(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Answers with what takes the place of the timeout that led here: nothing."""
    check(event["order_id"])
    return {}


def _turn(context: Any) -> str:
    """Until when this invocation may live (RFC 3339), and which it is: texts sort by time."""
    ends = clock.now() + timedelta(milliseconds=context.get_remaining_time_in_millis())
    return f"{clock.timestamp(ends)} {context.aws_request_id}"
