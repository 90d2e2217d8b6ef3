"""What is kept for sessions in the table Sessions, by whose sessions they are. No index says so: the table is
as large as thirty days of logins and a week of session data, and who asks is a command
(docs/decisions/0087-a-person-by-commands.md). What Valkey keeps is not reached from there: it ends by itself.
"""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from functions.session import data_store
from functions.session.data_store import DATA, TABLE
from functions.shared.table import ConditionRefused, scan, write
from functions.shared.write import Item, Write

LOGIN = "login"
EMAIL = "email"


@dataclass(frozen=True)
class Kept:
    """Of one session: `data` is JSON that a page keeps (None where there is none), `email` the address of who
    logged in to it."""

    session_id: str
    data: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)


def of_owners(owners: Collection[str]) -> Iterator[Kept]:
    """What is kept for sessions of these owners, expired or not."""
    for item in scan(TABLE):
        if item.get("owner") in owners and (item["item"] == DATA or EMAIL in item):
            yield Kept(item["session_id"], data=item.get(DATA), email=item.get(EMAIL))


def erase(kept: Kept, now: datetime) -> None:
    """Again changes nothing. Raises StoreSilent."""
    if kept.data is not None:
        data_store.delete(kept.session_id, now)
    if kept.email is not None:
        _erase_email(kept.session_id)


def _erase_email(session_id: str) -> None:
    key: Item = {"session_id": session_id, "item": LOGIN}
    change = Write.update(TABLE, LOGIN, key, f"REMOVE #{EMAIL}", condition="attribute_exists(#session_id)")
    with suppress(ConditionRefused):  # it has expired meanwhile
        write(change)
