"""Warehouse, customer, time and money meeting in the same moment: one write decides, the others learn so."""

import json

import pytest

from tests.workflows.fulfil import (
    FULFILMENT,
    NOT_PACKED,
    PACKED,
    WAY_BACK,
    asked,
    cancels,
    confirmed,
    entries,
    message,
    offer,
    offered,
    parks,
    relayed,
    reports,
    tries,
)
from tests.workflows.saga import BROKEN
from tests.world.world import PRICE, World

UNTOUCHED = {"received": 10, "available": 10, "held": 0, "sold": 0}
ONE_SOLD = {"received": 10, "available": 9, "held": 0, "sold": 1}
DECISION = "UpdateItem Fulfilments"


def is_completed(shop: World, order_id: str) -> bool:
    money = [(one.holds, one.keeps) for one in shop.holds(order_id)]
    return (
        shop.outcome(order_id) == ("COMPLETED", None) and money == [(0, PRICE)] and shop.stock() == ONE_SOLD
    )


def is_cancelled(shop: World, order_id: str, reason: str) -> bool:
    nothing = shop.money_held(order_id) == 0 and shop.stock() == UNTOUCHED
    return shop.outcome(order_id) == ("CANCELLED", reason) and nothing


# packed || timeout


def test_a_parcel_that_is_packed_after_the_time_was_over_is_too_late(shop: World) -> None:
    shop.expires("AwaitPacking")
    order_id, work = offered(shop)
    shop.run_to_end()

    reports(shop, work)

    assert shop.path(order_id, FULFILMENT) == NOT_PACKED
    assert is_cancelled(shop, order_id, "not-packed-in-time")


def test_a_parcel_that_was_packed_before_the_token_expired_is_paid_for_and_handed_over(shop: World) -> None:
    """The decision stood; the answer to the token never arrived, and the machine's patience ended."""
    shop.expires("AwaitPacking")
    order_id, work = offered(shop)
    shop.fault("ReportPacking", "call_before", at="SendTaskSuccess", error="InternalServerError")
    assert shop.invoke("ReportPacking", message(work)).answer["batchItemFailures"]

    shop.run_to_end()
    reports(shop, work)

    assert shop.path(order_id, FULFILMENT) == ["AwaitPacking", "AbandonFulfilment", *PACKED[1:]]
    assert is_completed(shop, order_id)


def test_a_report_that_lands_after_the_fence_changes_nothing(shop: World) -> None:
    shop.expires("AwaitPacking")
    order_id, work = offered(shop)
    held = shop.fault("ReportPacking", "hangs", at=DECISION)
    shop.invoke("ReportPacking", message(work))
    shop.run_to_end()

    (late,) = held.release()

    assert late.answer == {"batchItemFailures": []}
    assert is_cancelled(shop, order_id, "not-packed-in-time")


# packed || cancelled


def test_an_order_that_is_cancelled_before_it_is_packed_is_not_packed(shop: World) -> None:
    order_id, work = offered(shop)

    assert cancels(shop, order_id) == 202
    shop.run_to_end()
    reports(shop, work)

    assert shop.path(order_id, FULFILMENT) == NOT_PACKED
    assert is_cancelled(shop, order_id, "cancelled-by-customer")
    assert entries(shop, order_id)[-1]["why"] == "cancelled-by-customer"


def test_an_order_that_is_packed_can_no_longer_be_cancelled(shop: World) -> None:
    order_id, work = offered(shop)
    reports(shop, work)

    assert cancels(shop, order_id) == 409
    shop.run_to_end()
    assert cancels(shop, order_id) == 409

    assert shop.path(order_id, FULFILMENT) == PACKED
    assert is_completed(shop, order_id)


def test_a_report_that_is_overtaken_by_the_customer_learns_so(shop: World) -> None:
    order_id, work = offered(shop)
    held = shop.fault("ReportPacking", "hangs", at=DECISION)
    shop.invoke("ReportPacking", message(work))

    assert cancels(shop, order_id) == 202
    held.release()
    shop.run_to_end()

    assert is_cancelled(shop, order_id, "cancelled-by-customer")


def test_a_customer_who_is_overtaken_by_the_warehouse_learns_so(shop: World) -> None:
    order_id, work = offered(shop)
    held = shop.fault("CancelOrder", "hangs", at=DECISION)
    cancels(shop, order_id)

    reports(shop, work)
    (late,) = held.release()
    shop.run_to_end()

    assert late.answer["statusCode"] == 409
    assert is_completed(shop, order_id)


def test_both_at_once_agree_on_who_was_first(shop: World) -> None:
    order_id, work = offered(shop)
    shop.fault("ReportPacking", "at_once")
    shop.fault("CancelOrder", "at_once")

    status = cancels(shop, order_id)
    reports(shop, work)
    shop.run_to_end()

    assert status == 202
    assert is_cancelled(shop, order_id, "cancelled-by-customer")


# capture || cancel


@pytest.mark.parametrize("at", ["UpdateItem Payments", "capture"])
def test_a_customer_who_cancels_while_the_card_is_charged_is_too_late(shop: World, at: str) -> None:
    order_id, work = offered(shop)
    held = shop.fault("CapturePayment", "hangs", at=at)
    reports(shop, work)

    assert cancels(shop, order_id) == 409
    shop.run_to_end()
    held.release()

    assert shop.path(order_id, FULFILMENT) == PACKED
    assert is_completed(shop, order_id)


def always_broken(shop: World, times: int) -> None:
    shop.fault("CapturePayment", "before", times=times, error=BROKEN)


@pytest.mark.parametrize(
    "at", ["GetItem Orders", "GetItem Fulfilments", "GetItem Payments", "UpdateItem Payments", "capture"]
)
def test_a_capture_that_lands_after_the_way_back_began_takes_nothing(shop: World, at: str) -> None:
    order_id, work = offered(shop)
    held = shop.fault("CapturePayment", "hangs", at=at)
    always_broken(shop, 20)
    reports(shop, work)
    shop.run_to_end()
    assert is_cancelled(shop, order_id, "checkout-failed")

    (late,) = held.release()

    assert late.error in ("OrderClosing", "HoldLost")
    assert shop.path(order_id, FULFILMENT) == ["AwaitPacking", "CapturePayment", *WAY_BACK]
    assert is_cancelled(shop, order_id, "checkout-failed")


def test_a_capture_that_lands_while_the_hold_is_being_let_go_is_refunded(shop: World) -> None:
    order_id, work = offered(shop)
    held = shop.fault("CapturePayment", "hangs", at="capture")
    always_broken(shop, 20)
    void = shop.fault("VoidPayment", "hangs", at="cancel")
    shop.fault("VoidPayment", "before", times=tries(shop, "VoidPayment") - 1, error=BROKEN)
    reports(shop, work)
    parks(shop, order_id)
    held.release()
    void.release()
    shop.answers_operator(order_id)
    shop.run_to_end()

    assert is_cancelled(shop, order_id, "checkout-failed")
    last = entries(shop, order_id)[-1]
    assert (last["type"], last["amount"], last["why"]) == ("REFUNDED", PRICE, "checkout-failed")


def test_money_that_was_taken_and_whose_taking_was_never_heard_of_is_refunded(shop: World) -> None:
    order_id, work = offered(shop)
    shop.fault("CapturePayment", "call_after", at="capture", error="no answer")
    shop.fault("CapturePayment", "call_before", times=20, at="read", error="no answer")
    reports(shop, work)
    shop.run_to_end()

    assert shop.path(order_id, FULFILMENT) == ["AwaitPacking", "CapturePayment", *WAY_BACK]
    assert is_cancelled(shop, order_id, "checkout-failed")
    (hold,) = shop.holds(order_id)
    assert (hold.captured, hold.refunded) == (PRICE, PRICE)
    assert entries(shop, order_id)[-1]["type"] == "REFUNDED"


# the token


def test_an_order_that_is_cancelled_before_it_is_offered_is_never_offered(shop: World) -> None:
    order_id = asked(shop)

    assert cancels(shop, order_id) == 202
    assert shop.delivers("PackingRequests", "OfferPacking").answer == {"batchItemFailures": []}
    shop.run_to_end()

    assert shop.messages("Warehouse") == []
    assert is_cancelled(shop, order_id, "cancelled-by-customer")


def test_an_order_that_is_cancelled_before_its_fulfilment_began_is_cancelled_by_it(shop: World) -> None:
    order_id = confirmed(shop)

    assert cancels(shop, order_id) == 202
    relayed(shop)
    shop.run_to_rest()
    shop.delivers("PackingRequests", "OfferPacking")
    shop.run_to_end()

    assert shop.path(order_id, FULFILMENT) == NOT_PACKED
    assert is_cancelled(shop, order_id, "cancelled-by-customer")


def test_an_offer_that_is_made_twice_is_one_offer(shop: World) -> None:
    order_id = asked(shop)
    shop.fault("OfferPacking", "twice")

    shop.delivers("PackingRequests", "OfferPacking")
    works = shop.messages("Warehouse")
    first, second = (one["body"] for one in works)
    assert first == second
    for work in works:
        reports(shop, json.loads(work["body"]))
    shop.run_to_end()

    assert is_completed(shop, order_id)


def test_the_token_of_an_execution_that_has_ended_takes_no_ones_place(shop: World) -> None:
    order_id = asked(shop)
    old = shop.messages("PackingRequests")
    aborted = shop.aborts(order_id, FULFILMENT)
    shop.invoke("Sweep", {"detail": {"executionArn": aborted, "name": order_id}})
    shop.run_to_rest()
    work = offer(shop)

    assert shop.invoke("OfferPacking", {"Records": old}).answer == {"batchItemFailures": []}
    assert shop.messages("Warehouse") == []
    reports(shop, work)
    shop.run_to_end()

    assert shop.path(f"{order_id}-2", FULFILMENT) == PACKED
    assert is_completed(shop, order_id)


@pytest.mark.parametrize("outcome", ["packed", "rejected"])
def test_an_answer_is_repeated_until_it_arrived(shop: World, outcome: str) -> None:
    order_id, work = offered(shop)
    call = {"packed": "SendTaskSuccess", "rejected": "SendTaskFailure"}[outcome]
    shop.fault("ReportPacking", "call_before", at=call, times=3, error="ThrottlingException")
    for _ in range(3):
        assert shop.invoke("ReportPacking", message(work, outcome)).answer["batchItemFailures"]

    reports(shop, work, outcome)
    shop.run_to_end()

    if outcome == "packed":
        assert is_completed(shop, order_id)
    else:
        assert is_cancelled(shop, order_id, "rejected-by-shop")


@pytest.mark.parametrize("step", ["CapturePayment", "CompleteOrder"])
def test_an_order_that_was_not_packed_is_neither_charged_nor_completed_whoever_asks(
    shop: World, step: str
) -> None:
    """The decision is asked by each step, not only by the way that leads there."""
    order_id, work = offered(shop)
    died = shop.fault("ReportPacking", "hangs", at="SendTaskFailure")
    shop.invoke("ReportPacking", message(work, "rejected"))
    died.kill()

    assert shop.invoke(step, {"order_id": order_id}).error == "OrderClosing"

    assert [one.captured for one in shop.holds(order_id)] == [0]
    cancels(shop, order_id)  # tells again what was decided
    shop.run_to_end()
    assert shop.outcome(order_id) == ("CANCELLED", "rejected-by-shop")
