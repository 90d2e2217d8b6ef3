"""The socket at the edge: hands a connection on to the API behind it, and holds it to AWS's limits."""

import asyncio
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import WSCloseCode, WSMsgType, web
from aiohttp.http import WebSocketError
from yarl import URL

from local.front.proxy import problem, try_again

HANDSHAKE_SECONDS = 35.0
CLOSE_SECONDS = 5.0
_FRAMES = {WSMsgType.TEXT: "send_str", WSMsgType.BINARY: "send_bytes"}


@dataclass(frozen=True)
class Limits:
    """API Gateway's: bytes of a message and of a frame, seconds without a message, and of a connection."""

    message: int = 128 * 1024
    frame: int = 32 * 1024
    idle: float = 600.0
    lifetime: float = 7200.0


AWS_LIMITS = Limits()


class Frames:
    """Stands before the parser of a connection's bytes, and ends what holds too long a frame."""

    def __init__(self, parser: Any, most: int, too_long: Callable[[], None]) -> None:
        self._parser = parser
        self._most = most
        self._too_long = too_long
        self._head = b""
        self._left = 0
        self._over = False

    def feed_data(self, data: bytes) -> tuple[bool, bytes]:
        """As aiohttp's parsers: whether that was the end, and what is left over. Nothing is taken any more
        after a frame that was too long."""
        if not self._over and self._fits(data):
            told: tuple[bool, bytes] = self._parser.feed_data(data)
            return told
        if not self._over:
            self._over = True
            self._too_long()
        return False, b""

    def feed_eof(self) -> None:
        self._parser.feed_eof()

    def _fits(self, data: bytes) -> bool:
        """Follows frames from header to header (RFC 6455, section 5.2)."""
        data = bytes(data)
        while data:
            if self._left:
                passed = min(self._left, len(data))
                self._left -= passed
                data = data[passed:]
                continue
            self._head += data[:1]
            data = data[1:]
            length = _length(self._head)
            if length is not None:
                self._head, self._left = b"", length
                if length > self._most:
                    return False
        return True


def _length(head: bytes) -> int | None:
    """Of the payload of a frame, once its header is whole."""
    if len(head) < 2:
        return None
    code, masked = head[1] & 0x7F, head[1] >> 7
    extra = {126: 2, 127: 8}.get(code, 0)
    if len(head) < 2 + extra + 4 * masked:
        return None
    if not extra:
        return code
    found: int = struct.unpack("!H" if extra == 2 else "!Q", head[2 : 2 + extra])[0]
    return found


class Limited(web.WebSocketResponse):
    """A client's end."""

    def __init__(self, limits: Limits) -> None:
        """aiohttp ends a connection whose message has `max_msg_size` bytes; here so many are allowed."""
        super().__init__(max_msg_size=limits.message + 1, compress=False, timeout=CLOSE_SECONDS)
        self._most = limits.frame

    def _post_start(self, request: web.BaseRequest, *handshake: Any) -> None:
        """aiohttp counts whole messages alone, and offers no other place to look at frames."""
        super()._post_start(request, *handshake)
        request.protocol._payload_parser = Frames(self._parser, self._most, self._end_too_long)

    def _end_too_long(self) -> None:
        assert self._reader is not None  # noqa: S101 - it is open
        self._reader.set_exception(WebSocketError(WSCloseCode.MESSAGE_TOO_BIG, "A frame is too long"))


@dataclass
class SocketUpstream:
    """The socket's API behind the edge; `base` is its stage's URL."""

    session: aiohttp.ClientSession
    base: str
    limits: Limits

    async def pass_on(self, request: web.Request) -> web.StreamResponse:
        """The whole connection, from the handshake to its end; a problem where there is no handshake."""
        if request.headers.get("Upgrade", "").lower() != "websocket":
            return problem(426, "upgrade-required", "This is a WebSocket.", {"Upgrade": "websocket"})
        try:
            behind = await self._open(request)
        except aiohttp.WSServerHandshakeError as refused:
            if refused.status < 500:
                return problem(403, "forbidden", "A ticket of POST /api/live/tickets is needed: ?ticket=...")
            return try_again(503, "The shop is busy; ask for another ticket.")
        except (aiohttp.ClientError, TimeoutError):
            return try_again(502, "The server behind the edge does not answer.")
        client = Limited(self.limits)
        try:
            await client.prepare(request)
            code = await self._exchange(client, behind)
            await client.close(code=code)
        finally:
            await behind.close()
        return client

    async def _open(self, request: web.Request) -> aiohttp.ClientWebSocketResponse:
        query = request.rel_url.raw_query_string
        target = URL(self.base + (f"?{query}" if query else ""), encoded=True)
        async with asyncio.timeout(HANDSHAKE_SECONDS):
            return await self.session.ws_connect(
                target,
                compress=0,
                max_msg_size=0,
                timeout=aiohttp.ClientWSTimeout(ws_close=CLOSE_SECONDS),
                headers={"User-Agent": request.headers.get("User-Agent", "")},
            )

    async def _exchange(self, client: Limited, behind: aiohttp.ClientWebSocketResponse) -> int:
        """Hands messages on until one side ends, or it is time; the code to end with."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self.limits.lifetime), asyncio.timeout(self.limits.idle) as silence:

                def heard() -> None:
                    silence.reschedule(loop.time() + self.limits.idle)

                ways = [
                    asyncio.create_task(_hand_on(client, behind, heard)),
                    asyncio.create_task(_hand_on(behind, client, heard)),
                ]
                try:
                    await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    for way in ways:
                        way.cancel()
                    await asyncio.gather(*ways, return_exceptions=True)
        except TimeoutError:
            return WSCloseCode.GOING_AWAY
        return client.close_code or WSCloseCode.OK


Side = Limited | aiohttp.ClientWebSocketResponse


async def _hand_on(source: Side, target: Side, heard: Callable[[], None]) -> None:
    """Each message of one side to the other, until it ends."""
    async for message in source:
        if message.type not in _FRAMES:
            return
        heard()
        await getattr(target, _FRAMES[message.type])(message.data)
