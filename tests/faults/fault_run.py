"""One world for the whole matrix: each run takes it up where its story begins, with every process fresh."""

import json
import logging
import pickle
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from typing import Any
from unittest.mock import MagicMock, patch

import stripe
from moto.dynamodb.models import dynamodb_backends
from moto.sqs.models import sqs_backends
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from functions.shared import clock, machines, observe
from harness import machine_files as files
from harness.caches import forget_all
from harness.faults import Kind
from harness.in_process_provider import InProcessProvider
from harness.moto.cloud import running_cloud
from harness.moto.world import World
from harness.stories import ASKS, GOES_ON, PAYING, TAKES, Story, act_out_before
from harness.template import ACCOUNT, REGION, Template
from infra.definitions import PAID
from local.payment_sandbox.faults import ALLOWED
from tests.faults.cases import UNAVAILABLE
from tests.faults.fault_injection import Strike, StrikeDesk
from tests.faults.settle import Settling
from tests.faults.stubbed import spared

ENTRIES = {
    "Checkout": "CHECKOUT_MACHINE",
    "Fulfilment": "FULFILMENT_MACHINE",
    "Return": "RETURN_MACHINE",
    "Refund": "REFUND_MACHINE",
}
BROKEN_BEFORE = "BrokenInTheStory"
ENOUGH_TO_YIELD = 0.0005


@dataclass(frozen=True)
class Beginning:
    """The world as a story's machine is about to be started; `tables` are pickled items by table."""

    tables: bytes
    provider: Any
    offset: timedelta
    execution: str
    given: dict[str, str]


class FaultRun:
    def __init__(self, world: World, desk: StrikeDesk, provider: InProcessProvider) -> None:
        self.world = world
        self.desk = desk
        self._provider = provider
        self._beginnings: dict[Story, Beginning] = {}
        self._patience = files.SHIPPED

    def begin(self, story: Story, patience: str = files.SHIPPED, *, beyond: bool = True) -> Settling:
        """Nothing has happened yet: order what is to go wrong, then `start`."""
        if story not in self._beginnings:
            self._beginnings[story] = self._prepare(story)
        beginning = self._beginnings[story]
        self._clear()
        self._be_patient(patience)
        tables = dynamodb_backends[ACCOUNT][REGION].tables
        for name, items in pickle.loads(beginning.tables).items():  # noqa: S301 - pickled below
            tables[name].items = items
        self._provider.restore(beginning.provider)
        self.world.runner.time.pass_by(beginning.offset.total_seconds())
        for strike in _told_in(story, patience):
            self.desk.order(strike)
        return Settling(self.world, story, beginning.execution, beyond=beyond)

    def start(self, story: Story) -> None:
        beginning = self._beginnings[story]
        machines.start(ENTRIES[story.machine], beginning.execution, beginning.given)

    def _prepare(self, story: Story) -> Beginning:
        """What comes before the machine is run once, without it."""
        self._clear()
        self._be_patient(files.SHIPPED)
        started: list[tuple[str, dict[str, str]]] = []
        real = machines.start

        def start(machine: str, execution: str, given: dict[str, str]) -> None:
            if machine == ENTRIES[story.machine]:
                started.append((execution, given))
            else:
                real(machine, execution, given)

        with patch.object(machines, "start", start):
            act_out_before(story, self.world)
        execution, given = started[-1]
        tables = dynamodb_backends[ACCOUNT][REGION].tables
        return Beginning(
            tables=pickle.dumps({name: table.items for name, table in tables.items()}),
            provider=self._provider.save(),
            offset=self.world.runner.time.offset(),
            execution=execution,
            given=given,
        )

    def _clear(self) -> None:
        world = self.world
        world.stop()
        self.desk.ordered.clear()
        self.desk.before = lambda _: None
        world.runner.invocations.clear()
        world.runner.time.reset()
        for queue in sqs_backends[ACCOUNT][REGION].queues.values():
            queue._messages.clear()
            queue._pending_messages.clear()
        for table in dynamodb_backends[ACCOUNT][REGION].tables.values():
            table.items.clear()
        self._provider.forget()
        forget_all()

    def _be_patient(self, patience: str) -> None:
        """How often a state tries again, as this deployment has it (infra/patience.py). Set in moto's hands:
        its own call would parse all machines anew each time."""
        if patience == self._patience:
            return
        for machine, arn in self.world.cloud.machine_arns.items():
            running = stepfunctions_parser_backends[ACCOUNT][REGION].describe_state_machine(arn)
            running.definition = self._definition(machine, patience)
        self._patience = patience

    @cache  # noqa: B019 - a fault_run lasts as long as its process has use for it
    def _definition(self, machine: str, patience: str) -> str:
        template = self.world.cloud.template
        definition = template.definition(template.machines[machine])
        told = files.definition(machine, patience)["States"]
        for name, state in definition["States"].items():
            if "Retry" in state:
                state["Retry"] = told[name]["Retry"]
        return json.dumps(definition)


@contextmanager
def running_fault_run(template: Template) -> Iterator[FaultRun]:
    """Nothing is printed (it is searched for leaks) and nothing waits; else the world is as everywhere
    (harness/moto)."""
    provider = InProcessProvider()
    desk = StrikeDesk()
    desk.tell_provider = partial(_tell_provider, provider)
    silenced = [logging.getLogger(name) for name in ("moto", "stripe")]
    with ExitStack() as stack:
        stack.enter_context(patch.object(observe, "write_line", MagicMock()))
        for quiet in silenced:
            stack.enter_context(patch.object(quiet, "disabled", True))
        stack.enter_context(patch.object(observe.logger._logger, "handlers", []))
        stack.enter_context(patch.object(observe.logger._logger, "propagate", False))
        stack.enter_context(patch.object(clock, "pause", lambda _: time.sleep(ENOUGH_TO_YIELD)))
        stack.enter_context(spared(desk))
        stack.enter_context(provider.connected())
        cloud = stack.enter_context(running_cloud(template, provider.api_base, desk))
        world = World(cloud, provider)
        yield FaultRun(world, desk, provider)
        world.stop()
    provider.stop()


def _tell_provider(provider: InProcessProvider, call: str, fault: str) -> None:
    """What only reads answers 500 at once; its sandbox knows no faults for it."""
    if call not in ALLOWED:
        raise stripe.APIError("ordered by a test", http_status=500)  # type: ignore[no-untyped-call]
    provider.fault(call, fault)


def _told_in(story: Story, patience: str) -> Iterator[Strike]:
    """What goes wrong because the story says so."""
    for step, kind in ((story.stuck, Kind.BEFORE), (story.lost, Kind.AFTER)):
        for state in files.states(story.machine):
            if state.step == step:
                yield from _until_given_up(state, kind, patience)


def _until_given_up(state: files.State, kind: Kind, patience: str) -> Iterator[Strike]:
    step, tries = state.step, 1 + files.retries(state, BROKEN_BEFORE, patience)
    if step != PAYING:
        yield Strike(step, kind, tries, error=BROKEN_BEFORE)
    elif kind is Kind.BEFORE:
        tries = 1 + files.retries(state, PAID, patience)
        yield Strike(step, Kind.CALL_BEFORE, tries, GOES_ON, UNAVAILABLE)
    else:
        yield Strike(step, Kind.CALL_AFTER, 1, TAKES, "no answer")
        yield Strike(step, Kind.CALL_BEFORE, tries - 1, ASKS, "no answer")
