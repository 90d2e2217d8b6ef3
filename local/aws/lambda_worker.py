"""One Lambda worker as the cloud process sees it: send an event, get an answer, or learn that it died."""

import json
import socket
import time
from dataclasses import dataclass
from typing import Any

from local.aws.forkserver import Forked
from local.aws.framing import remaining

INIT_SECONDS = 120.0  # Lambda's own limit is 10 s, on a machine that is nobody else's


@dataclass(frozen=True)
class Answer:
    """`value` if `error` is None; otherwise Lambda's error object. A `spent` worker is of no more use."""

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
        try:
            if self._cold:
                ready = self._receive(time.monotonic() + INIT_SECONDS)
                if "error" in ready:
                    return Answer(error=ready["error"], spent=True)
                self._cold = False
            message = {
                "event": event,
                "request_id": request_id,
                "arn": arn,
                "deadline": time.time() + timeout,
            }
            deadline = time.monotonic() + timeout
            self._send(message, deadline)
            answer = self._receive(deadline)
        except TimeoutError:
            return _gone("Sandbox.Timedout", request_id, f"Task timed out after {timeout:.2f} seconds")
        except OSError:
            return _gone("Runtime.ExitError", request_id, "Runtime exited with error: signal: killed")
        return Answer(answer.get("ok"), answer.get("error"))

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

    def _send(self, message: dict[str, Any], deadline: float) -> None:
        self._forked.channel.settimeout(remaining(deadline))
        self._forked.channel.sendall(json.dumps(message).encode() + b"\n")

    def _receive(self, deadline: float) -> dict[str, Any]:
        """The worker's next line. Raises TimeoutError past `deadline`, another OSError when the worker
        dies.
        """
        parts = [self._rest]
        while b"\n" not in parts[-1]:
            self._forked.channel.settimeout(remaining(deadline))
            part = self._forked.channel.recv(1 << 20)
            if not part:
                raise ConnectionError("the worker closed its channel")
            parts.append(part)
        line, _, self._rest = b"".join(parts).partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer


def _gone(kind: str, request_id: str, text: str) -> Answer:
    return Answer(
        error={"errorType": kind, "errorMessage": f"RequestId: {request_id} Error: {text}"}, spent=True
    )
