"""`load-catalog`: sell exactly what a catalog file lists, and open what never had stock."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from functions.catalog.product import Product
from functions.catalog.replace_catalog import replace_catalog
from functions.inventory import store as inventory
from functions.inventory.receive_stock import set_available
from functions.operator import journal_store
from functions.operator.journal import Entry as Told
from functions.operator.journal import Signed
from functions.shared.write import Write
from ops.catalog_file import Entry
from ops.currency import require_currency


def load_catalog(entries: Sequence[Entry], signed: Signed) -> dict[str, Any]:
    """`{"products": n, "added", "changed", "withdrawn": [sku], "unchanged": n, "stock_opened": {sku: n}}`.

    Safe to repeat: a run that was cut short is completed by the next. Raises CommandError for another
    currency than the shop's.
    """
    require_currency(entries[0].product.unit_price.currency)
    told = _told("load-catalog", "catalog", signed, products=len(entries))
    changes = replace_catalog([entry.product for entry in entries], [told])
    return {
        "products": len(entries),
        "added": _skus(changes.added),
        "changed": _skus(changes.changed),
        "withdrawn": _skus(changes.withdrawn),
        "unchanged": len(changes.unchanged),
        "stock_opened": _open_stock(entries, signed),
    }


def _open_stock(entries: Sequence[Entry], signed: Signed) -> dict[str, int]:
    opened = {}
    for entry in entries:
        sku = entry.product.sku
        if entry.stock is not None and inventory.layout(sku) is None:
            told = partial(_told, "load-catalog", sku, signed, available=entry.stock)
            set_available(sku, entry.stock, signed.by, told=partial(_all, told))
            opened[sku] = entry.stock
    return opened


def _told(action: str, target: str, signed: Signed, **what: int) -> Write:
    return journal_store.entry(Told(action, target, signed, what))


def _all(one: Callable[[], Write]) -> list[Write]:
    return [one()]


def _skus(products: Sequence[Product]) -> list[str]:
    return [product.sku for product in products]
