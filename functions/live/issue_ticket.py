"""Issue a ticket to whoever has a session."""

from datetime import datetime

from functions.live import store
from functions.live.ticket import hash_of
from functions.shared import clock, ids


def issue_ticket(owner: str, operator: bool) -> tuple[str, datetime]:
    """A new ticket, and when it expires."""
    ticket = ids.new_ticket()
    return ticket, store.save_ticket(hash_of(ticket), owner, operator, clock.now())
