"""An operator has answered what is parked, and another try of the state that waits is written after that: it
finds the answer."""

from functions.operator import store as operator_store
from functions.operator.stop import OperatorAnswer, Remedy
from functions.refunds import store as amounts_store
from functions.returns import store as returns_store
from harness.actors import accepts
from harness.customers import DECLINED_CARD
from harness.moto.world import World
from harness.scenarios.operations import asks

ANSWER = OperatorAnswer(Remedy.RETRY, "ops:ada", "2026-01-01T00:00:00.000Z")


def a_stuck_checkout_is_answered(shop: World) -> None:
    shop.always("VoidPayment", "before")
    order_id = shop.places_order(DECLINED_CARD)
    shop.run_to_rest()
    answer_is_recorded(order_id)
    another_try_is_written(shop, "AwaitOperator")
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")


def a_stuck_fulfilment_is_answered(shop: World) -> None:
    order_id, work = shop.offered()
    shop.never_completes()
    shop.reports(work)
    shop.parks(order_id)
    answer_is_recorded(order_id)
    another_try_is_written(shop, "AwaitOperator")
    assert shop.outcome(order_id) == ("COMPLETED", None)


def a_stuck_return_is_answered(shop: World) -> None:
    return_id = shop.requested(shop.delivered_order())
    shop.always("RestockItems")
    accepts(return_id)
    returns_store.record_answer(return_id, shop.until_stuck(return_id), ANSWER)
    another_try_is_written(shop, "AwaitReturnOperator")
    assert shop.return_status(return_id) == "REFUNDED"


def a_stuck_refund_is_answered(shop: World) -> None:
    shop.always("GiveMoneyBack")
    path = f"/ops/orders/{shop.delivered_order().order_id}/refunds"
    refund_id = asks(shop, path, amount=100)["refund_id"]
    amounts_store.record_answer(refund_id, shop.until_stuck(refund_id), ANSWER)
    another_try_is_written(shop, "AwaitRefundOperator")
    assert amounts_store.load(refund_id).stage == "GIVEN_BACK"


def answer_is_recorded(order_id: str) -> None:
    """By somebody who has answered the tokens that were there, and not yet this one."""
    stuck = operator_store.load(order_id)
    assert stuck is not None
    operator_store.record_answer(order_id, stuck, ANSWER)


def another_try_is_written(shop: World, step: str) -> None:
    assert shop.invoke(step, shop.invocations(step)[-1].event).error is None
    shop.run_to_end()


SCENARIOS = (
    a_stuck_checkout_is_answered,
    a_stuck_fulfilment_is_answered,
    a_stuck_return_is_answered,
    a_stuck_refund_is_answered,
)
