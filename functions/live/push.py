"""Send messages to whoever is connected. A connection has all it was sent, or is ended.

    posted          done
    gone            the gateway has no such connection any more: ours is removed
    not heard       once more, after all others; then it is dismissed: removed here and closed there

So no client is behind without knowing: one whose connection was ended opens another and says hello, which
fills the gap. What is sent twice is told by its version, or its number.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from functions.live import gateway, store
from functions.live.connection import Connection
from functions.live.gateway import ConnectionGone, NotHeard
from functions.shared import clock
from functions.shared.observe import count, logger

AT_ONCE = 10
"""Messages that are sent at once, as many as a client of AWS keeps connections: one that hangs holds no other
up."""

SECONDS = 10.0
"""So long messages are begun to be sent; whoever was not reached by then is dismissed."""


@dataclass(frozen=True)
class Letter:
    """One message, as text, to one connection."""

    to: Connection
    text: str


def push(owner: str, message: dict[str, Any]) -> None:
    """Send one message to every live connection that follows this owner. Nobody connected is one read.

    Raises TransientError, and what AWS raises, where the connections could not be read or removed.
    """
    text = gateway.text_of(message)
    send([Letter(one, text) for one in store.followers(owner, clock.now())])


def send(letters: Sequence[Letter]) -> None:
    """Send all, a few at a time: within some fifteen seconds, whoever hangs. Raises as `push`."""
    deadline = clock.monotonic() + SECONDS
    unheard = _each(letters, lambda letter: _sent(letter, deadline))
    lost = _each(unheard, lambda letter: _sent(letter, deadline))
    _each(_one_each(lost), lambda letter: _dismissed(letter, deadline))


def dismiss(connection: Connection) -> None:
    """End a connection that is not to be told anything any more. Raises as `push`."""
    store.remove(connection)
    gateway.close(connection.connection_id)


def _each(letters: Sequence[Letter], done: Callable[[Letter], bool]) -> list[Letter]:
    """Those that it was not done for."""
    if len(letters) < 2:
        return [letter for letter in letters if not done(letter)]
    with ThreadPoolExecutor(min(AT_ONCE, len(letters))) as workers:
        finished = list(workers.map(done, letters))
    return [letter for letter, is_done in zip(letters, finished, strict=True) if not is_done]


def _one_each(letters: Sequence[Letter]) -> list[Letter]:
    """One letter for each connection."""
    return list({letter.to.connection_id: letter for letter in letters}.values())


def _dismissed(letter: Letter, deadline: float) -> bool:
    """Past the deadline the gateway is not asked: a client whose connection is unknown here is told so when
    it speaks."""
    count("ConnectionsDismissed")
    if clock.monotonic() > deadline:
        store.remove(letter.to)
    else:
        dismiss(letter.to)
    return True


def _sent(letter: Letter, deadline: float) -> bool:
    """Whether the client has it, or is gone."""
    if clock.monotonic() > deadline:
        return False
    try:
        gateway.post(letter.to.connection_id, letter.text)
    except ConnectionGone:
        store.remove(letter.to)
    except NotHeard:
        logger.warning("message not taken")
        return False
    return True
