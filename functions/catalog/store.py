"""The Catalog table: one item a product, key `sku`. Read through a short in-process cache."""

import threading

from functions.catalog.product import Product, as_item, from_item
from functions.shared import clock
from functions.shared.table import Write, scan, write

TABLE = "CATALOG_TABLE"
FRESH_SECONDS = 10.0

Products = dict[str, Product]

_lock = threading.Lock()
_cached: tuple[float, Products] | None = None


def products() -> Products:
    """All products by SKU in the shop's order, at most ten seconds old.

    Any process may start without the cache and none relies on another's: a price that changed in
    between is caught when the order is placed, against the total the customer saw.
    """
    global _cached
    with _lock:
        if _cached is None or clock.monotonic() - _cached[0] > FRESH_SECONDS:
            found = sorted(map(from_item, scan(TABLE)), key=lambda product: (product.position, product.sku))
            _cached = (clock.monotonic(), {product.sku: product for product in found})
        return _cached[1]


def save(product: Product) -> None:
    """Write a product, whatever stood there: the catalog file is the truth."""
    item = as_item(product) | {"position": product.position}
    condition = "attribute_not_exists(#sku) OR #sku = :sku"
    write(Write(table=TABLE, label="product", item=item, condition=condition, values={"sku": product.sku}))
