"""How often one session, or one network address, has tried something, in the Sessions table: item
`<what was tried>` under `<who>#<span of time>`. Who it was is a hash, and is gone when nobody counts it any
more.

Attempts that somebody looks back on are kept twice: among the `marks` of their own span, and among the
`earlier` ones of the span after it. So whoever looks reads one item, and meets all of the last span's length.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.shared import ids
from functions.shared.table import ConditionRefused, batch_get, write
from functions.shared.write import Item, Write

TABLE = "SESSIONS_TABLE"
LABEL = "attempts"
MARKS, EARLIER = "marks", "earlier"
"""Sets of an item: of its own span, and of the one before."""
SESSION = "session#"
ADDRESS = "address#"
HASH_LETTERS = 10
"""Letters of the hash, 50 bits: they tell those of one hour from each other, and make an order's head no
larger than it has to be."""


@dataclass(frozen=True)
class Attempts:
    """What is counted: its name, and how many are kept of one session, and of one address, in each `span`.
    `looked_back`: whether `marks_of` is asked for them."""

    what: str
    span: timedelta
    per_session: int
    per_address: int
    looked_back: bool = False

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
    span = _span(tried, at)
    places = [(span, MARKS), (span + 1, EARLIER)] if tried.looked_back else [(span, MARKS)]
    return all([_keep(tried, one, place, mark, at) for one in these for place in places])


def _keep(tried: Attempts, one: str, place: tuple[int, str], mark: str, at: datetime) -> bool:
    span, marks = place
    attempt = Write.update(
        TABLE,
        LABEL,
        _key(tried, one, span),
        f"ADD #{marks} :marks SET #expires_at = :ends",
        condition=f"attribute_not_exists(#{marks}) OR contains(#{marks}, :mark) OR size(#{marks}) < :kept",
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


def marks_of(tried: Attempts, these: Sequence[str], now: datetime) -> dict[str, set[str]]:
    """By who of `these`: the marks that were kept in the span of `now` and in the one before it. One read."""
    keys = {one: _key(tried, one, _span(tried, now)) for one in these}
    found = {item["session_id"]: item for item in batch_get(TABLE, list(keys.values()))}
    items = {one: found.get(key["session_id"], {}) for one, key in keys.items()}
    return {one: item.get(MARKS, set()) | item.get(EARLIER, set()) for one, item in items.items()}


def _span(tried: Attempts, at: datetime) -> int:
    return int(at.timestamp()) // tried.seconds


def _key(tried: Attempts, one: str, span: int) -> Item:
    return {"session_id": f"{one}#{span}", "item": tried.what}
