"""What may befall a call, or the process that makes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

import stripe
from botocore.exceptions import ReadTimeoutError

from harness.invocation import Outcome, current
from harness.simulator.calls import Call
from harness.simulator.cloud import Perform, SimulatedCloud


class Died(BaseException):
    """The process is gone."""


class Kind(StrEnum):
    """DIES: the process ends, before its call was made or after it took effect. LOST: the call has no effect,
    or has it, and its sender hears of no answer."""

    DIES_BEFORE = "dies before"
    DIES_AFTER = "dies after"
    LOST_BEFORE = "lost before"
    LOST_AFTER = "lost after"


def no_answer(call: Call) -> Exception:
    """As the clients raise it after their timeouts."""
    if any(touch.place in ("intent", "provider key") for touch in call.touches):
        lost: Exception = stripe.APIConnectionError("no answer")  # type: ignore[no-untyped-call]
    else:
        lost = ReadTimeoutError(endpoint_url="https://aws.test")
    return lost


class Mishap:
    """Befalls the `at`-th call (from 0) that an invocation makes from now on."""

    def __init__(self, at: int, kind: Kind) -> None:
        self._at, self._left, self._kind = at, at, kind
        self.happened = False

    def __repr__(self) -> str:
        return f"{self._kind} at its call {self._at + 1}"

    def __call__(self, call: Call, perform: Perform) -> Any:
        if current() is None:
            return perform()
        self._left -= 1
        if self._left != -1:
            return perform()
        self.happened = True
        if self._kind in (Kind.DIES_AFTER, Kind.LOST_AFTER):
            perform()
        if self._kind in (Kind.DIES_BEFORE, Kind.DIES_AFTER):
            raise Died
        raise no_answer(call)


@contextmanager
def losing(cloud: SimulatedCloud, name: str, *, heard: bool) -> Iterator[None]:
    """No call of this name is answered meanwhile; it has its effect if it was `heard`."""

    def lose(call: Call, perform: Perform) -> Any:
        if call.name != name or heard:
            done = perform()
        if call.name == name:
            raise no_answer(call)
        return done

    cloud.gate = lose
    try:
        yield
    finally:
        cloud.gate = None


@contextmanager
def befalling(cloud: SimulatedCloud, mishap: Mishap) -> Iterator[None]:
    """Whatever is invoked meanwhile suffers it; who dies has timed out, and its time has passed."""

    def invoke(function: str, event: Any) -> Outcome:
        try:
            outcome: Outcome = cloud.runner.invoke(function, event)
            return outcome
        except Died:
            cloud.time.pass_by(cloud.template.functions[function].properties["Timeout"] + 1)
            return Outcome(error="Sandbox.Timedout", message="Task timed out")

    cloud.gate, cloud.invoke_task = mishap, invoke
    try:
        yield
    finally:
        cloud.gate, cloud.invoke_task = None, cloud.runner.invoke
