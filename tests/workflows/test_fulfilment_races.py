"""Warehouse, customer, time and money meeting in the same moment: one write decides, the others learn so."""

import json

import pytest

from harness.moto.world import FULFILMENT_WAY_BACK, NOT_PACKED, PACKED, PRICE, World
from harness.records import FULFILMENT

# packed || timeout


def test_a_parcel_that_was_packed_before_the_token_expired_is_paid_for_and_handed_over(shop: World) -> None:
    """The decision stood; the answer to the token never arrived, and the machine's patience ended."""
    shop.expires("AwaitPacking")
    order_id, work = shop.offered()
    shop.fault("ReportPacking", "call_before", at="SendTaskSuccess", error="InternalServerError")
    assert shop.report(work).answer["batchItemFailures"]

    shop.run_to_end()
    shop.reports(work)

    assert shop.path(order_id, FULFILMENT) == ["AwaitPacking", "AbandonFulfilment", *PACKED[1:]]
    assert shop.is_completed(order_id, PRICE)


# packed || cancelled


def test_an_order_that_is_cancelled_before_it_is_packed_is_not_packed(shop: World) -> None:
    order_id, work = shop.offered()

    assert shop.cancels(order_id).status == 202
    shop.run_to_end()
    shop.reports(work)

    assert shop.path(order_id, FULFILMENT) == NOT_PACKED
    assert shop.is_cancelled(order_id, "cancelled-by-customer")
    assert shop.entries(order_id)[-1]["why"] == "cancelled-by-customer"


def test_an_order_that_is_packed_can_no_longer_be_cancelled(shop: World) -> None:
    order_id, work = shop.offered()
    shop.reports(work)

    assert shop.cancels(order_id).status == 409
    shop.run_to_end()
    assert shop.cancels(order_id).status == 409

    assert shop.path(order_id, FULFILMENT) == PACKED
    assert shop.is_completed(order_id, PRICE)


# capture || cancel


def test_money_that_was_taken_and_whose_taking_was_never_heard_of_is_refunded(shop: World) -> None:
    order_id, work = shop.offered()
    shop.fault("CompleteOrder", "call_after", at="capture", error="no answer")
    shop.fault("CompleteOrder", "call_before", times=20, at="read", error="no answer")
    shop.packs(work)

    assert shop.path(order_id, FULFILMENT) == ["AwaitPacking", "CompleteOrder", *FULFILMENT_WAY_BACK]
    assert shop.is_cancelled(order_id, "checkout-failed")
    (hold,) = shop.holds(order_id)
    assert (hold.captured, hold.refunded) == (PRICE, PRICE)
    assert shop.entries(order_id)[-1]["type"] == "REFUNDED"


# the token


def test_an_order_that_is_cancelled_before_it_is_offered_is_never_offered(shop: World) -> None:
    order_id = shop.asked()

    assert shop.cancels(order_id).status == 202
    assert shop.delivers("PackingRequests", "OfferPacking").answer == {"batchItemFailures": []}
    shop.run_to_end()

    assert shop.messages("Warehouse") == []
    assert shop.is_cancelled(order_id, "cancelled-by-customer")


def test_an_order_that_is_cancelled_before_its_fulfilment_began_is_cancelled_by_it(shop: World) -> None:
    order_id = shop.confirmed()

    assert shop.cancels(order_id).status == 202
    shop.relays()
    shop.hands_on()

    assert shop.path(order_id, FULFILMENT) == NOT_PACKED
    assert shop.is_cancelled(order_id, "cancelled-by-customer")


def test_an_offer_that_is_made_twice_is_one_offer(shop: World) -> None:
    order_id = shop.asked()
    shop.fault("OfferPacking", "twice")

    shop.delivers("PackingRequests", "OfferPacking")
    works = shop.messages("Warehouse")
    first, second = (one["body"] for one in works)
    assert first == second
    for work in works:
        shop.packs(json.loads(work["body"]))

    assert shop.is_completed(order_id, PRICE)


def test_the_token_of_an_execution_that_has_ended_takes_no_ones_place(shop: World) -> None:
    order_id = shop.asked()
    old = shop.messages("PackingRequests")
    aborted = shop.aborts(order_id, FULFILMENT)
    shop.sweep(aborted)
    shop.run_to_rest()
    work = shop.offer()

    assert shop.invoke("OfferPacking", {"Records": old}).answer == {"batchItemFailures": []}
    assert shop.messages("Warehouse") == []
    shop.packs(work)

    assert shop.path(f"{order_id}-2", FULFILMENT) == PACKED
    assert shop.is_completed(order_id, PRICE)


@pytest.mark.parametrize(
    ("outcome", "call", "status"),
    [("packed", "SendTaskSuccess", "COMPLETED"), ("rejected", "SendTaskFailure", "CANCELLED")],
)
def test_an_answer_is_repeated_until_it_arrived(shop: World, outcome: str, call: str, status: str) -> None:
    order_id, work = shop.offered()
    shop.fault("ReportPacking", "call_before", at=call, times=3, error="ThrottlingException")
    for _ in range(3):
        assert shop.report(work, outcome).answer["batchItemFailures"]

    shop.packs(work, outcome)

    assert shop.outcome(order_id)[0] == status


def test_an_order_that_was_not_packed_is_neither_charged_nor_completed_whoever_asks(shop: World) -> None:
    """The decision is asked by each step, not only by the way that leads there."""
    order_id, work = shop.offered()
    died = shop.fault("ReportPacking", "hangs", at="SendTaskFailure")
    shop.report(work, "rejected")
    died.kill()

    assert shop.invoke("CompleteOrder", {"order_id": order_id}).error == "OrderClosing"

    assert [one.captured for one in shop.holds(order_id)] == [0]
    shop.cancels(order_id)  # tells again what was decided
    shop.run_to_end()
    assert shop.outcome(order_id) == ("CANCELLED", "rejected-by-shop")
