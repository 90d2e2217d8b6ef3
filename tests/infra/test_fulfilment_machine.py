"""The fulfilment's state machine as the app ships it."""

from infra.definitions import load_machine
from infra.patience import PATIENCE
from tests.infra.machines import seconds_retried, tasks

WAITS = ("TimeoutSeconds", "HeartbeatSeconds")
TASKS = {task.name: task for task in tasks("fulfilment")}


def test_an_order_in_a_backlog_waits_for_its_warehouse_for_as_long_as_packing_may_take() -> None:
    """A machine counts from when it entered its state, and would give up what is not at fault: only the sweep
    knows whether the warehouse is heard, about whichever order."""
    for patience in PATIENCE.values():
        waiting = load_machine("fulfilment", patience)["States"]["AwaitPacking"]
        waits = min(seconds for name, seconds in waiting.items() if name in WAITS)
        assert waits == patience.packing_seconds
        assert patience.silence_seconds < waits


def test_packing_ends_before_the_hold_does_and_leaves_time_to_charge_the_card() -> None:
    """A hold lives for seven days at most cards (Stripe)."""
    standard = PATIENCE["standard"]

    assert standard.packing_seconds <= 6 * 24 * 3600
    assert seconds_retried(TASKS["CompleteOrder"]) < standard.hold_margin_seconds


def test_an_order_that_is_packed_after_all_is_paid_before_it_is_handed_over() -> None:
    ways = {
        error: one["Next"]
        for one in TASKS["AbandonFulfilment"].state["Catch"]
        for error in one["ErrorEquals"]
    }

    assert ways == {
        "OrderPacked": "CompleteOrder",
        "OrderCompleted": "OrderStands",
        "States.ALL": "AwaitOperator",
    }
    assert TASKS["AwaitPacking"].state["Next"] == "CompleteOrder"


def test_what_is_paid_for_and_not_completed_is_tried_for_a_day_and_then_an_operators() -> None:
    for patience in PATIENCE.values():
        state = load_machine("fulfilment", patience)["States"]["CompleteOrder"]
        (paid,) = [one for one in state["Retry"] if one["ErrorEquals"] == ["PaidNotCompleted"]]
        assert paid["MaxAttempts"] == patience.compensation_attempts
        assert state["Retry"][-1]["MaxAttempts"] == patience.capture_attempts
    ways = {error: one["Next"] for one in state["Catch"] for error in one["ErrorEquals"]}
    assert ways["PaidNotCompleted"] == "AwaitOperator"
    assert ways["States.ALL"] == "AbandonFulfilment"


def test_the_provider_may_have_a_bad_minute_before_an_order_is_given_up() -> None:
    for task in tasks("checkout"):
        if task.name in ("AuthorizePayment", "CheckPayment"):
            last = task.state["Retry"][-1]
            waits = [last["IntervalSeconds"] * last["BackoffRate"] ** n for n in range(last["MaxAttempts"])]
            assert sum(waits) >= 60, task.name
