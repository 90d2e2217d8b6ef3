"""Returns whose refund is lost, stuck or made by hand: money and units come back once."""

from typing import Any

import pytest

from functions.returns.inspect_return import AlreadyInspected
from harness.actors import accepts, rejects
from harness.moto.world import BROKEN, PRICE, REFUNDED, SKU, World
from harness.records import RETURN
from tests.workflows.returning import assert_came_back_once


def test_a_refund_whose_answer_and_key_are_lost_is_found_in_the_providers_list(shop: World) -> None:
    """Idempotency keys may be forgotten after a day; an operator may come later than that."""
    return_id = shop.requested(shop.delivered_order())
    lost = shop.fault("RefundPayment", "call_after", at="refund", error="no answer")
    broken = shop.always("RefundPayment")
    broken.times -= 1
    accepts(return_id)
    shop.until_stuck(return_id)
    assert lost.hits == 1
    shop.provider.forget_keys()

    accepts(return_id)
    shop.run_to_end()

    assert_came_back_once(shop, return_id)


def test_a_return_that_is_stuck_is_sent_on_by_the_same_answer_again(shop: World) -> None:
    return_id = shop.requested(shop.delivered_order())
    shop.always("RestockItems")
    accepts(return_id)
    assert shop.until_stuck(return_id).error == BROKEN

    with pytest.raises(AlreadyInspected):
        rejects(return_id)
    accepts(return_id)
    shop.run_to_end()

    assert shop.path(return_id, RETURN) == [*REFUNDED[:-1], "AwaitOperator", *REFUNDED]
    assert_came_back_once(shop, return_id)


def hand_refund(world: World, order_id: str, amount: int, return_id: str | None) -> None:
    """Somebody refunds in the provider's own pages."""
    (hold,) = world.holds(order_id)
    named: Any = {"metadata": {"return_id": return_id}} if return_id else {}
    world.merchant().v1.refunds.create({"payment_intent": hold.hold_id, "amount": amount, **named})


def test_a_return_that_was_refunded_by_hand_under_its_name_is_not_refunded_again(shop: World) -> None:
    order = shop.delivered_order(2)
    return_id = shop.requested(order)
    hand_refund(shop, order.order_id, PRICE, return_id)

    accepts(return_id)
    shop.run_to_end()

    assert_came_back_once(shop, return_id)


def test_a_refund_for_which_nothing_is_left_stands_before_an_operator(world: World) -> None:
    world.sells()
    order = world.delivered_order(2)
    return_id = world.requested(order, {SKU: 2})
    hand_refund(world, order.order_id, PRICE, None)

    accepts(return_id)

    assert world.until_stuck(return_id).error == "RefundRefused"
    assert world.path(return_id, RETURN) == ["AwaitInspection", "RefundPayment", "AwaitOperator"]
    assert world.recorded_refunds(order.order_id) == {return_id: "CLAIMED"}
    assert world.refunded(order.order_id) == PRICE
    assert world.stock() == {"received": 10, "available": 8, "held": 0, "sold": 2}
