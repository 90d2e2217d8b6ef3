"""What the failure that a state machine caught means for the order."""

import json
from typing import Any

from functions.credit.account import CreditShort
from functions.inventory.stock import OutOfStock, read_short
from functions.inventory.uses import CodeUsedUp
from functions.order.order import Reason
from functions.payment.errors import PaymentDeclined, PaymentRefused

_BY_ERROR = {
    OutOfStock.__name__: Reason.OUT_OF_STOCK,
    CodeUsedUp.__name__: Reason.CODE_USED_UP,
    CreditShort.__name__: Reason.CREDIT_SHORT,
    PaymentDeclined.__name__: Reason.PAYMENT_DECLINED,
    PaymentRefused.__name__: Reason.CHECKOUT_FAILED,
}
TIMED_OUT = "States.Timeout"


def reason_for(event: dict[str, Any]) -> Reason:
    """The reason behind `{failure}` (a step's error) or `{unanswered}` (the bank's question), as Catch puts
    them.

    Shapes: `{"Error": name, "Cause": text}`. A bank that was not answered in time is a payment declined; a
    step that timed out is not.
    """
    unanswered = event.get("unanswered") or {}
    if unanswered.get("Error") == TIMED_OUT:
        return Reason.PAYMENT_DECLINED
    failure = unanswered or event.get("failure") or {}
    return _BY_ERROR.get(failure.get("Error", ""), Reason.CHECKOUT_FAILED)


def short_in(event: dict[str, Any]) -> dict[str, int]:
    """Units that were available by SKU, of those that were too few: the text of an OutOfStock, or a
    CodeUsedUp. Empty where nothing was too few, and where the text cannot be read.

    The cause of a Lambda's failure is JSON, its text under `errorMessage`.
    """
    failure = event.get("failure") or {}
    if failure.get("Error") not in (OutOfStock.__name__, CodeUsedUp.__name__):
        return {}
    try:
        return read_short(json.loads(failure.get("Cause", ""))["errorMessage"])
    except (ValueError, LookupError, TypeError):
        return {}
