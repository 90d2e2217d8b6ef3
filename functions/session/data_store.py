"""Session data in DynamoDB: item `data` of the table Sessions, whose key begins with the session's id."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from math import ceil

from botocore.exceptions import BotoCoreError, ClientError

from functions.session.data import KEPT_FOR, REMEMBERED_FOR, to_be_renewed
from functions.session.session_store import StoreSilent
from functions.shared.errors import TransientError
from functions.shared.table import ConditionRefused, get, write
from functions.shared.write import Item, Write

TABLE = "SESSIONS_TABLE"
DATA = "data"
NOT_LATER = "attribute_not_exists(#written_at) OR #written_at <= :at"


def retrieve(session_id: str, now: datetime) -> str | None:
    """See SessionStore. Only data is read that has not expired: DynamoDB deletes it days later."""
    with _answered():
        item = get(TABLE, _key(session_id))
    if item is None or DATA not in item or item["expires_at"] <= now.timestamp():
        return None
    if to_be_renewed(datetime.fromtimestamp(item["expires_at"], UTC) - now):
        _renew(session_id, item, now)
    return str(item[DATA])


def store(session_id: str, owner: str, text: str, now: datetime) -> None:
    _put(session_id, {"owner": owner, DATA: text}, KEPT_FOR, now)


def delete(session_id: str, now: datetime) -> None:
    """That it was deleted is remembered for an hour, so that no late write brings it back."""
    _put(session_id, {}, REMEMBERED_FOR, now)


def _put(session_id: str, content: Item, kept_for: timedelta, now: datetime) -> None:
    at = int(now.timestamp() * 1000)
    ends = {"written_at": at, "expires_at": _epoch(now + kept_for)}
    change = Write.put(TABLE, DATA, _key(session_id) | content | ends, condition=NOT_LATER, values={"at": at})
    # Refused, it came late: somebody has written since.
    with _answered(), suppress(ConditionRefused):
        write(change)


def _renew(session_id: str, item: Item, now: datetime) -> None:
    """What fails here is done by the next reader, and whoever wrote meanwhile has renewed it."""
    change = Write.update(
        TABLE,
        DATA,
        _key(session_id),
        "SET #expires_at = :ends",
        condition="#written_at = :seen",
        values={"seen": item["written_at"], "ends": _epoch(now + KEPT_FOR)},
    )
    with suppress(StoreSilent, ConditionRefused), _answered():
        write(change)


@contextmanager
def _answered() -> Iterator[None]:
    try:
        yield
    except (ClientError, BotoCoreError, TransientError) as failure:
        raise StoreSilent("DynamoDB did not take it") from failure


def _key(session_id: str) -> Item:
    return {"session_id": session_id, "item": DATA}


def _epoch(moment: datetime) -> int:
    return ceil(moment.timestamp())
