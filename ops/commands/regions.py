"""`close-region`, `open-region`: whether the shop runs in a region; `fail-over`: go on in this one;
`prepare-region`: what has to be known in a second one."""

import argparse
import re

from functions.operator import journal_store
from functions.operator.journal import Entry
from ops.arguments import Commands, reason
from ops.confirm import confirm
from ops.errors import CommandError
from ops.fail_over import MOST_GIVEN_UP, fail_over
from ops.journal import note
from ops.operator import signed
from ops.output import show
from ops.prepare_region import prepare_region
from ops.region import close_region, open_region
from ops.target import local_shop

QUIET_SECONDS = 5.0
LEAST_QUIET, MOST_QUIET = 1.0, 600.0


def add(commands: Commands) -> None:
    for name, what, run in (
        ("close-region", "let nothing of the shop run in this region any more", _close),
        ("open-region", "let the shop run in this region again", _open),
        ("fail-over", "go on in this region from what a lost one left (docs/surviving.md)", _fail_over),
    ):
        one = commands.add_parser(name, help=what)
        one.add_argument("--why", metavar="TEXT", type=reason, required=True, help="for the records")
        one.add_argument("--yes", action="store_true", help="do not ask")
        one.set_defaults(run=run)
        if run is _fail_over:
            _add_limits(one)

    prepare = commands.add_parser(
        "prepare-region", help="tell a second region what the shop's replicas are called there"
    )
    prepare.add_argument("region", metavar="REGION", type=_region, help="such as eu-central-1")
    prepare.set_defaults(run=_prepare)


def _add_limits(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--quiet",
        metavar="SECONDS",
        type=_seconds,
        default=QUIET_SECONDS,
        help=f"for how long tables and provider have to stand still, else {QUIET_SECONDS:g}",
    )
    one.add_argument(
        "--most-given-up",
        metavar="N",
        type=_count,
        default=MOST_GIVEN_UP,
        help=f"orders that may be given up without somebody looking, else {MOST_GIVEN_UP}",
    )


def _prepare(options: argparse.Namespace) -> int:
    if local_shop():
        raise CommandError("the embedded cloud replicates nothing: --aws, for the deployed shop")
    show(prepare_region(options.region))
    note("prepare-region", options.region, "")
    return 0


def _close(options: argparse.Namespace) -> int:
    confirm("Stop the whole shop in this region?", yes=options.yes)
    show({"closed": close_region().as_dict()})
    note("close-region", "this region", options.why)
    return 0


def _open(options: argparse.Namespace) -> int:
    confirm(
        "Let the shop run in this region? Two regions that run sell the same units twice.", yes=options.yes
    )
    show({"opened": open_region().as_dict()})
    journal_store.write_entries([Entry("open-region", "region", signed(options.why))])
    note("open-region", "this region", options.why)
    return 0


def _fail_over(options: argparse.Namespace) -> int:
    """Exit 1 if something is left for a person."""
    confirm("Go on in this region? The lost one has to be closed, and stay closed.", yes=options.yes)
    found = fail_over(signed(options.why), quiet_seconds=options.quiet, most_given_up=options.most_given_up)
    show(found)
    note("fail-over", "this region", options.why)
    return 0 if found["ok"] else 1


def _region(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2}(-[a-z]{2,12}){1,2}-[0-9]", text):
        raise argparse.ArgumentTypeError(f"a region like eu-central-1, not {text!r}")
    return text


def _seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = float("nan")
    if not LEAST_QUIET <= found <= MOST_QUIET:
        raise argparse.ArgumentTypeError(f"{LEAST_QUIET:g} to {MOST_QUIET:g} seconds, not {text!r}")
    return found


def _count(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or len(text) > 6:
        raise argparse.ArgumentTypeError(f"a number of orders, not {text!r}")
    return int(text)
