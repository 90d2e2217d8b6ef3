"""The shipped state machines, walked in this thread: as much of Step Functions as their files use.

An execution moves only when told to (`run_to_rest`), one state after the other, and stands still at a task
token. Time is the shop's own: retries and patience pass in it. Nothing here knows a state by name.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from harness.invocation import Outcome
from harness.simulator.dynamodb import Refused
from harness.simulator.execution import (
    ABORTED,
    FAILED,
    HEARTBEAT,
    RUNNING,
    SUCCEEDED,
    TIMEOUT,
    Execution,
    Params,
    context,
    filled,
    matches,
    moment,
    placed,
)
from harness.template import Template, function_named, unqualified

MOST_STEPS = 1000


class Machines:
    """`invoke(function, event)`, `send(queue url, body)`, `now()` and `wait(seconds)` are the shop's.

    `ending(name, end)` makes an execution end: between its last task and its end others may look at it.
    """

    def __init__(
        self,
        template: Template,
        invoke: Callable[[str, Any], Outcome],
        send: Callable[[str, Any], None],
        now: Callable[[], float],
        wait: Callable[[float], None],
    ) -> None:
        self._states: dict[str, Params] = {}
        self._starts: dict[str, str] = {}
        self._named: dict[str, str] = {}
        for name, machine in template.machines.items():
            definition = template.definition(machine)
            self._states[name] = definition["States"]
            self._starts[name] = definition["StartAt"]
            self._named[machine.arn] = name
        self._invoke, self._send, self._now, self._wait = invoke, send, now, wait
        self.ending: Callable[[str, Callable[[], None]], None] = lambda _, end: end()
        self.executions: dict[tuple[str, str], Execution] = {}
        self._tokens = 0
        self._entries = 0

    def snapshot(self) -> Any:
        return dict(self.executions), self._tokens, self._entries

    def restore(self, snapshot: Any) -> None:
        executions, self._tokens, self._entries = snapshot
        self.executions = dict(executions)

    # what others call

    def call(self, operation: str, params: Params) -> Params:
        """The answer. Raises Refused."""
        match operation:
            case "StartExecution":
                return self._start(params)
            case "DescribeExecution":
                return {"status": self._described(params["executionArn"]).status}
            case "GetExecutionHistory":
                self._described(params["executionArn"])
                return {"events": []}
            case "DescribeStateMachineForExecution":
                machine = self._described(params["executionArn"]).machine
                states = {"StartAt": self._starts[machine], "States": self._states[machine]}
                return {"definition": json.dumps(states)}
            case "SendTaskSuccess":
                self._answered(params["taskToken"], "")
            case "SendTaskFailure":
                self._answered(params["taskToken"], params["error"])
            case "SendTaskHeartbeat":
                one = self._waiting(params["taskToken"])
                self._keep(replace(one, beat=self._next_beat(self._state(one))))
        return {}

    def _start(self, params: Params) -> Params:
        machine = self._named[unqualified(params["stateMachineArn"])]
        there = self.executions.get((machine, params["name"]))
        if there is not None and there.status != RUNNING:
            raise Refused("ExecutionAlreadyExists", f"Execution Already Exists: {params['name']}")
        if there is None:
            given = json.loads(params["input"])
            self._keep(Execution(machine, params["name"], given, self._starts[machine]))
        return {"executionArn": f"{unqualified(params['stateMachineArn'])}:{params['name']}"}

    def _described(self, arn: str) -> Execution:
        for machine_arn, name in self._named.items():
            prefix = machine_arn.replace(":stateMachine:", ":execution:") + ":"
            found = self.executions.get((name, arn.removeprefix(prefix)))
            if arn.startswith(prefix) and found is not None:
                return found
        raise Refused("ExecutionDoesNotExist", f"Execution Does Not Exist: {arn}")

    def _waiting(self, token: str) -> Execution:
        for one in self.executions.values():
            if one.token == token and one.status == RUNNING:
                return one
        raise Refused("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'")

    def _answered(self, token: str, error: str) -> None:
        one = self._waiting(token)
        if error:
            self._failed(one, error, "")
        else:
            self._left(one, one.given)

    def holder(self, token: str) -> str:
        """The execution that waits, or waited, with this token."""
        return next((one.name for one in self.executions.values() if one.token == token), token)

    # what the shop does with them

    def run_to_rest(self) -> None:
        """Until every execution has ended or waits for a token."""
        for _ in range(MOST_STEPS):
            moving = [one for one in self.executions.values() if one.status == RUNNING and not one.token]
            if not moving:
                return
            self.step(moving[0])
        raise AssertionError(f"these do not come to rest: {[one.path for one in moving]}")

    def step(self, one: Execution) -> None:
        """Enter the state that it stands before, and do its task once."""
        state = self._state(one)
        if not one.tries:
            one = self._entering(one)
        if state["Type"] == "Succeed":
            self.ending(one.name, lambda: self._keep(replace(one, status=SUCCEEDED)))
            return
        assert state["Type"] == "Task", state
        if state["Resource"].endswith(".waitForTaskToken"):
            self._ask(one, state)
            return
        self._conclude(one, self._invoke(function_named(state["Resource"]), one.given))

    def _entering(self, one: Execution) -> Execution:
        self._entries += 1
        one = replace(one, path=(*one.path, one.state), entered=moment(self._entries))
        self._keep(one)
        return one

    def expire(self) -> bool:
        """Tell the waiting execution whose patience ended first; whether there was one."""
        over = [one for one in self.executions.values() if one.waits and one.patience_ends <= self._now()]
        if not over:
            return False
        first = min(over, key=lambda one: one.patience_ends)
        self._failed(first, TIMEOUT if first.until <= first.beat else HEARTBEAT, "")
        return True

    def function_of(self, one: Execution) -> str:
        """What the state that it is in invokes; empty for one that invokes nothing."""
        state = self._state(one)
        named = state.get("Parameters", {}).get("FunctionName", state.get("Resource", ""))
        return "" if "sqs:" in named else function_named(named)

    def waits_at(self, one: Execution) -> bool:
        """Whether the state that it is in waits for somebody's answer."""
        return str(self._state(one).get("Resource", "")).endswith(".waitForTaskToken")

    def time_out(self, machine: str, name: str) -> None:
        """Its patience ends now, whatever the clock says."""
        self._failed(self.executions[machine, name], TIMEOUT, "")

    def loses_try(self, machine: str, name: str) -> tuple[str, Params]:
        """The machine has entered the state that the execution stands before, has done its task and heard of
        no answer: it is about to try again. The function that was invoked, or the queue that was sent to, and
        with what."""
        one = self._entering(self.executions[machine, name])
        state = self._state(one)
        self._keep(replace(one, tries={len(state["Retry"]) - 1: 1}))
        if not state["Resource"].endswith(".waitForTaskToken"):
            return function_named(state["Resource"]), one.given
        self._tokens += 1
        asked = filled(state["Parameters"], one.given, context(one, f"token-{self._tokens}"))
        if "sqs:sendMessage" in state["Resource"]:
            return asked["QueueUrl"], asked["MessageBody"]
        return function_named(asked["FunctionName"]), asked["Payload"]

    def gives_up(self, machine: str, name: str, error: str) -> None:
        """The state that the execution stands before fails until it is given up; its patience passes."""
        one = self._entering(self.executions[machine, name])
        for _ in range(MOST_STEPS):
            self._failed(one, error, "")
            one = self.executions[machine, name]
            if not one.tries:
                return
        raise AssertionError(f"{name} is tried for ever")

    def abort(self, machine: str, name: str) -> None:
        self._keep(replace(self.executions[machine, name], status=ABORTED, token=""))

    def _ask(self, one: Execution, state: Params) -> None:
        """The token may be answered before the task that was given it has ended."""
        self._tokens += 1
        token = f"token-{self._tokens}"
        now = self._now()
        until = now + state["TimeoutSeconds"]
        self._keep(replace(one, token=token, until=until, beat=self._next_beat(state)))
        given = filled(state["Parameters"], one.given, context(one, token))
        if "sqs:sendMessage" in state["Resource"]:
            self._send(given["QueueUrl"], given["MessageBody"])
            return
        outcome = self._invoke(function_named(given["FunctionName"]), given["Payload"])
        still = self.executions[one.machine, one.name]
        if outcome.error is not None and still.token == token:
            self._failed(still, outcome.error, outcome.payload())

    def _next_beat(self, state: Params) -> float:
        """By when a sign of life is due; where the state asks for none, later than its wait is over."""
        seconds: float = state.get("HeartbeatSeconds", state["TimeoutSeconds"] + 1)
        return self._now() + seconds

    def _conclude(self, one: Execution, outcome: Outcome) -> None:
        if outcome.error is not None:
            self._failed(one, outcome.error, outcome.payload())
            return
        state = self._state(one)
        given = placed(one.given, state.get("ResultPath", "$"), outcome.answer)
        if state.get("End"):
            self.ending(one.name, lambda: self._left(one, given))
        else:
            self._left(one, given)

    def _left(self, one: Execution, given: Params) -> None:
        state = self._state(one)
        if state.get("End"):
            self._keep(replace(one, status=SUCCEEDED, token="", given=given))
            return
        self._keep(replace(one, state=state["Next"], token="", given=given, tries={}))

    def _failed(self, one: Execution, error: str, cause: str) -> None:
        state = self._state(one)
        for number, retrier in enumerate(state.get("Retry", [])):
            if matches(retrier, error):
                failures = one.tries.get(number, 0)
                if failures < retrier.get("MaxAttempts", 3):
                    pause = retrier["IntervalSeconds"] * retrier.get("BackoffRate", 2.0) ** failures
                    self._wait(min(pause, retrier.get("MaxDelaySeconds", pause)))
                    self._keep(replace(one, token="", tries=one.tries | {number: failures + 1}))
                    return
                break
        for catcher in state.get("Catch", []):
            if matches(catcher, error):
                given = placed(one.given, catcher.get("ResultPath", "$"), {"Error": error, "Cause": cause})
                self._keep(replace(one, state=catcher["Next"], token="", given=given, tries={}))
                return
        self._keep(replace(one, status=FAILED, token="", error=error))

    def _state(self, one: Execution) -> Params:
        found: Params = self._states[one.machine][one.state]
        return found

    def _keep(self, one: Execution) -> None:
        self.executions[one.machine, one.name] = one
