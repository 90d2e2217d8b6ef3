"""The Payments table as reconciliation sees it: records that claim money, page by page, and what a comparison
with the provider adds to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.payment.payment import PAID, VOID, Intent, Payment, State
from functions.payment.refunds import Account, RefundState
from functions.payment.refunds_store import account_from
from functions.payment.store import TABLE, amend, payment_from
from functions.shared.table import Item, batch_get, scan_page

PAGE = 200


@dataclass(frozen=True)
class Claim:
    """A record that says that money is held, or was taken. `unsettled`: something is still to come of it (a
    capture, a refund). `begun_at`, `changed_at`: RFC 3339."""

    order_id: str
    intent_id: str
    unsettled: bool
    begun_at: str
    changed_at: str


def page_of_claims(after: str) -> tuple[list[Claim], str]:
    """The claims among the next records, and the order id to go on after, empty at the end. The read lags."""
    items, last = scan_page(TABLE, {"order_id": after} if after else None, PAGE)
    claims = [_claim(item) for item in items if item["state"] in PAID and "intent_id" in item]
    return claims, last["order_id"] if last else ""


def load_many(order_ids: Sequence[str]) -> list[tuple[Payment, Account]]:
    """The payments that exist, in no order, each with what may be given back of it. The read lags."""
    keys = [{"order_id": order_id} for order_id in order_ids]
    return [(payment_from(item), account_from(item)) for item in batch_get(TABLE, keys)]


def record_captured(payment: Payment, intent: Intent, why: str) -> None:
    """CAPTURED, with what the provider says was captured. Raises PaymentMoved."""
    amend(
        payment,
        "#state = :seen",
        "SET #state = :captured, #captured = :amount",
        {"seen": payment.state, "captured": State.CAPTURED, "amount": intent.captured},
        entry={"type": State.CAPTURED, "amount": intent.captured, "why": why},
    )


def _claim(item: Item) -> Claim:
    refunds = [one for name, one in item.get("refunds", {}).items() if name != VOID]
    pending = any(one["state"] == RefundState.CLAIMED for one in refunds)
    return Claim(
        order_id=item["order_id"],
        intent_id=item["intent_id"],
        unsettled=pending or item["state"] != State.CAPTURED,
        begun_at=item["entries"][0]["at"],
        changed_at=item["entries"][-1]["at"],
    )
