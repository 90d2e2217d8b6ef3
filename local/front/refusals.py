"""What the edge says to requests that are no HTTP, or too long: a problem, as everywhere else.

aiohttp answers them by itself, in plain text, before any route is looked for. It offers no other place to say
it: its handler of such errors is replaced for the whole process, which serves nothing but the edge.
"""

from typing import Any

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from local.front.proxy import problem

_as_built = RequestHandler.handle_error
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
    refused = problem(status, "bad-request", UNREADABLE)
    refused.force_close()
    return refused
