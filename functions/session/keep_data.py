"""Keep, find and forget what a page remembers for its session."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.session.data import check_data, read_data
from functions.session.session_store import SessionStore


@dataclass(frozen=True)
class Caller:
    """Whose data it is, and when their session began. `follows`: the guest's session that it took the place
    of by a login."""

    owner: str
    session_id: str
    began: datetime
    follows: str | None = None


@dataclass(frozen=True)
class DataKeeper:
    """The use cases of session data, before one of the stores."""

    store: SessionStore

    def find(self, caller: Caller, now: datetime) -> dict[str, Any]:
        """What was kept last, or nothing at all where it is gone. Raises StoreSilent."""
        found = self.store.retrieve(caller.session_id, now)
        if found is None and caller.follows:
            found = self._brought(caller, caller.follows, now)
        return read_data(found)

    def keep(self, caller: Caller, given: Any, now: datetime) -> dict[str, Any]:
        """What is kept from now on, in place of what was. Raises DataRefused, StoreSilent."""
        text = check_data(given)
        self.store.store(caller.session_id, caller.owner, text, now)
        return read_data(text)

    def forget(self, caller: Caller, now: datetime) -> dict[str, Any]:
        """What is kept from now on: nothing. What a guest left behind is forgotten first, so that nobody
        finds it again. Raises StoreSilent."""
        if caller.follows:
            self.store.delete(caller.follows, now)
        self.store.delete(caller.session_id, now)
        return {}

    def _brought(self, caller: Caller, guest: str, now: datetime) -> str | None:
        """What stands once the guest's is moved: whoever knows the guest's session finds it no more. It is
        written as of the session's beginning, so that whatever the customer kept or forgot meanwhile is
        later; and looked for again, since another look may have moved it."""
        found = self.store.retrieve(guest, now)
        if found is not None:
            self.store.store(caller.session_id, caller.owner, found, caller.began)
            self.store.delete(guest, now)
        return self.store.retrieve(caller.session_id, now)
