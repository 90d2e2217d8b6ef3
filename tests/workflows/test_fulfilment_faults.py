"""The fulfilment's steps and queues under timeouts, lost answers and duplicates."""

import json

import pytest

from functions.payment.stripe import adapter
from tests.workflows.fulfil import FULFILMENT, NOT_PACKED, PACKED, asked, message, offered, parks, reports
from tests.workflows.saga import BROKEN
from tests.world.world import PRICE, SKU, World

ONE_SOLD = {"received": 10, "available": 9, "held": 0, "sold": 1}
CLIENT_TIMEOUT = 0.3

CALLS = [
    ("CapturePayment", "GetItem Orders"),
    ("CapturePayment", "GetItem Fulfilments"),
    ("CapturePayment", "GetItem Payments"),
    ("CapturePayment", "UpdateItem Payments"),
    ("CapturePayment", "capture"),
    ("CompleteOrder", "GetItem Orders"),
    ("CompleteOrder", "GetItem Fulfilments"),
    ("CompleteOrder", "PutObject"),
    ("CompleteOrder", "TransactWriteItems"),
]
STEPS = ("CapturePayment", "CompleteOrder")
BACK_CALLS = [
    ("AbandonFulfilment", "GetItem Orders"),
    ("AbandonFulfilment", "GetItem Fulfilments"),
    ("AbandonFulfilment", "GetItem Stock"),
    ("AbandonFulfilment", "TransactWriteItems"),
]


def is_completed(shop: World, order_id: str) -> bool:
    money = [(one.holds, one.captured, one.keeps) for one in shop.holds(order_id)]
    paid = money == [(0, PRICE, PRICE)] and shop.stock() == ONE_SOLD
    return shop.outcome(order_id) == ("COMPLETED", None) and paid


def test_the_calls_listed_here_are_those_that_the_steps_make(shop: World) -> None:
    _, work = offered(shop)
    reports(shop, work)
    shop.run_to_end()
    _, work = offered(shop)
    reports(shop, work, "rejected")
    shop.run_to_end()

    steps = (*STEPS, "AbandonFulfilment")
    made = {(one.name, call) for one in shop.runner.invocations for call in one.calls if one.name in steps}
    assert {call for call in made if call[1] != "GetSecretValue"} == {*CALLS, *BACK_CALLS}


@pytest.mark.parametrize("kind", ["before", "after", "twice", "at_once"])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_is_lost_or_doubled_does_its_work_once(shop: World, step: str, kind: str) -> None:
    shop.fault(step, kind)
    order_id, work = offered(shop)
    reports(shop, work)
    shop.run_to_end()

    assert shop.path(order_id, FULFILMENT) == PACKED
    assert is_completed(shop, order_id)


@pytest.mark.parametrize("kind", ["hangs", "call_before", "call_after"])
@pytest.mark.parametrize(("step", "at"), CALLS)
def test_no_single_call_that_fails_or_lands_late_breaks_a_promise(
    shop: World, step: str, at: str, kind: str
) -> None:
    fault = shop.fault(step, kind, at=at, error="InternalServerError")
    order_id, work = offered(shop)
    reports(shop, work)
    shop.run_to_end()
    if kind == "hangs":
        fault.release()

    assert shop.path(order_id, FULFILMENT) == PACKED
    assert is_completed(shop, order_id)


@pytest.mark.parametrize("kind", ["hangs", "call_before", "call_after"])
@pytest.mark.parametrize(("step", "at"), BACK_CALLS)
def test_no_single_call_that_fails_on_the_way_back_breaks_a_promise(
    shop: World, step: str, at: str, kind: str
) -> None:
    fault = shop.fault(step, kind, at=at, error="InternalServerError")
    order_id, work = offered(shop)
    reports(shop, work, "rejected")
    shop.run_to_end()
    if kind == "hangs":
        fault.release()

    assert shop.path(order_id, FULFILMENT) == NOT_PACKED
    assert shop.outcome(order_id) == ("CANCELLED", "rejected-by-shop")
    assert shop.stock() == {"received": 10, "available": 10, "held": 0, "sold": 0}


@pytest.mark.parametrize("at", ["UpdateItem Fulfilments", "GetItem Orders", "SendMessage"])
@pytest.mark.parametrize("kind", ["call_before", "call_after"])
def test_an_offer_that_breaks_off_comes_again(shop: World, at: str, kind: str) -> None:
    order_id = asked(shop)
    shop.fault("OfferPacking", kind, at=at, error="InternalServerError")
    waiting = {"Records": shop.messages("PackingRequests")}

    assert len(shop.invoke("OfferPacking", waiting).answer["batchItemFailures"]) == 1
    assert shop.invoke("OfferPacking", waiting).answer == {"batchItemFailures": []}

    offers = shop.messages("Warehouse")
    assert len({one["body"] for one in offers}) == 1
    reports(shop, json.loads(offers[0]["body"]))
    shop.run_to_end()
    assert is_completed(shop, order_id)


@pytest.mark.parametrize("fault", ["error_500", "timeout_before", "timeout_after"])
def test_a_capture_whose_answer_is_lost_takes_the_money_once(
    shop: World, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "TIMEOUT_SECONDS", CLIENT_TIMEOUT)
    shop.provider.fault("capture", fault)
    order_id, work = offered(shop)
    reports(shop, work)
    shop.run_to_end()

    assert shop.path(order_id, FULFILMENT) == PACKED
    assert is_completed(shop, order_id)
    first, second = (one.calls for one in shop.invocations("CapturePayment"))
    assert "capture" in first
    assert "read" in second
    assert ("capture" in second) == (fault != "timeout_after")


def test_a_partial_capture_whose_answer_is_lost_takes_the_same_amount(shop: World) -> None:
    shop.fault("CapturePayment", "call_before", at="capture", times=2, error="no answer")
    order_id, work = offered(shop, quantity=3)
    reports(shop, work, lines=[{"line_id": SKU, "quantity": 1}])
    shop.run_to_end()

    (hold,) = shop.holds(order_id)
    assert (hold.captured, hold.keeps) == (PRICE, PRICE)


def test_an_order_that_cannot_be_completed_waits_for_an_operator_whose_answer_sends_it_on(
    shop: World,
) -> None:
    faults = shop.fault("CompleteOrder", "before", times=106, error=BROKEN)
    order_id, work = offered(shop)
    reports(shop, work)
    parks(shop, order_id)
    assert faults.hits == 106
    assert shop.parked(order_id)["error"] == {"S": BROKEN}

    shop.answers_operator(order_id)
    shop.run_to_end()

    assert shop.path(order_id, FULFILMENT) == [*PACKED, "AwaitOperator", "AbandonFulfilment", *PACKED[1:]]
    assert is_completed(shop, order_id)


def test_an_order_whose_completion_was_never_heard_of_stands(shop: World) -> None:
    shop.fault("CompleteOrder", "after", error=BROKEN)
    shop.fault("CompleteOrder", "before", times=105, error=BROKEN)
    order_id, work = offered(shop)
    reports(shop, work)
    parks(shop, order_id)

    shop.answers_operator(order_id)
    shop.run_to_end()

    assert shop.path(order_id, FULFILMENT)[-2:] == ["AbandonFulfilment", "OrderStands"]
    assert is_completed(shop, order_id)


@pytest.mark.parametrize("kind", ["twice", "at_once", "after"])
def test_a_report_that_comes_twice_is_taken_once(shop: World, kind: str) -> None:
    order_id, work = offered(shop)
    shop.fault("ReportPacking", kind)
    shop.invoke("ReportPacking", message(work))
    reports(shop, work)
    shop.run_to_end()

    assert shop.path(order_id, FULFILMENT) == PACKED
    assert is_completed(shop, order_id)
