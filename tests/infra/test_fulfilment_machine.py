"""The fulfilment's state machine as the app ships it."""

from infra.definitions import load_machine
from infra.patience import PATIENCE
from tests.infra.machines import seconds_retried, tasks

TASKS = {task.name: task for task in tasks("fulfilment")}


def test_a_warehouse_gives_a_sign_of_life_within_its_time() -> None:
    for patience in PATIENCE.values():
        waiting = load_machine("fulfilment", patience)["States"]["AwaitPacking"]
        assert waiting["HeartbeatSeconds"] < waiting["TimeoutSeconds"]


def test_packing_ends_before_the_hold_does_and_leaves_time_to_charge_the_card() -> None:
    """A hold lives for seven days at most cards (Stripe)."""
    standard = PATIENCE["standard"]

    assert standard.packing_seconds <= 6 * 24 * 3600
    assert seconds_retried(TASKS["CapturePayment"]) < standard.hold_margin_seconds


def test_an_order_that_is_packed_after_all_is_paid_before_it_is_handed_over() -> None:
    ways = {
        error: one["Next"]
        for one in TASKS["AbandonFulfilment"].state["Catch"]
        for error in one["ErrorEquals"]
    }

    assert ways == {
        "OrderPacked": "CapturePayment",
        "OrderCompleted": "OrderStands",
        "States.ALL": "AwaitOperator",
    }
    assert TASKS["AwaitPacking"].state["Next"] == "CapturePayment"
    assert TASKS["CapturePayment"].state["Next"] == "CompleteOrder"


def test_a_warehouse_that_gives_no_sign_of_life_is_not_asked_again() -> None:
    refused = [one["ErrorEquals"] for one in TASKS["AwaitPacking"].state["Retry"] if one["MaxAttempts"] == 0]
    assert any("States.HeartbeatTimeout" in errors for errors in refused)


def test_the_provider_may_have_a_bad_minute_before_an_order_is_given_up() -> None:
    for task in tasks("checkout"):
        if task.name in ("AuthorizePayment", "CheckPayment"):
            last = task.state["Retry"][-1]
            waits = [last["IntervalSeconds"] * last["BackoffRate"] ** n for n in range(last["MaxAttempts"])]
            assert sum(waits) >= 60, task.name
