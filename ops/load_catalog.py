"""`load-catalog`: sell exactly what a catalog file lists, and open what never had stock."""

from collections.abc import Sequence
from typing import Any

from functions.catalog.product import Product
from functions.catalog.replace_catalog import replace_catalog
from functions.inventory import store as inventory
from functions.inventory.receive_stock import set_available
from ops.catalog_file import Entry
from ops.operator import signature


def load_catalog(entries: Sequence[Entry], signed_by: str = "") -> dict[str, Any]:
    """`{"products": n, "added", "changed", "withdrawn": [sku], "unchanged": n, "stock_opened": {sku: n}}`.

    Safe to repeat: a run that was cut short is completed by the next.
    """
    changes = replace_catalog([entry.product for entry in entries])
    return {
        "products": len(entries),
        "added": _skus(changes.added),
        "changed": _skus(changes.changed),
        "withdrawn": _skus(changes.withdrawn),
        "unchanged": len(changes.unchanged),
        "stock_opened": _open_stock(entries, signed_by or signature()),
    }


def _open_stock(entries: Sequence[Entry], signed_by: str) -> dict[str, int]:
    opened = {}
    for entry in entries:
        sku = entry.product.sku
        if entry.stock is not None and inventory.layout(sku) is None:
            set_available(sku, entry.stock, signed_by)
            opened[sku] = entry.stock
    return opened


def _skus(products: Sequence[Product]) -> list[str]:
    return [product.sku for product in products]
