"""Bring the read models up to where orders stand now."""

from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor

from botocore.exceptions import BotoCoreError, ClientError

from functions.order import store, views_store
from functions.order.view import view_of
from functions.shared.errors import TransientError
from functions.shared.items import describe
from functions.shared.observe import count, logger
from functions.shared.table import may_pass
from functions.shared.write import Item

WRITERS = 4
"""Rows written at once: a batch of hundreds must end well within the function's time."""


def project_orders(order_ids: Iterable[str], likely_done: Collection[str] = ()) -> set[str]:
    """Write the row of each order as it stands at this moment; the ids that are worth another try. Those that
    are `likely_done` are looked at first: a row that stands is cheaper to read than to write again.

    An order that cannot be made into a row is reported and left out: trying again would give the same, and
    the others would wait behind it.
    """
    wanted = set(order_ids)
    try:
        heads = store.load_heads(sorted(wanted))
    except (ClientError, BotoCoreError, TransientError):
        logger.exception("orders not read", extra={"orders": len(wanted)})
        return wanted
    for order_id in sorted(wanted - heads.keys()):
        report(order_id, "there is an event and no head")
    with ThreadPoolExecutor(WRITERS) as writers:
        looks = [order_id in likely_done for order_id in heads]
        done = dict(zip(heads, writers.map(_project, heads, heads.values(), looks), strict=True))
    return {order_id for order_id in heads if not done[order_id]}


def report(order_id: str, problem: str) -> None:
    """An order that no row can be made of."""
    logger.error("order not projected", extra={"order_id": order_id, "error": problem})
    count("OrdersNotProjected")


def _project(order_id: str, head: Item, looks: bool) -> bool:
    """Whether this order is done with."""
    try:
        view = view_of(store.counted(store.order_from(head)))
        if not (looks and views_store.stands(view)):
            views_store.save(view)
    except Exception as broken:  # noqa: BLE001 - whatever is wrong with one order, the others go on
        if may_pass(broken):
            logger.exception("row not written", extra={"order_id": order_id})
            return False
        report(order_id, describe(broken))
    return True
