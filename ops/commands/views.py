"""`list-orders`, `sales` and `rebuild-views`: the read models, read and made again."""

import argparse

from functions.order.order import Status
from ops.arguments import MAX_LISTED, Commands, day, listed
from ops.list_orders import list_orders
from ops.output import show
from ops.rebuild_views import rebuild_views
from ops.sales import sales


def add(commands: Commands) -> None:
    orders = commands.add_parser("list-orders", help="the newest orders with one status")
    orders.add_argument("status", metavar="STATUS", choices=[status.value for status in Status])
    orders.add_argument("--limit", metavar="N", type=listed, default=20, help=f"1 to {MAX_LISTED}, else 20")
    orders.set_defaults(run=_list_orders)

    sums = commands.add_parser("sales", help="orders and takings of each day (UTC)")
    sums.add_argument("--from", dest="first", metavar="DAY", type=day, required=True, help="2026-11-01")
    sums.add_argument("--to", dest="last", metavar="DAY", type=day, required=True, help="2026-11-30")
    sums.set_defaults(run=_sales)

    rebuild = commands.add_parser(
        "rebuild-views", help="make the lists of orders again, from their logs; exit 1 if one cannot be made"
    )
    rebuild.set_defaults(run=_rebuild_views)


def _list_orders(options: argparse.Namespace) -> int:
    show(list_orders(options.status, options.limit))
    return 0


def _sales(options: argparse.Namespace) -> int:
    show(sales(options.first, options.last))
    return 0


def _rebuild_views(_options: argparse.Namespace) -> int:
    report = rebuild_views()
    show(report)
    return 1 if report["failed"] else 0
