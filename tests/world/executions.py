"""What moto's executions are doing, and waiting for them to come to rest."""

import time
from typing import Any

from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from tests.world.template import ACCOUNT, REGION

PATIENCE_SECONDS = 30.0
LOOK_EVERY_SECONDS = 0.002


class Executions:
    def __init__(self, machine_arn: str) -> None:
        self._backend = stepfunctions_parser_backends[ACCOUNT][REGION]
        self._machine_arn = machine_arn

    def run_to_rest(self) -> None:
        """Until every execution has ended or waits for a token."""
        self._until(lambda one: one.status != "RUNNING" or waits_for_token(one), "come to rest")

    def run_to_end(self) -> None:
        self._until(lambda one: one.status != "RUNNING", "end")

    def of(self, order_id: str) -> Any:
        found = [one for one in self._all() if one.name == order_id]
        assert len(found) == 1, f"{order_id} has {len(found)} executions"
        return found[0]

    def count(self) -> int:
        return len(self._all())

    def path(self, order_id: str) -> list[str]:
        entered = (event.get("stateEnteredEventDetails") for event in history(self.of(order_id)))
        return [details["name"] for details in entered if details]

    def abort(self, name: str) -> str:
        """Stop an execution from outside, as no Catch can see; its ARN."""
        execution = self.of(name)
        self._stop(execution)
        self.run_to_end()
        arn: str = execution.exec_arn
        return arn

    def clear(self) -> None:
        for one in self._all():
            if one.status == "RUNNING":
                self._stop(one)
        self._machine().executions.clear()

    def _stop(self, execution: Any) -> None:
        """moto looks up only when the current state ends: a token's wait has to be cut short."""
        self._backend.stop_execution(execution.exec_arn)
        for endpoint in list(execution.exec_worker.env.callback_pool_manager._pool.values()):
            endpoint.interrupt_all()

    def _machine(self) -> Any:
        return self._backend.describe_state_machine(self._machine_arn)

    def _all(self) -> list[Any]:
        return list(self._machine().executions)

    def _until(self, rested: Any, what: str) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            if all(rested(one) for one in self._all()):
                return
            time.sleep(LOOK_EVERY_SECONDS)
        stuck = {one.name: self.path(one.name) for one in self._all() if not rested(one)}
        raise AssertionError(f"these executions did not {what}: {stuck}")


def waits_for_token(execution: Any) -> bool:
    events = history(execution)
    return bool(events) and events[-1]["type"] == "TaskSubmitted"


def history(execution: Any) -> list[dict[str, Any]]:
    """Empty while it is being set up."""
    worker = execution.exec_worker
    if worker is None or worker.env is None:
        return []
    events: list[dict[str, Any]] = worker.env.event_manager.get_event_history()
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
