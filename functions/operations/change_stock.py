"""Correct the stock of a SKU by hand, or say over how many shards it is spread."""

from dataclasses import asdict
from functools import partial
from typing import Any

from functions.catalog import store as catalog
from functions.fulfilment.count_shelf import PromisedMore, count_shelf
from functions.inventory.receive_stock import Told
from functions.inventory.receive_stock import set_available as make_available
from functions.inventory.receive_stock import set_shards as spread_over
from functions.operations.errors import OperationRefused, TargetUnknown
from functions.operator import journal_store
from functions.operator.journal import Entry, Signed

NAMED_SKUS = 10
NAMED_ORDERS = 5
MAX_STOCK = 1_000_000
MAX_SHARDS = 50


def set_stock(sku: str, available: int, signed: Signed, *, receipt: str = "") -> dict[str, Any]:
    """Make exactly so many units available: `{sku, available, received}`. Under a `receipt` that was signed
    before nothing is changed. Raises TargetUnknown for a SKU that is not in the catalog."""
    require_sold(sku)
    told = _told("set-stock", sku, signed, available=available)
    received = make_available(sku, available, signed.by, receipt=receipt, told=told)
    return {"sku": sku, "available": available, "received": received}


def count_stock(sku: str, counted: int, signed: Signed, *, receipt: str = "") -> dict[str, Any]:
    """Correct the stock by what lies on the shelf: `{sku, counted, available, held, unpacked, received}`.
    As set_stock. Raises OperationRefused where fewer lie there than orders were promised."""
    require_sold(sku)
    told = _told("count-stock", sku, signed, counted=counted)
    try:
        found = count_shelf(sku, counted, signed.by, receipt=receipt, told=told)
    except PromisedMore as more:
        raise OperationRefused(_too_few(sku, more)) from None
    return {"sku": sku, "counted": counted} | asdict(found)


def set_shards(sku: str, count: int, signed: Signed) -> dict[str, Any]:
    """Have orders of a SKU start from so many shards: `{sku, active, shards}`. Raises TargetUnknown."""
    require_sold(sku)
    layout = spread_over(sku, count, _told("set-shards", sku, signed, active=count))
    return {"sku": sku, "active": layout.active, "shards": layout.shards}


def require_sold(sku: str) -> None:
    """Raises TargetUnknown for a SKU that is not in the catalog."""
    products = list(catalog.products())
    if sku not in products:
        more = ", ..." if len(products) > NAMED_SKUS else ""
        sold = ", ".join(products[:NAMED_SKUS])
        raise TargetUnknown(f"the shop does not sell {sku!r}; it sells {sold}{more}")


def _told(action: str, sku: str, signed: Signed, **what: int) -> Told:
    entry = partial(journal_store.entry, Entry(action, sku, signed, what))
    return lambda: (entry(),)


def _too_few(sku: str, more: PromisedMore) -> str:
    """One line: what is promised to whom, and what to do."""
    sold = sorted(more.unpacked.items(), key=lambda one: -one[1])
    named = ", ".join(f"{order_id} ({units})" for order_id, units in sold[:NAMED_ORDERS])
    others = ", ..." if len(sold) > NAMED_ORDERS else ""
    orders = f": {named}{others}" if sold else ""
    return (
        f"{more.counted} of {sku} counted, but {more.held} are held for orders being paid and"
        f" {sum(more.unpacked.values())} sold and not packed{orders}; count again, or have the warehouse"
        " reject what it cannot pack, then count"
    )
