"""How often one session, or one network address, has tried something, in the Sessions table: item
`<what was tried>` under `<who>#<span of time>`. Who it was is a hash, and is gone when nobody counts it any
more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.shared import ids
from functions.shared.table import ConditionRefused, batch_get, write
from functions.shared.write import Item, Write

TABLE = "SESSIONS_TABLE"
LABEL = "attempts"
SESSION = "session#"
ADDRESS = "address#"
HASH_LETTERS = 10
"""Letters of the hash, 50 bits: they tell those of one hour from each other, and make an order's head no
larger than it has to be."""


@dataclass(frozen=True)
class Attempts:
    """What is counted: its name, and how many are kept of one session, and of one address, in each `span`."""

    what: str
    span: timedelta
    per_session: int
    per_address: int

    @property
    def seconds(self) -> int:
        """The span."""
        return int(self.span.total_seconds())

    def kept(self, one: str) -> int:
        return self.per_session if one.startswith(SESSION) else self.per_address


def who(session: str, address: str) -> tuple[str, ...]:
    """Under what a request is counted: the session that it came with and the address that it came from, as
    far as they are known."""
    named = ((SESSION, session), (ADDRESS, address))
    return tuple(kind + ids.digest(name)[:HASH_LETTERS] for kind, name in named if name)


def keep_attempt(tried: Attempts, these: Sequence[str], mark: str, at: datetime) -> bool:
    """Count an attempt that was made `at` this time by each of `these` (of `who`). Whether all of them had
    room for it: what there is no room for is not counted. The same `mark` again is counted once."""
    return all([_keep(tried, one, mark, at) for one in these])


def _keep(tried: Attempts, one: str, mark: str, at: datetime) -> bool:
    attempt = Write.update(
        TABLE,
        LABEL,
        _key(tried, one, _span(tried, at)),
        "ADD #marks :marks SET #expires_at = :ends",
        condition="attribute_not_exists(#marks) OR contains(#marks, :mark) OR size(#marks) < :kept",
        values={
            "mark": mark,
            "marks": {mark},
            "kept": tried.kept(one),
            "ends": int((at + 2 * tried.span).timestamp()),
        },
    )
    try:
        write(attempt)
    except ConditionRefused:
        return False
    return True


def marks_of(tried: Attempts, these: Sequence[str], now: datetime) -> dict[str, list[str]]:
    """By who of `these`: the marks that were kept in the span of `now` and in the one before it. One read."""
    last = _span(tried, now)
    keys = {(one, span): _key(tried, one, span) for one in these for span in (last - 1, last)}
    found = {item["session_id"]: item["marks"] for item in batch_get(TABLE, list(keys.values()))}
    marks: dict[str, list[str]] = {one: [] for one in these}
    for (one, _), key in keys.items():
        marks[one] += found.get(key["session_id"], ())
    return marks


def _span(tried: Attempts, at: datetime) -> int:
    return int(at.timestamp()) // tried.seconds


def _key(tried: Attempts, one: str, span: int) -> Item:
    return {"session_id": f"{one}#{span}", "item": tried.what}
