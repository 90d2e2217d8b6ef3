"""`set-stock`: make exactly so many units of a SKU available, by a signed receipt."""

import getpass
from typing import Any

from functions.catalog import store as catalog
from functions.inventory.receive_stock import set_available
from ops.errors import CommandError


def set_stock(sku: str, available: int) -> dict[str, Any]:
    """Raises CommandError for a SKU that is not in the catalog."""
    products = catalog.products()
    if sku not in products:
        raise CommandError(f"the shop does not sell {sku!r}; it sells {', '.join(products)}")
    received = set_available(sku, available, signed_by=f"ops:{getpass.getuser()}")
    return {"sku": sku, "available": available, "received": received}
