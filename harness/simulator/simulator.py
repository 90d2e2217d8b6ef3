"""A shop on the simulator: it stands still unless it is moved, and can be put back to how it was."""

import itertools
import json
from typing import Any

from functions.catalog import store as catalog
from functions.fulfilment import store as fulfilments
from functions.inventory import known_levels
from functions.inventory import store as inventory
from functions.payment import credentials
from functions.session import store as sessions
from harness.actors import Actors
from harness.caches import forget_all, forget_circuits
from harness.records import CHECKOUT
from harness.simulator.cloud import SimulatedCloud, Snapshot
from harness.simulator.execution import Execution
from harness.template import QUEUE_URL

DUE_SECONDS = 30 * 60 + 1


class Simulator(Actors):
    def __init__(self, cloud: SimulatedCloud) -> None:
        super().__init__(cloud.template, cloud.runner, cloud.provider)
        self.cloud = cloud
        self.machines = cloud.machines
        self.sockets = cloud.sockets
        self._empty = cloud.snapshot()

    def reset(self) -> None:
        """Nothing sold, nobody there; what is remembered of the catalog and of keys is read."""
        self.cloud.gate = None
        self.cloud.restore(self._empty)
        self._numbers = itertools.count(1)
        forget_all()

    def restore(self, snapshot: Snapshot) -> None:
        self.cloud.gate = None
        self.cloud.restore(snapshot)
        inventory._counts.clear()
        fulfilments._heard.clear()
        known_levels._copies.clear()
        forget_circuits()

    def warm(self) -> None:
        """Catalog and keys are in memory, as they now are: reading them is nothing that two operations meet
        in."""
        catalog._cache.cache_clear()
        catalog.products()
        credentials.current()
        sessions.key_ring()

    def execution(self, name: str, machine: str = CHECKOUT) -> Execution:
        return self.machines.executions[machine, name]

    def runs_until(self, name: str, state: str, machine: str = CHECKOUT) -> dict[str, Any]:
        """Let the execution go on until it stands before this state; what the state is given."""
        while (one := self.execution(name, machine)).state != state:
            assert one.status == "RUNNING", one
            assert not one.token, one
            self.machines.step(one)
        return one.given

    def runs(self, name: str, machine: str = CHECKOUT) -> None:
        """One execution goes on alone, to its end or until it waits."""
        while (one := self.execution(name, machine)).status == "RUNNING" and not one.token:
            self.machines.step(one)

    def run_to_rest(self) -> None:
        self.machines.run_to_rest()

    def takes(self, queue: str) -> list[Any]:
        """The bodies that wait in a queue, and are then gone."""
        return [json.loads(message["body"]) for message in self.messages(queue)]

    def messages(self, queue: str) -> list[dict[str, Any]]:
        bodies = self.cloud.queues.pop(QUEUE_URL + self.template.queues[queue].name, ())
        return [
            {"messageId": str(number), "body": body, "attributes": {}} for number, body in enumerate(bodies)
        ]
