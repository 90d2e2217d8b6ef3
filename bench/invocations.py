"""What an average invocation of each function does: its calls, counted, and its own CPU, measured.

    python -m bench.invocations     measures all of them anew and writes docs/measured/invocations.json

Functions that a row of the bill runs are taken from that row, all others from a tour (tour.py).
"""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from bench import timing
from bench.assumptions import Assumptions
from bench.counting import PROVIDER, Counts, count_order
from bench.harness import running_world
from bench.measured import Measurement, read_measured, write_measured
from bench.meter import Meter
from bench.observing import Observer
from bench.scenarios import COMPLETED, CONFIRMED, DECLINED, RECEIPT, RETURNED
from bench.shared_costs import SharedWork, count_shared
from bench.tour import play_tour
from harness.moto.world import World

NAME = "invocations"
REPEAT = "python -m bench.invocations"
ROWS = (CONFIRMED, COMPLETED, DECLINED, RETURNED, RECEIPT)
"""The first of them that has a function says what an invocation of it does."""
TOURS = 3


@dataclass(frozen=True)
class Invocation:
    """The average of some invocations: calls to AWS by operation, calls to the payment provider, and
    milliseconds of its own CPU on a whole vCPU (the median)."""

    cpu_ms: float
    provider: float = 0.0
    calls: Mapping[str, float] = field(default_factory=dict)

    @property
    def requests(self) -> float:
        """All that it sends over TLS."""
        return sum(self.calls.values()) + self.provider


def read_invocations() -> dict[str, Invocation]:
    """As last measured, by function."""
    return {name: Invocation(**one) for name, one in read_measured(NAME).data.items()}


def own_cpu_ms(invocations: Mapping[str, Invocation]) -> dict[str, float]:
    """Milliseconds by function, as the bill takes them."""
    return {name: one.cpu_ms for name, one in invocations.items()}


def measure(world: World, rows: Mapping[str, Counts], shared: SharedWork) -> Measurement:
    """Measures every function's own CPU and keeps it with what was counted; `rows` by title."""
    timed = timing.time_functions(world)
    timing.keep(timed)
    found = _toured(world) | _counted(rows, shared, {name: one.ms for name, one in timed.items()})
    return write_measured(NAME, REPEAT, {name: asdict(found[name]) for name in sorted(found)})


def _counted(
    rows: Mapping[str, Counts], shared: SharedWork, own_cpu: Mapping[str, float]
) -> dict[str, Invocation]:
    found: dict[str, Invocation] = {}
    seen = [rows[row.title].invocations for row in ROWS]
    for invocations in (*seen, (shared.authorizer,), (shared.sweep,) if shared.sweep else ()):
        for name in {one.function for one in invocations} - found.keys():
            done = [one for one in invocations if one.function == name]
            calls = Counter(call.operation for one in done for call in one.calls)
            provider = sum(len(one.provider) for one in done)
            if name in own_cpu:
                found[name] = _average(calls, provider, len(done), [own_cpu[name]])
    return found


def _toured(world: World) -> dict[str, Invocation]:
    play_tour(world)  # every process is warm then
    meter, observer, played = Meter(), Observer(world), []
    with meter.measuring(), observer.watching():
        for _ in range(TOURS):
            played += play_tour(world)
    calls: dict[str, Counter[str]] = defaultdict(Counter)
    for work in observer.works():
        calls[work.invocation.name].update(call.operation for call in work.calls)
    found = {}
    for name, samples in meter.samples.items():
        done = [one for one in played if one.name == name]
        provider = sum(call in PROVIDER for one in done for call in one.calls)
        found[name] = _average(calls[name], provider, len(done), samples)
    return found


def _average(calls: Mapping[str, int], provider: int, runs: int, cpu: Iterable[float]) -> Invocation:
    mean = {operation: round(number / runs, 3) for operation, number in sorted(calls.items())}
    return Invocation(round(statistics.median(cpu), 2), round(provider / runs, 3), mean)


def main() -> None:
    assumed = Assumptions()
    with running_world() as world:
        rows = {one.title: count_order(world, one, assumed) for one in ROWS}
        measure(world, rows, count_shared(world, rows[CONFIRMED.title], assumed))


if __name__ == "__main__":
    main()
