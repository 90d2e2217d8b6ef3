"""What moto's executions are doing, and waiting for them to come to rest."""

import time
from collections.abc import Collection
from typing import Any

from moto.stepfunctions.parser.asl.eval.callback.callback import CallbackOutcomeTimedOut
from moto.stepfunctions.parser.models import stepfunctions_parser_backends
from moto.stepfunctions.parser.utils import TMP_THREADS

from harness.template import ACCOUNT, REGION

PATIENCE_SECONDS = 600.0
LOOK_EVERY_SECONDS = 0.002
CHECKOUT = "Checkout"


class Executions:
    """Executions of all machines; where one is asked for by name, that of the checkout unless it says so.

    `expiring`: states whose tokens expire in a run to the end. moto would wait for them in real seconds, in
    which a slow machine may not get done what has to be done before.
    """

    def __init__(self, machine_arns: dict[str, str]) -> None:
        self._backend = stepfunctions_parser_backends[ACCOUNT][REGION]
        self._machines = {
            name: self._backend.describe_state_machine(arn) for name, arn in machine_arns.items()
        }
        self.expiring: frozenset[str] = frozenset()

    def run_to_rest(self) -> None:
        """Until every execution has ended or waits for a token."""
        self._until(lambda one: one.status != "RUNNING" or waits_for_token(one), "come to rest")

    def run_to_end(self) -> None:
        def ended(execution: Any) -> bool:
            if self.expiring and waits_for_token(execution) and entered(execution)[-1] in self.expiring:
                _expire(execution)
            return bool(execution.status != "RUNNING")

        self._until(ended, "end")

    def of(self, name: str, machine: str = CHECKOUT) -> Any:
        found = [one for one in self._executions(machine) if one.name == name]
        assert len(found) == 1, f"{machine} has {len(found)} executions named {name}"
        return found[0]

    def count(self, machine: str = CHECKOUT) -> int:
        return len(self._executions(machine))

    def path(self, name: str, machine: str = CHECKOUT) -> list[str]:
        return entered(self.of(name, machine))

    def abort(self, name: str, machine: str = CHECKOUT) -> str:
        """Stop an execution from outside, as no Catch can see; its ARN."""
        execution = self.of(name, machine)
        self._stop(execution)
        self.run_to_end()
        arn: str = execution.exec_arn
        return arn

    def waiting(self) -> list[tuple[str, Any, str]]:
        """Machine, execution and state of each that waits for a token."""
        return [
            (machine, one, entered(one)[-1])
            for machine in self._machines
            for one in self._executions(machine)
            if one.status == "RUNNING" and waits_for_token(one)
        ]

    def all_of(self, machine: str) -> list[Any]:
        return list(self._executions(machine))

    def ended(self, statuses: Collection[str]) -> list[Any]:
        return [one for one in self._all() if one.status in statuses]

    def time_out(self, execution: Any) -> None:
        """The time for the token that it waits for is over, without anybody having waited for it."""
        endpoint = _endpoints(execution)[-1]
        heartbeat = endpoint._heartbeat_endpoint
        if heartbeat is not None:
            heartbeat.clear_and_wait = lambda: False
        endpoint.interrupt_all()
        self.run_to_rest()

    def clear(self) -> None:
        for one in self._all():
            if one.status == "RUNNING":
                self._stop(one)
        for machine in self._machines:
            self._executions(machine).clear()
        TMP_THREADS.clear()  # moto keeps them all

    def lose(self) -> None:
        """Clear, and wait: whoever was amid a step has ended with it, and does nothing any more."""
        threads = list(TMP_THREADS)
        self.clear()
        end = time.monotonic() + PATIENCE_SECONDS
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))

    def _stop(self, execution: Any) -> None:
        """moto looks up only when the current state ends: a token's wait has to be cut short. What was
        started a moment ago cannot be stopped before it has begun."""
        end = time.monotonic() + PATIENCE_SECONDS
        while getattr(execution.exec_worker, "env", None) is None and time.monotonic() < end:
            time.sleep(LOOK_EVERY_SECONDS)
        self._backend.stop_execution(execution.exec_arn)
        for endpoint in _endpoints(execution):
            endpoint.interrupt_all()

    def _executions(self, machine: str) -> Any:
        return self._machines[machine].executions

    def _all(self) -> list[Any]:
        return [one for machine in self._machines for one in self._executions(machine)]

    def _until(self, rested: Any, what: str) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            if all(rested(one) for one in self._all()):
                return
            time.sleep(LOOK_EVERY_SECONDS)
        stuck = {one.name: entered(one) for one in self._all() if not rested(one)}
        raise AssertionError(f"these executions did not {what}: {stuck}")


def entered(execution: Any) -> list[str]:
    """The states that an execution entered, in order."""
    details = (event.get("stateEnteredEventDetails") for event in history(execution))
    return [one["name"] for one in details if one]


def _expire(execution: Any) -> None:
    """Unless it was answered, the token that was given out last."""
    endpoint = list(execution.exec_worker.env.callback_pool_manager._pool.values())[-1]
    if endpoint.get_outcome() is None:
        endpoint.notify(CallbackOutcomeTimedOut(endpoint.callback_id))


def waits_for_token(execution: Any) -> bool:
    """Not where the token was just answered: it is about to go on."""
    events = history(execution)
    if not events or events[-1]["type"] != "TaskSubmitted":
        return False
    return not _endpoints(execution)[-1]._notify_event.is_set()


def _endpoints(execution: Any) -> list[Any]:
    """Where its tokens are answered, in the order in which they were given out."""
    return list(execution.exec_worker.env.callback_pool_manager._pool.values())


def history(execution: Any) -> list[dict[str, Any]]:
    """Empty while it is being set up. What moto gives out is a deep copy, which is dear where it is looked at
    every two milliseconds; events are never changed."""
    worker = execution.exec_worker
    if worker is None or worker.env is None:
        return []
    events: list[dict[str, Any]] = list(worker.env.event_manager._history_event_list)
    return events


def machine_of_token(token: str) -> str:
    """The ARN of the machine that gave the task token out, whether it was answered or not."""
    for machine in stepfunctions_parser_backends[ACCOUNT][REGION].state_machines:
        executions: list[Any] = machine.executions
        if any(_gave_out(token, one.exec_worker) for one in executions):
            arn: str = machine.arn
            return arn
    raise AssertionError(f"no execution gave out the token {token}")


def _gave_out(token: str, worker: Any) -> bool:
    """There is no worker yet while an execution is being set up."""
    return worker is not None and worker.env is not None and token in worker.env.callback_pool_manager._pool
