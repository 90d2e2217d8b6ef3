"""Stripe's codes of declines, in our words (https://docs.stripe.com/declines/codes).

The bank's own code says more than Stripe's, where there is one. A card that is lost, stolen or suspected is
REFUSED without a reason: whoever holds it is told nothing, as Stripe asks for.
"""

from collections.abc import Mapping
from typing import Any

from functions.payment.decline import Decline

_CODES = {
    Decline.INSUFFICIENT_FUNDS: ("insufficient_funds",),
    Decline.LIMIT_REACHED: ("card_velocity_exceeded", "withdrawal_count_limit_exceeded"),
    Decline.CARD_EXPIRED: ("expired_card",),
    Decline.DETAILS_WRONG: (
        *("incorrect_number", "incorrect_cvc", "incorrect_zip", "incorrect_address", "incorrect_pin"),
        *("invalid_number", "invalid_cvc", "invalid_expiry_month", "invalid_expiry_year", "invalid_account"),
    ),
    Decline.CARD_NOT_ACCEPTED: (
        *("card_not_supported", "currency_not_supported", "not_permitted"),
        *("service_not_allowed", "transaction_not_allowed"),
    ),
    Decline.NOT_CONFIRMED: (
        *("authentication_required", "authentication_not_handled", "mobile_device_authentication_required"),
        "payment_intent_authentication_failure",
    ),
    Decline.BANK_UNREACHABLE: (
        *("processing_error", "issuer_not_available", "reenter_transaction", "try_again_later"),
        "approve_with_id",
    ),
}
_BY_CODE = {code: decline for decline, codes in _CODES.items() for code in codes}


def decline_from(error: Mapping[str, Any]) -> Decline:
    """`error` as Stripe answers it, or keeps it with an intent (`last_payment_error`)."""
    found = (_BY_CODE.get(error.get(name) or "") for name in ("decline_code", "code"))
    return next((decline for decline in found if decline), Decline.REFUSED)
