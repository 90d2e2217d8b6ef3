"""What every store of session data does alike: DynamoDB in moto, Valkey as a real server on this machine."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from functions.session import data, valkey
from functions.session.keep_data import Caller, DataKeeper
from functions.session.session_store import SessionStore
from functions.shared import clock, ids
from local.session_cache.server import Server
from tests.handlers.keepers import Keeper, in_dynamodb, in_valkey, need_server, reach
from tests.handlers.shop import Shop

MOMENT = timedelta(milliseconds=1)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    need_server()
    server = Server()
    server.start()
    yield server
    valkey.forget()
    server.stop()


@pytest.fixture(params=["dynamodb", "valkey"])
def keeper(request: pytest.FixtureRequest, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Keeper:
    if request.param == "dynamodb":
        return in_dynamodb(monkeypatch)
    server: Server = request.getfixturevalue("server")
    reach(monkeypatch, server.port)
    return in_valkey(server)


pytestmark = pytest.mark.usefixtures("time_stands")


@pytest.fixture
def session(request: pytest.FixtureRequest) -> str:
    """Another one for each test: the server is not emptied."""
    return f"session-of-{ids.digest(request.node.name)}"


def keep(keeper: Keeper, session: str, text: str, later: timedelta = timedelta(0)) -> None:
    keeper.store.store(session, "own_ada", text, clock.now() + later)


def found(keeper: Keeper, session: str) -> str | None:
    return keeper.store.retrieve(session, clock.now())


def test_what_was_stored_is_retrieved_whole(keeper: Keeper, session: str) -> None:
    text = '{"name":"Zoë 🍕","lines":"a\\r\\nb","blob":"' + "x" * 8000 + '"}'

    keep(keeper, session, text)

    assert found(keeper, session) == text


def test_a_session_that_stored_nothing_has_nothing(keeper: Keeper, session: str) -> None:
    keep(keeper, session, "{}")

    assert found(keeper, session + "-of-another") is None


def test_what_is_stored_takes_the_place_of_what_was(keeper: Keeper, session: str) -> None:
    keep(keeper, session, '{"a":1}')
    keep(keeper, session, '{"b":2}', MOMENT)

    assert found(keeper, session) == '{"b":2}'


def test_a_write_that_comes_late_changes_nothing(keeper: Keeper, session: str) -> None:
    keep(keeper, session, '{"new":1}')
    keep(keeper, session, '{"old":1}', -MOMENT)
    keeper.store.delete(session, clock.now() - MOMENT)

    assert found(keeper, session) == '{"new":1}'


def test_what_was_deleted_is_gone_for_writes_that_come_late_too(keeper: Keeper, session: str) -> None:
    keep(keeper, session, '{"a":1}')
    keeper.store.delete(session, clock.now() + MOMENT)
    keeper.store.delete(session, clock.now() + MOMENT)
    keep(keeper, session, '{"late":1}')

    assert found(keeper, session) is None
    assert keeper.left(session) < data.REMEMBERED_FOR + timedelta(seconds=2)


def test_a_deleted_one_may_be_stored_again(keeper: Keeper, session: str) -> None:
    keeper.store.delete(session, clock.now())
    keep(keeper, session, '{"again":1}', MOMENT)

    assert found(keeper, session) == '{"again":1}'


def test_it_is_kept_for_a_week_and_no_longer(keeper: Keeper, session: str) -> None:
    assert timedelta(days=7) == data.KEPT_FOR
    keep(keeper, session, '{"a":1}')
    assert data.KEPT_FOR - timedelta(seconds=2) <= keeper.left(session)
    assert keeper.left(session) <= data.KEPT_FOR + timedelta(seconds=1)

    keeper.age(session, data.KEPT_FOR + timedelta(seconds=2))

    assert found(keeper, session) is None


def test_whoever_reads_it_keeps_it_for_another_week(keeper: Keeper, session: str) -> None:
    keep(keeper, session, '{"a":1}')
    keeper.age(session, timedelta(days=6))

    assert found(keeper, session) == '{"a":1}'
    assert keeper.left(session) > data.KEPT_FOR - timedelta(minutes=1)


def test_it_is_not_prolonged_more_than_once_an_hour(keeper: Keeper, session: str) -> None:
    assert timedelta(hours=1) == data.RENEWED_AFTER
    keep(keeper, session, '{"a":1}')
    keeper.age(session, timedelta(minutes=59))

    assert found(keeper, session) == '{"a":1}'
    assert keeper.left(session) < data.KEPT_FOR - timedelta(minutes=58)


@dataclass(frozen=True)
class Meanwhile:
    """A store before which something happens once the data of a session was read."""

    store_of_all: SessionStore
    after: str
    happens: Callable[[], object]

    def retrieve(self, session_id: str, now: datetime) -> str | None:
        found = self.store_of_all.retrieve(session_id, now)
        if session_id == self.after:
            self.happens()
        return found

    def store(self, session_id: str, owner: str, text: str, now: datetime) -> None:
        self.store_of_all.store(session_id, owner, text, now)

    def delete(self, session_id: str, now: datetime) -> None:
        self.store_of_all.delete(session_id, now)


@pytest.mark.parametrize(
    ("meanwhile", "stands"),
    [("nothing", {"a": 1}), ("another look", {"a": 1}), ("keep", {"b": 2}), ("forget", {})],
)
def test_what_a_guest_had_kept_follows_whatever_happens_meanwhile(
    keeper: Keeper, session: str, meanwhile: str, stands: object
) -> None:
    """The look begins after whatever happens, so that by its time alone it would be later."""
    guest, now = f"{session}-guest", clock.now()
    caller = Caller("own_ada", session, now - timedelta(minutes=1), guest)
    others = DataKeeper(keeper.store)
    happens: dict[str, Callable[[], object]] = {
        "nothing": lambda: None,
        "another look": lambda: others.find(caller, now),
        "keep": lambda: others.keep(caller, {"b": 2}, now - MOMENT),
        "forget": lambda: others.forget(caller, now - MOMENT),
    }
    keep(keeper, guest, '{"a":1}', timedelta(minutes=-2))

    after = session if meanwhile == "another look" else guest
    found = DataKeeper(Meanwhile(keeper.store, after, happens[meanwhile])).find(caller, now)

    assert found == stands
    assert others.find(caller, now) == stands
    assert keeper.store.retrieve(guest, now) is None
