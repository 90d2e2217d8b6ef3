"""Deliberately broken variants of open pages, and the pairs that must find each of them."""

from collections.abc import Sequence

from functions.live import open_connection
from functions.live import store as live_store
from functions.shared.table import transact
from functions.shared.write import Write
from functions.updates import on_hello
from tests.interleavings.variants import Found, _patched, _unconditional


def _whatever_stands_there(writes: Sequence[Write]) -> None:
    transact([_unconditional(one) for one in writes])


LIVE: dict[str, Found] = {
    "a connection is written whatever became of its ticket, and prolonged whatever became of it": (
        _patched(live_store, "transact", _whatever_stands_there),
        ("tab || tab, one ticket", "ping || disconnect"),
    ),
    "hello sends nothing": (
        _patched(on_hello, "fill_gaps", lambda connection, since: {}),
        ("connect || push", "connect, hello || change, push"),
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
