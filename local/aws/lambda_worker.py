"""One Lambda worker as the cloud process sees it: send an event, get an answer, or learn that it died."""

import json
import socket
import time
from dataclasses import dataclass
from typing import Any

from local.aws.forkserver import Forked

INIT_SECONDS = 10.0  # Lambda's own limit on a cold start, on top of the function's timeout


@dataclass(frozen=True)
class Answer:
    """`value` if `error` is None; otherwise Lambda's error object. `spent` says that the worker is of no more use."""

    value: Any = None
    error: dict[str, Any] | None = None
    spent: bool = False


class LambdaWorker:
    """Used by one thread at a time."""

    def __init__(self, forked: Forked) -> None:
        self._forked = forked
        self._cold = True
        self._rest = b""

    @property
    def pid(self) -> int:
        return self._forked.pid

    def invoke(self, event: Any, request_id: str, arn: str, timeout: float) -> Answer:
        """Run one event; `timeout` in seconds, as configured for the function."""
        allowance = timeout + (INIT_SECONDS if self._cold else 0.0)
        message = {
            "event": event,
            "request_id": request_id,
            "arn": arn,
            "deadline": time.time() + timeout,
        }
        try:
            line = self._exchange(json.dumps(message).encode() + b"\n", time.monotonic() + allowance)
        except TimeoutError:
            self.kill()
            text = f"RequestId: {request_id} Error: Task timed out after {timeout:.2f} seconds"
            return Answer(error={"errorType": "Sandbox.Timedout", "errorMessage": text}, spent=True)
        except OSError:
            self.kill()
            text = f"RequestId: {request_id} Error: Runtime exited with error: signal: killed"
            return Answer(error={"errorType": "Runtime.ExitError", "errorMessage": text}, spent=True)
        self._cold = False
        answer = json.loads(line)
        return Answer(answer.get("ok"), answer.get("error"), bool(answer.get("fatal")))

    def alive(self) -> bool:
        """Whether an idle worker's process is still there."""
        channel = self._forked.channel
        channel.settimeout(0)  # with any other timeout Python polls before it looks at MSG_DONTWAIT
        try:
            return bool(channel.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def kill(self) -> None:
        self._forked.kill()

    def _exchange(self, message: bytes, deadline: float) -> bytes:
        """Send one line, receive one line. Raises TimeoutError past `deadline`, OSError when the worker dies."""
        channel = self._forked.channel
        channel.settimeout(max(0.001, deadline - time.monotonic()))
        channel.sendall(message)
        parts = [self._rest]
        while b"\n" not in parts[-1]:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise TimeoutError
            channel.settimeout(remaining)
            part = channel.recv(1 << 20)
            if not part:
                raise ConnectionError("the worker closed its channel")
            parts.append(part)
        line, _, self._rest = b"".join(parts).partition(b"\n")
        return line
