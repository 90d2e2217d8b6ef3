"""The forward steps under timeouts, lost responses and duplicates."""

import pytest

from functions.payment.hold import HoldStatus
from tests.workflows.saga import BROKEN, FORWARD, WAY_BACK, always, hangs_then_breaks
from tests.world.world import PRICE, World

UNTOUCHED = {"received": 10, "available": 10, "held": 0, "sold": 0}
ONE_SOLD = {"received": 10, "available": 9, "held": 0, "sold": 1}

CALLS = [
    ("ReserveStock", "GetItem Orders"),
    ("ReserveStock", "GetItem Stock"),
    ("ReserveStock", "TransactWriteItems"),
    ("AuthorizePayment", "PutItem Idempotency"),
    ("AuthorizePayment", "GetItem Idempotency"),
    ("AuthorizePayment", "create"),
    ("AuthorizePayment", "PutItem Payments"),
    ("AuthorizePayment", "confirm"),
    ("AuthorizePayment", "UpdateItem Payments"),
    ("AuthorizePayment", "UpdateItem Idempotency"),
    ("ConfirmOrder", "TransactWriteItems"),
]
"""Every call that the steps of a success make, so that a fault can be put at each."""


def test_the_calls_listed_here_are_those_that_the_steps_make(shop: World) -> None:
    shop.runner.always_cold = True

    shop.places_order()
    shop.run_to_end()

    made = [(one.name, call) for one in shop.runner.invocations for call in one.calls if one.name in FORWARD]
    assert [call for call in made if call[1] != "GetSecretValue"] == CALLS


@pytest.mark.parametrize("step", FORWARD)
def test_a_step_whose_response_is_lost_finds_its_work_done(shop: World, step: str) -> None:
    shop.fault(step, "after")

    order_id = shop.places_order()
    shop.run_to_end()

    assert shop.path(order_id) == FORWARD
    assert shop.outcome(order_id) == ("CONFIRMED", None)
    assert shop.money_held(order_id) == PRICE
    assert shop.stock() == ONE_SOLD


def test_a_hold_whose_creation_was_not_heard_of_is_met_again(shop: World) -> None:
    shop.fault("AuthorizePayment", "call_after", at="create", error="no answer")

    order_id = shop.places_order()
    shop.run_to_end()

    assert shop.path(order_id) == FORWARD
    assert len(shop.holds(order_id)) == 1


@pytest.mark.parametrize("step", FORWARD)
def test_a_step_that_could_not_be_invoked_is_retried_within_its_state(shop: World, step: str) -> None:
    shop.fault(step, "before", times=3)

    order_id = shop.places_order()
    shop.run_to_end()

    assert shop.path(order_id) == FORWARD
    assert shop.outcome(order_id) == ("CONFIRMED", None)


@pytest.mark.parametrize("kind", ["twice", "at_once"])
@pytest.mark.parametrize("step", FORWARD)
def test_a_step_invoked_twice_does_its_work_once(shop: World, step: str, kind: str) -> None:
    shop.fault(step, kind)

    order_id = shop.places_order()
    shop.run_to_end()

    assert shop.path(order_id) == FORWARD
    assert shop.outcome(order_id) == ("CONFIRMED", None)
    assert shop.money_held(order_id) == PRICE
    assert len(shop.holds(order_id)) == 1
    assert shop.stock() == ONE_SOLD


@pytest.mark.parametrize(("step", "at"), CALLS)
def test_a_step_that_times_out_is_retried_and_its_late_effect_changes_nothing(
    shop: World, step: str, at: str
) -> None:
    held = shop.fault(step, "hangs", at=at)
    order_id = shop.places_order()

    shop.run_to_end()
    held.release()

    assert shop.path(order_id) == FORWARD
    assert shop.outcome(order_id) == ("CONFIRMED", None)
    assert shop.money_held(order_id) == PRICE
    assert len(shop.holds(order_id)) == 1
    assert shop.stock() == ONE_SOLD


@pytest.mark.parametrize(("step", "at"), CALLS)
def test_a_step_that_lands_after_the_order_was_fenced_cannot_revive_it(
    shop: World, step: str, at: str
) -> None:
    held = hangs_then_breaks(shop, step, at)
    order_id = shop.places_order()
    shop.run_to_end()
    assert shop.outcome(order_id) == ("CANCELLED", "checkout-failed")

    held.release()

    assert shop.path(order_id) == [*FORWARD[: FORWARD.index(step) + 1], *WAY_BACK]
    assert shop.outcome(order_id) == ("CANCELLED", "checkout-failed")
    assert shop.money_held(order_id) == 0
    assert shop.stock() == UNTOUCHED


def test_a_reservation_that_lands_after_the_fence_is_told_so_by_the_tombstone(shop: World) -> None:
    held = hangs_then_breaks(shop, "ReserveStock", "TransactWriteItems")
    shop.places_order()
    shop.run_to_end()

    (late,) = held.release()

    assert late.error == "OrderClosing"
    assert shop.stock() == UNTOUCHED


def test_a_confirmation_that_lands_after_the_fence_is_refused(shop: World) -> None:
    held = hangs_then_breaks(shop, "ConfirmOrder", "TransactWriteItems")
    shop.places_order()
    shop.run_to_end()

    (late,) = held.release()

    assert late.error == "OrderClosing"


@pytest.mark.parametrize("at", ["create", "PutItem Payments"])
def test_an_authorization_that_comes_after_the_void_finds_its_place_taken(shop: World, at: str) -> None:
    held = hangs_then_breaks(shop, "AuthorizePayment", at)
    order_id = shop.places_order()
    shop.run_to_end()

    (late,) = held.release()

    assert late.error == "OrderClosing"
    assert [one.status for one in shop.holds(order_id)] == [HoldStatus.GONE]


@pytest.mark.parametrize("step", ["ReserveStock", "AuthorizePayment"])
def test_a_step_whose_every_response_is_lost_is_undone(shop: World, step: str) -> None:
    always(shop, step, "after")

    order_id = shop.places_order()
    shop.run_to_end()

    assert shop.path(order_id) == [*FORWARD[: FORWARD.index(step) + 1], *WAY_BACK]
    assert shop.outcome(order_id) == ("CANCELLED", "checkout-failed")
    assert shop.money_held(order_id) == 0
    assert shop.stock() == UNTOUCHED


def test_an_order_whose_confirmation_was_never_heard_of_stands(shop: World) -> None:
    always(shop, "ConfirmOrder", "after")

    order_id = shop.places_order()
    shop.run_to_end()

    assert shop.path(order_id) == [*FORWARD, "AbandonOrder", "OrderStands"]
    assert shop.execution_status(order_id) == "SUCCEEDED"
    assert shop.outcome(order_id) == ("CONFIRMED", None)
    assert shop.money_held(order_id) == PRICE


@pytest.mark.parametrize("kind", ["call_before", "call_after"])
@pytest.mark.parametrize(("step", "at"), [call for call in CALLS])
def test_no_single_call_that_fails_with_or_without_its_effect_breaks_a_promise(
    shop: World, step: str, at: str, kind: str
) -> None:
    shop.fault(step, kind, at=at, error="InternalServerError")

    order_id = shop.places_order()
    shop.run_to_end()

    assert shop.path(order_id) == FORWARD
    assert shop.money_held(order_id) == PRICE
    assert shop.stock() == ONE_SOLD


def test_retries_are_bounded(shop: World) -> None:
    faults = always(shop, "ReserveStock", "before")

    order_id = shop.places_order()
    shop.run_to_end()

    assert faults.hits == 5
    assert faults.error == BROKEN
    assert shop.outcome(order_id) == ("CANCELLED", "checkout-failed")
