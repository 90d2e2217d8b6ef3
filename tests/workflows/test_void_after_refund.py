"""Money of which a part was given back already is undone whole: what is left of it, and no more."""

import pytest

from harness.moto.world import PRICE, World

PART = 300


def given_back_by_hand(world: World, order_id: str, amount: int) -> None:
    hold = world.hold(order_id)
    world.merchant().v1.refunds.create({"payment_intent": hold.hold_id, "amount": amount})


@pytest.mark.parametrize("part", [1, PART, PRICE - 1])
def test_a_captured_payment_that_was_refunded_in_part_is_voided_to_nothing(world: World, part: int) -> None:
    world.sells()
    order = world.delivered_order(1)
    given_back_by_hand(world, order.order_id, part)

    voided = world.invoke("VoidPayment", {"order_id": order.order_id, "abandoned": {"reason": "test"}})

    assert voided.error is None
    hold = world.hold(order.order_id)
    assert (hold.captured, hold.refunded, hold.keeps) == (PRICE, PRICE, 0)
    assert sorted(one.amount for one in world.refunds(order.order_id)) == sorted([part, PRICE - part])


def test_one_that_was_refunded_in_full_by_hand_is_voided_without_another_refund(world: World) -> None:
    world.sells()
    order = world.delivered_order(1)
    given_back_by_hand(world, order.order_id, PRICE)

    assert world.invoke("VoidPayment", {"order_id": order.order_id}).error is None

    assert [one.amount for one in world.refunds(order.order_id)] == [PRICE]
