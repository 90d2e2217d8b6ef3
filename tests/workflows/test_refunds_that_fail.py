"""A return's refund that fails after it was done: its claim is reopened, and it stands before an operator."""

import pytest

from functions.payment import refunds_store
from functions.payment.hold import RefundStatus
from functions.payment.refunds import RefundState
from functions.returns import store as returns_store
from functions.returns.returns import Stage
from harness.actors import accepts
from harness.moto.world import PRICE, SKU, World
from harness.records import RETURN
from ops.audit import audit
from tests.workflows.operating import Capture, told
from tests.workflows.reconciling import reconciled

TOLD_ONCE = ["ReturnRequested", "ReturnAccepted", "ReturnRefunded"]


@pytest.fixture(autouse=True)
def signed(monkeypatch: pytest.MonkeyPatch, operator: None) -> None:
    for module in ("operator", "journal"):
        monkeypatch.setattr(f"ops.{module}.signature", lambda: "ops:ada")


def refunded_and_failed(shop: World, quantity: int = 2) -> tuple[str, str, str]:
    """The order, a return that was refunded, and the refund, which the customer's bank turned back."""
    order, return_id = shop.sent_back(quantity)
    shop.takes_back(return_id)
    assert shop.return_status(return_id) == "REFUNDED"
    refund_id = fails(shop, order.order_id)
    return order.order_id, return_id, refund_id


def fails(shop: World, order_id: str) -> str:
    (refund_id,) = standing(shop, order_id)
    shop.fails_refund(refund_id)
    return refund_id


def standing(shop: World, order_id: str) -> list[str]:
    return [one.refund_id for one in shop.refunds(order_id) if one.status is RefundStatus.STANDING]


def heard(shop: World, order_id: str) -> None:
    assert {answer.status for answer in shop.tells_of_refunds(order_id)} == {200}


def before_operator(shop: World, return_id: str) -> None:
    shop.sweep()
    assert "failed after it was made" in shop.until_stuck(return_id).cause


def reconciles(shop: World, return_id: str) -> None:
    """A run finds it and reopens the return; another one, once the sweep has come, finds nothing more."""
    found = reconciled(shop)
    assert (found["mismatches"], found["cured"], found["to_operator"]) == ({"refund-failed": 1}, 1, 0)
    before_operator(shop, return_id)
    assert reconciled(shop)["mismatches"] == {}


def owed(shop: World, order_id: str, return_id: str) -> None:
    """Everything that is shown says that the money is with the shop, and it stays claimed."""
    account, order = refunds_store.load(order_id), shop.order(order_id)
    assert account.refunds[return_id].state is RefundState.CLAIMED
    assert account.refunding == PRICE
    assert order.refunded == 0
    shown = shop.api("GET", f"/orders/{order_id}", owner=order.owner).json
    assert (shown["refunded"]["amount"], shown["refunds"]) == (0, [])
    assert returns_store.load(return_id).stage is Stage.REOPENED
    assert shop.return_status(return_id) == "ACCEPTED"
    assert audit()["ok"], audit()


def refunded_again(shop: World, order_id: str, return_id: str) -> None:
    """Once more than it failed, counted once."""
    assert shop.return_status(return_id) == "REFUNDED"
    assert len(standing(shop, order_id)) == 1
    order = shop.order(order_id)
    shown = shop.api("GET", f"/orders/{order_id}", owner=order.owner).json
    assert (shown["refunded"]["amount"], [one["amount"]["amount"] for one in shown["refunds"]]) == (
        PRICE,
        [PRICE],
    )
    assert shown["lines"][0]["returned"] == 1
    assert shop.hold(order_id).refunded == order.refunded == PRICE
    assert refunds_store.load(order_id).refunding == PRICE
    assert audit()["ok"], audit()


def test_a_refund_that_failed_is_owed_again_and_made_again_once_an_operator_says_so(
    shop: World, capsys: Capture
) -> None:
    order_id, return_id, _ = refunded_and_failed(shop)

    for _ in range(2):
        heard(shop, order_id)

    owed(shop, order_id, return_id)
    assert shop.timeline(order_id) == [*TOLD_ONCE, "OrderRefundFailed"]
    before_operator(shop, return_id)
    owed(shop, order_id, return_id)
    assert [one["id"] for one in told(capsys, "list-stuck")["stuck"]] == [return_id]

    told(capsys, "retry-stuck", return_id, "--yes")
    shop.run_to_end()

    refunded_again(shop, order_id, return_id)
    assert shop.timeline(order_id) == [*TOLD_ONCE, "OrderRefundFailed", "ReturnRefunded"]
    heard(shop, order_id)
    assert shop.timeline(order_id)[-1] == "ReturnRefunded"
    assert shop.stock() == {"received": 10, "available": 9, "held": 0, "sold": 1}


def test_reconciling_finds_a_refund_that_failed_and_that_nobody_told_of(shop: World) -> None:
    order_id, return_id, refund_id = refunded_and_failed(shop)

    reconciles(shop, return_id)

    owed(shop, order_id, return_id)
    assert shop.timeline(order_id) == [*TOLD_ONCE, "OrderRefundFailed"]
    failed = [one["refund_id"] for one in shop.entries(order_id) if one["type"] == "REFUND_FAILED"]
    assert failed == [refund_id]


def test_reconciling_reopens_what_was_recorded_and_not_told(shop: World) -> None:
    order_id, return_id, _ = refunded_and_failed(shop)
    refunds_store.reopen(refunds_store.load(order_id), return_id)

    reconciles(shop, return_id)

    owed(shop, order_id, return_id)


def test_a_refund_that_fails_twice_is_owed_twice(shop: World, capsys: Capture) -> None:
    order_id, return_id, _ = refunded_and_failed(shop)
    for _ in range(2):
        heard(shop, order_id)
        before_operator(shop, return_id)
        told(capsys, "retry-stuck", return_id, "--yes")
        shop.run_to_end()
        refunded_again(shop, order_id, return_id)
        fails(shop, order_id)

    heard(shop, order_id)

    owed(shop, order_id, return_id)
    assert shop.timeline(order_id).count("OrderRefundFailed") == 3


def test_a_refund_that_failed_can_be_given_back_by_other_ways(shop: World, capsys: Capture) -> None:
    order_id, return_id, _ = refunded_and_failed(shop)
    heard(shop, order_id)
    before_operator(shop, return_id)

    given_back = ("--given-back", str(PRICE), "--why", "bank transfer", "--yes")
    told(capsys, "settle-stuck", return_id, *given_back)
    shop.run_to_end()

    assert shop.return_status(return_id) == "REFUNDED"
    assert (shop.order(order_id).refunded, standing(shop, order_id)) == (0, [])
    assert refunds_store.load(order_id).given_back(return_id) == PRICE
    heard(shop, order_id)
    assert shop.return_status(return_id) == "REFUNDED"
    assert audit()["ok"], audit()


def test_a_returned_order_stays_returned_while_its_refund_is_owed(shop: World, capsys: Capture) -> None:
    order_id, return_id, _ = refunded_and_failed(shop, 1)
    assert shop.timeline(order_id)[-1] == "OrderReturned"
    heard(shop, order_id)
    owed(shop, order_id, return_id)
    before_operator(shop, return_id)

    told(capsys, "retry-stuck", return_id, "--yes")
    shop.run_to_end()

    refunded_again(shop, order_id, return_id)
    assert shop.outcome(order_id) == ("RETURNED", None)
    assert shop.timeline(order_id).count("OrderReturned") == 1


def test_declined_units_are_announced_again_whatever_becomes_of_the_first_refund(
    shop: World, capsys: Capture
) -> None:
    order = shop.delivered_order(2)
    first = shop.requested(order, {SKU: 2}, "a")
    accepts(first, lines={SKU: 1})
    shop.run_to_end()
    fails(shop, order.order_id)
    heard(shop, order.order_id)
    second = shop.requested(order, {SKU: 1}, "b")
    assert audit()["ok"], audit()
    before_operator(shop, first)

    told(capsys, "retry-stuck", first, "--yes")
    accepts(second)
    shop.run_to_end()

    assert shop.outcome(order.order_id) == ("RETURNED", None)
    assert shop.hold(order.order_id).refunded == shop.order(order.order_id).refunded == 2 * PRICE
    assert audit()["ok"], audit()


def test_a_refund_that_fails_before_its_return_is_closed_keeps_it_open(shop: World, capsys: Capture) -> None:
    order, return_id = shop.sent_back()
    shop.always("RestockItems")
    accepts(return_id)
    shop.until_stuck(return_id)
    fails(shop, order.order_id)
    heard(shop, order.order_id)
    shop.relays()

    assert refunds_store.load(order.order_id).refunds[return_id].state is RefundState.CLAIMED
    assert shop.invoke("CloseReturn", returns_store.load(return_id).subject).error == "RefundRefused"
    assert audit()["ok"], audit()
    told(capsys, "retry-stuck", return_id, "--yes")
    shop.run_to_end()

    refunded_again(shop, order.order_id, return_id)
    assert shop.timeline(order.order_id) == TOLD_ONCE


def test_a_late_step_does_not_record_the_refund_that_failed_again(shop: World) -> None:
    order_id, return_id, refund_id = refunded_and_failed(shop)
    seen = refunds_store.load(order_id)
    heard(shop, order_id)

    with pytest.raises(refunds_store.RefundMoved):
        refunds_store.finish(seen, return_id, refund_id, return_id)

    late = shop.invoke("RefundPayment", returns_store.load(return_id).subject)
    assert late.error == "RefundRefused"
    assert shop.execution_status(return_id, RETURN) == "SUCCEEDED"
    owed(shop, order_id, return_id)
