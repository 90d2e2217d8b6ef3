"""The demo shop: a pizzeria in Italy with a menu, something in stock, a courier and three codes."""

from pathlib import Path

from functions.operator import journal_store
from functions.pricing import store
from ops.catalog_file import read_catalog_file
from ops.load_catalog import load_catalog
from ops.load_shop import load_shop
from ops.shop_file import read_shop_file
from ops.target import use, use_embedded_cloud

MENU = Path(__file__).with_name("menu.json")
SHOP = Path(__file__).with_name("shop.json")


def seed(endpoint_url: str, region: str, outputs: dict[str, str]) -> int:
    """Load the menu, and what prices are made by where nothing is; give stock to what never had any. The
    number of products."""
    use_embedded_cloud(endpoint_url, region)
    use(outputs)
    entries = read_catalog_file(str(MENU))
    signed = journal_store.signed("seed", "the demo shop")
    load_catalog(entries, signed)
    if store.revision() is None:
        load_shop(read_shop_file(str(SHOP)), signed)
    return len(entries)
