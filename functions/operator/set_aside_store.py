"""Orders and returns that the sweep cannot look after: a mark beside each, for operators, and a later time at
which the sweep meets it again.

The mark is in the index `due` under a key of its own, so that all are found at once. What it is about carries
`set_aside` itself, so that who looks after it well knows that there is a mark to be taken away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from functions.order.keys import DUE_INDEX, FIRST_PLACE, TABLE, place_in_list, subject_key
from functions.order.writes import LABEL
from functions.shared import ids
from functions.shared.items import Aside, read_each, reader, value
from functions.shared.table import batch_get, get, query, transact
from functions.shared.trace import order_of
from functions.shared.write import Item, Write

SET_ASIDE = "set-aside"
"""The sort key of an order's mark, the beginning of a return's, and the marks' key in the index."""

_ALWAYS = "attribute_not_exists(#order_id) OR attribute_exists(#order_id)"


@dataclass(frozen=True)
class SetAside:
    """What could not be looked after: an order's or a return's id. `error`: a class and a place, no data;
    `since` the first of so many `times`, `last` the latest (RFC 3339)."""

    subject: str
    error: str
    since: str
    last: str
    times: int

    def shown(self) -> dict[str, Any]:
        """As an operator sees it."""
        return {
            "id": self.subject,
            "error": self.error,
            "since": self.since,
            "last": self.last,
            "times": self.times,
        }


def set_aside(subject: str, error: str, now: str, due_at: str) -> None:
    """Put it before an operator, and out of the sweep's way until `due_at`. Needs nothing of what is stored
    but that it is overdue. Raises ConditionRefused if it is not, or not there."""
    later = Write.update(
        TABLE,
        LABEL,
        subject_key(subject),
        "SET #due_at = :due_at, #set_aside = :now",
        condition="#due_at <= :now",
        values={"now": now, "due_at": due_at},
    )
    mark = Write.update(
        TABLE,
        SET_ASIDE,
        _mark_key(subject),
        "SET #error = :error, #last = :now, #due_bucket = :bucket,"
        " #due_at = if_not_exists(#due_at, :place), #times = if_not_exists(#times, :none) + :one",
        condition=_ALWAYS,
        values={
            "error": error,
            "now": now,
            "place": place_in_list(now, subject),
            "bucket": SET_ASIDE,
            "none": 0,
            "one": 1,
        },
    )
    transact([later, mark])


def clear(subject: str, *told: Write) -> None:
    """It was looked after: it is no longer before an operator for this. `told`: the journal's entry, where an
    operator had it looked after."""
    done = Write.update(
        TABLE, LABEL, subject_key(subject), "REMOVE #set_aside", condition="attribute_exists(#order_id)"
    )
    mark = Write.update(
        TABLE, SET_ASIDE, _mark_key(subject), "REMOVE #due_bucket, #due_at, #times", condition=_ALWAYS
    )
    transact([done, mark, *told])


def make_due(subject: str, now: str, told: Write) -> None:
    """Have the next sweep look after it, which clears the mark or sets it aside anew. `told`: the journal's
    entry. Raises ConditionRefused if it is not set aside any more, or was made due by this very `now`."""
    due = Write.update(
        TABLE,
        LABEL,
        subject_key(subject),
        "SET #due_at = :now",
        condition="attribute_exists(#set_aside) AND attribute_exists(#due_at) AND #due_at <> :now",
        values={"now": now},
    )
    transact([due, told])


def is_marked(subject: str) -> bool:
    """Whether it stands before an operator for this, so far as nobody looked after it since. What can name
    neither an order nor a return does not."""
    if order_of(subject) is None:
        return False
    mark = get(TABLE, _mark_key(subject))
    return mark is not None and "due_at" in mark


def load_all(aside: Aside) -> list[SetAside]:
    """All marks, as `load_many`. The index lags."""
    found = query(TABLE, "#due_bucket = :bucket", {"bucket": SET_ASIDE}, index=DUE_INDEX)
    return load_many([_key_in(one) for one in found], aside)


def places(limit: int, start: str = "") -> list[tuple[str, Item]]:
    """The places of at most `limit` marks with their keys, the oldest first, from the place `start` on, that
    included. The index lags."""
    values = {"bucket": SET_ASIDE, "start": start or FIRST_PLACE}
    condition = "#due_bucket = :bucket AND #due_at >= :start"
    found = query(TABLE, condition, values, index=DUE_INDEX, oldest=limit)
    return [(one["due_at"], _key_in(one)) for one in found]


def load_many(keys: Sequence[Item], aside: Aside) -> list[SetAside]:
    """The marks under these keys that still stand, the oldest first; those that cannot be read go `aside`."""
    marks = (item for item in batch_get(TABLE, keys, consistent=True) if "due_at" in item)
    return sorted(read_each(marks, _mark, _subject, aside), key=lambda one: one.since)


def count_marks(most: int) -> int:
    """How many there are, counted up to `most`. The index lags."""
    bucket = {"bucket": SET_ASIDE}
    return len(list(query(TABLE, "#due_bucket = :bucket", bucket, index=DUE_INDEX, oldest=most)))


def _key_in(found: Item) -> Item:
    return {"order_id": found["order_id"], "item": found["item"]}


def _mark_key(subject: str) -> Item:
    key = subject_key(subject)
    return key | {"item": f"{SET_ASIDE}#{subject}" if ids.order_of_part(subject) else SET_ASIDE}


def _subject(item: Item) -> str:
    return str(item["item"].partition("#")[2] or item["order_id"])


@reader
def _mark(item: Item) -> SetAside:
    return SetAside(
        _subject(item),
        value(item, "error", str),
        value(item, "due_at", str).partition("#")[0],
        value(item, "last", str),
        value(item, "times", int),
    )
