"""Messages between the cloud process and its fork servers arrive whole, each with its own descriptor."""

import contextlib
import os
import socket
import struct
from collections.abc import Iterator

import pytest

from local.aws import forkserver, framing
from local.aws.forkserver import Forker
from local.aws.framing import CutOff, NotAMessage, receive, send

ORDER = {"code": "/somewhere", "handler": "shop.handlers.act", "env": {"NAME": "Napolì"}}
PAST = 0.0  # of the monotonic clock


class Narrow(socket.socket):
    """A socket that takes and gives at most `width` bytes a call, as any stream may."""

    width = 1

    def sendmsg(self, buffers, *rest):  # type: ignore[no-untyped-def, override]
        return super().sendmsg([bytes(buffers[0])[: self.width]], *rest)

    def recvmsg(self, size, *rest):  # type: ignore[no-untyped-def, override]
        return super().recvmsg(min(size, self.width), *rest)


@pytest.fixture
def ends() -> Iterator[tuple[Narrow, Narrow]]:
    """Both ends of a channel; what is sent is there at once, nobody waits."""
    near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    with Narrow(fileno=near.detach()) as sender, Narrow(fileno=far.detach()) as receiver:
        sender.width = receiver.width = framing.LARGEST
        receiver.settimeout(10)
        yield sender, receiver


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """The end that reads, not blocking, and the one that writes."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    yield reading, writing
    os.close(reading)


def frame(body: bytes) -> bytes:
    return struct.pack("!I", len(body)) + body


def is_open_somewhere(reading: int) -> bool:
    """Whether anybody still holds the end of the pipe that writes."""
    try:
        return os.read(reading, 1) != b""
    except BlockingIOError:
        return True


def hand_over(channel: socket.socket, writing: int) -> None:
    """Send an order with the descriptor, which is then open nowhere but on its way."""
    send(channel, ORDER, writing)
    os.close(writing)


@pytest.mark.parametrize("width", range(1, len(str(ORDER)) + 10))
def test_an_order_arrives_whole_in_pieces_of_any_size(
    ends: tuple[Narrow, Narrow], pipe: tuple[int, int], width: int
) -> None:
    sender, receiver = ends
    sender.width = receiver.width = width

    hand_over(sender, pipe[1])
    received = receive(receiver)

    assert received is not None
    order, descriptor = received
    assert order == ORDER
    assert descriptor is not None
    assert os.write(descriptor, b"here") == 4
    assert os.read(pipe[0], 10) == b"here"
    os.close(descriptor)


def test_each_of_several_orders_that_wait_has_its_own_descriptor(ends: tuple[Narrow, Narrow]) -> None:
    sender, receiver = ends
    first, last = os.pipe(), os.pipe()
    send(sender, {"name": "first"}, first[1])
    send(sender, {"name": "without"})
    send(sender, {"name": "last"}, last[1])

    received = [receive(receiver) for _ in range(3)]
    came = {one[0]["name"]: one[1] for one in received if one}

    assert list(came) == ["first", "without", "last"]
    assert came["without"] is None
    for name, (reading, writing) in {"first": first, "last": last}.items():
        descriptor = came[name]
        assert descriptor is not None
        os.write(descriptor, name.encode())
        assert os.read(reading, 10) == name.encode()
        for each in (reading, writing, descriptor):
            os.close(each)


def test_several_messages_in_one_piece_are_told_apart(ends: tuple[Narrow, Narrow]) -> None:
    sender, receiver = ends
    sender.sendall(frame(b'{"pid": 1}') + frame(b'{"pid": 22}') + frame(b"{}"))

    assert [receive(receiver) for _ in range(3)] == [({"pid": 1}, None), ({"pid": 22}, None), ({}, None)]


def test_a_received_descriptor_is_not_inherited(ends: tuple[Narrow, Narrow], pipe: tuple[int, int]) -> None:
    os.set_inheritable(pipe[1], True)
    hand_over(ends[0], pipe[1])

    received = receive(ends[1])

    assert received is not None
    assert received[1] is not None
    assert not os.get_inheritable(received[1])
    os.close(received[1])


def test_a_stream_that_ends_between_two_messages_has_no_more(ends: tuple[Narrow, Narrow]) -> None:
    sender, receiver = ends
    send(sender, ORDER)
    sender.close()

    assert receive(receiver) == (ORDER, None)
    assert receive(receiver) is None


def test_a_sender_that_dies_within_a_message_leaves_nothing_open(pipe: tuple[int, int]) -> None:
    whole = frame(b'{"pid": 1}')
    for cut in range(1, len(whole)):
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with near, far:
            socket.send_fds(near, [whole[:cut]], [pipe[1]])
            near.close()
            with pytest.raises(CutOff):
                receive(far)
    os.close(pipe[1])

    assert not is_open_somewhere(pipe[0])


@pytest.mark.parametrize(
    "sent",
    [struct.pack("!I", framing.LARGEST + 1), frame(b""), frame(b"no JSON"), frame(b'"\xff"'), frame(b"[1]")],
)
def test_what_is_no_message_is_refused(
    ends: tuple[Narrow, Narrow], pipe: tuple[int, int], sent: bytes
) -> None:
    socket.send_fds(ends[0], [sent], [pipe[1]])
    os.close(pipe[1])

    with pytest.raises(NotAMessage):
        receive(ends[1])
    assert not is_open_somewhere(pipe[0])


@pytest.mark.parametrize("pieces", [[frame(b"{}")], [frame(b"{}")[:3], frame(b"{}")[3:]]])
def test_two_descriptors_with_one_message_are_refused(
    ends: tuple[Narrow, Narrow], pipe: tuple[int, int], pieces: list[bytes]
) -> None:
    copies = [os.dup(pipe[1]), pipe[1]]
    for piece in pieces:
        socket.send_fds(ends[0], [piece], copies[: 2 // len(pieces)])
    for copy in copies:
        os.close(copy)

    with pytest.raises(NotAMessage):
        receive(ends[1])
    assert not is_open_somewhere(pipe[0])


def test_a_message_that_is_not_there_in_time_is_not_waited_for(ends: tuple[Narrow, Narrow]) -> None:
    ends[0].sendall(frame(b"{}")[:2])

    with pytest.raises(TimeoutError):
        receive(ends[1], deadline=PAST)


def test_an_answer_that_comes_too_late_is_not_taken_for_that_to_a_later_order(
    ends: tuple[Narrow, Narrow], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, control = ends
    forker = Forker(control)
    monkeypatch.setattr(forkserver, "FORK_SECONDS", 0.0)
    with pytest.raises(TimeoutError):
        forker.ask({})
    monkeypatch.undo()
    with contextlib.suppress(OSError):
        send(server, {"pid": 1})

    with pytest.raises(OSError, match="Bad file descriptor"):
        forker.ask({})
