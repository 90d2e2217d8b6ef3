"""Orders that stand in front of an operator: the item `operator` under the order, and what is said to it.

Until it is answered it is in the index `due` under a key of its own, so that all of them are found at once.
"""

from collections.abc import Iterator
from contextlib import suppress

from functions.order.order import Status
from functions.order.stuck import Answer, Stuck, stuck_from
from functions.order.writes import DUE_INDEX, LABEL, TABLE, head_key, operator_key
from functions.shared.items import Aside, optional, read_each, reader, value
from functions.shared.table import ConditionRefused, Item, Write, batch_get, get, query, write

STUCK = "stuck"
OPERATOR = "operator"


def park(order_id: str, stuck: Stuck) -> None:
    """Put an order in front of an operator. The latest attempt to get out of it counts, so it replaces an
    earlier one; the same one again changes nothing. Raises ConditionRefused if a later one stands there."""
    item = operator_key(order_id) | stuck.as_dict() | {"due_bucket": STUCK, "due_at": stuck.at}
    change = Write(
        table=TABLE,
        label=OPERATOR,
        item=item,
        condition="attribute_not_exists(#at) OR (#at <= :now AND #task_token <> :token)",
        values={"now": stuck.at, "token": stuck.task_token},
    )
    try:
        write(change)
    except ConditionRefused as refused:
        if (refused.refused[OPERATOR] or {}).get("task_token") != stuck.task_token:
            raise


def load(order_id: str) -> Stuck | None:
    """The latest, answered or not; None if the order never stood there."""
    item = get(TABLE, operator_key(order_id))
    return read_stuck(item) if item else None


def load_unanswered(aside: Aside | None = None) -> Iterator[tuple[str, Stuck]]:
    """Ids of orders with what keeps them, those that have waited longest first; those of which that cannot be
    read go `aside`. The index lags."""
    found = query(TABLE, "#due_bucket = :stuck", {"stuck": STUCK}, index=DUE_INDEX)
    keys: list[Item] = [operator_key(key["order_id"]) for key in found]
    items = batch_get(TABLE, keys, consistent=True)
    stuck = read_each(items, _unanswered, lambda item: str(item["order_id"]), aside)
    return iter(sorted((one for one in stuck if one[1].answer is None), key=lambda one: one[1].at))


@reader
def read_stuck(item: Item) -> Stuck:
    """As it is stored with an order or a return. Raises Unreadable."""
    for name in ("error", "at", "task_token"):
        value(item, name, str)
    optional(item, "answer", dict)
    return stuck_from(item)


def _unanswered(item: Item) -> tuple[str, Stuck]:
    return item["order_id"], read_stuck(item)


def record_answer(order_id: str, stuck: Stuck, answer: Answer) -> None:
    """What was said to this very stop, once: the first answer stays."""
    change = Write(
        table=TABLE,
        label=OPERATOR,
        key=operator_key(order_id),
        condition="#task_token = :token AND attribute_not_exists(#answer)",
        update="SET #answer = :answer REMOVE #due_bucket, #due_at",
        values={"token": stuck.task_token, "answer": answer.as_dict()},
    )
    with suppress(ConditionRefused):
        write(change)


def settle(order_id: str, answer: Answer) -> None:
    """Say in the order's head who ended it by hand and why: its last event will tell. Once, and only behind
    its fence; where that is refused it was settled before, or has come to an end by itself."""
    change = Write(
        table=TABLE,
        label=LABEL,
        key=head_key(order_id),
        condition="#status = :cancelling AND attribute_not_exists(#settled)",
        update="SET #settled = :settled",
        values={"cancelling": Status.CANCELLING, "settled": statement(answer)},
    )
    with suppress(ConditionRefused):
        write(change)


def statement(answer: Answer) -> dict[str, str]:
    """As events carry it."""
    return {"by": answer.by, "why": answer.why}
