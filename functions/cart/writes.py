"""Writes on a cart that take part in others' transactions."""

from functions.shared.table import Write

TABLE = "CARTS_TABLE"
LABEL = "cart"


def claim(owner: str, version: int, order_id: str) -> Write:
    """The order takes the cart as the customer saw it; nobody else may change or claim it meanwhile."""
    return Write(
        table=TABLE,
        label=LABEL,
        key={"owner": owner},
        condition="#version = :version AND attribute_not_exists(#checkout)",
        update="SET #checkout = :order",
        values={"version": version, "order": order_id},
    )


def empty(owner: str, order_id: str) -> Write:
    """The order is confirmed: its cart is emptied and given back."""
    return Write(
        table=TABLE,
        label=LABEL,
        key={"owner": owner},
        condition="#checkout = :order",
        update="SET #lines = :none, #version = #version + :one REMOVE #checkout",
        values={"order": order_id, "none": [], "one": 1},
    )


def unlock(owner: str, order_id: str) -> Write:
    """The order is cancelled: the customer gets the cart back as it was."""
    return Write(
        table=TABLE,
        label=LABEL,
        key={"owner": owner},
        condition="#checkout = :order",
        update="REMOVE #checkout",
        values={"order": order_id},
    )
