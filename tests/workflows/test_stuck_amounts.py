"""A refund of an amount that gets stuck, or fails after it was made: an operator sends it on, or ends it by
hand."""

import pytest

from functions.payment import refunds_store
from functions.refunds import store as amounts_store
from functions.shared.money import Money
from harness.moto.world import PRICE, World
from ops.amounts import typed
from ops.audit import audit
from tests.workflows.giving_back import asks, balance_of, given, gives_back, stage
from tests.workflows.operating import Capture, refused, told
from tests.workflows.reconciling import reconciled

WHY = ("--why", "paid by bank transfer")


@pytest.fixture(autouse=True)
def signed(monkeypatch: pytest.MonkeyPatch, operator: None) -> None:
    for module in ("operator", "journal"):
        monkeypatch.setattr(f"ops.{module}.signature", lambda: "ops:ada")


@pytest.fixture
def order_id(shop: World) -> str:
    return str(shop.delivered_order(2).order_id)


def stuck(shop: World, order_id: str, to: str = "card") -> str:
    """A refund of 300 that stands before an operator."""
    shop.always("GiveMoneyBack")
    refund_id = str(asks(shop, order_id, 300, to).json["refund_id"])
    shop.until_stuck(refund_id)
    return refund_id


def test_the_command_gives_an_amount_back(shop: World, order_id: str, capsys: Capture) -> None:
    shown = told(capsys, "refund-order", order_id, "3.00", "--why", "it came cold", "--yes")
    shop.run_to_end()

    assert stage(shown["refund_id"]) == "GIVEN_BACK"
    assert given(shop, order_id) == [("card", 300, "it came cold")]
    found = told(capsys, "find-order", order_id)
    assert [one["refund_id"] for one in found["refunds"]] == [shown["refund_id"]]
    assert found["payment"]["left"] == 2 * PRICE - 300
    assert {"machine": "refund", "name": shown["refund_id"]} in found["executions"]


def test_the_command_says_what_is_left(shop: World, order_id: str, capsys: Capture) -> None:
    said = refused(
        capsys, "refund-order", order_id, typed(2 * PRICE + 1, "EUR"), "--why", "x", "--to", "credit", "--yes"
    )
    assert f"{Money(2 * PRICE).text()} are left" in said


def test_what_is_stuck_is_listed_and_sent_on(shop: World, order_id: str, capsys: Capture) -> None:
    refund_id = stuck(shop, order_id)
    (listed,) = told(capsys, "list-stuck")["stuck"]
    assert (listed["id"], listed["status"], listed["state"]) == (refund_id, "OWED", "GiveMoneyBack")

    assert told(capsys, "retry-stuck", refund_id, "--yes")["retried"] == [refund_id]
    shop.run_to_end()
    assert stage(refund_id) == "GIVEN_BACK"
    assert told(capsys, "list-stuck")["stuck"] == []
    assert audit()["ok"], audit()


def test_what_was_given_by_other_ways_ends_it(shop: World, order_id: str, capsys: Capture) -> None:
    refund_id = stuck(shop, order_id)
    settled = told(capsys, "settle-stuck", refund_id, "--given-back", "300", *WHY, "--yes")
    shop.run_to_end()

    assert settled["settled"] == {"by": "ops:ada", "why": "paid by bank transfer"}
    assert (stage(refund_id), shop.refunds(order_id)) == ("GIVEN_BACK", [])
    assert shop.order(order_id).refunded == 0
    assert refunds_store.load(order_id).given_back(refund_id) == 300
    assert audit()["ok"], audit()


def test_a_refund_by_hand_of_the_amount_is_it(shop: World, order_id: str, capsys: Capture) -> None:
    refund_id = stuck(shop, order_id)
    made = shop.refunds_by_hand(order_id, 300)
    told(capsys, "settle-stuck", refund_id, "--given-back", "300", *WHY, "--yes")
    shop.run_to_end()

    assert stage(refund_id) == "GIVEN_BACK"
    assert refunds_store.load(order_id).by_hand[made].return_id == refund_id
    assert shop.order(order_id).refunded == 300
    assert audit()["ok"], audit()


def test_what_is_settled_has_its_credit_all_the_same(shop: World, order_id: str, capsys: Capture) -> None:
    refund_id = stuck(shop, order_id, "credit")
    said = refused(capsys, "settle-stuck", refund_id, "--given-back", "300", *WHY, "--yes")
    assert "is to be refunded 0, not 300" in said

    told(capsys, "settle-stuck", refund_id, *WHY, "--yes")
    shop.run_to_end()
    assert stage(refund_id) == "GIVEN_BACK"
    assert balance_of(shop.order(order_id).owner) == 300
    assert audit()["ok"], audit()


@pytest.mark.parametrize("by", ["webhook", "reconcile"])
def test_what_fails_after_it_was_made_stands_before_an_operator(
    shop: World, order_id: str, capsys: Capture, by: str
) -> None:
    refund_id = gives_back(shop, order_id, 300)
    (made,) = shop.refunds(order_id)
    shop.fails_refund(made.refund_id)
    if by == "webhook":
        assert {answer.status for answer in shop.tells_of_refunds(order_id)} == {200}
    else:
        assert reconciled(shop)["mismatches"] == {"refund-failed": 1}
    assert (stage(refund_id), shop.order(order_id).refunded, given(shop, order_id)) == ("OWED_AGAIN", 0, [])
    assert audit()["ok"], audit()

    shop.sweep()
    assert "failed after it was made" in shop.until_stuck(refund_id).cause
    told(capsys, "retry-stuck", refund_id, "--yes")
    shop.run_to_end()
    assert (stage(refund_id), shop.order(order_id).refunded) == ("GIVEN_BACK", 300)
    assert given(shop, order_id) == [("card", 300, "it came cold")]
    assert audit()["ok"], audit()


def test_a_refund_that_nobody_recorded_is_found_with_its_reason(shop: World, order_id: str) -> None:
    shop.fault("GiveMoneyBack", "call_after", at="refund", error="no answer")
    shop.always("GiveMoneyBack").times -= 1
    refund_id = str(asks(shop, order_id, 300).json["refund_id"])
    shop.until_stuck(refund_id)
    assert amounts_store.load(refund_id).open
    assert reconciled(shop)["mismatches"] == {"refund-unrecorded": 1}
    assert given(shop, order_id) == [("card", 300, "it came cold")]
