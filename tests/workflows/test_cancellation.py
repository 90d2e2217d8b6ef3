"""A customer cancels: before the order is confirmed, while it is being confirmed, and after."""

import pytest

from harness.moto.world import FORWARD, PRICE, WAY_BACK, World

ASKED_CARD = "pm_card_authenticationRequired"
ASKED = ["ReserveStock", "AuthorizePayment", "AwaitCustomerAction"]


def test_an_order_whose_bank_is_waited_for_is_cancelled_at_once(shop: World) -> None:
    order_id = shop.places_order(ASKED_CARD)
    shop.run_to_rest()

    assert shop.cancels(order_id).status == 202
    shop.run_to_end()

    assert shop.path(order_id) == [*ASKED, *WAY_BACK]
    assert shop.is_cancelled(order_id, "cancelled-by-customer")
    assert shop.cancels(order_id).status == 200


def test_cancelling_twice_cancels_once(shop: World) -> None:
    order_id = shop.buys()
    shop.fault("CancelOrder", "at_once")

    assert shop.cancels(order_id).status == 202
    assert shop.cancels(order_id).status == 202
    shop.relays()
    shop.hands_on()

    assert shop.cancels(order_id).status == 200
    assert shop.path(order_id) == FORWARD
    assert shop.is_cancelled(order_id, "cancelled-by-customer")


def test_an_order_that_was_cancelled_for_another_reason_keeps_it(shop: World) -> None:
    order_id = shop.buys("pm_card_visa_chargeDeclined")

    assert shop.cancels(order_id).status == 200
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")


@pytest.mark.parametrize("order_id", ["ord_unknown", "ord_" + "a" * 32, "x" * 3000])
def test_what_is_no_order_of_mine_is_not_found(shop: World, order_id: str) -> None:
    answer = shop.api("POST", f"/orders/{order_id}/cancel", owner=shop.new_owner())
    assert (answer.status, answer.problem) == (404, "not-found")


def test_the_order_of_somebody_else_is_not_found_and_stands(shop: World) -> None:
    order_id = shop.buys()

    answer = shop.api("POST", f"/orders/{order_id}/cancel", owner=shop.new_owner())

    assert (answer.status, answer.problem) == (404, "not-found")
    assert shop.outcome(order_id) == ("CONFIRMED", None)
    assert shop.money_held(order_id) == PRICE


def test_a_checkout_that_is_repeated_after_a_cancellation_says_so(shop: World) -> None:
    owner = shop.fills_cart({"margherita": 1})
    order_id = shop.checkout(owner, key="once").json["order_id"]
    shop.run_to_end()
    shop.cancels(order_id)
    shop.relays()
    shop.hands_on()

    again = shop.checkout(owner, key="once")

    assert (again.status, again.problem) == (409, "cancelled-by-customer")


@pytest.mark.parametrize("kind", ["call_before", "call_after"])
@pytest.mark.parametrize("at", ["UpdateItem Payments", "SendTaskFailure"])
def test_a_cancellation_that_breaks_off_is_finished_by_its_repeat(shop: World, at: str, kind: str) -> None:
    """At once: nobody waits until the bank's time is over."""
    order_id = shop.places_order(ASKED_CARD)
    shop.run_to_rest()
    # The first update of a payment is refused, since something is recorded: its answer is none to lose.
    times = 2 if (kind, at) == ("call_after", "UpdateItem Payments") else 1
    shop.fault("CancelOrder", kind, times=times, at=at, error="InternalServerError")

    assert shop.cancels(order_id).status == 503
    assert shop.cancels(order_id).status in (200, 202)
    shop.run_to_end()

    assert shop.path(order_id) == [*ASKED, *WAY_BACK]
    assert shop.is_cancelled(order_id, "cancelled-by-customer")
