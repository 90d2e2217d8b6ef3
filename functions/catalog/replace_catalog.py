"""Make the catalog what a file says it is: add, change, withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from functions.catalog import store
from functions.catalog.product import Product
from functions.catalog.store import Stored
from functions.shared.contention import contend
from functions.shared.write import Write

TRIES = 20
PAUSE_SECONDS = 0.01


@dataclass(frozen=True)
class Changes:
    """What it takes, each product in one of the four."""

    added: tuple[Product, ...]
    changed: tuple[Product, ...]
    unchanged: tuple[Product, ...]
    withdrawn: tuple[Product, ...]


def replace_catalog(wanted: Sequence[Product], told: Sequence[Write] = ()) -> Changes:
    """Afterwards the shop sells exactly these products; what it took, seen from what stood there. `told`: the
    journal's entry, written with the changes.

    Beside itself, one replaces what the other wrote, whole. Raises Contended.
    """
    replace, refusals = partial(_replace, wanted, told), (store.CatalogMoved,)
    return contend(replace, "replace the catalog", tries=TRIES, pause=PAUSE_SECONDS, refusals=refusals)


def _replace(wanted: Sequence[Product], told: Sequence[Write]) -> Changes:
    stored = store.load()
    changes = changes_to(wanted, stored)
    gone = [product.sku for product in changes.withdrawn]
    store.replace([*changes.added, *changes.changed], gone, stored.revision, told)
    return changes


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
