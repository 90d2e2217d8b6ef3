"""Tickets: what a client shows to open a connection. Good once, for a minute; only its hash is stored."""

import hashlib
import re
from datetime import timedelta

LIFETIME = timedelta(seconds=60)

_TICKET = re.compile(r"tkt_[a-z2-7]{32}")


def is_ticket(text: str) -> bool:
    """Whether this can be a ticket at all."""
    return _TICKET.fullmatch(text) is not None


def hash_of(ticket: str) -> str:
    """What is stored of a ticket. It holds 160 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(ticket.encode()).hexdigest()
