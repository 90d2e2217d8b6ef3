"""An operator gives an amount of an order back, with goods or without: once, and never more than is left."""

import pytest

from functions.payment import refunds_store
from functions.shared.table import get
from harness.moto.world import PRICE, World
from harness.records import REFUND
from ops.audit import audit
from tests.workflows.giving_back import asks, balance_of, given, gives_back, problem, shown, stage
from tests.workflows.operating_by_api import journal

PAID = 2 * PRICE


@pytest.fixture
def order_id(shop: World) -> str:
    """An order of two units, delivered and charged."""
    return str(shop.delivered_order(2).order_id)


def test_an_amount_goes_back_to_the_card(shop: World, order_id: str) -> None:
    before = shop.order(order_id).head.version
    refund_id = gives_back(shop, order_id, 300)

    assert stage(refund_id) == "GIVEN_BACK"
    assert [(one.return_id, one.amount) for one in shop.refunds(order_id)] == [(refund_id, 300)]
    assert given(shop, order_id) == [("card", 300, "it came cold")]
    assert shown(shop, order_id)["refunded"]["amount"] == 300
    assert (shop.order(order_id).head.version, shop.timeline(order_id)[-1]) == (before + 1, "AmountRefunded")
    assert [(one.action, one.target, one.signed.why) for one in journal()] == [
        ("refund-order", order_id, "it came cold")
    ]
    assert audit()["ok"], audit()


def test_an_amount_becomes_credit_of_who_ordered(shop: World, order_id: str) -> None:
    refund_id = gives_back(shop, order_id, 300, "credit")

    assert stage(refund_id) == "GIVEN_BACK"
    assert shop.refunds(order_id) == []
    assert balance_of(shop.order(order_id).owner) == 300
    assert given(shop, order_id) == [("credit", 300, "it came cold")]
    assert refunds_store.load(order_id).left == PAID - 300
    assert audit()["ok"], audit()


def test_the_card_comes_first_and_credit_after_it(shop: World) -> None:
    order_id = shop.delivered_order(2, credit=500).order_id
    gives_back(shop, order_id, PAID - 600)
    gives_back(shop, order_id, 300, key="k2")

    assert sorted(given(shop, order_id)) == [
        ("card", 100, "it came cold"),
        ("card", PAID - 600, "it came cold"),
        ("credit", 200, "it came cold"),
    ]
    assert balance_of(shop.order(order_id).owner) == 200
    assert refunds_store.load(order_id).left == 300
    assert audit()["ok"], audit()


def test_a_return_gives_back_by_the_same_legs(shop: World) -> None:
    order = shop.delivered_order(2, credit=500)
    gives_back(shop, order.order_id, PRICE - 400)
    return_id = shop.requested(order)
    shop.takes_back(return_id)

    assert shop.return_status(return_id) == "REFUNDED"
    assert balance_of(order.owner) == 100
    assert ("credit", 100, return_id) in given(shop, order.order_id)
    assert audit()["ok"], audit()


def test_what_credit_alone_has_paid_becomes_credit(shop: World) -> None:
    order = shop.delivered_order(2, credit=PAID)
    gives_back(shop, order.order_id, 300)
    return_id = shop.requested(order)
    shop.takes_back(return_id)

    assert given(shop, order.order_id) == [("credit", 300, "it came cold"), ("credit", PRICE, return_id)]
    assert balance_of(order.owner) == 300 + PRICE
    assert audit()["ok"], audit()


def test_a_repeat_meets_the_same_refund(shop: World, order_id: str) -> None:
    first, again = asks(shop, order_id, 300), asks(shop, order_id, 300)
    shop.run_to_end()
    late = asks(shop, order_id, 300)

    assert [one.status for one in (first, again, late)] == [201, 201, 201]
    assert first.json == again.json == late.json
    assert late.headers["idempotent-replayed"] == "true"
    assert len(shop.refunds(order_id)) == 1


def test_a_key_stands_for_one_wish(shop: World, order_id: str) -> None:
    asks(shop, order_id, 300)
    assert problem(asks(shop, order_id, 301)) == (422, "idempotency-key-reused")


def test_no_more_goes_back_than_is_left(shop: World, order_id: str) -> None:
    gives_back(shop, order_id, PAID - 100, "credit")
    answer = asks(shop, order_id, 101, key="k2")

    assert problem(answer) == (409, "more-than-left")
    assert answer.json["left"] == 100
    assert shop.refunds(order_id) == []


def test_refunds_beside_each_other_claim_no_more_than_is_left(shop: World, order_id: str) -> None:
    statuses = [asks(shop, order_id, PAID // 2 + 1, to, key=to).status for to in ("card", "credit")]
    shop.run_to_end()

    assert statuses == [201, 409]
    assert audit()["ok"], audit()


def test_what_is_not_captured_is_not_given_back(shop: World) -> None:
    order_id = shop.places_order()
    shop.run_to_end()
    assert problem(asks(shop, order_id, 1)) == (409, "nothing-captured")


def test_nothing_goes_back_beside_a_dispute(shop: World, order_id: str) -> None:
    shop.disputes(order_id, "open")
    shop.tells_of_disputes(order_id)
    answer = asks(shop, order_id, 1)

    assert problem(answer) == (409, "order-disputed")
    assert "the bank has yet to decide this dispute" in answer.json["detail"]


@pytest.mark.parametrize(
    "wrong", [{"amount": 0}, {"amount": -1}, {"amount": "3"}, {"why": " "}, {"to": "cash"}, {"more": 1}]
)
def test_bad_input_is_told_what_to_change(shop: World, order_id: str, wrong: dict[str, object]) -> None:
    body = {"amount": 300, "why": "it came cold", "to": "card"} | wrong
    answer = shop.api(
        "POST",
        f"/ops/orders/{order_id}/refunds",
        body,
        {"Idempotency-Key": "k"},
        owner="op_ada",
        groups="operators",
    )
    assert problem(answer) == (422, "invalid-request")
    assert next(iter(wrong)) in answer.json["detail"]


def test_the_sweep_starts_what_has_no_execution(shop: World, order_id: str) -> None:
    shop.always("GiveMoneyBack")
    refund_id = asks(shop, order_id, 300).json["refund_id"]
    shop.until_stuck(refund_id)
    aborted = shop.aborts(refund_id, REFUND)
    shop.sweep(aborted)
    shop.run_to_end()

    assert stage(refund_id) == "GIVEN_BACK"
    assert len(shop.refunds(order_id)) == 1
    assert audit()["ok"], audit()


def test_what_became_credit_is_stored_once(shop: World, order_id: str) -> None:
    refund_id = gives_back(shop, order_id, 300, "credit")
    event = {"order_id": order_id, "refund_id": refund_id}
    shop.invoke("GiveMoneyBack", event)
    shop.invoke("CloseRefund", event)

    item = get("PAYMENTS_TABLE", {"order_id": order_id})
    assert item is not None
    assert item["crediting"] == 300
    assert balance_of(shop.order(order_id).owner) == 300
    assert shop.timeline(order_id).count("AmountRefunded") == 1
