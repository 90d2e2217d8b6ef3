"""Operators who give amounts of orders back, and what becomes of that."""

from functions.refunds import store as amounts_store
from harness.moto.world import World
from harness.records import REFUND
from harness.scenarios.operations import asks


def asked(shop: World, amount: int = 300, to: str = "card") -> tuple[str, str]:
    """The order, delivered, and the refund that an operator asks for."""
    order_id = shop.delivered_order().order_id
    refund = asks(shop, f"/ops/orders/{order_id}/refunds", amount=amount, to=to)
    return order_id, str(refund["refund_id"])


def an_amount_is_given_back_and_fails(shop: World) -> None:
    """It is looked at, fails after it was made, and is made again once an operator says so."""
    order_id, refund_id = asked(shop)
    shop.run_to_end()
    (made,) = shop.refunds(order_id)
    shop.fails_refund(made.refund_id)
    assert {answer.status for answer in shop.tells_of_refunds(order_id)} == {200}
    assert amounts_store.load(refund_id).stage == "OWED_AGAIN"
    shop.sweep()
    shop.until_stuck(refund_id)
    asks(shop, f"/ops/stuck/{refund_id}/retry")
    shop.run_to_end()
    shop.api("GET", f"/ops/orders/{order_id}/graph", owner="op_ada", groups="operators")
    assert amounts_store.load(refund_id).stage == "GIVEN_BACK"


def what_was_paid_by_credit_becomes_credit(shop: World) -> None:
    """By a refund of an amount, and by a return of what is left."""
    order = shop.delivered_order(credit=200)
    asks(shop, f"/ops/orders/{order.order_id}/refunds", amount=order.charged - 100)
    asks(shop, f"/ops/orders/{order.order_id}/refunds", "as credit", amount=100, to="credit")
    shop.run_to_end()
    return_id = shop.requested(order)
    shop.takes_back(return_id)
    assert shop.return_status(return_id) == "REFUNDED"


def a_stuck_refund_is_settled(shop: World) -> None:
    broken = shop.always("GiveMoneyBack")  # before: its machine begins at once
    order_id, refund_id = asked(shop)
    shop.until_stuck(refund_id)
    assert broken.fired
    asks(shop, f"/ops/stuck/{refund_id}/settle")
    shop.run_to_end()
    assert len(shop.refunds(order_id)) == 1


def a_lost_refund_is_found_by_reconcile(shop: World) -> None:
    """It was made, no answer came, and every later try fails."""
    shop.fault("GiveMoneyBack", "call_after", at="refund", error="no answer")
    shop.always("GiveMoneyBack").times -= 1
    _, refund_id = asked(shop)
    shop.until_stuck(refund_id)
    shop.time_passes(601)
    assert shop.invoke("Reconcile", {}).answer["cured"] == 1
    shop.sweep(shop.aborts(refund_id, REFUND))
    shop.run_to_end()
    assert amounts_store.load(refund_id).stage == "GIVEN_BACK"


SCENARIOS = (
    an_amount_is_given_back_and_fails,
    what_was_paid_by_credit_becomes_credit,
    a_stuck_refund_is_settled,
    a_lost_refund_is_found_by_reconcile,
)
