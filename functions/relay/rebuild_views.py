"""Make every row of the read models again, from the logs, while the shop is open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from functions.order import store, views
from functions.order.history import replay
from functions.order.view import View, view_of
from functions.relay.project_orders import report
from functions.shared.table import BATCH, Item

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
        done.written += sum(views.repair(view) for view in views.differing(chunk))
    for rows in _chunks(views.rows()):
        for row in _strays(rows):
            views.remove(row)
            done.removed += 1
    return done


def _views(done: Rebuilt) -> Iterator[View]:
    for order_id, items in store.load_all_items():
        try:
            yield _view(order_id, items)
        except Exception as broken:  # noqa: BLE001 - whatever is wrong with one order, the others go on
            report(order_id, repr(broken))
            done.failed.append(order_id)


def _view(order_id: str, items: list[Item]) -> View:
    try:
        return view_of(replay(*store.read_log(order_id, items)))
    except Exception:  # noqa: BLE001 - a scan is not of one moment: only a second look counts
        return view_of(replay(*store.load_with_events(order_id)))


def _strays(rows: list[Item]) -> Iterator[Item]:
    """Rows that are not where the row of their order is, or whose order does not exist."""
    placed = [(row, *views.position_of(row)) for row in rows]
    heads = store.load_heads(sorted({order_id for _, _, order_id in placed}))
    for row, owner, order_id in placed:
        head = heads.get(order_id)
        if head is None or row["placed"] != f"{head['placed_at']}#{order_id}" or owner != head["owner"]:
            yield row


def _chunks(things: Iterable[One]) -> Iterator[list[One]]:
    waiting = iter(things)
    while chunk := list(islice(waiting, BATCH)):
        yield chunk
