"""`reconcile`: the provider's payments against ours; `explain-refund`: what was given back by hand."""

import argparse

from ops.arguments import Commands, order_id, reason, refund_id, return_id
from ops.confirm import confirm
from ops.explain_refund import explain_refund
from ops.output import show
from ops.reconcile import reconcile


def add(commands: Commands) -> None:
    one = commands.add_parser(
        "reconcile", help="compare the provider's payments with ours, and cure what differs"
    )
    one.add_argument("--dry-run", action="store_true", help="look, change nothing")
    one.add_argument("--yes", action="store_true", help="do not ask")
    one.set_defaults(run=_reconcile)

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
    question = "Void, refund, capture and record what differs between the provider's payments and ours?"
    confirm(question, yes=options.yes or options.dry_run)
    show(reconcile(dry_run=options.dry_run))
    return 0


def _explain(options: argparse.Namespace) -> int:
    whose = f" as the refund of {options.for_return}" if options.for_return else ""
    confirm(f"Record {options.refund} of {options.id}{whose}?", yes=options.yes)
    show(explain_refund(options.id, options.refund, options.why, options.for_return))
    return 0
