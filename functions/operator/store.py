"""Orders that stand in front of an operator: the item `operator` under the order, and what is said to it.

Until it is answered it is in the index `due` under a key of its own, so that all of them are found at once.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from functions.operator import journal_store
from functions.operator.journal import Entry, Signed
from functions.operator.stop import OperatorAnswer, Remedy, Stop, stop_from
from functions.operator.stop_conditions import later_stop, same_stop, unanswered
from functions.order import writes as order_writes
from functions.order.keys import DUE_INDEX, FIRST_PLACE, OPERATOR, TABLE, operator_key, place_in_list
from functions.shared import tokens
from functions.shared.items import Aside, Unreadable, optional, read_each, reader, value
from functions.shared.table import ConditionRefused, batch_get, get, query, transact, write
from functions.shared.write import Item, Write

STUCK = "stuck"


def park(order_id: str, stop: Stop) -> Stop | None:
    """Put an order in front of an operator; the stop as it now stands, None where a later one does.

    A later stop takes the place of an earlier one. Another try of the same state joins what stands there: it
    may have been answered before this try was written.
    """
    for change in (_stop(order_id, stop), _join(order_id, stop)):
        with suppress(ConditionRefused):
            standing = write(change)
            return stop_from(standing) if standing else stop
    return None


def _stop(order_id: str, stop: Stop) -> Write:
    item = operator_key(order_id) | stop.as_dict() | _place(order_id, stop)
    condition, values = later_stop(stop)
    return Write.put(TABLE, OPERATOR, item, condition=condition, values=values)


def _place(order_id: str, stop: Stop) -> Item:
    """Where it stands among those that wait for an operator."""
    return {"due_bucket": STUCK, "due_at": place_in_list(stop.at, order_id)}


def _join(order_id: str, stop: Stop) -> Write:
    condition, values = same_stop(stop)
    return Write.update(
        TABLE,
        OPERATOR,
        operator_key(order_id),
        f"SET {tokens.keep()}",
        condition=condition,
        values=values | tokens.values_of_keep(*stop.task_tokens),
    )


def load(order_id: str) -> Stop | None:
    """The latest, answered or not; None if the order never stood there."""
    item = get(TABLE, operator_key(order_id))
    return read_stop(item) if item else None


def load_unanswered(aside: Aside | None = None) -> Iterator[tuple[str, Stop]]:
    """Ids of all orders that wait for an answer with what keeps them, as `load_many`. The index lags."""
    found = query(TABLE, "#due_bucket = :stuck", {"stuck": STUCK}, index=DUE_INDEX)
    return load_many([key["order_id"] for key in found], aside)


def places_unanswered(limit: int, start: str = "") -> list[tuple[str, str]]:
    """The places of at most `limit` orders that wait for an answer with their ids, the longest waiting first,
    from the place `start` on, that included. The index lags."""
    values = {"stuck": STUCK, "start": start or FIRST_PLACE}
    condition = "#due_bucket = :stuck AND #due_at >= :start"
    found = query(TABLE, condition, values, index=DUE_INDEX, oldest=limit)
    return [(key["due_at"], key["order_id"]) for key in found]


def load_many(order_ids: Sequence[str], aside: Aside | None = None) -> Iterator[tuple[str, Stop]]:
    """Ids of those orders that wait for an answer with what keeps them, those that have waited longest first;
    those of which that cannot be read go `aside`."""
    keys: list[Item] = [operator_key(order_id) for order_id in order_ids]
    items = batch_get(TABLE, keys, consistent=True)
    stops = read_each(items, _unanswered, lambda item: str(item["order_id"]), aside)
    return iter(sorted((one for one in stops if one[1].answer is None), key=lambda one: one[1].at))


def count_unanswered(most: int) -> int:
    """How many orders are waiting for an answer, counted up to `most`. The index lags."""
    return len(list(query(TABLE, "#due_bucket = :stuck", {"stuck": STUCK}, index=DUE_INDEX, oldest=most)))


@reader
def read_stop(item: Item) -> Stop:
    """As it is stored with an order or a return. Raises Unreadable."""
    for name in ("error", "at"):
        value(item, name, str)
    optional(item, "answer", dict)
    stop = stop_from(item)
    if not stop.task_tokens:
        raise Unreadable("task_tokens is missing")
    return stop


def _unanswered(item: Item) -> tuple[str, Stop]:
    return item["order_id"], read_stop(item)


def record_answer(order_id: str, stop: Stop, answer: OperatorAnswer) -> Stop:
    """What was said to this very stop, once: the first answer stays, and stands in the journal. The stop as
    it then stands: with another answer, with more tokens and unanswered, or a later one."""
    condition, values = unanswered(stop)
    change = Write.update(
        TABLE,
        OPERATOR,
        operator_key(order_id),
        "SET #answer = :answer REMOVE #due_bucket, #due_at",
        condition=condition,
        values=values | {"answer": answer.as_dict()},
    )
    # An order that is settled was told of when its head said so (settle).
    told = [] if answer.remedy is Remedy.SETTLED else [told_of(order_id, answer, state=stop.state)]
    try:
        transact([change, *told])
    except ConditionRefused as refused:
        standing = refused.refused.get(OPERATOR)
        if standing is None:
            raise
        return stop_from(standing)
    return replace(stop, answer=answer)


def settle(order_id: str, answer: OperatorAnswer) -> None:
    """Say in the order's head who ended it by hand and why. Where that is refused it was settled before, or
    has come to an end by itself."""
    with suppress(ConditionRefused):
        transact([order_writes.settle(order_id, statement(answer)), told_of(order_id, answer)])


def told_of(subject: str, answer: OperatorAnswer, **what: Any) -> Write:
    """The journal's entry of what an operator said to an order or a return."""
    action = "retry-stuck" if answer.remedy is Remedy.RETRY else "settle-stuck"
    given = {name: value for name, value in what.items() if value is not None}
    return journal_store.entry(Entry(action, subject, Signed(answer.by, answer.why, answer.at), given))


def statement(answer: OperatorAnswer) -> dict[str, str]:
    """As events carry it."""
    return {"by": answer.by, "why": answer.why}
