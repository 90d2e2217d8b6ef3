"""Disputes in an order's item of the Payments table: `disputes`, by their ids at the provider. They are
facts, recorded as they were found, on condition that what is recorded is what whoever looked has seen."""

from collections.abc import Mapping

from functions.payment.disputes import Dispute
from functions.payment.refunds import Account
from functions.payment.refunds_store import apply
from functions.payment.store import LABEL, TABLE
from functions.payment.writes import as_disputed, stored_disputes
from functions.shared import clock
from functions.shared.write import Item, Write

DISPUTED = "DISPUTED"


def record(account: Account, found: Mapping[str, Dispute]) -> Account:
    """These are the order's disputes now, with an entry in the ledger for each that is not as it was. Raises
    RefundMoved unless the account's are as they were seen."""
    unmoved, seen = as_disputed(account)
    now = clock.timestamp(clock.now())
    told = [_entry(account, one, now) for name, one in found.items() if account.disputes.get(name) != one]
    change = Write.update(
        TABLE,
        LABEL,
        {"order_id": account.order_id},
        "SET #disputes = :disputes, #entries = list_append(#entries, :entries)",
        condition=f"#captured = :captured AND {unmoved}",
        values=seen
        | {
            "captured": account.captured,
            "disputes": stored_disputes(found),
            "entries": told,
        },
    )
    return apply(change)


def _entry(account: Account, one: Dispute, at: str) -> Item:
    return {
        "type": DISPUTED,
        "at": at,
        "intent_id": account.hold_id,
        "dispute_id": one.dispute_id,
        "state": one.state,
        "amount": one.amount,
        "taken": one.taken,
    }
