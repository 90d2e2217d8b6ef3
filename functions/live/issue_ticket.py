"""Issue a ticket to whoever has a session."""

from datetime import datetime

from functions.live.ticket import hash_of
from functions.live.ticket_store import Holder, save_ticket
from functions.shared import clock, ids


def issue_ticket(holder: Holder) -> tuple[str, datetime]:
    """A new ticket, and when it expires."""
    ticket = ids.new_ticket()
    return ticket, save_ticket(hash_of(ticket), holder, clock.now())
