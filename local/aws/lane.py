"""The embedded cloud's end of the lane (lane_client.py): frames in, the services' own answers out.

Serves beside HTTP, in the same loop and by the same handlers: the account and region of a request are read
from its credential as upstream's HTTP entry does, and upstream's dispatch does the rest.
"""

import asyncio
import json
import logging
import os
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from local.aws.lane_client import ANSWER, REQUEST

BACKLOG = 4096
LONGEST_FOLDER = 75
"""Bytes: a socket's whole path has 104 on macOS, 108 on Linux."""
FROM = "127.0.0.1"


class LaneServer:
    """Listens at `place`, a socket of the file system in a folder of its own: paths of sockets are short."""

    def __init__(self) -> None:
        self._folder = _folder()
        self.place = str(self._folder / "lane")
        self._server: asyncio.AbstractServer | None = None

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_unix_server(_Line, self.place, backlog=BACKLOG)

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for path in (self.place, self._folder):
            with suppress(OSError):
                os.unlink(path) if path == self.place else os.rmdir(path)


def _folder() -> Path:
    """Among the run's own files, unless these lie so deep that no socket can."""
    near = Path(tempfile.gettempdir())
    deep = len(os.fsencode(near)) > LONGEST_FOLDER
    return Path(tempfile.mkdtemp(prefix="paidonce-", dir="/tmp" if deep else near))  # noqa: S108 - as said


class _Line(asyncio.Protocol):
    """One socket: one request at a time, as the far end asks."""

    def __init__(self) -> None:
        self._read = b""
        self._transport: Any = None
        self._answering: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read = self._read + data if self._read else data
        if len(self._read) < REQUEST.size:
            return
        head, body = REQUEST.unpack_from(self._read)
        start, end = REQUEST.size + head, REQUEST.size + head + body
        if len(self._read) < end:
            return
        request = self._read[REQUEST.size : start], self._read[start:end]
        self._read = self._read[end:]
        self._answering = asyncio.get_running_loop().create_task(self._answer(*request))

    async def _answer(self, head: bytes, body: bytes) -> None:
        try:
            method, path, sent = json.loads(head)
            status, headers, content = await answer(method, path, sent, body)
        except Exception:
            logging.getLogger(__name__).exception("the lane failed")
            self._transport.close()
            return
        text = json.dumps(headers).encode()
        self._transport.write(ANSWER.pack(status, len(text), len(content)) + text + content)


async def answer(
    method: str, path: str, headers: dict[str, str], body: bytes
) -> tuple[int, dict[str, str], bytes]:
    """A service's answer: status, headers, body."""
    from ministack import app
    from ministack.core.responses import (
        new_uuid,
        set_request_account_id,
        set_request_client_ip,
        set_request_region,
    )

    key, region = _scope(headers.get("authorization", ""))
    set_request_account_id(key)
    set_request_region(region)
    set_request_client_ip(FROM)
    status, said, content = await app._dispatch_service_request(method, path, headers, body, {}, new_uuid())
    return status, said, content if isinstance(content, bytes) else content.encode()


@lru_cache(64)
def _scope(authorization: str) -> tuple[str, str]:
    """Access key and region; upstream's own reading."""
    from ministack.core.router import extract_access_key_id, extract_region

    headers = {"authorization": authorization}
    return extract_access_key_id(headers), extract_region(headers)
