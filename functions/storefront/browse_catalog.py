"""What a visitor sees: products, and whether they are in stock."""

from typing import Any

from functions.catalog import store as catalog
from functions.catalog.product import Product, as_item
from functions.inventory import store as inventory
from functions.inventory.stock import level
from functions.shared.errors import BusinessError


class ProductUnknown(BusinessError):
    """The shop sells no product of this SKU."""


def browse_catalog() -> list[dict[str, Any]]:
    products = catalog.products()
    available = inventory.levels(list(products))
    return [_present(product, available[sku]) for sku, product in products.items()]


def show_product(sku: str) -> dict[str, Any]:
    """Raises ProductUnknown."""
    product = catalog.products().get(sku)
    if product is None:
        raise ProductUnknown(sku)
    return _present(product, inventory.levels([sku])[sku])


def _present(product: Product, available: int) -> dict[str, Any]:
    return as_item(product) | {"stock": level(available)}
