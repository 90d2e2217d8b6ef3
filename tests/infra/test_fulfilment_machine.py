"""The fulfilment's state machine as the app ships it."""

import importlib
import inspect
import json
import pkgutil
import re
from typing import Any

import pytest

import functions
from functions.shared.errors import BusinessError, TransientError
from infra.machine import FOLDER, load_machine
from infra.settings import PATIENCE
from tests.world.roles import grants, role_of
from tests.world.template import Template

State = dict[str, Any]

BACK_OR_ON = {
    "AbandonFulfilment": "AwaitOperator",
    "VoidPayment": "AwaitOperator",
    "CloseOrder": "AwaitOperator",
    "CompleteOrder": "AwaitOperator",
}
"""Where a failure leads that is not the fence: what is paid for has no way back."""


def shipped() -> dict[str, Any]:
    definition: dict[str, Any] = json.loads((FOLDER / "fulfilment.asl.json").read_text())
    return definition


def tasks() -> dict[str, State]:
    return {name: state for name, state in shipped()["States"].items() if state["Type"] == "Task"}


TASKS = sorted(tasks())
FUNCTIONS = sorted(set(TASKS) - {"AwaitPacking"})


def test_every_placeholder_is_substituted_and_every_substitution_is_used(template: Template) -> None:
    machine = template.machines["Fulfilment"].properties
    placeholders = set(re.findall(r"\$\{(\w+)\}", machine["DefinitionString"]))

    assert placeholders == set(machine["DefinitionSubstitutions"]) == {*FUNCTIONS, "PackingRequests"}


def test_the_machine_may_invoke_the_functions_it_names_and_no_other(template: Template) -> None:
    given = grants(template, role_of(template.machines["Fulfilment"]))
    allowed = {resource for action, resource in given if action == "lambda:InvokeFunction"}

    assert allowed == set(
        re.findall(
            r"arn:aws:lambda:[\w:-]+", json.dumps(template.definition(template.machines["Fulfilment"]))
        )
    )


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_task_outlives_its_function(template: Template, name: str) -> None:
    function = template.functions[name].properties

    assert (
        template.definition(template.machines["Fulfilment"])["States"][name]["TimeoutSeconds"]
        > function["Timeout"]
    )


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


def test_every_error_named_is_one_that_the_functions_can_raise_or_answer() -> None:
    raised = {
        name: kind
        for module in pkgutil.walk_packages(functions.__path__, "functions.")
        for name, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
        if issubclass(kind, BusinessError | TransientError)
    }
    caught = {
        error
        for state in tasks().values()
        for one in state["Catch"]
        for error in one["ErrorEquals"]
        if error != "States.ALL"
    }

    assert all(issubclass(raised[error], BusinessError) for error in caught)


def test_every_state_can_be_reached_and_every_arrow_ends_at_a_state() -> None:
    machine = shipped()
    arrows = {
        name: {one["Next"] for one in [*state.get("Catch", []), state] if "Next" in one}
        for name, state in machine["States"].items()
    }
    reached, ahead = set(), {machine["StartAt"]}
    while ahead:
        reached |= ahead
        ahead = {to for name in ahead for to in arrows[name]} - reached

    assert reached == set(machine["States"])


def test_every_failure_leads_to_the_fence_or_to_the_operator() -> None:
    ways_out = {name: state["Catch"][-1]["Next"] for name, state in tasks().items()}

    assert {name: to for name, to in ways_out.items() if to != "AbandonFulfilment"} == BACK_OR_ON


def test_a_warehouse_gives_a_sign_of_life_within_its_time() -> None:
    for patience in PATIENCE.values():
        waiting = load_machine("fulfilment", patience)["States"]["AwaitPacking"]
        assert waiting["HeartbeatSeconds"] < waiting["TimeoutSeconds"]


def test_the_file_itself_is_the_standard_profile() -> None:
    assert load_machine("fulfilment", PATIENCE["standard"]) == shipped()


def test_a_profile_sets_the_numbers_of_patience_and_nothing_else() -> None:
    brisk = PATIENCE["brisk"]
    expected = shipped()
    states = expected["States"]
    states["AwaitPacking"]["TimeoutSeconds"] = brisk.packing_seconds
    states["AwaitPacking"]["HeartbeatSeconds"] = brisk.heartbeat_seconds
    states["CapturePayment"]["Retry"][-1]["MaxAttempts"] = brisk.capture_attempts
    for name in BACK_OR_ON:
        states[name]["Retry"][-1]["MaxAttempts"] = brisk.compensation_attempts

    assert load_machine("fulfilment", brisk) == expected


def test_packing_ends_before_the_hold_does_and_leaves_time_to_charge_the_card() -> None:
    """A hold lives for seven days at most cards (Stripe)."""
    standard = PATIENCE["standard"]
    capture = tasks()["CapturePayment"]["Retry"][-1]
    charging = sum(
        min(capture["IntervalSeconds"] * capture["BackoffRate"] ** number, capture["MaxDelaySeconds"])
        for number in range(capture["MaxAttempts"])
    )

    assert standard.packing_seconds <= 6 * 24 * 3600
    assert charging < standard.hold_margin_seconds
