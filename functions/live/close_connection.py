"""Close a connection that its client has left, as far as the gateway says so: that is best effort."""

from functions.live import store
from functions.shared import clock


def close_connection(connection_id: str) -> None:
    """Again changes nothing."""
    connection = store.load(connection_id, clock.now())
    if connection is not None:
        store.remove(connection)
