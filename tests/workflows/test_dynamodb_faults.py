"""DynamoDB refusing for a moment: conflicts between transactions, and throttling."""

import pytest

from harness.actors import accepts
from harness.customers import DECLINED_CARD
from harness.moto.calls import CONFLICT
from harness.moto.world import FORWARD, SKU, WAY_BACK, World
from tests.workflows.returning import assert_came_back_once


@pytest.mark.parametrize("step", ["ReserveStock", "ConfirmOrder", "AbandonOrder", "CloseOrder"])
def test_a_conflict_between_transactions_is_retried_inside_the_handler(shop: World, step: str) -> None:
    """A retried state is a paid transition."""
    shop.fault(step, "call_before", at="TransactWriteItems", times=3, error=CONFLICT)

    shop.places_order("pm_card_visa" if step in FORWARD else DECLINED_CARD)
    shop.run_to_end()

    assert len(shop.invocations(step)) == 1


@pytest.mark.parametrize("step", ["RestockItems", "CloseReturn"])
def test_a_conflict_is_retried_inside_the_steps_of_a_return_too(shop: World, step: str) -> None:
    return_id = shop.requested(shop.delivered_order())
    shop.fault(step, "call_before", at="TransactWriteItems", times=3, error=CONFLICT)

    accepts(return_id)
    shop.run_to_end()

    assert len(shop.invocations(step)) == 1
    assert_came_back_once(shop, return_id)


@pytest.mark.parametrize("at", ["PutItem Payments", "UpdateItem Payments"])
def test_a_single_write_that_meets_a_transaction_is_retried_inside_the_handler(shop: World, at: str) -> None:
    shop.fault("AuthorizePayment", "call_before", at=at, times=2, error=CONFLICT)

    shop.places_order()
    shop.run_to_end()

    assert len(shop.invocations("AuthorizePayment")) == 1


def test_a_cart_that_is_changed_while_it_is_being_claimed_is_no_server_error(shop: World) -> None:
    shop.fault("Cart", "call_before", at="UpdateItem Carts", times=2, error=CONFLICT)

    body = {"sku": SKU, "options": {}, "quantity": 1}
    answer = shop.api("PUT", "/cart/lines/one", body, owner=shop.new_owner())

    assert answer.status == 200


def test_a_checkout_that_meets_another_transaction_is_placed(shop: World) -> None:
    shop.fault("Checkouts", "call_before", at="TransactWriteItems", times=3, error=CONFLICT)

    order_id = shop.places_order()
    shop.run_to_end()

    assert shop.outcome(order_id) == ("CONFIRMED", None)


def test_conflicts_without_end_are_given_back_to_the_machine(shop: World) -> None:
    shop.fault("CloseOrder", "call_before", at="TransactWriteItems", times=8, error=CONFLICT)

    order_id = shop.places_order(DECLINED_CARD)
    shop.run_to_end()

    assert [one.outcome.error for one in shop.invocations("CloseOrder") if one.outcome] == [
        "TransactionConflicted",
        None,
    ]
    assert shop.path(order_id) == [*FORWARD[:2], *WAY_BACK]
