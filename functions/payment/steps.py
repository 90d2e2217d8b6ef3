"""The payment's steps in the checkout that talk to the provider."""

from functools import cache, partial
from typing import Any

from aws_lambda_powertools.utilities.idempotency.exceptions import IdempotencyAlreadyInProgressError

from functions.payment.authorize_payment import authorize_payment as authorize
from functions.payment.authorize_payment import need_no_payment
from functions.payment.breaker import watch
from functions.payment.check_payment import check_payment as check
from functions.payment.errors import PaymentInProgress, PaymentRefused
from functions.payment.void_payment import void_payment as void
from functions.shared.money import Money
from functions.shared.observe import count, logger, saga_step
from functions.shared.once import Once

DAY_SECONDS = 24 * 60 * 60


@saga_step
def authorize_payment(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """In: what ReserveStock answered. Where there is nothing to pay, nobody is asked. Raises PaymentDeclined,
    PaymentRefused, CustomerActionRequired, OrderClosing; PaymentInProgress while another invocation is at
    it."""
    if event["payment"]["amount"]["amount"] == 0:
        need_no_payment(event["order_id"])
        return {"order_id": event["order_id"]}
    charging = _charging()
    charging.begin(context)
    try:
        charging(charge={"order_id": event["order_id"], "payment": event["payment"]})
    except IdempotencyAlreadyInProgressError as busy:
        raise PaymentInProgress(event["order_id"]) from busy
    except PaymentRefused as refused:
        logger.error("the provider refuses a payment", extra={"why": str(refused)})
        count("PaymentsRefused")
        raise
    return {"order_id": event["order_id"]}


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


@cache
def _charging() -> Once:
    """Keyed by the order: one invocation at a time, and a repeat of a finished one is answered without a call
    to anybody."""
    return Once(_charge, argument="charge", prefix="authorize", seconds=DAY_SECONDS, key="order_id")


def _charge(charge: dict[str, Any]) -> None:
    payment = charge["payment"]
    amount = Money.from_dict(payment["amount"])
    watch(partial(authorize, charge["order_id"], amount, payment["payment_method"]))
