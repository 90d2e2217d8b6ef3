"""What somebody gives back in the provider's own pages: heard of, recorded once, shown, and explained."""

import pytest

from functions.order import store as order_store
from functions.payment import refunds_store
from functions.payment.errors import ProviderUnavailable
from functions.payment.follow_refunds import follow_refunds
from functions.returns import store as returns_store
from harness.actors import accepts
from harness.moto.world import PRICE, SKU, World
from harness.records import RETURN
from ops.audit import audit
from tests.workflows.operating import Capture, refused, told
from tests.workflows.reconciling import cures

WHY = ("--why", "it came late", "--yes")


@pytest.fixture(autouse=True)
def signed(monkeypatch: pytest.MonkeyPatch, operator: None) -> None:
    for module in ("operator", "journal"):
        monkeypatch.setattr(f"ops.{module}.signature", lambda: "ops:ada")


def by_hand(shop: World, order_id: str) -> dict[str, int]:
    """What the payment's record says, which the order's log has to say too."""
    recorded = {name: one.amount for name, one in refunds_store.load(order_id).by_hand.items()}
    assert shop.order(order_id).by_hand == recorded
    return recorded


def test_a_refund_by_hand_is_recorded_and_told_once_however_often_it_is_heard_of(shop: World) -> None:
    order_id = shop.delivered_order(2).order_id
    refund_id = shop.refunds_by_hand(order_id, 300)

    for _ in range(2):
        assert {answer.status for answer in shop.tells_of_refunds(order_id)} == {200}

    assert by_hand(shop, order_id) == {refund_id: 300}
    assert shop.timeline(order_id) == ["OrderRefunded"]
    entries = [one for one in shop.entries(order_id) if one["type"] == "REFUNDED"]
    assert [(one["amount"], one["refund_id"], one["why"]) for one in entries] == [
        (300, refund_id, "refunded by hand")
    ]
    assert refunds_store.load(order_id).left == 2 * PRICE - 300
    assert audit()["ok"]


def test_each_refund_by_hand_is_told_of_though_they_are_alike(shop: World) -> None:
    order_id = shop.delivered_order(2).order_id
    made = {shop.refunds_by_hand(order_id, 300) for _ in range(2)}

    shop.tells_of_refunds(order_id)

    assert by_hand(shop, order_id) == dict.fromkeys(made, 300)
    assert shop.timeline(order_id) == ["OrderRefunded", "OrderRefunded"]


def test_what_a_partial_capture_let_go_is_not_by_hand_even_where_as_much_is(shop: World) -> None:
    order_id = shop.delivered_order(3, delivered=2).order_id
    shop.tells_of_refunds(order_id)
    assert by_hand(shop, order_id) == {}

    refund_id = shop.refunds_by_hand(order_id, PRICE)
    shop.tells_of_refunds(order_id)

    assert by_hand(shop, order_id) == {refund_id: PRICE}


def test_two_refunds_by_hand_close_together_make_nothing_of_what_was_let_go(shop: World) -> None:
    order_id = shop.delivered_order(3, delivered=2).order_id
    made = {shop.refunds_by_hand(order_id, 100): 100}
    before = shop.hold(order_id)
    made[shop.refunds_by_hand(order_id, 50)] = 50

    with pytest.raises(ProviderUnavailable):
        follow_refunds(before)

    assert refunds_store.load(order_id).by_hand == {}
    assert {answer.status for answer in shop.tells_of_refunds(order_id)} == {200}
    assert by_hand(shop, order_id) == made


def test_our_own_refunds_are_not_by_hand(shop: World) -> None:
    order, return_id = shop.sent_back()
    shop.takes_back(return_id)

    assert {answer.status for answer in shop.tells_of_refunds(order.order_id)} == {200}

    assert by_hand(shop, order.order_id) == {}
    assert shop.timeline(order.order_id)[-1] == "ReturnRefunded"


def test_of_an_order_that_is_given_up_the_void_gives_back_what_was_not_by_hand(
    shop: World, capsys: Capture
) -> None:
    order_id, work = shop.offered()
    shop.never_completes()
    shop.reports(work)
    shop.parks(order_id)
    refund_id = shop.refunds_by_hand(order_id, 300)
    assert {answer.status for answer in shop.tells_of_refunds(order_id)} == {503}

    told(capsys, "settle-stuck", order_id, *WHY)
    shop.run_to_end()

    assert shop.outcome(order_id)[0] == "CANCELLED"
    made = {one.refund_id: (one.amount, one.voids) for one in shop.refunds(order_id)}
    assert made.pop(refund_id) == (300, False)
    assert list(made.values()) == [(PRICE - 300, True)]
    entries = [one["amount"] for one in shop.entries(order_id) if one["type"] == "REFUNDED"]
    assert entries == [300, PRICE - 300]
    assert {answer.status for answer in shop.tells_of_refunds(order_id)} == {200}
    assert shop.order(order_id).by_hand == {}
    assert audit()["ok"]


def test_a_return_gives_back_what_is_left_after_a_refund_by_hand(shop: World) -> None:
    order = shop.delivered_order(2)
    first, second = (shop.requested(order, {SKU: 1}, key) for key in ("a", "b"))
    shop.refunds_by_hand(order.order_id, 300)
    shop.tells_of_refunds(order.order_id)

    for one in (second, first):
        accepts(one)
    shop.run_to_end()

    granted = {one: returns_store.load(one).refund.amount for one in (first, second)}
    assert granted == {second: PRICE, first: PRICE - 300}
    assert shop.refunded(order.order_id) == 2 * PRICE
    assert shop.outcome(order.order_id) == ("RETURNED", None)
    assert audit()["ok"]


def test_a_refund_by_hand_beyond_what_is_left_is_a_fact_and_the_claim_waits(
    shop: World, capsys: Capture
) -> None:
    order, return_id = shop.sent_back(1)
    refund_id = shop.refunds_by_hand(order.order_id, PRICE)
    accepts(return_id)
    shop.tells_of_refunds(order.order_id)
    shop.until_stuck(return_id)
    account = refunds_store.load(order.order_id)
    assert (account.left, account.handed) == (-PRICE, PRICE)

    told(capsys, "explain-refund", order.order_id, refund_id, "--return", return_id, *WHY)
    shop.run_to_end()

    assert shop.return_status(return_id) == "REFUNDED"
    assert refunds_store.load(order.order_id).left == 0
    assert shop.refunded(order.order_id) == PRICE
    assert audit()["ok"]


def test_a_return_refunded_by_hand_and_settled_so_is_counted_once(shop: World, capsys: Capture) -> None:
    order, return_id = shop.sent_back(2)
    shop.provider.fault("refund", "declined", 1)
    accepts(return_id)
    shop.until_stuck(return_id)
    refund_id = shop.refunds_by_hand(order.order_id, PRICE)

    given_back = ("--given-back", str(PRICE), "--why", "refunded there", "--yes")
    told(capsys, "settle-stuck", return_id, *given_back)
    shop.run_to_end()

    assert shop.return_status(return_id) == "REFUNDED"
    recorded = refunds_store.load(order.order_id)
    assert recorded.refunds[return_id].by_hand == refund_id
    (ended,) = [
        one for one in order_store.load_with_events(order.order_id)[1] if one.type == "ReturnRefunded"
    ]
    assert ended.data["by_hand"] == refund_id
    assert recorded.by_hand[refund_id].return_id == return_id
    assert (recorded.left, shop.refunded(order.order_id)) == (PRICE, PRICE)
    assert audit()["ok"]
    assert "given_back_outside" not in audit()


def test_a_statement_that_was_believed_becomes_the_refund_that_it_was(shop: World, capsys: Capture) -> None:
    """As it was settled before refunds by hand were heard of."""
    order, return_id = shop.sent_back(2)
    shop.provider.fault("refund", "declined", 1)
    accepts(return_id)
    shop.until_stuck(return_id)
    told(capsys, "settle-stuck", return_id, "--given-back", str(PRICE), "--why", "by hand", "--yes")
    shop.run_to_end()
    refund_id = shop.refunds_by_hand(order.order_id, PRICE)

    told(capsys, "explain-refund", order.order_id, refund_id, "--return", return_id, *WHY)

    recorded = refunds_store.load(order.order_id)
    assert recorded.given_back(return_id) == PRICE
    assert recorded.refunds[return_id].outside is None
    assert "given_back_outside" not in audit()
    assert audit()["ok"]


def test_a_refund_by_hand_that_fails_later_is_counted_no_more(shop: World) -> None:
    order_id = shop.delivered_order(2).order_id
    refund_id = shop.refunds_by_hand(order_id, 300)
    shop.tells_of_refunds(order_id)

    shop.fails_refund(refund_id)
    for _ in range(2):
        shop.tells_of_refunds(order_id)

    assert by_hand(shop, order_id) == {}
    assert shop.timeline(order_id) == ["OrderRefunded", "OrderRefundFailed"]
    assert refunds_store.load(order_id).left == 2 * PRICE
    assert audit()["ok"]


def test_reconciling_finds_a_refund_by_hand_that_nobody_told_of(shop: World) -> None:
    order_id = shop.delivered_order(2).order_id
    refund_id = shop.refunds_by_hand(order_id, 300)

    cures(shop, refund_by_hand=1)

    assert by_hand(shop, order_id) == {refund_id: 300}
    assert shop.timeline(order_id) == ["OrderRefunded"]


def test_an_operator_states_what_a_refund_was_for_once(shop: World, capsys: Capture) -> None:
    order, return_id = shop.sent_back(2)
    refund_id = shop.refunds_by_hand(order.order_id, 300)

    shown = told(capsys, "explain-refund", order.order_id, refund_id, *WHY)

    assert (shown["amount"], shown["return_id"]) == (300, None)
    assert (shown["stated"]["by"], shown["stated"]["why"]) == ("ops:ada", "it came late")
    found = told(capsys, "find-order", order.order_id)["payment"]["refunded_by_hand"]
    assert found[refund_id]["stated"] == shown["stated"]
    said = refused(capsys, "explain-refund", order.order_id, refund_id, "--return", return_id, *WHY)
    assert "only an accepted return has a refund" in said
    shop.takes_back(return_id)
    said = refused(capsys, "explain-refund", order.order_id, refund_id, "--return", return_id, *WHY)
    assert "has its refund already" in said
    assert "by hand were: " in refused(capsys, "explain-refund", order.order_id, "re_x", *WHY)
    assert shop.execution_status(return_id, RETURN) == "SUCCEEDED"
