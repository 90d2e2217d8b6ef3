"""`find-order`: all that is known of one order, from every table and from the provider."""

import argparse
from typing import Any

from functions.operations.find_orders import HOLD_ID, order_of
from functions.operations.show_order import show_order
from functions.order.store import OrderUnknown
from functions.shared import ids
from ops.errors import CommandError


def order_or_hold(text: str) -> str:
    """An argument that can be an order's, a return's or an intent's id at all."""
    if ids.is_order_id(text) or ids.order_of_part(text) or HOLD_ID.fullmatch(text):
        return text
    known = "an order's id (ord_...), a return's (ret_...) or an intent's (pi_...)"
    raise argparse.ArgumentTypeError(f"{known}, not {text!r}")


def find_order(wanted: str) -> dict[str, Any]:
    """`wanted`: an order's id, a return's, or a payment intent's. No addresses, no secrets. `unreadable`, if
    there is such, names what cannot be read; the rest is shown. Raises CommandError."""
    order_id = order_of(wanted)
    if order_id is None:
        raise CommandError(f"the provider knows no intent {wanted}, or it names no order")
    try:
        return show_order(order_id)
    except OrderUnknown:
        raise CommandError(f"there is no order {order_id}") from None
