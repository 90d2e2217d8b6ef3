"""`set-stock`: make exactly so many units of a SKU available, by a signed receipt."""

from typing import Any

from functions.catalog import store as catalog
from functions.inventory.receive_stock import set_available
from ops.errors import CommandError
from ops.operator import signature

NAMED = 10


def set_stock(sku: str, available: int) -> dict[str, Any]:
    """Raises CommandError for a SKU that is not in the catalog."""
    require_sold(sku)
    received = set_available(sku, available, signed_by=signature())
    return {"sku": sku, "available": available, "received": received}


def require_sold(sku: str) -> None:
    """Raises CommandError for a SKU that is not in the catalog."""
    products = list(catalog.products())
    if sku not in products:
        more = ", ..." if len(products) > NAMED else ""
        raise CommandError(f"the shop does not sell {sku!r}; it sells {', '.join(products[:NAMED])}{more}")
