"""Returns in the Orders table: one item each, under the order whose units come back."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from functions.operator.part_writes import THERE
from functions.operator.stop import OperatorAnswer, Stop
from functions.operator.store import read_stop, statement, told_of
from functions.order.keys import (
    DUE_INDEX,
    RETURN,
    TABLE,
    due_buckets,
    subject_of,
)
from functions.order.lists_store import page_of_list
from functions.returns import writes as returns_writes
from functions.returns.returns import (
    MOST_PHOTOS,
    Grant,
    Inspection,
    InspectionResult,
    Return,
    Stage,
    Verdict,
)
from functions.returns.writes import LABEL, RETURNS, ReturnUnknown, return_key
from functions.shared import tokens
from functions.shared.errors import TransientError
from functions.shared.items import Aside, money, optional, quantities, read_each, reader, value, word
from functions.shared.money import Money
from functions.shared.table import ConditionRefused, batch_get, get, query, scan, transact, write
from functions.shared.write import Item, Write


class ReturnMoved(Exception):
    """The return is not where it was taken to be. `found` is what stands there."""

    def __init__(self, found: Return) -> None:
        super().__init__(f"{found.return_id} is {found.stage}")
        self.found = found


class NotAccepted(TransientError):
    """No inspector has accepted this return: no money moves and no unit either."""


def load(return_id: str) -> Return:
    """Raises ReturnUnknown."""
    item = get(TABLE, return_key(return_id))
    if item is None:
        raise ReturnUnknown(return_id)
    return _return(item)


def load_accepted(return_id: str) -> Return:
    """A return that gives something back. Raises NotAccepted, ReturnUnknown."""
    return_ = load(return_id)
    if not return_.accepted:
        raise NotAccepted(return_.return_id)
    return return_


def of_order(order_id: str, aside: Aside | None = None) -> list[Return]:
    """All returns of an order, the oldest first, in one query; those that cannot be read go `aside`."""
    values = {"id": order_id, "prefix": RETURN}
    found = query(TABLE, "#order_id = :id AND begins_with(#item, :prefix)", values)
    read = read_each(found, _return, subject_of, aside)
    return sorted(read, key=lambda return_: (return_.requested_at, return_.return_id))


def load_listed(
    state: str, limit: int, *, newest: bool = False, start: str = "", aside: Aside | None = None
) -> tuple[list[Return], str]:
    """At most `limit` returns of a stage, or those that are STUCK: the oldest first, or the `newest`; from
    the place `start` on. With the place to start the next page at, empty at the end. The index lags: a return
    that has moved on is shown as it stands. Those that cannot be read go `aside`."""
    found, left = page_of_list(state, limit, newest=newest, start=start)
    return load_many(found, newest=newest, aside=aside), left


def load_many(keys: Sequence[Item], *, newest: bool = False, aside: Aside | None = None) -> list[Return]:
    """The returns under these keys, the oldest first, or the `newest`. What cannot be read goes `aside`."""
    read = read_each(batch_get(TABLE, keys, consistent=True), _return, subject_of, aside)
    return sorted(read, key=_waiting_since, reverse=newest)


def _waiting_since(return_: Return) -> tuple[str, str]:
    return return_.requested_at, return_.return_id


def load_open(aside: Aside | None = None) -> Iterator[Return]:
    """All returns that are not at an end, those that have waited longest first; those that cannot be read go
    `aside`. The index lags."""
    keys = []
    for bucket in due_buckets():
        due = query(TABLE, "#due_bucket = :bucket", {"bucket": bucket}, index=DUE_INDEX)
        keys += [return_key(subject_of(key)) for key in due if key["item"].startswith(RETURN)]
    found = read_each(batch_get(TABLE, keys, consistent=True), _return, subject_of, aside)
    return iter(
        sorted((return_ for return_ in found if return_.open), key=lambda return_: return_.requested_at)
    )


def load_all(aside: Aside | None = None) -> Iterator[Return]:
    """Every return, by a scan: for audits, not for requests. Those that cannot be read go `aside`."""
    found = (item for item in scan(TABLE) if item["item"].startswith(RETURN))
    return read_each(found, _return, subject_of, aside)


def decide(return_id: str, inspection: Inspection, told: Write) -> Return:
    """The one write that decides, where nothing but the journal's entry (`told`) has to be written with it:
    the return as it then stands. Raises ReturnMoved if it was decided before, ReturnUnknown."""
    _apply_told(returns_writes.decide(return_id, inspection), told)
    return load(return_id)


def keep_task_token(return_id: str, task_token: str) -> Return:
    """Keep the token that the waiting execution is to be answered with; the return as it now stands. Raises
    ReturnUnknown."""
    kept = RETURNS.update(return_id, THERE, f"SET {tokens.keep()}", tokens.values_of_keep(task_token))
    return _apply(kept)


def park(return_id: str, stop: Stop) -> Stop | None:
    """Put a return in front of an operator, as operator/store.py does with an order: the stop as it stands,
    None where a later one does. A closed one too, whose execution never heard of it and waits."""
    for change in (RETURNS.stop(return_id, stop), RETURNS.join(return_id, stop)):
        with suppress(ReturnMoved):
            return _apply(change).stuck
    return None


def record_answer(return_id: str, stop: Stop, answer: OperatorAnswer) -> Stop | None:
    """What an operator said to this very stop, once: the first answer stays, and stands in the journal. The
    stop as it then stands, None if the return was closed."""
    try:
        _apply_told(RETURNS.answer(return_id, stop, answer), told_of(return_id, answer, state=stop.state))
    except ReturnMoved as moved:
        return moved.found.stuck
    return replace(stop, answer=answer)


def settle(return_id: str, answer: OperatorAnswer) -> None:
    """Say who ends the return by hand and why, once, and while it is open."""
    with suppress(ReturnMoved):
        _apply_told(RETURNS.settle(return_id, statement(answer)), told_of(return_id, answer))


def add_photo(return_id: str, name: str) -> Return:
    """One more name given out for upload. Raises ReturnMoved if there are ten, or if it was decided."""
    change = RETURNS.update(
        return_id,
        "#status = :requested AND size(#photos) < :most",
        "SET #photos = list_append(#photos, :photo)",
        {"requested": Stage.REQUESTED, "most": MOST_PHOTOS, "photo": [name]},
    )
    return _apply(change)


def begin_run(return_: Return, due_at: str) -> Return:
    """Claim the number of the return's next execution. Raises ReturnMoved if it was closed or somebody else
    was quicker."""
    return _look_again(return_, return_.run + 1, due_at)


def postpone(return_: Return, due_at: str) -> None:
    """The return is being worked on: it is overdue again at `due_at`. Raises ReturnMoved as begin_run."""
    _look_again(return_, return_.run, due_at)


def _look_again(return_: Return, run: int, due_at: str) -> Return:
    return _apply(RETURNS.look_again(return_.return_id, return_.run, run, due_at, return_.requested_at))


def _apply(change: Write) -> Return:
    try:
        return _return(write(change))
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
    return ReturnUnknown(subject_of(change.key or {})) if old is None else ReturnMoved(_return(old))


@reader
def _return(item: Item) -> Return:
    """Raises Unreadable."""
    inspection, stuck = optional(item, "decision", dict), optional(item, "stuck", dict)
    return Return(
        return_id=subject_of(item),
        order_id=item["order_id"],
        stage=word(item, "status", Stage),
        reason=value(item, "reason", str),
        lines=quantities(item, "lines") or value(item, "lines", dict),
        estimate=money(item, "refund"),
        requested_at=value(item, "requested_at", str),
        request_digest=value(item, "request_digest", str),
        inspection=_inspection(inspection) if inspection else None,
        photos=tuple(value({"photos": name}, "photos", str) for name in value(item, "photos", list)),
        task_tokens=tokens.kept(item),
        stuck=read_stop(stuck) if stuck else None,
        run=value(item, "run", int),
        settled=optional(item, "settled", dict),
        set_aside=optional(item, "set_aside", str),
    )


def _inspection(recorded: Item) -> Inspection:
    verdict = Verdict(
        result=word(recorded, "verdict", InspectionResult),
        lines=quantities(recorded, "lines") or None,
        off_shelf=quantities(recorded, "off_shelf"),
        why=optional(recorded, "why", str),
        note=optional(recorded, "note", str),
    )
    grant = _grant(recorded) if "amount" in recorded else None
    return Inspection(verdict, value(recorded, "by", str), value(recorded, "at", str), grant)


def _grant(recorded: Item) -> Grant:
    amount, refund = money(recorded, "amount"), money(recorded, "refund")
    delivery = money(recorded, "delivery") if "delivery" in recorded else Money(0, amount.currency)
    return Grant(amount, refund, delivery)
