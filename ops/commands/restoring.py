"""`restore-drill`: prove that the tables can be restored; `restore-tables`: restore them, to go on from;
`game-day`: walk a team through failures."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from functions.shared import clock
from ops.arguments import Commands
from ops.confirm import confirm
from ops.errors import CommandError
from ops.game_day import game_day
from ops.game_day_failures import FAILURES
from ops.journal import note
from ops.output import say, show
from ops.restore_drill import clean, restore_drill
from ops.restore_tables import restore_tables
from ops.restored_tables import SUFFIX
from ops.target import local_home, local_shop


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

    day = commands.add_parser("game-day", help="walk a team through six failures, and record what went wrong")
    day.add_argument("--record", metavar="FILE", type=Path, help="where; one that is there is gone on with")
    day.add_argument("--only", metavar="FAILURE", choices=[one.name for one in FAILURES])
    day.set_defaults(run=_game_day)

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


def _game_day(options: argparse.Namespace) -> int:
    """Exit 1 if an audit found something broken."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise CommandError("a game day asks people: run it in a terminal")
    today = clock.timestamp(clock.now())[:10]
    record = options.record or local_home() / "game-days" / f"{today}.json"
    report = game_day(record, options.only, _asked)
    show(report)
    return 1 if report["audits_failed"] else 0


def _asked(question: str) -> str:
    print(f"{question}\n> ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        raise CommandError("nobody answers any more: what was walked through is in the record")
    return answer


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
