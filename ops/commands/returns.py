"""`list-returns`, `show-return`, `accept-return` and `reject-return`."""

import argparse

from functions.returns.returns import InspectionResult
from ops.arguments import MAX_LISTED, Commands, listed, reason, return_id
from ops.confirm import confirm
from ops.output import show
from ops.returns import inspect_return, list_returns, show_return


def add(commands: Commands) -> None:
    every = commands.add_parser("list-returns", help="the returns that wait or are on their way")
    every.add_argument("--limit", metavar="N", type=listed, default=20, help=f"1 to {MAX_LISTED}, else 20")
    every.set_defaults(run=_list)

    one = commands.add_parser("show-return", help="a return, with links to its photos")
    one.add_argument("id", metavar="ID", type=return_id)
    one.set_defaults(run=_show)

    accept = commands.add_parser("accept-return", help="refund a return and restock its units")
    accept.set_defaults(run=_accept)
    reject = commands.add_parser("reject-return", help="turn a return down")
    reject.set_defaults(run=_reject)
    for answer, required in ((accept, False), (reject, True)):
        answer.add_argument("id", metavar="ID", type=return_id)
        answer.add_argument("--why", metavar="TEXT", type=reason, required=required, help="for the records")
        answer.add_argument("--yes", action="store_true", help="do not ask")


def _list(options: argparse.Namespace) -> int:
    show(list_returns(options.limit))
    return 0


def _show(options: argparse.Namespace) -> int:
    show(show_return(options.id))
    return 0


def _accept(options: argparse.Namespace) -> int:
    confirm(f"Refund {options.id} and put its units back on the shelf?", yes=options.yes)
    show(inspect_return(options.id, InspectionResult.ACCEPTED, options.why))
    return 0


def _reject(options: argparse.Namespace) -> int:
    confirm(f"Turn {options.id} down?", yes=options.yes)
    show(inspect_return(options.id, InspectionResult.REJECTED, options.why))
    return 0
