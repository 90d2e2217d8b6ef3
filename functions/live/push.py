"""Messages to whoever is connected."""

from typing import Any


def push(owner: str, message: dict[str, Any]) -> None:
    """Sends the message to every connection of the owner. Raises TransientError if a try again may help."""
