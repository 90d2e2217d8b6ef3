"""The socket's routes $connect, $disconnect, ping and $default."""

from typing import Any

from functions.live.close_connection import close_connection
from functions.live.connection import Connection
from functions.live.keep_alive import keep_alive
from functions.live.messages import Anything, Ping, Pong, Told, time_is_up
from functions.live.open_connection import open_connection
from functions.live.socket import Answer, Event, Refusal, connection_id, take
from functions.live.ticket_store import TicketRefused
from functions.shared import clock
from functions.shared.observe import count_unexpected, logger, plain_failures

FORBIDDEN, UNAVAILABLE = 403, 503


@plain_failures()
def handle(event: dict[str, Any], _context: Any) -> Answer:
    """A route is told by the kind of event first: a client may name any route as its message's type."""
    context = event["requestContext"]
    if context["eventType"] == "CONNECT":
        return _connect(event)
    if context["eventType"] == "DISCONNECT":
        close_connection(connection_id(event))
        return {"statusCode": 200}
    if context["routeKey"] == "ping":
        return take(event, Ping, _ping)
    return take(event, Anything, _unknown)


def _connect(event: Event) -> Answer:
    """No ticket, a wrong, a used and an expired one are refused alike."""
    given = (event.get("queryStringParameters") or {}).get("ticket") or ""
    try:
        open_connection(connection_id(event), given)
    except TicketRefused:
        return {"statusCode": FORBIDDEN}
    except Exception as error:  # noqa: BLE001 - whatever it is, the client asks for another ticket
        logger.exception("connection not opened")
        count_unexpected(error)
        return {"statusCode": UNAVAILABLE}
    return {"statusCode": 200}


def _ping(connection: Connection, _message: Ping) -> Told:
    """Near its end a connection is told to go instead: of the pings that it has to send, one comes then."""
    now = clock.now()
    keep_alive(connection, now)
    if connection.should_go(now):
        return time_is_up(connection.ends_in(now))
    return Pong(ends_in=connection.ends_in(now))


def _unknown(_connection: Connection, _message: Anything) -> Told:
    raise Refusal("unknown-type", "type: one of the messages in /api/asyncapi.json.")
