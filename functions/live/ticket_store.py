"""Tickets in the Live table: under the hash of each, whose it is, until it is used or its minute is over."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from functions.live.ticket import LIFETIME
from functions.shared.table import get, write
from functions.shared.write import Item, Write

TABLE = "LIVE_TABLE"
TICKET = "ticket"


@dataclass(frozen=True)
class Holder:
    """Who was given a ticket: an owner, whether an operator, and in which session, begun when (Unix
    seconds)."""

    owner: str
    operator: bool
    session: str
    began: int


class TicketRefused(Exception):
    """There is no such ticket, or it was used, or its minute is over."""


def save_ticket(hashed: str, holder: Holder, now: datetime) -> datetime:
    """Keep a ticket; when it expires. Again changes nothing, as where an answer is lost and the write is sent
    once more."""
    expires = now + LIFETIME
    item = {
        **ticket_key(hashed),
        "owner": holder.owner,
        "operator": holder.operator,
        "session": holder.session,
        "began": holder.began,
        "expires_at": ceil(expires.timestamp()),
    }
    condition = "attribute_not_exists(#id) OR #session = :session"
    write(Write.put(TABLE, TICKET, item, condition=condition, values={"session": holder.session}))
    return expires


def ticket_holder(hashed: str, now: datetime) -> Holder | None:
    """Whose ticket this is; None if it is no good any more."""
    item = get(TABLE, ticket_key(hashed))
    # One that the release before gave out names no session: its page asks for another within the minute.
    if item is None or item["expires_at"] <= now.timestamp() or "session" not in item:
        return None
    return Holder(item["owner"], item["operator"], item["session"], item["began"])


def ticket_key(hashed: str) -> Item:
    return {"id": f"{TICKET}#{hashed}", "item": TICKET}
