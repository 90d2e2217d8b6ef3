from dataclasses import replace

import pytest

from functions.checkout.outcome import reason_for
from functions.order.order import Reason
from functions.payment.errors import ProviderUnavailable
from functions.payment.payment import OPEN, Effect, Intent, Payment, State, effect, next_action, settled_state
from functions.shared.money import Money

INTENT = Intent(
    intent_id="pi_1",
    order_id="ord_x",
    status="requires_confirmation",
    amount=Money(250),
    captured=0,
    refunded=0,
    declined=False,
    was_held=False,
    client_secret="pi_1_secret",
    action_url="https://bank.test/1",
)


@pytest.mark.parametrize(
    ("status", "declined", "state"),
    [
        ("requires_confirmation", False, None),
        ("requires_payment_method", False, None),
        ("requires_payment_method", True, State.DECLINED),
        ("requires_action", False, State.ACTION_REQUIRED),
        ("requires_action", True, State.ACTION_REQUIRED),
        ("requires_capture", False, State.AUTHORIZED),
        ("requires_capture", True, State.AUTHORIZED),
        ("succeeded", False, State.AUTHORIZED),
        ("canceled", False, State.VOIDED),
        ("canceled", True, State.VOIDED),
    ],
)
def test_what_an_intent_has_come_to(status: str, declined: bool, state: State | None) -> None:
    assert settled_state(replace(INTENT, status=status, declined=declined)) is state


@pytest.mark.parametrize("status", ["processing", "something Stripe adds one day"])
def test_an_intent_that_is_not_decided_yet_is_neither_a_yes_nor_a_no(status: str) -> None:
    with pytest.raises(ProviderUnavailable):
        settled_state(replace(INTENT, status=status))


@pytest.mark.parametrize(
    ("intent", "holds", "keeps"),
    [
        (INTENT, 0, 0),
        (replace(INTENT, status="requires_capture"), 250, 0),
        (replace(INTENT, status="succeeded", captured=250), 0, 250),
        (replace(INTENT, status="succeeded", captured=250, refunded=100), 0, 150),
        (replace(INTENT, status="canceled"), 0, 0),
    ],
)
def test_what_an_intent_holds_and_what_it_keeps(intent: Intent, holds: int, keeps: int) -> None:
    assert (intent.holds, intent.keeps) == (holds, keeps)


def test_a_payment_is_open_until_the_bank_or_a_void_has_spoken() -> None:
    assert {State.CONFIRMING, State.ACTION_REQUIRED} == OPEN


def test_a_customer_is_given_what_the_browser_needs_to_answer_the_bank() -> None:
    assert next_action(INTENT) == {
        "type": "authenticate",
        "url": "https://bank.test/1",
        "client_secret": "pi_1_secret",
    }


COLUMNS = {
    "held": replace(INTENT, status="requires_capture"),
    "paid": replace(INTENT, status="succeeded", captured=250),
    "asked": replace(INTENT, status="requires_action"),
    "declined": replace(INTENT, status="requires_payment_method", declined=True),
    "canceled": replace(INTENT, status="canceled"),
    "refunded": replace(INTENT, status="succeeded", captured=250, refunded=250),
    "fresh": INTENT,
}
TABLE = {
    # recorded: held, paid, asked, declined, canceled, refunded, fresh
    State.CONFIRMING: "record record record record record record -",
    State.ACTION_REQUIRED: "record record - record record record -",
    State.AUTHORIZED: "answer answer - - - - -",
    State.DECLINED: "undo undo answer answer answer answer answer",
    State.VOIDED: "undo undo undo undo answer answer undo",
}
OTHERS = "undo undo undo undo - - undo"


@pytest.mark.parametrize("state", TABLE)
def test_what_follows_from_an_intent_depends_on_what_is_recorded(state: State) -> None:
    payment = Payment("ord_x", state, "pi_1", 1)

    assert row(payment) == TABLE[state]


@pytest.mark.parametrize("recorded", [None, "pi_2"])
@pytest.mark.parametrize("state", State)
def test_an_intent_that_is_not_the_recorded_one_is_undone_as_long_as_anything_can_come_of_it(
    state: State, recorded: str | None
) -> None:
    assert row(Payment("ord_x", state, recorded, 1)) == OTHERS


@pytest.mark.parametrize(("stated", "due"), [(250, Effect.ANSWER), (249, Effect.UNDO), (0, Effect.UNDO)])
def test_money_given_back_outside_is_settled_only_if_it_is_all_that_the_provider_keeps(
    stated: int, due: Effect
) -> None:
    kept = replace(INTENT, status="succeeded", captured=250)

    assert effect(Payment("ord_x", State.VOIDED, "pi_1", 1, outside={"void": stated}), kept) is due


def row(payment: Payment) -> str:
    found = [effect(payment, intent) for intent in COLUMNS.values()]
    return " ".join("-" if one is Effect.NOTHING else one.value for one in found)


def test_a_payment_shows_neither_its_token_nor_its_customers_secret() -> None:
    payment = Payment(
        "ord_x", State.ACTION_REQUIRED, "pi_1", 1, next_action(INTENT), task_tokens=("a-task-token",)
    )

    assert "token" not in repr(payment)
    assert "secret" not in repr(payment)


def caught(name: str) -> dict[str, str]:
    return {"Error": name, "Cause": "{}"}


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({"failure": caught("OutOfStock")}, Reason.OUT_OF_STOCK),
        ({"failure": caught("PaymentDeclined")}, Reason.PAYMENT_DECLINED),
        ({"failure": caught("States.Timeout")}, Reason.CHECKOUT_FAILED),
        ({"failure": caught("States.TaskFailed")}, Reason.CHECKOUT_FAILED),
        ({"failure": caught("ProviderUnavailable")}, Reason.CHECKOUT_FAILED),
        (
            {"failure": caught("CustomerActionRequired"), "unanswered": caught("States.Timeout")},
            Reason.PAYMENT_DECLINED,
        ),
        (
            {"failure": caught("CustomerActionRequired"), "unanswered": caught("PaymentDeclined")},
            Reason.PAYMENT_DECLINED,
        ),
        (
            {"failure": caught("CustomerActionRequired"), "unanswered": caught("OrderClosing")},
            Reason.CHECKOUT_FAILED,
        ),
        ({}, Reason.CHECKOUT_FAILED),
    ],
)
def test_the_reason_of_a_cancellation_follows_from_what_was_caught(
    event: dict[str, dict[str, str]], reason: Reason
) -> None:
    assert reason_for({"order_id": "ord_x"} | event) is reason
