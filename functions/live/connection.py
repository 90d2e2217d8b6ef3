"""A client's connection: how long it lives, how fast it may speak, how many an owner has."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from functions.session.groups import order_of_link

LIFETIME = timedelta(hours=2)
"""API Gateway ends a connection then, whatever it is used for."""

IDLE = timedelta(minutes=10)
"""API Gateway ends a connection on which nothing was said for so long. Clients ping every five minutes."""

GONE_BEFORE = timedelta(minutes=10)
"""So long before its end a connection is told to make room for another: one ping at least falls into it."""

OPENING = timedelta(seconds=30)
"""So long API Gateway may not know a connection that is registered here: it waits for the answer to its
handshake, 29 s at most."""

MOST_TABS = 10
"""Connections that an owner has at once. Whoever opens one more ends the oldest."""

MOST_FOLLOWERS = 100
"""Connections that one message goes to, the newest: an owner's own, and those of who merged the owner's cart.
More than any owner's tabs together: those that ended without a word are among them for ten minutes."""

MOST_ORDERS = 10
"""Orders that an operator's connection is told of: its page shows one, and each is a write at every ping."""

MESSAGE_MS = 200
"""So much time each message of a client takes up: five a second in the long run."""

BURST_MS = 20 * MESSAGE_MS
"""So far a client may be ahead of that: twenty messages at once. What is beyond is refused."""

CLOSING_MS = 3 * BURST_MS
"""Who is so far ahead goes on although forty messages were refused, and is closed."""


NOT_CONNECTED = "not-connected"
"""Why a connection is ended that did not hear what it was sent."""


class Pace(Enum):
    """How a message finds its connection: in time, too fast, or so fast that the connection is closed."""

    FINE = "fine"
    TOO_FAST = "too-fast"
    FLOOD = "flood"


@dataclass(frozen=True)
class Watch:
    """That a client shows a conversation, called as it calls it and of this owner: it is told whether `whom`,
    the other side, is there."""

    whom: str
    conversation: str
    owner: str


@dataclass(frozen=True)
class Connection:
    """One client's connection. `owner` is whose session opened it, `operator` whether of an operator.

    `follows`: the owners whose orders and conversations it is told of, the own one first; of an operator also
    the orders that its page shows, each as its link's owner. `expires_at`: it counts as gone then, unless it
    is heard before. `ended`: nothing is sent on it any more, though the gateway may still hold it open.
    `watches`: the conversation that it shows. `greeted`: it has said hello. `session`: the id of the session
    that opened it. Times are UTC.
    """

    connection_id: str
    owner: str
    operator: bool
    opened_at: datetime
    expires_at: datetime
    follows: tuple[str, ...] = ()
    ended: bool = False
    watches: Watch | None = None
    greeted: bool = False
    session: str = ""

    @property
    def orders(self) -> tuple[str, ...]:
        """The orders that it follows by their ids."""
        found = (order_of_link(one) for one in self.follows)
        return tuple(one for one in found if one)

    @property
    def ends_at(self) -> datetime:
        """When it ends however much it is used."""
        return self.opened_at + LIFETIME

    def ends_in(self, now: datetime) -> int:
        """Whole seconds until then, 0 when it is over."""
        return max(0, int((self.ends_at - now).total_seconds()))

    def should_go(self, now: datetime) -> bool:
        """Whether its end is so near that the client is told to open another."""
        return now >= self.ends_at - GONE_BEFORE

    def is_young(self, now: datetime) -> bool:
        """Whether the gateway may still be waiting for the answer to its handshake."""
        return now < self.opened_at + OPENING

    def heard(self, now: datetime) -> "Connection":
        """As it stands after a sign of life."""
        return replace(self, expires_at=expiry(self.opened_at, now))


def expiry(opened_at: datetime, now: datetime) -> datetime:
    """When a connection that was heard now counts as gone."""
    return min(now + IDLE, opened_at + LIFETIME)


def pace(ahead_ms: int) -> Pace:
    """Of a connection whose messages take up this much more time than has passed."""
    if ahead_ms <= BURST_MS:
        return Pace.FINE
    return Pace.TOO_FAST if ahead_ms <= CLOSING_MS else Pace.FLOOD


def too_many(own: Iterable[Connection]) -> list[Connection]:
    """Which connections of one owner have to go, the oldest first. The same on every machine."""
    oldest_first = sorted(standing(own), key=lambda one: (one.opened_at, one.connection_id))
    return oldest_first[:-MOST_TABS]


def standing(found: Iterable[Connection]) -> list[Connection]:
    """Those that were not ended."""
    return [one for one in found if not one.ended]
