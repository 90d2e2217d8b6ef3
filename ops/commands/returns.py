"""`list-returns`, `show-return`, `accept-return` and `reject-return`."""

import argparse
from collections.abc import Iterable

from functions.operations.decide_return import counted, decide_return, told
from functions.operations.return_view import decision_of, entry_of, load_return
from functions.operations.show_return import show_return
from functions.order.lines import Quantities
from functions.returns.returns import InspectionResult, Verdict
from ops.arguments import (
    MAX_LISTED,
    Commands,
    line_perhaps_units,
    line_units,
    listed,
    reason,
    return_id,
)
from ops.confirm import confirm
from ops.errors import CommandError
from ops.operator import signed
from ops.output import say, show
from ops.returns import list_returns


def add(commands: Commands) -> None:
    every = commands.add_parser("list-returns", help="the returns that wait or are on their way")
    every.add_argument("--limit", metavar="N", type=listed, default=20, help=f"1 to {MAX_LISTED}, else 20")
    every.set_defaults(run=_list)

    one = commands.add_parser("show-return", help="a return, with links to its photos")
    one.add_argument("id", metavar="ID", type=return_id)
    one.set_defaults(run=_show)

    accept = commands.add_parser("accept-return", help="refund a return and restock its units")
    accept.add_argument(
        "--line",
        metavar="LINE=UNITS",
        type=line_units,
        action="append",
        help="accept only these units; what is not named stays with the customer",
    )
    accept.add_argument(
        "--not-on-shelf",
        metavar="LINE[=UNITS]",
        type=line_perhaps_units,
        action="append",
        help="of what is accepted, these units cannot be sold again",
    )
    accept.set_defaults(run=_accept)
    reject = commands.add_parser("reject-return", help="turn a return down")
    reject.set_defaults(run=_reject)
    for answer, required in ((accept, False), (reject, True)):
        answer.add_argument("id", metavar="ID", type=return_id)
        answer.add_argument("--why", metavar="TEXT", type=reason, required=required, help="for the records")
        answer.add_argument("--tell", metavar="TEXT", type=reason, help="a sentence for the customer")
        answer.add_argument("--yes", action="store_true", help="do not ask")


def _list(options: argparse.Namespace) -> int:
    show(list_returns(options.limit))
    return 0


def _show(options: argparse.Namespace) -> int:
    show(show_return(options.id))
    return 0


def _accept(options: argparse.Namespace) -> int:
    lines = _units(options.line, {}) if options.line else load_return(options.id).lines
    off_shelf = _units(options.not_on_shelf or (), lines)
    verdict = Verdict(InspectionResult.ACCEPTED, lines, off_shelf, options.why, options.tell)
    confirm(_question(options.id, lines if options.line else {}, off_shelf), yes=options.yes)
    _decide(options.id, verdict)
    return 0


def _reject(options: argparse.Namespace) -> int:
    confirm(f"Turn {options.id} down?", yes=options.yes)
    verdict = Verdict(InspectionResult.REJECTED, why=options.why, note=options.tell)
    _decide(options.id, verdict)
    return 0


def _decide(return_id: str, verdict: Verdict) -> None:
    one = decide_return(return_id, verdict, signed(verdict.why).by)
    say(f"ops: {return_id}: {told(one)}")
    show(entry_of(one) | {"decision": decision_of(one)})


def _units(named: Iterable[tuple[str, int | None]], every: Quantities) -> Quantities:
    """A line without a number stands for all of its units in `every`. Raises CommandError."""
    found: Quantities = {}
    for line, units in named:
        if line in found:
            raise CommandError(f"line {line} is named twice")
        if units is None and line not in every:
            raise CommandError(f"nothing of line {line} is accepted")
        found[line] = every[line] if units is None else units
    return found


def _question(id_: str, lines: Quantities, off_shelf: Quantities) -> str:
    what = f"{counted(lines)} of {id_}" if lines else id_
    apart = f", but for {counted(off_shelf)}" if off_shelf else ""
    return f"Refund {what} and put its units back on the shelf{apart}?"
