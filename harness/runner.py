"""Runs functions: every invocation, whoever asks for it, comes through `Runner.invoke`."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from harness.caches import forget_all
from harness.faults import RELEASE_SECONDS, Fault, FaultDesk, Kind, ProcessKilled
from harness.invocation import Context, Invocation, Outcome
from harness.template import ACCOUNT, REGION, Template
from harness.virtual_time import VirtualTime

TIMED_OUT = "Sandbox.Timedout"


@dataclass
class Holding:
    """An invocation on its way to the call where its fault holds it."""

    fault: Fault
    reached: threading.Event = field(default_factory=threading.Event)
    stopped: bool = False

    def stop(self) -> None:
        self.stopped = True
        self.fault.held += 1
        self.reached.set()
        self.fault.hold()


class Runner:
    """`always_cold` makes each invocation start in a fresh process, as far as module caches go. `outside` are
    functions that are not the shop's, by name: what they make of an event, or of the caller's patience."""

    def __init__(
        self, template: Template, desk: FaultDesk, environments: dict[str, dict[str, str]], time: VirtualTime
    ) -> None:
        self._functions = template.functions
        self._desk = desk
        self._environments = environments
        self.time = time
        self.invocations: list[Invocation] = []
        self.always_cold = False
        self.outside: dict[str, Callable[[Any], Outcome]] = {}

    def invoke(self, name: str, event: object) -> Outcome:
        if name in self.outside:
            return self.outside[name](event)
        fault = self._desk.for_invocation(name)
        if fault is None:
            return self._run(name, event)
        match fault.kind:
            case Kind.BEFORE:
                return Outcome(error=fault.error, message="ordered by a test, before it ran")
            case Kind.AFTER:
                self._run(name, event)
                return Outcome(error=fault.error, message="ordered by a test, after it ran")
            case Kind.TWICE:
                self._run(name, event)
                return self._run(name, event)
            case Kind.AT_ONCE:
                return self._run_beside_itself(name, event)
            case _:
                return self._run_held(name, event, fault)

    def _run(self, name: str, event: object) -> Outcome:
        return self._invocation(name, event).run()

    def _invocation(self, name: str, event: object) -> Invocation:
        function = self._functions[name]
        if self.always_cold:
            forget_all()
        context = Context(
            function_name=function.name,
            invoked_function_arn=f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function.name}",
            remaining_millis=function.properties["Timeout"] * 1000,
        )
        invocation = Invocation(function, event, context, self._environments[name])
        self.invocations.append(invocation)
        return invocation

    def _run_beside_itself(self, name: str, event: object) -> Outcome:
        """Two invocations set off together; the second one's answer is nobody's."""
        both = threading.Barrier(2)
        known, ghost = self._invocation(name, event), self._invocation(name, event)

        def run(invocation: Invocation) -> None:
            both.wait(RELEASE_SECONDS)
            invocation.run()

        threads = [threading.Thread(target=run, args=(one,), daemon=True) for one in (known, ghost)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(RELEASE_SECONDS)
        assert known.outcome, f"{name} invoked twice at once did not end"
        return known.outcome

    def _run_held(self, name: str, event: object, fault: Fault) -> Outcome:
        """Answers that it timed out, at the moment when the handler is about to make the call. If it never
        makes it, it ends as it does, and the fault waits for another invocation.

        Its process is gone for whoever comes next: its time has passed, its caches and locks are not theirs.
        """
        invocation = self._invocation(name, event)
        holding = invocation.held_by = Holding(fault)
        ended = threading.Event()

        def run() -> None:
            try:
                fault.late.append(invocation.run())
            except ProcessKilled:
                return
            finally:
                ended.set()
                holding.reached.set()

        thread = threading.Thread(target=run, daemon=True, name=f"held {name}")
        fault.keep(thread)
        thread.start()
        holding.reached.wait(RELEASE_SECONDS)
        if not holding.stopped and invocation.outcome is not None:
            fault.missed(invocation.outcome)
            return invocation.outcome
        self.time.pass_by(invocation.function.properties["Timeout"] + 1)
        forget_all()
        return Outcome(error=TIMED_OUT, message="Task timed out")
