"""Make the catalog what a file says it is: add, change, withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.catalog import store
from functions.catalog.product import Product
from functions.catalog.store import Stored
from functions.shared import clock
from functions.shared.errors import TransientError

TRIES = 20


class CatalogContended(TransientError):
    """Others replaced the catalog every time it was about to be written."""


@dataclass(frozen=True)
class Changes:
    """What it takes, each product in one of the four."""

    added: tuple[Product, ...]
    changed: tuple[Product, ...]
    unchanged: tuple[Product, ...]
    withdrawn: tuple[Product, ...]


def replace_catalog(wanted: Sequence[Product]) -> Changes:
    """Afterwards the shop sells exactly these products; what it took, seen from what stood there.

    Beside itself, one replaces what the other wrote, whole. Raises CatalogContended.
    """
    for attempt in range(TRIES):
        stored = store.load()
        changes = changes_to(wanted, stored)
        gone = [product.sku for product in changes.withdrawn]
        try:
            store.replace([*changes.added, *changes.changed], gone, stored.revision)
        except store.CatalogMoved:
            clock.pause(0.01 * attempt)
            continue
        return changes
    raise CatalogContended(f"the catalog was replaced by others {TRIES} times")


def changes_to(wanted: Sequence[Product], stored: Stored) -> Changes:
    """A withdrawn product that is wanted again counts as added."""
    sold = {sku: product for sku, product in stored.products.items() if sku not in stored.withdrawn}
    named = {product.sku for product in wanted}
    return Changes(
        added=tuple(product for product in wanted if product.sku not in sold),
        changed=tuple(product for product in wanted if sold.get(product.sku, product) != product),
        unchanged=tuple(product for product in wanted if sold.get(product.sku) == product),
        withdrawn=tuple(product for sku, product in sold.items() if sku not in named),
    )
