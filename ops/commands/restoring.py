"""`restore-drill`: prove that the tables can be restored; `restore-tables`: restore them, to go on from."""

import argparse
from datetime import UTC, datetime

from ops.arguments import Commands
from ops.confirm import confirm
from ops.errors import CommandError
from ops.journal import note
from ops.output import say, show
from ops.restore_drill import clean, restore_drill
from ops.restore_tables import restore_tables
from ops.restored_tables import SUFFIX
from ops.target import local_shop


def add(commands: Commands) -> None:
    drill = commands.add_parser(
        "restore-drill", help="restore every table to a fresh name, audit it, buy from it, delete it again"
    )
    drill.add_argument("--clean", action="store_true", help="only delete what earlier drills left")
    drill.set_defaults(run=_drill)

    tables = commands.add_parser(
        "restore-tables", help="restore every table, for a shop that goes on from them (docs/surviving.md)"
    )
    tables.add_argument("suffix", metavar="SUFFIX", type=_suffix, help="1 to 32 letters and digits")
    tables.add_argument("--yes", action="store_true", help="do not ask")
    tables.set_defaults(run=_restore)

    for command in (drill, tables):
        command.add_argument("--at", metavar="TIME", type=_time, help="the second to restore to (UTC)")
        command.add_argument(
            "--from",
            dest="source",
            choices=("recovery", "copies"),
            help="point-in-time recovery (with --aws), or copies made now (the shop that runs here)",
        )


def _drill(options: argparse.Namespace) -> int:
    if options.clean:
        show(clean())
        return 0
    report = restore_drill(at=options.at, backups=_of_copies(options))
    show(report)
    return 0 if report["ok"] else 1


def _restore(options: argparse.Namespace) -> int:
    confirm(f"Restore every table beside the shop's own, as PaidOnce-*-{options.suffix}?", yes=options.yes)
    report = restore_tables(options.suffix, at=options.at, backups=_of_copies(options))
    show(report)
    note("restore-tables", options.suffix, "")
    return 0


def _of_copies(options: argparse.Namespace) -> bool:
    """The embedded cloud's point-in-time recovery answers with the present, whatever second it is asked for:
    there a copy is made first, which it keeps as it was."""
    copies = options.source == "copies" if options.source else local_shop()
    if copies and options.at:
        raise CommandError("a copy made now is of now: --at needs --from recovery")
    if local_shop():
        say("ops: the embedded cloud restores to the present alone, so tables come from copies made now")
        return True
    return copies


def _suffix(text: str) -> str:
    if not SUFFIX.fullmatch(text):
        raise argparse.ArgumentTypeError(f"1 to 32 letters and digits, not {text!r}")
    return text


def _time(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a time like 2026-11-27T09:30:00Z, not {text!r}") from None
