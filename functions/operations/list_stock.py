"""List the stock of what the catalog has, SKU by SKU, each at one moment."""

from itertools import islice
from typing import Any

from functions.catalog import store as catalog
from functions.inventory.look_store import look_at
from functions.inventory.stock import Shelves


def list_stock(limit: int, start: str = "") -> tuple[dict[str, Any], str]:
    """`{stock}` of at most `limit` SKUs, in order, from the SKU `start` on, and the one that the next page
    starts at, empty at the end. Withdrawn products are among them. Raises LayoutMoving."""
    offer = catalog.offer()
    names = {sku: product.name for sku, product in offer.products.items()} | dict(offer.withdrawn)
    skus = list(islice((sku for sku in sorted(names) if sku >= start), limit + 1))
    shelves = look_at(skus[:limit])
    stock = [_entry(shelves[sku], names[sku], sku in offer.withdrawn) for sku in skus[:limit]]
    return {"stock": stock}, skus[limit] if len(skus) > limit else ""


def _entry(found: Shelves, name: str, withdrawn: bool) -> dict[str, Any]:
    return {
        "sku": found.sku,
        "name": name,
        "withdrawn": withdrawn,
        "available": found.available,
        "held": sum(shard.held for shard in found.shards),
        "sold": sum(shard.sold for shard in found.shards),
        "received": sum(shard.received for shard in found.shards),
        "shards": len(found.shards),
        "active": found.layout.active if found.layout else 0,
    }
