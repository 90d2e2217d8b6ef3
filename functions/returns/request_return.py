"""Announce that units of an order come back: claim them and write the return in one transaction, start its
state machine."""

from dataclasses import dataclass

from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.lines import Quantities
from functions.order.order import NotCompleted, Order, Status
from functions.payment import refunds_store
from functions.returns import claim, store, writes
from functions.returns.claim import NothingLeft
from functions.returns.returns import Return, Stage
from functions.shared import clock, ids, machines, patience
from functions.shared.contention import REFUSALS, Contended
from functions.shared.errors import KeyReused
from functions.shared.table import transact

TRIES = 10
PAUSE_SECONDS = 0.005


@dataclass(frozen=True)
class ReturnRequest:
    """What a customer asks for: units by line id, and why. `digest` stands for all of it."""

    reason: str
    lines: Quantities
    digest: str


def request_return(order: Order, key: str, request: ReturnRequest) -> tuple[Return, bool]:
    """The return that this key stands for, and whether it was there before.

    Safe to repeat and beside itself. Raises NotCompleted, NothingLeft, UnknownLine, TooMany, KeyReused,
    Contended.
    """
    return_id = ids.return_id(order.order_id, f"key\n{key}")
    for attempt in range(TRIES):
        found = _requested_before(return_id, request.digest)
        if found is not None:
            return found, True
        order = order_store.counted(order)
        return_ = _draft(order, return_id, request)
        try:
            _write(order, return_)
        except REFUSALS:
            clock.pause(PAUSE_SECONDS * attempt)
            order = order_store.load(order.order_id)
            continue
        machines.start(machines.RETURN, return_.execution, return_.subject)
        return return_, False
    raise Contended(f"request {return_id}: the order moved {TRIES} times")


def _requested_before(return_id: str, digest: str) -> Return | None:
    """The return and its execution are two writes: a repeat while the return is open starts it again."""
    try:
        found = store.load(return_id)
    except writes.ReturnUnknown:
        return None
    if found.request_digest != digest:
        raise KeyReused(return_id)
    if found.open:
        machines.start(machines.RETURN, found.execution, found.subject)
    return found


def _draft(order: Order, return_id: str, request: ReturnRequest) -> Return:
    """The return as the order stands. Raises what keeps it from being requested."""
    if order.status is Status.RETURNED:
        raise NothingLeft("")
    if order.status is not Status.COMPLETED:
        raise NotCompleted(order.order_id)
    claim.check(order, request.lines)
    left, now = refunds_store.load(order.order_id).left_if_won, clock.timestamp(clock.now())
    return Return(
        return_id=return_id,
        order_id=order.order_id,
        stage=Stage.REQUESTED,
        reason=request.reason,
        lines=request.lines,
        estimate=claim.estimate(order, request.lines, left, now),
        requested_at=now,
        request_digest=request.digest,
    )


def _write(order: Order, return_: Return) -> None:
    now = clock.now()
    due_at = patience.due_at(patience.RETURN_DUE, now)
    change = changes.request_return(order, return_.return_id, return_.lines, now)
    transact([writes.create(return_, due_at), *order_writes.advance(change)])
