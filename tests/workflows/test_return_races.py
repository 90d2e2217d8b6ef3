"""Returns that meet themselves and each other: requests, answers, refunds, sweeps and deaths at once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from functions.payment import refunds_store
from functions.payment.refunds_store import RefundMoved
from functions.returns import store as returns_store
from functions.returns.decide_return import AlreadyAnswered
from tests.workflows.returning import (
    REFUNDED,
    RETURN,
    WAITING,
    accepts,
    asks,
    assert_came_back_once,
    delivered_order,
    refunded,
    refunds,
    rejects,
    requested,
    status,
    timeline,
    until,
)
from tests.world.world import PRICE, SKU, World

STEPS = REFUNDED[1:]
DUE_SECONDS = 86_401


def test_two_returns_refunded_at_once_come_to_what_was_paid(shop: World) -> None:
    order = delivered_order(shop, 3)
    returns = [requested(shop, order, {SKU: 1}, key) for key in ("a", "b", "c")]

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(accepts, returns))
    shop.run_to_end()

    assert sorted(one.return_id for one in refunds(shop, order.order_id)) == sorted(returns)
    assert refunded(shop, order.order_id) == 3 * PRICE
    assert timeline(order.order_id).count("OrderReturned") == 1
    assert timeline(order.order_id)[-1] == "OrderReturned"
    assert shop.outcome(order.order_id) == ("RETURNED", None)


def test_claims_that_saw_the_same_account_never_come_to_more_than_was_captured(shop: World) -> None:
    order = delivered_order(shop, 2)
    seen = refunds_store.load(order.order_id)
    first = refunds_store.claim(seen, "ret_a", 2 * PRICE)

    for amount in (1, 2 * PRICE):
        with pytest.raises(RefundMoved):
            refunds_store.claim(seen, "ret_b", amount)
        with pytest.raises(RefundMoved):
            refunds_store.claim(first, "ret_b", amount)

    assert refunds_store.load(order.order_id).refunding == 2 * PRICE


def test_the_last_two_returns_closing_at_once_make_the_order_returned_once(shop: World) -> None:
    order = delivered_order(shop, 2)
    first, second = (requested(shop, order, {SKU: 1}, key) for key in ("a", "b"))
    late = shop.fault("CloseReturn", "hangs", at="TransactWriteItems")
    accepts(first)
    until(lambda: status(first) == "REFUNDED")
    accepts(second)
    shop.run_to_end()

    late.release()

    assert {status(first), status(second)} == {"REFUNDED"}
    assert timeline(order.order_id).count("OrderReturned") == 1


@pytest.mark.parametrize("units", [1, 2])
def test_requests_at_once_never_claim_more_than_was_delivered(shop: World, units: int) -> None:
    order = delivered_order(shop, 3)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda key: asks(shop, order, {SKU: units}, f"k{key}"), range(8)))
    shop.run_to_rest()

    taken = [one for one in answers if one.status == 201]
    assert len(taken) == 3 // units
    assert {one.status for one in answers} <= {201, 409, 422}
    assert shop.order(order.order_id).returned == {SKU: len(taken) * units}


def test_one_request_sent_many_times_at_once_is_one_return(shop: World) -> None:
    order = delivered_order(shop, 3)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: asks(shop, order), range(8)))
    shop.run_to_rest()

    assert {one.status for one in answers} == {201}
    assert len({one.json["return_id"] for one in answers}) == 1
    assert shop.executions.count(RETURN) == 1
    assert shop.order(order.order_id).returned == {SKU: 1}


def test_of_two_answers_at_once_one_decides_and_the_other_is_told(shop: World) -> None:
    order = delivered_order(shop, 2)
    return_id = requested(shop, order)

    def answered(answer: object) -> bool:
        with suppress(AlreadyAnswered):
            answer(return_id)  # type: ignore[operator]  # accepts or rejects
            return True
        return False

    with ThreadPoolExecutor(2) as pool:
        won = dict(zip(("accept", "reject"), pool.map(answered, (accepts, rejects)), strict=True))
    shop.run_to_end()

    assert sorted(won.values()) == [False, True]
    assert status(return_id) == ("REFUNDED" if won["accept"] else "REJECTED")
    assert refunded(shop, order.order_id) == (PRICE if won["accept"] else 0)


@pytest.mark.parametrize(("answer", "ends"), [(accepts, "REFUNDED"), (rejects, "REJECTED")])
def test_a_decision_that_comes_before_the_token_is_found_by_it(
    shop: World, answer: object, ends: str
) -> None:
    order = delivered_order(shop)
    died = shop.fault("Returns", "hangs", at="StartExecution")
    asks(shop, order)
    died.kill()
    (one,) = returns_store.of_order(order.order_id)

    answer(one.return_id)  # type: ignore[operator]  # accepts or rejects
    assert asks(shop, order).status == 201
    shop.run_to_end()

    assert status(one.return_id) == ends


def test_a_token_that_is_kept_after_the_decision_is_answered_too(shop: World) -> None:
    order = delivered_order(shop)
    late = shop.fault("AwaitInspection", "hangs", at="UpdateItem Orders")
    return_id = requested(shop, order)
    assert shop.path(return_id, RETURN) == WAITING
    accepts(return_id)
    shop.run_to_end()

    late.release()

    assert_came_back_once(shop, return_id)


@pytest.mark.parametrize("at", ["TransactWriteItems", "StartExecution"])
def test_a_repeat_finishes_what_a_process_left_when_it_died(shop: World, at: str) -> None:
    order = delivered_order(shop)
    died = shop.fault("Returns", "hangs", at=at)
    assert asks(shop, order, key="mine").status == 502
    died.kill()

    return_id = requested(shop, order, key="mine")

    assert shop.path(return_id, RETURN) == WAITING
    assert len(returns_store.of_order(order.order_id)) == 1


def test_a_request_that_lands_after_its_repeat_changes_nothing(shop: World) -> None:
    order = delivered_order(shop, 2)
    late = shop.fault("Returns", "hangs", at="TransactWriteItems")
    asks(shop, order, key="mine")
    requested(shop, order, key="mine")

    late.release()

    assert len(returns_store.of_order(order.order_id)) == 1
    assert shop.order(order.order_id).returned == {SKU: 1}


def test_a_return_whose_execution_was_never_started_is_started_when_it_is_due(shop: World) -> None:
    order = delivered_order(shop)
    died = shop.fault("Returns", "hangs", at="StartExecution")
    asks(shop, order)
    died.kill()
    assert shop.invoke("Sweep", {}).answer == {"started": 0}

    shop.time_passes(DUE_SECONDS)
    assert shop.invoke("Sweep", {}).answer == {"started": 1}
    shop.run_to_rest()

    (one,) = returns_store.of_order(order.order_id)
    assert shop.path(one.return_id, RETURN) == WAITING


def test_a_return_whose_execution_died_is_followed_by_another_at_once_and_decided_once(shop: World) -> None:
    return_id = requested(shop, delivered_order(shop))
    aborted = shop.aborts(return_id, RETURN)

    swept = shop.invoke("Sweep", {"detail": {"executionArn": aborted, "name": return_id}})
    shop.run_to_rest()
    accepts(return_id)
    shop.run_to_end()

    assert swept.answer == {"started": 1}
    assert shop.path(f"{return_id}-2", RETURN) == REFUNDED
    assert_came_back_once(shop, return_id)


def test_a_return_that_waits_for_its_inspector_is_left_alone(shop: World) -> None:
    return_id = requested(shop, delivered_order(shop))
    for _ in range(3):
        shop.time_passes(DUE_SECONDS)
        assert shop.invoke("Sweep", {}).answer == {"started": 0}

    accepts(return_id)
    shop.run_to_end()
    shop.time_passes(DUE_SECONDS)

    assert shop.invoke("Sweep", {}).answer == {"started": 0}
    assert shop.executions.count(RETURN) == 1


def test_two_sweeps_at_once_start_one_execution(shop: World) -> None:
    return_id = requested(shop, delivered_order(shop))
    shop.aborts(return_id, RETURN)
    shop.time_passes(DUE_SECONDS)
    shop.fault("Sweep", "at_once")

    shop.invoke("Sweep", {})
    shop.run_to_rest()

    assert shop.executions.count(RETURN) == 2


def test_no_money_and_no_unit_moves_before_a_return_was_accepted(shop: World) -> None:
    order = delivered_order(shop, 2)
    return_id = requested(shop, order)
    subject = {"order_id": order.order_id, "return_id": return_id}

    refused = [shop.invoke(step, subject).error for step in STEPS]

    assert refused == ["NotAccepted", "NotAccepted", "Contended"]
    assert refunds(shop, order.order_id) == []
    assert shop.stock()["sold"] == 2
