"""`audit`, `find-order` and `show-breaker`: look, change nothing."""

import argparse

from ops.arguments import Commands
from ops.audit import audit
from ops.breaker import show_breaker
from ops.find_order import find_order, order_or_hold
from ops.measures import tell_audit
from ops.output import say, show
from ops.standing import where_to_look


def add(commands: Commands) -> None:
    check = commands.add_parser("audit", help="hold the shop against its promises; exit 1 on a violation")
    check.set_defaults(run=_audit)

    order = commands.add_parser("find-order", help="all that is known of one order")
    order.add_argument(
        "id", metavar="ID", type=order_or_hold, help="an order's id, or a payment intent's (pi_...)"
    )
    order.set_defaults(run=_find_order)

    circuit = commands.add_parser(
        "show-breaker", help="whether new checkouts are refused: the provider's circuit"
    )
    circuit.set_defaults(run=_show_breaker)


def _audit(_options: argparse.Namespace) -> int:
    report = audit()
    show(report)
    tell_audit(len(report["violations"]))
    for line in where_to_look(report["stands"]):
        say(f"ops: {line}")
    return 0 if report["ok"] else 1


def _find_order(options: argparse.Namespace) -> int:
    show(find_order(options.id))
    return 0


def _show_breaker(_options: argparse.Namespace) -> int:
    show(show_breaker())
    return 0
