"""Writes on a refund of an amount (an item under its order) that take part in others' transactions."""

from functions.operator.part_writes import Parts
from functions.order.keys import TABLE, due_bucket, place_in_list, subject_key
from functions.order.writes import as_settled
from functions.refunds.refund import AmountRefund, Stage
from functions.shared import ids
from functions.shared.write import Item, Write

LABEL = "refund"
REFUNDS = Parts(LABEL, "STUCK_REFUNDS", Stage.GIVEN_BACK)


class RefundUnknown(Exception):
    """No refund of an amount has this id."""


def refund_key(refund_id: str) -> Item:
    """Raises RefundUnknown for what can name no refund of an amount."""
    if ids.order_of_amount_refund(refund_id) is None:
        raise RefundUnknown(refund_id)
    return subject_key(refund_id)


def create(refund: AmountRefund, due_at: str) -> Write:
    """The refund as it was asked for; refused under `refund` if it exists. The sweep looks at `due_at`."""
    item = refund_key(refund.refund_id) | {
        "status": refund.stage,
        "amount": refund.amount.as_dict(),
        "credit": refund.credit,
        "to": refund.to,
        "why": refund.why,
        "by": refund.by,
        "requested_at": refund.requested_at,
        "run": refund.run,
        "due_at": due_at,
        "due_bucket": due_bucket(refund.refund_id),
        "listed": refund.stage,
        "listed_at": place_in_list(refund.requested_at, refund.refund_id),
    }
    return Write.put(TABLE, LABEL, item, condition="attribute_not_exists(#order_id)")


def close(refund: AmountRefund) -> Write:
    """Its money is back; refused under `refund` unless it is where it was seen, settled by an operator or
    not."""
    unsettled, settled = as_settled(refund.settled)
    return REFUNDS.update(
        refund.refund_id,
        f"#status = :seen AND {unsettled}",
        "SET #status = :ended, #listed = :ended REMOVE #due_at, #due_bucket, #stuck",
        {"seen": refund.stage, "ended": Stage.GIVEN_BACK} | settled,
    )


def reopen(refund_id: str, due_at: str) -> Write:
    """It failed: the sweep starts its machine again at `due_at`. Who had it ended by hand did not end it.
    Refused under `refund` unless it is given back."""
    return REFUNDS.update(
        refund_id,
        "#status = :ended",
        "SET #status = :again, #listed = :again, #due_at = :due_at, #due_bucket = :bucket REMOVE #settled",
        {
            "ended": Stage.GIVEN_BACK,
            "again": Stage.OWED_AGAIN,
            "due_at": due_at,
            "bucket": due_bucket(refund_id),
        },
    )
