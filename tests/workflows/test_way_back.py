"""The way back: it ends, whatever fails on it, or it stands in front of an operator."""

import pytest

from functions.payment.hold import HoldStatus
from tests.workflows.saga import BROKEN, DECLINED_CARD, WAY_BACK, always
from tests.world.world import World

UNTOUCHED = {"received": 10, "available": 10, "held": 0, "sold": 0}
DECLINED_PATH = ["ReserveStock", "AuthorizePayment", *WAY_BACK]

CALLS = [
    ("AbandonOrder", "GetItem Orders"),
    ("AbandonOrder", "GetItem Stock"),
    ("AbandonOrder", "TransactWriteItems"),
    ("VoidPayment", "PutItem Payments"),
    ("VoidPayment", "read"),
    ("VoidPayment", "cancel"),
    ("VoidPayment", "UpdateItem Payments"),
    ("CloseOrder", "GetItem Orders"),
    ("CloseOrder", "TransactWriteItems"),
]


def test_the_calls_listed_here_are_those_that_the_way_back_makes(shop: World) -> None:
    shop.places_order(DECLINED_CARD)
    shop.run_to_end()

    made = [(one.name, call) for one in shop.runner.invocations for call in one.calls if one.name in WAY_BACK]
    assert [call for call in made if call[1] != "GetSecretValue"] == [
        *CALLS,
        ("CloseOrder", "GetItem Orders"),
    ]


@pytest.mark.parametrize("kind", ["before", "after", "twice", "at_once"])
@pytest.mark.parametrize("step", WAY_BACK)
def test_a_compensation_that_fails_is_retried_until_it_is_done(shop: World, step: str, kind: str) -> None:
    shop.fault(step, kind, times=1, error=BROKEN)

    order_id = shop.places_order(DECLINED_CARD)
    shop.run_to_end()

    assert shop.path(order_id) == DECLINED_PATH
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")
    assert shop.money_held(order_id) == 0
    assert shop.stock() == UNTOUCHED


@pytest.mark.parametrize(("step", "at"), CALLS)
def test_a_compensation_that_times_out_is_retried_and_its_late_effect_changes_nothing(
    shop: World, step: str, at: str
) -> None:
    held = shop.fault(step, "hangs", at=at)
    order_id = shop.places_order(DECLINED_CARD)

    shop.run_to_end()
    held.release()

    assert shop.path(order_id) == DECLINED_PATH
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")
    assert shop.stock() == UNTOUCHED


@pytest.mark.parametrize("kind", ["call_before", "call_after"])
@pytest.mark.parametrize(("step", "at"), CALLS)
def test_no_single_call_that_fails_on_the_way_back_breaks_a_promise(
    shop: World, step: str, at: str, kind: str
) -> None:
    shop.fault(step, kind, at=at, error="InternalServerError")

    order_id = shop.places_order(DECLINED_CARD)
    shop.run_to_end()

    assert shop.path(order_id) == DECLINED_PATH
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")


@pytest.mark.parametrize("step", WAY_BACK)
def test_a_compensation_that_never_works_waits_for_an_operator_whose_answer_sends_it_back(
    shop: World, step: str
) -> None:
    faults = always(shop, step, "before")
    order_id = shop.places_order(DECLINED_CARD)
    shop.run_to_rest()

    parked = shop.parked(order_id)
    assert faults.hits == 106
    assert parked["error"] == {"S": BROKEN}
    assert (parked["state"], parked["attempts"]) == ({"S": step}, {"N": str(faults.hits)})
    assert parked["since"]["S"] <= parked["at"]["S"]
    assert "ordered by a test" in parked["cause"]["S"]
    assert shop.violations(undecided={order_id}) == []

    shop.answers_operator(order_id)
    shop.run_to_end()

    failed = DECLINED_PATH[: DECLINED_PATH.index(step) + 1]
    assert shop.path(order_id) == [*failed, "AwaitOperator", *WAY_BACK]
    assert shop.execution_status(order_id) == "SUCCEEDED"
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")
    assert shop.stock() == UNTOUCHED


def test_an_operator_who_never_answers_is_no_reason_to_forget_the_order(shop: World) -> None:
    shop.expires("AwaitOperator")
    always(shop, "VoidPayment", "before")

    order_id = shop.places_order(DECLINED_CARD)
    shop.run_to_end()

    assert shop.path(order_id) == [*DECLINED_PATH[:-1], "AwaitOperator", *WAY_BACK]
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")


def test_a_payment_that_was_held_is_given_back(shop: World) -> None:
    always(shop, "ConfirmOrder", "before")

    order_id = shop.places_order()
    shop.run_to_end()

    assert shop.outcome(order_id) == ("CANCELLED", "checkout-failed")
    (hold,) = shop.holds(order_id)
    assert hold.was_held
    assert hold.status == HoldStatus.GONE
    assert shop.stock() == UNTOUCHED
