"""`count-stock`, `set-stock` and `set-shards`."""

import argparse

from functions.operations.change_stock import count_stock, set_shards, set_stock
from ops.arguments import Commands, reason, shards, units
from ops.operator import signed
from ops.output import show


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
    for command in (counted, stock, spread):
        command.add_argument("--why", metavar="TEXT", type=reason, help="for the records")


def _count_stock(options: argparse.Namespace) -> int:
    show(count_stock(options.sku, options.quantity, signed(options.why)))
    return 0


def _set_stock(options: argparse.Namespace) -> int:
    show(set_stock(options.sku, options.quantity, signed(options.why)))
    return 0


def _set_shards(options: argparse.Namespace) -> int:
    show(set_shards(options.sku, options.count, signed(options.why)))
    return 0
