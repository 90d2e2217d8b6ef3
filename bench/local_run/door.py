"""The shop as a buyer's client reaches it: one kept connection, one request at a time, little CPU."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

ANSWER_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    status: int
    json: Any


class Door:
    """A connection to 127.0.0.1, made when needed."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def call(
        self, method: str, path: str, token: str = "", body: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Raises OSError or TimeoutError; the next call connects anew."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._exchange(_request(self._port, method, path, token, body, headers or {}))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _exchange(self, request: bytes) -> Answer:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin1").lower()
        length = head.partition("content-length:")[2].partition("\r\n")[0]
        content = await self._reader.readexactly(int(length or 0))
        if "connection: close" in head:
            self.close()
        return Answer(int(head.split(" ", 2)[1]), json.loads(content or b"null"))


def _request(port: int, method: str, path: str, token: str, body: Any, headers: dict[str, str]) -> bytes:
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Content-Length: {len(content)}"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += ["Content-Type: application/json"] if content else []
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + content
