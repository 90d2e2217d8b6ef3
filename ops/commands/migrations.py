"""`migrate`."""

import argparse

from functions.operator import journal_store
from functions.operator.journal import Entry
from ops.arguments import Commands, reason
from ops.confirm import confirm
from ops.journal import note
from ops.migrate import MIGRATIONS, migrate, outstanding
from ops.operator import signed
from ops.output import say, show


def add(commands: Commands) -> None:
    told = "; ".join(f"{name}: {one.tells}" for name, one in sorted(MIGRATIONS.items()))
    command = commands.add_parser("migrate", help="bring what is stored to the schema of this release")
    command.add_argument("name", metavar="NAME", choices=sorted(MIGRATIONS), help=told)
    command.add_argument(
        "--check", action="store_true", help="look alone; exit 1 if something is not migrated yet"
    )
    command.add_argument("--why", metavar="TEXT", type=reason, help="for the records")
    command.add_argument("--yes", action="store_true", help="do not ask")
    command.set_defaults(run=_migrate)


def _migrate(options: argparse.Namespace) -> int:
    if options.check:
        left = outstanding(options.name)
        show({"migration": options.name, "outstanding": left})
        return 1 if left else 0
    confirm(f"Migrate what is stored ({options.name})?", yes=options.yes)
    journal_store.write_entries([Entry("migrate", options.name, signed(options.why))])
    report = migrate(options.name, lambda line: say(f"ops: {line}"))
    note("migrate", options.name, options.why or "")
    show({"migration": options.name} | report.as_dict())
    return 1 if report.left else 0
