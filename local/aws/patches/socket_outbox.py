"""An open connection costs nothing while nothing is sent on it: upstream looks for more twice a second.

A connection waits for its outbox instead, which ends with None; closing the connection puts that there.
"""

import asyncio
from collections.abc import Awaitable
from typing import Any

from ministack.services import apigateway

from local.aws.anchor import expect

SOURCE = "6d609b2db6a0"
LOOK = 0.5
"""How long `handle_websocket` waits for its outbox before it looks again."""


class _Closing(asyncio.Event):
    """The end of a connection, which its outbox is told of."""

    def __init__(self, outbox: "asyncio.Queue[Any]") -> None:
        super().__init__()
        self._outbox = outbox

    def set(self) -> None:
        super().set()
        self._outbox.put_nowait(None)


class _Asyncio:
    """asyncio as the module sees it. A connection makes its outbox, and then, without a pause, its end."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    def Queue(self) -> "asyncio.Queue[Any]":
        self._latest: asyncio.Queue[Any] = asyncio.Queue()
        return self._latest

    def Event(self) -> asyncio.Event:
        return _Closing(self._latest)

    async def wait_for(self, awaited: Awaitable[Any], timeout: float) -> Any:
        return await (awaited if timeout == LOOK else asyncio.wait_for(awaited, timeout))


def apply() -> None:
    """Give the module an asyncio that waits."""
    expect(apigateway, "handle_websocket", source=SOURCE)
    apigateway.asyncio = _Asyncio()
