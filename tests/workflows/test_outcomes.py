"""What the shop sells and what it refuses: the path, the money, the stock and the cart of each outcome."""

import pytest

from functions.payment.hold import HoldStatus
from functions.shared import table
from harness.customers import DECLINED_CARD
from harness.items import puts
from harness.moto.world import FORWARD, PRICE, SKU, WAITING, WAY_BACK, World
from harness.records import UNTOUCHED


def test_a_success_executes_exactly_three_states(shop: World) -> None:
    order_id = shop.buys()

    assert shop.path(order_id) == FORWARD
    assert shop.execution_status(order_id) == "SUCCEEDED"
    assert shop.outcome(order_id) == ("CONFIRMED", None)
    assert shop.money_held(order_id) == PRICE
    assert [one.status for one in shop.holds(order_id)] == [HoldStatus.HELD]
    assert shop.stock() == {"received": 10, "available": 9, "held": 0, "sold": 1}


def test_a_success_takes_four_invocations_and_ten_calls_to_dynamodb_on_the_critical_path(
    shop: World,
) -> None:
    """In warm processes, up to CONFIRMED: what the API function does after starting it delays nobody."""
    shop.buys()
    owner = shop.fills_cart({SKU: 1})
    before = len(shop.runner.invocations)

    shop.checkout(owner)
    shop.run_to_end()

    checkouts, *steps = shop.runner.invocations[before:]
    assert [checkouts.name, *(one.name for one in steps)] == ["Checkouts", *FORWARD]
    placing = checkouts.calls[: checkouts.calls.index("StartExecution")]
    calls = placing + [call for step in steps for call in step.calls]
    dynamodb = [call for call in calls if call not in ("create", "confirm")]
    levels = ["BatchGetItem"]  # ten units are so few that their level is read each time
    assert len(dynamodb) <= 10 + len(levels), dynamodb


OTHER_DECLINES = ("pm_card_visa_chargeDeclinedInsufficientFunds", "pm_card_chargeDeclinedExpiredCard")


@pytest.mark.parametrize("payment_method", [DECLINED_CARD, *OTHER_DECLINES, "pm_nobody_knows"])
def test_a_payment_that_is_refused_cancels_the_order_and_gives_everything_back(
    shop: World, payment_method: str
) -> None:
    order_id = shop.buys(payment_method)

    assert shop.path(order_id) == ["ReserveStock", "AuthorizePayment", *WAY_BACK]
    assert shop.execution_status(order_id) == "SUCCEEDED"
    assert shop.is_cancelled(order_id, "payment-declined")


@pytest.mark.parametrize(
    ("payment_method", "why"),
    [
        (DECLINED_CARD, "refused"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient-funds"),
        ("pm_card_chargeDeclinedExpiredCard", "card-expired"),
        ("pm_card_chargeDeclinedProcessingError", "bank-unreachable"),
        ("pm_nobody_knows", "refused"),
    ],
)
def test_why_a_payment_was_declined_is_told_to_the_customer_and_to_the_operator_in_our_words(
    shop: World, payment_method: str, why: str
) -> None:
    order_id = shop.buys(payment_method)
    order = shop.order(order_id)

    assert shop.api("GET", f"/orders/{order_id}", owner=order.owner).json["decline"] == why
    assert shop.api("GET", f"/ops/orders/{order_id}", owner="op_ada").json["payment"]["decline"] == why


def test_a_declined_payment_of_before_says_nothing_of_why(shop: World) -> None:
    order_id = shop.buys(DECLINED_CARD)
    item = dict(table.get("PAYMENTS_TABLE", {"order_id": order_id}) or {})
    del item["decline"]
    puts("PAYMENTS_TABLE", item)

    shown = shop.api("GET", f"/orders/{order_id}", owner=shop.order(order_id).owner).json
    assert (shown["reason"], shown["decline"]) == ("payment-declined", None)


def test_a_declined_intent_is_cancelled_because_its_client_secret_could_confirm_it_again(shop: World) -> None:
    order_id = shop.buys(DECLINED_CARD)

    assert [one.status for one in shop.holds(order_id)] == [HoldStatus.GONE]
    assert shop.entries(order_id)[-1]["why"] == "payment-declined"


def test_a_customer_who_never_answers_the_bank_is_waited_for_and_then_cancelled(shop: World) -> None:
    shop.expires("AwaitCustomerAction")

    order_id = shop.places_order("pm_card_authenticationRequired")
    shop.run_to_rest()

    assert shop.path(order_id) == WAITING
    assert shop.stock() == {"received": 10, "available": 9, "held": 1, "sold": 0}
    owner = shop.order(order_id).owner
    shown = shop.api("GET", f"/orders/{order_id}", owner=owner).json
    assert shown["status"] == "PENDING"
    assert shown["next_action"]["type"] == "authenticate"
    assert shown["next_action"]["client_secret"]

    shop.run_to_end()

    assert shop.path(order_id) == [*WAITING, "CheckPayment", *WAY_BACK]
    assert shop.execution_status(order_id) == "SUCCEEDED"
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")
    assert [one.status for one in shop.holds(order_id)] == [HoldStatus.GONE]
    assert shop.stock() == UNTOUCHED
