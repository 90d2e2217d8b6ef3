"""What runs inside one Lambda worker process: the imported handler answers invocations until told to go.

Stands alone on purpose (standard library only, loaded by file path): the worker must see the unpacked
function code and the interpreter's packages, never this repository.

Over the socket, one JSON object a line: in `{"event", "request_id", "arn", "deadline"}` (deadline in seconds
since the epoch), out `{"ok": value}` or `{"error": {"errorType", "errorMessage", "stackTrace"}}`. Before
the first event the worker says `{"ready": true}` or, if the handler cannot be imported, an error, and
leaves.
"""

import importlib
import json
import os
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import Any

# Lambda refuses a synchronous answer larger than this.
MAX_ANSWER_BYTES = 6 * 1024 * 1024 + 100


class LambdaContext:
    """The context object as Lambda's Python runtime shapes it."""

    def __init__(self, request_id: str, arn: str, deadline: float) -> None:
        self.aws_request_id = request_id
        self.invoked_function_arn = arn
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = None
        self.client_context = None
        self._deadline = deadline

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._deadline - time.time()) * 1000))


Handler = Callable[[Any, LambdaContext], Any]


def load(code: str, handler: str) -> Handler | dict[str, Any]:
    """The function named by `handler` in the folder `code`, or Lambda's own description of why there is
    none.
    """
    sys.path.insert(0, code)
    module_name, _, function_name = handler.rpartition(".")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        message = f"Unable to import module '{module_name}': {error}"
        return {"errorType": "Runtime.ImportModuleError", "errorMessage": message, "stackTrace": []}
    except Exception as error:  # noqa: BLE001 - a module may fail in any way; Lambda names the class
        return _describe(error)
    function: Handler | None = getattr(module, function_name, None)
    if function is None:
        message = f"Handler '{function_name}' missing on module '{module_name}'"
        return {"errorType": "Runtime.HandlerNotFound", "errorMessage": message, "stackTrace": []}
    return function


def serve(channel: socket.socket, function: Handler | dict[str, Any]) -> None:
    """Say whether there is a function, then answer invocations on `channel` until it closes."""
    if isinstance(function, dict):
        channel.sendall(_encode({"error": function}))
        return
    channel.sendall(_encode({"ready": True}))
    for line in channel.makefile("rb"):
        channel.sendall(_answer(function, json.loads(line)))


def leave_with(lifeline: int) -> None:
    """End this process as soon as the far end of the `lifeline` pipe is gone, whatever the handler is
    doing.
    """

    def watch() -> None:
        os.read(lifeline, 1)
        os._exit(0)

    threading.Thread(target=watch, daemon=True, name="lifeline").start()


def _answer(function: Handler, message: dict[str, Any]) -> bytes:
    context = LambdaContext(message["request_id"], message["arn"], message["deadline"])
    try:
        value = function(message["event"], context)
    except Exception as error:  # noqa: BLE001 - whatever the handler raises becomes the function's error
        return _encode({"error": _describe(error)})
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return _encode_value(value)


def _encode_value(value: Any) -> bytes:
    try:
        answer = _encode({"ok": value})
    except (TypeError, ValueError) as error:
        return _encode(
            {
                "error": {
                    "errorType": "Runtime.MarshalError",
                    "errorMessage": f"Unable to marshal response: {error}",
                    "stackTrace": [],
                }
            }
        )
    if len(answer) > MAX_ANSWER_BYTES:
        message = "Response payload size exceeded maximum allowed payload size (6291556 bytes)."
        return _encode({"error": {"errorType": "Function.ResponseSizeTooLarge", "errorMessage": message}})
    return answer


def _describe(error: BaseException) -> dict[str, Any]:
    frames = traceback.format_tb(error.__traceback__)[1:]
    return {"errorType": type(error).__name__, "errorMessage": str(error), "stackTrace": frames}


def _encode(message: dict[str, Any]) -> bytes:
    return json.dumps(message).encode() + b"\n"
