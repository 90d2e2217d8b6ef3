"""`trace`: an order's way through the shop, from the request that placed it to the last return."""

import argparse
from datetime import datetime

from functions.operations.show_trace import show_trace
from functions.operations.trace_spans import as_otlp
from functions.order import store as orders
from functions.shared import trace
from ops.arguments import Commands
from ops.errors import CommandError
from ops.logs import lines_about
from ops.output import show


def add(commands: Commands) -> None:
    one = commands.add_parser("trace", help="an order's whole trace: requests, steps, events, lines of logs")
    one.add_argument("id", metavar="ID", type=_order, help="an order's id, or a return's")
    one.add_argument("--otlp", action="store_true", help="as OTLP's JSON, for a collector of OpenTelemetry's")
    one.set_defaults(run=_trace)


def _order(text: str) -> str:
    order_id = trace.order_of(text)
    if order_id is None:
        raise argparse.ArgumentTypeError(f"an order's id (ord_...) or a return's (ret_...), not {text!r}")
    return order_id


def _trace(options: argparse.Namespace) -> int:
    order_id: str = options.id
    try:
        placed = datetime.fromisoformat(orders.load(order_id).placed_at)
        spans = show_trace(order_id, lines_about(order_id, placed))
    except orders.OrderUnknown:
        raise CommandError(f"there is no order {order_id}") from None
    if options.otlp:
        show(as_otlp(order_id, spans))
    else:
        show(
            {
                "order_id": order_id,
                "trace_id": trace.trace_id(order_id),
                "spans": [span.as_dict() for span in spans],
            }
        )
    return 0
