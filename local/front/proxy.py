"""Hands one request on to a server behind the edge, and its answer back, as they are."""

import asyncio
import json
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

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
MAX_WAITING = 4000  # requests in hand at once, waiting ones included; beyond it, 503
SESSION_COOKIE = "__Host-session"


@dataclass
class Upstream:
    """A server behind the edge. `base` is an URL without a trailing slash; `timeout` in seconds."""

    session: aiohttp.ClientSession
    base: str
    timeout: float
    bearer_from_cookie: bool = False
    _in_hand: int = field(default=0, init=False)

    async def pass_on(self, request: web.Request, path: str) -> web.StreamResponse:
        """The server's answer for `path` (raw, with a leading slash), or a problem: 413, 502, 503, 504."""
        if self._in_hand >= MAX_WAITING:
            return problem(503, "try-again", "Too many requests at once", {"Retry-After": "1"})
        self._in_hand += 1
        try:
            return await self._exchange(request, path)
        except TimeoutError:
            return problem(504, "try-again", f"No answer within {self.timeout:.0f} s")
        except aiohttp.ClientError:
            return problem(502, "try-again", "The server behind the edge does not answer")
        except web.HTTPRequestEntityTooLarge:
            return problem(413, "body-too-large", "The body is larger than 10 MB")
        finally:
            self._in_hand -= 1

    async def _exchange(self, request: web.Request, path: str) -> web.StreamResponse:
        body = await request.read()
        query = request.rel_url.raw_query_string
        target = URL(f"{self.base}{path}" + (f"?{query}" if query else ""), encoded=True)
        async with asyncio.timeout(self.timeout):
            answer = await self.session.request(
                request.method,
                target,
                headers=self._headers(request),
                data=body or None,
                allow_redirects=False,
                skip_auto_headers=("User-Agent", "Content-Type", "Accept", "Accept-Encoding"),
            )
            async with answer:
                content = await answer.read()
        headers = _forwarded(answer.headers)
        return web.Response(status=answer.status, reason=answer.reason, body=content, headers=headers)

    def _headers(self, request: web.Request) -> CIMultiDict[str]:
        headers = _forwarded(request.headers)
        token = request.cookies.get(SESSION_COOKIE)
        if self.bearer_from_cookie and token and "Authorization" not in headers:
            headers["Authorization"] = f"Bearer {token}"
        earlier = headers.getall("X-Forwarded-For", [])
        headers["X-Forwarded-For"] = ", ".join([*earlier, request.remote or "127.0.0.1"])
        headers["X-Forwarded-Proto"] = request.scheme
        headers["X-Forwarded-Host"] = request.host
        return headers


def problem(status: int, name: str, title: str, headers: dict[str, str] | None = None) -> web.Response:
    """An error of the edge itself, in the shape of the API's own (RFC 9457)."""
    body = {"type": f"/api/problems/{name}", "title": title, "status": status}
    return web.Response(
        status=status, text=json.dumps(body), content_type="application/problem+json", headers=headers
    )


def _forwarded(headers: CIMultiDictProxy[str]) -> CIMultiDict[str]:
    """A copy that keeps repeated headers and drops those meant for one hop."""
    named = {name.strip().lower() for value in headers.getall("Connection", []) for name in value.split(",")}
    dropped = NOT_FORWARDED | named
    return CIMultiDict((key, value) for key, value in headers.items() if key.lower() not in dropped)
