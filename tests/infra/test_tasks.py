"""What holds for every task of every state machine, whichever are in statemachines/."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Collection
from typing import Any

import pytest

import functions
from functions.shared.errors import BusinessError, TransientError
from harness.machine_files import states
from harness.template import Template
from infra.definitions import COMPENSATIONS, PAID, PAYING, UNTIL_AN_OPERATOR, load_machine, machine_names
from infra.patience import PATIENCE
from tests.infra.machines import DAY, State, Task, all_tasks, seconds_retried, shipped, tasks

TASKS = pytest.mark.parametrize("task", all_tasks(), ids=str)
MACHINES = pytest.mark.parametrize("machine", machine_names())


@MACHINES
def test_every_placeholder_is_substituted_and_every_substitution_is_used(
    template: Template, machine: str
) -> None:
    deployed = template.machines[machine.title()].properties
    placeholders = set(re.findall(r"\$\{(\w+)\}", deployed["DefinitionString"]))

    assert placeholders == set(deployed["DefinitionSubstitutions"])


@TASKS
def test_a_task_outlives_its_function(template: Template, task: Task) -> None:
    """One that sends a message invokes none."""
    state = template.definition(template.machines[task.machine.title()])["States"][task.name]
    for function in template.functions.values():
        if state.get("Parameters", {}).get("FunctionName", state["Resource"]).startswith(f"{function.arn}:"):
            assert state["TimeoutSeconds"] > function.properties["Timeout"]
            return
    assert "MessageBody" in state["Parameters"], f"{task} invokes no function"


@TASKS
@pytest.mark.parametrize("handlers", ["Retry", "Catch"])
def test_everything_unforeseen_is_handled_alone_and_last(task: Task, handlers: str) -> None:
    *named, last = task.state[handlers]

    assert last["ErrorEquals"] == ["States.ALL"]
    assert all("States.ALL" not in one["ErrorEquals"] for one in named)


@TASKS
def test_every_outcome_that_a_task_catches_by_name_is_refused_a_retry_first(task: Task) -> None:
    assert task.caught - {"States.ALL", PAID} <= task.unretried
    if task.unretried:
        assert task.state["Retry"][0].get("MaxAttempts") == 0


@TASKS
def test_transient_errors_are_retried_with_full_jitter(task: Task) -> None:
    growing = [one for one in task.retried if one.get("BackoffRate", 1) > 1]

    assert growing
    assert all(one["JitterStrategy"] == "FULL" for one in growing)


@TASKS
def test_every_error_named_is_one_that_the_functions_can_raise(task: Task) -> None:
    raised = _raised()
    named = {error for one in (*task.state["Retry"], *task.state["Catch"]) for error in one["ErrorEquals"]}
    own = {error for error in named if not error.startswith(SERVICES)}

    assert own <= set(raised)
    outcomes = {error for error in task.caught & own if issubclass(raised[error], BusinessError)}
    assert task.caught & own - outcomes == ({PAID} if task.name == PAYING else set())
    assert task.caught - own <= {"States.ALL", "States.Timeout"}


SERVICES = ("States.", "Lambda.", "SQS.")
"""Whose errors are named after them."""


def _raised() -> dict[str, type]:
    return {
        name: kind
        for module in pkgutil.walk_packages(functions.__path__, "functions.")
        for name, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
        if issubclass(kind, BusinessError | TransientError)
    }


@MACHINES
def test_every_state_can_be_reached_and_every_arrow_ends_at_a_state(machine: str) -> None:
    states = shipped(machine)["States"]
    arrows = {name: _successors(state) for name, state in states.items()}

    reached: set[str] = set()
    ahead = {shipped(machine)["StartAt"]}
    while ahead:
        reached |= ahead
        ahead = {to for name in ahead for to in arrows[name]} - reached

    assert reached == set(states)


def _successors(state: State) -> set[str]:
    assert ("Next" in state) + state.get("End", False) + (state["Type"] == "Succeed") == 1
    return {one["Next"] for one in [*state.get("Catch", []), state] if "Next" in one}


@MACHINES
def test_no_state_is_paid_for_to_choose(machine: str) -> None:
    assert {state["Type"] for state in shipped(machine)["States"].values()} <= {"Task", "Succeed"}


@TASKS
def test_what_leads_to_the_operator_was_tried_for_a_day(task: Task) -> None:
    if task.name in UNTIL_AN_OPERATOR:
        assert task.state["Catch"][-1]["Next"] == "AwaitOperator"
        assert seconds_retried(task) >= DAY


def test_a_checkouts_task_runs_the_function_of_its_own_name() -> None:
    assert [one for one in states("Checkout") if one.step != one.name] == []


@pytest.mark.parametrize(
    ("machine", "fence", "no_way_back"),
    [
        ("checkout", "AbandonOrder", COMPENSATIONS),
        ("fulfilment", "AbandonFulfilment", {"AbandonFulfilment", *COMPENSATIONS[1:]}),
    ],
)
def test_every_failure_leads_to_the_fence_or_to_the_operator(
    machine: str, fence: str, no_way_back: Collection[str]
) -> None:
    """To the operator: what is on its way back already."""
    ways_out = {task.name: task.state["Catch"][-1]["Next"] for task in tasks(machine)}
    elsewhere = {name: to for name, to in ways_out.items() if to != fence}

    assert elsewhere == dict.fromkeys(no_way_back, "AwaitOperator")


@MACHINES
def test_the_file_itself_is_the_standard_profile(machine: str) -> None:
    assert load_machine(machine, PATIENCE["standard"]) == shipped(machine)


@MACHINES
def test_a_profile_sets_the_numbers_of_patience_and_nothing_else(machine: str) -> None:
    brisk = PATIENCE["brisk"]
    waits: dict[str, dict[str, Any]] = {
        "AwaitCustomerAction": {"TimeoutSeconds": brisk.customer_action_seconds},
        "AwaitInspection": {"TimeoutSeconds": brisk.inspection_seconds},
        "AwaitPacking": {"TimeoutSeconds": brisk.packing_seconds},
    }
    expected = shipped(machine)
    for task in tasks(machine):
        state = expected["States"][task.name]
        state.update(waits.get(task.name, {}))
        if task.name == PAYING:
            state["Retry"][-1]["MaxAttempts"] = brisk.capture_attempts
            state["Retry"][1]["MaxAttempts"] = brisk.compensation_attempts
        elif task.name in UNTIL_AN_OPERATOR:
            state["Retry"][-1]["MaxAttempts"] = brisk.compensation_attempts

    assert load_machine(machine, brisk) == expected
