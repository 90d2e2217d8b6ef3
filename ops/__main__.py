"""`python -m ops COMMAND`: results alone on stdout, talk on stderr. 0: done; 1: a violation; 2: not done."""

import argparse
import json
import sys
from typing import Any, NoReturn

from botocore.exceptions import BotoCoreError, ClientError

from functions.shared.errors import TransientError
from ops.audit import audit
from ops.errors import CommandError
from ops.find_order import find_order
from ops.set_shards import set_shards
from ops.set_stock import set_stock
from ops.target import connect

MAX_STOCK = 1_000_000
MAX_SHARDS = 50


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


def _set_shards(options: argparse.Namespace) -> int:
    _print(set_shards(options.sku, options.count))
    return 0


def _find_order(options: argparse.Namespace) -> int:
    _print(find_order(options.id))
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

    shards = commands.add_parser("set-shards", help="spread a SKU's stock over N shards")
    shards.add_argument("sku", metavar="SKU")
    shards.add_argument("count", metavar="N", type=_shards)
    shards.set_defaults(run=_set_shards)

    order = commands.add_parser("find-order", help="all that is known of one order")
    order.add_argument("id", metavar="ID", help="an order's id, or a payment intent's (pi_...)")
    order.set_defaults(run=_find_order)
    return parser


def _units(text: str) -> int:
    return _whole(text, 0, MAX_STOCK)


def _shards(text: str) -> int:
    return _whole(text, 1, MAX_SHARDS)


def _whole(text: str, least: int, most: int) -> int:
    fits = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if not fits or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"a whole number from {least} to {most}, not {text[:40]!r}")
    return int(text)


def _print(result: dict[str, Any]) -> None:
    print(json.dumps(result, indent=2))


def _say(text: str) -> None:
    print(f"ops: {text}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
