import pytest

from functions.order.order import Reason
from functions.shared import ids
from tests.handlers import saga
from tests.handlers.shop import Reply, Shop


def test_an_order_is_shown_to_its_owner_with_its_timeline(shop: Shop, placed: Reply) -> None:
    reply = shop.call(f"GET /orders/{placed.body['order_id']}")
    assert reply.status == 200
    assert reply.headers["Cache-Control"] == "no-store"
    timeline = [{"type": "OrderPlaced", "at": placed.body["placed_at"]}]
    nothing = {"amount": 0, "currency": "EUR"}
    undelivered = {"delivered": 0, "returned": 0, "charged": nothing, "refunded": nothing}
    lines = [line | undelivered | {"paid": line["line_total"]} for line in placed.body["lines"]]
    items = {"type": "items", "label": "Items", "amount": placed.body["total"], "included": False}
    rows = {"total": "Total", "to_pay": "To pay"}
    totals = [items, *(items | {"type": row, "label": label} for row, label in rows.items())]
    detail = {
        "lines": lines,
        "totals": totals,
        "refunds": [],
        "timeline": timeline,
        "decline": None,
        "dispute": None,
    }
    assert reply.body == placed.body | detail


def test_a_confirmed_order_says_so(shop: Shop, placed: Reply) -> None:
    saga.confirm(placed.body["order_id"])
    order = shop.order(placed.body["order_id"])
    assert (order["status"], order["reason"]) == ("CONFIRMED", None)
    assert [event["type"] for event in order["timeline"]] == ["OrderPlaced", "OrderConfirmed"]


def test_an_order_behind_the_fence_is_still_shown_as_pending_without_a_reason(
    shop: Shop, placed: Reply
) -> None:
    saga.abandon(placed.body["order_id"], Reason.OUT_OF_STOCK)
    order = shop.order(placed.body["order_id"])
    assert (order["status"], order["reason"]) == ("PENDING", None)


def test_a_cancelled_order_tells_its_reason_and_its_whole_story(shop: Shop, placed: Reply) -> None:
    saga.cancel(placed.body["order_id"], Reason.PAYMENT_DECLINED)
    order = shop.order(placed.body["order_id"])
    assert (order["status"], order["reason"]) == ("CANCELLED", "payment-declined")
    events = [event["type"] for event in order["timeline"]]
    assert events == ["OrderPlaced", "OrderCancelling", "OrderCancelled"]
    assert sorted(event["at"] for event in order["timeline"]) == [event["at"] for event in order["timeline"]]


def test_the_action_asked_of_a_customer_is_not_shown_once_the_order_is_being_cancelled(
    shop: Shop, placed: Reply
) -> None:
    order_id = placed.body["order_id"]
    saga.ask_customer(order_id)
    assert shop.order(order_id)["next_action"]["type"] == "authenticate"
    saga.abandon(order_id, Reason.PAYMENT_DECLINED)
    assert shop.order(order_id)["next_action"] is None


def test_a_foreign_order_and_one_that_does_not_exist_cannot_be_told_apart(shop: Shop, placed: Reply) -> None:
    foreign = shop.call(f"GET /orders/{placed.body['order_id']}", owner="own_eve")
    unknown = shop.call(f"GET /orders/{ids.order_id('own_ada', 'never used')}")
    assert foreign.refusal == unknown.refusal == (404, "not-found")
    assert foreign.body == unknown.body


@pytest.mark.parametrize(
    "order_id", ["x", "x" * 3000, "ord_" + "a" * 33, "ord_ü", "%00", "a b", "event#000001", "\ud800", "🍕"]
)
def test_what_cannot_be_an_order_id_is_not_found(shop: Shop, order_id: str) -> None:
    assert shop.call(f"GET /orders/{order_id}").refusal == (404, "not-found")
