"""How a worker's calls to the JSON services reach the embedded cloud: by a lane of frames instead of HTTP.

botocore stays as it is, but for its last step: what it has made into a request is framed and sent over a kept
Unix socket, and the answer is handed back as one of HTTP's. No connection is made anew, no header is parsed
by rules that only strangers need, and nothing is hashed for a signature that the embedded cloud does not
check. All else (S3, Lambda, the provider) goes over HTTP as before.

A request is two lengths (head, body), its head as JSON `[method, path, headers]`, its body. An answer is a
status, two lengths, its headers as JSON, its body. Numbers are four bytes, most significant first. One
request at a time on a socket.

Stands alone (standard library and botocore): the fork server loads it by file path.
"""

import json
import socket
import struct
import threading
from collections.abc import Iterator
from typing import Any

REQUEST = struct.Struct("!II")
ANSWER = struct.Struct("!III")
TARGET = "X-Amz-Target"


class Lane:
    """Kept sockets to one place. Thread-safe: who takes a socket has it alone."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._idle: list[socket.socket] = []
        self._lock = threading.Lock()

    def exchange(
        self, head: bytes, body: bytes, connect: float | None, read: float | None
    ) -> tuple[int, bytes, bytes]:
        """Status, head and body of the answer. Raises TimeoutError when nothing was read for so long, another
        OSError when the far end is gone."""
        with self._lock:
            channel = self._idle.pop() if self._idle else None
        channel = channel or self._connect(connect)
        try:
            channel.settimeout(read)
            channel.sendall(REQUEST.pack(len(head), len(body)) + head + body)
            answer = _receive(channel)
        except BaseException:
            channel.close()  # what is still to come on it answers nobody
            raise
        with self._lock:
            self._idle.append(channel)
        return answer

    def _connect(self, seconds: float | None) -> socket.socket:
        channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            channel.settimeout(seconds)
            channel.connect(self._place)
        except BaseException:
            channel.close()
            raise
        return channel


class _Body:
    """What botocore reads of an answer's body."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, **_options: Any) -> Iterator[bytes]:
        yield self._content


def use_lane(lane: Lane, endpoint: str) -> None:
    """From here on botocore sends what is for `endpoint` and names an `X-Amz-Target` over the lane."""
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSResponse
    from botocore.exceptions import ConnectionClosedError, NoCredentialsError, ReadTimeoutError
    from botocore.httpsession import URLLib3Session

    by_http, sign = URLLib3Session.send, SigV4Auth.add_auth

    def send(self: Any, request: Any) -> Any:
        if TARGET not in request.headers or not request.url.startswith(endpoint):
            return by_http(self, request)
        connect, read = _patience(self, request)
        headers = {name.lower(): _text(value) for name, value in request.headers.items()}
        head = json.dumps([request.method, request.url[len(endpoint) :] or "/", headers]).encode()
        try:
            status, said, content = lane.exchange(head, _bytes(request.body), connect, read)
        except TimeoutError as error:
            raise ReadTimeoutError(endpoint_url=request.url, error=error) from error
        except OSError as error:
            raise ConnectionClosedError(error=error, request=request, endpoint_url=request.url) from error
        answer = AWSResponse(request.url, status, json.loads(said), _Body(content))
        answer.content  # noqa: B018 - read at once, as after HTTP
        return answer

    def add_auth(self: Any, request: Any) -> None:
        """The credential's scope alone: account, region and service are read from it, and nothing else."""
        if type(self) is not SigV4Auth or not request.url.startswith(endpoint):
            sign(self, request)
            return
        if self.credentials is None:
            raise NoCredentialsError
        scope = (
            f"{self.credentials.access_key}/20000101/{self._region_name}/{self._service_name}/aws4_request"
        )
        if "Authorization" in request.headers:
            del request.headers["Authorization"]  # it may be a retry, and headers may be there twice
        request.headers["Authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
        )

    URLLib3Session.send, SigV4Auth.add_auth = send, add_auth


def _receive(channel: socket.socket) -> tuple[int, bytes, bytes]:
    read = channel.recv(65536)
    while len(read) < ANSWER.size:
        read += _more(channel)
    status, head, body = ANSWER.unpack_from(read)
    whole = ANSWER.size + head + body
    while len(read) < whole:
        read += _more(channel)
    start = ANSWER.size + head
    return status, read[ANSWER.size : start], read[start:whole]


def _more(channel: socket.socket) -> bytes:
    part = channel.recv(1 << 20)
    if not part:
        raise ConnectionError("the embedded cloud closed the lane")
    return part


def _patience(session: Any, request: Any) -> tuple[float | None, float | None]:
    """Seconds for a connection and for an answer, as the client was told."""
    said = session._timeout
    connect, read = getattr(said, "connect_timeout", said), getattr(said, "read_timeout", said)
    return connect, (getattr(request, "context", None) or {}).get("read_timeout") or read


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body or b"")
