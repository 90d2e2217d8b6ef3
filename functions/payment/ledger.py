"""What a payment's ledger tells: the customer of the refunds to the card, operators of all of it."""

from dataclasses import dataclass
from typing import Any

from functions.payment.store import REFUND_FAILED, REFUNDED, TABLE
from functions.shared.items import check_json, optional, reader, value
from functions.shared.table import get
from functions.shared.write import Item


@dataclass(frozen=True)
class Given:
    """What (minor units) went back to the card, `at` (RFC 3339). `why`: the return it was for, or words."""

    amount: int
    why: str
    at: str


def refunds_of(order_id: str) -> list[Given]:
    """The first first. Only of what was recorded as the order's payment: money that came beside it, and was
    given back at once, was never charged. Raises Unreadable."""
    item = get(TABLE, {"order_id": order_id})
    return refunds_in(item) if item else []


def entries_of(order_id: str) -> list[dict[str, Any]]:
    """All that was written down of an order's payment, the first first. Raises Unreadable."""
    item = get(TABLE, {"order_id": order_id})
    return _entries(item) if item else []


@reader
def _entries(item: Item) -> list[dict[str, Any]]:
    check_json(item, "entries")
    return [dict(entry) for entry in value(item, "entries", list)]


@reader
def refunds_in(item: Item) -> list[Given]:
    """The same, of a stored payment. What a refund gave that failed later is with the shop."""
    hold_id = optional(item, "intent_id", str)
    entries = value(item, "entries", list)
    failed = {entry["refund_id"] for entry in entries if entry["type"] == REFUND_FAILED}
    return [
        Given(
            amount=value(entry, "amount", int),
            why=str(entry.get("return_id") or entry.get("why") or ""),
            at=value(entry, "at", str),
        )
        for entry in entries
        if entry["type"] == REFUNDED and entry.get("intent_id") == hold_id and entry["amount"]
        if entry.get("refund_id") not in failed
    ]
