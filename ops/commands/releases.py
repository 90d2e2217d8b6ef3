"""`list-versions` and `prune-versions`."""

import argparse
from datetime import timedelta

from functions.shared import clock
from ops.arguments import Commands, hours, versions
from ops.confirm import confirm
from ops.journal import note
from ops.output import show
from ops.versions import Plan, plan, remove

KEEP = 2
"""What is live, and what was before it: a release is taken back by pointing the alias there."""
RESTED_HOURS = 24


def add(commands: Commands) -> None:
    listing = commands.add_parser(
        "list-versions", help="the versions of machines and functions, and who needs each"
    )
    listing.set_defaults(run=_list)
    prune = commands.add_parser(
        "prune-versions", help="remove versions that no alias, execution or definition needs"
    )
    prune.add_argument("--yes", action="store_true", help="do not ask")
    prune.set_defaults(run=_prune)
    for command in (listing, prune):
        command.add_argument(
            "--keep", type=versions, default=KEEP, metavar="N", help=f"of each, the newest N stay ({KEEP})"
        )
        command.add_argument(
            "--rested",
            type=hours,
            default=RESTED_HOURS,
            metavar="HOURS",
            help=f"what came after a version has been there for so long ({RESTED_HOURS})",
        )


def _planned(options: argparse.Namespace) -> Plan:
    return plan(options.keep, timedelta(hours=options.rested), clock.now())


def _list(options: argparse.Namespace) -> int:
    planned = _planned(options)
    show({"machines": planned.machines, "functions": planned.functions, "may_go": len(planned.leaving)})
    return 0


def _prune(options: argparse.Namespace) -> int:
    planned = _planned(options)
    leaving = planned.leaving
    if leaving:
        confirm(f"Remove {len(leaving)} versions that nobody needs?", yes=options.yes)
    for arn in leaving:
        remove(arn)
    if leaving:
        note("prune-versions", f"{len(leaving)} versions", "")
    kept = {arn: why for arn, why in (planned.machines | planned.functions).items() if why}
    show({"removed": leaving, "kept": kept})
    return 0
