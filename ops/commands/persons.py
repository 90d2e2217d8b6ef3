"""`export-person` and `erase-person`."""

import argparse

from functions.operator import journal_store
from functions.operator.journal import Entry
from ops.arguments import Commands, owner_id, reason
from ops.confirm import confirm
from ops.erase_person import erase_person, would_erase
from ops.export_person import export_person
from ops.journal import note
from ops.operator import signed
from ops.output import say, show


def add(commands: Commands) -> None:
    export = commands.add_parser("export-person", help="all that is kept of somebody; personal, as a whole")
    export.set_defaults(run=_export)

    erase = commands.add_parser(
        "erase-person",
        help="take out what is personal of somebody; exit 1 if an order that is under way was left as it is",
    )
    erase.add_argument("--dry-run", action="store_true", help="only say which orders would be erased")
    erase.add_argument("--yes", action="store_true", help="do not ask")
    erase.set_defaults(run=_erase)

    for command in (export, erase):
        command.add_argument("owner", metavar="OWNER", type=owner_id, help="own_..., as find-order tells it")
        command.add_argument("--why", metavar="TEXT", type=reason, help="for the records; nothing personal")


def _export(options: argparse.Namespace) -> int:
    """Whoever takes a whole person out of the shop is told of, though nothing is changed."""
    journal_store.write_entries([Entry("export-person", options.owner, signed(options.why))])
    found = export_person(options.owner)
    note("export-person", options.owner, options.why or "")
    show(found)
    return 1 if found["unreadable"] else 0


def _erase(options: argparse.Namespace) -> int:
    before = would_erase(options.owner)
    if options.dry_run:
        show(before.as_dict())
        return 0 if before.whole else 1
    counted = f"{len(before.orders)} orders, {len(before.postponed)} more that are under way and stay"
    confirm(
        f"Take out what is personal of {options.owner} ({counted})? Nothing brings it back.", yes=options.yes
    )
    journal_store.write_entries([Entry("erase-person", options.owner, signed(options.why))])
    report = erase_person(options.owner)
    note("erase-person", options.owner, options.why or "")
    if not report.whole:
        say("ops: not all is erased: say it again once the orders named have come to their end")
    show(report.as_dict())
    return 0 if report.whole else 1
