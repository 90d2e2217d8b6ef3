"""Who is connected, for those who only ask."""

from functions.live import store
from functions.live.connection import Connection as Connection
from functions.live.connection import standing
from functions.shared import clock


def connection_of(connection_id: str) -> Connection | None:
    """The live connection with this id; None if there is none, or none any more. One consistent read."""
    return store.load(connection_id, clock.now())


def online(owner: str) -> bool:
    """Whether any connection follows this owner: a tab of the owner's own, or of who merged the owner's cart.
    One consistent read, however many there are."""
    return bool(standing(store.followers(owner, clock.now())))
