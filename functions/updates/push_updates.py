"""Push orders that changed to whoever is connected and may see them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from functions.live import push, store
from functions.live.deliver import Letter
from functions.shared import clock
from functions.shared.items import describe, value
from functions.shared.observe import about, count, logger
from functions.shared.table import may_pass
from functions.shared.write import unpack
from functions.updates.view_order import view_order

READERS = 8
"""Orders looked at at once."""

Record = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A stream record: that the head of this order was written."""

    sequence: str
    order_id: str
    owner: str


def push_updates(records: Sequence[Record]) -> list[str]:
    """The sequence numbers of the records that are worth another try.

    However many records tell of an order, it is looked at once, and sent as it stands now. Where nobody is
    connected that is two reads. Whoever could not be sent it is dismissed, and says hello again.
    """
    changes = [change for record in records if (change := _read(record))]
    orders = {change.order_id: change.owner for change in changes}
    if not orders:
        return []
    with ThreadPoolExecutor(READERS) as readers:
        looked = dict(zip(orders, readers.map(_letters, orders.keys(), orders.values()), strict=True))
    push.send([letter for letters in looked.values() if letters for letter in letters])
    return [change.sequence for change in changes if looked[change.order_id] is None]


def _letters(order_id: str, owner: str) -> list[Letter] | None:
    """The order for each connection; None where a try again may help."""
    with about(order_id):
        return _letters_about(order_id, owner)


def _letters_about(order_id: str, owner: str) -> list[Letter] | None:
    try:
        followers = store.followers_of_order(owner, order_id, clock.now())
        if not followers:
            return []
        text = view_order(order_id, owner)
    except Exception as broken:  # noqa: BLE001 - whatever is wrong with one order, the others go on
        if may_pass(broken):
            logger.exception("order not pushed, tried again", extra={"order_id": order_id})
            return None
        logger.error("order not pushed", extra={"order_id": order_id, "error": describe(broken)})
        count("OrdersNotPushed")
        return []
    return [Letter(one, text) for one in followers]


def _read(record: Record) -> Change | None:
    """None, reported, for what is no record of an order's head: trying again would not make it one."""
    try:
        change = record["dynamodb"]
        head = unpack(change["NewImage"])
        return Change(change["SequenceNumber"], value(head, "order_id", str), value(head, "owner", str))
    except Exception as broken:  # noqa: BLE001 - whatever is wrong with one record, the others go on
        logger.error("record not understood", extra={"error": describe(broken)})
        count("RecordsNotUnderstood")
        return None
