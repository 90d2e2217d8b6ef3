"""`count-stock`, `set-stock` and `set-shards`."""

import argparse

from ops.arguments import Commands, shards, units
from ops.count_stock import count_stock
from ops.output import show
from ops.set_shards import set_shards
from ops.set_stock import set_stock


def add(commands: Commands) -> None:
    counted = commands.add_parser("count-stock", help="say that N units of a SKU lie on the shelf, unpacked")
    counted.add_argument("sku", metavar="SKU")
    counted.add_argument("quantity", metavar="N", type=units)
    counted.set_defaults(run=_count_stock)

    stock = commands.add_parser("set-stock", help="make N units of a SKU available, by a signed receipt")
    stock.add_argument("sku", metavar="SKU")
    stock.add_argument("quantity", metavar="N", type=units)
    stock.set_defaults(run=_set_stock)

    spread = commands.add_parser("set-shards", help="spread a SKU's stock over N shards")
    spread.add_argument("sku", metavar="SKU")
    spread.add_argument("count", metavar="N", type=shards)
    spread.set_defaults(run=_set_shards)


def _count_stock(options: argparse.Namespace) -> int:
    show(count_stock(options.sku, options.quantity))
    return 0


def _set_stock(options: argparse.Namespace) -> int:
    show(set_stock(options.sku, options.quantity))
    return 0


def _set_shards(options: argparse.Namespace) -> int:
    show(set_shards(options.sku, options.count))
    return 0
