"""Make every row of the read models again, from the logs, while the shop is open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from functions.order import store, views_store
from functions.order.history import replay
from functions.order.view import View, view_of
from functions.relay.project_orders import report
from functions.shared.items import Aside, describe
from functions.shared.table import BATCH, may_pass
from functions.shared.write import Item

One = TypeVar("One")


@dataclass
class Rebuilt:
    """`written` rows were missing or other than the log says; `removed` rows stood for no order; no row can
    be made of the orders in `failed`."""

    orders: int = 0
    written: int = 0
    removed: int = 0
    failed: list[str] = field(default_factory=list)


def rebuild_views() -> Rebuilt:
    """Write only what differs, and nothing over a row of a later version: whoever moves orders or projects
    them meanwhile is not in the way, nor stopped.

    The state of an order is taken from its events and not from its head, so that a row is right even where a
    head is not.
    """
    done = Rebuilt()
    for chunk in _chunks(_views(done)):
        done.orders += len(chunk)
        done.written += sum(_repair(view, done) for view in views_store.differing(chunk))
    for rows in _chunks(views_store.rows()):
        for row in _strays(rows):
            views_store.remove(row)
            done.removed += 1
    return done


def _views(done: Rebuilt) -> Iterator[View]:
    for order_id, items in store.load_all_items():
        try:
            yield _view(order_id, items)
        except Exception as broken:  # noqa: BLE001 - whatever is wrong with one order, the others go on
            _fail(order_id, broken, done)


def _repair(view: View, done: Rebuilt) -> bool:
    """Whether the row was put."""
    try:
        return views_store.repair(view)
    except Exception as broken:  # noqa: BLE001 - as below
        _fail(view.order_id, broken, done)
        return False


def _fail(order_id: str, broken: Exception, done: Rebuilt) -> None:
    """Raises again what is no fault of this order's: nothing can be written just now."""
    if may_pass(broken):
        raise broken
    report(order_id, describe(broken))
    done.failed.append(order_id)


def _view(order_id: str, items: list[Item]) -> View:
    try:
        return view_of(replay(*store.read_log(order_id, items)))
    except Exception:  # noqa: BLE001 - a scan is not of one moment: only a second look counts
        return view_of(replay(*store.load_with_events(order_id)))


def _strays(rows: list[Item]) -> Iterator[Item]:
    """Rows that are not where the row of their order is, or whose order does not exist. Where the order
    cannot be read, nobody knows where its row should be: what is there stays."""
    placed = [(row, *views_store.position_of(row)) for row in rows]
    heads = store.load_heads(sorted({order_id for _, _, order_id in placed if order_id}))
    aside: Aside = {}
    views_now = {order.order_id: view_of(order) for order in store.read_heads(heads, aside)}
    for row, owner, order_id in placed:
        now = views_now.get(order_id)
        if order_id in aside or (now and (row["placed"], owner) == (now.position, now.owner)):
            continue
        yield row


def _chunks(things: Iterable[One]) -> Iterator[list[One]]:
    waiting = iter(things)
    while chunk := list(islice(waiting, BATCH)):
        yield chunk
