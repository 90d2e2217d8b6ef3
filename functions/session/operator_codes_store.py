"""Codes that open operators' sessions, once, in the Idempotency table. Only a code's hash is stored: who
reads the table cannot open a session by what is there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.shared import ids
from functions.shared.table import ConditionRefused, get, write
from functions.shared.write import Item, Write

TABLE = "IDEMPOTENCY_TABLE"
LABEL = "code"
GOOD_FOR = timedelta(minutes=10)
MOST_ATTEMPTS = 10
"""From one address, right ones included, in each ten minutes."""


@dataclass(frozen=True)
class StoredCode:
    """`name`: the operator's; `ends`: in Unix seconds."""

    name: str
    ends: int


def create(code: str, name: str, now: datetime) -> Write:
    """The code, good for ten minutes."""
    ends = int((now + GOOD_FOR).timestamp())
    item = _key(code) | {"name": name, "ends": ends, "expiration": ends}
    return Write.put(TABLE, LABEL, item, condition="attribute_not_exists(#id)")


def find(code: str) -> StoredCode | None:
    """None if it was never given out, or was spent."""
    item = get(TABLE, _key(code))
    return StoredCode(item["name"], item["ends"]) if item else None


def spend(code: str, now: datetime) -> Write:
    """The end of a code; refused under `code` if it was spent or is past its time."""
    seconds = int(now.timestamp())
    return Write.delete(TABLE, LABEL, _key(code), condition="#ends > :now", values={"now": seconds})


def count_attempt(address: str, now: datetime) -> bool:
    """Whether one attempt more is allowed from this network address, of which only a hash is kept."""
    span = int(now.timestamp() // GOOD_FOR.total_seconds())
    ends = int((now + 2 * GOOD_FOR).timestamp())
    attempt = Write.update(
        TABLE,
        "attempts",
        {"id": f"operator-attempts#{ids.digest(address)}#{span}"},
        "SET #attempts = if_not_exists(#attempts, :none) + :one, #expiration = :ends",
        condition="attribute_not_exists(#attempts) OR #attempts < :most",
        values={"none": 0, "one": 1, "most": MOST_ATTEMPTS, "ends": ends},
    )
    try:
        write(attempt)
    except ConditionRefused:
        return False
    return True


def _key(code: str) -> Item:
    return {"id": f"operator-code#{ids.hash_of_code(code)}"}
