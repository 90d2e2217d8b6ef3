"""`list-orders`, `sales` and `rebuild-views`: the read models, read and made again."""

import argparse
from dataclasses import asdict

from functions.operator import journal_store
from functions.operator.journal import Entry
from functions.order.order import Status
from functions.relay.rebuild_views import rebuild_views
from ops.arguments import MAX_LISTED, Commands, day, listed, reason
from ops.list_orders import list_orders
from ops.operator import signed
from ops.output import show
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
    rebuild.add_argument("--why", metavar="TEXT", type=reason, help="for the records")
    rebuild.set_defaults(run=_rebuild_views)


def _list_orders(options: argparse.Namespace) -> int:
    show(list_orders(options.status, options.limit))
    return 0


def _sales(options: argparse.Namespace) -> int:
    show(sales(options.first, options.last))
    return 0


def _rebuild_views(options: argparse.Namespace) -> int:
    journal_store.write_entries([Entry("rebuild-views", "order-views", signed(options.why))])
    report = asdict(rebuild_views())
    show(report)
    return 1 if report["failed"] else 0
