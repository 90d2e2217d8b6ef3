"""Open a connection with a ticket."""

from functions.live import store
from functions.live.connection import Connection, expiry, too_many
from functions.live.end_connection import end_connection
from functions.live.following import followed_by
from functions.live.messages import SIGNED_OUT, TOO_MANY_TABS
from functions.live.ticket import hash_of, is_ticket
from functions.live.ticket_store import TicketRefused, ticket_holder
from functions.session.revoked_store import is_revoked
from functions.shared import clock


def open_connection(connection_id: str, ticket: str) -> None:
    """From here on the connection is whose the ticket was; the same again changes nothing.

    Nothing is sent on it: the gateway does not take that before it has our answer. Whoever has too many
    connections now loses the oldest, which are told so. Of many that are opened at once that may be this very
    one: it is looked for before it is let in, and what befalls it later it is told when it says hello. A
    session that is signed out beside this either finds the connection, or is found here. Raises TicketRefused
    for whatever is no good ticket, and for a connection that was ended meanwhile.
    """
    now = clock.now()
    hashed = hash_of(ticket)
    holder = ticket_holder(hashed, now) if is_ticket(ticket) else None
    if holder is not None:
        opened = Connection(
            connection_id,
            holder.owner,
            holder.operator,
            now,
            expiry(now, now),
            followed_by(holder.owner, holder.operator),
            session=holder.session,
        )
        store.register(opened, hashed, now)
        for old in too_many(one for one in store.followers(opened.owner, now) if one.owner == opened.owner):
            end_connection(old, TOO_MANY_TABS)
        if is_revoked(holder.owner, holder.session, holder.began):
            end_connection(opened, SIGNED_OUT)
    if not store.opened_with(connection_id, hashed):
        raise TicketRefused
