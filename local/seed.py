"""The demo shop: a pizzeria with a menu and something in stock."""

import json
from pathlib import Path
from typing import Any

from functions.catalog import store as catalog
from functions.catalog.product import Choice, Option, Product
from functions.inventory import store as inventory
from functions.inventory.receive_stock import set_available
from functions.shared.money import Money
from ops.target import use, use_embedded_cloud

MENU = Path(__file__).with_name("menu.json")


def seed(endpoint_url: str, region: str, outputs: dict[str, str]) -> int:
    """Write the menu; give stock to what never had any. The number of products."""
    use_embedded_cloud(endpoint_url, region)
    use(outputs)
    entries = json.loads(MENU.read_text())["products"]
    for position, entry in enumerate(entries):
        catalog.save(_product(entry, position))
        if inventory.layout(entry["sku"]) is None:
            set_available(entry["sku"], entry["stock"], signed_by="seed")
    return len(entries)


def _product(entry: dict[str, Any], position: int) -> Product:
    options = tuple(
        Option(
            option["name"],
            option["required"],
            option["multiple"],
            tuple(Choice(name, Money(surcharge)) for name, surcharge in option["choices"].items()),
        )
        for option in entry["options"]
    )
    return Product(
        sku=entry["sku"],
        name=entry["name"],
        description=entry["description"],
        unit_price=Money(entry["unit_price"]),
        options=options,
        position=position,
    )
