"""Send messages to whoever is connected, and tell those who watch of whoever turns out to have left."""

from collections.abc import Sequence
from typing import Any

from functions.live import gateway, store
from functions.live.deliver import Letter, deliver
from functions.live.tell_presence import tell_who_left
from functions.shared import clock


def push(owner: str, message: dict[str, Any]) -> None:
    """Send one message to every live connection that follows this owner. Nobody connected is one read.

    Raises TransientError, and what AWS raises, where the connections could not be read or removed.
    """
    text = gateway.text_of(message)
    send([Letter(one, text) for one in store.followers(owner, clock.now())])


def send(letters: Sequence[Letter]) -> None:
    """Send all (deliver.py). Raises as `push`."""
    tell_who_left(deliver(letters))
