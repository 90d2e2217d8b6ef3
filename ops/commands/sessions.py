"""`rotate-session-keys` and `revoke-session-key`. They show ids and times, never a secret."""

import argparse

from functions.operations.change_keys import revoke_session_key, rotate_session_keys
from ops.arguments import Commands, key_id, reason
from ops.confirm import confirm
from ops.operator import signed
from ops.output import say, show


def add(commands: Commands) -> None:
    rotate = commands.add_parser("rotate-session-keys", help="sign new sessions with a new key")
    rotate.add_argument("--yes", action="store_true", help="do not ask")
    rotate.set_defaults(run=_rotate)

    revoke = commands.add_parser("revoke-session-key", help="end all sessions that a key signed")
    revoke.add_argument("id", metavar="ID", type=key_id)
    revoke.add_argument("--yes", action="store_true", help="do not ask")
    revoke.set_defaults(run=_revoke)

    for command in (rotate, revoke):
        command.add_argument("--why", metavar="TEXT", type=reason, help="for the records")


def _rotate(options: argparse.Namespace) -> int:
    confirm("Add a session key that signs from ten minutes on?", yes=options.yes)
    show(rotate_session_keys(signed(options.why)))
    return 0


def _revoke(options: argparse.Namespace) -> int:
    confirm(f"End every session that key {options.id} signed?", yes=options.yes)
    show(revoke_session_key(options.id, signed(options.why)))
    say("ops: sessions of that key end within ten minutes: keys and answers are remembered for five each")
    return 0
