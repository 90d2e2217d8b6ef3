"""Lambda functions in the embedded cloud behave as on AWS where the shop depends on it."""

import concurrent.futures
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError

from tests.local.conftest import Cloud, deployed_cloud, start_cloud
from tests.local.sample.template import PATIENT_SECONDS


def test_a_handlers_exception_class_reaches_the_caller(cloud: Cloud) -> None:
    answer, failed = cloud.invoke("act", do="raise")

    assert failed
    assert answer["errorType"] == "OutOfStock"
    assert answer["errorMessage"] == "none left"


def test_a_worker_survives_the_exception_of_its_handler(cloud: Cloud) -> None:
    before, _ = cloud.invoke("warm", do="nothing")

    cloud.invoke("warm", do="raise")

    after, _ = cloud.invoke("warm", do="nothing")
    assert after["pid"] == before["pid"]


@pytest.mark.parametrize("death", ["die", "exit"])
def test_a_worker_that_dies_is_an_exit_error_and_the_next_call_has_a_new_one(
    cloud: Cloud, death: str
) -> None:
    before, _ = cloud.invoke("warm", do="nothing")

    answer, failed = cloud.invoke("warm", do=death)

    after, _ = cloud.invoke("warm", do="nothing")
    assert failed
    assert answer["errorType"] == "Runtime.ExitError"
    assert after["pid"] != before["pid"]


def test_a_worker_killed_while_idle_costs_no_call(cloud: Cloud) -> None:
    before, _ = cloud.invoke("warm", do="nothing")
    os.kill(before["pid"], signal.SIGKILL)
    _await_end(before["pid"])

    after, failed = cloud.invoke("warm", do="nothing")

    assert not failed, after
    assert after["pid"] != before["pid"]


def test_a_handler_that_overruns_is_killed_and_reported_as_timed_out(cloud: Cloud, tmp_path: Path) -> None:
    answer, failed = cloud.invoke("brief", do="spin", began=str(tmp_path / "began"))

    assert failed
    assert answer["errorType"] == "Sandbox.Timedout"
    assert answer["errorMessage"].endswith("Error: Task timed out after 1.00 seconds")


def test_a_killed_fork_server_is_replaced(cloud: Cloud) -> None:
    running, _ = cloud.invoke("warm", do="nothing")
    zygote = _parent(running["pid"])
    os.kill(zygote, signal.SIGKILL)

    dead, _ = cloud.invoke("warm", do="die")
    answer, failed = cloud.invoke("warm", do="nothing")

    assert dead["errorType"] == "Runtime.ExitError"
    assert not failed
    assert _parent(answer["pid"]) != zygote


def test_a_function_sees_its_own_environment_and_not_the_launchers(cloud: Cloud) -> None:
    environment, _ = cloud.invoke("act", do="env")

    assert environment["OWN"] == "mine"
    assert environment["AWS_LAMBDA_FUNCTION_NAME"] == "act"
    assert environment["AWS_REGION"] == "eu-west-1"
    assert environment["AWS_ENDPOINT_URL"] == cloud.endpoint
    assert environment["NO_PROXY"] == environment["no_proxy"] == "*"
    assert "LAUNCHER_SECRET" not in environment
    assert "HOME" not in environment


def test_the_context_counts_down_the_functions_own_timeout(cloud: Cloud) -> None:
    context, _ = cloud.invoke("act", do="context")

    most = 1000 * PATIENT_SECONDS
    assert most / 2 < context["left"] <= most
    assert len(context["id"]) == 36


@pytest.mark.parametrize(
    ("function", "event", "error"),
    [
        ("act", {"do": "unserializable"}, "Runtime.MarshalError"),
        ("act", {"do": "large", "size": 7 * 1024 * 1024}, "Function.ResponseSizeTooLarge"),
        ("broken", {"do": "nothing"}, "Runtime.HandlerNotFound"),
    ],
    ids=["an answer that is no JSON", "an answer over six megabytes", "a missing handler"],
)
def test_what_lambda_takes_no_answer_from_is_named(
    cloud: Cloud, function: str, event: dict[str, Any], error: str
) -> None:
    answer, failed = cloud.invoke(function, **event)

    assert failed
    assert answer["errorType"] == error


def test_reserved_concurrency_from_the_template_throttles(cloud: Cloud, tmp_path: Path) -> None:
    began, until = tmp_path / "began", tmp_path / "until"
    with concurrent.futures.ThreadPoolExecutor(1) as caller:
        only = caller.submit(cloud.invoke, "rare", do="hold", began=str(began), until=str(until))
        try:
            _await_file(began)
            for _ in range(2):
                with pytest.raises(ClientError, match="TooManyRequestsException"):
                    cloud.invoke("rare", do="nothing")
        finally:
            until.touch()
        _answer, failed = only.result()

    assert not failed
    assert not cloud.invoke("rare", do="nothing")[1]


def test_more_calls_than_workers_all_succeed(cloud: Cloud) -> None:
    with concurrent.futures.ThreadPoolExecutor(60) as callers:
        answers = list(callers.map(lambda _: cloud.invoke("act", do="sleep", seconds=0.01), range(120)))

    assert not any(failed for _answer, failed in answers)


def test_the_cloud_shows_which_workers_are_at_work_and_for_which_function(cloud: Cloud) -> None:
    def shown() -> list[tuple[int, str]]:
        answer = requests.get(f"{cloud.endpoint}/_paidonce/at-work", timeout=600).json()
        return [(one["pid"], one["function"]) for one in answer["workers"]]

    with concurrent.futures.ThreadPoolExecutor(1) as caller:
        answer = caller.submit(cloud.invoke, "act", do="sleep", seconds=2)
        while not (found := shown()):
            assert not answer.done(), "it was at work, and not shown"

    assert [name for _pid, name in found] == ["act"]
    assert shown() == []


def test_output_is_appended_to_the_functions_log(cloud: Cloud) -> None:
    cloud.invoke("act", do="say", text="a line for the log")

    assert "a line for the log" in (cloud.logs / "act.log").read_text()


def test_no_process_outlives_a_killed_cloud(tmp_path: Path) -> None:
    process = start_cloud(tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    _await(lambda: _children(process.pid), "it has no children")
    zygote = _children(process.pid)[0]

    process.kill()
    process.wait()

    _await_end(zygote)


def test_no_worker_outlives_a_killed_cloud_even_while_its_handler_spins(tmp_path: Path) -> None:
    with deployed_cloud(tmp_path) as cloud:
        with concurrent.futures.ThreadPoolExecutor(1) as callers:
            worker = cloud.invoke("act", do="nothing")[0]["pid"]
            spinning = callers.submit(cloud.invoke, "act", do="spin", began=str(tmp_path / "began"))
            _await_file(tmp_path / "began")
            os.kill(cloud.pid, signal.SIGKILL)
            assert spinning.exception() is not None

        _await_end(worker)


def _parent(pid: int) -> int:
    return int(_ps("-o", "ppid=", "-p", str(pid)))


def _children(pid: int) -> list[int]:
    pairs = (line.split() for line in _ps("-A", "-o", "pid=,ppid=").splitlines())
    return [int(child) for child, parent in pairs if int(parent) == pid]


def _await(happened: Callable[[], object], missed: str) -> None:
    deadline = time.monotonic() + PATIENT_SECONDS
    while not happened():
        assert time.monotonic() < deadline, missed
        time.sleep(0.01)


def _await_file(path: Path) -> None:
    _await(path.exists, f"{path.name} is not there")


def _await_end(pid: int) -> None:
    _await(lambda: not _alive(pid), f"process {pid} is still there")


def _alive(pid: int) -> bool:
    """Until its last thread has ended (`l`: there are others), what a process has open stays open."""
    state = _ps("-o", "stat=", "-p", str(pid)).strip()
    return bool(state) and (not state.startswith("Z") or "l" in state)


def _ps(*arguments: str) -> str:
    command = ["ps", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
