"""Hands one request on to a server behind the edge, and its answer back, as they are."""

import asyncio
import json
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from local.front import edge
from local.front.gate import Busy, Gate

# RFC 9110 section 7.6.1, and Host, which names the next server.
NOT_FORWARDED = frozenset(
    {
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
AGAIN_SECONDS = {502: 1, 503: 2, 504: 2}  # what is said with Retry-After


@dataclass
class Upstream:
    """A server behind the edge, and the gate before it.

    `base` is an URL without a trailing slash. With `sessions` cookies become the Authorization header, as
    local/front/edge.py says; with `host` the server is told by which host it was called. `timeout` is the
    time, in seconds, that a request has from the moment it is handed on: what it waited at the gate does not
    count.
    """

    session: aiohttp.ClientSession
    base: str
    timeout: float
    gate: Gate
    sessions: bool = False
    host: bool = False
    _under_way: set["asyncio.Task[web.Response]"] = field(default_factory=set, init=False)

    async def pass_on(self, request: web.Request, path: str) -> web.StreamResponse:
        """The server's answer for `path` (raw, from its slash on), or a problem: 400, 403, 413, 502 to 504.

        503 means that the request was never handed on. One that was is seen to its end, and keeps its place
        until then, even if its client is gone: the server is at work on it.
        """
        headers = self._headers(request)
        if isinstance(headers, edge.Refused):
            return problem(*headers)
        try:
            body = await request.read()
            await self.gate.enter()
        except web.HTTPRequestEntityTooLarge:
            return problem(413, "body-too-large", "The body may have at most 10 MB.")
        except Busy as busy:
            return try_again(503, f"The shop is busy; nothing has come of this request. {busy}")
        if _gone(request):
            self.gate.leave()
            return try_again(503, "The client has left.")
        exchange = asyncio.create_task(self._exchange(request, path, body, headers))
        self._under_way.add(exchange)
        exchange.add_done_callback(self._ended)
        return await asyncio.shield(exchange)

    def _ended(self, exchange: "asyncio.Task[web.Response]") -> None:
        self._under_way.discard(exchange)
        self.gate.leave()

    async def _exchange(
        self, request: web.Request, path: str, body: bytes, headers: CIMultiDict[str]
    ) -> web.Response:
        try:
            async with asyncio.timeout(self.timeout):
                return await self._answer(request, path, body, headers)
        except TimeoutError:
            return try_again(504, f"The server behind the edge did not answer within {self.timeout:g} s.")
        except aiohttp.ClientError:
            return try_again(502, "The server behind the edge does not answer.")

    async def _answer(
        self, request: web.Request, path: str, body: bytes, sent: CIMultiDict[str]
    ) -> web.Response:
        query = request.rel_url.raw_query_string
        target = URL(f"{self.base}{path}" + (f"?{query}" if query else ""), encoded=True)
        answer = await self.session.request(
            request.method,
            target,
            headers=sent,
            data=body or None,
            allow_redirects=False,
            skip_auto_headers=("User-Agent", "Content-Type", "Accept", "Accept-Encoding"),
        )
        async with answer:
            content = await answer.read()
        headers = _forwarded(answer.headers)
        return web.Response(status=answer.status, reason=answer.reason, body=content, headers=headers)

    def _headers(self, request: web.Request) -> CIMultiDict[str] | edge.Refused:
        headers = _forwarded(request.headers)
        if self.sessions:
            own = f"{request.scheme}://{request.host}"
            passed = edge.to_api(request.method, headers, own, request.remote or "127.0.0.1")
            if isinstance(passed, edge.Refused):
                return passed
            headers = passed
        # Whatever a client says of it: attempts are limited by where they come from.
        headers["X-Forwarded-For"] = request.remote or "127.0.0.1"
        headers["X-Forwarded-Proto"] = request.scheme
        headers["X-Forwarded-Host"] = request.host
        if self.host:
            headers["Host"] = request.host
        return headers


def problem(status: int, name: str, detail: str, headers: dict[str, str] | None = None) -> web.Response:
    """An error of the edge itself, in the shape of the API's own (RFC 9457)."""
    title = name.replace("-", " ").capitalize()
    body = {"type": f"/api/problems/{name}", "title": title, "status": status, "detail": detail}
    return web.Response(
        status=status, text=json.dumps(body), content_type="application/problem+json", headers=headers
    )


def try_again(status: int, detail: str) -> web.Response:
    """A problem after which the same request, repeated with the same key, may well be answered."""
    return problem(status, "try-again", detail, {"Retry-After": str(AGAIN_SECONDS[status])})


def _gone(request: web.Request) -> bool:
    """Whether nobody is there any more to take the answer."""
    return request.transport is None or request.transport.is_closing()


def _forwarded(headers: CIMultiDictProxy[str]) -> CIMultiDict[str]:
    """A copy that keeps repeated headers and drops those meant for one hop."""
    named = {name.strip().lower() for value in headers.getall("Connection", []) for name in value.split(",")}
    dropped = NOT_FORWARDED | named
    return CIMultiDict((key, value) for key, value in headers.items() if key.lower() not in dropped)
