"""The warning, measured: what a session keeps in a server's own memory is lost with it. The same
workers, over a store that they share, lose nothing."""

import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

import pytest

from functions.session import valkey_store
from functions.session.keep_data import Caller, DataKeeper
from functions.session.session_store import SessionStore
from functions.shared import clock
from local.session_cache.server import Server
from tests.handlers.keepers import need_server, reach

CUSTOMERS = 20
CART = {"cart": [{"sku": "pizza", "quantity": 2}]}
FRESH = multiprocessing.get_context("spawn")
"""A fork would take along whatever lock another thread of these tests holds."""


@dataclass
class InMemory:
    """A store as many a tutorial begins: a dictionary of the process."""

    kept: dict[str, str] = field(default_factory=dict)

    def retrieve(self, session_id: str, now: datetime) -> str | None:
        return self.kept.get(session_id)

    def store(self, session_id: str, owner: str, text: str, now: datetime) -> None:
        self.kept[session_id] = text

    def delete(self, session_id: str, now: datetime) -> None:
        self.kept.pop(session_id, None)


def shared() -> SessionStore:
    return valkey_store


def serve(asked: Connection, open_store: Callable[[], SessionStore]) -> None:
    keeper = DataKeeper(open_store())
    while True:
        session, given = asked.recv()
        caller = Caller("own_ada", session, clock.now())
        if given is None:
            asked.send(keeper.find(caller, clock.now()))
        else:
            asked.send(keeper.keep(caller, given, clock.now()))


class Worker:
    """One server, a process of its own."""

    def __init__(self, open_store: Callable[[], SessionStore]) -> None:
        self._ours, theirs = FRESH.Pipe()
        self.process: BaseProcess = FRESH.Process(target=serve, args=(theirs, open_store), daemon=True)
        self.process.start()

    def ask(self, session: str, given: Any = None) -> Any:
        self._ours.send((session, given))
        assert self._ours.poll(60), "the worker does not answer"
        return self._ours.recv()

    def die(self) -> None:
        self.process.kill()
        self.process.join()


@pytest.fixture(params=[InMemory, shared])
def open_store(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], SessionStore]]:
    """What each worker opens its store by."""
    if request.param is InMemory:
        yield InMemory
        return
    need_server()
    server = Server()
    server.start()
    reach(monkeypatch, server.port)
    yield shared
    server.stop()


def found_by(worker: Worker) -> int:
    return sum(worker.ask(f"s{number}") == CART for number in range(CUSTOMERS))


def test_carts_in_a_workers_memory_die_with_it_and_those_in_a_shared_store_do_not(
    open_store: Callable[[], SessionStore],
) -> None:
    """How many of twenty carts are found: by the worker that took them, by another one, and by the one that
    takes the place of the first when it has died."""
    first, second = Worker(open_store), Worker(open_store)
    for number in range(CUSTOMERS):
        first.ask(f"s{number}", CART)

    found = [found_by(first), found_by(second)]
    first.die()
    instead = Worker(open_store)
    found.append(found_by(instead))
    for worker in (second, instead):
        worker.die()

    kept_by_all = [CUSTOMERS] * 3
    assert found == ([CUSTOMERS, 0, 0] if open_store is InMemory else kept_by_all)
