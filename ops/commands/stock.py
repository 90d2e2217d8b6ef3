"""`set-stock`."""

import argparse

from ops.arguments import Commands, units
from ops.output import show
from ops.set_stock import set_stock


def add(commands: Commands) -> None:
    stock = commands.add_parser("set-stock", help="make N units of a SKU available, by a signed receipt")
    stock.add_argument("sku", metavar="SKU")
    stock.add_argument("quantity", metavar="N", type=units)
    stock.set_defaults(run=_set_stock)


def _set_stock(options: argparse.Namespace) -> int:
    show(set_stock(options.sku, options.quantity))
    return 0
