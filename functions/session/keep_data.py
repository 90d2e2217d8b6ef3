"""Keep, find and forget what a page remembers for its session."""

from datetime import datetime
from typing import Any

from functions.session.data import check_data, read_data
from functions.session.session_store import SessionStore


def find_data(store: SessionStore, session_id: str, now: datetime) -> dict[str, Any]:
    """What was kept last, or nothing at all where it is gone. Raises StoreSilent."""
    return read_data(store.retrieve(session_id, now))


def keep_data(store: SessionStore, session_id: str, owner: str, given: Any, now: datetime) -> dict[str, Any]:
    """What is kept from now on, in place of what was. Raises DataRefused, StoreSilent."""
    text = check_data(given)
    store.store(session_id, owner, text, now)
    return read_data(text)


def forget_data(store: SessionStore, session_id: str, now: datetime) -> None:
    """Raises StoreSilent."""
    store.delete(session_id, now)
