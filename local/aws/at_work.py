"""Shows which workers of the embedded cloud are at work: GET /_paidonce/at-work."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

PATH = "/_paidonce/at-work"

Scope = MutableMapping[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Asgi = Callable[[Scope, Any, Send], Awaitable[None]]


def showing_workers(app: Asgi, at_work: Callable[[], dict[int, str]]) -> Asgi:
    """`app` with one path more: `{"workers": [{"pid", "function"}]}`."""

    async def serve(scope: Scope, receive: Any, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATH:
            await app(scope, receive, send)
            return
        workers = [{"pid": pid, "function": name} for pid, name in at_work().items()]
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps({"workers": workers}).encode()})

    return serve
