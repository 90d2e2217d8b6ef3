"""Keep a connection alive: it was heard, and it follows whoever its owner may read now."""

from dataclasses import replace
from datetime import datetime

from functions.live import store
from functions.live.connection import Connection
from functions.live.following import followed_by
from functions.live.store import FollowsOthers
from functions.shared.contention import Contended

TRIES = 5


def keep_alive(connection: Connection, now: datetime, shown: tuple[str, ...] | None = None) -> Connection:
    """The connection as it stands then. Guests who were merged since it was opened are followed too.

    `shown`: the orders that its page shows, as hello names them, and an operator's connection follows these
    alone from now on; None where the page does not say. Beside another message of the same client nothing
    gets lost: whoever comes second looks again. Raises NotConnected, Contended.
    """
    for _ in range(TRIES):
        heard = _heard(connection, now, shown)
        try:
            store.prolong(connection, heard)
        except FollowsOthers as others:
            connection = others.stands
        else:
            return heard
    raise Contended(f"keep {connection.connection_id} alive: others were quicker {TRIES} times")


def _heard(connection: Connection, now: datetime, shown: tuple[str, ...] | None) -> Connection:
    orders = connection.orders if shown is None else shown
    follows = followed_by(connection.owner, connection.operator, orders)
    return replace(connection.heard(now), follows=follows, greeted=connection.greeted or shown is not None)
