"""`load-catalog`."""

import argparse

from ops.arguments import Commands, reason
from ops.catalog_file import read_catalog_file
from ops.load_catalog import load_catalog
from ops.operator import signed
from ops.output import show


def add(commands: Commands) -> None:
    load = commands.add_parser("load-catalog", help="sell exactly what a file lists")
    # The file is the argument: it is read, and refused, before the shop is even looked for.
    load.add_argument("entries", metavar="FILE", type=read_catalog_file, help="JSON, as local/menu.json")
    load.add_argument("--why", metavar="TEXT", type=reason, help="for the records")
    load.set_defaults(run=_load_catalog)


def _load_catalog(options: argparse.Namespace) -> int:
    show(load_catalog(options.entries, signed(options.why)))
    return 0
