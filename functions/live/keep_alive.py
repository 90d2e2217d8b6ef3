"""Keep a connection alive: it was heard, and it follows whoever its owner may read now."""

from dataclasses import replace
from datetime import datetime

from functions.live import store
from functions.live.connection import Connection
from functions.session.owners_store import readable_owners


def keep_alive(connection: Connection, now: datetime) -> Connection:
    """The connection as it stands then. Guests who were merged since it was opened are followed too. Raises
    NotConnected."""
    heard = replace(connection.heard(now), follows=readable_owners(connection.owner))
    store.prolong(heard)
    return heard
