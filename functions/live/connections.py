"""Who is connected. Nobody is, before there is a WebSocket API: whatever is said is found over HTTP."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Connection:
    """An open socket: whose it is, and until when it can be. Times are RFC 3339."""

    connection_id: str
    owner: str
    operator: bool
    opened_at: str
    expires_at: str


def connection_of(connection_id: str) -> Connection | None:
    """The connection with this id; None where there is none any more."""
    return None


def online(owner: str) -> bool:
    """Whether any of the owner's connections is open."""
    return False
