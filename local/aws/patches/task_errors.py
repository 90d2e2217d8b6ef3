"""Failed Lambda tasks fail as on AWS, in two places where upstream differs.

A throttled function is `Lambda.TooManyRequestsException` (upstream: Lambda.Unknown), and a function that
fails in a `.waitForTaskToken` task fails the task (upstream swallows the error and waits for a token that
nobody has).
"""

import json
import threading
from typing import Any

from ministack.services import stepfunctions

from local.aws.anchor import replace

CALL_SOURCE = "25830369b126"
CALLBACK_SOURCE = "bbb38423156a"
THROTTLE = "TooManyRequestsException"

_awaited = threading.local()  # .token: the token that the task run by this thread will wait for


def apply() -> None:
    """Wrap the Lambda call and the token callback of Step Functions."""

    def call(func_ref: Any, event: Any) -> Any:
        try:
            return original_call(func_ref, event)
        except stepfunctions._ExecutionError as error:
            named = _named(error)
            _fail_awaited_token(named)
            raise named from None

    def invoke(resource: str, input_data: Any, token: str, state_def: dict[str, Any]) -> Any:
        _awaited.token = token
        try:
            return original_invoke(resource, input_data, token, state_def)
        finally:
            _awaited.token = None

    original_call = replace(stepfunctions, "_call_lambda", call, source=CALL_SOURCE)
    original_invoke = replace(stepfunctions, "_invoke_with_callback", invoke, source=CALLBACK_SOURCE)


def _named(error: Any) -> Any:
    """The same error, with AWS's name if it is a throttle."""
    if error.error != "Lambda.Unknown":
        return error
    try:
        cause = json.loads(error.cause)
    except ValueError:
        return error
    if isinstance(cause, dict) and cause.get("__type") == THROTTLE:
        return stepfunctions._ExecutionError(f"Lambda.{THROTTLE}", cause.get("message", ""))
    return error


def _fail_awaited_token(error: Any) -> None:
    info = stepfunctions._task_tokens.get(getattr(_awaited, "token", None) or "")
    if info is not None:
        info["error"] = {"Error": error.error, "Cause": error.cause}
        info["event"].set()
