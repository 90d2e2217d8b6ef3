"""Mismatches that only a person can decide about: told at every run, and left as they are."""

from dataclasses import replace

import pytest

from functions.payment.hold import HoldStatus, ProviderRefund, RefundStatus
from functions.payment.payment import State
from functions.payment.provider import provider
from functions.recovery import reconcile_payments
from harness.actors import accepts
from harness.moto.world import PRICE, World
from tests.workflows.reconciling import (
    charged,
    completed,
    goes_to_operator,
    reconciled,
    recorded,
    refund_died,
    restored,
)


def test_a_standing_order_whose_hold_is_gone_goes_to_the_operator(shop: World) -> None:
    order_id = shop.confirmed()
    provider.cancel_hold(recorded(order_id).hold_id or "")
    goes_to_operator(shop, "not-paid")
    shop.relays()
    shop.run_to_rest()
    shop.reports(shop.offer())
    shop.run_to_end()
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")


def test_money_refunded_by_hand_goes_to_the_operator(world: World) -> None:
    world.sells()
    order_id = completed(world)
    provider.refund_hold(recorded(order_id).hold_id or "")
    goes_to_operator(world, "amount-differs")


def test_a_payment_that_the_provider_does_not_know_goes_to_the_operator(world: World) -> None:
    world.sells()
    world.confirmed()
    world.provider.forget()
    goes_to_operator(world, "intent-unknown")


def test_money_that_names_no_order_is_never_touched(world: World) -> None:
    """The provider's account may serve another application, which has orders of its own."""
    charged("1234")
    goes_to_operator(world, "names-no-order")


def test_too_many_payments_without_an_order_are_a_person_s_affair(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile_payments, "MOST_WITHOUT_ORDER", 1)
    for letter in "ab":
        charged("ord_" + letter * 32)
    found = reconciled(world)
    assert (found["cured"], found["to_operator"]) == (0, 2)


def test_a_refund_that_the_provider_did_not_make_goes_to_the_operator(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It answered that the money went back, and it did not: the customer is still out of it."""

    def says_so(_hold_id: str, amount: int, return_id: str, _key: str) -> ProviderRefund:
        return ProviderRefund("re_1", return_id, amount, RefundStatus.STANDING)

    world.sells()
    order = world.delivered_order()
    return_id = world.requested(order)
    with monkeypatch.context() as lying:
        lying.setattr(provider, "refund_part", says_so)
        accepts(return_id)
        world.run_to_end()
    assert world.recorded_refunds(order.order_id) == {return_id: "DONE"}
    goes_to_operator(world, "amount-differs")


def test_a_refund_of_another_amount_goes_to_the_operator(world: World) -> None:
    """Made by hand for a return whose execution is no more."""
    world.sells()
    order, return_id = refund_died(world, "hangs")
    provider.refund_part(recorded(order.order_id).hold_id or "", PRICE - 1, return_id, "by-hand")
    goes_to_operator(world, "amount-differs")


def test_a_capture_of_another_amount_than_was_packed_goes_to_the_operator(world: World) -> None:
    world.sells()
    order_id, work = world.offered()
    provider.capture_hold(recorded(order_id).hold_id or "", PRICE - 1, "by-hand")
    world.reports(work)
    world.run_to_end()
    assert (recorded(order_id).captured, world.outcome(order_id)) == (PRICE - 1, ("COMPLETED", None))
    goes_to_operator(world, "amount-differs")


def test_a_capture_that_the_provider_lost_is_not_made_again_where_its_amount_is_in_doubt(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What we recorded as captured is not what was delivered."""
    world.sells()

    def says_so(hold_id: str, amount: int, _key: str) -> object:
        return replace(provider.read_hold(hold_id), status=HoldStatus.TAKEN, captured=amount - 1)

    with monkeypatch.context() as lying:
        lying.setattr(provider, "capture_hold", says_so)
        completed(world)
    goes_to_operator(world, "amount-differs")


@pytest.mark.parametrize("state", [State.CONFIRMING, None])
def test_money_for_a_standing_order_that_is_not_recorded_goes_to_the_operator(
    world: World, state: State | None
) -> None:
    """The Payments table was restored to a moment before the hold."""
    world.sells()
    restored(world.confirmed(), state)
    goes_to_operator(world, "not-recorded")
