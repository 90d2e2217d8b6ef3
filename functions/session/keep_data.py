"""Keep, find and forget what a page remembers for its session."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.session.data import check_data, read_data
from functions.session.session_store import SessionStore


@dataclass(frozen=True)
class DataKeeper:
    """The use cases of session data, before one of the stores."""

    store: SessionStore

    def find(self, session_id: str, now: datetime) -> dict[str, Any]:
        """What was kept last, or nothing at all where it is gone. Raises StoreSilent."""
        return read_data(self.store.retrieve(session_id, now))

    def keep(self, session_id: str, owner: str, given: Any, now: datetime) -> dict[str, Any]:
        """What is kept from now on, in place of what was. Raises DataRefused, StoreSilent."""
        text = check_data(given)
        self.store.store(session_id, owner, text, now)
        return read_data(text)

    def forget(self, session_id: str, now: datetime) -> None:
        """Raises StoreSilent."""
        self.store.delete(session_id, now)
