"""The socket's route hello: apart from the others, since it reads orders."""

from typing import Any

from functions.live.connection import Connection
from functions.live.keep_alive import keep_alive
from functions.live.messages import Greeted, Hello, Told
from functions.live.socket import Answer, take
from functions.live.tell_presence import tell_who_came
from functions.shared import clock
from functions.shared.observe import plain_failures
from functions.updates.fill_gaps import fill_gaps


@plain_failures()
def handle(event: dict[str, Any], _context: Any) -> Answer:
    return take(event, Hello, _hello)


def _hello(connection: Connection, message: Hello) -> Told:
    now = clock.now()
    kept = keep_alive(connection, now)
    versions = fill_gaps(kept, message.since)
    tell_who_came(kept.follows)
    return Greeted(ends_in=kept.ends_in(now), orders=versions)
