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


def test_a_task_that_overruns_its_timeout_is_caught_as_states_timeout(cloud: Cloud) -> None:
    output = _run(cloud, "HastyMachine", do="sleep")

    assert output["problem"]["Error"] == "States.Timeout"


def test_a_killed_worker_is_caught_as_an_exit_error(cloud: Cloud) -> None:
    assert _run(cloud, "Machine", do="die")["problem"]["Error"] == "Runtime.ExitError"


def test_the_execution_name_reaches_the_handler(cloud: Cloud) -> None:
    output = _run(cloud, "Machine", do="transact")

    assert output["first"]["event"]["key"].startswith("run-")


def test_a_function_that_fails_in_a_token_task_fails_the_task_after_its_retries(cloud: Cloud) -> None:
    output = _run(cloud, "TokenMachine", do="raise")

    assert output["problem"]["Error"] == "OutOfStock"


def test_a_token_that_nobody_answers_times_out(cloud: Cloud) -> None:
    assert _run(cloud, "HastyTokenMachine", do="nothing")["problem"]["Error"] == "States.Timeout"


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
