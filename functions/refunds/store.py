"""Refunds of an amount in the Orders table: one item each, under the order whose money it is."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from functions.operator.stop import OperatorAnswer, Stop
from functions.operator.store import read_stop, statement, told_of
from functions.order.keys import DUE_INDEX, REFUND, TABLE, due_buckets, subject_of
from functions.refunds.refund import AmountRefund, Stage, To
from functions.refunds.writes import LABEL, REFUNDS, RefundUnknown, refund_key
from functions.shared.items import Aside, money, optional, read_each, reader, value, word
from functions.shared.table import ConditionRefused, batch_get, get, query, scan, transact, write
from functions.shared.write import Item, Write


class RefundMoved(Exception):
    """The refund is not where it was taken to be. `found` is what stands there."""

    def __init__(self, found: AmountRefund) -> None:
        super().__init__(f"{found.refund_id} is {found.stage}")
        self.found = found


def load(refund_id: str) -> AmountRefund:
    """Raises RefundUnknown."""
    item = get(TABLE, refund_key(refund_id))
    if item is None:
        raise RefundUnknown(refund_id)
    return _refund(item)


def of_order(order_id: str, aside: Aside | None = None) -> list[AmountRefund]:
    """All of an order, the oldest first, in one query; those that cannot be read go `aside`."""
    values = {"id": order_id, "prefix": REFUND}
    found = query(TABLE, "#order_id = :id AND begins_with(#item, :prefix)", values)
    return sorted(read_each(found, _refund, subject_of, aside), key=_since)


def load_many(keys: Sequence[Item], aside: Aside | None = None) -> list[AmountRefund]:
    """Those under these keys, the oldest first; those that cannot be read go `aside`."""
    return sorted(read_each(batch_get(TABLE, keys, consistent=True), _refund, subject_of, aside), key=_since)


def load_open(aside: Aside | None = None) -> list[AmountRefund]:
    """All whose money is on its way, those that have waited longest first; those that cannot be read go
    `aside`. The index lags."""
    keys = []
    for bucket in due_buckets():
        due = query(TABLE, "#due_bucket = :bucket", {"bucket": bucket}, index=DUE_INDEX)
        keys += [refund_key(subject_of(key)) for key in due if key["item"].startswith(REFUND)]
    return [one for one in load_many(keys, aside) if one.open]


def load_all(aside: Aside | None = None) -> Iterator[AmountRefund]:
    """Every one, by a scan: for audits, not for requests. Those that cannot be read go `aside`."""
    found = (item for item in scan(TABLE) if item["item"].startswith(REFUND))
    return read_each(found, _refund, subject_of, aside)


def _since(refund: AmountRefund) -> tuple[str, str]:
    return refund.requested_at, refund.refund_id


def park(refund_id: str, stop: Stop) -> Stop | None:
    """Put a refund in front of an operator, as operator/store.py does with an order: the stop as it stands,
    None where a later one does. One that was given back, too, whose execution never heard of it and waits."""
    for change in (REFUNDS.stop(refund_id, stop), REFUNDS.join(refund_id, stop)):
        with suppress(RefundMoved):
            return _apply(change).stuck
    return None


def record_answer(refund_id: str, stop: Stop, answer: OperatorAnswer) -> Stop | None:
    """What an operator said to this very stop, once: the first answer stays, and stands in the journal. The
    stop as it then stands, None if the refund was given back."""
    try:
        _apply_told(REFUNDS.answer(refund_id, stop, answer), told_of(refund_id, answer, state=stop.state))
    except RefundMoved as moved:
        return moved.found.stuck
    return replace(stop, answer=answer)


def settle(refund_id: str, answer: OperatorAnswer) -> None:
    """Say who ends the refund by hand and why, once, and while it is open."""
    with suppress(RefundMoved):
        _apply_told(REFUNDS.settle(refund_id, statement(answer)), told_of(refund_id, answer))


def begin_run(refund: AmountRefund, due_at: str) -> AmountRefund:
    """Claim the number of the refund's next execution. Raises RefundMoved if it was given back or somebody
    else was quicker."""
    return _look_again(refund, refund.run + 1, due_at)


def postpone(refund: AmountRefund, due_at: str) -> None:
    """It is being worked on: it is overdue again at `due_at`. Raises RefundMoved as begin_run."""
    _look_again(refund, refund.run, due_at)


def _look_again(refund: AmountRefund, run: int, due_at: str) -> AmountRefund:
    return _apply(REFUNDS.look_again(refund.refund_id, refund.run, run, due_at, refund.requested_at))


def _apply(change: Write) -> AmountRefund:
    try:
        return _refund(write(change))
    except ConditionRefused as refused:
        raise _moved(change, refused) from refused


def _apply_told(change: Write, told: Write) -> None:
    """Together with its entry in the journal."""
    try:
        transact([change, told])
    except ConditionRefused as refused:
        raise _moved(change, refused) from refused


def _moved(change: Write, refused: ConditionRefused) -> Exception:
    old = refused.refused[LABEL]
    return RefundUnknown(subject_of(change.key)) if old is None else RefundMoved(_refund(old))


@reader
def _refund(item: Item) -> AmountRefund:
    """Raises Unreadable."""
    stuck = optional(item, "stuck", dict)
    return AmountRefund(
        refund_id=subject_of(item),
        order_id=item["order_id"],
        stage=word(item, "status", Stage),
        amount=money(item, "amount"),
        credit=value(item, "credit", int),
        to=word(item, "to", To),
        why=value(item, "why", str),
        by=value(item, "by", str),
        requested_at=value(item, "requested_at", str),
        stuck=read_stop(stuck) if stuck else None,
        run=value(item, "run", int),
        settled=optional(item, "settled", dict),
        set_aside=optional(item, "set_aside", str),
    )
