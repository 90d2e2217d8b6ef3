"""RESP2: commands as they are sent, replies out of whatever pieces they come in, and what is none."""

from collections.abc import Iterator

import pytest

from functions.session.resp import LONGEST_TEXT, ProtocolBroken, Refused, Replies, command

STREAM = b"+OK\r\n:-2\r\n$-1\r\n$8\r\na\r\nb\xc3\xab\r\n\r\n*2\r\n$1\r\nx\r\n:604800\r\n-OOM no room\r\n"


def read(pieces: list[bytes]) -> list[object]:
    arriving: Iterator[bytes] = iter(pieces)
    replies = Replies(lambda: next(arriving))
    return [replies.next() for _ in range(6)]


def checked(found: list[object]) -> None:
    assert found[:-1] == [b"OK", -2, None, b"a\r\nb\xc3\xab\r\n", [b"x", 604800]]
    assert isinstance(found[-1], Refused)
    assert found[-1].kind == "OOM"


def test_a_command_says_how_long_each_word_is_in_bytes() -> None:
    assert command("SET", "ë", 7) == b"*3\r\n$3\r\nSET\r\n$2\r\n\xc3\xab\r\n$1\r\n7\r\n"


def test_replies_are_the_same_wherever_they_are_torn() -> None:
    for cut in range(1, len(STREAM)):
        checked(read([STREAM[:cut], STREAM[cut:]]))
    checked(read([bytes([one]) for one in STREAM]))


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 400 Bad Request\r\n",
        b"$many\r\n",
        b"$-7\r\n",
        b"$%d\r\n" % (LONGEST_TEXT + 1),
        b"*1000000\r\n",
        b"*1\r\n*1\r\n:1\r\n",
        b"$1\r\nxyz\r\n",
        b":" + b"9" * 100 + b"\r\n",
        b"+" + b"x" * 4 * LONGEST_TEXT,
    ],
)
def test_what_no_server_of_this_protocol_says_is_not_read_on(said: bytes) -> None:
    pieces = [said[start : start + 16_384] for start in range(0, len(said), 16_384)]
    arriving = iter(pieces)

    with pytest.raises(ProtocolBroken):
        Replies(lambda: next(arriving)).next()
