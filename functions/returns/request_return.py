"""Announce that units of an order come back: claim them and write the return in one transaction, start its
state machine."""

import os
from datetime import timedelta

from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.lines import Quantities
from functions.order.order import Order, Status
from functions.payment import refunds_store
from functions.returns import claim, workflow, writes
from functions.returns import store as returns_store
from functions.returns.request import ReturnBody
from functions.returns.returns import Return, Stage
from functions.shared import clock, ids
from functions.shared.problems import Problem, try_again, unprocessable
from functions.shared.table import ConditionRefused, TransactionConflicted, transact

TRIES = 10


def request_return(order: Order, key: str | None, body: ReturnBody) -> Return:
    """The return that this request stands for: by its key, or without one by what it says.

    Safe to repeat and beside itself. Raises Problem: 409 not-completed or nothing-to-return; 422 for a line
    the order does not have, for more than is left of one, and for a key that stands for another request.
    """
    digest = ids.digest(body.model_dump(mode="json"))
    return_id = ids.return_id(order.order_id, f"key\n{key}" if key is not None else f"body\n{digest}")
    for attempt in range(TRIES):
        found = _requested_before(return_id, digest)
        if found is not None:
            return found
        one = _draft(order, return_id, digest, body)
        try:
            _write(order, one)
        except (ConditionRefused, TransactionConflicted):
            clock.pause(0.005 * attempt)
            order = order_store.load(order.order_id)
            continue
        workflow.start(one)
        return one
    raise try_again("The order is being changed from many places at once.")


def _requested_before(return_id: str, digest: str) -> Return | None:
    """The return and its execution are two writes: a repeat while the return is open starts it again."""
    try:
        found = returns_store.load(return_id)
    except writes.ReturnUnknown:
        return None
    if found.request_digest != digest:
        raise Problem(422, "idempotency-key-reused", "This Idempotency-Key was used with another body.")
    if found.open:
        workflow.start(found)
    return found


def _draft(order: Order, return_id: str, digest: str, body: ReturnBody) -> Return:
    """The return as the order stands, or the Problem that keeps it from being requested."""
    lines = _lines(body)
    if order.status is Status.RETURNED:
        raise _nothing_left("All that was delivered has come back already.")
    if order.status is not Status.COMPLETED:
        raise Problem(409, "not-completed", "Only what was delivered can be returned.")
    _check(order, lines)
    left = refunds_store.load(order.order_id).left
    return Return(
        return_id=return_id,
        order_id=order.order_id,
        stage=Stage.REQUESTED,
        reason=body.reason,
        lines=lines,
        refund=claim.refund(order, lines, left),
        requested_at=clock.timestamp(clock.now()),
        request_digest=digest,
    )


def _lines(body: ReturnBody) -> Quantities:
    lines = {line.line_id: line.quantity for line in body.lines}
    if len(lines) < len(body.lines):
        raise unprocessable("lines: each line_id may stand there once.")
    return lines


def _check(order: Order, lines: Quantities) -> None:
    try:
        claim.check(order, lines)
    except claim.UnknownLine as unknown:
        raise unprocessable(f"lines: the order has no line {unknown}.") from None
    except claim.NothingLeft as nothing:
        what = f"Every unit of line {nothing}" if str(nothing) else "All that was delivered"
        raise _nothing_left(f"{what} that can come back is on its way back already.") from None
    except claim.TooMany as many:
        raise unprocessable(
            f"lines: of line {many.line_id} only {many.left} can be returned.", left=many.left
        ) from None


def _nothing_left(detail: str) -> Problem:
    return Problem(409, "nothing-to-return", detail)


def _write(order: Order, one: Return) -> None:
    now = clock.now()
    due_at = clock.timestamp(now + timedelta(seconds=int(os.environ["RETURN_DUE_SECONDS"])))
    change = changes.request_return(order, one.return_id, one.lines, now)
    transact([writes.create(one, due_at), *order_writes.advance(change)])
