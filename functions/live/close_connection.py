"""Close a connection that its client has left, as far as the gateway says so: that is best effort."""

from functions.live import store
from functions.live.tell_presence import tell_who_left


def close_connection(connection_id: str) -> None:
    """Whoever watches is told. Again changes nothing."""
    connection = store.find(connection_id)
    if connection is not None:
        tell_who_left(store.remove(connection))
