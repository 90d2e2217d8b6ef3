"""The edge of the local shop: pages, the API, the socket, the payment sandbox, the kitchen and the crash
bench on one port."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import aiohttp
from aiohttp import web

from functions.shared import cors
from infra.edge.pages import kept, page_headers
from local.front.edge import page_of
from local.front.gate import Gate
from local.front.measured import Measured
from local.front.proxy import Upstream, problem
from local.front.refusals import answer_in_problems, expect
from local.front.same_origin import refusal
from local.front.socket import AWS_LIMITS, Limits, SocketUpstream

API_SECONDS = 150.0  # more than authorizer and function together may live, so that only what hangs meets it
SANDBOX_SECONDS = 60.0  # its faults may hold an answer back on purpose
KITCHEN_SECONDS = 60.0
CRASH_SECONDS = 60.0
API_AT_ONCE = 24
"""Three times those who may wait for their orders (local/launcher.py, WAITING): others always find a place.
More at once would make none of them faster on a machine of few cores, and each of them slower."""
OTHERS_AT_ONCE = 64
MOST_WAITING = 4000
TURN_SECONDS = 10.0  # then it is told to come again: most clients give up after half a minute
MAX_HEADER = 16 * 1024
MOST_PARSED = 16 * MAX_HEADER
"""What is longer than this is refused before anybody knows which page sent it."""
MAX_BODY = 10 * 1024 * 1024  # what API Gateway accepts
IDLE_SECONDS = 20.0  # less than any server behind keeps a connection open


@dataclass(frozen=True)
class Behind:
    """What the edge stands in front of.

    `api` is the base URL of the stage, below which paths carry no `/api`; `sandbox` is the sandbox's
    address, whose paths begin with `/sandbox` themselves; `kitchen` that of the kitchen's control, which has
    `/kitchen` alone, or nothing where none runs; `pages` is the folder with the web pages. Pages of
    `allow_origins` may call the API from elsewhere. `socket` is the base URL of the socket's stage,
    whose connections are held to `limits`. Photos and receipts come from the origin `files`. `crash` is the
    address of the crash bench's control, or nothing where none runs.
    """

    api: str
    sandbox: str
    kitchen: str
    pages: Path
    allow_origins: tuple[str, ...] = ()
    socket: str = ""
    limits: Limits = AWS_LIMITS
    files: str = ""
    crash: str = ""


def make_app(behind: Behind) -> web.Application:
    """The edge as an aiohttp application."""
    app = web.Application(client_max_size=MAX_BODY)

    async def upstreams(_app: web.Application) -> AsyncIterator[None]:
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_SECONDS)  # bounded by the gates
        async with aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None),
        ) as session:
            api = Upstream(session, behind.api, API_SECONDS, _gate(API_AT_ONCE), sessions=True)
            sandbox = Upstream(session, behind.sandbox, SANDBOX_SECONDS, _gate(OTHERS_AT_ONCE))
            kitchen = Upstream(session, behind.kitchen, KITCHEN_SECONDS, _gate(OTHERS_AT_ONCE))
            crash = Upstream(session, behind.crash, CRASH_SECONDS, _gate(OTHERS_AT_ONCE))
            routes.update(api=api, sandbox=sandbox, kitchen=kitchen, crash=crash)
            live.append(SocketUpstream(session, behind.socket, behind.limits))
            writing = asyncio.create_task(measured.write())
            yield
            writing.cancel()

    measured = Measured()
    live: list[SocketUpstream] = []
    routes: dict[str, Upstream] = {}

    async def dispatch(request: web.Request) -> web.StreamResponse:
        path = request.rel_url.raw_path
        if path.startswith("/api/"):
            began = time.monotonic()
            answer = too_long(request) or await routes["api"].pass_on(request, path.removeprefix("/api"))
            measured.add(answer.status, time.monotonic() - began)
            return let_in(request, answer, behind.allow_origins)
        if refused := too_long(request):
            return refused
        if path == "/live":
            return await live[0].pass_on(request)
        if _is_control(request, path) and (refused := refusal(request)) is not None:
            return refused
        if path == "/sandbox" or path.startswith("/sandbox/"):
            return await routes["sandbox"].pass_on(request, path)
        if path == "/kitchen" and not behind.kitchen:
            return problem(404, "not-found", "The kitchen does not run here (KITCHEN=off or own).")
        if path == "/kitchen":
            return await routes["kitchen"].pass_on(request, path)
        if path.startswith("/crash/") and request.method == "POST":
            if not behind.crash:
                return problem(404, "not-found", "The crash bench does not run here (CRASH=off).")
            return await routes["crash"].pass_on(request, path)
        return _page(request, behind)

    app.cleanup_ctx.append(upstreams)
    app.router.add_route("*", r"/{path:[\s\S]*}", dispatch, expect_handler=expect)
    return app


def make_runner(behind: Behind, shutdown_timeout: float) -> web.AppRunner:
    """What serves the edge; `shutdown_timeout` in seconds is for requests that are under way at the end."""
    answer_in_problems()
    return web.AppRunner(
        make_app(behind),
        access_log=None,
        shutdown_timeout=shutdown_timeout,
        handler_cancellation=True,  # who hangs up while waiting leaves the queue
        auto_decompress=False,  # bodies are handed on as they were sent
        max_line_size=MOST_PARSED,
        max_field_size=MOST_PARSED,
    )


def too_long(request: web.Request) -> web.Response | None:
    """The refusal of a request whose address or one of whose headers is too long."""
    if len(request.raw_path) > MAX_HEADER:
        return problem(414, "bad-request", f"The address has more than {MAX_HEADER} bytes.")
    if any(len(name) + len(given) > MAX_HEADER for name, given in request.raw_headers):
        return problem(431, "bad-request", f"A header has more than {MAX_HEADER} bytes.")
    return None


def let_in(request: web.Request, answer: web.StreamResponse, allowed: tuple[str, ...]) -> web.StreamResponse:
    """The API's answer, or the edge's own, for pages of these origins to read and for no others."""
    headers = cors.named(request.headers.get("Origin"), allowed)
    if "Access-Control-Allow-Origin" not in headers:
        for name in [name for name in answer.headers if name.lower().startswith("access-control-")]:
            answer.headers.popall(name, None)
    answer.headers.update(headers)
    return answer


def _is_control(request: web.Request, path: str) -> bool:
    """Whether it would change what this machine does, and not only what the shop does."""
    controls = path == "/kitchen" or path.startswith(("/crash/", "/sandbox/faults"))
    return controls and request.method not in ("GET", "HEAD")


def _gate(at_once: int) -> Gate:
    return Gate(at_once, MOST_WAITING, TURN_SECONDS)


def _page(request: web.Request, behind: Behind) -> web.StreamResponse:
    """A file of the folder with the pages, by the rules and under the headers of those on AWS."""
    if request.method not in ("GET", "HEAD"):
        return problem(405, "method-not-allowed", "Only GET here.", {"Allow": "GET, HEAD"})
    root = behind.pages.resolve()
    wanted = unquote(page_of(request.rel_url.raw_path)).lstrip("/")
    if "\0" in wanted:
        return problem(404, "not-found", "There is no such page.")
    path = (root / wanted).resolve()
    hidden = any(part.startswith(".") for part in path.parts[len(root.parts) :])
    if not path.is_relative_to(root) or hidden or not path.is_file():
        return problem(404, "not-found", "There is no such page. Where there is none at all: make web.")
    headers = {"Cache-Control": kept(str(path.relative_to(root))), **page_headers(behind.files)}
    return web.FileResponse(path, headers=headers)
