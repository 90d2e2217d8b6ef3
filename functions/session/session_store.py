"""What keeps session data: the interface that stands before DynamoDB and Valkey alike.

Each store is a module that offers these three functions. All may be repeated, and come late: what was written
last stays, by the time of who wrote it.
"""

from datetime import datetime
from typing import Protocol

from functions.shared.errors import TransientError


class StoreSilent(TransientError):
    """The store did not answer in time, or could not take what it was asked to; its cause says why."""


class SessionStore(Protocol):
    def retrieve(self, session_id: str, now: datetime) -> str | None:
        """The text that is kept for this session, and is from now on kept longer; None if there is none.

        Raises StoreSilent.
        """

    def store(self, session_id: str, owner: str, text: str, now: datetime) -> None:
        """Keep this text in place of what was kept, unless that was written later. Raises StoreSilent."""

    def delete(self, session_id: str, now: datetime) -> None:
        """Keep nothing, unless something was written later. Raises StoreSilent."""
