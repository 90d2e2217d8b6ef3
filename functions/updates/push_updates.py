"""Push orders that changed to whoever is connected and may see them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from functions.live import push, store
from functions.live.connection import Connection
from functions.live.deliver import Letter
from functions.shared import clock
from functions.shared.items import describe, value
from functions.shared.observe import about, count, logger
from functions.shared.table import may_pass
from functions.shared.write import unpack
from functions.updates.view_order import order_changed, view_order

READERS = 8
"""Orders looked at at once."""

Record = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A stream record: that the head of this order was written, and is of this version."""

    sequence: str
    order_id: str
    owner: str
    version: int


def push_updates(records: Sequence[Record]) -> list[str]:
    """The sequence numbers of the records that are worth another try.

    However many records tell of an order, it is looked at once, and sent as it stands now. Where nobody is
    connected that is two reads, and where operators alone are no more. Whoever could not be sent it is
    dismissed, and says hello again.
    """
    changes = [change for record in records if (change := _read(record))]
    latest = {change.order_id: change for change in sorted(changes, key=lambda one: one.version)}
    if not latest:
        return []
    with ThreadPoolExecutor(READERS) as readers:
        looked = dict(zip(latest, readers.map(_letters, latest.values()), strict=True))
    push.send([letter for letters in looked.values() if letters for letter in letters])
    return [change.sequence for change in changes if looked[change.order_id] is None]


def _letters(change: Change) -> list[Letter] | None:
    """What each connection is sent; None where a try again may help. That an order cannot be shown to its
    customer keeps no operator from looking at it."""
    with about(change.order_id):
        return _letters_about(change)


def _letters_about(change: Change) -> list[Letter] | None:
    letters: list[Letter] = []
    try:
        followers = store.followers_of_order(change.owner, change.order_id, clock.now())
        letters += _to_operators(change, [one for one in followers if one.operator])
        letters += _to_customers(change, [one for one in followers if not one.operator])
    except Exception as broken:  # noqa: BLE001 - whatever is wrong with one order, the others go on
        if may_pass(broken):
            logger.exception("order not pushed, tried again", extra={"order_id": change.order_id})
            return None
        logger.error("order not pushed", extra={"order_id": change.order_id, "error": describe(broken)})
        count("OrdersNotPushed")
    return letters


def _to_operators(change: Change, operators: Sequence[Connection]) -> list[Letter]:
    """That the order changed."""
    text = order_changed(change.order_id, change.version)
    return [Letter(one, text) for one in operators]


def _to_customers(change: Change, customers: Sequence[Connection]) -> list[Letter]:
    """The order; where no customer looks it is not read."""
    text = view_order(change.order_id, change.owner) if customers else ""
    return [Letter(one, text) for one in customers]


def _read(record: Record) -> Change | None:
    """None, reported, for what is no record of an order's head: trying again would not make it one."""
    try:
        change = record["dynamodb"]
        head = unpack(change["NewImage"])
        order_id, owner = value(head, "order_id", str), value(head, "owner", str)
        return Change(change["SequenceNumber"], order_id, owner, value(head, "version", int))
    except Exception as broken:  # noqa: BLE001 - whatever is wrong with one record, the others go on
        logger.error("record not understood", extra={"error": describe(broken)})
        count("RecordsNotUnderstood")
        return None
