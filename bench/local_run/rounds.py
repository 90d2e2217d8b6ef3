"""One round: so many carts, so many clients; what was answered, how fast, for how much CPU."""

import asyncio
import statistics
import time
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bench.local_run.buyers import Took, check_out, fill_carts
from bench.local_run.processes import CpuClock, machine_cpu
from bench.local_run.shop import drain
from local.running import Running

CONFIRMED = "201 CONFIRMED"
DECLINED = "402 payment-declined"


@dataclass(frozen=True)
class Plan:
    """`declined_every`: every n-th card is declined; 0 for none."""

    name: str
    clients: int
    carts: int
    declined_every: int = 0

    def scaled(self, scale: float) -> "Plan":
        """The same with so many of the carts, ten at least."""
        return replace(self, carts=max(10, round(self.carts * scale)))


PLANS = (
    Plan("1 client", 1, 150),
    Plan("8 clients", 8, 320),
    Plan("32 clients", 32, 320),
    Plan("8 clients, 10 % declined", 8, 210, declined_every=10),
)
WARM_UP = Plan("warm-up", 8, 60)


@dataclass(frozen=True)
class Round:
    """`per_s` counts orders that were decided as they should be (CONFIRMED, or declined where the card is),
    `other` every other answer. Times are in milliseconds. `cpu_s_per_1000` is the run's CPU until relay and
    webhooks were done, `cpu_s_per_1000_at_once` that until the last answer; both per 1000 of those orders.
    `others_cores` is what the rest of the machine used beside run and buyers."""

    name: str
    clients: int
    orders: int
    per_s: float
    p50_ms: float
    p99_ms: float
    cpu_s_per_1000: float
    cpu_s_per_1000_at_once: float
    others_cores: float
    parts_s_per_1000: dict[str, float]
    other: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def play(run: Running, clock: CpuClock, plan: Plan) -> Round:
    """Carts are filled, and what that left behind is done, before the clock runs."""
    carts = asyncio.run(fill_carts(run.port, plan.carts, declined_every=plan.declined_every))
    before = drain(run, clock)
    parts, machine, own = clock.by_part(), machine_cpu(), time.process_time()
    before = clock.seconds()
    took = asyncio.run(check_out(run.port, carts, plan.clients))
    answered = clock.seconds()
    others = machine_cpu() - machine - (answered - before) - (time.process_time() - own)
    after = drain(run, clock)
    spent = {part: used - parts.get(part, 0.0) for part, used in clock.by_part().items()}
    return _round(plan, took, answered - before, after - before, others, spent)


def _round(
    plan: Plan, took: Took, at_once: float, until_rest: float, others: float, parts: dict[str, float]
) -> Round:
    good = took.answers[CONFIRMED] + (took.answers[DECLINED] if plan.declined_every else 0)
    times = sorted(took.seconds)
    thousands = max(good, 1) / 1000
    wanted = {CONFIRMED, DECLINED} if plan.declined_every else {CONFIRMED}
    return Round(
        name=plan.name,
        clients=plan.clients,
        orders=good,
        per_s=round(good / took.elapsed, 2),
        p50_ms=round(statistics.median(times) * 1000, 1),
        p99_ms=round(times[min(len(times) - 1, int(len(times) * 0.99))] * 1000, 1),
        cpu_s_per_1000=round(until_rest / thousands, 1),
        cpu_s_per_1000_at_once=round(at_once / thousands, 1),
        others_cores=round(max(others, 0.0) / took.elapsed, 2),
        parts_s_per_1000={part: round(used / thousands, 1) for part, used in sorted(parts.items())},
        other={said: count for said, count in took.answers.items() if said not in wanted},
    )
