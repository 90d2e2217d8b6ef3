"""Messages over a stream socket between two processes of one machine, each with a file descriptor or without.

A stream has no boundaries of its own, so a message is its length in four bytes, most significant first, and
then so many bytes of JSON. Its descriptor travels with its first byte. A receiver never reads beyond the end
of a message: a descriptor that comes while it reads belongs to that message and to no other.

A socket on which either function has raised is of no more use: where the next message begins is not known.
Stands alone (standard library only): the fork server loads it by file path.
"""

import contextlib
import json
import os
import socket
import struct
import time
from typing import Any

LENGTH = struct.Struct("!I")
LARGEST = 1 << 20  # bytes of JSON; an order is a few thousand


class CutOff(ConnectionError):
    """The far end is gone in the middle of a message."""


class NotAMessage(OSError):
    """What the far end sent is none; the text says why."""


def send(channel: socket.socket, message: dict[str, Any], descriptor: int | None = None) -> None:
    """Send all of it; the descriptor stays open here. Raises OSError when the far end is gone.

    The caller keeps the descriptor open until it is answered: macOS may lose one that is on its way and open
    nowhere.
    """
    body = json.dumps(message).encode()
    frame = LENGTH.pack(len(body)) + body
    sent = 0 if descriptor is None else socket.send_fds(channel, [frame], [descriptor])
    channel.sendall(frame[sent:])


def receive(
    channel: socket.socket, deadline: float | None = None
) -> tuple[dict[str, Any], int | None] | None:
    """The next message and its descriptor, or None if the far end closed the stream instead of sending one.

    The descriptor is not inherited by programs that are executed. `deadline` (monotonic) is for the whole
    message; without, it waits for ever. Raises TimeoutError past it, CutOff, NotAMessage or another OSError.
    """
    frame = _Frame(channel, deadline)
    try:
        header = frame.read(LENGTH.size)
        if not header:
            return None
        (size,) = LENGTH.unpack(header)
        if size > LARGEST:
            raise NotAMessage(f"a message of {size} bytes")
        message = _decoded(frame.read(size))
        return message, frame.descriptor()
    except BaseException:
        frame.discard()
        raise


class _Frame:
    """One message on its way in: what was read of it, and the descriptors that came with it."""

    def __init__(self, channel: socket.socket, deadline: float | None) -> None:
        self._channel = channel
        self._deadline = deadline
        self._descriptors: list[int] = []
        self._begun = False

    def read(self, size: int) -> bytes:
        """So many bytes; none at all if the stream ends before the message has begun."""
        read = b""
        while len(read) < size:
            part = self._read_some(size - len(read))
            if not part and not self._begun:
                return b""
            if not part:
                raise CutOff("the stream ended in the middle of a message")
            self._begun = True
            read += part
        return read

    def descriptor(self) -> int | None:
        if len(self._descriptors) > 1:
            raise NotAMessage(f"{len(self._descriptors)} descriptors with one message")
        return self._descriptors[0] if self._descriptors else None

    def discard(self) -> None:
        for descriptor in self._descriptors:
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def _read_some(self, size: int) -> bytes:
        if self._deadline is not None:
            self._channel.settimeout(remaining(self._deadline))
        part, descriptors, flags, _ = socket.recv_fds(self._channel, size, 1)
        self._descriptors += descriptors
        for descriptor in descriptors:
            os.set_inheritable(descriptor, False)  # a flag of recvmsg that says so is not everywhere
        if flags & socket.MSG_CTRUNC:
            raise NotAMessage("more descriptors than one came with a message")
        return part


def remaining(deadline: float) -> float:
    """Seconds until `deadline` (monotonic). Raises TimeoutError when there are none."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def _decoded(body: bytes) -> dict[str, Any]:
    try:
        message = json.loads(body)
    except ValueError as error:
        raise NotAMessage(f"a message that is no JSON: {error}") from None
    if not isinstance(message, dict):
        raise NotAMessage("a message that is no object")
    return message
