"""The shop's file: one item of the table Catalog, beside the products, written whole."""

from collections.abc import Sequence

from functions.catalog import store as catalog
from functions.catalog.product import Offer
from functions.pricing.shop import Shop
from functions.pricing.shop_item import as_item, from_item
from functions.shared.items import Unreadable
from functions.shared.money import shop_currency
from functions.shared.table import get, transact
from functions.shared.write import Item, Write

TABLE = catalog.TABLE
KEY = "#shop"
"""No SKU begins so."""


def shop_of(offer: Offer) -> Shop:
    """As it was read with the products, and through their cache. Raises Unreadable: what cannot be read is
    not taken for a shop that has no file."""
    return _shop(offer.beside.get(KEY))


def load() -> Shop:
    """As it stands now, past the cache. Raises Unreadable."""
    return _shop(get(TABLE, {"sku": KEY}))


def revision() -> int | None:
    """How many files were loaded, with the one that stands there, whether it can be read or not: 0 for one
    that was kept before they were counted, None where there is none."""
    item = get(TABLE, {"sku": KEY})
    return item.get("revision", 0) if item else None


def replace(shop: Shop, seen: int | None, told: Sequence[Write] = ()) -> None:
    """Afterwards the shop's prices are made by this. `told`: the journal's entry. Raises ConditionRefused if
    another file was loaded since revision `seen`."""
    item: Item = {"sku": KEY, "revision": (seen or 0) + 1} | as_item(shop)
    unmoved = "#revision = :seen" if seen else "attribute_not_exists(#revision)"
    put = Write.put(TABLE, KEY, item, condition=unmoved, values={"seen": seen} if seen else {})
    transact([put, *told])


def _shop(item: Item | None) -> Shop:
    if item is None:
        return Shop()
    shop = from_item(item)
    if shop.currency != shop_currency():
        raise Unreadable(f"currency is {shop.currency}")
    return shop
