"""`count-stock`: correct the stock of a SKU by what lies on the shelf."""

from dataclasses import asdict
from typing import Any

from functions.fulfilment.count_shelf import PromisedMore, count_shelf
from ops.errors import CommandError
from ops.operator import signature
from ops.set_stock import require_sold

NAMED = 5


def count_stock(sku: str, counted: int) -> dict[str, Any]:
    """`{sku, counted, available, held, unpacked, received}`. Raises CommandError for a SKU that is not in the
    catalog, and where fewer lie there than orders were promised."""
    require_sold(sku)
    try:
        found = count_shelf(sku, counted, signed_by=signature())
    except PromisedMore as more:
        raise CommandError(_too_few(sku, more)) from None
    return {"sku": sku, "counted": counted} | asdict(found)


def _too_few(sku: str, more: PromisedMore) -> str:
    """One line: what is promised to whom, and what to do."""
    sold = sorted(more.unpacked.items(), key=lambda one: -one[1])
    named = ", ".join(f"{order_id} ({units})" for order_id, units in sold[:NAMED])
    others = ", ..." if len(sold) > NAMED else ""
    orders = f": {named}{others}" if sold else ""
    return (
        f"{more.counted} of {sku} counted, but {more.held} are held for orders being paid and"
        f" {sum(more.unpacked.values())} sold and not packed{orders}; count again, or have the warehouse"
        " reject what it cannot pack, then count"
    )
