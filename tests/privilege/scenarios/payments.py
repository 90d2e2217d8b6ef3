"""Payments that went astray: what the reconcile job reads, cures and hands on to itself."""

import pytest

from functions.recovery import reconcile_payments
from harness.actors import accepts
from harness.moto.world import World
from harness.records import RETURN, SKU
from tests.workflows.reconciling import LATER, charged


def a_stray_payment_and_a_lost_refund_are_cured(shop: World) -> None:
    """A second charge for a delivered order, and a refund of it that was made and never recorded."""
    order = shop.delivered_order()
    charged(order.order_id)
    return_id = shop.requested(order)
    shop.aborts(return_id, RETURN)
    accepts(return_id)
    shop.fault("RefundPayment", "call_after", at="refund", error="lost")
    shop.invoke("RefundPayment", {"return_id": return_id})
    shop.time_passes(LATER)
    assert shop.invoke("Reconcile", {}).answer["cured"] == 2
    shop.invoke("Sweep", {"detail": {"executionArn": "any", "name": return_id}})
    shop.run_to_end()
    assert shop.return_status(return_id) == "REFUNDED"


def refunds_by_hand_are_heard_of_or_found(shop: World) -> None:
    """One by its event, one by the reconcile job."""
    order = shop.delivered_order()
    heard = shop.refunds_by_hand(order.order_id, 100)
    assert {answer.status for answer in shop.tells_of_refunds(order.order_id)} == {200}
    found = shop.refunds_by_hand(order.order_id, 200)
    shop.time_passes(LATER)
    assert shop.invoke("Reconcile", {}).answer["cured"] == 1
    assert shop.order(order.order_id).by_hand == {heard: 100, found: 200}


def refunds_that_fail_are_heard_of_or_found(shop: World) -> None:
    """Of two returns: one by its event, one by the reconcile job."""
    order = shop.delivered_order(2)
    for key in ("heard", "found"):
        return_id = shop.requested(order, {SKU: 1}, key)
        shop.takes_back(return_id)
        made = [one for one in shop.refunds(order.order_id) if one.return_id == return_id]
        shop.fails_refund(made[0].refund_id)
        if key == "heard":
            assert {answer.status for answer in shop.tells_of_refunds(order.order_id)} == {200}
    shop.time_passes(LATER)
    assert shop.invoke("Reconcile", {}).answer["cured"] == 1
    assert shop.order(order.order_id).refunded == 0


def disputes_are_heard_of_or_found(shop: World) -> None:
    """One is heard of, and found lost; another one is found as an inquiry, of which nothing comes, and
    followed by one that is won."""
    order, other = shop.delivered_order(), shop.delivered_order()
    lost = _bank(shop, order.order_id, "open")
    _bank(shop, order.order_id, "withdraw")
    shop.disputes(order.order_id, "lose")
    asked = shop.disputes(other.order_id, "inquire")
    shop.time_passes(LATER)
    assert shop.invoke("Reconcile", {}).answer["cured"] == 2
    assert shop.order(order.order_id).disputes[lost]["state"] == "LOST"
    assert shop.order(other.order_id).disputes[asked]["state"] == "INQUIRY"
    for action in ("close", "open", "win"):
        _bank(shop, other.order_id, action)


def _bank(shop: World, order_id: str, action: str) -> str:
    """Of which its events tell; the dispute's id."""
    dispute_id = shop.disputes(order_id, action)
    assert {answer.status for answer in shop.tells_of_disputes(order_id)} == {200}
    return dispute_id


def a_run_is_handed_on(shop: World) -> None:
    """One page is all that a part has time for; a process that starts afresh would read more."""
    shop.runner.always_cold = False
    with pytest.MonkeyPatch.context() as briefly:
        briefly.setattr(reconcile_payments, "MOST_PAGES", 1)
        shop.invoke("Reconcile", {})
    assert len(shop.invocations("Reconcile")) == 2


SCENARIOS = (
    a_stray_payment_and_a_lost_refund_are_cured,
    refunds_by_hand_are_heard_of_or_found,
    refunds_that_fail_are_heard_of_or_found,
    disputes_are_heard_of_or_found,
    a_run_is_handed_on,
)
