"""Payments as replication left them when it broke off: money at the provider that no record tells of.

For the command that goes on in another region, once nobody else writes (ops/mend.py).
"""

from functions.payment.hold import Hold
from functions.payment.payment import Payment, State
from functions.payment.store import LABEL, TABLE, ledger_entry
from functions.shared.table import write
from functions.shared.write import Write

WHY = "fail-over: what the provider holds"


def record(hold: Hold, seen: Payment | None) -> None:
    """AUTHORIZED by this hold, in place of what is recorded of its order: what the provider made of it since
    is for the reconciliation to record. Raises ConditionRefused if the record is not as it was seen."""
    item = {
        "order_id": hold.order_id,
        "state": State.AUTHORIZED,
        "intent_id": hold.hold_id,
        "amount": hold.amount.as_dict(),
        "attempt": 1,
        "capture_before": hold.capture_before,
        "entries": [ledger_entry(State.AUTHORIZED, hold.hold_id, hold.amount.amount, WHY)],
    }
    if seen is None:
        write(Write.put(TABLE, LABEL, item, condition="attribute_not_exists(#order_id)"))
    else:
        write(Write.put(TABLE, LABEL, item, condition="#state = :seen", values={"seen": seen.state}))
