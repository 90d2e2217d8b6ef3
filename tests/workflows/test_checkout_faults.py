"""What a checkout comes to when a step fails, told one by one; every fault at every call is the matrix's."""

from harness.customers import DECLINED_CARD
from harness.moto.world import BROKEN, FORWARD, PRICE, WAY_BACK, World

DECLINED_PATH = ["ReserveStock", "AuthorizePayment", *WAY_BACK]


def test_an_intent_whose_creation_was_not_heard_of_is_met_again(shop: World) -> None:
    shop.fault("AuthorizePayment", "call_after", at="create", error="no answer")
    order_id = shop.buys()

    assert shop.path(order_id) == FORWARD
    assert len(shop.holds(order_id)) == 1


def test_an_order_whose_confirmation_was_never_heard_of_stands(shop: World) -> None:
    shop.always("ConfirmOrder", "after")
    order_id = shop.buys()

    assert shop.path(order_id) == [*FORWARD, "AbandonOrder", "OrderStands"]
    assert shop.execution_status(order_id) == "SUCCEEDED"
    assert shop.outcome(order_id) == ("CONFIRMED", None)
    assert shop.money_held(order_id) == PRICE


def test_a_step_is_tried_seven_times_and_then_undone(shop: World) -> None:
    faults = shop.always("ReserveStock")
    order_id = shop.buys()

    assert faults.hits == 7
    assert shop.outcome(order_id) == ("CANCELLED", "checkout-failed")


def test_a_compensation_that_fails_for_a_day_waits_for_an_operator_whose_answer_sends_it_back(
    shop: World,
) -> None:
    faults = shop.always("VoidPayment")
    order_id = shop.places_order(DECLINED_CARD)
    shop.run_to_rest()

    parked = shop.parked(order_id)
    assert faults.hits == 106
    assert (parked["error"], parked["state"], parked["attempts"]) == (BROKEN, "VoidPayment", faults.hits)
    assert parked["since"] <= parked["at"]
    assert "ordered by a test" in parked["cause"]
    assert shop.violations(undecided={order_id}) == []

    shop.answers_operator(order_id)
    shop.run_to_end()
    assert shop.path(order_id) == [*DECLINED_PATH[:-1], "AwaitOperator", *WAY_BACK]
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")


def test_an_operator_who_never_answers_is_no_reason_to_forget_the_order(shop: World) -> None:
    shop.expires("AwaitOperator")
    shop.always("VoidPayment")
    order_id = shop.buys(DECLINED_CARD)

    assert shop.path(order_id) == [*DECLINED_PATH[:-1], "AwaitOperator", *WAY_BACK]
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")
