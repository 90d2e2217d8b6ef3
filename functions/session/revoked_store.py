"""Sessions that were signed out, in the Sessions table, for as long as a token of theirs could be good.

| session_id | item | what |
|---|---|---|
| `<session's id>` | `revoked` | this session was signed out |
| `owner#<owner>` | `revoked` | so was whatever this owner had begun until `until` (Unix seconds) |

`expires_at` is in seconds. DynamoDB deletes what has expired within days, which changes nothing: no token is
left that it would speak about.
"""

from contextlib import suppress
from datetime import datetime
from math import ceil

from functions.shared.table import ConditionRefused, batch_get, transact, write
from functions.shared.write import Item, Write

TABLE = "SESSIONS_TABLE"
REVOKED = "revoked"


def is_revoked(owner: str, session_id: str, began: int) -> bool:
    """Whether the session of this owner that began then (Unix seconds) was signed out, alone or with all of
    its owner's. One consistent read of two items."""
    found = batch_get(TABLE, [_of_session(session_id), _of_owner(owner)], consistent=True)
    return any("until" not in item or began <= item["until"] for item in found)


def revoke(session_id: str, until: datetime) -> None:
    """No token of this session is good any more, renewed ones included; `until` is when the last of them
    would have ended. Again changes nothing."""
    item = _of_session(session_id) | {"expires_at": ceil(until.timestamp())}
    _write(Write.put(TABLE, REVOKED, item, condition="attribute_not_exists(#session_id)"))


def revoke_all(owner: str, now: datetime, until: datetime, *told: Write) -> None:
    """The same for all sessions that this owner began until now, on whatever device, in one transaction with
    what is `told` of it. Again, or late, changes nothing."""
    values = {"until": int(now.timestamp()), "ends": ceil(until.timestamp())}
    _write(
        Write.update(
            TABLE,
            REVOKED,
            _of_owner(owner),
            "SET #until = :until, #expires_at = :ends",
            condition="attribute_not_exists(#until) OR #until < :until",
            values=values,
        ),
        *told,
    )


def _write(change: Write, *told: Write) -> None:
    with suppress(ConditionRefused):
        if told:
            transact([change, *told])
        else:
            write(change)


def _of_session(session_id: str) -> Item:
    return {"session_id": session_id, "item": REVOKED}


def _of_owner(owner: str) -> Item:
    return {"session_id": f"owner#{owner}", "item": REVOKED}
