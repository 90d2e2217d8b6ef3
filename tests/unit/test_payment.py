from dataclasses import replace
from unittest.mock import Mock

import pytest

from functions.checkout.outcome import reason_for
from functions.order.order import Reason
from functions.payment import await_customer_action, capture_payment, follow_hold, payment
from functions.payment import hold as holds_module
from functions.payment.errors import ProviderUnavailable
from functions.payment.hold import Hold, HoldStatus, next_action
from functions.payment.payment import (
    OPEN,
    PAID,
    SECURED,
    Effect,
    Payment,
    State,
    effect,
    foreseen,
    settled_state,
)
from functions.shared.money import Money
from tests.rule_tables import rows_of

HOLD = Hold(
    hold_id="pi_1",
    order_id="ord_x",
    status=HoldStatus.OPEN,
    amount=Money(250),
    captured=0,
    refunded=0,
    declined=False,
    was_held=False,
    client_secret="pi_1_secret",
    action_url="https://bank.test/1",
)
DECLINED = replace(HOLD, declined=True)
ASKED = replace(HOLD, status=HoldStatus.ASKED)
HELD = replace(HOLD, status=HoldStatus.HELD)
TAKEN = replace(HOLD, status=HoldStatus.TAKEN, captured=250)
IN_PART = replace(TAKEN, refunded=100)
GIVEN_BACK = replace(TAKEN, refunded=250)
GONE = replace(HOLD, status=HoldStatus.GONE)
UNDECIDED = replace(HOLD, status=HoldStatus.UNDECIDED, reported="processing")


@pytest.mark.parametrize(
    ("hold", "state"),
    [
        (HOLD, None),
        (DECLINED, State.DECLINED),
        (ASKED, State.ACTION_REQUIRED),
        (HELD, State.AUTHORIZED),
        (TAKEN, State.AUTHORIZED),
        (IN_PART, State.AUTHORIZED),
        (GIVEN_BACK, State.VOIDED),
        (GONE, State.VOIDED),
    ],
)
def test_what_a_hold_has_come_to(hold: Hold, state: State | None) -> None:
    assert settled_state(hold) is state


def test_a_hold_that_is_not_decided_yet_is_neither_a_yes_nor_a_no() -> None:
    with pytest.raises(ProviderUnavailable, match="processing"):
        settled_state(UNDECIDED)


@pytest.mark.parametrize(
    ("hold", "holds", "keeps", "over"),
    [
        (HOLD, 0, 0, False),
        (DECLINED, 0, 0, False),
        (ASKED, 0, 0, False),
        (HELD, 250, 0, False),
        (TAKEN, 0, 250, False),
        (IN_PART, 0, 150, False),
        (GIVEN_BACK, 0, 0, True),
        (GONE, 0, 0, True),
        (UNDECIDED, 0, 0, False),
    ],
)
def test_what_a_hold_holds_and_what_it_keeps(hold: Hold, holds: int, keeps: int, over: bool) -> None:
    assert (hold.holds, hold.keeps, hold.over) == (holds, keeps, over)


def test_every_status_of_a_hold_is_told() -> None:
    assert [row["status"] for row in rows_of(holds_module.__doc__)] == list(HoldStatus)


def test_a_payment_is_open_until_the_bank_or_a_void_has_spoken() -> None:
    assert {State.CONFIRMING, State.ACTION_REQUIRED} == OPEN


def test_a_customer_is_given_what_the_browser_needs_to_answer_the_bank() -> None:
    assert next_action(HOLD) == {
        "type": "authenticate",
        "url": "https://bank.test/1",
        "client_secret": "pi_1_secret",
    }


COLUMNS = {
    "held or taken": (HELD, TAKEN, IN_PART),
    "asked": (ASKED,),
    "declined": (DECLINED,),
    "gone": (GONE, GIVEN_BACK),
    "open": (HOLD,),
    "undecided": (UNDECIDED,),
}
"""The table's columns, and holds that are so."""

ROWS = {row.pop("recorded"): row for row in rows_of(payment.__doc__)}


def test_the_table_has_a_row_for_every_state_and_a_column_for_every_status() -> None:
    assert ROWS.keys() == {*State, "another hold", "no hold", "nothing"}
    assert all(row.keys() == COLUMNS.keys() for row in ROWS.values())
    assert {hold.status for holds in COLUMNS.values() for hold in holds} == set(HoldStatus)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("state", State)
def test_what_follows_from_a_hold_depends_on_what_is_recorded(state: State, column: str) -> None:
    recorded = Payment("ord_x", state, "pi_1", 1)

    assert {word(recorded, hold) for hold in COLUMNS[column]} == {ROWS[state][column]}


@pytest.mark.parametrize("gone", [True, False])
@pytest.mark.parametrize("state", State)
def test_nobody_looks_where_the_table_has_nothing_to_do_whatever_there_is_to_be_seen(
    state: State, gone: bool
) -> None:
    recorded = Payment("ord_x", state, "pi_1", 1)
    row = {"gone": ROWS[state]["gone"]} if gone else ROWS[state]
    idle = set(row.values()) <= {"-", "answer"}

    assert foreseen(recorded, "pi_1", gone=gone) is (idle and state in {*PAID, State.VOIDED, State.RELEASED})
    assert not foreseen(replace(recorded, task_tokens=("token-1",)), "pi_1", gone=gone)
    assert not foreseen(recorded, "pi_2", gone=gone)
    assert not foreseen(replace(recorded, hold_id=None), "pi_1", gone=gone)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize(("row", "hold_id"), [("another hold", "pi_2"), ("no hold", None)])
@pytest.mark.parametrize("state", State)
def test_a_hold_that_is_not_the_recorded_one_is_undone_as_long_as_anything_can_come_of_it(
    state: State, row: str, hold_id: str | None, column: str
) -> None:
    recorded = Payment("ord_x", state, hold_id, 1)

    assert {word(recorded, hold) for hold in COLUMNS[column]} == {ROWS[row][column]}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("order_id", ["ord_" + "a" * 32, "of somebody else"])
def test_a_hold_without_a_recorded_payment_is_left_alone(
    column: str, order_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for hold in COLUMNS[column]:
        provider, store = Mock(spec_set=["read_hold"]), Mock(spec_set=["load"])
        provider.read_hold.return_value = replace(hold, order_id=order_id)
        store.load.return_value = None
        monkeypatch.setattr(follow_hold, "provider", provider)
        monkeypatch.setattr(follow_hold, "store", store)

        follow_hold.follow_hold("pi_1")  # whatever else it did would raise

        provider.read_hold.assert_called_once_with("pi_1")
        assert ROWS["nothing"][column] == "-"


@pytest.mark.parametrize("hold", [HELD, TAKEN])
@pytest.mark.parametrize("state", sorted(PAID))
def test_an_answer_that_was_lost_is_given_again_however_far_the_money_has_got(
    state: State, hold: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    machines = Mock(spec_set=["succeed"])
    monkeypatch.setattr(await_customer_action, "machines", machines)

    follow_hold.follow(Payment("ord_x", state, "pi_1", 1, task_tokens=("lost", "live")), hold)

    machines.succeed.assert_called_once_with("lost", "live")


@pytest.mark.parametrize(("stated", "due"), [(250, Effect.ANSWER), (249, Effect.UNDO), (0, Effect.UNDO)])
def test_money_given_back_outside_is_settled_only_if_it_is_all_that_the_provider_keeps(
    stated: int, due: Effect
) -> None:
    assert effect(Payment("ord_x", State.VOIDED, "pi_1", 1, outside={"void": stated}), TAKEN) is due


def word(recorded: Payment, hold: Hold) -> str:
    """What follows, in the table's words."""
    try:
        found = effect(recorded, hold)
    except ProviderUnavailable:
        return "later"
    return "-" if found is Effect.NOTHING else found.value


def test_a_payment_shows_neither_its_token_nor_its_customers_secret() -> None:
    payment = Payment(
        "ord_x", State.ACTION_REQUIRED, "pi_1", 1, next_action(HOLD), task_tokens=("a-task-token",)
    )

    assert "token" not in repr(payment)
    assert "secret" not in repr(payment)


@pytest.mark.parametrize(
    ("caught", "reason"),
    [
        ({"failure": "OutOfStock"}, Reason.OUT_OF_STOCK),
        ({"failure": "PaymentDeclined"}, Reason.PAYMENT_DECLINED),
        ({"failure": "PaymentRefused"}, Reason.CHECKOUT_FAILED),
        ({"failure": "States.Timeout"}, Reason.CHECKOUT_FAILED),
        ({"failure": "States.TaskFailed"}, Reason.CHECKOUT_FAILED),
        ({"failure": "ProviderUnavailable"}, Reason.CHECKOUT_FAILED),
        ({"failure": "CustomerActionRequired", "unanswered": "States.Timeout"}, Reason.PAYMENT_DECLINED),
        ({"failure": "CustomerActionRequired", "unanswered": "PaymentDeclined"}, Reason.PAYMENT_DECLINED),
        ({"failure": "CustomerActionRequired", "unanswered": "OrderClosing"}, Reason.CHECKOUT_FAILED),
        ({}, Reason.CHECKOUT_FAILED),
    ],
)
def test_the_reason_of_a_cancellation_follows_from_what_was_caught(
    caught: dict[str, str], reason: Reason
) -> None:
    event = {place: {"Error": name, "Cause": "{}"} for place, name in caught.items()}
    assert reason_for({"order_id": "ord_x"} | event) is reason


@pytest.mark.parametrize("state", State)
def test_who_waits_for_the_bank_is_told_how_the_payment_stands(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    machines = Mock()
    monkeypatch.setattr(await_customer_action, "machines", machines)
    await_customer_action.answer_tokens(Payment("ord_x", state, "pi_1", 1), "token")
    assert bool(machines.succeed.called) == (state in SECURED)
    assert bool(machines.fail.called) == (state not in SECURED)


def test_a_hold_that_is_not_decided_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = Payment("ord_x", State.CAPTURING, "pi_1", 1, amount=250, to_capture=250, capture_attempt=1)
    with pytest.raises(ProviderUnavailable):
        capture_payment._conclude(begun, UNDECIDED, "packed")
