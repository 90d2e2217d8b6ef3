"""The shop's own phrases: one item of the table Catalog, beside the products, written whole."""

from collections.abc import Mapping, Sequence

from functions.notification.phrases import Phrases
from functions.shared.items import Unreadable, reader, value
from functions.shared.table import get, transact
from functions.shared.write import Item, Write

TABLE = "CATALOG_TABLE"
KEY = "#mail-texts"
"""No SKU begins so."""
ALWAYS = "attribute_not_exists(#sku) OR #sku = :sku"


def load() -> Phrases:
    """As they stand now; ours where the shop has none. Raises Unreadable."""
    item = get(TABLE, {"sku": KEY})
    return Phrases() if item is None else _phrases(item)


def replace(own: Mapping[str, str], told: Sequence[Write] = ()) -> None:
    """Afterwards the shop's phrases are these, and ours in place of all others. `told`: the journal's entry.
    Beside itself, the last one stands, whole."""
    item: Item = {"sku": KEY, "phrases": dict(own)}
    transact([Write.put(TABLE, KEY, item, condition=ALWAYS, values={"sku": KEY}), *told])


@reader
def _phrases(item: Item) -> Phrases:
    own = value(item, "phrases", dict)
    if not all(isinstance(text, str) for text in own.values()):
        raise Unreadable("phrases holds something that is no text")
    return Phrases(own)
