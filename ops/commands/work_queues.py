"""`show-queues`, `pause-queue` and `resume-queue`: what waits to be worked on, and whether anybody does."""

import argparse

from ops.arguments import Commands, reason
from ops.confirm import confirm
from ops.journal import note
from ops.operator import signed
from ops.output import show
from ops.work_queues import pause_queue, resume_queue, show_queues


def add(commands: Commands) -> None:
    look = commands.add_parser("show-queues", help="what waits in each queue, how long, and for whom")
    look.set_defaults(run=_show)
    paused = commands.add_parser("pause-queue", help="work on a queue no more: what comes waits in it")
    paused.set_defaults(run=_pause)
    resumed = commands.add_parser("resume-queue", help="work on a queue again")
    resumed.set_defaults(run=_resume)
    for command in (paused, resumed):
        command.add_argument("queue", metavar="QUEUE", help="as show-queues calls it")
        command.add_argument("--why", metavar="TEXT", type=reason, required=True, help="for the records")
        command.add_argument("--yes", action="store_true", help="do not ask")


def _show(_options: argparse.Namespace) -> int:
    show(show_queues())
    return 0


def _pause(options: argparse.Namespace) -> int:
    confirm(f"Work on {options.queue} no more until it is resumed?", yes=options.yes)
    shown = pause_queue(options.queue, signed(options.why))
    note("pause-queue", options.queue, options.why)
    show(shown)
    return 0


def _resume(options: argparse.Namespace) -> int:
    confirm(f"Work on {options.queue} again?", yes=options.yes)
    shown = resume_queue(options.queue, signed(options.why))
    note("resume-queue", options.queue, options.why)
    show(shown)
    return 0
