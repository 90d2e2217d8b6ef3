"""Session data over HTTP, kept by a real server that dies, is slow, refuses, is full, or is replaced."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from functions.session import api_session_data_valkey, valkey, valkey_store
from functions.shared import clock
from harness.customers import ADDRESS
from local.session_cache.server import Server, free_port
from tests.handlers import shop as shops
from tests.handlers.keepers import Wire, need_server, reach, said_to
from tests.handlers.shop import Reply, Shop

DATA = "/sessions/current/data"
DRAFT = {"address": ADDRESS, "method": "card"}
GIVEN_UP = valkey.TRIES * (valkey.CONNECT_SECONDS + valkey.REPLY_SECONDS)


@pytest.fixture
def servers() -> Iterator[list[Server]]:
    """Those that a test started, ended with it."""
    need_server()
    started: list[Server] = []
    yield started
    valkey.forget()
    for one in started:
        one.stop()


def begin(servers: list[Server], port: int = 0, **settings: str) -> Server:
    server = Server(port, {name.replace("_", "-"): value for name, value in settings.items()})
    server.start()
    servers.append(server)
    return server


@pytest.fixture
def server(servers: list[Server]) -> Server:
    return begin(servers)


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    wire = Wire(server.port)
    yield wire
    wire.close()


@pytest.fixture
def customers(shop: Shop, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop that keeps session data at the far end of the wire."""
    monkeypatch.setitem(shops.ROUTES, "sessions/current/data", api_session_data_valkey.handle)
    reach(monkeypatch, wire.port)
    return shop


def put(shop: Shop, body: Any = DRAFT) -> Reply:
    return shop.call(f"PUT {DATA}", body)


def get(shop: Shop) -> Any:
    reply = shop.call(f"GET {DATA}")
    assert reply.status == 200
    return reply.body


def out_of_reach(shop: Shop) -> bool:
    """Nothing is found, which is no error; a change says that it may not be kept."""
    answers = [shop.call(f"GET {DATA}"), put(shop), shop.call(f"DELETE {DATA}")]
    assert [(one.status, one.body) for one in answers] == [(200, {}), (202, {}), (202, {})]
    return {one.headers.get("Paidonce-Session-Data") for one in answers} == {"unavailable"}


def test_it_is_kept_as_in_dynamodb(customers: Shop) -> None:
    assert get(customers) == {}
    assert put(customers).body == DRAFT
    assert get(customers) == DRAFT
    assert customers.call(f"DELETE {DATA}").body == {}
    assert get(customers) == {}


def test_each_session_is_a_hash_that_ends_by_itself(customers: Shop, server: Server) -> None:
    put(customers)

    assert said_to(server.port, "KEYS", "*") == [b"session:session-of-own_ada"]
    assert said_to(server.port, "HGET", "session:session-of-own_ada", "owner") == b"own_ada"
    assert said_to(server.port, "TTL", "session:session-of-own_ada") == 7 * 24 * 3600


def test_one_connection_serves_them_all(customers: Shop, wire: Wire) -> None:
    for _ in range(3):
        put(customers)
        get(customers)

    assert wire.opened == 1


def test_answers_torn_at_any_byte_are_put_together(customers: Shop, wire: Wire) -> None:
    for piece in (1, 2, 3, 7, 64):
        wire.piece = piece
        assert put(customers, DRAFT | {"piece": piece}).status == 200
        assert get(customers) == DRAFT | {"piece": piece}


def test_a_connection_that_was_cut_is_made_anew(customers: Shop, wire: Wire) -> None:
    put(customers)
    wire.cut()

    assert get(customers) == DRAFT
    assert wire.opened == 2


def test_a_server_killed_and_restarted_empty_while_customers_buy_costs_them_their_drafts_alone(
    customers: Shop, servers: list[Server], server: Server
) -> None:
    put(customers)
    customers.put("w", quantity=2)
    server.kill()

    assert out_of_reach(customers)
    order = customers.check_out(500)
    assert order.status == 202
    begin(servers, server.port)

    assert get(customers) == {}
    assert put(customers).status == 200
    assert get(customers) == DRAFT
    assert customers.order(order.body["order_id"])["lines"][0]["quantity"] == 2


def test_a_replica_that_was_promoted_is_found_by_the_same_address(
    customers: Shop, servers: list[Server], server: Server, wire: Wire
) -> None:
    """The first is no longer the primary and says READONLY; the address leads to the second by now."""
    second = begin(servers)
    said_to(second.port, "REPLICAOF", "127.0.0.1", server.port)
    put(customers)
    await_key(second.port)
    said_to(second.port, "REPLICAOF", "NO", "ONE")
    said_to(server.port, "REPLICAOF", "127.0.0.1", second.port)
    wire.target = second.port

    assert put(customers, {"after": 1}).status == 200
    assert said_to(second.port, "HGET", "session:session-of-own_ada", "data") == b'{"after":1}'


def test_what_was_copied_before_the_first_died_is_still_there(
    customers: Shop, servers: list[Server], server: Server, wire: Wire
) -> None:
    second = begin(servers)
    said_to(second.port, "REPLICAOF", "127.0.0.1", server.port)
    put(customers)
    await_key(second.port)
    server.kill()
    said_to(second.port, "REPLICAOF", "NO", "ONE")
    wire.target = second.port

    assert get(customers) == DRAFT


def await_key(port: int) -> None:
    """Until a replica has what its primary has."""
    for _ in range(3000):
        if said_to(port, "DBSIZE"):
            return
        time.sleep(0.01)
    raise AssertionError("nothing was copied")


@pytest.mark.parametrize("delay", [30.0, 0.2])
def test_a_slow_server_is_given_up_in_time_however_it_drips(
    customers: Shop, wire: Wire, monkeypatch: pytest.MonkeyPatch, delay: float
) -> None:
    """A piece within each time-out does not make the answer come in time."""
    monkeypatch.setattr(valkey, "REPLY_SECONDS", 0.5)
    wire.piece, wire.delay = 1, delay
    began = time.monotonic()

    assert customers.call(f"GET {DATA}").headers["Paidonce-Session-Data"] == "unavailable"
    assert wire.opened == valkey.TRIES
    assert time.monotonic() - began < 20


def test_the_times_that_are_shipped_end_long_before_the_request_does() -> None:
    assert GIVEN_UP + valkey.TRIES * valkey.REPLY_SECONDS == 6


def test_nobody_there_is_no_error(customers: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    reach(monkeypatch, free_port())

    assert out_of_reach(customers)


def test_a_server_that_is_no_valkey_is_not_listened_to(customers: Shop, wire: Wire) -> None:
    """The payment sandbox would do as well: whatever speaks another protocol."""
    with_http = Wire(wire.target)
    with_http.close()
    valkey.forget()
    wire.target = with_http.port

    assert out_of_reach(customers)


def test_a_server_without_memory_refuses_what_is_new_and_deletes_all_the_same(
    customers: Shop, server: Server
) -> None:
    put(customers)
    said_to(server.port, "CONFIG", "SET", "maxmemory-policy", "noeviction")
    said_to(server.port, "CONFIG", "SET", "maxmemory", "1")

    assert put(customers, {"more": 1}).status == 202
    assert get(customers) == DRAFT
    assert customers.call(f"DELETE {DATA}").status == 200
    assert get(customers) == {}


def test_what_is_evicted_is_gone_and_no_error(shop: Shop, server: Server, customers: Shop) -> None:
    """Six megabytes, of which the server has room for four."""
    used = said_to(server.port, "INFO", "memory")
    assert isinstance(used, bytes)
    bytes_used = int(used.split(b"used_memory:")[1].split()[0])
    said_to(server.port, "CONFIG", "SET", "maxmemory", bytes_used + 4_000_000)
    text = '{"x":"' + "x" * 8000 + '"}'
    for number in range(800):
        valkey_store.store(f"s{number}", "own_ada", text, clock.now())

    kept = [number for number in range(800) if valkey_store.retrieve(f"s{number}", clock.now())]

    assert 0 < len(kept) < 800
    assert get(customers) == {}


def test_a_late_write_is_no_error_either(customers: Shop) -> None:
    put(customers)
    valkey_store.store("session-of-own_ada", "own_ada", "{}", clock.now() - timedelta(seconds=1))

    assert get(customers) == DRAFT
