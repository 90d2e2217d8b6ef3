"""What a sitting found, kept in docs/measured/cold-starts.json: ratios to the bare handler's INIT."""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from statistics import median

from bench.cold.measuring import BARE, Sample
from bench.measured import Measurement, read_measured, write_measured

NAME = "cold-starts"
REPEAT = "make bench-cold"


@dataclass(frozen=True)
class ColdStart:
    """One function. INIT and the first invocation in units of the bare handler's INIT, by CPU and by the
    clock; `imports` are shares of the import time, which add up to 1."""

    function: str
    kind: str
    memory_mb: int
    init_cpu: float
    first_cpu: float
    init_wall: float
    first_wall: float
    imports: dict[str, float]

    @property
    def whole_cpu(self) -> float:
        return self.init_cpu + self.first_cpu

    @property
    def whole_wall(self) -> float:
        return self.init_wall + self.first_wall


@dataclass(frozen=True)
class Sitting:
    """All functions in one sitting of so many `runs`, at this load of the machine. `bare_cpu_ms` and
    `bare_wall_ms` are INIT of the bare handler, the unit."""

    load: float
    runs: int
    bare_cpu_ms: float
    bare_wall_ms: float
    starts: list[ColdStart]

    def of(self, kind: str) -> list[ColdStart]:
        return [one for one in self.starts if one.kind == kind]


def keep(
    samples: Mapping[str, Sample], kinds: Mapping[str, str], memory_mb: Mapping[str, int], runs: int
) -> None:
    """Writes the file."""
    bare = [begun for begun, _ in samples[BARE.function].starts]
    found = Sitting(
        load=round(os.getloadavg()[2], 1),
        runs=runs,
        bare_cpu_ms=round(1000 * median(one.init_cpu for one in bare), 1),
        bare_wall_ms=round(median(one.init_ms for one in bare), 1),
        starts=[_start(name, kinds[name], memory_mb[name], one) for name, one in samples.items()],
    )
    write_measured(NAME, REPEAT, asdict(found))


def read_sitting() -> tuple[Sitting, Measurement]:
    """What was found last, and when and where."""
    kept = read_measured(NAME)
    starts = [ColdStart(**one) for one in kept.data["starts"]]
    return Sitting(**kept.data | {"starts": starts}), kept


def _start(name: str, kind: str, memory_mb: int, sample: Sample) -> ColdStart:
    whole = sum(sample.imports.values())
    return ColdStart(
        function=name,
        kind=kind,
        memory_mb=memory_mb,
        init_cpu=round(sample.ratio("init_cpu"), 3),
        first_cpu=round(sample.ratio("first_cpu", of="init_cpu"), 3),
        init_wall=round(sample.ratio("init_ms"), 3),
        first_wall=round(sample.ratio("first_ms", of="init_ms"), 3),
        imports={owner: round(spent / whole, 3) for owner, spent in sample.imports.items()},
    )
