"""How long a checkout is expected to take, from the request until it is CONFIRMED.

What is waited for is drawn from stated times (bench/assumptions.py), each with its median and its slowest of
a hundred, as a log-normal distribution; own CPU is what was measured, stretched to the share of a vCPU. The
draws have a fixed seed, so the same numbers come out everywhere.
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from bench.assumptions import Assumptions
from bench.counting import Counts, Invocation
from bench.invocations import Invocation as Measured
from functions.checkout.call_wait import FIRST_PAUSE, LONGER, LONGEST_PAUSE

CHECKOUTS = 20_000
SEED = 13
Z99 = NormalDist().inv_cdf(0.99)
START = "StartExecution"

Memory = Mapping[str, int]
"""Megabytes by function."""


@dataclass(frozen=True)
class Latency:
    """Milliseconds: the median, and the slowest of a hundred."""

    p50: float
    p99: float

    def draw(self, dice: random.Random) -> float:
        spread = math.log(self.p99 / self.p50) / Z99
        return dice.lognormvariate(math.log(self.p50), spread)


@dataclass(frozen=True)
class Waits:
    """What one checkout waits for others, in milliseconds: `placing` until its execution is started,
    `confirming` from then until it is CONFIRMED, `invoking` the waiting function, one `look` of that, and
    `answering` once the order is decided."""

    placing: float
    confirming: float
    invoking: float
    look: float
    answering: float


@dataclass(frozen=True)
class Expected:
    """Milliseconds of all checkouts, in ascending order."""

    times: Sequence[float]

    def percentile(self, percent: float) -> float:
        return self.times[min(len(self.times) - 1, int(len(self.times) * percent / 100))]


class Simulation:
    """Checkouts of one kind: those that `counts` tells of, with own CPU as `measured`."""

    def __init__(self, assumed: Assumptions, counts: Counts, measured: Mapping[str, Measured]) -> None:
        self._assumed = assumed
        self._measured = measured
        self._request, *self._steps = [one for one in counts.invocations if one.function != "Relay"]
        dice = random.Random(SEED)  # noqa: S311 - it is to be the same each time
        self._waits = [self._drawn(dice) for _ in range(CHECKOUTS)]

    def to_confirmed(self, memory: Memory) -> Expected:
        """Until CONFIRMED stands in the table, for whoever looks."""
        cpu = self._placing_cpu(memory) + self._steps_cpu(memory)
        return Expected(sorted(one.placing + one.confirming + cpu for one in self._waits))

    def to_answer(self, memory: Memory) -> Expected:
        """Until the answer to a request that prefers to wait says so."""
        placing, steps = self._placing_cpu(memory), self._steps_cpu(memory)
        look = self._cpu_ms("Wait", memory) / max(1.0, self._measured["Wait"].requests)
        times = []
        for one in self._waits:
            waited = _until_seen(one.confirming + steps, one.invoking, one.look + look)
            times.append(one.placing + placing + waited + one.answering)
        return Expected(sorted(times))

    def _placing_cpu(self, memory: Memory) -> float:
        """All of its own work, though a part of it is done while the execution runs already."""
        return self._cpu_ms(self._request.function, memory)

    def _steps_cpu(self, memory: Memory) -> float:
        return sum(self._cpu_ms(one.function, memory) for one in self._steps)

    def _cpu_ms(self, function: str, memory: Memory) -> float:
        done = self._measured[function]
        whole = done.cpu_ms + done.requests * self._assumed.tls_ms
        return whole * self._assumed.vcpu_mb / memory[function]

    def _drawn(self, dice: random.Random) -> Waits:
        stated = self._assumed
        hand_off = Latency(stated.hand_off_ms, stated.hand_off_p99_ms)
        operations = [call.operation for call in self._request.calls]
        started = operations.index(START) + 1
        gateway = Latency(stated.gateway_ms, stated.gateway_p99_ms).draw(dice)
        steps = [hand_off.draw(dice) + self._cold(dice) + self._work(dice, one) for one in self._steps]
        return Waits(
            placing=gateway + self._cold(dice) + self._calls(dice, operations[:started]),
            confirming=sum(steps),
            invoking=Latency(stated.invoke_ms, stated.invoke_p99_ms).draw(dice) + self._cold(dice),
            look=self._calls(dice, ["GetItem"]),
            answering=self._calls(dice, [*operations[started:], "Query"]),
        )

    def _cold(self, dice: random.Random) -> float:
        if dice.random() >= float(self._assumed.cold_share):
            return 0.0
        return Latency(self._assumed.cold_ms, self._assumed.cold_p99_ms).draw(dice)

    def _work(self, dice: random.Random, step: Invocation) -> float:
        provider = Latency(self._assumed.provider_ms, self._assumed.provider_p99_ms)
        calls = self._calls(dice, [call.operation for call in step.calls])
        return calls + sum(provider.draw(dice) for _ in step.provider)

    def _calls(self, dice: random.Random, operations: Sequence[str]) -> float:
        usual = [self._assumed.aws_ms[one] for one in operations]
        return sum(Latency(ms, ms * self._assumed.aws_tail).draw(dice) for ms in usual)


def _until_seen(confirmed: float, begins: float, look: float) -> float:
    """When the waiting function has seen what was confirmed: it pauses, ever longer, and looks."""
    now, pause = begins + 1000 * FIRST_PAUSE, 1000 * FIRST_PAUSE
    while now < confirmed:
        pause = min(pause * LONGER, 1000 * LONGEST_PAUSE)
        now += look + pause
    return now + look
