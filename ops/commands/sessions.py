"""`rotate-session-keys`, `revoke-session-key`, `replace-session-keys`, `end-sessions`. They show ids and
times, never a secret."""

import argparse

from functions.operations.change_keys import replace_session_keys, revoke_session_key, rotate_session_keys
from functions.operations.end_sessions import end_sessions
from ops.arguments import Commands, key_id, owner, reason
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

    replaces = commands.add_parser(
        "replace-session-keys", help="end all sessions of everybody, as after tables were restored"
    )
    replaces.add_argument("--yes", action="store_true", help="do not ask")
    replaces.set_defaults(run=_replace)

    end = commands.add_parser("end-sessions", help="end all sessions of an owner, on every device")
    end.add_argument("owner", metavar="OWNER", type=owner)
    end.add_argument("--yes", action="store_true", help="do not ask")
    end.set_defaults(run=_end)

    for command in (rotate, revoke, replaces, end):
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


def _replace(options: argparse.Namespace) -> int:
    confirm("End every session, every link in a mail, every callback id a warehouse has?", yes=options.yes)
    show(replace_session_keys(signed(options.why)))
    say("ops: all sessions end within ten minutes: keys and answers are remembered for five each")
    return 0


def _end(options: argparse.Namespace) -> int:
    confirm(f"End every session of {options.owner}?", yes=options.yes)
    show(end_sessions(options.owner, signed(options.why)))
    say(
        "ops: open pages are told at once, calls refused within half a minute, as API Gateway forgets answers"
    )
    return 0
