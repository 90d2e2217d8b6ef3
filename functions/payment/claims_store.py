"""The Payments table as reconciliation sees it: records that claim money, page by page, and what a comparison
with the provider adds to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.payment.disputes import unsettled
from functions.payment.hold import Hold
from functions.payment.payment import PAID, Payment, State
from functions.payment.refunds import Account
from functions.payment.refunds_store import account_from
from functions.payment.store import TABLE, amend, order_of, payment_from
from functions.shared.items import Aside, read_each, reader, value
from functions.shared.table import batch_get, scan_page
from functions.shared.write import Item

PAGE = 200


@dataclass(frozen=True)
class Claim:
    """A record that says that money is held, or was taken. `unsettled`: something is still to come of it (a
    capture, a refund, what a bank decides). `begun_at`, `changed_at`: RFC 3339."""

    order_id: str
    hold_id: str
    unsettled: bool
    begun_at: str
    changed_at: str


def page_of_claims(after: str, aside: Aside | None = None) -> tuple[list[Claim], str]:
    """The claims among the next records, and the order id to go on after, empty at the end; records that
    cannot be read go `aside`. The read lags."""
    items, last = scan_page(TABLE, {"order_id": after} if after else None, PAGE)
    claims = [claim for claim in read_each(items, _claim, order_of, aside) if claim]
    return claims, last["order_id"] if last else ""


def load_many(order_ids: Sequence[str], aside: Aside | None = None) -> list[tuple[Payment, Account]]:
    """The payments that exist, in no order, each with what may be given back of it; those that cannot be read
    go `aside`. The read lags."""
    keys = [{"order_id": order_id} for order_id in order_ids]
    return list(read_each(batch_get(TABLE, keys), _with_account, order_of, aside))


def record_captured(payment: Payment, hold: Hold, why: str) -> None:
    """CAPTURED, with what the provider says was captured. Raises PaymentMoved."""
    amend(
        payment,
        "#state = :seen",
        "SET #state = :captured, #captured = :amount",
        {"seen": payment.state, "captured": State.CAPTURED, "amount": hold.captured},
        entry={"type": State.CAPTURED, "amount": hold.captured, "why": why},
    )


def _with_account(item: Item) -> tuple[Payment, Account]:
    return payment_from(item), account_from(item)


@reader
def _claim(item: Item) -> Claim | None:
    """None for a record that claims no money. Raises Unreadable."""
    payment, account = _with_account(item)
    if payment.state not in PAID or payment.hold_id is None:
        return None
    return Claim(
        order_id=payment.order_id,
        hold_id=payment.hold_id,
        unsettled=bool(account.pending or unsettled(account.disputes)) or payment.state is not State.CAPTURED,
        begun_at=value(item["entries"][0], "at", str),
        changed_at=value(item["entries"][-1], "at", str),
    )
