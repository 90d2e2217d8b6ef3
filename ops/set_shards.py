"""`set-shards`: have orders of a SKU start from so many shards."""

from typing import Any

from functions.catalog import store as catalog
from functions.inventory.receive_stock import set_shards as spread_over
from ops.errors import CommandError


def set_shards(sku: str, count: int) -> dict[str, Any]:
    """Raises CommandError for a SKU that is not in the catalog."""
    products = catalog.products()
    if sku not in products:
        raise CommandError(f"the shop does not sell {sku!r}; it sells {', '.join(products)}")
    layout = spread_over(sku, count)
    return {"sku": sku, "active": layout.active, "shards": layout.shards}
