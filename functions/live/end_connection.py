"""End a connection: who is told nothing any more is not left open, and who is left open is told so.

    ended here      whoever speaks on it hears why
    told            `gone`, if the gateway takes that
    closed there    nobody comes any more to send something on it
    not closed      its followings stay, marked: who comes to send something closes it (deliver.py)

The gateway knows a connection some time after it was registered here. Until then it calls it gone, and opens
it nevertheless.
"""

from contextlib import suppress

from functions.live import gateway, store
from functions.live.connection import Connection
from functions.live.deliver import close_ended
from functions.live.gateway import ConnectionGone, NotHeard
from functions.live.messages import Gone


def end_connection(connection: Connection, told: Gone) -> tuple[str, ...]:
    """What it followed. Safe to repeat. Raises TransientError, and what AWS raises, where the table did not
    answer."""
    follows = store.end(connection, told.why)
    say_gone(connection.connection_id, told)
    close_ended(connection)
    return follows


def say_gone(connection_id: str, told: Gone) -> None:
    """Its client is told, if the gateway takes that."""
    with suppress(ConnectionGone, NotHeard):
        gateway.post(connection_id, gateway.text_of(told.as_dict()))
