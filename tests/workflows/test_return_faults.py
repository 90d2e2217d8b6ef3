"""Returns under lost answers, duplicates, broken calls and stuck steps: money and units come back once."""

from typing import Any

import pytest

from functions.payment.stripe import adapter
from functions.returns.decide_return import AlreadyAnswered
from tests.workflows.bank import merchant
from tests.workflows.returning import (
    REFUNDED,
    RETURN,
    accepts,
    always,
    assert_came_back_once,
    delivered_order,
    recorded_refunds,
    refunded,
    rejects,
    requested,
    until_stuck,
)
from tests.workflows.saga import BROKEN
from tests.world.calls import CONFLICT
from tests.world.world import PRICE, SKU, World

STEPS = REFUNDED[1:]
CALLS = [
    ("RefundPayment", "GetItem Orders"),
    ("RefundPayment", "GetItem Payments"),
    ("RefundPayment", "UpdateItem Payments"),
    ("RefundPayment", "list_refunds"),
    ("RefundPayment", "refund"),
    ("RestockItems", "GetItem Orders"),
    ("RestockItems", "GetItem Stock"),
    ("RestockItems", "TransactWriteItems"),
    ("CloseReturn", "GetItem Orders"),
    ("CloseReturn", "Query Orders"),
    ("CloseReturn", "TransactWriteItems"),
]
"""Every call that the steps of an accepted return make."""


def test_the_calls_listed_here_are_those_that_the_steps_make(shop: World) -> None:
    accepts(requested(shop, delivered_order(shop)))
    shop.run_to_end()

    made = {(one.name, call) for one in shop.runner.invocations for call in one.calls if one.name in STEPS}
    assert {call for call in made if call[1] != "GetSecretValue"} == set(CALLS)


@pytest.mark.parametrize("kind", ["twice", "at_once", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_invoked_twice_or_whose_answer_is_lost_does_its_work_once(
    shop: World, step: str, kind: str
) -> None:
    return_id = requested(shop, delivered_order(shop))
    shop.fault(step, kind)

    accepts(return_id)
    shop.run_to_end()

    assert shop.path(return_id, RETURN) == REFUNDED
    assert_came_back_once(shop, return_id)


@pytest.mark.parametrize(("step", "at"), CALLS)
def test_a_step_that_times_out_is_retried_and_its_late_effect_changes_nothing(
    shop: World, step: str, at: str
) -> None:
    return_id = requested(shop, delivered_order(shop))
    held = shop.fault(step, "hangs", at=at)

    accepts(return_id)
    shop.run_to_end()
    held.release()

    assert shop.path(return_id, RETURN) == REFUNDED
    assert_came_back_once(shop, return_id)


@pytest.mark.parametrize("kind", ["call_before", "call_after"])
@pytest.mark.parametrize(("step", "at"), CALLS)
def test_no_single_call_that_fails_with_or_without_its_effect_moves_anything_twice(
    shop: World, step: str, at: str, kind: str
) -> None:
    return_id = requested(shop, delivered_order(shop))
    shop.fault(step, kind, at=at, error="InternalServerError")

    accepts(return_id)
    shop.run_to_end()

    assert shop.path(return_id, RETURN) == REFUNDED
    assert_came_back_once(shop, return_id)


@pytest.mark.parametrize("step", ["RestockItems", "CloseReturn"])
def test_a_conflict_between_transactions_is_retried_inside_the_handler(shop: World, step: str) -> None:
    return_id = requested(shop, delivered_order(shop))
    shop.fault(step, "call_before", at="TransactWriteItems", times=3, error=CONFLICT)

    accepts(return_id)
    shop.run_to_end()

    assert len(shop.invocations(step)) == 1
    assert_came_back_once(shop, return_id)


@pytest.mark.parametrize("fault", ["timeout_before", "timeout_after", "delay"])
def test_a_refund_whose_answer_never_came_is_made_once(
    shop: World, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    return_id = requested(shop, delivered_order(shop))
    monkeypatch.setattr(adapter, "TIMEOUT_SECONDS", 0.3)
    shop.provider.fault("refund", fault)

    accepts(return_id)
    shop.run_to_end()

    assert_came_back_once(shop, return_id)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_refund_that_the_provider_broke_on_is_made_once_under_another_key(shop: World, times: int) -> None:
    """A 500 is replayed for its key, so the same key would fail for ever."""
    return_id = requested(shop, delivered_order(shop))
    shop.provider.fault("refund", "error_500", times=times)

    accepts(return_id)
    shop.run_to_end()

    assert_came_back_once(shop, return_id)


def test_a_refund_whose_answer_and_key_are_lost_is_found_in_the_providers_list(shop: World) -> None:
    """Idempotency keys may be forgotten after a day; an operator may come later than that."""
    return_id = requested(shop, delivered_order(shop))
    lost = shop.fault("RefundPayment", "call_after", at="refund", error="no answer")
    broken = always(shop, "RefundPayment")
    broken.times -= 1
    accepts(return_id)
    until_stuck(shop, return_id)
    assert lost.hits == 1
    shop.provider.forget_keys()

    accepts(return_id)
    shop.run_to_end()

    assert_came_back_once(shop, return_id)


@pytest.mark.parametrize("step", STEPS)
def test_a_return_that_is_stuck_is_sent_on_by_the_same_answer_again(shop: World, step: str) -> None:
    return_id = requested(shop, delivered_order(shop))
    always(shop, step)
    accepts(return_id)
    assert until_stuck(shop, return_id).error == BROKEN

    with pytest.raises(AlreadyAnswered):
        rejects(return_id)
    accepts(return_id)
    shop.run_to_end()

    assert shop.path(return_id, RETURN) == [
        *REFUNDED[: REFUNDED.index(step) + 1],
        "AwaitOperator",
        *REFUNDED,
    ]
    assert_came_back_once(shop, return_id)


def hand_refund(world: World, order_id: str, amount: int, return_id: str | None) -> None:
    """Somebody refunds in the provider's own pages."""
    (hold,) = world.holds(order_id)
    named: Any = {"metadata": {"return_id": return_id}} if return_id else {}
    merchant(world).v1.refunds.create({"payment_intent": hold.hold_id, "amount": amount, **named})


def test_a_return_that_was_refunded_by_hand_under_its_name_is_not_refunded_again(shop: World) -> None:
    order = delivered_order(shop, 2)
    return_id = requested(shop, order)
    hand_refund(shop, order.order_id, PRICE, return_id)

    accepts(return_id)
    shop.run_to_end()

    assert_came_back_once(shop, return_id)


def test_a_refund_for_which_nothing_is_left_stands_before_an_operator(world: World) -> None:
    world.sells()
    order = delivered_order(world, 2)
    return_id = requested(world, order, {SKU: 2})
    hand_refund(world, order.order_id, PRICE, None)

    accepts(return_id)

    assert until_stuck(world, return_id).error == "RefundRefused"
    assert world.path(return_id, RETURN) == ["AwaitInspection", "RefundPayment", "AwaitOperator"]
    assert recorded_refunds(order.order_id) == {return_id: "CLAIMED"}
    assert refunded(world, order.order_id) == PRICE
    assert world.stock() == {"received": 10, "available": 8, "held": 0, "sold": 2}
