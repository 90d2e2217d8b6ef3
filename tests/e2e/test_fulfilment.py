"""From CONFIRMED to the customer's door, or back, as customers and warehouses meet it."""

from tests.e2e.charges import Charge, charged_for
from tests.e2e.shop import PIZZA, WATER, Shop
from tests.e2e.slow_orders import SlowOrders

DIAVOLA = {"sku": "diavola", "options": {"size": "small"}, "quantity": 3}


def test_an_order_completes_by_itself_and_can_then_no_longer_be_cancelled(shop: Shop) -> None:
    buyer = shop.buyer()
    order_id = buyer.buys(PIZZA)

    assert buyer.ended(order_id) == ("COMPLETED", None)
    types = [entry["type"] for entry in buyer.order(order_id)["timeline"]]
    assert types == ["OrderPlaced", "OrderConfirmed", "OrderFulfilling", "OrderCompleted"]
    assert charged_for(shop, order_id) == Charge(order_id, held=0, captured=1330, given_back=0)
    shop.patience.until(lambda: order_id in shop.parcels("handed_over"), "it was never handed over")
    refused = buyer.cancel(order_id)
    assert (refused.status_code, refused.json()["type"]) == (409, "/api/problems/already-packed")


def test_an_order_is_cancelled_before_it_is_packed_and_nothing_is_paid(shop: Shop) -> None:
    shop.kitchen("hold")
    buyer = shop.buyer()
    order_id = buyer.buys(WATER)
    shop.in_hand(order_id)

    assert buyer.cancel(order_id).status_code == 202

    assert buyer.ended(order_id) == ("CANCELLED", "cancelled-by-customer")
    shop.patience.until(lambda: order_id in shop.parcels("put_back"), "the kitchen was never told")
    assert order_id not in shop.parcels("handed_over")
    assert buyer.cancel(order_id).status_code == 200
    assert shop.buyer().cancel(order_id).status_code == 404


def test_an_order_that_waits_for_the_bank_is_cancelled_at_once(shop: Shop) -> None:
    buyer = shop.buyer()
    buyer.put(WATER)
    order_id = buyer.pay("pm_card_authenticationRequired").json()["order_id"]

    assert buyer.cancel(order_id).status_code == 202
    assert buyer.ended(order_id) == ("CANCELLED", "cancelled-by-customer")
    assert len(buyer.cart()["lines"]) == 1


def test_what_is_packed_in_part_is_paid_in_part(shop: Shop) -> None:
    shop.kitchen("partial")
    buyer = shop.buyer()
    before = shop.audit()["stock"]["diavola"]
    order_id = buyer.buys(DIAVOLA)

    assert buyer.ended(order_id) == ("COMPLETED", None)

    after = shop.audit()["stock"]["diavola"]
    assert (after["sold"] - before["sold"], before["available"] - after["available"]) == (2, 2)


def test_an_order_that_the_kitchen_refuses_is_cancelled(shop: Shop) -> None:
    shop.kitchen("reject")
    buyer = shop.buyer()

    assert buyer.ended(buyer.buys(WATER)) == ("CANCELLED", "rejected-by-shop")


def test_a_foreign_warehouse_answers_by_url(shop: Shop) -> None:
    shop.kitchen("hold")
    buyer = shop.buyer()
    order_id = buyer.buys(WATER)
    callback_id = shop.in_hand(order_id)["callback_id"]

    assert shop.report(callback_id[:-2] + "xx", outcome="packed").status_code == 404
    assert shop.report(callback_id, outcome="eaten").status_code == 422
    wrong = [{"line_id": "other", "quantity": 1}]
    assert shop.report(callback_id, outcome="packed", lines=wrong).status_code == 422
    assert shop.report(callback_id, outcome="accepted").json()["outcome"] == "accepted"
    packed = shop.report(callback_id, outcome="packed")
    assert (packed.status_code, packed.json()["outcome"]) == (200, "packed")
    assert shop.report(callback_id, outcome="packed").status_code == 200
    otherwise = shop.report(callback_id, outcome="rejected")
    assert (otherwise.status_code, otherwise.json()["decided"]) == (409, "packed")
    shop.patience.until(
        lambda: shop.report(callback_id, outcome="packed").json()["instruction"] == "hand_over",
        "the warehouse was never told to hand over",
    )

    assert buyer.cancel(order_id).status_code == 409
    assert buyer.ended(order_id) == ("COMPLETED", None)


def test_a_hold_that_nears_its_end_ends_the_order_in_time(slow: SlowOrders) -> None:
    order = slow.packed_late

    assert order.buyer.ended(order.order_id) == ("CANCELLED", "not-packed-in-time")


def test_a_capture_whose_answer_is_lost_charges_once(shop: Shop, slow: SlowOrders) -> None:
    order = slow.capture_unanswered

    assert order.buyer.ended(order.order_id) == ("COMPLETED", None)
    total = order.buyer.order(order.order_id)["total"]["amount"]
    assert charged_for(shop, order.order_id) == Charge(order.order_id, held=0, captured=total, given_back=0)
