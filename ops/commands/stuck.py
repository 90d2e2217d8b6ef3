"""`list-stuck`, `retry-stuck` and `settle-stuck`."""

import argparse

from functions.operations.errors import OperationRefused
from functions.operations.explain_refund import Notes
from functions.operations.find_stuck import find, unanswered
from functions.operations.retry_stuck import retry_many, told
from functions.operations.settle_failed import lost_its_refund
from functions.operations.settle_stuck import require_unanswered, settle_stuck
from functions.operations.sweep_again import sweep_again
from functions.operations.unreadable import named, set_aside
from ops.arguments import Commands, minor_units, reason, stuck_id
from ops.confirm import confirm
from ops.journal import note
from ops.operator import signed
from ops.output import say, show
from ops.stuck import list_stuck
from ops.unreadable import with_unreadable


def add(commands: Commands) -> None:
    every = commands.add_parser("list-stuck", help="what stands in front of an operator, and why")
    every.set_defaults(run=_list)

    retry = commands.add_parser("retry-stuck", help="send on what stands in front of an operator")
    which = retry.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "id", metavar="ID", nargs="?", type=stuck_id, help="an order's, a return's or a refund's"
    )
    which.add_argument("--all", action="store_true", help="everything that list-stuck lists")
    retry.add_argument("--why", metavar="TEXT", type=reason, help="for the records")
    retry.set_defaults(run=_retry)

    settle = commands.add_parser("settle-stuck", help="end by hand what cannot end by itself")
    settle.add_argument("id", metavar="ID", type=stuck_id, help="an order's, a return's or a refund's")
    settle.add_argument(
        "--why", metavar="TEXT", type=reason, required=True, help="for the records: nothing personal"
    )
    settle.add_argument(
        "--given-back",
        metavar="AMOUNT",
        type=minor_units,
        help="state that what the provider keeps, in minor units, was given back by other ways",
    )
    settle.set_defaults(run=_settle)
    for command in (retry, settle):
        command.add_argument("--yes", action="store_true", help="do not ask")


def _list(_options: argparse.Namespace) -> int:
    show(list_stuck())
    return 0


def _retry(options: argparse.Namespace) -> int:
    again = set_aside(None if options.all else options.id)
    subjects = [one.subject for one in unanswered({})] if options.all else _parked(options.id, again)
    if subjects or again:
        confirm(f"Send on {', '.join({*again, *subjects})}?", yes=options.yes)
    why = signed(options.why)
    kept = {subject: left for subject in again if (left := sweep_again(subject, why))}
    for subject, left in kept.items():
        say(f"ops: {subject} still cannot be looked after ({left}): mend it first")
    report = retry_many(subjects, why)
    for one in report.get("failed", []):
        say(f"ops: {one['id']} was not sent on: {one['error']}")
    for one in report["already_answered"]:
        say(f"ops: {one['id']}: already answered: {_told(one)}")
    swept = [subject for subject in again if subject not in kept]
    for subject in (*swept, *report["retried"]):
        note("retry-stuck", subject, why.why)
    show(with_unreadable(report | ({"swept": swept} if swept else {}), named(kept)))
    return 1 if kept or "failed" in report else 0


def _parked(subject: str, again: list[str]) -> list[str]:
    """The one that is to be sent on; none if it was only set aside."""
    try:
        return [find(subject).subject]
    except OperationRefused:
        if again:
            return []
        raise


def _settle(options: argparse.Namespace) -> int:
    stated = "" if options.given_back is None else f", {options.given_back} given back by other ways"
    if not lost_its_refund(options.id):
        earlier = require_unanswered(options.id)
        if earlier:
            say(f"ops: {options.id}: already answered: {told(earlier)}")
    confirm(f"End {options.id} by hand{stated}?", yes=options.yes)
    notes: Notes = []
    report = settle_stuck(options.id, signed(options.why), options.given_back, notes)
    for line in notes:
        say(f"ops: {line}")
    note("settle-stuck", options.id, options.why)
    show(report)
    return 0


def _told(answer: dict[str, str]) -> str:
    why = f" ({answer['why']})" if answer["why"] else ""
    return f"{answer['verdict']} by {answer['by']} at {answer['at']}{why}"
