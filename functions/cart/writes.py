"""Writes on a cart in others' transactions. Keys and conditions of the Carts table live here and in the
store, nowhere else. What a cart holds is not known here: saga steps need none of its rules."""

from datetime import datetime, timedelta

from functions.shared import clock
from functions.shared.write import Write

TABLE = "CARTS_TABLE"
LABEL = "cart"
KEPT = timedelta(days=30)
"""How long a cart is kept after it was last changed, claimed or given back."""


def claim(owner: str, version: int, order_id: str, now: datetime) -> Write:
    """The order takes the cart as the customer saw it; nobody else may change or claim it meanwhile.

    Its time starts anew: a cart must not run out under the order that claims it.
    """
    return Write.update(
        TABLE,
        LABEL,
        {"owner": owner},
        "SET #checkout = :order, #expires_at = :expires_at",
        condition="#version = :version AND attribute_not_exists(#checkout)",
        values={"version": version, "order": order_id, "expires_at": expires_at(now)},
    )


def empty(owner: str, order_id: str, now: datetime) -> Write:
    """The order is confirmed: its cart is emptied, of wishes too, and given back; it keeps when that was."""
    return Write.update(
        TABLE,
        LABEL,
        {"owner": owner},
        "SET #lines = :none, #version = #version + :one, #paid_at = :now"
        " REMOVE #checkout, #delivery, #codes, #credit",
        condition="#checkout = :order",
        values={"order": order_id, "none": [], "one": 1, "now": clock.timestamp(now)},
    )


def unlock(owner: str, order_id: str, now: datetime) -> Write:
    """The order is cancelled: the customer gets the cart back as it was, with time to try again."""
    return Write.update(
        TABLE,
        LABEL,
        {"owner": owner},
        "SET #expires_at = :expires_at REMOVE #checkout",
        condition="#checkout = :order",
        values={"order": order_id, "expires_at": expires_at(now)},
    )


def expires_at(now: datetime) -> int:
    """Seconds since 1970, as DynamoDB's TTL wants them."""
    return int((now + KEPT).timestamp())
