"""A machine as a graph, and an execution's way through it, from what Step Functions tells."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.operations.graph import Edge, edges_of, way_of

BEGAN = datetime(2026, 11, 27, tzinfo=UTC)
DEFINITION: dict[str, Any] = {
    "StartAt": "Hold",
    "States": {
        "Hold": {
            "Type": "Task",
            "Retry": [
                {"ErrorEquals": ["Busy"], "IntervalSeconds": 5, "MaxAttempts": 2, "BackoffRate": 1},
                {
                    "ErrorEquals": ["States.ALL"],
                    "IntervalSeconds": 1,
                    "MaxAttempts": 4,
                    "BackoffRate": 2,
                    "MaxDelaySeconds": 3,
                },
            ],
            "Catch": [{"ErrorEquals": ["OutOfStock"], "Next": "Close"}],
            "Next": "Ask",
        },
        "Ask": {"Type": "Choice", "Choices": [{"Next": "Hold"}], "Default": "Close"},
        "Close": {"Type": "Task", "End": True},
    },
}


def history(*happened: tuple[Any, ...]) -> list[dict[str, Any]]:
    """`(kind, name or error)`, a second after each other."""
    events = []
    for number, (kind, *what) in enumerate(happened):
        event: dict[str, Any] = {"type": kind, "timestamp": BEGAN + timedelta(seconds=number)}
        if kind.endswith("StateEntered"):
            event["stateEnteredEventDetails"] = {"name": what[0]}
        elif what:
            event[f"{kind[0].lower()}{kind[1:]}EventDetails"] = {"error": what[0], "cause": "why"}
        events.append(event)
    return events


def test_edges_are_all_ways_out_of_each_state_with_the_errors_that_are_caught() -> None:
    assert edges_of(DEFINITION) == [
        Edge("Hold", "Ask", "next"),
        Edge("Hold", "Close", "error", ("OutOfStock",)),
        Edge("Ask", "Hold", "choice"),
        Edge("Ask", "Close", "default"),
    ]


def test_each_visit_tells_its_attempts_and_what_came_of_them() -> None:
    way = way_of(
        history(
            ("ExecutionStarted",),
            ("TaskStateEntered", "Hold"),
            ("LambdaFunctionScheduled",),
            ("LambdaFunctionStarted",),
            ("LambdaFunctionFailed", "Busy"),
            ("LambdaFunctionScheduled",),
            ("LambdaFunctionFailed", "OutOfStock"),
            ("TaskStateExited",),
            ("TaskStateEntered", "Close"),
            ("TaskScheduled",),
            ("TaskSucceeded",),
            ("TaskStateExited",),
            ("ExecutionSucceeded",),
        ),
        DEFINITION,
    )

    hold, close = way.visits
    assert [(one.number, one.outcome, one.error) for one in hold.attempts] == [
        (1, "failed", "Busy"),
        (2, "failed", "OutOfStock"),
    ]
    assert (hold.outcome, hold.left_at) == ("failed", BEGAN + timedelta(seconds=7))
    assert (close.state, close.outcome) == ("Close", "succeeded")
    assert (way.status, way.started_at, way.ended_at) == ("SUCCEEDED", BEGAN, BEGAN + timedelta(seconds=12))


FAILS = ("LambdaFunctionScheduled",), ("LambdaFunctionFailed", "Lost")


@pytest.mark.parametrize(
    ("failures", "pause"),
    [(FAILS, 1), (FAILS * 2, 2), (FAILS * 3, 3), (FAILS * 4, 3), (FAILS * 5, None)],
    ids=["the first", "the second", "no longer than the longest", "the last", "given up"],
)
def test_a_try_that_failed_is_followed_by_another_by_the_state_s_policy(
    failures: tuple[Any, ...], pause: int | None
) -> None:
    way = way_of(history(("TaskStateEntered", "Hold"), *failures), DEFINITION)

    last = way.visits[-1].attempts[-1]
    assert last.ended_at is not None
    assert last.next_try_by == (last.ended_at + timedelta(seconds=pause) if pause else None)
    assert way.visits[-1].outcome == "running"


def test_retriers_count_their_own_failures_and_the_first_that_names_an_error_is_asked() -> None:
    busy = ("LambdaFunctionScheduled",), ("LambdaFunctionFailed", "Busy")
    way = way_of(history(("TaskStateEntered", "Hold"), *FAILS, *FAILS, *busy), DEFINITION)

    last = way.visits[-1].attempts[-1]
    assert last.ended_at is not None
    assert last.next_try_by == last.ended_at + timedelta(seconds=5)


def test_an_execution_that_ended_tries_nothing_again() -> None:
    way = way_of(history(("TaskStateEntered", "Hold"), *FAILS, ("ExecutionAborted",)), DEFINITION)

    assert (way.status, way.visits[-1].attempts[-1].next_try_by) == ("ABORTED", None)
    assert way.visits[-1].left_at is not None


def test_a_history_that_is_cut_begins_within_a_visit_of_no_name() -> None:
    way = way_of(
        history(("TaskFailed", "Lost"), ("TaskStateExited",), ("TaskStateEntered", "Ask")), DEFINITION
    )

    assert [(one.state, len(one.attempts)) for one in way.visits] == [(None, 1), ("Ask", 0)]


def test_a_task_that_waits_for_an_answer_runs_until_it_comes_or_times_out() -> None:
    waits = history(("TaskStateEntered", "Hold"), ("TaskScheduled",), ("TaskStarted",), ("TaskSubmitted",))
    assert way_of(waits, DEFINITION).visits[-1].attempts[-1].outcome == "running"

    timed_out = way_of(waits + history(("TaskTimedOut",)), DEFINITION).visits[-1].attempts[-1]
    assert (timed_out.outcome, timed_out.error) == ("failed", "States.Timeout")
