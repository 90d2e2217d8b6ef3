"""Tell those who show a conversation whether its other side is there, when that changes.

    somebody says hello        they are there
    the last of them leaves    they are away: `$disconnect`, or a connection that is found gone or is ended
    the last of them expires   nobody says so: `expires_in` told when, and whoever still wants to know
                               watches again

Whoever has told looks again, and tells again where it is no longer so. So of two who tell at once, whoever
has the last word has looked after the last change.

What is told is no promise: what is lost ends by itself.
"""

from collections.abc import Iterable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.live import gateway, store, watch_store
from functions.live.connection import Connection, standing
from functions.live.deliver import Letter, deliver
from functions.session.groups import OPERATORS, order_of_link
from functions.shared import clock
from functions.shared.errors import TransientError
from functions.shared.observe import count, logger

LOOKS = 4
"""Whoever has told looks again, so often at most."""

ROUNDS = 3
"""Those who are told may turn out to have left themselves: whoever watches these is told, and so on, so many
times at most."""


def tell_who_came(whom: Iterable[str]) -> None:
    """Tell who watches these owners (or operators) that they are there. Where nobody watches, that is one
    read for each of them. Whatever goes wrong is logged and counted: nobody waits for it."""
    tell_who_left(_tell(whom, told=None))


def tell_who_left(whom: Iterable[str]) -> None:
    """A connection has left that followed these: tell who watches them, if it was the last. Else as
    `tell_who_came`."""
    left = frozenset(whom)
    for _ in range(ROUNDS):
        if not left:
            return
        left = _tell(left, told=True)


def tell_watcher(watcher: Connection) -> None:
    """Tell this one, who has begun to watch. Raises as `deliver`."""
    assert watcher.watches is not None  # noqa: S101 - it watches
    _tell_all([watcher], watcher.watches.whom, told=None)


def _tell(whom: Iterable[str], told: bool | None) -> frozenset[str]:
    """`told`: whether they are there, as far as was told before. The owners of whom a connection has left
    that was to be told. Nobody watches who looks at an order by its link or its id."""
    watched = sorted(one for one in whom if not order_of_link(one))
    return frozenset(owner for one in watched for owner in _tell_of(one, told))


def _tell_of(whom: str, told: bool | None) -> frozenset[str]:
    try:
        watchers = watch_store.watchers(whom, clock.now())
        return _tell_all(watchers, whom, told) if watchers else frozenset()
    except (TransientError, ClientError, BotoCoreError) as failure:
        logger.warning("presence not told", extra={"error": type(failure).__name__})
        count("PresenceNotTold")
        return frozenset()


def _tell_all(watchers: list[Connection], whom: str, told: bool | None) -> frozenset[str]:
    left: frozenset[str] = frozenset()
    for _ in range(LOOKS):
        expires_in = _expires_in(whom)
        if (expires_in > 0) == told:
            return left
        told = expires_in > 0
        left |= deliver([Letter(one, _message(one, expires_in)) for one in watchers])
    return left


def _expires_in(whom: str) -> int:
    """Seconds until the last of their connections counts as gone, 0 where there is none."""
    now = clock.now()
    there = standing(store.followers(whom, now))
    return max((int((one.expires_at - now).total_seconds()) for one in there), default=0)


def _message(watcher: Connection, expires_in: int) -> str:
    assert watcher.watches is not None  # noqa: S101 - it watches
    shown: dict[str, Any] = {
        "type": "presence",
        "conversation": watcher.watches.conversation,
        "owner": watcher.watches.owner,
        "side": "operator" if watcher.watches.whom == OPERATORS else "customer",
        "online": expires_in > 0,
        "expires_in": expires_in,
    }
    return gateway.text_of(shown)
