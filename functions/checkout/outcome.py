"""What the failure that a state machine caught means for the order."""

from typing import Any

from functions.inventory.stock import OutOfStock
from functions.order.order import Reason
from functions.payment.payment import PaymentDeclined

_BY_ERROR = {
    OutOfStock.__name__: Reason.OUT_OF_STOCK,
    PaymentDeclined.__name__: Reason.PAYMENT_DECLINED,
}
TIMED_OUT = "States.Timeout"


def reason_for(event: dict[str, Any]) -> Reason:
    """The reason behind `{failure}` (a step's error) or `{unanswered}` (the customer's), as Catch puts them.

    Shapes: `{"Error": name, "Cause": text}`; neither when an operator sends the order back.
    """
    if "unanswered" in event and event["unanswered"]["Error"] == TIMED_OUT:
        return Reason.AUTHENTICATION_TIMED_OUT
    failure = event.get("unanswered") or event.get("failure") or {}
    return _BY_ERROR.get(failure.get("Error", ""), Reason.CHECKOUT_FAILED)
