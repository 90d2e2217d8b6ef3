"""The edge hands a connection on message by message, and holds it to API Gateway's limits."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import WSMsgType, web

from local.front.app import Behind, make_runner
from local.front.socket import Frames, Limits

LIMITS = Limits(message=1000, frame=300, idle=30.0, lifetime=30.0)
NOBODY = "http://127.0.0.1:9"


async def echo(request: web.Request) -> web.StreamResponse:
    """Says again what it hears; ends on `end`, and refuses who has no ticket."""
    if request.query.get("ticket") != "good":
        return web.Response(status=403)
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        if message.data == "end":
            break
        await socket.send_str(message.data)
    await socket.close()
    return socket


@asynccontextmanager
async def served(runner: web.AppRunner) -> AsyncIterator[str]:
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def talk(
    pages: Path,
    story: Callable[[aiohttp.ClientWebSocketResponse], Awaitable[None]],
    limits: Limits = LIMITS,
    *,
    ticket: str = "good",
    gone: bool = False,
) -> None:
    async def run() -> None:
        app = web.Application()
        app.router.add_get("/stage", echo)
        async with served(web.AppRunner(app)) as upstream:
            behind = Behind(NOBODY, NOBODY, "", pages, (), NOBODY if gone else f"{upstream}/stage", limits)
            async with (
                served(make_runner(behind, 1.0)) as edge,
                aiohttp.ClientSession() as session,
                session.ws_connect(f"{edge}/live?ticket={ticket}", compress=0) as socket,
            ):
                await story(socket)

    asyncio.run(asyncio.wait_for(run(), 60))


async def ended(socket: aiohttp.ClientWebSocketResponse) -> int | None:
    """With which code the edge ended the connection."""
    message = await socket.receive()
    assert message.type in (WSMsgType.CLOSE, WSMsgType.CLOSED), message
    return socket.close_code


def test_messages_go_to_and_fro(tmp_path: Path) -> None:
    async def story(socket: aiohttp.ClientWebSocketResponse) -> None:
        for said in ("one", "two", "x" * 300):
            await socket.send_str(said)
            assert await socket.receive_str() == said

    talk(tmp_path, story)


def test_an_end_behind_the_edge_is_an_end_before_it(tmp_path: Path) -> None:
    async def story(socket: aiohttp.ClientWebSocketResponse) -> None:
        await socket.send_str("end")
        assert await ended(socket) == 1000

    talk(tmp_path, story)


def test_a_frame_that_is_too_long_ends_the_connection(tmp_path: Path) -> None:
    async def story(socket: aiohttp.ClientWebSocketResponse) -> None:
        await socket.send_str("x" * 301)
        assert await ended(socket) == 1009

    talk(tmp_path, story)


@pytest.mark.parametrize(("length", "taken"), [(1000, True), (1001, False)])
def test_a_message_may_have_as_many_bytes_as_the_document_says(
    tmp_path: Path, length: int, taken: bool
) -> None:
    async def story(socket: aiohttp.ClientWebSocketResponse) -> None:
        """In frames of 200 bytes each, none of which is too long."""
        for start in range(0, length, 200):
            piece = frame(min(200, length - start), first=start == 0, last=start + 200 >= length)
            socket._writer.transport.write(piece)
        if taken:
            assert await socket.receive_str() == "x" * length
        else:
            assert await ended(socket) == 1009

    talk(tmp_path, story)


@pytest.mark.parametrize(
    "limits", [Limits(idle=0.05, lifetime=30.0), Limits(idle=30.0, lifetime=0.05)], ids=["silent", "old"]
)
def test_a_connection_ends_when_its_time_is_up(tmp_path: Path, limits: Limits) -> None:
    async def story(socket: aiohttp.ClientWebSocketResponse) -> None:
        assert await ended(socket) == 1001

    talk(tmp_path, story, limits)


@pytest.mark.parametrize(
    ("ticket", "gone", "status"), [("bad", False, 403), ("good", True, 502)], ids=["no ticket", "no server"]
)
def test_a_handshake_that_fails_is_a_problem(tmp_path: Path, ticket: str, gone: bool, status: int) -> None:
    async def story(socket: aiohttp.ClientWebSocketResponse) -> None:
        raise AssertionError("it is connected")

    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        talk(tmp_path, story, ticket=ticket, gone=gone)
    assert refused.value.status == status


class Parser:
    def __init__(self) -> None:
        self.fed = b""

    def feed_data(self, data: bytes) -> tuple[bool, bytes]:
        self.fed += data
        return False, b""


@pytest.mark.parametrize("step", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize("length", [0, 125, 126, 300])
def test_frames_are_followed_however_they_are_cut_up(step: int, length: int) -> None:
    parser, over = Parser(), []
    frames = Frames(parser, 300, lambda: over.append(True))
    bytes_of = frame(length) + frame(5) + frame(301)
    for start in range(0, len(bytes_of), step):
        frames.feed_data(bytes_of[start : start + step])
    assert over == [True]
    assert parser.fed.startswith(frame(length) + frame(5)[:-step] if step < 10 else b"")


def frame(length: int, *, first: bool = True, last: bool = True) -> bytes:
    """Of a client: masked; of a text in one piece, or a part of it."""
    size = bytes([0x80 | length]) if length < 126 else bytes([0x80 | 126]) + length.to_bytes(2, "big")
    return bytes([0x80 * last + first]) + size + b"\x00" * 4 + b"x" * length
