"""`reconcile`: the provider's payments against ours; `refund-order`: an amount goes back; `explain-refund`:
what was given back by hand; `open-breaker`, `close-breaker`: whether new checkouts are let in."""

import argparse

from functions.operations.explain_refund import Notes, explain_refund
from functions.operations.move_breaker import close_breaker, open_breaker
from functions.operations.refund_order import refund_order
from functions.refunds.refund import To
from functions.refunds.request_refund import Wanted
from functions.shared import ids
from functions.shared.money import Money
from ops.amounts import minor_units, plain_amount
from ops.arguments import Commands, order_id, reason, refund_id, return_id
from ops.confirm import confirm
from ops.errors import CommandError
from ops.journal import note
from ops.operator import signed
from ops.output import say, show
from ops.reconcile import reconcile


def add(commands: Commands) -> None:
    one = commands.add_parser(
        "reconcile", help="compare the provider's payments with ours, and cure what differs"
    )
    one.add_argument("--dry-run", action="store_true", help="look, change nothing")
    one.add_argument(
        "--until-now",
        action="store_true",
        help="with --dry-run: look at payments of the last five minutes, too",
    )
    one.add_argument("--yes", action="store_true", help="do not ask")
    one.add_argument("--why", metavar="TEXT", type=reason, help="for the records")
    one.set_defaults(run=_reconcile)

    for name, what, run in (
        ("open-breaker", "refuse new checkouts now: open the provider's circuit by hand", _open),
        ("close-breaker", "let new checkouts in now: close the provider's circuit by hand", _close),
    ):
        circuit = commands.add_parser(name, help=what)
        circuit.add_argument("--why", metavar="TEXT", type=reason, required=True, help="for the records")
        circuit.add_argument("--yes", action="store_true", help="do not ask")
        circuit.set_defaults(run=run)

    refund = commands.add_parser("refund-order", help="give an amount back; said twice, it is given twice")
    refund.add_argument("id", metavar="ORDER", type=order_id)
    refund.add_argument("amount", metavar="AMOUNT", type=plain_amount, help="as 12.50")
    refund.add_argument("--why", metavar="TEXT", type=reason, required=True, help="the customer is shown it")
    refund.add_argument(
        "--to",
        choices=[one.value for one in To],
        default=To.CARD.value,
        help="the card as far as it paid and credit for the rest, or credit alone",
    )
    refund.add_argument("--yes", action="store_true", help="do not ask")
    refund.set_defaults(run=_refund)

    explain = commands.add_parser(
        "explain-refund", help="state what a refund made by hand at the provider was for"
    )
    explain.add_argument("id", metavar="ORDER", type=order_id)
    explain.add_argument("refund", metavar="REFUND", type=refund_id, help="its id at the provider")
    explain.add_argument("--why", metavar="TEXT", type=reason, required=True, help="for the records")
    explain.add_argument(
        "--return", metavar="ID", type=return_id, dest="for_return", help="it is the refund of this return"
    )
    explain.add_argument("--yes", action="store_true", help="do not ask")
    explain.set_defaults(run=_explain)


def _reconcile(options: argparse.Namespace) -> int:
    if options.until_now and not options.dry_run:
        raise CommandError("--until-now goes with --dry-run: what is on its way is not to be cured")
    question = "Void, refund, capture and record what differs between the provider's payments and ours?"
    confirm(question, yes=options.yes or options.dry_run)
    show(reconcile(signed(options.why), dry_run=options.dry_run, until_now=options.until_now))
    return 0


def _open(options: argparse.Namespace) -> int:
    confirm("Refuse new checkouts for half a minute?", yes=options.yes)
    show(open_breaker(signed(options.why)))
    note("open-breaker", "the provider's circuit", options.why)
    return 0


def _close(options: argparse.Namespace) -> int:
    confirm("Let new checkouts in?", yes=options.yes)
    show(close_breaker(signed(options.why)))
    note("close-breaker", "the provider's circuit", options.why)
    return 0


def _refund(options: argparse.Namespace) -> int:
    amount = minor_units(options.amount)
    confirm(f"Give {Money(amount).text()} of {options.id} back, to {options.to}?", yes=options.yes)
    show(refund_order(options.id, ids.new_key(), Wanted(amount, To(options.to), signed(options.why))))
    return 0


def _explain(options: argparse.Namespace) -> int:
    whose = f" as the refund of {options.for_return}" if options.for_return else ""
    confirm(f"Record {options.refund} of {options.id}{whose}?", yes=options.yes)
    notes: Notes = []
    report = explain_refund(options.id, options.refund, signed(options.why), options.for_return, notes)
    for told in notes:
        say(f"ops: {told}")
    note("explain-refund", f"{options.refund} of {options.id}", options.why)
    show(report)
    return 0
