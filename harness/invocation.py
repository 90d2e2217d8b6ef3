"""One invocation of one function: its event, its environment, its context, and who is running right now.

In Lambda a process serves one invocation at a time. Here all of them share one process, so what a library
keeps per process (environment, the router's current event) is kept per invocation instead: see isolation.py.
"""

import importlib
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from harness import leaks
from harness.template import Resource

_running: ContextVar["Invocation | None"] = ContextVar("running", default=None)
"""A thread has its own, and so has a greenlet (tests/interleavings)."""


@dataclass
class Context:
    """Lambda's context object, with the fields that the product or Powertools read."""

    function_name: str
    invoked_function_arn: str
    remaining_millis: int
    memory_limit_in_mb: int = 512
    function_version: str = "$LATEST"
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def get_remaining_time_in_millis(self) -> int:
        return self.remaining_millis


@dataclass(frozen=True)
class Outcome:
    """How an invocation ended: an answer, or the name and text of an error."""

    answer: Any = None
    error: str | None = None
    message: str = ""

    def payload(self) -> str:
        if self.error is None:
            return json.dumps(self.answer)
        return json.dumps({"errorType": self.error, "errorMessage": self.message, "stackTrace": []})


@dataclass
class Invocation:
    """`calls` are those it made, as named in calls.py, and `answers` how each of those that reached AWS was
    answered: an error's code, or nothing; `needs` is what its role must allow for them."""

    function: Resource
    event: Any
    context: Context
    environment: dict[str, str]
    calls: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    needs: set[tuple[str, str]] = field(default_factory=set)
    outcome: Outcome | None = None
    proxy_event: Any = None
    route: dict[str, Any] = field(default_factory=dict)
    held_by: Any = None

    @property
    def name(self) -> str:
        return self.function.construct

    def run(self) -> Outcome:
        """Call the real handler in this thread; the event and the answer pass through JSON, as in Lambda."""
        module, _, function = self.function.properties["Handler"].rpartition(".")
        handler = getattr(importlib.import_module(module), function)
        leaks.note_tokens(self.event)
        with entered(self):
            try:
                answer = handler(json.loads(json.dumps(self.event)), self.context)
                self.outcome = Outcome(json.loads(json.dumps(answer)))
            except Exception as error:  # noqa: BLE001 - Lambda answers every exception by its class name
                self.outcome = Outcome(error=type(error).__name__, message=str(error))
        self._look_for_leaks(self.outcome)
        return self.outcome

    def _look_for_leaks(self, outcome: Outcome) -> None:
        """Errors, and what a step answers, stand in an execution's history; refusals are shown to anybody."""
        answer = outcome.answer
        if isinstance(answer, dict) and answer.get("statusCode", 500) < HTTPStatus.BAD_REQUEST:
            return
        leaks.look_at(f"{self.name}'s answer", outcome.payload())


def current() -> Invocation | None:
    """The invocation that this thread is running, if any."""
    return _running.get()


@contextmanager
def entered(invocation: Invocation) -> Iterator[None]:
    """A handler may invoke another function in its own thread (moto is in-process): hence a stack."""
    before = _running.set(invocation)
    try:
        yield
    finally:
        _running.reset(before)
