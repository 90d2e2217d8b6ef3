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
from functions.live.gateway import ConnectionGone, NotHeard
from functions.live.messages import Gone
from functions.shared import clock
from functions.shared.observe import logger


def end_connection(connection: Connection, told: Gone) -> tuple[str, ...]:
    """What it followed. Safe to repeat. Raises TransientError, and what AWS raises, where the table did not
    answer."""
    follows = store.end(connection, told.why)
    say_gone(connection.connection_id, told)
    close(connection)
    return follows


def say_gone(connection_id: str, told: Gone) -> None:
    """Its client is told, if the gateway takes that."""
    with suppress(ConnectionGone, NotHeard):
        gateway.post(connection_id, gateway.text_of(told.as_dict()))


def close(connection: Connection) -> None:
    """The gateway is asked, once, to end what was ended here. Raises as `end_connection`."""
    try:
        gateway.close(connection.connection_id)
    except ConnectionGone:
        if connection.is_young(clock.now()) and not store.has_spoken(connection.connection_id):
            return
    except NotHeard:
        logger.info("connection not closed")
        return
    store.unfollow(connection)
