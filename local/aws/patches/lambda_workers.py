"""Lambda functions run in our own workers.

Upstream turns every exception into `Runtime.HandlerError`, so that Catch by class name never matches, kills
the worker after an error, waits 50 ms for its stderr, hands it the server's whole environment and starts as
many workers as there are calls.
"""

from typing import Any

from ministack.services import lambda_svc

from local.aws.anchor import replace
from local.aws.functions import Functions

SOURCE = "62b9218bef5b"
THROTTLE = "TooManyRequestsException"


def apply(functions: Functions) -> None:
    """Replace the executor of Python functions."""

    def execute(func: dict[str, Any], event: Any, request_id: str) -> dict[str, Any]:
        config = func.get("config") or func
        reserved = lambda_svc._reserved_concurrency(func, config)
        answer = functions.invoke(config, func["code_zip"], event, request_id, reserved)
        if answer.error is None:
            return {"body": answer.value, "log": ""}
        if answer.error["errorType"] == THROTTLE:
            throttle: dict[str, Any] = lambda_svc._throttle_response(
                reason_code="ConcurrentInvocationLimitExceeded", msg=answer.error["errorMessage"]
            )
            return throttle
        return {"body": {**answer.error, "requestId": request_id}, "error": True, "log": ""}

    replace(lambda_svc, "_execute_function_warm", execute, source=SOURCE)
