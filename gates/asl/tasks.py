"""Tasks: each ends in time, and each of its errors is either retried or caught."""

import re
from typing import Any

from gates.asl.files import Machine, State
from gates.finding import Finding

EVERYTHING = "States.ALL"
# https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html: Lambda service exceptions
LAMBDA_TRANSIENT = (
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
)
_INVOKES_LAMBDA = re.compile(r"\$\{\w+\}|arn:aws:states:::lambda:invoke(\.waitForTaskToken)?")
_TASK_TOKEN = "$$.Task.Token"  # noqa: S105 - where a token is found, not one


def check_tasks(machine: Machine) -> list[Finding]:
    return [
        Finding(machine.place(name), message)
        for name, state in machine.states()
        if state.get("Type") == "Task"
        for message in _wrong(state)
    ]


def _wrong(task: State) -> list[str]:
    wrong = [*_timeout(task), *_last_resort(task, "Retry"), *_last_resort(task, "Catch"), *_token(task)]
    if _INVOKES_LAMBDA.fullmatch(str(task.get("Resource"))):
        wrong += _transient(task)
    return wrong


def _timeout(task: State) -> list[str]:
    seconds = task.get("TimeoutSeconds")
    if isinstance(seconds, int) and not isinstance(seconds, bool) and seconds > 0:
        return []
    return ["no TimeoutSeconds: it could hang for a year"]


def _last_resort(task: State, handlers: str) -> list[str]:
    given = _handlers(task, handlers)
    if not given or given[-1] != [EVERYTHING]:
        return [f"{handlers} does not end with {EVERYTHING} alone"]
    return [
        f"{handlers}[{index}] names {EVERYTHING} before the end: what stands after it is never reached"
        for index, errors in enumerate(given[:-1])
        if EVERYTHING in errors
    ]


def _transient(task: State) -> list[str]:
    """The first retrier that names an error is the one that counts."""
    retried: dict[str, bool] = {}
    for retrier in _objects(task, "Retry"):
        for error in _errors(retrier):
            retried.setdefault(error, retrier.get("MaxAttempts", 3) != 0)
    missing = [error for error in LAMBDA_TRANSIENT if not retried.get(error)]
    return [f"no retrier for Lambda's own {', '.join(missing)}"] if missing else []


def _token(task: State) -> list[str]:
    if not str(task.get("Resource")).endswith(".waitForTaskToken"):
        return []
    handed_out = _TASK_TOKEN in _strings(task.get("Parameters"))
    return [] if handed_out else [f"waits for a token, but no parameter hands out {_TASK_TOKEN}"]


def _handlers(task: State, kind: str) -> list[list[str]]:
    return [_errors(one) for one in _objects(task, kind)]


def _objects(task: State, kind: str) -> list[dict[str, Any]]:
    given = task.get(kind)
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


def _errors(handler: dict[str, Any]) -> list[str]:
    errors = handler.get("ErrorEquals")
    return errors if isinstance(errors, list) else []


def _strings(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {text for one in value.values() for text in _strings(one)}
    if isinstance(value, list):
        return {text for one in value for text in _strings(one)}
    return {value} if isinstance(value, str) else set()
