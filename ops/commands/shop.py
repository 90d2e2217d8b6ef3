"""`load-shop`, `show-shop`."""

import argparse

from functions.pricing import store
from functions.pricing.shop_item import as_item
from ops.arguments import Commands, reason
from ops.errors import CommandError
from ops.load_shop import load_shop
from ops.operator import signed
from ops.output import show
from ops.shop_file import read_shop_file


def add(commands: Commands) -> None:
    shown = commands.add_parser("show-shop", help="tax, delivery and codes, as a file to change")
    shown.set_defaults(run=_show_shop)
    load = commands.add_parser(
        "load-shop", help="have prices made by what a file says of tax, delivery, codes"
    )
    load.add_argument("shop", metavar="FILE", type=read_shop_file, help="JSON, as local/shop.json")
    load.add_argument("--why", metavar="TEXT", type=reason, help="for the records")
    load.set_defaults(run=_load_shop)


def _show_shop(_options: argparse.Namespace) -> int:
    shop = store.load()
    if shop.place is None:
        raise CommandError("no file was loaded: prices are those of the catalog, and delivery costs nothing")
    show(as_item(shop))
    return 0


def _load_shop(options: argparse.Namespace) -> int:
    show(load_shop(options.shop, signed(options.why)))
    return 0
