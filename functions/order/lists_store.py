"""The index `lists` of the Orders table: what operators find together, whichever order it is about."""

from functions.order.keys import LISTS_INDEX, REFUNDS, TABLE
from functions.order.order import Event
from functions.order.store import event_from
from functions.shared.items import Aside, read_each
from functions.shared.table import batch_get, query
from functions.shared.write import Item


def page_of_list(name: str, limit: int, *, newest: bool, start: str = "") -> tuple[list[Item], str]:
    """The keys of at most `limit` items, and the place to start the next page at, empty at the end. The
    oldest first, or the `newest`, from the place `start` on, that included."""
    found = places_of_list(name, limit + 1, newest=newest, start=start)
    return [key for _, key in found[:limit]], found[limit][0] if len(found) > limit else ""


def places_of_list(name: str, limit: int, *, newest: bool, start: str = "") -> list[tuple[str, Item]]:
    """The places of at most `limit` items with their keys, in the same order."""
    condition, values = "#listed = :name", {"name": name}
    if start:
        condition += f" AND #listed_at {'<=' if newest else '>='} :start"
        values["start"] = start
    most = {"newest" if newest else "oldest": limit}
    found = query(TABLE, condition, values, index=LISTS_INDEX, **most)
    return [(str(one["listed_at"]), {"order_id": one["order_id"], "item": one["item"]}) for one in found]


def count_listed(name: str, most: int) -> int:
    """How many are listed, counted up to `most`."""
    return len(list(query(TABLE, "#listed = :name", {"name": name}, index=LISTS_INDEX, oldest=most)))


def refunds(limit: int, start: str, aside: Aside) -> tuple[list[tuple[str, Event]], str]:
    """Events that tell of money given back, with the ids of their orders, the newest first, and the place to
    start the next page at. Those that cannot be read go `aside`."""
    keys, left = page_of_list(REFUNDS, limit, newest=True, start=start)
    read = read_each(batch_get(TABLE, keys), _told, lambda item: f"{item['order_id']} {item['item']}", aside)
    return sorted(read, key=lambda one: (one[1].at, one[0], one[1].number), reverse=True), left


def _told(item: Item) -> tuple[str, Event]:
    return str(item["order_id"]), event_from(item)
