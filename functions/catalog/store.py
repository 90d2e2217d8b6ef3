"""The Catalog table: one item a product, key `sku`, one that counts how often the catalog was replaced, and
the shop's own texts, which are no business of the catalog's.

Read through a short in-process cache. A product that is no longer sold keeps its item, marked `withdrawn`:
readers are told its name, for those who chose it before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from functions.catalog.cache import Cache
from functions.catalog.product import Offer, Product, from_item, stored
from functions.shared.errors import TransientError
from functions.shared.items import Aside, Unreadable, check_json, money, optional, read_each, reader, value
from functions.shared.money import shop_currency
from functions.shared.observe import count, logger
from functions.shared.table import ConditionRefused, scan, transact, write
from functions.shared.write import Item, Write

TABLE = "CATALOG_TABLE"
REVISION = "#catalog"
NO_SKU = "#"
"""No SKU begins so; what is no product does."""
ALWAYS = "attribute_not_exists(#sku) OR #sku = :sku"
WRITES = 98  # a transaction takes 100, one of which counts, and one tells the journal

Products = Mapping[str, Product]


class CatalogMoved(Exception):
    """Somebody else replaced the catalog since it was read."""


@dataclass(frozen=True)
class Stored:
    """The catalog as it stands, read at `revision` (0: never replaced), withdrawn products included; and what
    stands `beside` the products, as it is stored."""

    revision: int
    products: Products
    withdrawn: frozenset[str]
    beside: Mapping[str, Item]


def products() -> Products:
    """All products by SKU in the shop's order, at most ten seconds old; while the table does not answer,
    at most ten minutes.

    Any process may start without the cache and none relies on another's: a price that changed in
    between is caught when the order is placed, against the total the customer saw.
    """
    return offer().products


def offer() -> Offer:
    """The same, with the names of what is no longer sold: both of one reading."""
    return _cache.get()


def load(*, consistent: bool = True) -> Stored:
    """The catalog as it stands, past the cache: for those who change it. A product that cannot be read is
    counted and left out: until it is written anew it is not sold, and the others are."""
    items = {item["sku"]: item for item in scan(TABLE, consistent=consistent)}
    revision = items.get(REVISION, {}).get("revision", 0)
    beside = {sku: item for sku, item in items.items() if sku.startswith(NO_SKU)}
    items = {sku: item for sku, item in items.items() if sku not in beside}
    withdrawn = frozenset(sku for sku, item in items.items() if item.get("withdrawn"))
    aside: Aside = {}
    products = read_each(items.values(), _product, lambda item: str(item["sku"]), aside)
    found = sorted(products, key=lambda product: (product.position, product.sku))
    for sku, why in aside.items():
        logger.error("product not read", extra={"sku": sku, "error": why})
        count("ProductsNotRead")
    return Stored(revision, {product.sku: product for product in found}, withdrawn, beside)


def save(product: Product) -> None:
    """Write one product, whatever stood there."""
    write(_put(product))


def replace(
    written: Sequence[Product], withdrawn: Sequence[str], revision: int, told: Sequence[Write] = ()
) -> None:
    """Write and withdraw these products, all at once as long as there are at most 98 of them. `told`: one
    write more for the first transaction, the journal's entry.

    More take several transactions, each going on from the one before: who comes to the end without
    CatalogMoved knows that nobody came between. Raises CatalogMoved.
    """
    writes = [*map(_put, written), *map(_withdraw, withdrawn)]
    for start in range(0, len(writes), WRITES):
        try:
            transact([*writes[start : start + WRITES], _count(revision), *(told if start == 0 else ())])
        except ConditionRefused as refused:
            raise CatalogMoved from refused
        revision += 1


@reader
def _product(item: Item) -> Product:
    """Raises Unreadable, for prices in another currency than the shop's, too."""
    check_json(item, "options")
    for name in ("name", "description"):
        value(item, name, str)
    money(item, "unit_price")
    optional(item, "position", int)
    optional(item, "tax_class", str)
    product = from_item(item)
    for option in product.options:
        for choice in option.choices:
            value(vars(choice.surcharge), "amount", int)
    if any(price.currency != shop_currency() for price in product.prices):
        raise Unreadable("a price is in another currency")
    return product


def _read() -> Offer:
    """For a copy that is gone by for ten seconds: what is late by moments costs half."""
    found = load(consistent=False)
    sold = {sku: product for sku, product in found.products.items() if sku not in found.withdrawn}
    gone = {sku: product.name for sku, product in found.products.items() if sku in found.withdrawn}
    return Offer(sold, gone, found.beside)


_cache = Cache(_read, failures=(ClientError, BotoCoreError, TransientError))


def _put(product: Product) -> Write:
    return Write.put(TABLE, product.sku, stored(product), condition=ALWAYS, values={"sku": product.sku})


def _withdraw(sku: str) -> Write:
    return Write.update(
        TABLE,
        sku,
        {"sku": sku},
        "SET #withdrawn = :true",
        condition="attribute_exists(#sku)",
        values={"true": True},
    )


def _count(revision: int) -> Write:
    seen = "#revision = :seen" if revision else "attribute_not_exists(#revision)"
    values = {"next": revision + 1} | ({"seen": revision} if revision else {})
    return Write.update(
        TABLE, REVISION, {"sku": REVISION}, "SET #revision = :next", condition=seen, values=values
    )
