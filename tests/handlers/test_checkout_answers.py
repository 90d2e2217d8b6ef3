from collections.abc import Callable
from dataclasses import replace
from unittest.mock import Mock

import pytest

from functions.checkout import workflow
from functions.order.order import Reason
from functions.payment import store as payments
from functions.payment.decline import Decline
from functions.payment.payment import State
from tests.handlers import cloud, saga
from tests.handlers.saga import hold
from tests.handlers.shop import Reply, Shop, euros

DECISIONS: list[tuple[Callable[[str], None], int, str]] = [
    (lambda order_id: None, 202, "PENDING"),
    (lambda order_id: saga.abandon(order_id, Reason.PAYMENT_DECLINED), 202, "PENDING"),
    (saga.confirm, 201, "CONFIRMED"),
]
CANCELLATIONS = [
    (Reason.PAYMENT_DECLINED, 402, "payment-declined"),
    (Reason.OUT_OF_STOCK, 409, "out-of-stock"),
    (Reason.CHECKOUT_FAILED, 409, "checkout-failed"),
]


def test_a_placed_order_is_answered_with_its_place_and_its_lines(shop: Shop, placed: Reply) -> None:
    order_id = placed.body["order_id"]
    assert placed.status == 202
    assert placed.headers["Location"] == f"/api/orders/{order_id}"
    ordered = [
        {name: given for name, given in line.items() if name not in ("stock", "available")}
        for line in shop.cart()["lines"]
    ]
    assert placed.body | {"placed_at": "then"} == {
        "order_id": order_id,
        "status": "PENDING",
        "reason": None,
        "lines": ordered,
        "missing": [],
        "total": euros(500),
        "to_pay": euros(500),
        "charged": euros(0),
        "credited": euros(0),
        "refunded": euros(0),
        "placed_at": "then",
        "next_action": None,
    }


def test_the_answer_to_who_placed_the_order_repeats_nothing_even_if_it_was_waited_for(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workflow, "wait", lambda order_id, _: saga.confirm(order_id))
    shop.put()
    reply = shop.check_out(prefer="wait=5")
    assert reply.status == 201
    assert "Idempotent-Replayed" not in reply.headers


def test_placing_claims_the_cart_and_starts_one_execution_named_after_the_order(
    shop: Shop, placed: Reply
) -> None:
    order_id = placed.body["order_id"]
    assert shop.cart()["checkout"] == order_id
    assert shop.executions() == [order_id]
    assert 1 <= len(order_id) <= 80


@pytest.fixture(params=["record kept", "record lost"])
def record(request: pytest.FixtureRequest, placed: Reply) -> None:
    """What became of the idempotency record of the order that was placed."""
    if request.param == "record lost":
        cloud.empty_table("IDEMPOTENCY_TABLE")


@pytest.mark.parametrize(("decide", "status", "shown"), DECISIONS)
def test_a_repeat_is_answered_by_the_orders_state_alone(
    shop: Shop, placed: Reply, record: None, decide: Callable[[str], None], status: int, shown: str
) -> None:
    order_id = placed.body["order_id"]
    decide(order_id)
    for _ in range(2):
        repeat = shop.check_out(500)
        assert repeat.status == status
        assert repeat.body == placed.body | {"status": shown}
        assert repeat.headers["Location"] == f"/api/orders/{order_id}"
        assert repeat.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(("reason", "status", "name"), CANCELLATIONS)
def test_a_cancelled_order_is_a_problem_named_like_its_reason(
    shop: Shop, placed: Reply, record: None, reason: Reason, status: int, name: str
) -> None:
    order_id = placed.body["order_id"]
    saga.cancel(order_id, reason)
    repeat = shop.check_out(500)
    assert (*repeat.refusal, repeat.body["order_id"]) == (status, name, order_id)
    assert repeat.headers["Idempotent-Replayed"] == "true"
    assert shop.order(order_id)["reason"] == name


def test_a_declined_payment_says_why_and_what_to_do(shop: Shop, placed: Reply, record: None) -> None:
    order_id = placed.body["order_id"]
    payments.begin(hold(order_id))
    payments.settle(order_id, replace(hold(order_id), why_declined=Decline.CARD_EXPIRED), State.DECLINED)
    saga.cancel(order_id, Reason.PAYMENT_DECLINED)
    repeat = shop.check_out(500)
    assert (repeat.status, repeat.body["decline"]) == (402, "card-expired")
    assert repeat.body["detail"] == "The payment was declined. The card has expired. Pay with another one."


def test_a_repeat_meets_its_order_even_if_the_record_was_lost_and_the_cart_is_in_use_again(
    shop: Shop, placed: Reply
) -> None:
    order_id = placed.body["order_id"]
    saga.confirm(order_id)
    cloud.empty_table("IDEMPOTENCY_TABLE")
    shop.put("next", quantity=3)
    shop.check_out(750, key="key-2")
    repeat = shop.check_out(500)
    assert (repeat.status, repeat.body["order_id"]) == (201, order_id)


def test_an_order_keeps_the_prices_it_was_placed_at(shop: Shop, placed: Reply, dearer_water: None) -> None:
    assert shop.check_out(500).body["lines"] == placed.body["lines"]


def test_a_cart_is_emptied_by_a_confirmation_and_given_back_by_a_cancellation(shop: Shop) -> None:
    shop.stock("water", 10)
    before = shop.put().body
    saga.cancel(shop.check_out(key="first").body["order_id"], Reason.PAYMENT_DECLINED)
    assert shop.cart() == before
    saga.confirm(shop.check_out(key="second").body["order_id"])
    after = shop.cart()
    assert (after["lines"], after["checkout"]) == ([], None)
    assert after["version"] > before["version"]


def test_a_repeat_while_undecided_starts_the_execution_that_a_crash_left_unstarted(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.put()
    with monkeypatch.context() as crash:
        crash.setattr(workflow, "start", Mock(side_effect=RuntimeError))
        assert shop.check_out().status == 500
    assert shop.executions() == []
    repeat = shop.check_out()
    assert repeat.status == 202
    assert shop.executions() == [repeat.body["order_id"]]
