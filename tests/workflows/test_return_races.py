"""Returns that meet themselves and each other: requests, answers, refunds, sweeps and deaths at once."""

import pytest

from functions.payment import refunds_store
from functions.payment.refunds import RefundRefused
from functions.payment.refunds_store import RefundMoved
from functions.returns import store as returns_store
from harness.actors import accepts, rejects
from harness.moto.world import INSPECTING, PRICE, REFUNDED, World
from harness.records import RETURN
from tests.workflows.returning import assert_came_back_once

STEPS = REFUNDED[1:]
DUE_SECONDS = 86_401


def test_claims_that_saw_the_same_account_never_come_to_more_than_was_captured(shop: World) -> None:
    order = shop.delivered_order(2)
    seen = refunds_store.load(order.order_id)
    first = refunds_store.claim(seen, "ret_a", 2 * PRICE)

    for amount in (1, 2 * PRICE):
        with pytest.raises(RefundMoved):
            refunds_store.claim(seen, "ret_b", amount)
        with pytest.raises(RefundRefused):
            refunds_store.claim(first, "ret_b", amount)

    assert refunds_store.load(order.order_id).refunding == 2 * PRICE


@pytest.mark.parametrize(("answer", "ends"), [(accepts, "REFUNDED"), (rejects, "REJECTED")])
def test_a_decision_that_comes_before_the_token_is_found_by_it(
    shop: World, answer: object, ends: str
) -> None:
    order = shop.delivered_order()
    died = shop.fault("Returns", "hangs", at="StartExecution")
    shop.asks_back(order, key="one")
    died.kill()
    (one,) = returns_store.of_order(order.order_id)

    answer(one.return_id)  # type: ignore[operator]  # accepts or rejects
    assert shop.asks_back(order, key="one").status == 201
    shop.run_to_end()

    assert shop.return_status(one.return_id) == ends


def test_a_return_whose_execution_was_never_started_is_started_when_it_is_due(shop: World) -> None:
    order = shop.delivered_order()
    died = shop.fault("Returns", "hangs", at="StartExecution")
    shop.asks_back(order)
    died.kill()
    assert shop.sweep().answer == {"started": 0}

    shop.time_passes(DUE_SECONDS)
    assert shop.sweep().answer == {"started": 1}
    shop.run_to_rest()

    (one,) = returns_store.of_order(order.order_id)
    assert shop.path(one.return_id, RETURN) == INSPECTING


def test_a_return_whose_execution_died_is_followed_by_another_at_once_and_decided_once(shop: World) -> None:
    return_id = shop.requested(shop.delivered_order())
    aborted = shop.aborts(return_id, RETURN)

    swept = shop.sweep(aborted)
    shop.run_to_rest()
    shop.takes_back(return_id)

    assert swept.answer == {"started": 1}
    assert shop.path(f"{return_id}-2", RETURN) == REFUNDED
    assert_came_back_once(shop, return_id)


def test_a_return_that_waits_for_its_inspector_is_left_alone(shop: World) -> None:
    return_id = shop.requested(shop.delivered_order())
    for _ in range(3):
        shop.time_passes(DUE_SECONDS)
        assert shop.sweep().answer == {"started": 0}

    shop.takes_back(return_id)
    shop.time_passes(DUE_SECONDS)

    assert shop.sweep().answer == {"started": 0}
    assert shop.executions.count(RETURN) == 1


def test_no_money_and_no_unit_moves_before_a_return_was_accepted(shop: World) -> None:
    order, return_id = shop.sent_back()
    subject = {"order_id": order.order_id, "return_id": return_id}

    refused = [shop.invoke(step, subject).error for step in STEPS]

    assert refused == ["NotAccepted", "NotAccepted", "Contended"]
    assert shop.refunds(order.order_id) == []
    assert shop.stock()["sold"] == 2
