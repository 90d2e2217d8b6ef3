"""The socket's route hello: apart from the others, since it reads orders."""

from typing import Any

from functions.live.connection import MOST_ORDERS, Connection
from functions.live.keep_alive import keep_alive
from functions.live.messages import Greeted, Hello, Told
from functions.live.socket import Answer, Refusal, take
from functions.live.tell_presence import tell_who_came
from functions.shared import clock
from functions.shared.observe import plain_failures
from functions.updates.fill_gaps import fill_gaps


@plain_failures()
def handle(event: dict[str, Any], _context: Any) -> Answer:
    return take(event, Hello, _hello)


def _hello(connection: Connection, message: Hello) -> Told:
    if connection.operator and len(message.since) > MOST_ORDERS:
        raise Refusal("too-many-orders", f"since: an operator is told of {MOST_ORDERS} orders at most.")
    now = clock.now()
    kept = keep_alive(connection, now, tuple(message.since))
    versions = fill_gaps(kept, message.since)
    tell_who_came(_came(connection, kept))
    return Greeted(ends_in=kept.ends_in(now), orders=versions)


def _came(before: Connection, kept: Connection) -> tuple[str, ...]:
    """Whose coming may be news: not an operator's whose page only shows another order."""
    return () if before.operator and before.greeted else kept.follows
