"""What stands in front of an operator is listed with what was tried and why, and one button sends it on."""

import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from functions.operations.retry_stuck import retry_many
from functions.operator import store as operator_store
from functions.operator.journal import Signed
from functions.order import store as order_store
from functions.payment import refunds_store
from functions.payment.errors import ProviderUnavailable
from functions.payment.provider import provider as payment_provider
from functions.payment.refunds import REQUESTS_LIVE
from functions.shared import machines
from harness.actors import accepts
from harness.customers import DECLINED_CARD
from harness.moto.world import BROKEN, PRICE, WAY_BACK, World, until
from harness.records import RETURN
from ops.audit import audit
from tests.workflows.operating import Capture, parked_order, refused, said, told
from tests.workflows.reconciling import reconciled, recorded

WHY = "the bank was called"
NOBODY = "ord_" + "a" * 32
ALL_GIVEN_BACK = ("--given-back", str(PRICE))
NO_ANSWER = ProviderUnavailable("nobody answers")


@pytest.fixture(autouse=True)
def signed(monkeypatch: pytest.MonkeyPatch, operator: None) -> None:
    for module in ("operator", "journal"):
        monkeypatch.setattr(f"ops.{module}.signature", lambda: "ops:ada")


def sent_on(shop: World, capsys: Capture, order_id: str) -> None:
    told(capsys, "retry-stuck", order_id, "--yes")
    shop.run_to_end()


def settle(subject: str, *stated: str) -> tuple[str, ...]:
    """The command, as it is typed."""
    return ("settle-stuck", subject, "--why", WHY, *stated, "--yes")


def only_stuck(capsys: Capture) -> dict[str, Any]:
    (one,) = told(capsys, "list-stuck")["stuck"]
    found: dict[str, Any] = one
    return found


def packed_and_stuck(shop: World) -> str:
    order_id, work = shop.offered()
    shop.never_completes()
    shop.reports(work)
    shop.parks(order_id)
    return order_id


def test_a_parked_order_is_listed_with_what_was_tried_since_when_and_why(
    shop: World, capsys: Capture
) -> None:
    order_id = parked_order(shop)

    one = only_stuck(capsys)

    assert (one["id"], one["status"]) == (order_id, "CANCELLING")
    assert (one["state"], one["attempts"], one["error"]) == ("VoidPayment", 106, BROKEN)
    assert one["since"] <= one["at"]
    assert one["cause"] == "ordered by a test, before it ran"
    assert one["answer"] is None
    assert "task_token" not in one
    sent_on(shop, capsys, order_id)


def test_a_parked_order_is_sent_on_once_and_written_down_and_a_second_answer_is_told_so(
    shop: World, capsys: Capture, tmp_path: Path
) -> None:
    order_id = parked_order(shop)

    first = told(capsys, "retry-stuck", order_id, "--why", WHY, "--yes")
    shop.run_to_end()
    (line,) = (tmp_path / "logs" / "ops.log").read_text().splitlines()
    again = said(capsys, "retry-stuck", order_id, "--yes")

    assert first == {"retried": [order_id], "already_answered": []}
    for written in (f'"subject": "{order_id}"', '"by": "ops:ada"', WHY):
        assert written in line
    assert f"{order_id}: already answered: RETRY by ops:ada at " in again
    assert f"({WHY})" in again
    assert shop.path(order_id)[-4:] == ["AwaitOperator", *WAY_BACK]
    assert told(capsys, "list-stuck") == {"stuck": []}
    found = told(capsys, "find-order", order_id)
    assert found["stuck"]["answer"]["why"] == WHY


def test_everything_is_sent_on_at_once_orders_and_returns_alike(shop: World, capsys: Capture) -> None:
    return_id = shop.requested(shop.delivered_order())
    shop.always("RestockItems")
    accepts(return_id)
    shop.until_stuck(return_id)
    order_id = parked_order(shop)
    assert [one["id"] for one in told(capsys, "list-stuck")["stuck"]] == [return_id, order_id]

    report = told(capsys, "retry-stuck", "--all", "--yes")
    shop.run_to_end()

    assert report["retried"] == [return_id, order_id]
    assert shop.return_status(return_id) == "REFUNDED"
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")
    assert told(capsys, "retry-stuck", "--all") == {"retried": [], "already_answered": []}


def test_an_answer_that_never_left_is_not_taken_for_one(shop: World, capsys: Capture) -> None:
    order_id = parked_order(shop)

    with patch.object(machines, "succeed", side_effect=NO_ANSWER), pytest.raises(ProviderUnavailable):
        retry_many([order_id], Signed("ops:ada", WHY, "2026-01-01T00:00:00.000Z"))

    assert only_stuck(capsys)["id"] == order_id
    sent_on(shop, capsys, order_id)


def stuck_at(order_id: str) -> str | None:
    stuck = operator_store.load(order_id)
    return stuck.state if stuck else None


def test_an_order_that_gets_stuck_again_is_listed_again(shop: World, capsys: Capture) -> None:
    order_id = parked_order(shop)
    shop.always("CloseOrder", "before")
    told(capsys, "retry-stuck", order_id, "--yes")
    until(lambda: stuck_at(order_id) == "CloseOrder")
    shop.run_to_rest()

    one = only_stuck(capsys)

    assert one["state"] == "CloseOrder"
    sent_on(shop, capsys, order_id)
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")


def test_a_packed_order_that_cannot_be_completed_is_listed_and_sent_on(shop: World, capsys: Capture) -> None:
    order_id = packed_and_stuck(shop)

    one = only_stuck(capsys)

    assert (one["id"], one["state"]) == (order_id, "CompleteOrder")
    assert one["attempts"] == shop.tries("CompleteOrder", error="PaidNotCompleted")
    sent_on(shop, capsys, order_id)
    assert shop.outcome(order_id) == ("COMPLETED", None)


@pytest.mark.parametrize("command", [["retry-stuck"], ["settle-stuck", "--why", WHY]])
def test_nothing_is_answered_without_a_yes(
    shop: World, capsys: Capture, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    order_id = parked_order(shop)
    monkeypatch.setattr(sys, "stdin", None)

    assert "--yes" in refused(capsys, command[0], order_id, *command[1:])

    assert shop.path(order_id)[-1] == "AwaitOperator"
    sent_on(shop, capsys, order_id)


@pytest.mark.parametrize("command", [["retry-stuck"], ["settle-stuck", "--why", WHY]])
def test_what_never_stood_there_is_one_clear_line(shop: World, capsys: Capture, command: list[str]) -> None:
    order_id = shop.buys()
    for subject, line in ((order_id, "never stood in front of an operator"), (NOBODY, f"no order {NOBODY}")):
        assert line in refused(capsys, command[0], subject, *command[1:], "--yes")


def events(order_id: str) -> list[Any]:
    return order_store.load_with_events(order_id)[1]


def test_a_settled_order_ends_with_who_and_why_and_nothing_is_left(shop: World, capsys: Capture) -> None:
    shop.always("ConfirmOrder", "before")
    order_id = parked_order(shop, payment_method="pm_card_visa")
    assert shop.money_held(order_id) == PRICE

    report = told(capsys, *settle(order_id))
    shop.run_to_end()

    assert report["settled"] == {"by": "ops:ada", "why": WHY}
    assert shop.outcome(order_id) == ("CANCELLED", "checkout-failed")
    last = events(order_id)[-1]
    assert (last.type, last.data["settled"]) == ("OrderCancelled", {"by": "ops:ada", "why": WHY})
    assert shop.money_held(order_id) == 0
    assert shop.stock()["available"] == 10
    again = said(capsys, "settle-stuck", order_id, "--why", "again", "--yes")
    assert "already answered: SETTLED by ops:ada" in again
    assert len(events(order_id)) == len({event.number for event in events(order_id)})


@pytest.mark.parametrize("stated", [[], ["--given-back", "0"], ["--given-back", str(PRICE)]])
def test_nothing_is_settled_while_the_provider_holds_money_whatever_is_stated(
    shop: World, capsys: Capture, stated: list[str]
) -> None:
    shop.always("ConfirmOrder", "before")
    order_id = parked_order(shop, payment_method="pm_card_visa")
    if not stated:
        shop.provider.fault("cancel", "error_500")

    line = refused(capsys, *settle(order_id, *stated))

    assert f"{PRICE} held" in line
    assert "cancel it there" in line
    assert shop.outcome(order_id)[0] == "CANCELLING"
    assert only_stuck(capsys)["id"] == order_id
    shop.merchant().v1.payment_intents.cancel(shop.hold(order_id).hold_id)
    told(capsys, *settle(order_id))
    shop.run_to_end()
    assert shop.outcome(order_id)[0] == "CANCELLED"


def test_a_packed_order_that_is_settled_is_cancelled_and_refunded(shop: World, capsys: Capture) -> None:
    order_id = packed_and_stuck(shop)

    told(capsys, *settle(order_id))
    shop.run_to_end()

    assert shop.is_cancelled(order_id, "checkout-failed")


def test_money_that_the_provider_keeps_is_settled_by_a_statement_of_that_very_amount(
    shop: World, capsys: Capture
) -> None:
    order_id = packed_and_stuck(shop)
    shop.provider.fault("refund", "error_500")
    assert f"the provider keeps {PRICE}" in refused(capsys, *settle(order_id))
    wrong = refused(capsys, *settle(order_id, "--given-back", "1"))
    assert f"keeps {PRICE} for {order_id}, not 1" in wrong
    stated = settle(order_id, *ALL_GIVEN_BACK)
    assert "was asked for a refund at" in refused(capsys, *stated)  # what broke may still be at work

    shop.time_passes(REQUESTS_LIVE.total_seconds() + 60)
    told(capsys, *stated)
    shop.run_to_end()

    assert shop.outcome(order_id)[0] == "CANCELLED"
    assert shop.money_held(order_id) == PRICE  # nobody paid it back a second time
    report = audit()
    assert report["ok"]
    assert report["given_back_outside"] == {order_id: PRICE}
    assert told(capsys, "find-order", order_id)["payment"]["given_back_outside"] == {"void": PRICE}
    assert reconciled(shop)["mismatches"] == {}  # nor is it by the job


def test_news_of_a_settled_payment_refunds_nothing(shop: World, capsys: Capture) -> None:
    order_id = packed_and_stuck(shop)
    told(capsys, *settle(order_id, *ALL_GIVEN_BACK))
    shop.run_to_end()
    hold = shop.hold(order_id)

    assert shop.tells(hold, "payment_intent.succeeded").status == 200

    assert shop.money_held(order_id) == PRICE
    assert recorded(order_id).given_back_outside(hold)


def test_a_provider_that_tells_nothing_is_no_ground_for_settling(shop: World, capsys: Capture) -> None:
    order_id = packed_and_stuck(shop)

    with patch.object(payment_provider, "read_hold", side_effect=NO_ANSWER):
        line = refused(capsys, *settle(order_id, *ALL_GIVEN_BACK))

    assert "does not tell what it keeps" in line
    sent_on(shop, capsys, order_id)
    assert shop.outcome(order_id)[0] == "CANCELLED"  # the fence stood: it is refunded on its way


def test_what_was_sent_on_cannot_be_settled_any_more(shop: World, capsys: Capture) -> None:
    order_id = parked_order(shop)
    sent_on(shop, capsys, order_id)

    line = refused(capsys, *settle(order_id))

    assert line.startswith("ops: already answered: RETRY by ops:ada")


def test_a_return_is_settled_by_a_refund_that_was_made_by_other_ways(shop: World, capsys: Capture) -> None:
    order, return_id = shop.sent_back()
    shop.always("RefundPayment")
    accepts(return_id)
    shop.until_stuck(return_id)
    assert "is to be refunded" in refused(capsys, *settle(return_id, "--given-back", "1"))

    report = told(capsys, *settle(return_id, *ALL_GIVEN_BACK))
    shop.run_to_end()

    assert report["settled"] == {"by": "ops:ada", "why": WHY}
    assert shop.return_status(return_id) == "REFUNDED"
    assert shop.refunded(order.order_id) == 0
    assert shop.path(return_id, RETURN)[-3:] == ["RefundPayment", "RestockItems", "CloseReturn"]
    last = [event for event in events(order.order_id) if event.type == "ReturnRefunded"][-1]
    assert last.data["settled"] == {"by": "ops:ada", "why": WHY}
    assert audit()["given_back_outside"] == {order.order_id: PRICE}
    # What is left may still be refunded, all of it.
    assert refunds_store.load(order.order_id).left == 2 * PRICE


def test_a_return_whose_refund_was_begun_is_settled_only_if_the_provider_made_none(
    shop: World, capsys: Capture
) -> None:
    order, return_id = shop.sent_back()
    shop.fault("RefundPayment", "after", error=BROKEN)
    shop.fault("RefundPayment", "call_after", at="refund", error="no answer")
    shop.always("RefundPayment").times -= 1
    accepts(return_id)
    shop.until_stuck(return_id)

    line = refused(capsys, *settle(return_id, *ALL_GIVEN_BACK))

    assert f"the provider refunded {return_id}" in line
    told(capsys, *settle(return_id))
    shop.run_to_end()
    assert shop.refunded(order.order_id) == PRICE


def test_an_order_that_ended_by_itself_while_it_waited_is_not_settled(shop: World, capsys: Capture) -> None:
    shop.expires("AwaitOperator")
    shop.always("VoidPayment", "before")
    order_id = shop.buys(DECLINED_CARD)

    assert told(capsys, "list-stuck") == {"stuck": []}
    line = refused(capsys, *settle(order_id))
    assert f"{order_id} has come to its end by itself" in line


def test_a_history_that_cannot_be_read_keeps_nobody_from_the_operator(shop: World, capsys: Capture) -> None:
    shop.fault("AwaitOperator", "call_before", at="GetExecutionHistory", error="ThrottlingException")
    order_id = parked_order(shop, payment_method=DECLINED_CARD)

    one = only_stuck(capsys)

    assert (one["id"], one["error"], one["state"]) == (order_id, BROKEN, None)
    sent_on(shop, capsys, order_id)
