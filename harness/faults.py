"""Faults to order. Each counts its hits, and a world whose ordered fault never fired fails its test."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from harness.invocation import Outcome

RELEASE_SECONDS = 600.0


class Kind(StrEnum):
    """What befalls a function, or one call inside it.

    BEFORE: it never ran. AFTER: it did its work and its answer was lost. HANGS: it timed out while it was
    about to make the call `at`, which goes out when the test releases it. TWICE, AT_ONCE: it was invoked
    twice, one after the other or side by side. CALL_BEFORE, CALL_AFTER: the call `at` failed without or with
    its effect. CALL_ANSWERED: the provider answers the call `at` with the sandbox's fault `error`.
    """

    BEFORE = "before"
    AFTER = "after"
    HANGS = "hangs"
    TWICE = "twice"
    AT_ONCE = "at_once"
    CALL_BEFORE = "call_before"
    CALL_AFTER = "call_after"
    CALL_ANSWERED = "call_answered"


AT_CALLS = {Kind.CALL_BEFORE, Kind.CALL_AFTER, Kind.CALL_ANSWERED}


class ProcessKilled(BaseException):
    """Ends a held invocation that nobody released: its process died there."""


@dataclass
class Fault:
    """`hits` counts how often it fired; `late` says how the invocations that were held have ended."""

    step: str
    kind: Kind
    times: int = 1
    at: str = ""
    error: str = "Lambda.ServiceException"
    hits: int = 0
    late: list[Outcome] = field(default_factory=list)
    held: int = 0
    _gate: threading.Event = field(default_factory=threading.Event)
    _killed: bool = False
    _threads: list[threading.Thread] = field(default_factory=list)

    def release(self) -> list[Outcome]:
        """Let what is held go on, and wait until it has ended; how it ended."""
        assert self.held, f"{self} holds nothing: it was never reached"
        self._gate.set()
        for thread in self._threads:
            thread.join(RELEASE_SECONDS)
            assert not thread.is_alive(), f"{self}: the released invocation did not end"
        return self.late

    def kill(self) -> None:
        """End what is held where it stands."""
        self._killed = True
        self._gate.set()
        for thread in self._threads:
            thread.join(RELEASE_SECONDS)

    def hold(self) -> None:
        """Called in the held thread: returns when released."""
        self._gate.wait()
        if self._killed:
            raise ProcessKilled

    def reached(self) -> None:
        """Wait until somebody stands where the fault holds them."""
        end = time.monotonic() + RELEASE_SECONDS
        while not self.held:
            assert time.monotonic() < end, f"{self} was never reached"
            time.sleep(0.002)

    def missed(self, outcome: Outcome) -> None:
        """An invocation ended without coming to the call where it was to hang."""
        self.hits -= 1
        self.late.remove(outcome)

    def keep(self, thread: threading.Thread) -> None:
        self._threads.append(thread)

    @property
    def fired(self) -> int:
        """How many invocations it befell. One that hangs befell those that got to where they hang."""
        return self.held if self.kind is Kind.HANGS else self.hits

    def matches(self, call: str) -> bool:
        return call == self.at or call.startswith(self.at + " ")

    def __str__(self) -> str:
        return f"{self.step} {self.kind}" + (f" at {self.at}" if self.at else "")


def _nobody_told(call: str, fault: str) -> None:
    raise AssertionError(f"this world has no way to tell the provider that {call} is to suffer {fault}")


class FaultDesk:
    """Takes orders and hands each out as often as it was ordered, oldest first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.ordered: list[Fault] = []
        self.tell_provider: Callable[[str, str], None] = _nobody_told

    def order(self, fault: Fault) -> Fault:
        with self._lock:
            self.ordered.append(fault)
        return fault

    def for_invocation(self, step: str) -> Fault | None:
        """The fault that this invocation is to suffer. One that hangs counts only once it hangs."""
        with self._lock:
            for fault in self.ordered:
                if fault.step == step and fault.kind not in AT_CALLS and fault.hits < fault.times:
                    fault.hits += 1
                    return fault
        return None

    def for_call(self, step: str, call: str) -> Fault | None:
        with self._lock:
            for fault in self.ordered:
                due = fault.step == step and fault.kind in AT_CALLS and fault.hits < fault.times
                if due and fault.matches(call):
                    fault.hits += 1
                    return fault
        return None

    def unspent(self) -> list[str]:
        """Faults that fired less often than ordered, or never got to where they should have hung."""
        return [
            f"{one}: fired {one.fired} of {one.times} times" for one in self.ordered if one.fired < one.times
        ]
