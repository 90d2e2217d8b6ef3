"""RESP2, the protocol of Valkey and Redis: as much of it as the commands of session data need."""

from collections.abc import Callable

from functions.shared.errors import TransientError

LONGEST_TEXT = 65_536
"""Of one reply, which is far more than is ever kept."""
LONGEST_LIST = 64
END = b"\r\n"

Reply = bytes | int | list["Reply"] | None


class ProtocolBroken(TransientError):
    """Not what a server of this protocol says: whatever follows means nothing."""


class Refused(TransientError):
    """The server's own error; the message begins with its kind, such as OOM or READONLY."""

    @property
    def kind(self) -> str:
        return str(self).partition(" ")[0]


def command(*words: str | int) -> bytes:
    """One command as it is sent: a list of texts, each with its length in bytes."""
    parts = [str(word).encode() for word in words]
    return b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%b\r\n" % (len(part), part) for part in parts)


class Replies:
    """Replies, one after the other, out of whatever pieces `receive` brings them in; it never brings none."""

    def __init__(self, receive: Callable[[], bytes]) -> None:
        self._receive = receive
        self._buffer = b""

    def next(self, depth: int = 0) -> Reply | Refused:
        """The next reply; a server's error is returned, so that those behind it can be read.

        Raises ProtocolBroken, and what `receive` raises.
        """
        kind, rest = self._line()
        match kind:
            case b"+":
                return rest
            case b"-":
                return Refused(rest.decode(errors="replace"))
            case b":":
                return _number(rest)
            case b"$":
                return self._text(_number(rest))
            case b"*" if depth == 0:
                return self._list(_number(rest))
        raise ProtocolBroken("no kind of reply")

    def _line(self) -> tuple[bytes, bytes]:
        while (end := self._buffer.find(END)) < 0:
            self._more()
        line, self._buffer = self._buffer[:end], self._buffer[end + len(END) :]
        return line[:1], line[1:]

    def _text(self, size: int) -> bytes | None:
        if size == -1:
            return None
        if not 0 <= size <= LONGEST_TEXT:
            raise ProtocolBroken("a text of an impossible length")
        while len(self._buffer) < size + len(END):
            self._more()
        text, end = self._buffer[:size], self._buffer[size : size + len(END)]
        if end != END:
            raise ProtocolBroken("a text longer than it says")
        self._buffer = self._buffer[size + len(END) :]
        return text

    def _list(self, size: int) -> list[Reply] | None:
        if size == -1:
            return None
        if not 0 <= size <= LONGEST_LIST:
            raise ProtocolBroken("a list of an impossible length")
        parts = [self.next(depth=1) for _ in range(size)]
        return [part for part in parts if not isinstance(part, Refused)]

    def _more(self) -> None:
        if len(self._buffer) > 2 * LONGEST_TEXT:
            raise ProtocolBroken("a line without an end")
        self._buffer += self._receive()


def _number(text: bytes) -> int:
    if not text.lstrip(b"-").isdigit() or len(text) > 20:
        raise ProtocolBroken("no number")
    return int(text)
