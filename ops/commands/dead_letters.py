"""`list-dead-letters` and `redrive-dead-letters`."""

import argparse

from functions.operations.dead_letters import waiting
from ops.arguments import Commands, queue_name, reason
from ops.confirm import confirm
from ops.dead_letters import dead_letter_queues, list_dead_letters, named
from ops.journal import note
from ops.operator import signed
from ops.output import show
from ops.redrive import redrive_or_why_not


def add(commands: Commands) -> None:
    every = commands.add_parser("list-dead-letters", help="every dead-letter queue and what is in it")
    every.set_defaults(run=_list)

    again = commands.add_parser(
        "redrive-dead-letters", help="have dead letters worked on again; exit 1 if some failed again"
    )
    again.add_argument("queue", metavar="QUEUE", nargs="?", type=queue_name, help="one queue; else all")
    again.add_argument("--why", metavar="TEXT", type=reason, help="for the records")
    again.add_argument("--yes", action="store_true", help="do not ask")
    again.set_defaults(run=_redrive)


def _list(_options: argparse.Namespace) -> int:
    show(list_dead_letters())
    return 0


def _redrive(options: argparse.Namespace) -> int:
    asked = [named(options.queue)] if options.queue else dead_letter_queues()
    queues = [queue for queue in asked if waiting(queue)]
    if queues:
        names = ", ".join(queue.name for queue in queues)
        confirm(f"Have everything in {names} worked on again?", yes=options.yes)
    report = [redrive_or_why_not(queue, signed(options.why)) for queue in queues]
    for one in report:
        count = one["redriven"] + (one["left"] or 0)
        note("redrive-dead-letters", f"{one['queue']} ({one['redriven']} of {count})", options.why or "")
    show({"queues": report})
    return 1 if any(one["left"] or "error" in one for one in report) else 0
