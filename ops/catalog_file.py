"""The catalog file: what a shop sells, in the order in which it is shown. `local/menu.json` is one.

    {"currency"?, "products": [{"sku", "name", "description", "unit_price", "options": [...],
                   "stock", "tax_class", "delivery"}]}

`currency` is the shop's (ISO 4217), EUR where it is not named. Prices and surcharges are whole minor units
(850 is 8.50), multiples of the least that the payment provider can move.

An option is `{"name", "required", "multiple", "choices": {"<choice>": <surcharge>}}`. The last three fields
may be left out. `stock`: the units that a SKU is opened with; a SKU that ever had stock keeps what it has.
`tax_class`: one of those of the shop's file (shop_file.py). `delivery`: "none" for what needs none.
A file with anything wrong is refused whole.
"""

import json
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from functions.catalog.product import NO_DELIVERY, STANDARD, Choice, Option, Product, as_item
from ops.currency import Prices, prices_of
from ops.errors import CommandError, FileRefused
from ops.fields import check_text, fields, flag, line_of_text, mapping, sequence, shown, whole_number
from ops.located_json import Node, Wrong, parse

MAX_FILE_BYTES = 5 * 1024 * 1024
MAX_PRODUCTS = 1000
MAX_OPTIONS = 50  # as many as a cart's line may name
MAX_CHOICES = 50
MAX_NAME = 200  # what a cart's line can say
MAX_DESCRIPTION = 2000
MAX_STOCK = 1_000_000
MAX_PRODUCT_BYTES = 30_000  # a hundred products to a transaction of 4 MB
MAX_CATALOG_BYTES = 5_000_000  # GET /catalog shows all of it, and Lambda answers at most 6 MB
SKU = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
TAX_CLASS = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
REQUIRED = ("sku", "name", "description", "unit_price", "options")


@dataclass(frozen=True)
class Entry:
    """A product, and the units it is opened with (None: none are spoken of)."""

    product: Product
    stock: int | None


def read_catalog_file(path: str) -> list[Entry]:
    """Raises FileRefused, or CommandError if there is nothing to read."""
    data = contents(path, MAX_FILE_BYTES)
    try:
        return read_catalog(data)
    except Wrong as wrong:
        raise FileRefused(f"{path}:{wrong.line}: {wrong}") from None


def read_catalog(data: bytes) -> list[Entry]:
    """Raises Wrong."""
    if len(data) > MAX_FILE_BYTES:
        raise Wrong(1, f"the file is larger than {MAX_FILE_BYTES} bytes")
    found = fields(parse(data), "the catalog", ("products",), ("currency",))
    prices = prices_of(found)
    node = found["products"]
    listed = sequence(node, "products")
    if not listed:
        raise Wrong(node.line, "there are no products")
    if len(listed) > MAX_PRODUCTS:
        raise Wrong(listed[MAX_PRODUCTS].line, f"more than {MAX_PRODUCTS} products")
    return list(_entries(listed, prices))


def contents(path: str, most: int) -> bytes:
    """At most one byte more than `most`. Devices and pipes could keep us for ever. Raises CommandError."""
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            raise CommandError(f"{path}: not a file")
        with Path(path).open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None
    except ValueError:
        raise CommandError(f"{path!r} cannot be the name of a file") from None


def _entries(listed: list[Node], prices: Prices) -> Iterator[Entry]:
    lines: dict[str, int] = {}
    total = 0
    for position, node in enumerate(listed):
        found = fields(node, "a product", REQUIRED, ("stock", "tax_class", "delivery"))
        sku = _sku(found["sku"])
        if sku in lines:
            raise Wrong(found["sku"].line, f"sku {sku!r} stands on line {lines[sku]} already")
        lines[sku] = found["sku"].line
        product = _product(sku, found, position, prices)
        size = len(json.dumps(as_item(product)))
        total += size
        if size > MAX_PRODUCT_BYTES:
            raise Wrong(node.line, f"{sku} takes {size} bytes; at most {MAX_PRODUCT_BYTES}")
        if total > MAX_CATALOG_BYTES:
            raise Wrong(node.line, f"up to here the catalog takes {total} bytes; at most {MAX_CATALOG_BYTES}")
        stock = found.get("stock")
        yield Entry(product, None if stock is None else whole_number(stock, f"{sku}: stock", MAX_STOCK))


def _sku(node: Node) -> str:
    if not isinstance(node.value, str) or not SKU.fullmatch(node.value):
        raise Wrong(
            node.line,
            f"sku: 1 to 64 small letters, digits and dashes, no dash first; not {shown(node.value)}",
        )
    return node.value


def _product(sku: str, found: dict[str, Node], position: int, prices: Prices) -> Product:
    return Product(
        sku=sku,
        name=line_of_text(found["name"], f"{sku}: name", MAX_NAME),
        description=line_of_text(found["description"], f"{sku}: description", MAX_DESCRIPTION, empty=True),
        unit_price=prices.read(found["unit_price"], f"{sku}: unit_price"),
        options=tuple(_options(sku, found["options"], prices)),
        position=position,
        tax_class=tax_class(found, sku),
        needs_delivery="delivery" not in found or _needs_delivery(found["delivery"], sku),
    )


def tax_class(found: dict[str, Node], what: str) -> str:
    """Raises Wrong."""
    if "tax_class" not in found:
        return STANDARD
    node = found["tax_class"]
    if not isinstance(node.value, str) or not TAX_CLASS.fullmatch(node.value):
        said = "1 to 32 small letters, digits and dashes, no dash first"
        raise Wrong(node.line, f"{what}: tax_class: {said}; not {shown(node.value)}")
    return node.value


def _needs_delivery(node: Node, sku: str) -> bool:
    if node.value != NO_DELIVERY:
        raise Wrong(node.line, f"{sku}: delivery: {NO_DELIVERY!r}, or left out; not {shown(node.value)}")
    return False


def _options(sku: str, node: Node, prices: Prices) -> Iterator[Option]:
    lines: dict[str, int] = {}
    listed = sequence(node, f"{sku}: options")
    if len(listed) > MAX_OPTIONS:
        raise Wrong(listed[MAX_OPTIONS].line, f"{sku}: more than {MAX_OPTIONS} options")
    for one in listed:
        found = fields(one, f"{sku}: an option", ("name", "required", "multiple", "choices"))
        name = line_of_text(found["name"], f"{sku}: name of an option", MAX_NAME)
        if name in lines:
            raise Wrong(found["name"].line, f"{sku}: option {name!r} stands on line {lines[name]} already")
        lines[name] = found["name"].line
        yield Option(
            name,
            flag(found["required"], f"{sku}: {name}: required"),
            flag(found["multiple"], f"{sku}: {name}: multiple"),
            tuple(_choices(f"{sku}: {name}", found["choices"], prices)),
        )


def _choices(where: str, node: Node, prices: Prices) -> Iterator[Choice]:
    """A choice that stands there twice was refused as a name that stands twice in an object."""
    found = mapping(node, f"{where}: choices")
    if not 1 <= len(found) <= MAX_CHOICES:
        raise Wrong(node.line, f"{where}: {len(found)} choices; from 1 to {MAX_CHOICES}")
    for name, surcharge in found.items():
        check_text(name, surcharge.line, f"{where}: name of a choice", MAX_NAME)
        yield Choice(name, prices.read(surcharge, f"{where}: {name}"))
