"""The demo shop: a pizzeria with a menu and something in stock."""

from pathlib import Path

from functions.operator import journal_store
from ops.catalog_file import read_catalog_file
from ops.load_catalog import load_catalog
from ops.target import use, use_embedded_cloud

MENU = Path(__file__).with_name("menu.json")


def seed(endpoint_url: str, region: str, outputs: dict[str, str]) -> int:
    """Load the menu; give stock to what never had any. The number of products."""
    use_embedded_cloud(endpoint_url, region)
    use(outputs)
    entries = read_catalog_file(str(MENU))
    load_catalog(entries, journal_store.signed("seed", "the demo shop"))
    return len(entries)
