"""What an operator states about refunds made by hand, twice, wrongly, or too late."""

from typing import Any

import pytest

from functions.payment import refund_payment as refunding
from functions.payment import refunds_store
from functions.payment.refunds import RefundRefused
from functions.payment.writes import explain_refund
from functions.recovery import record_refunds
from functions.shared.contention import Contended
from functions.shared.table import transact
from harness.actors import accepts
from harness.moto.world import PRICE, SKU, World
from ops.audit import audit
from tests.workflows.operating import Capture, refused, told
from tests.workflows.test_nothing_to_pay import free_order

WHY = ("--why", "it came late", "--yes")
STATED = {"by": "ops:ada", "why": "it came late", "at": "2026-11-26T12:00:00.000Z"}


@pytest.fixture(autouse=True)
def signed(monkeypatch: pytest.MonkeyPatch, operator: None) -> None:
    for module in ("operator", "journal"):
        monkeypatch.setattr(f"ops.{module}.signature", lambda: "ops:ada")


def stuck_return(shop: World) -> tuple[str, str]:
    """A return whose refund the provider refused, and its order."""
    order, return_id = shop.sent_back(2)
    shop.provider.fault("refund", "declined", 1)
    accepts(return_id)
    shop.until_stuck(return_id)
    return order.order_id, return_id


def explained(shop: World, order_id: str) -> int:
    return sum(one["type"] == "EXPLAINED" for one in shop.entries(order_id))


def test_a_refund_of_less_than_the_return_gives_back_is_not_its_refund(shop: World, capsys: Capture) -> None:
    order_id, return_id = stuck_return(shop)
    refund_id = shop.refunds_by_hand(order_id, 300)

    line = refused(capsys, "explain-refund", order_id, refund_id, "--return", return_id, *WHY)

    assert f"{refund_id} gave back 300, and {return_id} gives back {PRICE}" in line
    told(capsys, "explain-refund", order_id, refund_id, *WHY)
    told(capsys, "retry-stuck", return_id, "--yes")
    shop.run_to_end()
    assert shop.refunded(order_id) == PRICE + 300
    assert audit()["ok"]


def test_what_is_stated_again_is_stated_once(shop: World, capsys: Capture) -> None:
    order_id, return_id = stuck_return(shop)
    refund_id = shop.refunds_by_hand(order_id, PRICE)
    for_return = ("explain-refund", order_id, refund_id, "--return", return_id)

    first = told(capsys, "explain-refund", order_id, refund_id, *WHY)
    assert told(capsys, "explain-refund", order_id, refund_id, *WHY) == first

    line = refused(capsys, "explain-refund", order_id, refund_id, "--why", "goodwill", "--yes")
    assert "was explained by ops:ada" in line
    assert "it came late" in line
    assert explained(shop, order_id) == 1

    said = told(capsys, *for_return, "--why", "the parcel came back", "--yes")
    assert told(capsys, *for_return, "--why", "the parcel came back", "--yes") == said
    assert "was explained by" in refused(capsys, *for_return, *WHY)
    assert explained(shop, order_id) == 2
    shop.run_to_end()
    assert audit()["ok"]


def test_of_two_who_state_the_same_at_once_both_are_answered(
    shop: World, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = shop.delivered_order(2).order_id
    refund_id = shop.refunds_by_hand(order_id, 300)
    shop.tells_of_refunds(order_id)
    seen = refunds_store.load(order_id)
    told(capsys, "explain-refund", order_id, refund_id, *WHY)

    monkeypatch.setattr("functions.operations.explain_refund._account", lambda *_: seen)

    assert told(capsys, "explain-refund", order_id, refund_id, *WHY)["stated"]["why"] == "it came late"
    assert "was explained by" in refused(
        capsys, "explain-refund", order_id, refund_id, "--why", "goodwill", "--yes"
    )
    assert explained(shop, order_id) == 1


def test_a_refund_that_was_made_after_one_by_hand_was_said_to_be_it_is_not_silent(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id, return_id = stuck_return(shop)
    refund_id = shop.refunds_by_hand(order_id, PRICE)
    shop.tells_of_refunds(order_id)
    give_back = refunding._give_back

    def late(*arguments: Any) -> str:
        made = give_back(*arguments)
        shop.time_passes(3601)
        account = refunds_store.load(order_id)
        transact([explain_refund(account, refund_id, STATED, return_id)])
        return made

    monkeypatch.setattr(refunding, "_give_back", late)

    with pytest.raises(RefundRefused, match=f"{refund_id} was said to be"):
        refunding.refund_payment(order_id, return_id, PRICE, return_id)
    (made,) = [one for one in shop.refunds(order_id) if one.return_id]
    shop.fails_refund(made.refund_id)  # whoever looks undoes one of the two


def test_a_return_of_an_order_that_cost_nothing_is_settled(shop: World, capsys: Capture) -> None:
    order_id = free_order(shop)
    shop.relays()
    shop.run_to_rest()
    shop.packs(shop.offer(), lines=[{"line_id": SKU, "quantity": 1}])
    return_id = shop.requested(shop.order(order_id))
    shop.always("RefundPayment", "before")
    accepts(return_id)
    shop.until_stuck(return_id)

    told(capsys, "settle-stuck", return_id, "--given-back", "0", *WHY)
    shop.run_to_end()

    assert shop.return_status(return_id) == "REFUNDED"
    assert audit()["ok"]


def test_whoever_does_not_come_to_an_end_of_telling_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_refunds, "_tell_one", lambda _order_id: True)

    with pytest.raises(Contended, match="tell of refunds"):
        record_refunds.tell_refunds("ord_1")


def failed_later(shop: World, capsys: Capture) -> tuple[str, str]:
    """A return that came to its end by a refund made by hand, which then failed; and its order."""
    order_id, return_id = stuck_return(shop)
    refund_id = shop.refunds_by_hand(order_id, PRICE)
    told(capsys, "explain-refund", order_id, refund_id, "--return", return_id, *WHY)
    shop.run_to_end()
    shop.fails_refund(refund_id)
    assert {answer.status for answer in shop.tells_of_refunds(order_id)} == {200}
    assert refunds_store.load(order_id).given_back(return_id) == 0
    (wrong,) = audit()["violations"]
    assert wrong.startswith("returned but not refunded")
    return order_id, return_id


@pytest.mark.parametrize("by", ["explain-refund", "settle-stuck"])
def test_a_return_whose_refund_by_hand_failed_is_refunded_by_hand_again(
    shop: World, capsys: Capture, by: str
) -> None:
    order_id, return_id = failed_later(shop, capsys)
    assert f"state given-back {PRICE}" in refused(capsys, "settle-stuck", return_id, *WHY)
    refund_id = shop.refunds_by_hand(order_id, PRICE)

    if by == "explain-refund":
        told(capsys, "explain-refund", order_id, refund_id, "--return", return_id, *WHY)
    else:
        told(capsys, "settle-stuck", return_id, "--given-back", str(PRICE), *WHY)

    account = refunds_store.load(order_id)
    assert (account.refunds[return_id].by_hand, account.left) == (refund_id, PRICE)
    assert (shop.order(order_id).refunded, shop.hold(order_id).refunded) == (PRICE, PRICE)
    assert audit()["ok"]


def test_a_return_whose_refund_by_hand_failed_is_paid_back_by_other_ways(
    shop: World, capsys: Capture
) -> None:
    order_id, return_id = failed_later(shop, capsys)

    told(capsys, "settle-stuck", return_id, "--given-back", str(PRICE), *WHY)

    assert (shop.order(order_id).refunded, shop.hold(order_id).refunded) == (0, 0)
    assert audit()["given_back_outside"] == {order_id: PRICE}
    assert audit()["ok"]


def test_a_return_on_its_way_whose_refund_by_hand_failed_stands_before_an_operator(
    shop: World, capsys: Capture
) -> None:
    order_id, return_id = stuck_return(shop)
    failed, second = (shop.refunds_by_hand(order_id, PRICE) for _ in range(2))
    shop.always("CloseReturn")  # it has not come to its end when it is heard of
    told(capsys, "explain-refund", order_id, failed, "--return", return_id, *WHY)
    shop.run_to_rest()
    shop.fails_refund(failed)
    shop.tells_of_refunds(order_id)
    told(capsys, "retry-stuck", return_id, "--yes")
    shop.run_to_rest()
    assert shop.return_status(return_id) == "ACCEPTED"

    told(capsys, "explain-refund", order_id, second, "--return", return_id, *WHY)
    shop.run_to_end()

    assert shop.return_status(return_id) == "REFUNDED"
    assert audit()["ok"]
