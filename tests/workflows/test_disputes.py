"""What customers have their banks ask back: heard of in any order, recorded once, told, and kept apart from
what the shop gives back."""

from itertools import permutations

import pytest

from functions.order.disputes import EVENTS
from functions.payment import refunds_store
from functions.payment.disputes import DisputeState
from functions.payment.stripe import adapter
from functions.returns import store as returns_store
from harness.actors import accepts
from harness.moto.world import PRICE, World
from ops.audit import audit
from tests.workflows.operating import Capture, told
from tests.workflows.reconciling import LATER, cures

LIFE = ("inquire", "open", "withdraw", "lose")


@pytest.fixture(autouse=True)
def signed(monkeypatch: pytest.MonkeyPatch, operator: None) -> None:
    for module in ("operator", "journal"):
        monkeypatch.setattr(f"ops.{module}.signature", lambda: "ops:ada")


def recorded(shop: World, order_id: str) -> list[tuple[str, int]]:
    """What the payment's record says of each dispute, which the order's log has to say too."""
    disputes = refunds_store.load(order_id).disputes
    assert shop.order(order_id).disputes == {
        name: {"state": one.state, "amount": one.amount, "taken": one.taken} for name, one in disputes.items()
    }
    return [(one.state.value, one.taken) for one in disputes.values()]


def shown(shop: World, order_id: str) -> str | None:
    """As its customer sees it."""
    answer = shop.api("GET", f"/orders/{order_id}", owner=shop.order(order_id).owner)
    state: str | None = answer.json["dispute"]
    return state


def test_a_dispute_is_recorded_and_told_step_by_step(shop: World) -> None:
    order_id = shop.delivered_order(2).order_id
    seen = []
    for action in ("inquire", "open", "withdraw", "win"):
        shop.disputes(order_id, action)
        assert {answer.status for answer in shop.tells_of_disputes(order_id)} == {200}
        seen += recorded(shop, order_id)
        assert audit()["ok"]

    assert seen == [("INQUIRY", 0), ("OPEN", 0), ("OPEN", 2 * PRICE), ("WON", 0)]
    told_of = ["DisputeOpened", "DisputeOpened", "DisputeFundsMoved", "DisputeWon"]
    assert shop.timeline(order_id) == told_of
    entries = [one["state"] for one in shop.entries(order_id) if one["type"] == "DISPUTED"]
    assert entries == ["INQUIRY", "OPEN", "OPEN", "WON"]


def test_however_its_events_come_a_dispute_stands_as_the_bank_left_it(shop: World) -> None:
    order_id = shop.delivered_order(2).order_id
    for action in LIFE:
        shop.disputes(order_id, action)
    heard = [one for one in shop.provider.events() if one["type"].startswith("charge.dispute.")]

    for events in (*permutations(heard), heard + heard):
        for number, event in enumerate(events):
            assert shop.delivers_event(event | {"id": f"evt_{id(events)}_{number}"}).status == 200

    assert recorded(shop, order_id) == [("LOST", 2 * PRICE)]
    assert shop.timeline(order_id) == ["DisputeLost"]
    assert audit()["ok"]
    assert audit()["payments"]["disputed"] == 2 * PRICE


def test_a_dispute_is_shown_on_the_order_until_nothing_is_left_of_it(shop: World) -> None:
    order_id = shop.delivered_order(2).order_id
    seen = [shown(shop, order_id)]
    for action in ("inquire", "close", "open", "lose"):
        shop.disputes(order_id, action)
        shop.tells_of_disputes(order_id)
        seen.append(shown(shop, order_id))

    assert seen == [None, "INQUIRY", None, "OPEN", "LOST"]


def test_a_return_that_is_accepted_while_disputed_waits_and_is_refunded_once_that_is_won(
    shop: World, capsys: Capture
) -> None:
    order, return_id = shop.sent_back()
    for action in ("open", "withdraw"):
        shop.disputes(order.order_id, action)
    shop.tells_of_disputes(order.order_id)

    accepts(return_id)
    shop.run_to_rest()

    stuck = returns_store.load(return_id).stuck
    assert stuck is not None
    assert stuck.error == "RefundRefused"
    claim = refunds_store.load(order.order_id).refunds[return_id]
    assert (claim.amount, claim.attempt, claim.asked) == (PRICE, 1, None)

    shop.disputes(order.order_id, "win")
    shop.tells_of_disputes(order.order_id)
    told(capsys, "retry-stuck", return_id, "--yes")
    shop.run_to_rest()

    assert [one.amount for one in shop.refunds(order.order_id)] == [PRICE]
    assert shop.return_status(return_id) == "REFUNDED"
    assert audit()["ok"]


def test_a_return_that_was_accepted_before_a_dispute_was_lost_is_settled_by_what_the_bank_gave(
    shop: World, capsys: Capture
) -> None:
    order, return_id = shop.sent_back()
    for action in ("open", "withdraw"):
        shop.disputes(order.order_id, action)
    shop.tells_of_disputes(order.order_id)
    accepts(return_id)
    shop.run_to_rest()
    shop.disputes(order.order_id, "lose")
    shop.tells_of_disputes(order.order_id)

    told(capsys, "retry-stuck", return_id, "--yes")
    shop.run_to_rest()

    stuck = returns_store.load(return_id).stuck
    assert stuck is not None
    assert "disputes took" in stuck.cause
    assert shop.refunds(order.order_id) == []

    why = ("--why", "the bank gave it back", "--yes")
    told(capsys, "settle-stuck", return_id, "--given-back", str(PRICE), *why)
    shop.run_to_rest()

    assert shop.return_status(return_id) == "REFUNDED"
    assert refunds_store.load(order.order_id).left == 0
    assert audit()["ok"]


def test_what_a_lost_dispute_took_is_not_given_back_again(shop: World) -> None:
    order, return_id = shop.sent_back()
    shop.disputes(order.order_id, "open")
    shop.disputes(order.order_id, "lose")
    shop.tells_of_disputes(order.order_id)

    shop.takes_back(return_id)

    account = refunds_store.load(order.order_id)
    assert account.refunds[return_id].amount == 0
    assert shop.refunds(order.order_id) == []
    assert audit()["ok"]


def test_an_inquiry_keeps_nobody_from_a_refund(shop: World) -> None:
    order, return_id = shop.sent_back()
    shop.disputes(order.order_id, "inquire")
    shop.tells_of_disputes(order.order_id)

    shop.takes_back(return_id)

    assert [one.amount for one in shop.refunds(order.order_id)] == [PRICE]
    assert recorded(shop, order.order_id) == [("INQUIRY", 0)]
    assert audit()["ok"]


def test_a_dispute_of_a_part_leaves_the_rest(shop: World) -> None:
    order_id = shop.delivered_order(2).order_id
    shop.disputes(order_id, "open", 300)
    shop.disputes(order_id, "lose")
    shop.tells_of_disputes(order_id)

    assert recorded(shop, order_id) == [("LOST", 300)]
    assert refunds_store.load(order_id).left == 2 * PRICE - 300


def test_of_an_order_that_is_given_up_a_dispute_is_recorded_and_not_told(
    shop: World, capsys: Capture
) -> None:
    order_id, work = shop.offered()
    shop.never_completes()
    shop.reports(work)
    shop.parks(order_id)
    shop.disputes(order_id, "inquire")
    assert {answer.status for answer in shop.tells_of_disputes(order_id)} == {503}

    told(capsys, "settle-stuck", order_id, "--why", "it was lost", "--yes")
    shop.run_to_end()

    assert shop.outcome(order_id)[0] == "CANCELLED"
    assert {answer.status for answer in shop.tells_of_disputes(order_id)} == {200}
    assert [one.state for one in refunds_store.load(order_id).disputes.values()] == [DisputeState.INQUIRY]
    assert shop.order(order_id).disputes == {}
    assert audit()["ok"]


def test_reconciling_finds_a_dispute_that_nobody_told_of(shop: World) -> None:
    order_id = shop.delivered_order(2).order_id
    shop.disputes(order_id, "open")

    cures(shop, dispute=1)
    assert recorded(shop, order_id) == [("OPEN", 0)]

    shop.disputes(order_id, "withdraw")
    cures(shop, dispute=1)
    assert recorded(shop, order_id) == [("OPEN", 2 * PRICE)]


def test_reconciling_finds_a_dispute_of_an_order_of_long_ago(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of payments shows its own no more; a short run does not look through our records."""
    order_id = shop.delivered_order(2).order_id
    shop.disputes(order_id, "open")
    shop.time_passes(LATER)
    monkeypatch.setattr(adapter, "page_of_holds", lambda *_: ([], ""))

    found = shop.invoke("Reconcile", {"short": True}).answer

    assert (found["mismatches"], found["cured"]) == ({"dispute": 1}, 1)
    assert recorded(shop, order_id) == [("OPEN", 0)]


def test_the_state_names_of_the_log_are_those_of_the_payment() -> None:
    assert set(EVENTS) == {one.value for one in DisputeState}
