"""State machines in the embedded cloud behave as on AWS where the shop depends on it."""

import json
import time
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.conftest import Cloud

PATIENCE_SECONDS = 600.0


def test_catch_matches_the_class_of_a_handlers_exception(cloud: Cloud) -> None:
    output = _run(cloud, "Machine", do="raise")

    assert output["problem"]["Error"] == "OutOfStock"
    assert json.loads(output["problem"]["Cause"])["errorMessage"] == "none left"
    assert output["do"] == "raise", "ResultPath of Catch keeps the input"


@pytest.mark.parametrize(
    ("machine", "do", "error"),
    [
        pytest.param("HastyMachine", "sleep", "States.Timeout", id="a task that overruns its timeout"),
        pytest.param("Machine", "die", "Runtime.ExitError", id="a killed worker"),
        pytest.param("TokenMachine", "raise", "OutOfStock", id="a function that fails in a token task"),
        pytest.param("HastyTokenMachine", "nothing", "States.Timeout", id="a token that nobody answers"),
    ],
)
def test_what_goes_wrong_is_caught_by_its_name(cloud: Cloud, machine: str, do: str, error: str) -> None:
    assert _run(cloud, machine, do=do)["problem"]["Error"] == error


def test_the_execution_name_reaches_the_handler(cloud: Cloud) -> None:
    output = _run(cloud, "Machine", do="transact")

    assert output["first"]["event"]["key"].startswith("run-")


def test_a_throttled_function_is_named_as_on_aws(cloud: Cloud) -> None:
    cloud.client("lambda").put_function_concurrency(FunctionName="stopped", ReservedConcurrentExecutions=0)

    output = _run(cloud, "StoppedMachine", do="nothing")

    assert output["problem"]["Error"] == "Lambda.TooManyRequestsException"


def test_a_running_execution_started_again_answers_itself(cloud: Cloud) -> None:
    first = _start(cloud, "TokenMachine", "again", {"do": "nothing"})

    assert _start(cloud, "TokenMachine", "again", {"do": "nothing"}) == first


def test_a_running_execution_started_again_with_other_input_is_refused(cloud: Cloud) -> None:
    _start(cloud, "TokenMachine", "other", {"do": "nothing"})

    with pytest.raises(ClientError, match="ExecutionAlreadyExists"):
        _start(cloud, "TokenMachine", "other", {"do": "else"})


def test_a_finished_execution_started_again_is_refused(cloud: Cloud) -> None:
    _await(cloud, _start(cloud, "Machine", "finished", {"do": "nothing"}))

    with pytest.raises(ClientError, match="ExecutionAlreadyExists"):
        _start(cloud, "Machine", "finished", {"do": "nothing"})


def _run(cloud: Cloud, machine: str, **given: Any) -> dict[str, Any]:
    return _await(cloud, _start(cloud, machine, f"run-{uuid.uuid4()}", given))


def _start(cloud: Cloud, machine: str, name: str, given: dict[str, Any]) -> str:
    answer = cloud.client("stepfunctions").start_execution(
        stateMachineArn=cloud.outputs[machine], name=name, input=json.dumps(given)
    )
    return str(answer["executionArn"])


def _await(cloud: Cloud, arn: str) -> dict[str, Any]:
    workflows = cloud.client("stepfunctions")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        execution = workflows.describe_execution(executionArn=arn)
        if execution["status"] != "RUNNING":
            output: dict[str, Any] = json.loads(execution["output"])
            return output
        time.sleep(0.005)
    raise AssertionError(f"{arn} is still running")
