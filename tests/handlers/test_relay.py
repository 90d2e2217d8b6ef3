"""The relay: rows follow orders, events reach the bus, whatever the stream does on the way."""

from collections.abc import Sequence
from typing import Any
from unittest.mock import Mock

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.order import changes, views_store
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.order import Event, Reason, Status
from functions.order.view import View, view_of
from functions.relay import bus as bus_gateway
from functions.relay import project_orders, relay_records
from functions.relay.work_each import WORKERS, work_each
from functions.shared import clock, table
from functions.shared.errors import TransientError
from functions.shared.money import Money
from functions.shared.table import scan
from harness.items import item_of, puts
from harness.stream import Record, record, records, sequence
from tests.handlers import saga
from tests.handlers.bus import Bus
from tests.handlers.cloud import empty_table
from tests.handlers.shop import Shop
from tests.handlers.stream import deliver

REPEATABLE = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


pytestmark = pytest.mark.usefixtures("bus")


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Metrics that the relay counted."""
    names: list[str] = []
    for module in (project_orders, relay_records):
        monkeypatch.setattr(module, "count", names.append)
    return names


@pytest.fixture
def orders(shop: Shop) -> dict[str, str]:
    """One order of each kind, by status."""
    shop.stock("water", 10)
    found = {owner: shop.buys(f"own_{owner}") for owner in ("pending", "confirmed", "fenced", "cancelled")}
    saga.confirm(found["confirmed"])
    saga.abandon(found["fenced"], Reason.OUT_OF_STOCK)
    saga.cancel(found["cancelled"], Reason.PAYMENT_DECLINED)
    return found


def stored() -> dict[str, Any]:
    return {row["order_id"]: row for row in scan("ORDER_VIEWS_TABLE")}


def as_orders_stand() -> dict[str, View]:
    return {order.order_id: view_of(order) for order in order_store.load_all()}


def listed() -> dict[str, View]:
    owners = {row["owner"].removeprefix("owner#") for row in scan("ORDER_VIEWS_TABLE")}
    return {view.order_id: view for owner in owners for view in views_store.newest(owner, 100)}


def test_every_order_has_one_row_that_says_where_it_stands(orders: dict[str, str]) -> None:
    assert deliver(*records()) == []
    assert listed() == as_orders_stand()
    rows = stored()
    assert {name: rows[order_id]["status"] for name, order_id in orders.items()} == {
        "pending": "PENDING",
        "confirmed": "CONFIRMED",
        "fenced": "CANCELLING",
        "cancelled": "CANCELLED",
    }
    assert rows[orders["cancelled"]]["reason"] == "payment-declined"


def test_only_a_confirmed_order_is_sold_and_on_the_day_on_which_it_was_confirmed(
    orders: dict[str, str],
) -> None:
    deliver(*records())
    confirmed_at = order_store.load(orders["confirmed"]).confirmed_at
    assert confirmed_at is not None
    assert {row["order_id"]: row["sold_on"] for row in stored().values() if "sold_on" in row} == {
        orders["confirmed"]: confirmed_at[:10]
    }
    assert [view.total.amount for view in views_store.sold_on(confirmed_at[:10])] == [250]


def test_orders_are_found_by_status(orders: dict[str, str]) -> None:
    deliver(*records())
    for name, status in (("fenced", Status.CANCELLING), ("pending", Status.PENDING)):
        assert [position.split("#")[1] for _, position in views_store.by_status(status, 10)] == [orders[name]]


@REPEATABLE
@given(data=st.data())
def test_redelivered_reordered_and_repeated_records_change_no_row(
    orders: dict[str, str], data: st.DataObject
) -> None:
    empty_table("ORDER_VIEWS_TABLE")
    told = records()
    once = data.draw(st.permutations(told))
    more = data.draw(st.lists(st.sampled_from(told), max_size=8))
    stream = data.draw(st.permutations([*once, *more]))
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        assert deliver(*stream[:size]) == []
        stream = stream[size:]
    assert listed() == as_orders_stand()
    assert len(stored()) == len(orders)


@REPEATABLE
@given(data=st.data())
def test_whoever_projects_late_an_order_only_ever_moves_forward(shop: Shop, data: st.DataObject) -> None:
    """A relay may stop between reading an order and writing its row, while another one goes on."""
    empty_table("ORDER_VIEWS_TABLE")
    seen = [
        View("ord_x", "own_a", status, version, None, [], Money(250), "2026-11-21T12:00:00.000Z")
        for version, status in enumerate((Status.PENDING, Status.CANCELLING, Status.CANCELLED), start=1)
    ]
    arriving = data.draw(st.lists(st.sampled_from(seen), min_size=1, max_size=8))
    latest = 0
    for view in arriving:
        assert views_store.save(view) is (view.version > latest)
        latest = max(latest, view.version)
        assert [row.version for row in views_store.newest("own_a", 10)] == [latest]


def test_new_events_are_domain_events_in_the_current_schema(orders: dict[str, str], bus: Bus) -> None:
    deliver(*records())
    told = [(one["order_id"], one["number"], one["type"]) for one in bus.details()]
    logs = [
        (order_id, event.number, event.type)
        for order_id in orders.values()
        for event in order_store.load_with_events(order_id)[1]
    ]
    assert sorted(told) == sorted(logs)
    placed = next(one for one in bus.details() if one["type"] == "OrderPlaced")
    assert placed.keys() == {"order_id", "number", "at", "data", "schema_version", "type"}
    assert placed["data"]["items"] == [{"sku": "water", "quantity": 1}]
    assert placed["schema_version"] == 3


def test_an_event_of_the_first_schema_is_published_as_the_current_one(
    orders: dict[str, str], bus: Bus
) -> None:
    item = item_of("ORDERS_TABLE", {"order_id": orders["pending"], "item": "event#000001"})
    item = item | {"schema_version": 1, "data": {k: v for k, v in item["data"].items() if k != "items"}}
    deliver(record(item, 1))
    assert bus.details()[0]["data"]["items"] is None


def test_a_changed_head_makes_a_row_and_no_event(orders: dict[str, str], bus: Bus) -> None:
    head = item_of("ORDERS_TABLE", {"order_id": orders["pending"], "item": "head"})
    assert deliver(record(head, 1, "MODIFY")) == []
    assert (list(stored()), bus.taken) == ([orders["pending"]], [])


def test_an_event_that_was_not_appended_just_now_is_no_news(orders: dict[str, str], bus: Bus) -> None:
    event = item_of("ORDERS_TABLE", {"order_id": orders["pending"], "item": "event#000001"})
    assert deliver(record(event, 1, "MODIFY"), record(event, 2, "REMOVE")) == []
    assert bus.taken == []


def test_entries_that_the_bus_refuses_are_put_again_alone(orders: dict[str, str], bus: Bus) -> None:
    bus.refuses = lambda detail, asked: detail["type"] == "OrderPlaced" and asked < 3
    assert deliver(*records()) == []
    assert len(bus.details()) == len(records())
    assert {asked for name, asked in bus.asked.items() if not name.endswith("/1")} == {1}
    assert bus.calls == 2 * 3  # about the order that is begun, and about the others


def test_a_call_that_fails_is_made_again(orders: dict[str, str], bus: Bus) -> None:
    bus.broken = bus_gateway.TRIES - 1
    assert deliver(*records()) == []
    assert len(bus.taken) == len(records())


def test_events_that_the_bus_never_takes_are_reported_and_the_others_are_not(
    orders: dict[str, str], bus: Bus
) -> None:
    bus.refuses = lambda detail, asked: detail["type"] == "OrderConfirmed"
    told = records()
    refused = [sequence(one) for one in told if one["dynamodb"]["NewImage"]["type"]["S"] == "OrderConfirmed"]
    assert deliver(*told) == refused
    assert set(bus.asked.values()) == {1, bus_gateway.TRIES}
    assert listed() == as_orders_stand()


def test_more_events_than_one_call_takes_go_in_several(shop: Shop, bus: Bus) -> None:
    for number in range(23):
        shop.buys(f"own_{number}")
    assert deliver(*records()) == []
    assert (bus.calls, len(bus.taken)) == (3, 23)


def test_a_bus_that_takes_nothing_is_not_asked_about_the_rest(shop: Shop, bus: Bus) -> None:
    """Each silence takes half a minute, and the relay lives for one."""
    shop.stock("water", 30)
    orders = [shop.buys(f"own_{number}") for number in range(23)]
    saga.confirm(orders[0])
    bus.broken = 100
    told = records()
    assert len(deliver(*told)) == len(told) == 24
    assert bus.calls == bus_gateway.TRIES


@pytest.mark.parametrize(("step", "waiting"), [("begin_fulfilments", "confirmed"), ("tell_warehouses", "")])
def test_the_bus_waits_for_nobody_but_for_the_beginning_of_the_very_order(
    orders: dict[str, str], bus: Bus, monkeypatch: pytest.MonkeyPatch, step: str, waiting: str
) -> None:
    missing: list[set[str]] = []

    def called(news: Sequence[bus_gateway.News]) -> list[bus_gateway.News]:
        missing.append(set(orders.values()) - {one["order_id"] for one in bus.details()})
        return []

    monkeypatch.setattr(relay_records, step, called)
    deliver(*records())
    assert missing == [{orders[waiting]} if waiting else set()]
    assert len(bus.taken) == len(records())


def test_a_row_that_tells_of_an_orders_beginning_already_is_not_written_again(
    orders: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    puts: list[str] = []
    monkeypatch.setattr(views_store, "save", lambda view: puts.append(view.order_id))
    real = views_store.repair
    head = order_store.load(orders["confirmed"]).head
    table.transact(order_writes.advance(changes.begin_fulfilling(head, clock.now())))
    order = order_store.load(head.order_id)
    begun = [one for one in records() if one["dynamodb"]["NewImage"]["type"] == {"S": "OrderFulfilling"}]

    assert deliver(*begun) == []
    assert puts == [order.order_id]  # somebody else began it: no row tells of that yet
    real(view_of(order))
    assert deliver(*begun) == []
    assert puts == [order.order_id]
    assert deliver(*records()) == []
    assert sorted(puts[1:]) == sorted(orders.values())  # told of anything else, each is written


def test_who_answers_nobody_is_not_asked_about_the_rest() -> None:
    """A warehouse's queue, or Step Functions: a silence takes nine seconds, and the relay lives for sixty."""
    asked: list[str] = []

    def silent(item: bus_gateway.News) -> None:
        asked.append(item.sequence)
        raise TransientError("no answer")

    event = Event(1, "OrderCompleted", "2026-11-22T10:00:00.000Z")
    news = [bus_gateway.News(str(number), "ord_x", event) for number in range(100)]

    assert work_each(news, silent, "not told", "NotTold") == news
    assert WORKERS <= len(asked) < 2 * WORKERS


def failing(order_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """DynamoDB does not take this order's row."""
    save = views_store.save

    def broken(view: View) -> bool:
        if view.order_id == order_id:
            raise ClientError({"Error": {"Code": "ThrottlingException", "Message": ""}}, "PutItem")
        return save(view)

    monkeypatch.setattr(project_orders.views_store, "save", broken)


def test_an_order_whose_row_is_not_taken_is_reported_and_told_to_nobody_until_it_is(
    orders: dict[str, str], bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = records()
    with monkeypatch.context() as meanwhile:
        failing(orders["confirmed"], meanwhile)
        theirs = [one for one in told if one["dynamodb"]["Keys"]["order_id"]["S"] == orders["confirmed"]]
        assert deliver(*told) == [sequence(one) for one in theirs]
    assert orders["confirmed"] not in {one["order_id"] for one in bus.details()}
    assert stored().keys() == set(orders.values()) - {orders["confirmed"]}
    assert deliver(*theirs) == []
    assert listed() == as_orders_stand()


def test_when_orders_cannot_be_read_the_whole_batch_is_reported(
    orders: dict[str, str], bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    unreadable = table.TransientError("keys left unprocessed")
    monkeypatch.setattr(order_store, "batch_get", Mock(side_effect=unreadable))
    told = records()
    assert deliver(*told) == [sequence(one) for one in told]
    assert bus.taken == []


def spoil(order_id: str, **members: Any) -> None:
    puts("ORDERS_TABLE", item_of("ORDERS_TABLE", {"order_id": order_id, "item": "head"}) | members)


@pytest.mark.parametrize("members", [{"status": "EATEN"}, {"total": "much"}, {"confirmed_at": 1}])
def test_an_order_that_no_row_can_be_made_of_is_said_to_be_so_and_stops_nobody(
    orders: dict[str, str], members: dict[str, Any], caplog: pytest.LogCaptureFixture, counted: list[str]
) -> None:
    spoil(orders["confirmed"], **members)
    assert deliver(*records()) == []
    assert stored().keys() == set(orders.values()) - {orders["confirmed"]}
    said = [vars(one)["order_id"] for one in caplog.records if one.getMessage() == "order not projected"]
    assert said == [orders["confirmed"]]
    assert counted == ["OrdersNotProjected"]


def nonsense(**members: Any) -> Record:
    return {"eventName": "INSERT", "dynamodb": {"SequenceNumber": "1"} | members}


@pytest.mark.parametrize(
    "poison",
    [
        {},
        nonsense(),
        nonsense(Keys={"order_id": {"S": "ord_gone"}, "item": {"S": "event#000001"}}),
        nonsense(Keys={"order_id": {"S": "ord_gone"}, "item": {"S": "event#000001"}}, NewImage={}),
        nonsense(Keys={"order_id": {"N": "1.5"}, "item": {"S": "head"}}),
    ],
)
def test_a_record_that_is_none_is_said_to_be_so_and_stops_nobody(
    orders: dict[str, str], bus: Bus, poison: Record, counted: list[str]
) -> None:
    assert deliver(poison, *records()) == []
    assert listed() == as_orders_stand()
    assert len(bus.taken) == len(records())
    assert set(counted) <= {"OrdersNotProjected", "RecordsNotUnderstood"}
    assert counted


def test_what_one_call_would_not_take_is_told_whatever_became_of_the_others(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = Event(1, "OrderPlaced", "2026-11-22T10:00:00.000Z")
    news = [bus_gateway.News(str(number), "ord_x", event) for number in range(25)]
    refused = {"3", "24"}
    monkeypatch.setattr(bus_gateway, "_put", lambda chunk: [one for one in chunk if one.sequence in refused])

    assert {one.sequence for one in bus_gateway.publish(news)} == refused
