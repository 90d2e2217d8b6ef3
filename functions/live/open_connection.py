"""Open a connection with a ticket."""

from contextlib import suppress

from functions.live import gateway, store
from functions.live.connection import Connection, expiry, too_many
from functions.live.gateway import ConnectionGone, NotHeard
from functions.live.messages import TOO_MANY_TABS
from functions.live.push import dismiss
from functions.live.store import TicketRefused
from functions.live.ticket import hash_of, is_ticket
from functions.session.owners_store import readable_owners
from functions.shared import clock


def open_connection(connection_id: str, ticket: str) -> None:
    """From here on the connection is whose the ticket was; the same again changes nothing.

    Nothing is sent on it: the gateway does not take that before it has our answer. Whoever has too many
    connections now loses the oldest, which are told so. Raises TicketRefused for whatever is no good ticket.
    """
    now = clock.now()
    hashed = hash_of(ticket)
    holder = store.ticket_holder(hashed, now) if is_ticket(ticket) else None
    if holder is None:
        if store.opened_with(connection_id, hashed):
            return
        raise TicketRefused
    owner, operator = holder
    follows = readable_owners(owner)
    store.register(Connection(connection_id, owner, operator, now, expiry(now, now), follows), hashed, now)
    for old in too_many(one for one in store.followers(owner, now) if one.owner == owner):
        _end(old)


def _end(old: Connection) -> None:
    """It ends, whether or not it hears of that."""
    with suppress(ConnectionGone, NotHeard):
        gateway.post(old.connection_id, gateway.text_of(TOO_MANY_TABS.as_dict()))
    dismiss(old)
