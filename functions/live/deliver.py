"""Deliver messages to connections. A connection has all it was sent, or is ended.

    posted          done
    gone            the gateway has no such connection any more: ours is removed. One that may be opening is
                    left: its client has yet to say hello, and finds everything then
    not heard       once more, after all others; then it is dismissed: ended here and closed there
    ended before    it is closed instead

So no client is behind without knowing: one whose connection was ended opens another and says hello, which
fills the gap. What is sent twice is told by its version, or its number.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from functions.live import gateway, store
from functions.live.connection import NOT_CONNECTED, Connection
from functions.live.gateway import ConnectionGone, NotHeard
from functions.shared import clock
from functions.shared.observe import count, logger

AT_ONCE = 10
"""Messages that are sent at once, as many as a client of AWS keeps connections: one that hangs holds no other
up."""

SECONDS = 10.0
"""So long messages are begun to be sent; whoever was not reached by then is dismissed."""

T = TypeVar("T")


@dataclass(frozen=True)
class Letter:
    """One message, as text, to one connection."""

    to: Connection
    text: str


def deliver(letters: Sequence[Letter]) -> frozenset[str]:
    """Send all, a few at a time: within some fifteen seconds, whoever hangs. The owners (or operators) of
    whom a connection has left. Raises TransientError, and what AWS raises, where the table did not answer."""
    deadline = clock.monotonic() + SECONDS
    unheard, left = _round(letters, deadline)
    lost, left_later = _round(unheard, deadline)
    dismissed = each(_one_each(lost), lambda letter: _dismissed(letter, deadline))
    return frozenset(owner for owners in (*left, *left_later, *dismissed) for owner in owners)


def close_ended(connection: Connection) -> None:
    """The gateway is asked, once, to end what was ended here. The gateway knows a connection some time after
    it was registered here: until then it calls it gone, and opens it nevertheless."""
    try:
        gateway.close(connection.connection_id)
    except ConnectionGone:
        if connection.is_young(clock.now()) and not store.has_spoken(connection.connection_id):
            return
    except NotHeard:
        logger.info("connection not closed")
        return
    store.unfollow(connection)


def each(things: Sequence[Letter], do: Callable[[Letter], T]) -> list[T]:
    """What comes of each, a few at a time."""
    if len(things) < 2:
        return [do(one) for one in things]
    with ThreadPoolExecutor(min(AT_ONCE, len(things))) as workers:
        return list(workers.map(do, things))


def _round(letters: Sequence[Letter], deadline: float) -> tuple[list[Letter], list[tuple[str, ...]]]:
    """Those that were not heard; whom the connections followed that have left."""
    sent = each(letters, lambda letter: _sent(letter, deadline))
    unheard = [letter for letter, left in zip(letters, sent, strict=True) if left is None]
    return unheard, [left for left in sent if left is not None]


def _one_each(letters: Sequence[Letter]) -> list[Letter]:
    """One letter for each connection."""
    return list({letter.to.connection_id: letter for letter in letters}.values())


def _dismissed(letter: Letter, deadline: float) -> tuple[str, ...]:
    """Past the deadline the gateway is not asked: whoever sends something next closes the connection, and its
    client is told so when it speaks."""
    count("ConnectionsDismissed")
    follows = store.end(letter.to, NOT_CONNECTED)
    if clock.monotonic() <= deadline:
        close_ended(letter.to)
    return follows


def _sent(letter: Letter, deadline: float) -> tuple[str, ...] | None:
    """Whom the connection followed, if it has left; None where it was not heard."""
    if clock.monotonic() > deadline:
        return None
    if letter.to.ended:
        close_ended(letter.to)
        return ()
    try:
        return () if _has_it(letter) else store.remove(letter.to)
    except NotHeard:
        logger.warning("message not taken")
        return None


def _has_it(letter: Letter) -> bool:
    """Whether the client has the message, or will ask for all it missed; else it is gone. A young connection
    may have been opened and heard since the gateway called it gone."""
    for _ in range(2):
        try:
            gateway.post(letter.to.connection_id, letter.text)
        except ConnectionGone:
            if not letter.to.is_young(clock.now()):
                return False
            if not store.has_spoken(letter.to.connection_id):
                return True
        else:
            return True
    return False
