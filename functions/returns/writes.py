"""Writes on a return (an item under its order) that take part in others' transactions."""

from functions.operator.part_writes import Parts
from functions.order.keys import TABLE, due_bucket, place_in_list, subject_key
from functions.order.writes import as_settled
from functions.returns.returns import OPEN, Grant, Inspection, Return, Stage
from functions.shared import ids
from functions.shared.write import Item, Write

LABEL = "return"

STUCK = "STUCK"
"""The list of returns that stand before an operator, whatever stage they are at."""
RETURNS = Parts(LABEL, STUCK, Stage.CLOSED)


class ReturnUnknown(Exception):
    """No return has this id."""


def return_key(return_id: str) -> Item:
    """Raises ReturnUnknown for what can name no return."""
    if ids.order_of_return(return_id) is None:
        raise ReturnUnknown(return_id)
    return subject_key(return_id)


def create(return_: Return, due_at: str) -> Write:
    """The return as it was requested; refused under `return` if it exists. The sweep looks at `due_at`."""
    item = return_key(return_.return_id) | {
        "status": return_.stage,
        "reason": return_.reason,
        "lines": return_.lines,
        "refund": return_.estimate.as_dict(),
        "requested_at": return_.requested_at,
        "request_digest": return_.request_digest,
        "photos": list(return_.photos),
        "run": return_.run,
        "due_at": due_at,
        "due_bucket": due_bucket(return_.return_id),
        "listed": return_.stage,
        "listed_at": place_in_list(return_.requested_at, return_.return_id),
    }
    return Write.put(TABLE, LABEL, item, condition="attribute_not_exists(#order_id)")


def decide(return_id: str, inspection: Inspection) -> Write:
    """What an inspector said, once: refused under `return` if it was decided before, or is not there."""
    return Write.update(
        TABLE,
        LABEL,
        return_key(return_id),
        "SET #decision = :decision, #status = :status, #listed = :status",
        condition="attribute_exists(#order_id) AND attribute_not_exists(#decision)",
        values={"decision": _recorded(inspection), "status": Stage(inspection.result)},
    )


def _recorded(inspection: Inspection) -> Item:
    verdict = inspection.verdict
    known = {
        "lines": verdict.lines,
        "off_shelf": verdict.off_shelf or None,
        "why": verdict.why,
        "note": verdict.note,
    }
    said = {"verdict": verdict.result, "by": inspection.by, "at": inspection.at}
    granted = _granted(inspection.grant) if inspection.grant else {}
    return said | {name: value for name, value in known.items() if value is not None} | granted


def _granted(grant: Grant) -> Item:
    delivery = {"delivery": grant.delivery.as_dict()} if grant.delivery.amount else {}
    return {"amount": grant.amount.as_dict(), "refund": grant.refund.as_dict()} | delivery


def close(return_: Return) -> Write:
    """The return is at its end; refused under `return` unless it is where it was seen, settled by an operator
    or not."""
    assert return_.stage in OPEN - {Stage.REQUESTED}  # noqa: S101 - nobody closes what was not decided
    unsettled, settled = as_settled(return_.settled)
    return Write.update(
        TABLE,
        LABEL,
        return_key(return_.return_id),
        "SET #status = :closed, #listed = :closed"
        " REMOVE #due_at, #due_bucket, #task_tokens, #task_token, #stuck",
        condition=f"#status = :seen AND {unsettled}",
        values={"seen": return_.stage, "closed": Stage.CLOSED} | settled,
    )


def reopen(return_id: str, due_at: str) -> Write:
    """Its refund failed: the sweep starts its machine again at `due_at`. Who had it ended by hand did not end
    it. Refused under `return` unless it is closed."""
    return Write.update(
        TABLE,
        LABEL,
        return_key(return_id),
        "SET #status = :reopened, #listed = :reopened, #due_at = :due_at, #due_bucket = :bucket"
        " REMOVE #settled",
        condition="#status = :closed",
        values={
            "closed": Stage.CLOSED,
            "reopened": Stage.REOPENED,
            "due_at": due_at,
            "bucket": due_bucket(return_id),
        },
    )
