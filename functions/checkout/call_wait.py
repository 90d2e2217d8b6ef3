"""The waiting function: a Lambda of its own, so that waiting has its own reserved concurrency."""

from typing import Any

from functions.checkout.wait_for_order import wait_for_order


def handle(event: dict[str, Any], _context: Any) -> None:
    """In: `{order_id, seconds}`."""
    wait_for_order(event["order_id"], event["seconds"])
