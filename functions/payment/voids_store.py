"""Giving an order's captured money back, in its item of the Payments table: who asks the provider for it says
so first, and an operator's statement that it was given back by other ways finds that it was asked for.

`void_attempt` numbers the provider's idempotency keys, `void_asked` (RFC 3339) is when the refund was last
asked for: it is gone once the provider has said that it gives nothing back.
"""

from functions.payment.payment import VOID, Payment
from functions.payment.store import amend
from functions.shared import clock


def ask(payment: Payment) -> Payment:
    """Say that the provider is asked for the refund now; the payment with the number of the key to ask under.
    Raises PaymentMoved if an operator has stated that the money was given back by other ways."""
    return amend(
        payment,
        f"attribute_not_exists(#refunds.#{VOID}.#outside)",
        "SET #void_attempt = if_not_exists(#void_attempt, :first), #void_asked = :now",
        {"first": 1, "now": clock.timestamp(clock.now())},
    )


def leave_key(payment: Payment, *, refused: bool) -> Payment:
    """Leave a key behind that the provider repeats its answer for: whoever asks next asks under another. Only
    where it `refused` is nothing on its way any more; what it broke on may still be at work. Raises
    PaymentMoved if somebody else has left it."""
    return amend(
        payment,
        "#void_attempt = :seen",
        f"SET #void_attempt = :next{' REMOVE #void_asked' if refused else ''}",
        {"seen": payment.void_attempt, "next": payment.void_attempt + 1},
    )
