"""Measures what the handlers' own code costs in CPU: warm, without what emulators do in the same thread."""

import io
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient
from moto.core.botocore_stubber import BotocoreStubber

from bench import scenarios
from bench.afterwards import AFTER
from bench.buying import play_order
from bench.observing import POOL, lines_to
from bench.relaying import RELAY, Stream
from bench.scenarios import Scenario
from bench.shared_costs import authorization_request
from harness.invocation import Invocation
from harness.moto.world import World

RUNS = 9
CART = "Cart"
"""Fills carts before an order, and is no part of one."""

Samples = dict[str, list[float]]


def own_cpu_ms(world: World, scenario: Scenario, runs: int = RUNS) -> dict[str, float]:
    """Milliseconds of CPU by function, the median of `runs` orders, the first one left out."""
    meter = _Meter()
    world.reset()
    scenarios.open_shop(scenario)
    with Stream(world, begins=scenario.fulfilled).relayed(), meter.measuring():
        for number in range(runs + 1):
            total = scenarios.fill_cart(world, scenarios.owner(number), scenario)
            if number == 1:
                meter.samples.clear()
            traffic = play_order(world, scenarios.owner(number), scenario, total)
            if scenario.after:
                AFTER[scenario.after](world, scenarios.owner(number), traffic.order_id)
    return {
        function: statistics.median(samples)
        for function, samples in meter.samples.items()
        if function != CART
    }


def shared_cpu_ms(world: World, runs: int = RUNS) -> dict[str, float]:
    """The same for the functions that checkouts share."""
    meter = _Meter()
    authorization = authorization_request(world)
    with meter.measuring():
        for _ in range(runs + 1):
            world.invoke("Authorizer", authorization)
            world.sweep()
    return {function: statistics.median(samples[1:]) for function, samples in meter.samples.items()}


class _Meter:
    """CPU of a thread while it runs a handler, less what emulated AWS and nested invocations took of it."""

    def __init__(self) -> None:
        self.samples: Samples = defaultdict(list)
        self._local = threading.local()
        self._lock = threading.Lock()
        self._pool = 0.0

    @contextmanager
    def measuring(self) -> Iterator[None]:
        run, emulate = Invocation.run, BotocoreStubber.process_request

        def measured(invocation: Invocation) -> Any:
            self._pool = 0.0 if invocation.name == RELAY else self._pool
            outcome, spent = self._apart(lambda: run(invocation))
            if invocation.name == RELAY:
                spent += self._pool
            with self._lock:
                self.samples[invocation.name].append(1000 * spent)
            return outcome

        def emulated(stubber: BotocoreStubber, request: Any) -> Any:
            answer, _ = self._apart(lambda: emulate(stubber, request))
            return answer

        call = BaseClient._make_api_call

        def called(client: Any, operation: str, params: dict[str, Any]) -> Any:
            if not threading.current_thread().name.startswith(POOL):
                return call(client, operation, params)
            answer, spent = self._apart(lambda: call(client, operation, params))
            with self._lock:
                self._pool += spent
            return answer

        with ExitStack() as stack:
            stack.enter_context(lines_to(io.StringIO()))
            stack.enter_context(patch.object(BaseClient, "_make_api_call", called))
            stack.enter_context(patch.object(Invocation, "run", measured))
            stack.enter_context(patch.object(BotocoreStubber, "process_request", emulated))
            yield

    def _apart(self, work: Callable[[], Any]) -> tuple[Any, float]:
        """Its result and its own CPU seconds; whatever is around it does not count them."""
        around = getattr(self._local, "apart", 0.0)
        self._local.apart = 0.0
        began = time.thread_time()
        result = work()
        whole = time.thread_time() - began
        own = whole - self._local.apart
        self._local.apart = around + whole
        return result, own
