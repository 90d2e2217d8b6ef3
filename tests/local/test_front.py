"""The edge hands requests on as they were sent, and answers for itself only when nobody else can."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from local.front.app import Behind, make_runner

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def echo(request: web.Request) -> web.StreamResponse:
    headers = [[name, value] for name, value in request.headers.items()]
    body = (await request.read()).decode()
    return web.json_response({"path": request.raw_path, "headers": headers, "body": body})


def test_path_and_query_arrive_as_they_were_sent(tmp_path: Path) -> None:
    seen = ask(tmp_path, "GET", "/api/lines/a%2Fb%20c?q=%C3%A4&q=2")

    assert seen["path"] == "/stage/lines/a%2Fb%20c?q=%C3%A4&q=2"


def test_where_no_kitchen_runs_its_control_says_so_at_once(tmp_path: Path) -> None:
    status, kind, body = exchange(tmp_path, "POST", "/kitchen", kitchen=False)

    assert (status, kind) == (404, "application/problem+json")
    assert b"KITCHEN=off or own" in body


def test_the_sandbox_keeps_its_prefix(tmp_path: Path) -> None:
    assert ask(tmp_path, "GET", "/sandbox/v1/payment_intents")["path"] == "/sandbox/v1/payment_intents"


def test_hop_by_hop_headers_stay_behind_and_repeated_ones_are_kept(tmp_path: Path) -> None:
    kept = [("X-Twice", "1"), ("X-Twice", "2")]
    hops = [("Connection", "X-Private"), ("X-Private", "y"), ("TE", "x")]

    seen = ask(tmp_path, "GET", "/api/x", headers=kept + hops)["headers"]

    assert [value for name, value in seen if name == "X-Twice"] == ["1", "2"]
    assert not {"X-Private", "TE"} & {name for name, _ in seen}


@pytest.mark.parametrize(
    ("path", "own", "passed"),
    [
        pytest.param("/api/cart", [], ["Bearer abc"], id="it becomes the bearer token"),
        pytest.param(
            "/api/cart", [("Authorization", "Bearer own")], ["Bearer own"], id="a bearer token wins over it"
        ),
        pytest.param("/sandbox/x", [], [], id="it goes nowhere but to the API"),
    ],
)
def test_a_session_cookie_is_for_the_api(
    tmp_path: Path, path: str, own: list[tuple[str, str]], passed: list[str]
) -> None:
    seen = ask(tmp_path, "GET", path, headers=[("Cookie", "__Host-session=abc"), *own])["headers"]

    assert [value for name, value in seen if name == "Authorization"] == passed


def test_a_body_over_ten_megabytes_is_a_problem(tmp_path: Path) -> None:
    status, kind, body = exchange(tmp_path, "POST", "/api/x", body=b"a" * (10 * 1024 * 1024 + 1))

    assert (status, kind) == (413, "application/problem+json")
    assert json.loads(body)["type"] == "/api/problems/body-too-large"


def test_a_server_that_is_gone_is_a_problem(tmp_path: Path) -> None:
    status, kind, body = exchange(tmp_path, "GET", "/api/x", gone=True)

    assert (status, kind) == (502, "application/problem+json")
    assert json.loads(body)["detail"]


def test_a_server_that_does_not_answer_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("local.front.app.API_SECONDS", 0.05)

    async def hang(_request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        return web.Response()

    status, kind, _body = exchange(tmp_path, "GET", "/api/x", handler=hang)

    assert (status, kind) == (504, "application/problem+json")


@pytest.mark.parametrize("path", ["/.env", "/%2e%2e/secret", "/missing.js", "/a%00b"])
def test_nothing_but_the_pages_is_served(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret").write_text("no")
    pages = tmp_path / "web"
    pages.mkdir()
    (pages / ".env").write_text("no")

    status, _kind, _body = exchange(pages, "GET", path)

    assert status == 404


def test_a_folder_stands_for_its_index_page(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<h1>Pizza</h1>")

    status, kind, body = exchange(tmp_path, "GET", "/")

    assert (status, kind, body) == (200, "text/html", b"<h1>Pizza</h1>")


@pytest.mark.parametrize(
    ("path", "served"),
    [("/orders/x", "index"), ("/console", "console"), ("/console/orders", "console"), ("/crash", "crash")],
)
def test_a_path_that_is_no_file_is_a_page_of_its_face(tmp_path: Path, path: str, served: str) -> None:
    for name in ("index", "console", "crash"):
        (tmp_path / f"{name}.html").write_text(name)

    assert exchange(tmp_path, "GET", path)[::2] == (200, served.encode())


def test_the_crash_bench_is_called_by_post_and_shown_by_get(tmp_path: Path) -> None:
    (tmp_path / "crash.html").write_text("bench")

    _status, _kind, called = exchange(tmp_path, "POST", "/crash/kill", body=b"{}")

    assert json.loads(called)["path"] == "/crash/kill"
    assert exchange(tmp_path, "GET", "/crash/kill")[::2] == (200, b"bench")


def test_where_no_crash_bench_runs_its_control_says_so(tmp_path: Path) -> None:
    status, kind, body = exchange(tmp_path, "POST", "/crash/kill", crash=False)

    assert (status, kind) == (404, "application/problem+json")
    assert b"CRASH=off" in body


@pytest.mark.parametrize(
    ("headers", "answered"),
    [
        pytest.param([], 200, id="a program of this machine"),
        pytest.param(
            [("Host", "localhost:8000"), ("Origin", "http://localhost:8000")], 200, id="its own page"
        ),
        pytest.param([("Origin", "https://evil.example")], 403, id="a page from elsewhere"),
        pytest.param([("Origin", "null")], 403, id="a page from nowhere"),
        pytest.param(
            [("Host", "127.0.0.1:8000"), ("Origin", "http://127.0.0.1:9000")], 403, id="another port"
        ),
        pytest.param([("Host", "evil.example:8000")], 403, id="another name that leads here"),
        pytest.param(
            [("Host", "evil.example"), ("Origin", "http://evil.example")], 403, id="the page of that name"
        ),
    ],
)
@pytest.mark.parametrize("path", ["/crash/restart", "/sandbox/faults", "/kitchen"])
def test_only_this_machines_own_pages_and_programs_control_it(
    tmp_path: Path, path: str, headers: list[tuple[str, str]], answered: int
) -> None:
    assert exchange(tmp_path, "POST", path, headers=headers, body=b"{}")[0] == answered


def test_faults_of_the_provider_are_called_off_by_this_machines_own_pages_alone(tmp_path: Path) -> None:
    foreign = [("Origin", "https://evil.example")]

    assert exchange(tmp_path, "DELETE", "/sandbox/faults/1", headers=foreign)[0] == 403
    assert exchange(tmp_path, "DELETE", "/sandbox/faults/1")[0] == 200


PAGE = "https://shop.example"


@pytest.mark.parametrize(
    ("origin", "told"),
    [
        (PAGE, {"Access-Control-Allow-Origin": PAGE, "Vary": "Origin"}),
        ("https://evil.example", {"Vary": "Origin"}),
    ],
)
@pytest.mark.parametrize("gone", [False, True], ids=["the server answers", "the edge answers"])
def test_pages_of_allowed_origins_alone_may_read_what_is_answered_for_the_api(
    tmp_path: Path, origin: str, told: dict[str, str], gone: bool
) -> None:
    """Whatever the server says of them: an embedded gateway may echo anybody."""

    async def echoing(request: web.Request) -> web.StreamResponse:
        return web.Response(headers={"Access-Control-Allow-Origin": request.headers["Origin"]})

    async def once() -> dict[str, str]:
        async with (
            edge(tmp_path, echoing, gone=gone, origins=(PAGE,)) as base,
            session() as client,
            client.get(f"{base}/api/x", headers={"Origin": origin}) as answer,
        ):
            return dict(answer.headers)

    found = asyncio.run(once())
    names = ("Access-Control-Allow-Origin", "Vary")
    assert {name: found[name] for name in names if name in found} == told


@pytest.mark.parametrize(
    ("path", "headers", "status"), [("a" * 20_000, {}, 414), ("x", {"X": "a" * 20_000}, 431)]
)
def test_a_page_may_read_that_its_request_is_too_long(
    tmp_path: Path, path: str, headers: dict[str, str], status: int
) -> None:
    async def once() -> tuple[int, Any, str]:
        async with (
            edge(tmp_path, echo, origins=(PAGE,)) as base,
            session() as client,
            client.get(f"{base}/api/{path}", headers={"Origin": PAGE, **headers}) as answer,
        ):
            return answer.status, await answer.json(), answer.headers["Access-Control-Allow-Origin"]

    found, told, allowed = asyncio.run(once())
    assert (found, told["status"], allowed) == (status, status, PAGE)
    assert told["type"] == "/api/problems/bad-request"


def test_a_thousand_requests_at_once_are_all_answered(tmp_path: Path) -> None:
    async def many() -> list[int]:
        async with edge(tmp_path, echo) as base, session() as client:

            async def one() -> int:
                async with client.get(f"{base}/api/x") as answer:
                    return answer.status

            return await asyncio.gather(*(one() for _ in range(1000)))

    assert set(asyncio.run(many())) == {200}


def ask(pages: Path, method: str, path: str, headers: list[tuple[str, str]] | None = None) -> Any:
    """What the server behind saw."""
    status, _kind, body = exchange(pages, method, path, headers=headers)
    assert status == 200
    return json.loads(body)


def exchange(
    pages: Path,
    method: str,
    path: str,
    *,
    headers: list[tuple[str, str]] | None = None,
    body: bytes | None = None,
    handler: Handler = echo,
    gone: bool = False,
    kitchen: bool = True,
    crash: bool = True,
) -> tuple[int, str, bytes]:
    async def once() -> tuple[int, str, bytes]:
        async with edge(pages, handler, gone=gone, kitchen=kitchen, crash=crash) as base, session() as client:
            target = URL(base + path, encoded=True)
            async with client.request(method, target, headers=headers, data=body) as answer:
                return answer.status, answer.content_type, await answer.read()

    return asyncio.run(once())


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(b"garbage\r\n\r\n", id="no HTTP"),
        pytest.param(b"FOO /api/x HTTP/1.1\r\nHost: x\r\n\r\n", id="no method"),
        pytest.param(b"GET /api/" + b"a" * 300_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", id="a long line"),
        pytest.param(b"GET /api/x HTTP/1.1\r\nX: " + b"a" * 300_000 + b"\r\n\r\n", id="a long header"),
        pytest.param(b"GET /api/x HTTP/1.1\r\nX: " + b"a" * 9_000_000 + b"\r\n\r\n", id="a very long header"),
        pytest.param(b"POST /api/x HTTP/1.1\r\nContent-Length: -1\r\n\r\n", id="a length below nothing"),
    ],
)
def test_what_is_no_request_is_refused_by_a_problem(tmp_path: Path, request_: bytes) -> None:
    head, body = asyncio.run(sent_raw(tmp_path, request_))

    assert b" 400 " in head.split(b"\r\n")[0]
    assert b"Content-Type: application/problem+json" in head
    assert json.loads(body)["type"] == "/api/problems/bad-request"


def test_an_expectation_that_nobody_knows_is_passed_over(tmp_path: Path) -> None:
    asked = b"GET /api/x HTTP/1.1\r\nHost: x\r\nExpect: cake\r\nConnection: close\r\n\r\n"
    head, _ = asyncio.run(sent_raw(tmp_path, asked))
    assert b" 200 " in head.split(b"\r\n")[0]


async def sent_raw(pages: Path, request_: bytes) -> tuple[bytes, bytes]:
    """Head and body of what is answered to these bytes, after which the edge closes the connection."""
    async with edge(pages, echo) as base:
        address = URL(base)
        reader, writer = await asyncio.open_connection(address.host, address.port)
        writer.write(request_)
        answered = await reader.read()
        writer.close()
    head, _, body = answered.partition(b"\r\n\r\n")
    return head, body


def session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))


@asynccontextmanager
async def edge(
    pages: Path,
    handler: Handler,
    *,
    gone: bool = False,
    kitchen: bool = True,
    crash: bool = True,
    origins: tuple[str, ...] = (),
) -> AsyncIterator[str]:
    """The edge's address, in front of a server that answers everything with `handler`, or of nothing."""
    behind = web.Application(client_max_size=2**24)
    behind.router.add_route("*", "/{path:.*}", handler)
    async with running(web.AppRunner(behind, shutdown_timeout=0.1)) as server:
        upstream = "http://127.0.0.1:1" if gone else server
        stands_before = Behind(
            f"{upstream}/stage",
            upstream,
            upstream if kitchen else "",
            pages,
            origins,
            crash=upstream if crash else "",
        )
        async with running(make_runner(stands_before, shutdown_timeout=0.1)) as front:
            yield front


@asynccontextmanager
async def running(runner: web.AppRunner) -> AsyncIterator[str]:
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
