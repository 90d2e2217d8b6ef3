"""What the edge says to requests that are no HTTP, or too long: a problem, as everywhere else.

aiohttp answers them by itself, in plain text, before any route is looked for. It offers no other place to say
it: its handler of such errors is replaced for the whole process, which serves nothing but the edge.
"""

import asyncio
from typing import Any

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from local.front.proxy import problem

_as_built = RequestHandler.handle_error
HEARD_OUT_SECONDS = 2.0
LOOK_SECONDS = 0.02
UNREADABLE = "The request is not HTTP as it should be, or its first line or a header is too long."


def answer_in_problems() -> None:
    """Again is fine."""
    RequestHandler.handle_error = _handle_error  # type: ignore[assignment, method-assign]


async def expect(request: web.Request) -> None:
    """Who waits before sending a body is told to go on; any other expectation is passed over."""
    if request.headers.get("Expect", "").lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0


def _handle_error(
    handler: RequestHandler,
    request: web.BaseRequest,
    status: int = 500,
    exc: BaseException | None = None,
    message: str | None = None,
) -> web.StreamResponse:
    if not 400 <= status < 500:
        given: Any = (request, status, exc, message)
        return _as_built(handler, *given)
    refused = HeardOut(handler, problem(status, "bad-request", UNREADABLE))
    refused.force_close()
    return refused


class HeardOut(web.Response):
    """An answer after which the connection closes once the client has said all, or after two seconds.

    A connection closed on bytes that nobody read is reset, and the reset may overtake the answer.
    """

    def __init__(self, handler: RequestHandler, said: web.Response) -> None:
        super().__init__(status=said.status, body=said.body, headers=said.headers)
        self._handler = handler

    async def write_eof(self, data: bytes = b"") -> None:
        await super().write_eof(data)
        transport = self._handler.transport
        if transport is None or transport.is_closing():
            return
        transport.write_eof()
        self._handler.close()  # from here on what arrives is read and dropped
        for _ in range(round(HEARD_OUT_SECONDS / LOOK_SECONDS)):
            if self._handler.transport is None:
                return
            await asyncio.sleep(LOOK_SECONDS)
