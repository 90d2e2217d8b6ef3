"""Watch whether the other side of a conversation is there, as long as this one is shown."""

from dataclasses import replace

from functions.live import watch_store
from functions.live.connection import Connection, Watch
from functions.live.tell_presence import tell_watcher


def watch(connection: Connection, shown: Watch) -> None:
    """The connection is told now, and when it changes; no more of what it watched before. Raises
    NotConnected, and what `deliver` raises."""
    if connection.watches != shown:
        watch_store.save(connection, shown)
    tell_watcher(replace(connection, watches=shown))
