"""The AWS of the simulator: every call to AWS and to the provider is served in this thread, and the whole
of it can be put back to how it was."""

import json
import os
import random
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import boto3
from botocore.client import BaseClient

from functions.payment.stripe.kept_connections import KeptConnections
from functions.shared import clock, ids, observe
from harness.caches import forget_all
from harness.environment import CREDENTIALS, PROCESS, environments, one_per_configuration, secrets
from harness.faults import FaultDesk
from harness.in_process_provider import InProcessProvider
from harness.invocation import Outcome
from harness.isolation import Environment, isolated
from harness.issuer import Issuer
from harness.runner import Runner
from harness.simulator import calls
from harness.simulator.calls import Call
from harness.simulator.dynamodb import Refused, Tables
from harness.simulator.machines import Machines
from harness.sockets import OPERATIONS, Gone, Sockets, gone
from harness.template import QUEUE_URL, REGION, Template
from harness.virtual_time import VirtualTime, moved_by
from local.payment_sandbox import ids as sandbox_ids

Perform = Callable[[], Any]
Gate = Callable[[Call, Perform], Any]
CALL_SECONDS = 0.001
BUS = "bus "
"""Before an event's type: where what was put on the bus is kept, among the queues."""
MACHINE_CALLS = (
    "StartExecution",
    "DescribeExecution",
    "GetExecutionHistory",
    "DescribeStateMachineForExecution",
    "SendTaskSuccess",
    "SendTaskFailure",
    "SendTaskHeartbeat",
)

_clients: dict[str, Any] = {}


@dataclass(frozen=True)
class Snapshot:
    tables: Any
    machines: Any
    provider: bytes
    queues: dict[str, tuple[str, ...]]
    sockets: Any
    logins: Any
    offset: Any
    chance: Any


class SimulatedCloud:
    """`gate` sees every call before it is made, and makes it or does not; `pausing` hears of pauses."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.time = VirtualTime()
        self.tables = Tables(template)
        self.provider = InProcessProvider()
        self.environments = environments(template, self.provider.api_base)
        self.runner = Runner(template, FaultDesk(), self.environments, self.time)
        self.machines = Machines(template, self._run_task, self._send, self.seconds, self.time.pass_by)
        self.machines.ending = lambda name, end: self.passes(calls.of_ending(name), end)
        self.queues: dict[str, tuple[str, ...]] = {}
        self.sockets = Sockets()
        self.issuer = Issuer()
        self.gate: Gate | None = None
        self.invoke_task: Callable[[str, Any], Outcome] = self.runner.invoke
        self.pausing: Callable[[], None] = lambda: None
        self._began = clock.now()
        self._chance = random.Random(1)  # noqa: S311 - the same calls in the same order meet the same ids
        self._secrets = {
            name: {"SecretString": json.dumps(held), "VersionId": "v1"}
            for name, held in secrets(template).items()
        }

    def seconds(self) -> float:
        """Of the simulator's clock, which stands still unless it is moved."""
        return self.time.offset().total_seconds()

    def snapshot(self) -> Snapshot:
        return Snapshot(
            self.tables.snapshot(),
            self.machines.snapshot(),
            self.provider.save(),
            dict(self.queues),
            self.sockets.snapshot(),
            self.issuer.snapshot(),
            self.time.offset(),
            self._chance.getstate(),
        )

    def restore(self, snapshot: Snapshot) -> None:
        self.tables.restore(snapshot.tables)
        self.machines.restore(snapshot.machines)
        self.provider.restore(snapshot.provider)
        self.queues = dict(snapshot.queues)
        self.sockets.restore(snapshot.sockets)
        self.issuer.restore(snapshot.logins)
        self.time.reset()
        self.time.pass_by(snapshot.offset.total_seconds())
        self._chance.setstate(snapshot.chance)
        self.runner.invocations.clear()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Patches last as long as this; no two clouds at once."""
        with ExitStack() as stack:
            for change in (
                patch.dict(os.environ, PROCESS | CREDENTIALS),
                moved_by(self.time),
                patch.object(clock, "now", lambda: self._began + self.time.offset()),
                patch.object(clock, "monotonic", self.seconds),
                patch.object(clock, "pause", self._pause),
                patch.object(sandbox_ids, "secrets", SimpleNamespace(choice=self._chance.choice)),
                patch.object(ids, "secrets", SimpleNamespace(token_bytes=self._chance.randbytes)),
                patch.object(observe, "write_line", _unmeasured),
                isolated(Environment(os.environ, self.environments)),
                patch.object(ThreadPoolExecutor, "submit", _at_once),
                patch.object(boto3.Session, "client", one_per_configuration(boto3.Session.client, _clients)),
                patch.object(BaseClient, "_make_api_call", self._aws_call()),
                patch.object(KeptConnections, "request", self._provider_call()),
                self.issuer.connected(),
            ):
                stack.enter_context(change)
            boto3.setup_default_session(region_name=REGION)
            forget_all()
            yield
            forget_all()
        boto3.DEFAULT_SESSION = None

    # calls

    def passes(self, call: Call, perform: Perform) -> Any:
        return self.gate(call, perform) if self.gate is not None else perform()

    def _aws_call(self) -> Callable[..., Any]:
        def aws(client: Any, operation: str, params: dict[str, Any]) -> Any:
            if operation == "GetSecretValue":
                return self._secrets[params["SecretId"]]
            call = self._described(operation, params)
            try:
                return self.passes(call, lambda: self._served(operation, params))
            except Gone:
                raise gone(client, operation) from None
            except Refused as refused:
                code = refused.answer["Error"]["Code"]
                raise client.exceptions.from_code(code)(refused.answer, operation) from refused

        return aws

    def _provider_call(self) -> Callable[..., Any]:
        def provider(_: Any, method: str, url: str, headers: Any, post_data: Any = None) -> Any:
            call = calls.of_provider(method, url, headers, post_data)

            def perform() -> Any:
                self.time.pass_by(CALL_SECONDS)
                return self.provider.call(method, url, headers, post_data)

            return self.passes(call, perform)

        return provider

    def _described(self, operation: str, params: dict[str, Any]) -> Call:
        if self.tables.knows(operation):
            return calls.of_table(operation, params, self.tables)
        if operation in MACHINE_CALLS:
            return calls.of_machine(operation, params, self.machines.holder)
        if operation in OPERATIONS:
            return calls.of_connection(operation, params)
        return calls.of_other(operation, params)

    def _served(self, operation: str, params: dict[str, Any]) -> Any:
        self.time.pass_by(CALL_SECONDS)
        if self.tables.knows(operation):
            return self.tables.call(operation, params)
        if operation in MACHINE_CALLS:
            return self.machines.call(operation, params)
        if operation in OPERATIONS:
            return self.sockets.serve(operation, params)
        match operation:
            case "SendMessage":
                self._send(params["QueueUrl"], json.loads(params["MessageBody"]))
                return {"MessageId": "m"}
            case "GetQueueUrl":
                return {"QueueUrl": f"{QUEUE_URL}{params['QueueName']}"}
            case "GetQueueAttributes":
                waiting = len(self.queues.get(params["QueueUrl"], ()))
                return {"Attributes": {"ApproximateNumberOfMessages": str(waiting)}}
            case "ReceiveMessage":
                return {}  # nobody fails for good here
            case "GetMetricData":
                return {"MetricDataResults": []}  # nobody measures queues here
            case "PutObject" | "ListObjectsV2":
                return {}  # nobody reads files here
            case "PutEvents":
                for one in params["Entries"]:
                    self._send(BUS + one["DetailType"], json.loads(one["Detail"]))
                return {"FailedEntryCount": 0, "Entries": [{"EventId": "e"} for _ in params["Entries"]]}
        raise AssertionError(f"the simulator serves no {operation}")

    def _send(self, url: str, body: Any) -> None:
        self.queues[url] = (*self.queues.get(url, ()), json.dumps(body))

    def _run_task(self, function: str, event: Any) -> Outcome:
        return self.invoke_task(function, event)

    def _pause(self, seconds: float) -> None:
        self.time.pass_by(seconds)
        self.pausing()


def _unmeasured(_: Any) -> None:
    """Metrics are written nowhere."""


def _at_once(_: ThreadPoolExecutor, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
    """What a handler would do in threads of its own is done in its one thread, in order."""
    future: Future[Any] = Future()
    try:
        future.set_result(work(*args, **kwargs))
    except Exception as error:  # noqa: BLE001 - the caller raises it when it asks for the result
        future.set_exception(error)
    return future
