"""A customer cancels: before the order is confirmed, while it is being confirmed, and after."""

import pytest

from functions.payment import store
from functions.payment.payment import State
from functions.payment.provider import provider
from tests.workflows.fulfil import FULFILMENT, NOT_PACKED, cancels, reached, relayed
from tests.workflows.saga import FORWARD, WAY_BACK
from tests.world.world import PRICE, World

UNTOUCHED = {"received": 10, "available": 10, "held": 0, "sold": 0}
ASKED_CARD = "pm_card_authenticationRequired"
ASKED = ["ReserveStock", "AuthorizePayment", "AwaitCustomerAction"]


def is_cancelled(shop: World, order_id: str) -> bool:
    nothing = shop.money_held(order_id) == 0 and shop.stock() == UNTOUCHED
    return shop.outcome(order_id) == ("CANCELLED", "cancelled-by-customer") and nothing


def test_an_order_whose_bank_is_waited_for_is_cancelled_at_once(shop: World) -> None:
    order_id = shop.places_order(ASKED_CARD)
    shop.run_to_rest()

    assert cancels(shop, order_id) == 202
    shop.run_to_end()

    assert shop.path(order_id) == [*ASKED, *WAY_BACK]
    assert is_cancelled(shop, order_id)
    assert cancels(shop, order_id) == 200


def test_an_order_that_is_cancelled_before_the_bank_is_waited_for_does_not_wait(shop: World) -> None:
    """The mark comes before the token: whoever keeps the token sees the mark."""
    order_id = shop.places_order(ASKED_CARD)
    shop.run_to_rest()
    payment = store.load(order_id)
    assert payment is not None
    shop.fault("CancelOrder", "hangs", at="SendTaskFailure")
    cancels(shop, order_id)
    for fault in shop.cloud.desk.ordered:
        fault.kill()
    assert shop.path(order_id) == ASKED

    shop.invoke("AwaitCustomerAction", {"order_id": order_id, "task_token": payment.task_tokens[-1]})
    shop.run_to_end()

    assert is_cancelled(shop, order_id)


def test_an_order_that_is_cancelled_before_it_is_paid_is_never_paid(shop: World) -> None:
    held = shop.fault("AuthorizePayment", "hangs", at="create")
    order_id = shop.places_order()
    reached(held)

    status = cancels(shop, order_id)
    shop.run_to_end()
    held.release()

    assert status in (200, 202)
    assert is_cancelled(shop, order_id)


def test_a_confirmation_that_is_overtaken_by_the_customer_learns_so(shop: World) -> None:
    order_id = shop.places_order(ASKED_CARD)
    shop.run_to_rest()
    units = shop.invoke("ReserveStock", {"order_id": order_id}).answer
    held = shop.fault("ConfirmOrder", "hangs", at="TransactWriteItems")
    shop.invoke("ConfirmOrder", units)

    assert cancels(shop, order_id) == 202
    (late,) = held.release()
    shop.run_to_end()

    assert late.error == "OrderClosing"
    assert is_cancelled(shop, order_id)


def test_a_customer_who_is_overtaken_by_the_confirmation_cancels_the_packing_instead(shop: World) -> None:
    order_id = shop.places_order(ASKED_CARD)
    shop.run_to_rest()
    held = shop.fault("CancelOrder", "hangs", at="TransactWriteItems")
    cancels(shop, order_id)
    bank_says_yes(shop, order_id)
    shop.run_to_end()
    assert shop.outcome(order_id) == ("CONFIRMED", None)

    (late,) = held.release()
    assert late.answer["statusCode"] == 202
    relayed(shop)
    shop.run_to_rest()
    shop.delivers("PackingRequests", "OfferPacking")
    shop.run_to_end()

    assert shop.path(order_id, FULFILMENT) == NOT_PACKED
    assert is_cancelled(shop, order_id)


def bank_says_yes(shop: World, order_id: str) -> None:
    """The bank said yes: the record follows, and the execution that waits goes on."""
    (hold,) = shop.holds(order_id)
    shop.provider.customer_answers_bank(hold.hold_id, "success")
    store.settle(order_id, provider.read_hold(hold.hold_id), State.AUTHORIZED)
    payment = store.load(order_id)
    assert payment is not None
    (token,) = payment.task_tokens
    shop.cloud.machines.send_task_success(taskToken=token, output="{}")


def test_cancelling_twice_cancels_once(shop: World) -> None:
    order_id = shop.places_order()
    shop.run_to_end()
    shop.fault("CancelOrder", "at_once")

    assert cancels(shop, order_id) == 202
    assert cancels(shop, order_id) == 202
    relayed(shop)
    shop.run_to_rest()
    shop.delivers("PackingRequests", "OfferPacking")
    shop.run_to_end()

    assert cancels(shop, order_id) == 200
    assert shop.path(order_id) == FORWARD
    assert is_cancelled(shop, order_id)


def test_an_order_that_was_cancelled_for_another_reason_keeps_it(shop: World) -> None:
    order_id = shop.places_order("pm_card_visa_chargeDeclined")
    shop.run_to_end()

    assert cancels(shop, order_id) == 200
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")


@pytest.mark.parametrize("order_id", ["ord_unknown", "ord_" + "a" * 32, "x" * 3000])
def test_what_is_no_order_of_mine_is_not_found(shop: World, order_id: str) -> None:
    answer = shop.api("POST", f"/orders/{order_id}/cancel", owner=shop.new_owner())
    assert (answer.status, answer.problem) == (404, "not-found")


def test_the_order_of_somebody_else_is_not_found_and_stands(shop: World) -> None:
    order_id = shop.places_order()
    shop.run_to_end()

    answer = shop.api("POST", f"/orders/{order_id}/cancel", owner=shop.new_owner())

    assert (answer.status, answer.problem) == (404, "not-found")
    assert shop.outcome(order_id) == ("CONFIRMED", None)
    assert shop.money_held(order_id) == PRICE


def test_a_checkout_that_is_repeated_after_a_cancellation_says_so(shop: World) -> None:
    owner = shop.fills_cart({"margherita": 1})
    order_id = shop.checkout(owner, key="once").json["order_id"]
    shop.run_to_end()
    cancels(shop, order_id)
    relayed(shop)
    shop.run_to_rest()
    shop.delivers("PackingRequests", "OfferPacking")
    shop.run_to_end()

    again = shop.checkout(owner, key="once")

    assert (again.status, again.problem) == (409, "cancelled-by-customer")


@pytest.mark.parametrize(
    ("at", "kind"),
    [
        ("PutItem Payments", "call_before"),
        ("UpdateItem Payments", "call_before"),
        ("UpdateItem Payments", "call_after"),
        ("SendTaskFailure", "call_before"),
        ("SendTaskFailure", "call_after"),
    ],
)
def test_a_cancellation_that_breaks_off_is_finished_by_its_repeat(shop: World, at: str, kind: str) -> None:
    order_id = shop.places_order(ASKED_CARD)
    shop.run_to_rest()
    shop.fault("CancelOrder", kind, at=at, error="InternalServerError")

    assert cancels(shop, order_id) == 503
    assert cancels(shop, order_id) in (200, 202)
    shop.run_to_end()

    assert is_cancelled(shop, order_id)
