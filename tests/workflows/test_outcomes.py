"""What the shop sells and what it refuses: the path, the money, the stock and the cart of each outcome."""

import pytest

from functions.payment.hold import HoldStatus
from tests.workflows.fulfil import entries
from tests.workflows.saga import DECLINED_CARD, FORWARD, WAITING, WAY_BACK, always
from tests.world.world import PRICE, SKU, World

UNTOUCHED = {"received": 10, "available": 10, "held": 0, "sold": 0}


def test_a_success_executes_exactly_three_states(shop: World) -> None:
    order_id = shop.places_order()

    shop.run_to_end()

    assert shop.path(order_id) == FORWARD
    assert shop.execution_status(order_id) == "SUCCEEDED"
    assert shop.outcome(order_id) == ("CONFIRMED", None)
    assert shop.money_held(order_id) == PRICE
    assert [one.status for one in shop.holds(order_id)] == [HoldStatus.HELD]
    assert shop.stock() == {"received": 10, "available": 9, "held": 0, "sold": 1}


def test_a_success_takes_four_invocations_and_ten_calls_to_dynamodb_on_its_critical_path(shop: World) -> None:
    """In warm processes, up to CONFIRMED: what the API function does after starting it delays nobody."""
    shop.places_order()
    shop.run_to_end()
    owner = shop.fills_cart({SKU: 1})
    before = len(shop.runner.invocations)

    shop.checkout(owner)
    shop.run_to_end()

    checkouts, *steps = shop.runner.invocations[before:]
    assert [checkouts.name, *(one.name for one in steps)] == ["Checkouts", *FORWARD]
    placing = checkouts.calls[: checkouts.calls.index("StartExecution")]
    calls = placing + [call for step in steps for call in step.calls]
    dynamodb = [call for call in calls if call not in ("create", "confirm")]
    assert len(dynamodb) <= 10, dynamodb


def test_every_step_may_run_in_a_process_that_has_just_started(shop: World) -> None:
    shop.runner.always_cold = True

    order_id = shop.places_order()
    shop.run_to_end()

    assert shop.path(order_id) == FORWARD
    assert shop.outcome(order_id) == ("CONFIRMED", None)


@pytest.mark.parametrize(
    "payment_method",
    [
        DECLINED_CARD,
        "pm_card_visa_chargeDeclinedInsufficientFunds",
        "pm_card_chargeDeclinedExpiredCard",
        "pm_nobody_knows",
    ],
)
def test_a_payment_that_is_refused_cancels_the_order_and_gives_everything_back(
    shop: World, payment_method: str
) -> None:
    order_id = shop.places_order(payment_method)

    shop.run_to_end()

    assert shop.path(order_id) == ["ReserveStock", "AuthorizePayment", *WAY_BACK]
    assert shop.execution_status(order_id) == "SUCCEEDED"
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")
    assert shop.money_held(order_id) == 0
    assert shop.stock() == UNTOUCHED


def test_a_declined_hold_is_cancelled_because_its_client_secret_could_confirm_it_again(shop: World) -> None:
    order_id = shop.places_order(DECLINED_CARD)

    shop.run_to_end()

    assert [one.status for one in shop.holds(order_id)] == [HoldStatus.GONE]
    assert entries(shop, order_id)[-1]["why"] == "payment-declined"


def test_the_last_unit_goes_to_one_buyer_and_the_next_is_told_out_of_stock(world: World) -> None:
    world.sells(stock=1)
    first = world.places_order()
    world.run_to_end()

    second = world.places_order()
    world.run_to_end()

    assert world.outcome(first) == ("CONFIRMED", None)
    assert world.path(second) == ["ReserveStock", *WAY_BACK]
    assert world.execution_status(second) == "SUCCEEDED"
    assert world.outcome(second) == ("CANCELLED", "out-of-stock")
    assert world.holds(second) == []
    assert world.violations() == []


def test_units_spread_over_shards_are_all_found(world: World) -> None:
    world.sells(stock=5, shards=3)

    order_id = world.places_order(quantity=5)
    world.run_to_end()

    assert world.path(order_id) == FORWARD
    assert world.stock() == {"received": 5, "available": 0, "held": 0, "sold": 5}
    assert world.violations() == []


def test_an_order_that_fails_on_its_second_product_holds_none_of_the_first(world: World) -> None:
    world.sells("calzone", stock=3)
    world.sells("tiramisu", stock=0)
    owner = world.fills_cart({"calzone": 2, "tiramisu": 1})

    order_id = world.checkout(owner, total=3 * PRICE).json["order_id"]
    world.run_to_end()

    assert world.outcome(order_id) == ("CANCELLED", "out-of-stock")
    assert world.stock("calzone") == {"received": 3, "available": 3, "held": 0, "sold": 0}
    assert world.violations() == []


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


def test_a_customer_who_answers_the_bank_while_the_order_is_being_cancelled_pays_nothing(shop: World) -> None:
    shop.expires("AwaitCustomerAction")
    always(shop, "CheckPayment", "before")
    held = shop.fault("VoidPayment", "hangs", at="cancel")
    order_id = shop.places_order("pm_card_authenticationRequired")
    shop.run_to_rest()
    (hold,) = shop.holds(order_id)
    shop.fault("VoidPayment", "before", times=1, error="Slow")
    shop.provider.customer_answers_bank(hold.hold_id, "success")

    shop.run_to_end()
    held.release()

    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")
    assert shop.money_held(order_id) == 0


def test_two_bodies_of_one_cart_line_are_held_as_one(world: World) -> None:
    """Lines of the same SKU are taken together: one write per SKU and shard in the transaction."""
    world.sells(stock=4)
    owner = world.new_owner()
    for line in ("one", "two"):
        body = {"sku": SKU, "options": {}, "quantity": 2}
        assert world.api("PUT", f"/cart/lines/{line}", body, owner=owner).status == 200

    order_id = world.checkout(owner, total=4 * PRICE).json["order_id"]
    world.run_to_end()

    assert world.path(order_id) == FORWARD
    assert world.stock() == {"received": 4, "available": 0, "held": 0, "sold": 4}
    assert world.violations() == []
