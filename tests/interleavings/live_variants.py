"""Deliberately broken variants of open pages, and the pairs that must find each of them."""

from collections.abc import Sequence

from functions.live import open_connection, tell_presence
from functions.live import store as live_store
from functions.live.connection import Connection
from functions.live.deliver import Letter, deliver
from functions.shared.table import transact
from functions.shared.write import Write
from functions.updates import on_hello
from tests.interleavings.variants import Found, _patched, _unconditional


def _whatever_stands_there(writes: Sequence[Write]) -> None:
    transact([_unconditional(one) for one in writes])


def _tells_once(watchers: list[Connection], whom: str, told: bool | None) -> frozenset[str]:
    expires_in = tell_presence._expires_in(whom)
    if (expires_in > 0) == told:
        return frozenset()
    return deliver([Letter(one, tell_presence._message(one, expires_in)) for one in watchers])


LIVE: dict[str, Found] = {
    "a connection is written whatever became of its ticket, and prolonged whatever became of it": (
        _patched(live_store, "transact", _whatever_stands_there),
        (
            "tab || tab, one ticket",
            "ping || disconnect",
            "operator's hello || ping",
            "operator's hello || hello",
        ),
    ),
    "hello sends nothing": (
        _patched(on_hello, "fill_gaps", lambda connection, since: {}),
        ("connect || push", "connect, hello || change, push", "operator's hello || change, push"),
    ),
    "what an operator's page showed before is followed on": (
        _patched(live_store, "_deletions", lambda connection, keys: []),
        ("operator's hello || hello", "operator's hello || disconnect"),
    ),
    "who is gone before it is open is forgotten": (
        _patched(Connection, "is_young", lambda connection, now: False),
        ("tab || tab || push, one fits", "tab || ten tabs || push"),
    ),
    "who has told of somebody looks no second time": (
        _patched(tell_presence, "_tell_all", _tells_once),
        ("tab leaves || tab comes", "tab leaves || tab comes || tab leaves"),
    ),
    "one closed tab is away": (
        _patched(tell_presence, "standing", lambda found: []),
        ("tab leaves || tab leaves, a third stays",),
    ),
    "nobody looks for too many tabs": (
        _patched(open_connection, "too_many", lambda own: []),
        ("tab || tab, one fits",),
    ),
    "the same handshake is taken for another": (
        _patched(live_store, "opened_with", lambda connection_id, hashed: False),
        ("tab || tab, one handshake",),
    ),
}
