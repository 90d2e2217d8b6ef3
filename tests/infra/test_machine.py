"""The checkout's state machine as the app ships it."""

import importlib
import inspect
import json
import pkgutil
import re
from typing import Any

import pytest

import functions
from functions.shared.errors import BusinessError, TransientError
from infra.machine import COMPENSATIONS, FOLDER, load_machine
from infra.settings import PATIENCE
from tests.world.template import Template

State = dict[str, Any]


def shipped() -> dict[str, Any]:
    definition: dict[str, Any] = json.loads((FOLDER / "checkout.asl.json").read_text())
    return definition


def tasks() -> dict[str, State]:
    return {name: state for name, state in shipped()["States"].items() if state["Type"] == "Task"}


def function_of(state: State) -> str:
    """The name of the function behind a task, as its placeholder has it."""
    named: str = state.get("Parameters", {}).get("FunctionName") or state["Resource"]
    return named.removeprefix("${").removesuffix("}")


TASKS = sorted(tasks())


def test_every_placeholder_is_substituted_and_every_substitution_is_used(template: Template) -> None:
    machine = template.machine.properties
    placeholders = set(re.findall(r"\$\{(\w+)\}", machine["DefinitionString"]))

    assert placeholders == set(machine["DefinitionSubstitutions"])


def test_a_task_runs_the_function_of_its_own_name() -> None:
    assert {name: function_of(state) for name, state in tasks().items()} == {name: name for name in tasks()}


@pytest.mark.parametrize("name", TASKS)
def test_a_task_outlives_its_function(template: Template, name: str) -> None:
    function = template.functions[name].properties

    assert template.definition()["States"][name]["TimeoutSeconds"] > function["Timeout"]


@pytest.mark.parametrize("name", TASKS)
@pytest.mark.parametrize("handlers", ["Retry", "Catch"])
def test_everything_unforeseen_is_handled_alone_and_last(name: str, handlers: str) -> None:
    *named, last = tasks()[name][handlers]

    assert last["ErrorEquals"] == ["States.ALL"]
    assert all("States.ALL" not in one["ErrorEquals"] for one in named)


@pytest.mark.parametrize("name", TASKS)
def test_every_outcome_that_a_task_catches_by_name_is_refused_a_retry_first(name: str) -> None:
    state = tasks()[name]
    outcomes = {error for one in state["Catch"] for error in one["ErrorEquals"]} - {"States.ALL"}

    unretried = {
        error for one in state["Retry"] if one.get("MaxAttempts") == 0 for error in one["ErrorEquals"]
    }
    assert outcomes <= unretried
    if unretried:
        assert state["Retry"][0].get("MaxAttempts") == 0


@pytest.mark.parametrize("name", TASKS)
def test_transient_errors_are_retried_with_full_jitter(name: str) -> None:
    growing = [one for one in tasks()[name]["Retry"] if one.get("BackoffRate", 1) > 1]

    assert growing
    assert all(one["JitterStrategy"] == "FULL" for one in growing)


def test_every_error_named_is_one_that_the_functions_can_raise() -> None:
    raised = {
        name: kind
        for module in pkgutil.walk_packages(functions.__path__, "functions.")
        for name, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
        if issubclass(kind, BusinessError | TransientError)
    }
    named = {
        error
        for state in tasks().values()
        for handler in (*state["Retry"], *state["Catch"])
        for error in handler["ErrorEquals"]
        if not error.startswith(("States.", "Lambda."))
    }

    assert named <= set(raised)
    caught = {error for state in tasks().values() for one in state["Catch"] for error in one["ErrorEquals"]}
    assert all(issubclass(raised[error], BusinessError) for error in caught & named)
    assert caught - named == {"States.ALL", "States.Timeout"}


def test_every_state_can_be_reached_and_every_arrow_ends_at_a_state() -> None:
    machine = shipped()
    arrows = {name: successors(state) for name, state in machine["States"].items()}

    reached, ahead = set(), {machine["StartAt"]}
    while ahead:
        reached |= ahead
        ahead = {to for name in ahead for to in arrows[name]} - reached

    assert reached == set(machine["States"])


def successors(state: State) -> set[str]:
    assert ("Next" in state) + state.get("End", False) + (state["Type"] == "Succeed") == 1
    return {one["Next"] for one in [*state.get("Catch", []), state] if "Next" in one}


def test_no_state_is_paid_for_to_choose() -> None:
    assert {state["Type"] for state in shipped()["States"].values()} == {"Task", "Succeed"}


def test_every_failure_leads_to_the_fence_or_to_the_operator() -> None:
    ways_out = {name: state["Catch"][-1]["Next"] for name, state in tasks().items()}

    assert {name: to for name, to in ways_out.items() if to != "AbandonOrder"} == dict.fromkeys(
        COMPENSATIONS, "AwaitOperator"
    )


def test_the_file_itself_is_the_standard_profile() -> None:
    assert load_machine("checkout", PATIENCE["standard"]) == shipped()


def test_a_profile_sets_the_numbers_of_patience_and_nothing_else() -> None:
    brisk = PATIENCE["brisk"]

    loaded = load_machine("checkout", brisk)

    expected = shipped()
    expected["States"]["AwaitCustomerAction"]["TimeoutSeconds"] = brisk.customer_action_seconds
    for name in COMPENSATIONS:
        expected["States"][name]["Retry"][-1]["MaxAttempts"] = brisk.compensation_attempts
    assert loaded == expected


@pytest.mark.parametrize("name", COMPENSATIONS)
def test_a_compensation_is_retried_for_a_day(name: str) -> None:
    """Full jitter waits half of each interval on average."""
    last = tasks()[name]["Retry"][-1]
    intervals = [
        min(last["IntervalSeconds"] * last["BackoffRate"] ** number, last["MaxDelaySeconds"])
        for number in range(last["MaxAttempts"])
    ]

    assert sum(intervals) >= 24 * 60 * 60
