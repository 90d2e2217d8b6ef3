"""`issue-gift-codes`, `grant-credit` and `show-credit`."""

import argparse

from functions.operations.grant_credit import grant_credit
from functions.operations.issue_gift_codes import issue_gift_codes
from functions.operations.show_owner_credit import show_owner_credit
from functions.shared import ids
from ops.amounts import minor_units, plain_amount
from ops.arguments import MAX_LISTED, Commands, codes, listed, owner_id, reason
from ops.operator import signed
from ops.output import say, show


def add(commands: Commands) -> None:
    issue = commands.add_parser("issue-gift-codes", help="N new gift codes, shown this once")
    issue.add_argument("number", metavar="N", type=codes)
    issue.add_argument("amount", metavar="AMOUNT", type=plain_amount, help="of each, as 12.50")
    issue.add_argument("--why", metavar="TEXT", type=reason, help="for the records")
    issue.set_defaults(run=_issue)

    grant = commands.add_parser("grant-credit", help="give an owner credit; said twice, it is given twice")
    grant.add_argument("owner", metavar="OWNER", type=owner_id)
    grant.add_argument("amount", metavar="AMOUNT", type=plain_amount, help="as 12.50")
    grant.add_argument("--why", metavar="TEXT", type=reason, required=True, help="the owner is shown it")
    grant.set_defaults(run=_grant)

    account = commands.add_parser("show-credit", help="an owner's credit: what is in it, what came and went")
    account.add_argument("owner", metavar="OWNER", type=owner_id)
    account.add_argument("--limit", metavar="N", type=listed, default=20, help=f"1 to {MAX_LISTED}, else 20")
    account.set_defaults(run=_show)


def _issue(options: argparse.Namespace) -> int:
    amount = minor_units(options.amount)
    show(issue_gift_codes(options.number, amount, signed(options.why)))
    say("ops: these codes are money, and nobody can show them again: only their hashes are kept")
    return 0


def _grant(options: argparse.Namespace) -> int:
    amount = minor_units(options.amount)
    show(grant_credit(options.owner, amount, signed(options.why), ids.new_receipt()))
    return 0


def _show(options: argparse.Namespace) -> int:
    shown, left = show_owner_credit(options.owner, options.limit)
    show(shown | {"more": bool(left)})
    return 0
