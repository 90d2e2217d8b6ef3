"""List what was given back, and what of it came to nothing, by the orders' logs."""

from typing import Any

from functions.operations.unreadable import named
from functions.order import lists_store
from functions.shared.items import Aside


def list_refunds(limit: int, start: str = "") -> tuple[dict[str, Any], str]:
    """`{refunds, unreadable}`, the newest first, and the place that the next page starts at, empty at the
    end. `data` is that of the event: which return or refund, how much, by which way."""
    aside: Aside = {}
    found, left = lists_store.refunds(limit, start, aside)
    refunds = [
        {
            "order_id": order_id,
            "number": event.number,
            "type": event.type,
            "at": event.at,
            "data": event.data,
        }
        for order_id, event in found
    ]
    return {"refunds": refunds, "unreadable": named(aside)}, left
