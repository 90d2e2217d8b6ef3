"""What a payment's ledger tells: the customer of what was given back, operators of all of it."""

from dataclasses import dataclass
from typing import Any

from functions.payment.store import CREDITED, REFUND_FAILED, REFUNDED, TABLE
from functions.shared import ids
from functions.shared.items import check_json, optional, reader, value
from functions.shared.table import get
from functions.shared.write import Item


@dataclass(frozen=True)
class Given:
    """What (minor units) went back `to` the card or became credit, `at` (RFC 3339). `why`: the return it was
    for, or words."""

    amount: int
    to: str
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
            to="credit" if entry["type"] == CREDITED else "card",
            why=_why(entry),
            at=value(entry, "at", str),
        )
        for entry in entries
        if entry["type"] == CREDITED or (entry["type"] == REFUNDED and entry.get("intent_id") == hold_id)
        if entry["amount"] and (entry.get("refund_id") is None or entry["refund_id"] not in failed)
    ]


def _why(entry: Item) -> str:
    """A return says itself what it was for; a refund of an amount in an operator's words."""
    claim_id, why = str(entry.get("return_id") or ""), str(entry.get("why") or "")
    return claim_id if ids.order_of_return(claim_id) else why or claim_id
