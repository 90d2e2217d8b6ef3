"""What operators are shown of orders, by the shipped functions, after real sagas."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions.conversation import list_conversations, show_messages
from functions.operations import look_pages
from functions.operator import journal_store, set_aside_store
from functions.operator import store as operator_store
from functions.operator.journal import Entry, Signed
from functions.operator.stop import OperatorAnswer, Remedy
from functions.order.keys import head_key
from functions.payment import breaker
from functions.returns import store as returns_store
from functions.session import store as session_store
from functions.session.signed_text import SignatureBroken
from functions.shared import clock, files, ids, table
from functions.storefront import list_orders
from harness.actors import accepts
from harness.api import Answer
from harness.customers import DECLINED_CARD, EMAIL
from harness.items import puts
from harness.moto.world import PRICE, SKU, World
from harness.template import QUEUE_URL, REGION
from tests.workflows.operating import parked_order
from tests.workflows.operating_by_api import asks, looks

ANSWER = OperatorAnswer(Remedy.RETRY, "op_ada", "2026-01-01T00:00:00.000Z", "again")
ADA = "op_ada"
LOOKS = (
    *("orders", "stuck", "returns", "refunds", "stock", "journal", "jobs", "breaker", "measures"),
    *("dead-letters", "keys", "sales", f"returns/ret_{'a' * 32}_{'a' * 8}"),
    *(f"orders/{'ord_' + 'a' * 32}{more}" for more in ("", "/at/1", "/graph")),
)


def look(shop: World, path: str) -> Any:
    answer = asked(shop, path)
    assert answer.status == 200, answer.body
    return answer.json


def asked(shop: World, path: str, owner: str = ADA) -> Answer:
    return shop.api("GET", f"/ops/{path}", owner=owner)


def listed(shop: World, query: str) -> list[str]:
    return [one["order_id"] for one in look(shop, f"orders?{query}")["orders"]]


def set_aside(shop: World, order_id: str) -> None:
    """The sweep cannot read it."""
    now = clock.timestamp(clock.now())
    puts("ORDERS_TABLE", head_key(order_id) | {"due_at": now, "due_bucket": "due#0"})
    set_aside_store.set_aside(order_id, "Unreadable", now, "2030-01-01T00:00:00.000Z")


@pytest.mark.parametrize("path", LOOKS)
def test_a_customer_is_shown_nothing_whether_it_exists_or_not(shop: World, path: str) -> None:
    answer = asked(shop, path, "own_mallory")
    assert (answer.status, answer.problem) == (403, "operators-only")


def test_an_order_is_found_by_all_that_a_customer_can_tell(shop: World) -> None:
    other = shop.buys(DECLINED_CARD)
    order, return_id = shop.sent_back()
    shop.relays()
    order_id, hold = order.order_id, shop.hold(order.order_id)

    for wanted in (order_id, return_id, hold.hold_id):
        assert listed(shop, f"q={wanted}") == [order_id]
    assert listed(shop, f"q={order_id[-4:].upper()}") == [order_id]
    assert listed(shop, f"q={order_id[-4:]}&status=CANCELLED") == []
    assert listed(shop, f"q={EMAIL.upper()}") == [order_id, other]
    assert listed(shop, f"q={EMAIL}&status=COMPLETED") == [order_id]
    assert listed(shop, f"q={order_id}&status=CANCELLED") == []
    assert listed(shop, "q=nobody@example.com") == []
    assert listed(shop, f"from={shop.order(other).placed_at}&to={order.placed_at}") == [other]


@pytest.mark.parametrize(
    "query", ["q=ord_x", "q=a b", "q=7k1f", "status=LOST", "from=soon", "limit=0", "cursor=x"]
)
def test_what_finds_nothing_in_principle_is_told_so(shop: World, query: str) -> None:
    answer = asked(shop, f"orders?{query.replace(' ', '%20')}")
    assert (answer.status, answer.problem) == (422, "invalid-request")


def test_pages_go_through_all_orders_and_a_cursor_is_its_operators_and_its_lists(shop: World) -> None:
    orders = [shop.buys(DECLINED_CARD) for _ in range(3)]
    shop.relays()

    found, query = [], "orders?limit=1"
    for _ in orders:
        page = look(shop, query)
        found += [one["order_id"] for one in page["orders"]]
        query = f"orders?limit=1&cursor={page['next_cursor']}"
    assert (found, page["next_cursor"]) == (orders[::-1], None)

    cursor = look(shop, "orders?limit=1")["next_cursor"]
    for path in (f"orders?status=CANCELLED&cursor={cursor}", f"refunds?cursor={cursor}"):
        assert asked(shop, path).status == 422
    assert asked(shop, f"orders?limit=1&cursor={cursor}", "op_bob").status == 422


LISTS = (
    *("/ops/orders", "/ops/orders?status=CANCELLED", "/ops/stuck", "/ops/refunds", "/ops/stock"),
    *("/ops/returns", "/ops/returns?state=STUCK", "/ops/journal", "/ops/journal?day=2026-01-01"),
    *("/ops/journal?target=a", "/orders", "/conversations", "/conversations?unread=true"),
)
"""Every list that comes in pages, and one that is narrowed in each way."""


def test_a_cursor_is_taken_by_the_very_list_that_gave_it_out(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name that a list signs its cursors under is seen as it reads one."""
    named: list[str] = []

    def noted(_cursor: str | None, listed: str, _owner: str) -> str:
        named.append(listed)
        raise SignatureBroken

    for module in (look_pages, list_orders, list_conversations, show_messages):
        monkeypatch.setattr(module, "read_cursor", noted)
    about = [f"/conversations/{shop.buys(DECLINED_CARD)}/messages" for _ in range(2)]
    for path in (*LISTS, *about):
        answer = shop.api("GET", path, owner=ADA, groups="operators")
        assert (answer.status, answer.problem) == (422, "invalid-request"), path
    assert len(set(named)) == len(LISTS) + len(about)


def test_all_that_is_stuck_is_listed_page_by_page_once_and_the_longest_waiting_first(world: World) -> None:
    world.sells()
    order = world.delivered_order(2)
    return_id = world.requested(order)
    world.always("RestockItems")
    accepts(return_id)
    world.until_stuck(return_id)
    parked = [parked_order(world) for _ in range(2)]
    marked = ids.order_id("own_a", "marked")
    set_aside(world, marked)

    found, query = [], "stuck?limit=1"
    for _ in range(4):
        page = look(world, query)
        found += [one["id"] for one in (*page["stuck"], *page["set_aside"], *page["unreadable"])]
        query = f"stuck?limit=1&cursor={page['next_cursor']}"

    assert (found, page["next_cursor"]) == ([return_id, *parked, marked], None)
    assert look(world, "stuck?limit=4")["next_cursor"] is None
    first = look(world, "stuck?limit=1")["next_cursor"]
    returns_store.record_answer(return_id, returns_store.load(return_id).stuck, ANSWER)
    assert [one["id"] for one in look(world, f"stuck?cursor={first}")["stuck"]] == parked, "it goes on"


def test_what_stopped_in_the_very_same_moment_is_listed_once(world: World) -> None:
    world.sells()
    parked = [parked_order(world) for _ in range(3)]
    for order_id in parked:
        stop = operator_store.load(order_id)
        assert stop
        later = replace(stop, at="2030-01-01T00:00:00.000Z", entered="2030")
        assert operator_store.park(order_id, later) == later

    found, query = [], "stuck?limit=1"
    for _ in parked:
        page = look(world, query)
        found += [one["id"] for one in page["stuck"]]
        query = f"stuck?limit=1&cursor={page['next_cursor']}"
    assert (sorted(found), page["next_cursor"]) == (sorted(parked), None)


def test_an_order_is_shown_whole_and_as_it_was_at_every_version(shop: World) -> None:
    order, return_id = shop.sent_back()
    accepts(return_id)
    shop.run_to_end()

    whole = look(shop, f"orders/{order.order_id}")
    assert whole["payment"]["provider"]["refunded"] == PRICE
    assert [entry["type"] for entry in whole["payment"]["entries"]][-1] == "REFUNDED"
    assert [one["return_id"] for one in whole["returns"]] == [return_id]
    assert (whole["reservation"]["state"], whole["stuck"]) == ("SOLD", None)
    assert "shipping_address" not in whole

    then = [look(shop, f"orders/{order.order_id}/at/{one['number']}") for one in whole["events"]]
    assert [one["status"] for one in then][:4] == ["PENDING", "CONFIRMED", "FULFILLING", "COMPLETED"]
    assert [one["refunded"]["amount"] for one in then][-2:] == [0, PRICE]
    assert {name: then[-1][name] for name in ("status", "charged", "refunded", "returned")} == {
        name: whole[name] for name in ("status", "charged", "refunded", "returned")
    }
    for version, status in (("99", 404), ("0", 422), ("x", 422)):
        assert asked(shop, f"orders/{order.order_id}/at/{version}").status == status


def test_unknown_orders_are_not_found(shop: World) -> None:
    unknown = ids.order_id("own_a", "never")
    for path in (unknown, f"{unknown}/at/1", f"{unknown}/graph", "ord_x", "ord_x/graph"):
        assert asked(shop, f"orders/{path}").problem == "not-found"


def test_the_graph_shows_each_machine_and_the_way_through_it(shop: World) -> None:
    order, _ = shop.sent_back()

    graph = look(shop, f"orders/{order.order_id}/graph")

    checkout, fulfilment, returned = graph["executions"]
    assert [one["machine"] for one in graph["executions"]] == ["checkout", "fulfilment", "return"]
    assert (checkout["status"], returned["status"]) == ("SUCCEEDED", "RUNNING")
    assert [visit["state"] for visit in checkout["visits"]] == shop.path(order.order_id)
    assert {visit["outcome"] for visit in (*checkout["visits"], *fulfilment["visits"])} == {"succeeded"}
    assert returned["visits"][-1]["state"] == "AwaitInspection"
    assert {"from": "ReserveStock", "to": "AuthorizePayment", "when": "next", "errors": []} in checkout[
        "edges"
    ]
    assert {state["name"] for state in checkout["states"]} >= {edge["to"] for edge in checkout["edges"]}
    assert graph["cut"] is False


def test_the_graph_tells_what_failed_how_often_and_why(shop: World) -> None:
    shop.fault("ConfirmOrder", "before", times=2)
    order_id = shop.buys()

    (checkout, *_) = look(shop, f"orders/{order_id}/graph")["executions"]

    (visit,) = [one for one in checkout["visits"] if one["state"] == "ConfirmOrder"]
    assert [one["outcome"] for one in visit["attempts"]] == ["failed", "failed", "succeeded"]
    assert visit["attempts"][0]["error"]
    assert visit["attempts"][0]["cause"]
    assert [one["attempt"] for one in visit["attempts"]] == [1, 2, 3]


def test_what_stands_before_an_operator_is_listed_until_it_is_answered(shop: World) -> None:
    return_id = shop.requested(shop.delivered_order())
    shop.always("RestockItems")
    accepts(return_id)
    shop.until_stuck(return_id)

    (found,) = look(shop, "stuck")["stuck"]
    assert (found["id"], found["state"]) == (return_id, "RestockItems")
    assert [one["return_id"] for one in look(shop, "returns?state=STUCK")["returns"]] == [return_id]
    assert look(shop, "returns?state=ACCEPTED")["returns"] == []

    returns_store.record_answer(return_id, returns_store.load(return_id).stuck, ANSWER)
    assert look(shop, "stuck")["stuck"] == []
    assert [one["return_id"] for one in look(shop, "returns?state=ACCEPTED")["returns"]] == [return_id]


def test_a_row_says_since_when_its_order_stands_before_an_operator(world: World) -> None:
    world.sells()
    other = world.buys()
    order_id = parked_order(world)
    world.relays()
    stop = operator_store.load(order_id)
    assert stop is not None

    def told() -> dict[str, str | None]:
        return {one["order_id"]: one["stuck_since"] for one in look(world, "orders")["orders"]}

    assert told() == {order_id: stop.at, other: None}
    operator_store.record_answer(order_id, stop, ANSWER)
    assert told() == {order_id: None, other: None}


def test_a_page_of_orders_asks_for_all_that_is_stuck_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.sells()
    ended = world.buys(DECLINED_CARD)
    going = [world.places_order() for _ in range(3)]
    world.relays()
    asked_for: list[list[str]] = []

    def load_many(order_ids: list[str], aside: object) -> Iterator[object]:
        asked_for.append(order_ids)
        return iter(())

    monkeypatch.setattr(operator_store, "load_many", load_many)
    assert listed(world, "limit=10") == [*going[::-1], ended]
    assert [sorted(ids) for ids in asked_for] == [sorted(going)]


def test_returns_are_listed_by_their_stage_and_refunds_as_they_are_told(shop: World) -> None:
    order = shop.delivered_order(3)
    first, second = (shop.requested(order, key=key) for key in ("a", "b"))
    assert [one["return_id"] for one in look(shop, "returns")["returns"]] == sorted(
        (first, second), key=lambda one: (_requested_at(shop, one), one)
    )
    assert look(shop, "returns?state=CLOSED")["returns"] == []

    accepts(first)
    shop.run_to_rest()

    assert [one["return_id"] for one in look(shop, "returns")["returns"]] == [second]
    (closed,) = look(shop, "returns?state=CLOSED")["returns"]
    assert (closed["return_id"], closed["status"]) == (first, "REFUNDED")
    (refund,) = look(shop, "refunds")["refunds"]
    assert (refund["order_id"], refund["type"]) == (order.order_id, "ReturnRefunded")
    assert refund["data"]["return_id"] == first


def _requested_at(shop: World, return_id: str) -> str:
    found = look(shop, f"orders?q={return_id}")["orders"][0]["order_id"]
    whole = look(shop, f"orders/{found}")["returns"]
    return str(next(one["requested_at"] for one in whole if one["return_id"] == return_id))


def test_pages_of_returns_and_of_stock_go_on_where_they_ended(shop: World) -> None:
    shop.sells("another", stock=7)
    order = shop.delivered_order(3)
    made = {shop.requested(order, key=key) for key in "abc"}
    first = look(shop, "returns?limit=2")
    second = look(shop, f"returns?limit=2&cursor={first['next_cursor']}")
    assert {one["return_id"] for page in (first, second) for one in page["returns"]} == made
    assert (len(first["returns"]), second["next_cursor"]) == (2, None)

    first = look(shop, "stock?limit=1")
    second = look(shop, f"stock?limit=1&cursor={first['next_cursor']}")
    assert [one["sku"] for page in (first, second) for one in page["stock"]] == ["another", SKU]
    for one in (*first["stock"], *second["stock"]):
        assert one["received"] == one["available"] + one["held"] + one["sold"]


def test_measures_tell_what_became_of_orders_and_how_long_steps_took(shop: World) -> None:
    shop.delivered_order()
    shop.buys(DECLINED_CARD)
    shop.relays()
    for _ in range(2):
        assert shop.invoke("MeasureOrders", {}).error is None

    measures = look(shop, "measures?hours=24")

    now = clock.now()
    every = [clock.timestamp(now - timedelta(hours=back))[:13] for back in range(24)]
    assert [one["hour"][:13] for one in measures["hours"]] == every, "none is left out"
    assert [one["counted_at"] is not None for one in measures["hours"]].index(False) > 8
    newest = next(one for one in measures["hours"] if one["placed"])
    assert newest["placed"] == 2
    assert newest["outcomes"]["CANCELLED"] == 1
    assert newest["reasons"] == {"payment-declined": 1}
    assert newest["sampled"] == 2
    assert newest["checkout"]["count"] == 1, "the one that went well"
    assert newest["checkout"]["p50_ms"] is not None
    steps = {one["step"]: one for one in measures["steps"]}
    assert steps["checkout/ReserveStock"]["count"] == 2
    assert steps["checkout/ReserveStock"]["p50_ms"] is not None
    assert steps["checkout"]["count"] == 1
    assert measures["stuck"] == {"orders": 0, "returns": 0, "refunds": 0, "set_aside": 0}
    assert measures["breaker"]["circuit"] == "CLOSED"
    assert {one["queue"] for one in measures["queues"]} >= {"PackingRequests", "PackingResults", "Warehouse"}


def test_dead_letters_are_looked_at_and_stay(shop: World) -> None:
    queue = shop.cloud.template.queues["NotifyFailures"]
    sqs = boto3.client("sqs", region_name=REGION)
    sqs.send_message(QueueUrl=f"{QUEUE_URL}{queue.name}", MessageBody="{}")
    for _ in range(2):
        queues = {one["queue"]: one for one in look(shop, "dead-letters")["queues"]}
        assert queues["NotifyFailures"]["messages"] == 1
        assert queues["RelayFailures"]["messages"] == 0


def test_the_journal_is_shown_by_day_and_by_target(shop: World) -> None:
    order, return_id = shop.sent_back()
    accepts(return_id)
    shop.run_to_end()

    (entry,) = look(shop, "journal")["entries"]
    assert (entry["target"], entry["action"]) == (return_id, "accept-return")
    assert look(shop, f"journal?target={return_id}")["entries"] == [entry]
    assert look(shop, f"journal?target={order.order_id}")["entries"] == []
    assert look(shop, "journal?day=2020-01-01")["entries"] == []
    assert asked(shop, "journal?day=today").status == 422


def test_the_journal_is_read_page_by_page_and_a_cursor_keeps_its_day(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = clock.timestamp(clock.now())[:10]
    for number in "012":
        journal_store.write_entries(
            [Entry("act", "thing", Signed(ADA, number, f"{today}T00:00:0{number}.000Z"))]
        )

    for narrowed in ("", "target=thing&"):
        path, whys = f"journal?{narrowed}limit=1", []
        for _ in range(3):
            page = look(shop, path)
            whys += [one["why"] for one in page["entries"]]
            path = f"journal?{narrowed}limit=1&cursor={page['next_cursor']}"
        assert (whys, page["next_cursor"]) == (["2", "1", "0"], None)

    cursor = look(shop, "journal?limit=1")["next_cursor"]
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert [one["why"] for one in look(shop, f"journal?cursor={cursor}")["entries"]] == ["1", "0"]


def test_the_circuit_is_shown(shop: World) -> None:
    assert look(shop, "breaker") == {
        "circuit": "CLOSED",
        "opened_at": None,
        "probes_from": None,
        "failures": 0,
    }


def test_whoever_moves_the_circuit_sees_it_moved_at_once(shop: World) -> None:
    """Whatever the process that shows it has read before."""
    for opened, circuit in ((True, "OPEN"), (False, "CLOSED")):
        look(shop, "breaker"), look(shop, "measures")
        table.write(breaker.moved_by_hand(opened=opened))
        assert look(shop, "breaker")["circuit"] == circuit
        assert look(shop, "measures")["breaker"]["circuit"] == circuit


def test_a_return_is_shown_whole_with_links_to_the_photos_that_were_uploaded(shop: World) -> None:
    order, return_id = shop.sent_back()
    announce = f"/orders/{order.order_id}/returns/{return_id}/photos"
    for _ in range(2):
        assert shop.api("POST", announce, {"content_type": "image/png"}, owner=order.owner).status == 201
    uploaded = returns_store.load(return_id).photos[0]
    files.client().put_object(Bucket=files.bucket(), Key=f"returns/{return_id}/{uploaded}", Body=b"png")

    found = looks(shop, f"/ops/returns/{return_id}").json

    assert (found["stage"], found["stuck"], found["decision"], found["refunded"]) == (
        "REQUESTED",
        None,
        None,
        None,
    )
    assert [line["name"] for line in found["lines"]] == [line.name for line in order.lines]
    (photo,) = found["photos"]
    assert (photo["name"], photo["bytes"]) == (uploaded, 3)
    assert uploaded in photo["link"]
    assert "X-Amz-Expires=300" in photo["link"]

    accepts(return_id)
    shop.run_to_end()
    ended = looks(shop, f"/ops/returns/{return_id}").json
    assert (ended["stage"], ended["decision"]["verdict"], ended["refunded"]) == ("CLOSED", "ACCEPTED", "DONE")


@pytest.mark.parametrize("return_id", ["x", f"ret_{'a' * 32}_{'a' * 8}", f"ord_{'a' * 32}"])
def test_a_return_that_there_is_not_is_not_found(shop: World, return_id: str) -> None:
    assert looks(shop, f"/ops/returns/{return_id}").status == 404


@pytest.fixture
def _keys_are_put_back(shop: World) -> Iterator[None]:
    before = session_store.load().keys
    yield
    session_store.replace(before, session_store.load())


@pytest.mark.usefixtures("_keys_are_put_back")
def test_keys_are_told_with_when_each_signs_and_is_needed_and_never_themselves(shop: World) -> None:
    asks(shop, "/ops/keys/rotate")
    secrets = [key.secret for key in session_store.load().keys]

    answer = looks(shop, "/ops/keys")

    assert [(one["signs"], one["needed_until"] is None) for one in answer.json["keys"]] == [
        (True, False),
        (False, True),
    ]
    assert not any(secret in str(answer) for secret in secrets)
