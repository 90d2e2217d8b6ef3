"""`python -m ops COMMAND`: results alone on stdout, talk on stderr. 0: done; 1: a violation; 2: not done."""

import argparse
import json
import sys
from datetime import date
from typing import Any, NoReturn

from botocore.exceptions import BotoCoreError, ClientError

from functions.order.order import Status
from functions.shared.errors import TransientError
from ops.audit import audit
from ops.errors import CommandError
from ops.find_order import find_order
from ops.list_orders import list_orders
from ops.rebuild_views import rebuild_views
from ops.sales import sales
from ops.set_stock import set_stock
from ops.target import connect

MAX_STOCK = 1_000_000
MAX_LISTED = 1000


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise CommandError(message)


def main(arguments: list[str]) -> int:
    try:
        options = _parser().parse_args(arguments)
        connect(options.aws)
        return int(options.run(options))
    except CommandError as wrong:
        _say(str(wrong))
    except (ClientError, BotoCoreError, TransientError) as failed:
        _say(f"the shop did not answer: {failed}")
    return 2


def _audit(_options: argparse.Namespace) -> int:
    report = audit()
    _print(report)
    return 0 if report["ok"] else 1


def _set_stock(options: argparse.Namespace) -> int:
    _print(set_stock(options.sku, options.quantity))
    return 0


def _find_order(options: argparse.Namespace) -> int:
    _print(find_order(options.id))
    return 0


def _list_orders(options: argparse.Namespace) -> int:
    _print(list_orders(options.status, options.limit))
    return 0


def _rebuild_views(_options: argparse.Namespace) -> int:
    report = rebuild_views()
    _print(report)
    return 1 if report["failed"] else 0


def _sales(options: argparse.Namespace) -> int:
    _print(sales(options.first, options.last))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m ops", description="Break-glass commands of a PaidOnce shop.")
    parser.add_argument(
        "--aws", action="store_true", help="the deployed shop, by the AWS credentials at hand"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)

    check = commands.add_parser("audit", help="hold the shop against its promises; exit 1 on a violation")
    check.set_defaults(run=_audit)

    stock = commands.add_parser("set-stock", help="make N units of a SKU available, by a signed receipt")
    stock.add_argument("sku", metavar="SKU")
    stock.add_argument("quantity", metavar="N", type=_units)
    stock.set_defaults(run=_set_stock)

    order = commands.add_parser("find-order", help="all that is known of one order")
    order.add_argument("id", metavar="ID", help="an order's id, or a payment intent's (pi_...)")
    order.set_defaults(run=_find_order)

    orders = commands.add_parser("list-orders", help="the newest orders with one status")
    orders.add_argument("status", metavar="STATUS", choices=[status.value for status in Status], help=", ".join(Status))
    orders.add_argument("--limit", metavar="N", type=_limit, default=20, help=f"1 to {MAX_LISTED}, else 20")
    orders.set_defaults(run=_list_orders)

    rebuild = commands.add_parser(
        "rebuild-views", help="make the lists of orders again, from their logs; exit 1 if one cannot be made"
    )
    rebuild.set_defaults(run=_rebuild_views)

    sums = commands.add_parser("sales", help="orders and takings of each day (UTC)")
    sums.add_argument("--from", dest="first", metavar="DAY", type=_day, required=True, help="2026-11-01")
    sums.add_argument("--to", dest="last", metavar="DAY", type=_day, required=True, help="2026-11-30")
    sums.set_defaults(run=_sales)
    return parser


def _units(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > MAX_STOCK:
        raise argparse.ArgumentTypeError(f"a whole number from 0 to {MAX_STOCK}, not {text!r}")
    return int(text)


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 4 or not 1 <= int(text) <= MAX_LISTED:
        raise argparse.ArgumentTypeError(f"a whole number from 1 to {MAX_LISTED}, not {text!r}")
    return int(text)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise argparse.ArgumentTypeError(f"a day like 2026-11-21, not {text!r}")
    return day


def _print(result: dict[str, Any]) -> None:
    print(json.dumps(result, indent=2))


def _say(text: str) -> None:
    print(f"ops: {text}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
