"""`reconcile`: the provider's payments against ours."""

import argparse

from ops.arguments import Commands
from ops.confirm import confirm
from ops.output import show
from ops.reconcile import reconcile


def add(commands: Commands) -> None:
    one = commands.add_parser(
        "reconcile", help="compare the provider's payments with ours, and cure what differs"
    )
    one.add_argument("--dry-run", action="store_true", help="look, change nothing")
    one.add_argument("--yes", action="store_true", help="do not ask")
    one.set_defaults(run=_reconcile)


def _reconcile(options: argparse.Namespace) -> int:
    question = "Void, refund, capture and record what differs between the provider's payments and ours?"
    confirm(question, yes=options.yes or options.dry_run)
    show(reconcile(dry_run=options.dry_run))
    return 0
